"""Who is ahead on one measure, by how much, since when, and where it was going at the end: numbers only.

A lead is *settled* when the 95% interval of the mean paired difference leaves zero out. All sizes are second
minus first; `leader` says whose side that favours. The wording is `verdict`'s, and only there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from . import statistics as st
from .comparison import QUARTER, Comparison
from .units import WEEKS_A_YEAR
from .wording import Described, shows_as_nothing

CLEARLY_MOVING = 0.10
"""A lead grows or shrinks when a year at its pace changes it by more than this share of itself."""
STILL = 1e-6
"""A yearly change below this share of the lead's greatest is rounding, not movement."""
FADED = 0.5
"""A lead has faded when it ended below this share of its greatest."""


class Figures(NamedTuple):
    """One paired difference, second minus first: its mean, the interval over worlds and that of the mean."""

    mean: float
    low: float
    high: float
    mean_low: float
    mean_high: float


@dataclass(frozen=True)
class Lead:
    """The standing of two sides on one measure in the last year (or over the horizon).

    worlds: those with a difference to judge.  ahead, behind: worlds in which the leader is so.  settled: its mean is told
    from none, with `chance` of so much where nothing differs (NaN in one world).  since: first
    reported year from which the lead is settled in every year (NaN if it is not, or for a total).
    crossover: week from which it holds, after the other side led in most worlds by something that shows (NaN if never).
    trailed: worlds in which the leader was behind until then.  pace: yearly change of the lead in its last year, > 0 growing,
    0 when that cannot be told from noise.  now: the lead over the last quarter.  peak, peak_week: its greatest, and when.
    """

    measure: Described
    first: str
    second: str
    worlds: int
    difference: Figures
    leader: str | None
    ahead: int
    behind: int
    settled: bool
    chance: float
    identical: bool
    to_settle: float
    since: float = math.nan
    crossover: float = math.nan
    trailed: int = 0
    pace: float = 0.0
    now: float = math.nan
    peak: float = math.nan
    peak_week: float = math.nan

    @property
    def share(self) -> float:
        """Share of worlds in which the leader is ahead."""
        return self.ahead / self.worlds if self.worlds else math.nan

    @property
    def follower(self) -> str | None:
        """The side that does not lead."""
        if self.leader is None:
            return None
        return self.first if self.leader == self.second else self.second

    @property
    def is_growing(self) -> bool:
        """Whether the lead was still growing by a share worth naming."""
        return self.pace > CLEARLY_MOVING * abs(self.now)

    @property
    def weeks_to_nothing(self) -> float:
        """Weeks until the lead would be gone at its last pace; infinity unless it was shrinking."""
        return WEEKS_A_YEAR * self.now / -self.pace if self.pace < 0 < self.now else math.inf

    @property
    def has_faded(self) -> bool:
        """Whether the lead was once much greater than in the last quarter."""
        return self.now < FADED * self.peak


def lead_on(comparison: Comparison, name: str, other: int = 1) -> Lead:
    """The lead on a weekly measure between the first side and another."""
    measure = comparison.measure(name)
    weekly = comparison.difference(name, other)
    yearly = st.paired_difference(comparison.yearly(0, name), comparison.yearly(other, name))
    last = yearly[:, -1]
    sign = _sign(last)
    standing, smooth = _standing(comparison, measure, other, last), comparison.smooth(name, other)
    crossover, trailed = comparison.crossover(name, other), 0
    if math.isfinite(crossover):
        trailed, before = _trailed(weekly, crossover, sign), float((smooth[: int(crossover)] * -sign).max())
        contradicts = sign != _sign(smooth[-1:])  # the last quarter the last year: no lead that holds
        if contradicts or 2 * trailed < standing["worlds"] or shows_as_nothing(measure, before):
            crossover, trailed = math.nan, 0
    return Lead(
        **standing,
        identical=bool(np.all(weekly[np.isfinite(weekly)] == 0.0)),
        since=_settled_since(comparison.years, yearly, sign),
        crossover=crossover,
        trailed=trailed,
        **_movement(weekly * sign, smooth * sign),
    )


