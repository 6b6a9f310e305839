"""Compare, the home page: a place under two to four scenarios, answered while sliders move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipyvue
import solara

from ...errors import InputError
from ...library import places, scenarios
from ...units import weeks_from_years
from ...verdicts import verdict
from .. import asking, session
from ..board import board
from ..edits import OWN, edited
from ..events import choices, forms, shown
from ..keeping import MAKERS, Kept, is_on_shelf, scenario_file
from ..parts.browser import Board, Setup, Verdict
from ..state import HORIZONS, MOST, State, is_shelf_place
from ..words import forces, rests_on

NO_FILE = Kept("", "", b"")


@dataclass(frozen=True)
class Handed:
    """A file on its way to the browser, which saves it when the number moves."""

    number: int = 0
    file: Kept = NO_FILE

    def after(self, file: Kept) -> Handed:
        """The next one."""
        return Handed(self.number + 1, file)

    def said(self) -> dict[str, Any]:
        """All but the content, which travels as bytes."""
        return {"id": self.number, "name": self.file.name, "kind": self.file.kind}


@solara.component
def Compare() -> None:
    """The page."""
    with ipyvue.Html.element(tag="div", class_="frame lw"):
        with ipyvue.Html.element(tag="main", class_="found"):
            Found()
        with ipyvue.Html.element(tag="aside", class_="panel", attributes={"aria-label": "What is compared"}):
            Controls()


def _card(state: State, slot: int) -> dict[str, Any]:
    """One scenario as its card shows it; `shelf` is its name there while it is unchanged."""
    one = state.scenarios[slot]
    return {
        "title": one.title,
        "question": one.question,
        "shelf": one.name if is_on_shelf(one) else "",
        "forces": one.forces.model_dump(),
        "money": one.money.change,
        "staff": one.staff.change,
        "events": shown(one),
        "off": sorted(one.switched_off),
        "numbers": len(one.parameters) + len(one.rivals),
    }


@solara.component
def Controls() -> None:
    """The place and the scenarios."""
    state = session.state.value
    trouble, set_trouble = solara.use_state("")
    heard, set_heard = solara.use_state(0)
    handed, hand = solara.use_state(Handed())
    listed = solara.use_memo(lambda: _listed(), [])

    def do(told: dict, buffers: list | None = None) -> None:
        try:
            if told["what"] == "save":
                hand(handed.after(scenario_file(session.state.peek(), told["slot"])))
            else:
                session.show(edited(session.state.peek(), told, buffers or []), is_settled=told.get("done", True))
            set_trouble("")
        except InputError as error:
            set_trouble(str(error))
        set_heard(int(told.get("number", 0)))

    is_own = not is_shelf_place(state.place)
    own = [{"name": OWN, "title": f"{state.place.title} (my own)"}] if is_own else []
    Setup(
        **{**listed, "places": own + listed["places"]},
        place=OWN if is_own else state.place.name,
        about=state.place.about,
        years=state.years,
        horizons=list(HORIZONS),
        cards=[_card(state, slot) for slot in range(len(state.scenarios))],
        choices=choices(state.place),
        most=MOST,
        trouble=trouble,
        heard=heard,
        kept=handed.said(),
        content=handed.file.content,
        event_do=do,
    )


def _listed() -> dict[str, Any]:
    """What never changes: the shelf, the forces, the forms, and on what every answer rests."""
    return {
        "places": [{"name": one.name, "title": one.title} for one in places()],
        "shelf": [{"name": one.name, "title": one.title} for one in scenarios()],
        "forces": [force.plain() for force in forces()],
        "forms": list(forms()),
        "rests": list(rests_on()),
    }


def _basis() -> dict[str, Any]:
    """On what the shown answer rests, how far the full one is, and what can be asked."""
    answer, progress = session.answer.value, session.progress.value
    if answer is None:
        return {"kind": "Working", "says": "The first answer is on its way.", "done": 0, "asked": 0, "running": True, "more": 0}
    of = asking.adults_lived(answer.question.place, answer.question.sample)
    if answer.kind == "first look":
        kind, says = (
            "First look",
            f"One world with the usual numbers, on {of}: the first {weeks_from_years(answer.question.years)} weeks; "
            "the rest is on its way.",
        )
    elif answer.kind == "quick":
        kind, says = (
            "Quick answer",
            f"One world with the usual numbers, on {of}. It shows which way things go, not how sure that is.",
        )
    elif answer.is_whole:
        kind, says = "Full answer", f"{answer.done} plausible worlds, on {of}."
    else:
        kind, says = "Full answer, so far", f"{answer.done} of {answer.asked} plausible worlds, on {of}."
    more = (
        next((worlds for worlds in asking.MORE_WORLDS if worlds > answer.done), 0)
        if answer.kind == "full"
        else asking.FULL_WORLDS
    )
    return {
        "kind": kind,
        "quick": answer.kind != "full",
        "says": says,
        "done": progress.done,
        "asked": progress.asked,
        "running": progress.is_running,
        "stale": not session.is_current() and not session.fault.value,
        "more": 0 if progress.is_running else more,
    }


@solara.component
def Found() -> None:
    """The verdict, the charts, and what can be kept of them."""
    state, answer = session.state.value, session.answer.value
    comparison = session.comparison()
    worded = solara.use_memo(lambda: verdict(comparison) if comparison else None, [answer])
    drawn = solara.use_memo(lambda: board(comparison, state.way) if comparison else None, [answer, state.way])
    notices = [*session.said.value, *([session.fault.value] if session.fault.value else [])]
    Verdict(
        place=state.place.title,
        titles=list(comparison.labels if comparison else state.titles),
        pairs=[
            {"second": pair.second, "opening": pair.opening, "findings": [vars(finding) for finding in pair.findings]}
            for pair in (worded.pairs if worded else ())
        ],
        order=list(worded.order if worded else ()),
        cautions=list(worded.cautions if worded else ()),
        basis=_basis(),
        said=notices,
        event_stop=lambda *_: session.stop(),
        event_run_more=session.ask_full,
    )
    if drawn and comparison:
        Charts(drawn, comparison.labels[0])


@solara.component
def Charts(drawn: Any, first: str) -> None:
    """The charts, and the files that can be made of what they show."""
    state = session.state.value
    handed, hand = solara.use_state(Handed())

    def make(what: str) -> None:
        answer = session.answer.peek()
        if answer and what in MAKERS:
            hand(handed.after(MAKERS[what](answer)))

    Board(
        charts=drawn.charts,
        numbers=drawn.numbers,
        weeks=drawn.weeks,
        horizon=max(drawn.weeks, weeks_from_years(state.years)),
        has_bands=drawn.has_bands,
        way=state.way,
        first=first,
        kept=handed.said(),
        content=handed.file.content,
        event_choose_way=lambda way: session.show(edited(session.state.peek(), {"what": "way", "way": way}, [])),
        event_make=make,
    )
