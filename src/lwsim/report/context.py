"""What a report says beside its numbers, handed in: scenarios, parameters, provenance, how to repeat it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..units import WEEKS_A_YEAR
from ..wording import MISSING, by_year

FORCES = (
    ("purpose", "impact now", "invest in the future"),
    ("power", "assure", "innovate"),
    ("practice", "support individuals", "create environments"),
)
"""Each force with the name of its pole at 0 and at 1: two goods, not a bad and a good."""

NEAR = 4.0
"""Two scenarios nearer than this, in per cent of the way between the poles, would hide each other."""
POUNDS = frozenset({"pounds"})
SHARES = frozenset({"share", "change", "seats_voluntary", "seats_lived_experience"})
LENGTHS = {"weeks": "for", "over": "over", "every": "every"}
"""Fields of an event that are a number of weeks, with the word to say them by."""


@dataclass(frozen=True)
class ReportContext:
    """All that a report needs beside the comparison; nothing in it is computed from the runs.

    scenarios: each scenario as the table its file holds, in the order of the comparison.  parameters: rows
    with name, value, unit, low, high, source, standing, says, and where given settled_by.  provenance: rows
    with fact, standing, source, and where given year and how.  sources: one line for each source of the
    place.  today: settings of the forces in today's ordinary system.  date: as it should be printed.
    """

    scenarios: tuple[Mapping[str, Any], ...]
    parameters: tuple[Mapping[str, Any], ...]
    provenance: tuple[Mapping[str, Any], ...]
    command: str
    version: str
    date: str
    about: str = ""
    sources: tuple[str, ...] = ()
    today: Mapping[str, float] = field(default_factory=dict)


class Account(NamedTuple):
    """One scenario in words. rows: label and text.  events: date and text."""

    title: str
    question: str
    look_at: str
    rows: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str], ...]


class Place(NamedTuple):
    """Where a scenario stands on a force, in per cent of the way from 0 to 1.

    is_today: the scenario leaves the force as it is today.  shift: tokens to the side that it is moved,
    so that none hides another.
    """

    slot: int
    percent: float
    is_today: bool
    shift: float = 0.0


class Track(NamedTuple):
    """One force with its two poles and where each scenario states it."""

    force: str
    left: str
    right: str
    places: tuple[Place, ...]


def tracks(context: ReportContext) -> tuple[Track, ...]:
    """The three forces with each scenario's stated setting, or today's where it states none."""
    found = []
    for force, left, right in FORCES:
        places = []
        for slot, scenario in enumerate(context.scenarios, start=1):
            stated = _some(scenario.get("forces")).get(force)
            amount = context.today.get(force) if stated is None else stated
            if amount is not None:
                places.append(Place(slot, 100.0 * float(amount), stated is None))
        found.append(Track(force, left, right, _side_by_side(places)))
    return tuple(found)


def _side_by_side(places: Sequence[Place]) -> tuple[Place, ...]:
    """Tokens that would hide each other, moved apart by their own width."""
    found = []
    for place in places:
        near = [other for other in places if abs(other.percent - place.percent) < NEAR]
        found.append(place._replace(shift=near.index(place) - (len(near) - 1) / 2.0))
    return tuple(found)


def account(scenario: Mapping[str, Any]) -> Account:
    """A scenario's table in words: what it sets, and what happens when."""
    rows = [(force, _force_words(_some(scenario.get("forces")).get(force), left, right)) for force, left, right in FORCES]
    for key, words in (("money", "commissioned budget"), ("staff", "funded posts")):
        change = float(_some(scenario.get(key)).get("change", 0.0) or 0.0)
        rows.append((key, f"{words} {change:+.0%}" if change else f"{words} as today"))
    off = [_spaced(name) for name, is_on in _some(scenario.get("switches")).items() if not is_on]
    rows.append(("switched off", ", ".join(off) or "nothing"))
    rows += [(f"theory of {_spaced(name)}", _spaced(str(answer))) for name, answer in _some(scenario.get("rivals")).items()]
    rows += [(f"parameter {name}", f"{amount:g}") for name, amount in _some(scenario.get("parameters")).items()]
    events = tuple((_date(event), event_words(event)) for event in scenario.get("events") or ())
    title, question, look_at = (str(scenario.get(key) or "") for key in ("title", "question", "look_at"))
    return Account(title, question, look_at, tuple(rows), events)


def event_words(event: Mapping[str, Any]) -> str:
    """One event as its kind and what it says: 'grant: group mind, £120,000 a year, for 104 weeks'."""
    said = [
        _field_words(key, amount) for key, amount in event.items() if key not in ("kind", "week", "year") and amount is not None
    ]
    kind = _spaced(str(event.get("kind", "event")))
    return f"{kind}: {', '.join(said)}" if said else kind


def standings(rows: Iterable[Mapping[str, Any]], order: Iterable[str]) -> list[tuple[str, int, float]]:
    """How many rows there are of each standing, in the given order, with their share in per cent."""
    counts = Counter(str(row.get("standing", "")) for row in rows)
    names = [name for name in order if counts[name]] + sorted(set(counts) - set(order))
    total = max(1, sum(counts.values()))
    return [(name, counts[name], 100.0 * counts[name] / total) for name in names]


def _field_words(key: str, amount: Any) -> str:
    """One field of an event with its unit."""
    if isinstance(amount, Mapping):
        return f"{_spaced(key)} " + " and ".join(f"{_spaced(str(k))} {v:g}" for k, v in amount.items() if v)
    if isinstance(amount, (list, tuple)):
        return f"{_spaced(key)} {', '.join(map(str, amount))}"
    if isinstance(amount, str):
        return f"{_spaced(key)} {_spaced(amount)}"
    if key in POUNDS:
        return f"£{amount:,.0f} a year"
    if key in SHARES:
        return f"{_spaced(key)} {amount:.0%}"
    return f"{LENGTHS[key]} {amount:g} weeks" if key in LENGTHS else f"{_spaced(key)} {amount:g}"


def _force_words(amount: float | None, left: str, right: str) -> str:
    """A stated setting between its poles."""
    return "as today" if amount is None else f"{amount:g} (0 = {left}, 1 = {right})"


def _date(event: Mapping[str, Any]) -> str:
    """When an event happens."""
    if (week := event.get("week")) is None:
        return by_year(float(event["year"])) if "year" in event else MISSING
    return f"week {week:g} (year {1 + int(week) // WEEKS_A_YEAR})"


def _some(table: Any) -> Mapping[str, Any]:
    """A table, or an empty one where the scenario has none."""
    return table if isinstance(table, Mapping) else {}


def _spaced(name: str) -> str:
    """A name as words."""
    return name.replace("_", " ")
