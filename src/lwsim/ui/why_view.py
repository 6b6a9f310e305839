"""Why, as its page draws it: waterfalls, loops and assumptions in words and plain values; every number is a run's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from ..answering.explaining import Why
from ..assumptions import Assumption, all_assumptions, changes_in
from ..explain import Contribution, strongest
from ..lives import HEADLINES
from ..loops import AGAINST, CARRIES, LOOPS, PULLED, QUIET, Link, Loop, Move, Readings, carries, mechanism, quantity
from ..measures import MEASURES
from ..report.waterfall import MOST_MECHANISMS, NARROW, WIDE, of_forces, of_mechanisms
from ..scenario_file import Scenario
from ..sensitivity import Lean
from ..wording import bare, by_year, difference_unit, fine, in_sentence, size_range, unit_words, value, value_unit

SHORT = {CARRIES: "carries", AGAINST: "against", QUIET: "quiet", PULLED: "pulled"}


def forces_view(found: Why, measure: str) -> dict[str, Any]:
    """The waterfall of forces with its table. Nothing before the first world is in."""
    explanation = found.explanation
    if explanation is None:
        return {}
    year = explanation.setting.years[-1]
    rows = explanation.of(measure, year, "force", "alone", "together")
    return {
        "drawing": "".join(of_forces(explanation, measure, year, form) for form in (WIDE, NARROW)),
        "says": _force_sentences(rows, measure, found.worlds),
        "rows": [_row(row) for row in rows if row.kind != "together" or row.mean != 0.0],
    }


def mechanisms_view(found: Why, measure: str) -> dict[str, Any]:
    """The waterfall of mechanisms with its table, of those that are in."""
    explanation = found.explanation
    if explanation is None or not found.mechanisms:
        return {}
    year = explanation.setting.years[-1]
    rows = sorted(explanation.of(measure, year, "mechanism"), key=lambda row: -abs(row.mean))
    told = strongest(rows, MOST_MECHANISMS)
    (total,) = explanation.of(measure, year, "total")
    clear = len(strongest(rows, len(rows)))
    makes = "makes" if clear == 1 else "make"
    words = f"Of {found.mechanisms} mechanisms switched off one at a time, {clear} {makes} a difference "
    words += f"that can be told from luck and unknowns{_by_chance(found.mechanisms)}; "
    words += f"the whole difference is {_difference(total)}."
    return {
        "drawing": "".join(of_mechanisms(explanation, measure, year, form) for form in (WIDE, NARROW)) if told else "",
        "says": words,
        "rows": [_row(row) for row in rows],
    }


def _by_chance(asked: int) -> str:
    """How many of so many 95% intervals may leave out nothing although nothing is there."""
    most = round(0.05 * asked)
    return f" (by chance alone up to about {most} may seem to)" if most else ""


KINDS = {"force": "share of the difference", "alone": "moved alone", "together": "only together", "mechanism": "lost when off"}


def _row(row: Contribution) -> dict[str, str]:
    measure = MEASURES[row.measure]
    known = math.isfinite(row.mean_low)
    return {
        "part": row.part.replace("_", " "),
        "kind": KINDS[row.kind],
        "says": row.says,
        "mean": fine(measure, row.mean),
        "range": f"{fine(measure, row.mean_low)} to {fine(measure, row.mean_high)}" if known else "–",
        "told": "" if not known else "yes" if row.mean_low > 0 or row.mean_high < 0 else "no",
    }


def _force_sentences(rows: Sequence[Contribution], measure: str, worlds: int) -> str:
    """What the forces give, in words."""
    shares = sorted((row for row in rows if row.kind == "force"), key=lambda row: -abs(row.mean))
    if not shares:
        return ""
    first, title = shares[0], in_sentence(MEASURES[measure].title)
    if first.mean == 0.0:
        return f"No force moves {title}."
    unsure = [row.part for row in shares if row.mean_low <= 0 <= row.mean_high]
    moves = "seems to move" if first.part in unsure else "moves"
    words = f"{first.part.capitalize()} {moves} {title} most: {_difference(first)}"
    if worlds < 2 or not math.isfinite(first.mean_low):
        return f"{words}, in one world so far."
    interval = size_range(MEASURES[measure], first.mean_low, first.mean_high)
    words += f" ({interval}, 95% interval of the mean over {worlds} worlds)."
    return f"{words} May be no effect at all: {', '.join(unsure)}." if unsure else words


def _difference(row: Contribution) -> str:
    """A difference with its sign and its unit: '+0.5 points'."""
    measure = MEASURES[row.measure]
    return f"{fine(measure, row.mean)} {difference_unit(measure)}".rstrip()


def loops_view(found: Readings, year: float, second: int = 1) -> list[dict[str, Any]]:
    """Every loop with what each of its links carries now."""
    return [_loop(found, loop, year, second) for loop in LOOPS]


def _loop(found: Readings, loop: Loop, year: float, second: int) -> dict[str, Any]:
    nodes = [_node(found, link.start, year, second) for link in loop.links]
    links = [_link(found, link, year, second) for link in loop.links]
    moving = sum(link["carry"] == "carries" for link in links)
    pair = f"between {found.titles[0]} and {found.titles[second]}"
    return {
        "name": loop.name,
        "title": loop.title,
        "kind": loop.kind,
        "says": loop.says,
        "now": f"{moving} of {len(links)} links carry the difference {pair} the way they say, by {by_year(year)}.",
        "nodes": nodes,
        "links": links,
    }


def _node(found: Readings, name: str, year: float, second: int) -> dict[str, Any]:
    described = quantity(name)
    apart = found.between(name, year, 0, second)
    return {
        "name": name,
        "title": described.title,
        "unit": value_unit(described),
        "says": described.says,
        "start": value(described, found.level(name, 0, 0.0)),
        "sides": [value(described, found.level(name, side, year)) for side in (0, second)],
        "apart": fine(described, apart.mean),
        "range": _range(name, apart),
        "way": apart.way,
        "moved": [fine(described, found.since_start(name, side, year).mean) for side in (0, second)],
    }


def _range(name: str, move: Move) -> str:
    described = quantity(name)
    if not math.isfinite(move.low):
        return ""
    return f"{fine(described, move.low)} to {fine(described, move.high)}"


def _link(found: Readings, link: Link, year: float, second: int) -> dict[str, Any]:
    """A link between the scenarios, and since week 0 under each."""

    def of(side: int) -> str:
        return carries(link, found.since_start(link.start, side, year), found.since_start(link.end, side, year))

    said = carries(link, found.between(link.start, year, 0, second), found.between(link.end, year, 0, second))
    works, has_switch = mechanism(link.by)
    return {
        "sign": link.sign,
        "by": link.by.replace("_", " "),
        "works": works,
        "switch": link.by if has_switch else "",
        "says": link.says,
        "carry": SHORT[said],
        "carries": said,
        "since": [of(0), of(second)],
    }


@cache
def _listed() -> tuple[dict[str, Any], ...]:
    return tuple(_assumption(one) for one in all_assumptions())


def _assumption(one: Assumption) -> dict[str, Any]:
    return {
        "name": one.name,
        "room": one.room,
        "where": one.where,
        "says": one.says,
        "value": one.value,
        "unit": unit_words(one.unit),
        "low": one.low,
        "high": one.high,
        "standing": one.standing,
        "source": one.source,
        "sources": [{"cite": cite, "url": url} for cite, url in one.sources],
        "settling": "How it was set" if one.fitted_to else "What would settle it",
        "settled": f"Set so that the model shows: {one.fitted_to}" if one.fitted_to else one.settled_by,
    }


def assumptions_view() -> list[dict[str, Any]]:
    """Every assumption, as it is declared: the same for everybody."""
    return list(_listed())


def changes_view(scenarios: Sequence[Scenario]) -> list[dict[str, Any]]:
    """The assumptions that the scenarios set otherwise."""
    return [{"name": name, "values": list(values)} for name, values in changes_in(scenarios).items()]


def beside_compare(there: int, here: int) -> str:
    """Why figures here are not quite those of Compare. there, here: worlds."""
    return (
        f"Compare rests on {there} worlds; this page lives each many times over and so takes the first {here}: "
        "its figures may differ from those there, and are less sure."
    )


def measures_offered() -> list[dict[str, str]]:
    """The measures that can be explained."""
    return [{"name": name, "title": MEASURES[name].title} for name in HEADLINES]


def lean_view(leans: Sequence[Lean], measure: str, worlds: int) -> list[dict[str, str]]:
    """The assumptions that the difference goes with most, the strongest first, each in a sentence."""
    title = in_sentence(MEASURES[measure].title)
    found = []
    for one in leans:
        way = "larger" if one.weight > 0 else "smaller"
        sure = "more than chance would give" if one.told else "but chance alone could give as much"
        words = f"In {worlds} worlds, the higher this number the {way} the difference in {title}: rank correlation "
        found.append({"name": one.name, "words": f"{words}{bare(one.weight, plus=True)}, {sure}.", "told": str(one.told)})
    return found
