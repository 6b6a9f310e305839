"""Published patterns as data: what, how much, by whom, and the pure function of a run that it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass

from .record import Record

FITTED, KEPT_ASIDE = "fitted", "kept aside"
"""Used in setting the model's numbers, or never looked at for that and so a test of it."""

ABOVE, BELOW = "above", "below"
"""The end of its range at which a pattern is open in a place with other posts or beds than England's."""

EITHER_WAY = 0.10
"""Where no source gives a spread, the range is this share either way."""

NO_SPREAD = "one figure, no spread published: 10% either way"

SESSION_HOURS = 1.0
"""Contact hours of a session, high and low intensity together; notes and preparation are counted elsewhere in the week."""


@dataclass(frozen=True)
class Target:
    """One published pattern.

    published: the figure, low..high its range, in the unit.  source: key in sources.toml.  year: of the figure.
    range_from: where the range comes from.  of: the same quantity in a run.  reads: how the model's quantity differs from the
    published one, where it does.  deprivation: power of the place's expected prevalence ratio that a real place's range is
    multiplied by, so that a poorer place is not held against England's average (0 = not at all).  if_not: what is known of why
    the model misses it, should it do so.  expects: what a real place should show other than England, and why.
    open_end: the end of the range beyond which it may lie there, or nothing.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    published: float
    source: str
    year: str
    kind: str
    of: Callable[[Record], float]
    range_from: str = NO_SPREAD
    reads: str = ""
    deprivation: float = 0.0
    if_not: str = ""
    expects: str = ""
    open_end: str = ""

    def allows(self, value: float) -> bool:
        """Whether a value lies within the range, or beyond an end of it that is open."""
        high_enough = value >= self.low or self.open_end == BELOW
        return bool(high_enough and (value <= self.high or self.open_end == ABOVE))


def one_figure(
    name: str,
    title: str,
    unit: str,
    value: float,
    source: str,
    year: str,
    kind: str,
    of: Callable[[Record], float],
    reads: str = "",
    deprivation: float = 0.0,
) -> Target:
    """A pattern of which a single figure is published."""
    low, high = value * (1.0 - EITHER_WAY), value * (1.0 + EITHER_WAY)
    return Target(name, title, unit, low, high, value, source, year, kind, of, NO_SPREAD, reads, deprivation)


def fifth(number: int) -> Callable[[Record], float]:
    """Share of the adults of a national fifth (0 least deprived) who are in distress."""
    return lambda run: run.share(f"need_fifth_{number}", f"adults_fifth_{number}")


def ratio_of_fifths(run: Record) -> float:
    """Distress in the most deprived fifth present over that in the least."""
    shares = [fifth(number)(run) for number in range(5)]
    present = [share for share in shares if share > 0]
    return present[-1] / present[0] if len(present) > 1 else 0.0


def recovery_gap(run: Record) -> float:
    """Recovery of finishers in the least deprived fifth less that in the most."""
    return run.share("therapy_recovered_0", "therapy_finished_0") - run.share("therapy_recovered_4", "therapy_finished_4")


def odds_a_week(run: Record) -> float:
    """Odds of coming to a first appointment for each further week waited, fitted to the calls of one to twenty-six weeks."""
    from .fitting import odds_ratio

    return odds_ratio(run.lists["calls_answered"], run.lists["calls_missed"], 1, 26)
