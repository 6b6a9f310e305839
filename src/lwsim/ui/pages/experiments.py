"""Experiments: what batches of runs have found, how far those under way are, and every result as picture and table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipyvue
import solara

from ...batch.analysis.findings import Findings, findings, regions_of
from ...errors import InputError
from ...measures import MEASURES
from ...wording import by_year
from .. import session
from ..experiments_view import VIEWS, Look, results_view, views_of
from ..keeping import Kept, file_name
from ..parts.browser import Opening
from ..parts.experiments import Experiment, Shelf
from ..reading import page_of, use_answer_of, use_shelf
from ..state import State
from .compare import Handed

SAYS = "What many runs have found: each experiment asks one question, of many settings, in the same plausible worlds."
MANNERS = (
    "Experiments are run on the command line, lwsim experiment run NAME; this page reads what is in the store, and follows."
)


def look_of(state: State, found: Findings) -> Look:
    """How an experiment is looked at; whatever a link holds that is none is taken as usual."""
    views = [one.key for one in views_of(found)]

    def chosen(key: str, known: Any) -> Any:
        wanted = state.look(f"experiments.{key}")
        return next((one for one in known if str(one) == wanted), known[0])

    years = tuple(reversed(found.years))
    return Look(chosen("view", views or [VIEWS[0].key]), chosen("measure", found.measures), chosen("place", found.places),
                chosen("year", years))  # fmt: skip


def choices(found: Findings) -> dict[str, Any]:
    """What can be chosen of an experiment."""
    return {
        "views": [{"key": one.key, "says": one.says} for one in views_of(found)],
        "measures": [{"key": name, "says": MEASURES[name].title} for name in found.measures],
        "places": list(found.places),
        "years": [{"key": str(year), "says": by_year(year)} for year in found.years],
    }


def table_file(found: Findings, look: Look) -> Kept:
    """The whole table behind a view, all places and measures, as CSV."""
    view = next(one for one in VIEWS if one.key == look.view)
    text = found.tables[view.table].to_csv(index=False, lineterminator="\n")
    return Kept(file_name(f"{found.name} {view.table}", "csv"), "text/csv", text.encode())


@solara.component
def Experiments() -> None:
    """The page: the shelf, or one experiment of it."""
    state = session.state.value
    items, wrong = use_shelf()
    name = state.look("experiments.name")
    item = next((one for one in items if one["name"] == name), None)
    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        if item is None:
            ipyvue.Html.element(tag="h1", children=["Experiments"])
            Opening(says=SAYS, more=MANNERS)
            unknown = f"There is no experiment {name[:60]} here." if name else ""
            Shelf(
                items=items,
                wrong=wrong or unknown,
                find=state.look("experiments.find"),
                only=state.look("experiments.only"),
                event_open=lambda chosen: session.look("experiments", name=str(chosen)[:80]),
                event_seek=lambda told: session.look("experiments", find=told["find"][:80], only=told["only"][:20]),
            )
        else:
            One(item).key(name)


@solara.component
def One(item: dict[str, Any]) -> None:
    """One experiment."""
    state = session.state.value
    turn, set_turn = solara.use_state(0)
    trouble, set_trouble = solara.use_state("")
    handed, hand = solara.use_state(Handed())
    mark = f"{turn} {'' if item['state'] == 'running' else item['state'] + item['says']}"
    found, fault = use_answer_of(findings, item["name"] if item["has_results"] else "", mark)
    look = look_of(state, found) if found else None
    is_slow = look is not None and look.view == "regions"
    where, slow_fault = use_answer_of(regions_of, item["name"] if is_slow else "", mark)
    whole = solara.use_memo(
        lambda: replace(found, tables={**found.tables, "regions": where}) if found and where is not None else found,
        [id(found), id(where)],
    )
    view = solara.use_memo(
        lambda: results_view(whole, look) if whole and look and not (is_slow and where is None) else None, [id(whole), look]
    )

    def keep(what: str) -> None:
        assert whole is not None and look is not None
        try:
            page = Kept(file_name(whole.name, "html"), "text/html", page_of(whole.name, mark)) if what == "page" else None
            hand(handed.after(page or table_file(whole, look)))
            set_trouble("")
        except InputError as error:
            set_trouble(str(error))

    with ipyvue.Html.element(tag="div"):
        ipyvue.Html.element(tag="h1", children=[item["title"]])
        Opening(says=item["question"])
        Experiment(
            item=item,
            about=found.sheet.about if found else "",
            rows=[list(row) for row in found.sheet.rows] if found else [],
            command=found.sheet.command if found else f"lwsim experiment run {item['name']}",
            choices=choices(found) if found else None,
            chosen={**look._asdict(), "year": str(look.year)} if look else None,
            view=view,
            trouble=trouble or fault or slow_fault,
            find=state.look("experiments.rows"),
            kept=handed.said(),
            content=handed.file.content,
            event_choose=lambda told: session.look("experiments", **{str(key): value for key, value in told.items()}),
            event_seek=lambda words: session.look("experiments", rows=str(words)[:80]),
            event_again=lambda *_: set_turn(turn + 1),
            event_keep=keep,
            event_leave=lambda *_: session.look("experiments", name="", rows=""),
        )