def changed_hands(comparison: Comparison, name: str, other: int = 1) -> float:
    """Week in which the lead on a weekly measure changed hands for good; NaN if it did not, or if that cannot be told.

    It cannot where who leads at the end is open, where that lead shows as nothing, or in the last quarter (see also `Lead`).
    """
    measure = comparison.measure(name)
    if not measure.better or not math.isfinite(comparison.crossover(name, other)):
        return math.nan
    lead, last = lead_on(comparison, name, other), float(comparison.smooth(name, other)[-1])
    is_settled = lead.settled or lead.worlds == 1
    holds = lead.crossover <= comparison.weeks - QUARTER  # false where there is no crossover
    return lead.crossover if is_settled and holds and not shows_as_nothing(measure, last) else math.nan


def lead_on_total(comparison: Comparison, name: str, other: int = 1) -> Lead:
    """The lead on a total over the horizon. Raises KeyError for an unknown name."""
    places = {measure.name: place for place, measure in enumerate(comparison.totals)}
    place = places[name]
    apart = st.paired_difference(comparison.sides[0].totals[:, place], comparison.sides[other].totals[:, place])
    standing = _standing(comparison, comparison.totals[place], other, apart)
    return Lead(**standing, identical=bool(np.all(apart[np.isfinite(apart)] == 0.0)))


def share_first(comparison: Comparison, name: str) -> dict[str, int]:
    """Worlds in which each scenario is the best of all in the last year; a tie counts for nobody."""
    better = comparison.measure(name).better or 1
    values = better * np.stack([comparison.yearly(side, name)[:, -1] for side in range(len(comparison.sides))])
    best = values == values.max(axis=0)
    alone = best & (best.sum(axis=0) == 1)
    return {label: int(alone[side].sum()) for side, label in enumerate(comparison.labels)}


def _standing(comparison: Comparison, measure: Described, other: int, apart: st.Array) -> dict[str, Any]:
    """What can be said from one difference a world. apart: (worlds,)."""
    first, second = comparison.labels[0], comparison.labels[other]
    difference = Figures(*(float(part) for part in st.summary(apart)))
    better = measure.better or 1
    sign = _sign(apart)
    ahead, behind, worlds = (int(count) for count in st.worlds_ahead(apart, int(sign) or better))
    return {
        "measure": measure,
        "first": first,
        "second": second,
        "worlds": worlds,
        "difference": difference,
        "leader": None if sign == 0 else second if sign * better > 0 else first,
        "ahead": ahead,
        "behind": behind,
        "settled": bool(difference.mean_low > 0 or difference.mean_high < 0),
        "chance": float(st.chance_of_none(apart)),
        "to_settle": st.worlds_to_settle(apart),
    }


def _sign(apart: st.Array) -> float:
    """Sign of the mean difference; 0 for none."""
    middle = float(st.mean(apart))
    return float(np.sign(middle)) if math.isfinite(middle) else 0.0


def _settled_since(years: tuple[float, ...], yearly: st.Array, sign: float) -> float:
    """First reported year from which the mean difference is settled, with this sign, to the end."""
    low, high = st.mean_interval(yearly)
    settled = (low > 0) if sign > 0 else (high < 0)
    since = math.nan
    for year, holds in zip(reversed(years), reversed(settled.tolist()), strict=True):
        if not holds:
            break
        since = year
    return since


def _trailed(weekly: st.Array, crossover: float, sign: float) -> int:
    """Number of worlds in which the leader was behind, on average, until the crossover."""
    if not math.isfinite(crossover):
        return 0
    before = st.mean(weekly[:, 1 : max(2, int(crossover))].T)
    return int((before * sign < 0).sum())


def _movement(lead: st.Array, smooth: st.Array) -> dict[str, Any]:
    """How the lead moved in its last year, and its greatest.

    lead: (worlds, weeks + 1), > 0 for the leader.  smooth: (weeks + 1,) running mean of its mean over worlds.
    """
    if not np.isfinite(smooth).all():
        return {}
    recent = min(WEEKS_A_YEAR, (smooth.size - 1) // 2)
    slopes = st.slope(lead[:, -recent:])
    low, high = st.mean_interval(slopes)
    pace = float(st.mean(slopes)) * WEEKS_A_YEAR
    is_told = bool(low > 0 or high < 0) and abs(pace) > STILL * float(np.abs(smooth).max())
    return {
        "pace": pace if is_told else 0.0,
        "now": float(smooth[-1]),
        "peak": float(smooth.max()),
        "peak_week": float(smooth.argmax()),
    }
