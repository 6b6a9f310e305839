"""How a verdict speaks of one measure: the phrase book of `verdict`, which alone decides what is said."""

from __future__ import annotations

import math
from collections.abc import Callable

from .lead import Figures, Lead
from .units import weeks_from_years
from .wording import (
    by_year,
    difference_unit,
    in_sentence,
    of_worlds,
    shows_as_nothing,
    side,
    signed,
    size,
    size_range,
    span,
)

MOST = 2 / 3
"""Ahead in fewer worlds than this, and the sentence says that it hangs on what is not known."""
HARDLY = 10_000
"""More further worlds than this would not be run to settle a sign."""


def kind_of(lead: Lead) -> str:
    """Which wording the numbers call for: a key of `SENTENCES`."""
    if lead.worlds == 0:
        return "nothing"
    if lead.identical:
        return "same"
    if lead.worlds == 1:
        return "one world"
    if _rounds_to_nothing(lead):
        return "level"
    if not lead.settled:
        return "cannot tell"
    if lead.measure.better == 0:
        return "neither better"
    return "ahead" if lead.share >= MOST else "on average"


def sentence_on(lead: Lead, years: tuple[float, ...]) -> str:
    """A lead in words. years: the reported points, the last being the one spoken of."""
    return SENTENCES[kind_of(lead)](lead, years)


def title_of(lead: Lead) -> str:
    """The measure's title inside a sentence."""
    return in_sentence(lead.measure.title)


def _rounds_to_nothing(lead: Lead) -> bool:
    """Whether the mean and nine worlds in ten show as zero at the precision of the measure."""
    parts = (lead.difference.mean, lead.difference.low, lead.difference.high)
    return all(shows_as_nothing(lead.measure, part) for part in parts)


def _nothing(lead: Lead, years: tuple[float, ...]) -> str:
    """No world has a value on both sides."""
    return f"There is no value of {title_of(lead)} to compare {_when(lead, years)}."


def _same(lead: Lead, years: tuple[float, ...]) -> str:
    """Not one difference anywhere."""
    both = f"{lead.first} and {lead.second}"
    return f"{both} are exactly the same on {title_of(lead)}, in every week and every world."


def _level(lead: Lead, years: tuple[float, ...]) -> str:
    """Differences too small to show."""
    return (
        f"{lead.first} and {lead.second} are level on {title_of(lead)} {_when(lead, years)}: in nine worlds "
        f"of ten they differ by {size(lead.measure, _smallest(lead))}."
    )


def _one_world(lead: Lead, years: tuple[float, ...]) -> str:
    """A difference without any interval."""
    when, title = _when(lead, years), title_of(lead)
    if lead.leader is None:
        return f"In the one world that was run, the two are equal on {title} {when}."
    middle = _seen_by_leader(lead).mean
    if not lead.measure.better:
        by = size(lead.measure, middle)
        return f"In the one world that was run, {title} {when} is higher under {lead.leader}, by {by}."
    return f"In the one world that was run, {lead.leader} is ahead on {title} {when}, {_by(lead, middle)}."


def _cannot_tell(lead: Lead, years: tuple[float, ...]) -> str:
    """The sign of the mean is open; how many more worlds would close it."""
    apart = lead.difference
    unit = f" {difference_unit(lead.measure)}".rstrip()
    held = {lead.leader: lead.ahead, lead.follower: lead.behind}
    mean, low, high = (signed(lead.measure, part) for part in (apart.mean, apart.mean_low, apart.mean_high))
    who = "who is ahead on" if lead.measure.better else "which is higher on"
    return (
        f"Cannot tell yet {who} {title_of(lead)} {_when(lead, years)}: {lead.second} in "
        f"{held.get(lead.second, 0):,} of {lead.worlds:,} plausible worlds, {lead.first} in "
        f"{held.get(lead.first, 0):,}. {lead.second} minus {lead.first} is {mean}{unit} on average, and "
        f"that average may be anything from {low} to {high}. {_more_worlds(lead)}{_moving(lead)}"
    )


def _ahead(lead: Lead, years: tuple[float, ...]) -> str:
    """A settled lead that holds in most worlds."""
    worlds = of_worlds(lead.ahead, lead.worlds)
    who = f"{lead.leader} is ahead on {title_of(lead)} in {worlds} {_when(lead, years)}"
    return f"{who}{_since(lead, years)}. {_how_much(lead)}{_horizon(lead, years)}"


