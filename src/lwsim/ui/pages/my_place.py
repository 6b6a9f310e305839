"""My place: a copy of a place or a spreadsheet of one's own, edited in tables, checked at the cell, and run."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

import ipyvue
import solara

from ...errors import InputError
from ...library import places
from .. import session
from ..keeping import Kept
from ..parts.browser import Opening
from ..parts.tables import Tables
from ..place_draft import Draft, kept, kept_template, opened, view
from ..state import shelf_place
from .compare import Handed

draft: solara.Reactive[Draft | None] = solara.reactive(None)
"""What this tab is making; it stays while other pages are looked at, and the browser tells it again after a reload."""
SAYS = "Start from a place or a spreadsheet, put in what you know, and run the comparison on it."
MANNERS = (
    "Nothing is stored on the server. What you change here stays in this tab, through other pages and a reload, until you "
    "close it; run or keep it to have it longer. A cell changed by hand is marked as an estimate of yours."
)


@solara.component
def MyPlace() -> None:
    """The page."""
    state = session.state.value
    trouble, set_trouble = solara.use_state("")
    handed, hand = solara.use_state(Handed())
    router = solara.use_router()
    now = draft.value or Draft.of(state.place)
    shown = solara.use_memo(lambda: view(now), [draft.value, state.place])
    mine = solara.use_memo(lambda: draft.value.packed() if draft.value else "", [draft.value])

    def run() -> None:
        router.push(f"/?{session.state.peek().query()}")

    def do(told: dict[str, Any]) -> None:
        try:
            _do(told, now, lambda file: hand(handed.after(file)), run)
            set_trouble("")
        except InputError as error:
            set_trouble(str(error))

    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=["My place"])
        Opening(says=SAYS, more=MANNERS)
        Tables(
            places=[{"name": one.name, "title": one.title} for one in places()],
            view=shown,
            mine=mine,
            sheet=state.look("place.sheet", "Communities"),
            trouble=trouble,
            kept=handed.said(),
            content=handed.file.content,
            event_do=do,
            event_turn=lambda title: session.look("place", sheet=str(title)[:40]),
        )


def _do(told: dict[str, Any], before: Draft, hand: Callable[[Kept], None], run: Callable[[], None]) -> None:
    """One thing that was done on the page. Raises InputError; the draft is then as it was."""
    what = told.get("what")
    if what == "cell":
        draft.set(before.with_cell(str(told["sheet"]), int(told["row"]), int(told["column"]), str(told["value"])))
    elif what == "add":
        draft.set(before.with_row(str(told["sheet"])))
    elif what == "remove":
        draft.set(before.without_row(str(told["sheet"]), int(told["row"])))
    elif what == "start":
        draft.set(Draft.of(shelf_place(str(told["name"]))))
    elif what == "again":
        draft.set(Draft.unpacked(str(told.get("mine", ""))))
    elif what == "open":
        draft.set(opened(str(told.get("name", "")), _content(told)))
    elif what == "template":
        hand(kept_template(str(told["ending"])))
    elif what in ("keep", "use"):
        place, problems, count = before.checked()
        if place is None:
            raise InputError.joined(problems, count)
        if what == "keep":
            hand(kept(place, str(told["ending"])))
        else:
            session.show(session.state.peek().with_place(place))
            run()


def _content(told: dict[str, Any]) -> bytes:
    """The bytes of a file that the browser sent. Raises InputError."""
    try:
        return base64.b64decode(str(told.get("content", "")), validate=True)
    except (binascii.Error, ValueError):
        raise InputError("the file", "", "not readable", "", "choose it again") from None
