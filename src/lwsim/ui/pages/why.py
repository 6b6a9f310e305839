"""Why: what made the difference, the loops that carry it, and every assumption that it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipyvue
import solara
from reacton.ipyvue import use_event

from ... import assumptions as asm
from ...answering.explaining import Why as Explained
from ...answering.explaining import WhyQuestion
from ...answering.questions import Question
from ...errors import InputError
from ...lives import HEADLINES, Setting
from ...loops import LoopQuestion
from ...measures import MEASURES
from ...sensitivity import leaning
from ...wording import by_year, difference_unit
from .. import asking, session
from ..parts.deep import Assumptions, Loops, Progress, Sides, Tabs, Taken
from ..state import State
from ..waiting import Waiting, use_answer
from ..why_view import (
    assumptions_view,
    beside_compare,
    changes_view,
    forces_view,
    lean_view,
    loops_view,
    measures_offered,
    mechanisms_view,
)

TABS = (
    ("forces", "Which force"),
    ("mechanisms", "Which mechanism"),
    ("loops", "Which loops carry it"),
    ("assumptions", "Every assumption"),
)
WORLDS, LEANING_WORLDS = 4, 40


def sample_of(state: State) -> float:
    """The share of the adults that explanations are lived on: that of a full answer, for a sample has other reasons."""
    return asking.sample_of(state, asking.FULL_PEOPLE)


def side_of(state: State) -> int:
    """Which scenario is set against the first."""
    text = state.look("why.side", "1")
    return int(text) if text.isdigit() and 1 <= int(text) < len(state.scenarios) else 1


def measure_of(state: State) -> str:
    """The measure that is explained."""
    named = state.look("why.measure")
    return named if named in HEADLINES else HEADLINES[0]


def years_of(state: State) -> tuple[float, ...]:
    """Points in time that are read: each whole year, and the horizon."""
    return tuple(sorted({*(float(year) for year in range(1, int(state.years) + 1)), float(state.years)}))


def _or_words(ask: Any) -> tuple[Any, str]:
    """What is asked, or what is wrong with it in words."""
    try:
        return ask(), ""
    except InputError as error:
        return None, str(error)


@solara.component
def Why() -> None:
    """The page."""
    state = session.state.value
    tab = next((key for key, _ in TABS if key == state.look("why.tab")), TABS[0][0])
    side = side_of(state)
    first, second = state.scenarios[0].title, state.scenarios[side].title
    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=[f"{state.place.title}: why {second} differs from {first}"])
        with ipyvue.Html.element(tag="div", class_="choosing"):
            Tabs(
                tabs=[{"key": key, "says": says} for key, says in TABS],
                here=tab,
                event_go=lambda key: session.look("why", tab=key),
            )
        if len(state.scenarios) > 2 and tab != "assumptions":
            Sides(
                titles=list(state.titles),
                here=side,
                first=1,
                label=f"What is set against {first}",
                event_go=lambda at: session.look("why", side=at),
            )
        {"forces": Forces, "mechanisms": Mechanisms, "loops": LoopPart, "assumptions": AssumptionPart}[tab](state, side)


def _progress(waiting: Waiting, says: str, done: int, asked: int, wrong: str = "") -> None:
    Progress(
        done=done,
        asked=asked,
        state=waiting.state,
        says=says,
        fault=wrong or waiting.fault,
        event_stop=lambda *_: waiting.stop(),
        event_go=lambda *_: waiting.go(),
    )


def _taken(state: State, side: int, mechanisms: bool) -> WhyQuestion:
    setting = Setting(years_of(state), WORLDS, state.seed, sample_of(state))
    return WhyQuestion(state.place, (state.scenarios[0], state.scenarios[side]), setting, mechanisms)


@solara.component
def Forces(state: State, side: int) -> None:
    """The difference by force."""
    asked, wrong = solara.use_memo(lambda: _or_words(lambda: _taken(state, side, False)), [state.without_looks(), side])
    waiting, measure = use_answer("why", asked), measure_of(state)
    found: Explained | None = waiting.answer
    worlds = found.worlds if found else 0
    _progress(
        waiting,
        f"Every mixture of the two, by force, {_where(state)}: {worlds} of {WORLDS} worlds are in. {_beside_compare(state)}",
        worlds,
        WORLDS,
        wrong,
    )
    Taken(
        measures=measures_offered(),
        measure=measure,
        unit=difference_unit(MEASURES[measure]),
        view=forces_view(found, measure) if found else {},
        note=f"By {by_year(state.years)}. A force's bar is what it adds on joining, averaged over all orders in which the "
        "forces can join (Shapley); the bars sum to the difference. Whiskers: 95% interval of the mean over worlds.",
        event_choose=lambda name: session.look("why", measure=name),
    )


@solara.component
def Mechanisms(state: State, side: int) -> None:
    """The difference by mechanism, on demand: it is much work."""
    wanted, set_wanted = solara.use_state(False)
    asked, wrong = solara.use_memo(lambda: _or_words(lambda: _taken(state, side, True)), [state.without_looks(), side])
    waiting, measure = use_answer("why mechanisms", asked if wanted else None), measure_of(state)
    found: Explained | None = waiting.answer
    runs = sum(len(bundle) for bundle in asked.bundles()) if asked else 0
    if not wanted:
        says = f"Each mechanism is switched off in both scenarios, {_where(state)}, in {WORLDS} worlds: {runs:,} runs. "
        says += _beside_compare(state)
        Start(says, "Switch each off in turn", lambda: set_wanted(True))
        if wrong:
            ipyvue.Html.element(tag="p", class_="notice", children=[wrong])
        return
    count = len(asked.variants) - 1 if asked else 0
    done = found.mechanisms if found else 0
    says = f"{done} of {count} mechanisms are in, {_where(state)}, each in {WORLDS} worlds. {_beside_compare(state)}"
    _progress(waiting, says, found.done if found else 0, found.asked if found else 1, wrong)
    Taken(
        measures=measures_offered(),
        measure=measure,
        unit=difference_unit(MEASURES[measure]),
        view=mechanisms_view(found, measure) if found else {},
        note=f"By {by_year(state.years)}. A mechanism's bar is the difference that is lost when it is switched off in both; "
        "these overlap, so they do not sum to the whole. Whiskers: 95% interval of the mean over worlds.",
        event_choose=lambda name: session.look("why", measure=name),
    )


@solara.component
def Start(says: str, button: str, begin: Any) -> None:
    """What long work would do, and the button that begins it."""
    with ipyvue.Html.element(tag="div", class_="basis"):
        ipyvue.Html.element(tag="span", children=[says])
        made = ipyvue.Html.element(tag="button", class_="button main push", attributes={"type": "button"}, children=[button])
        use_event(made, "click", lambda *_: begin())


@solara.component
def LoopPart(state: State, side: int) -> None:
    """The causal loops with what each link carries."""
    asked, wrong = solara.use_memo(
        lambda: _or_words(
            lambda: LoopQuestion(
                state.place,
                (state.scenarios[0], state.scenarios[side]),
                years_of(state),
                state.seed,
                sample_of(state),
                WORLDS,
            )
        ),
        [state.without_looks(), side],
    )
    waiting = use_answer("loops", asked)
    found = waiting.answer
    worlds = len(found.values) if found else 0
    says = f"{worlds} of {WORLDS} worlds are in, {_where(state)}; what stands in the rings is {by_year(state.years)}. "
    says += _beside_compare(state)
    _progress(waiting, says, worlds, WORLDS, wrong)
    if found:
        Loops(
            loops=loops_view(found, float(state.years)),
            here=state.look("why.loop"),
            titles=[state.scenarios[0].title, state.scenarios[side].title],
            slots=[1, side + 1],
            event_choose=lambda name: session.look("why", loop=name),
        )


@solara.component
def AssumptionPart(state: State, side: int) -> None:
    """Every assumption, and which the answer leans on."""
    wanted, set_wanted = solara.use_state(False)
    rows = solara.use_memo(assumptions_view, [])
    pair = (state.scenarios[0], state.scenarios[side])
    asked, wrong = solara.use_memo(
        lambda: _or_words(lambda: Question(state.place, pair, state.years, state.seed, sample_of(state), LEANING_WORLDS)),
        [state.without_looks(), side],
    )
    waiting, measure = use_answer("leaning", asked if wanted else None), measure_of(state)
    found = waiting.answer
    leans = solara.use_memo(
        lambda: leaning(found.comparison, measure) if found and waiting.is_over else [], [found, measure, waiting.is_over]
    )
    if wanted:
        done = found.done if found else 0
        says = f"{done} of {LEANING_WORLDS} worlds are in, {_where(state)}; every world draws every number anew."
        _progress(waiting, says, done, LEANING_WORLDS, wrong)
    else:
        says = f"Which matter most to the difference between {pair[0].title} and {pair[1].title}? {LEANING_WORLDS} worlds tell."
        Start(says, "Find the five that matter most", lambda: set_wanted(True))

    def change(told: dict[str, Any]) -> None:
        now = session.state.peek()
        value = None if told["value"] is None else float(told["value"])
        try:
            changed = asm.changed(now.scenarios, told["name"], value)
        except InputError as error:
            session.fault.set(str(error))
            return
        session.show(replace(now, scenarios=changed))

    Assumptions(
        rows=rows,
        changes=changes_view(state.scenarios),
        leans=lean_view(leans, measure, LEANING_WORLDS),
        find=state.look("why.find"),
        event_change=change,
        event_seek=lambda words: session.look("why", find=words[:200]),
    )


def _beside_compare(state: State) -> str:
    """Why the figures here are not quite those of Compare."""
    answer = session.answer.value
    there = answer.asked if answer and answer.kind == "full" else asking.FULL_WORLDS
    return beside_compare(there, WORLDS)


def _where(state: State) -> str:
    return f"on {asking.adults_lived(state.place, sample_of(state))}"
