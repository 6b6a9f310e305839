"""Tensions: the map of two forces, and the frontier between need met now and capacity built for later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import ipyvue
import solara

from ...errors import InputError
from ...measures import MEASURES
from ...single import as_scenario
from ...tensions import MapQuestion, Plane, changed
from .. import asking, session
from ..map_view import SHOWN, WHATS, What, map_view
from ..parts.browser import Opening
from ..parts.deep import Progress, TensionControls, TensionMap
from ..state import State
from ..waiting import use_answer
from ..words import forces

PAIRS = (("purpose", "power"), ("purpose", "practice"), ("practice", "power"))
WORLDS = 4
"""Worlds of the map; it is lived on as many adults as a full answer, for in a sample other settings are best."""


@dataclass(frozen=True)
class Look:
    """How the page is looked at, as the link holds it."""

    measure: str
    year: float
    pair: tuple[str, str]
    held: float
    what: What


def look_of(state: State) -> Look:
    """The page's look; whatever a link holds that is none is taken as usual."""
    years = years_of(state)
    pair = tuple(state.look("tensions.pair").split("-"))
    measure, year = state.look("tensions.measure"), _number(state.look("tensions.year"))
    held = _number(state.look("tensions.held"))
    return Look(
        measure if measure in SHOWN else SHOWN[0],
        year if year in years else years[-1],
        pair if pair in PAIRS else PAIRS[0],
        held if held is not None and 0 <= held <= 1 else 0.5,
        next((one for one in WHATS if one.key == state.look("tensions.what")), WHATS[0]),
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def years_of(state: State) -> tuple[float, ...]:
    """The years that can be chosen: the whole ones, or the horizon where it is shorter."""
    return tuple(float(year) for year in range(1, int(state.years) + 1)) or (state.years,)


def questions(state: State, look: Look) -> tuple[MapQuestion, MapQuestion | None]:
    """The map, and where staff or money are changed also the scenarios as they are. Raises InputError."""
    sample = asking.sample_of(state, asking.FULL_PEOPLE)
    first = state.scenarios[0]
    base = as_scenario("ordinary").model_copy(
        update={part: getattr(first, part) for part in ("parameters", "switches", "rivals")}
    )
    plane = Plane(state.place, base, *look.pair, look.held, years_of(state), state.seed, sample, WORLDS)
    if not look.what.key:
        return MapQuestion(plane, state.scenarios), None
    shifted = tuple(changed(one, staff=look.what.staff, money=look.what.money) for one in state.scenarios)
    under = plane.under(staff=look.what.staff, money=look.what.money)
    return MapQuestion(under, shifted), MapQuestion(plane, state.scenarios, finest=0)


@solara.component
def Tensions() -> None:
    """The page."""
    state = session.state.value
    look = look_of(state)

    def choose(told: dict[str, Any]) -> None:
        session.look("tensions", **told)

    def ask() -> tuple[MapQuestion | None, MapQuestion | None, str]:
        try:
            return (*questions(state, look), "")
        except InputError as error:
            return None, None, str(error)

    asked, as_it_is, wrong = solara.use_memo(
        ask, [replace(state.without_looks(), way="level"), replace(look, measure="", year=0.0)]
    )
    waiting, before = use_answer("map", asked), use_answer("map before", as_it_is)
    found = waiting.answer
    shown = map_view(found, look.measure, look.year, before.answer) if found and found.steps else None
    third = next(one for one in forces() if one.key not in look.pair)
    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=[f"{state.place.title}: where the tensions lie"])
        Opening(
            says=" ".join(shown["says"][:1]) if shown else "The map is on its way.",
            more=" ".join(shown["says"][1:]) if shown else "",
        )
        TensionControls(
            measures=[{"name": name, "title": MEASURES[name].title} for name in SHOWN],
            years=list(years_of(state)),
            pairs=[{"key": "-".join(pair), "says": f"{pair[0]} across, {pair[1]} up"} for pair in PAIRS],
            whats=[{"key": one.key, "says": one.says} for one in WHATS],
            chosen={
                "measure": look.measure,
                "year": look.year,
                "pair": "-".join(look.pair),
                "held": look.held,
                "what": look.what.key,
            },
            third=third.plain(),
            event_choose=choose,
        )
        Progress(
            done=found.done if found else 0,
            asked=found.asked if found else 0,
            state=waiting.state,
            says=_says(state, found, look),
            fault=wrong or waiting.fault,
            event_stop=lambda *_: waiting.stop(),
            event_go=lambda *_: waiting.go(),
        )
        if shown:
            TensionMap(view=shown)


def _says(state: State, found: Any, look: Look) -> str:
    people = f"on {asking.adults_lived(state.place, asking.sample_of(state, asking.FULL_PEOPLE))}"
    if found is None:
        return f"The first settings are being lived, {people}."
    runs = f"{found.done:,} of {found.asked:,} runs are in, {people}, all on the same luck"
    worlds = "one world" if found.worlds == 1 else f"{found.worlds} worlds"
    grid = f"{found.steps} by {found.steps} settings in {worlds}" if found.steps else "The first settings are being lived"
    return f"{grid}, {look.what.says}; {runs}."
