"""Inside: one system as a living picture of its communities, groups, services, practitioners and ties."""

from __future__ import annotations

import hashlib
from typing import Any

import ipyvue
import solara

from ...errors import InputError
from ...living_picture import PictureQuestion, Reel
from ...units import weeks_from_years
from .. import session
from ..parts.deep import Inside as Picture
from ..parts.deep import Progress, Sides
from ..state import State
from ..waiting import use_answer

STRETCH = 13
"""Weeks of film that the browser is sent at a time."""


def slot_of(state: State) -> int:
    """Which scenario is looked into."""
    text = state.look("inside.side", "0")
    return int(text) if text.isdigit() and int(text) < len(state.scenarios) else 0


def week_of(state: State) -> int:
    """The week that the link names, or week 0."""
    text = state.look("inside.week", "0")
    return min(int(text), weeks_from_years(state.years)) if text.isdigit() and len(text) < 5 else 0


def question(state: State, slot: int) -> PictureQuestion:
    """The picture of one scenario, with everybody in it. Raises InputError."""
    return PictureQuestion(state.place, state.scenarios[slot], state.years, state.seed)


@solara.component
def Inside() -> None:
    """The page."""
    state = session.state.value
    slot = slot_of(state)

    def ask() -> tuple[PictureQuestion | None, str]:
        try:
            return question(state, slot), ""
        except InputError as error:
            return None, str(error)

    asked, wrong = solara.use_memo(ask, [state.place, state.scenarios[slot], state.years, state.seed])
    waiting = use_answer("picture", asked)
    reel: Reel | None = waiting.answer
    chunk, set_chunk = solara.use_state(("", b""))
    key = hashlib.sha256(repr((state.place.name, state.scenarios[slot].table(), state.years, state.seed)).encode()).hexdigest()[
        :12
    ]

    def more(told: dict[str, Any]) -> None:
        if reel is not None and told.get("reel") == key:
            first = int(told["first"])
            set_chunk((key, reel.weeks(first, min(first + STRETCH - 1, reel.last))))

    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=[f"{state.place.title} from inside"])
        with ipyvue.Html.element(tag="div", class_="choosing"):
            Sides(
                titles=list(state.titles),
                here=slot,
                label="Whose inside",
                event_go=lambda at: session.look("inside", side=at),
            )
        if waiting.state != "over" or wrong:
            Progress(
                done=1 if reel else 0,
                asked=2,
                state=waiting.state,
                says=_says(state, reel),
                fault=wrong or waiting.fault,
                event_stop=lambda *_: waiting.stop(),
                event_go=lambda *_: waiting.go(),
            )
        if reel is not None:
            Picture(
                scenes=[{"from": week, "scene": scene} for week, scene in reel.scenes],
                reel=key,
                ready=reel.last,
                end=weeks_from_years(state.years),
                chunk=chunk[1],
                chunkof=chunk[0],
                start=week_of(state),
                agent=state.look("inside.chosen"),
                event_more=more,
                event_settle=lambda told: session.look("inside", **told),
            )


def _says(state: State, reel: Reel | None) -> str:
    everybody = f"all {state.place.adults:,} adults of {state.place.title}, with the usual numbers"
    if reel is None:
        return f"The first half year is being lived, with {everybody}."
    return f"The first {reel.last} weeks are there, the rest is being lived, with {everybody}."
