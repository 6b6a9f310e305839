"""Forms for dated events, made from the types that scenario files are checked by; and events in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from ..agents.kinds import SERVICE_KINDS
from ..docstrings import says
from ..errors import InputError
from ..place_facts import Staff
from ..place_file import Place
from ..report.context import SHARES, event_words
from ..scenario_events import AnyEvent, OpenService
from ..scenario_file import Scenario
from ..scenario_fit import check_fit
from ..units import WEEKS_A_YEAR

NOT_ASKED = frozenset({"kind", "week", "serves"})
"""Fields that a form has no box for: the date has its own, and a new service serves all unless a file says otherwise."""
UNITS = {"pounds": "£ a year", "weeks": "weeks", "over": "weeks", "every": "weeks", "hours": "hours a week", "years": "years"}


@cache
def forms() -> tuple[dict[str, Any], ...]:
    """Every kind of event with its title, its sentence and its boxes, as plain values."""
    return tuple(
        {
            "kind": kind.model_fields["kind"].default,
            "title": _words(kind.model_fields["kind"].default),
            "says": (kind.__doc__ or "").strip(),
            "boxes": [box for name in kind.model_fields if name not in NOT_ASKED for box in _boxes(kind, name)],
        }
        for kind in get_args(AnyEvent)
    )


def choices(place: Place) -> dict[str, list[dict[str, str]]]:
    """What boxes offer of a place: its services and groups by key."""
    return {
        "service": [{"key": one.key, "title": one.name} for one in place.services],
        "group": [{"key": one.key, "title": one.name} for one in place.groups],
        "service_kind": [{"key": key, "title": _words(key)} for key in SERVICE_KINDS],
        "pot": [{"key": key, "title": key} for key in ("statutory", "voluntary")],
    }


def shown(scenario: Scenario) -> list[dict[str, Any]]:
    """The scenario's events as its card lists them: place in the file, week, date and words, and the values of its form."""
    return [
        {
            "at": at,
            "week": event.week,
            "date": f"year {event.week / WEEKS_A_YEAR:.1f}".removesuffix(".0"),
            "words": event_words({k: v for k, v in event.table().items() if k != "week"}),
            "values": _values(event.table()),
        }
        for at, event in sorted(enumerate(scenario.events), key=lambda numbered: numbered[1].week)
    ]


def with_event(scenario: Scenario, place: Place, years: float, at: int | None, told: Mapping[str, Any] | None) -> Scenario:
    """The scenario with one event put in (at None), changed, or taken out (told None). Raises InputError."""
    events: list[Any] = [event.table() for event in scenario.events]
    if told is None:
        assert at is not None
        del events[at]
    elif at is None:
        events.append(table_of(told))
    else:
        events[at] = table_of(told)
    changed = scenario.with_changes(events=events)
    check_fit(changed, place, years)
    return changed


def table_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """A filled form as the table that a file would hold. Raises InputError for a kind or a number that is none."""
    form = next((one for one in forms() if one["kind"] == told.get("kind")), None)
    if form is None:
        raise InputError("event", "kind", "not known", "", "choose one from the list")
    table: dict[str, Any] = {"kind": form["kind"], "week": _number(told.get("week"), "week", whole=True)}
    for box in form["boxes"]:
        value = told.get("values", {}).get(box["name"])
        if value is None or value == "":
            continue
        if box["type"] == "number":
            value = _number(value, box["name"], whole=box["whole"])
            value = round(value / 100, 9) if box["percent"] else value
        outer, _, inner = box["name"].partition(".")
        if inner:
            table.setdefault(outer, {})[inner] = value
        else:
            table[outer] = value
    return table


def _values(table: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of an event: shares as per cent, posts a box a role."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{key}": amount for key, amount in value.items()}
        elif name not in NOT_ASKED:
            found[name] = round(100 * value, 7) if name in SHARES else value
    return found


def _boxes(kind: Any, name: str) -> list[dict[str, Any]]:
    """The boxes of one field; posts of a new service have one a role."""
    if kind is OpenService and name == "posts":
        return [_box(f"posts.{role}", says(Staff, role), {"type": "number"}, False) for role in Staff.model_fields]
    field = kind.model_fields[name]
    schema = kind.model_json_schema()["properties"][name]
    options: Sequence[Mapping[str, Any]] = schema.get("anyOf", [schema])
    return [_box(name, says(kind, name), options[0], field.is_required(), field.get_default())]


def _box(name: str, says: str, schema: Mapping[str, Any], is_needed: bool, usual: Any = None) -> dict[str, Any]:
    """One box of a form."""
    kinds = {"integer": "number", "number": "number", "boolean": "yes"}
    offers = {"service": "service", "absorb": "service", "group": "group", "service_kind": "service_kind", "pot": "pot"}
    return {
        "name": name,
        "title": _words(name.partition(".")[2] or name),
        "says": says,
        "type": "choice" if name in offers else kinds.get(str(schema.get("type")), "text"),
        "of": offers.get(name, ""),
        "whole": schema.get("type") == "integer",
        "percent": name in SHARES,
        "unit": "%" if name in SHARES else UNITS.get(name, ""),
        "needed": is_needed,
        "usual": usual if isinstance(usual, bool) else None,
    }


def _number(value: Any, name: str, *, whole: bool) -> Any:
    """A number that was typed. Raises InputError."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise InputError("event", name, str(value)[:40] or "empty", "a number", "type one, such as 26") from None
    return int(found) if whole and found.is_integer() else found


def _words(name: str) -> str:
    """A key as words."""
    return name.replace("_", " ").capitalize()
