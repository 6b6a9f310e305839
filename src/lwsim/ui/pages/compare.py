"""Compare, the home page: a place under two to four scenarios, answered while sliders move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipyvue
import solara

from ...library import places, scenarios
from ...verdicts import verdict
from .. import session
from ..board import board
from ..parts.browser import Board, Setup, Verdict
from ..state import State, shelf_place, shelf_scenario
from ..words import forces


def _card(state: State, slot: int) -> dict[str, Any]:
    """One scenario as its card shows it; `shelf` is its name there while it is unchanged."""
    one = state.scenarios[slot]
    on_shelf = {listed.name for listed in scenarios()}
    shelf = one.name if one.name in on_shelf and shelf_scenario(one.name) == one else ""
    return {
        "title": one.title,
        "shelf": shelf,
        "forces": one.forces.model_dump(),
        "money": one.money.change,
        "staff": one.staff.change,
    }


def _basis() -> dict[str, str]:
    """On what the shown answer rests."""
    answer = session.answer.value
    if answer is None:
        return {"kind": "Working.", "says": "The first answer is on its way."}
    adults = answer.state.place.adults
    people = round(answer.comparison.setup.sample * adults, -2)
    return {
        "kind": "Quick answer.",
        "says": f"One world with the usual numbers, on a sample of about {people:,.0f} of {adults:,} adults.",
    }


@solara.component
def Compare() -> None:
    """The page."""
    with ipyvue.Html.element(tag="div", class_="frame lw"):
        with ipyvue.Html.element(tag="main", class_="found"):
            Found()
        with ipyvue.Html.element(tag="aside", class_="panel", attributes={"aria-label": "What is compared"}):
            Controls()


@solara.component
def Controls() -> None:
    """The place and the scenarios."""
    state = session.state.value
    shelf = solara.use_memo(lambda: [{"name": one.name, "title": one.title} for one in scenarios()], [])
    listed = solara.use_memo(lambda: [{"name": one.name, "title": one.title} for one in places()], [])

    def set_force(told: dict) -> None:
        slot = told["slot"]
        changed = session.state.peek().scenarios[slot].with_changes(forces={told["force"]: told["setting"]})
        session.show(session.state.peek().with_scenario(slot, changed), is_settled=told["done"])

    Setup(
        places=listed,
        place=state.place.name,
        about=state.place.about,
        shelf=shelf,
        cards=[_card(state, slot) for slot in range(len(state.scenarios))],
        forces=[force.plain() for force in forces()],
        event_set=set_force,
        event_choose_place=lambda name: session.show(replace(session.state.peek(), place=shelf_place(name))),
        event_choose_scenario=lambda told: session.show(
            session.state.peek().with_scenario(told["slot"], shelf_scenario(told["name"]))
        ),
    )


@solara.component
def Found() -> None:
    """The verdict and the charts."""
    state, comparison = session.state.value, session.comparison()
    said = solara.use_memo(lambda: verdict(comparison) if comparison else None, [comparison])
    shown = solara.use_memo(lambda: board(comparison, state.way) if comparison else None, [comparison, state.way])
    notices = [*session.said.value, *([session.fault.value] if session.fault.value else [])]
    Verdict(
        place=state.place.title,
        titles=list(comparison.labels if comparison else state.titles),
        pairs=[
            {"second": pair.second, "opening": pair.opening, "findings": [vars(finding) for finding in pair.findings]}
            for pair in (said.pairs if said else ())
        ],
        basis=_basis(),
        said=notices,
    )
    if shown and comparison:
        Board(
            charts=shown.charts,
            numbers=shown.numbers,
            weeks=shown.weeks,
            has_bands=shown.has_bands,
            way=state.way,
            first=comparison.labels[0],
            event_choose_way=lambda way: session.show(replace(session.state.peek(), way=way)),
        )
