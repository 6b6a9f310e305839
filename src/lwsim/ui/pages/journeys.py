"""Journeys: the same people in two systems, told week by week, and where their lives part."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import ipyvue
import solara

from ...errors import InputError
from ...journeys.question import JourneyQuestion
from .. import asking, session
from ..journeys_view import Look, at_random, choices, look_of, view
from ..parts.browser import Opening
from ..parts.deep import Progress
from ..parts.people import Lives, Seek
from ..state import State
from ..waiting import use_answer


def question(state: State, other: int) -> JourneyQuestion:
    """The people of the quick answer, in its one world. Raises InputError."""
    sample = asking.sample_of(state, asking.QUICK_PEOPLE)
    return JourneyQuestion(state.place, (state.scenarios[0], state.scenarios[other]), state.years, state.seed, sample)


@solara.component
def Journeys() -> None:
    """The page."""
    state = session.state.value
    look = look_of(state)

    def ask() -> tuple[JourneyQuestion | None, str]:
        try:
            return question(state, look.other), ""
        except InputError as error:
            return None, str(error)

    asked, wrong = solara.use_memo(ask, [replace(state.without_looks(), way="level"), look.other])
    waiting = use_answer("journeys", asked)
    pair = waiting.answer
    titles = (state.scenarios[0].title, state.scenarios[look.other].title)
    shown = solara.use_memo(lambda: view(pair, look, titles) if pair else None, [pair, look, titles])

    def choose(told: dict[str, Any]) -> None:
        if told.get("person") == "?":
            told = {"person": at_random(pair, look)} if pair else {}
        known = asdict(Look())
        session.look("journeys", **{key: str(one)[:120] for key, one in told.items() if key in known})

    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=[f"{state.place.title}: the same people in two systems"])
        Opening(
            says=shown["context"] if shown else "Their lives are being lived, in both systems.",
            more=shown["caution"] if shown else "",
        )
        if not shown or wrong or waiting.fault:
            Progress(
                done=0,
                asked=0,
                state=waiting.state,
                says="Everybody of the quick answer's sample is lived in both systems and written down.",
                fault=wrong or waiting.fault,
                event_stop=lambda *_: waiting.stop(),
                event_go=lambda *_: waiting.go(),
            )
        if shown:
            with ipyvue.Html.element(tag="div", class_="journeys"):
                Seek(choices=choices(state), chosen=asdict(look), view=shown, event_choose=choose)
                Lives(person=shown["person"], titles=list(titles), slots=[0, look.other])