def _on_average(lead: Lead, years: tuple[float, ...]) -> str:
    """A settled mean that many worlds contradict."""
    who = f"{lead.leader} is ahead on {title_of(lead)} on average {_when(lead, years)}"
    worlds = f"but in only {of_worlds(lead.ahead, lead.worlds)}{_since(lead, years)}"
    return f"{who}, {worlds}: who leads hangs on what is not known. {_how_much(lead)}{_horizon(lead, years)}"


def _neither_better(lead: Lead, years: tuple[float, ...]) -> str:
    """A settled difference in something that is neither good nor bad."""
    seen = _seen_by_leader(lead)
    return (
        f"{lead.measure.title}: higher under {lead.leader} in {of_worlds(lead.ahead, lead.worlds)} "
        f"{_when(lead, years)}, on average by {size(lead.measure, seen.mean)} "
        f"(nine worlds in ten: {size_range(lead.measure, seen.low, seen.high)})."
    )


SENTENCES: dict[str, Callable[[Lead, tuple[float, ...]], str]] = {
    "nothing": _nothing,
    "same": _same,
    "one world": _one_world,
    "level": _level,
    "cannot tell": _cannot_tell,
    "ahead": _ahead,
    "on average": _on_average,
    "neither better": _neither_better,
}


def _when(lead: Lead, years: tuple[float, ...]) -> str:
    """'by year 5', or 'over 5 years' for a total."""
    if lead.measure.over == "horizon":
        return f"over {span(weeks_from_years(years[-1]))}"
    return f"by {by_year(years[-1])}"


def _since(lead: Lead, years: tuple[float, ...]) -> str:
    """From when the lead stands, or for how long the leader trailed first."""
    if math.isfinite(lead.crossover):
        worlds = f"{lead.trailed:,} of the {lead.worlds:,}" if lead.trailed < lead.worlds else "all of them"
        return f"; it was behind in the first {span(lead.crossover)} in {worlds}"
    if not math.isfinite(lead.since) or len(years) == 1:
        return ""
    if lead.since == years[0]:
        return f", and has been since {by_year(lead.since)}"
    return "; the lead shows only then" if lead.since == years[-1] else f"; the lead holds from {by_year(lead.since)}"


def _how_much(lead: Lead) -> str:
    """The size of the lead with the interval over worlds, seen from the leader's side."""
    seen = _seen_by_leader(lead)
    nine_in_ten = size_range(lead.measure, seen.low, seen.high)
    return f"Its figure is {_by(lead, seen.mean)} on average (nine worlds in ten: {nine_in_ten})."


def _by(lead: Lead, amount: float) -> str:
    """'higher by 3.2 points'."""
    return f"{side(amount)} by {size(lead.measure, amount)}"


def _horizon(lead: Lead, years: tuple[float, ...]) -> str:
    """Whether the end of the run hides a recovery or a collapse."""
    if not math.isfinite(lead.now):
        return ""
    words = ""
    if lead.has_faded:
        peak = size(lead.measure, lead.peak)
        words = f" The lead was greatest after {span(lead.peak_week)}, at {peak}, and has more than halved since."
    if lead.weeks_to_nothing <= weeks_from_years(years[-1]):
        return (
            f"{words} It was shrinking as the run ended: at that pace it is gone "
            f"{span(lead.weeks_to_nothing)} later, so a longer horizon may turn this round."
        )
    return words or (" The lead was still growing as the run ended." if lead.is_growing else "")


def _more_worlds(lead: Lead) -> str:
    """How many more worlds would settle the sign."""
    more = lead.to_settle - lead.worlds
    if not math.isfinite(more) or more > HARDLY:
        return "The two are so near on average that more worlds would hardly settle it."
    count = _two_figures(max(1.0, more))
    return f"About {count:,} more worlds would settle it, if that average stays where it is."


def _two_figures(count: float) -> int:
    """A guessed count, rounded up to two figures."""
    step = 10 ** max(0, math.floor(math.log10(count)) - 1)
    return math.ceil(count / step) * step


def _moving(lead: Lead) -> str:
    """Whose way an unsettled gap was going."""
    if lead.pace == 0.0 or lead.measure.better == 0:
        return ""
    mover = lead.leader if lead.pace > 0 else lead.follower
    return f" The gap was moving {mover}'s way as the run ended, so a longer horizon may tell."


def _seen_by_leader(lead: Lead) -> Figures:
    """The difference as leader minus follower."""
    apart = lead.difference
    if lead.leader == lead.second:
        return apart
    return Figures(-apart.mean, -apart.high, -apart.low, -apart.mean_high, -apart.mean_low)


def _smallest(lead: Lead) -> float:
    """A difference that rounds to nothing, not exactly nothing if any is not."""
    return next((part for part in lead.difference if part != 0.0), 0.0)
