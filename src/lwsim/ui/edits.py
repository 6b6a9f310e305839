"""What a page tells becomes a new state, or is refused in words; no screen in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ..errors import InputError
from ..library import Listed, scenarios
from ..scenario_file import Scenario
from .events import with_event
from .keeping import opened
from .state import FEWEST, HORIZONS, MOST, WAYS, State, shelf_place, shelf_scenario

Told = Mapping[str, Any]
OWN = "~"
"""What a page calls the place that is on no shelf."""


def edited(state: State, told: Told, buffers: Sequence[Any]) -> State:
    """The state after one thing that was done on the page. told: 'what', and what it needs. Raises InputError."""
    edit = EDITS.get(told.get("what", ""))
    if edit is None:
        raise InputError("page", "what", str(told.get("what"))[:40], "", "reload the page")
    return edit(state, told, buffers)


def _place(state: State, told: Told, _: Sequence[Any]) -> State:
    return state if told["name"] == OWN else replace(state, place=shelf_place(told["name"]))


def _years(state: State, told: Told, _: Sequence[Any]) -> State:
    years = float(told["years"])
    if not 0 < years <= HORIZONS[-1]:
        raise InputError("page", "years", years, f"up to {HORIZONS[-1]:g}", "choose one from the list")
    return replace(state, years=years)


def _way(state: State, told: Told, _: Sequence[Any]) -> State:
    return replace(state, way=told["way"]) if told["way"] in WAYS else state


def _choose(state: State, told: Told, _: Sequence[Any]) -> State:
    return state.with_scenario(_slot(state, told), shelf_scenario(told["name"]))


def _force(state: State, told: Told, _: Sequence[Any]) -> State:
    return _changed(state, told, forces={told["force"]: _share(told["setting"])})


def _amount(state: State, told: Told, _: Sequence[Any]) -> State:
    """A change of money or staff, a fraction."""
    if told["which"] not in ("money", "staff"):
        raise InputError("page", "which", str(told["which"])[:40], "money or staff", "reload the page")
    return _changed(state, told, **{told["which"]: {"change": round(float(told["change"]), 4)}})


def _rename(state: State, told: Told, _: Sequence[Any]) -> State:
    return _changed(state, told, title=str(told["title"]).strip())


def _event(state: State, told: Told, _: Sequence[Any]) -> State:
    slot = _slot(state, told)
    changed = with_event(state.scenarios[slot], state.place, state.years, told.get("at"), told.get("event"))
    return state.with_scenario(slot, told_apart(changed))


def _add(state: State, told: Told, _: Sequence[Any]) -> State:
    return _with_one_more(state, shelf_scenario(str(told.get("name", "ordinary"))))


def _copy(state: State, told: Told, _: Sequence[Any]) -> State:
    one = state.scenarios[_slot(state, told)]
    return _with_one_more(state, one.with_changes(title=f"{one.title}, copy"[:80]))


def _remove(state: State, told: Told, _: Sequence[Any]) -> State:
    slot = _slot(state, told)
    if len(state.scenarios) <= FEWEST:
        raise InputError("page", "scenarios", "at its fewest", "two to four", "a comparison needs two")
    return replace(state, scenarios=state.scenarios[:slot] + state.scenarios[slot + 1 :])


def _open(state: State, told: Told, buffers: Sequence[Any]) -> State:
    """A scenario file of the user's own, in place of the one whose card it was dropped on."""
    raw = bytes(buffers[0]) if buffers else str(told.get("text", "")).encode()
    return state.with_scenario(_slot(state, told), opened(str(told.get("name", "")), raw))


def _changed(state: State, told: Told, **changes: Any) -> State:
    slot = _slot(state, told)
    changed = state.scenarios[slot].with_changes(**changes)
    return state.with_scenario(slot, changed if "title" in changes else told_apart(changed))


def told_apart(scenario: Scenario) -> Scenario:
    """The scenario, its title saying whether it is still the one of the shelf: nothing is taken for what it is not."""
    name = next((one.name for one in _shelf() if scenario.title in (one.title, _own(one.title))), None)
    if name is None:
        return scenario
    usual = shelf_scenario(name)
    is_usual = scenario.with_changes(title=usual.title).table() == usual.table()
    return usual if is_usual else scenario.with_changes(title=_own(usual.title))


@cache
def _shelf() -> tuple[Listed, ...]:
    """The shelf, read once."""
    return scenarios()


def _own(title: str) -> str:
    """The title of a shelf scenario that was changed here."""
    return f"{title} (changed)"[:80]


def _with_one_more(state: State, scenario: Scenario) -> State:
    if len(state.scenarios) >= MOST:
        raise InputError("page", "scenarios", "full", "two to four", "remove one first")
    return replace(state, scenarios=(*state.scenarios, scenario))


def _slot(state: State, told: Told) -> int:
    """The card that is meant. It may have gone in the meantime."""
    slot = told.get("slot")
    if not isinstance(slot, int) or not 0 <= slot < len(state.scenarios):
        raise InputError("page", "scenario", "not there any more", "", "reload the page")
    return slot


def _share(setting: Any) -> float:
    return min(1.0, max(0.0, round(float(setting), 4)))


EDITS: dict[str, Callable[[State, Told, Sequence[Any]], State]] = {
    "place": _place,
    "years": _years,
    "way": _way,
    "choose": _choose,
    "force": _force,
    "amount": _amount,
    "rename": _rename,
    "event": _event,
    "add": _add,
    "copy": _copy,
    "remove": _remove,
    "open": _open,
}
"""Everything that can be done on a page that compares."""
