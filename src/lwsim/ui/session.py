"""What one browser tab holds: its state, the answer that it shows, and what is being asked. One set of values a tab."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import solara
from solara.server.kernel_context import get_current_context

from ..answering.questions import Answer
from ..comparison import Comparison
from ..errors import InputError
from . import asking
from .state import State, from_query, opening

TROUBLE = "Something went wrong while this was being run. Move a slider or reload the page to try again."

ORDER = ("first look", "quick", "full")
"""Kinds of answer: a later one is not replaced by an earlier one to the same question."""


@dataclass(frozen=True)
class Progress:
    """How far the full answer is. asked 0: none was asked."""

    done: int = 0
    asked: int = 0
    is_running: bool = False


state: solara.Reactive[State] = solara.reactive(opening())
answer: solara.Reactive[Answer | None] = solara.reactive(None)
progress: solara.Reactive[Progress] = solara.reactive(Progress())
said: solara.Reactive[tuple[str, ...]] = solara.reactive(())
"""What had to be said about a link or a file."""
fault: solara.Reactive[str] = solara.reactive("")
"""Why the question that is shown cannot be answered."""
_tab: solara.Reactive[Any] = solara.reactive(None)


class Tab:
    """One tab's tickets at the desk, and the one hand that redraws it: newest news only, never two at once."""

    def __init__(self) -> None:
        self.context = get_current_context()
        self.lock = threading.Lock()
        self.news: dict[str, Callable[[], None]] = {}
        self.is_telling = False
        self.turn = 0
        """Counts questions, so that news of an older one is dropped."""
        self.tickets: dict[str, Any] = {}
        self.keep_in_link: Callable[[str], None] = lambda query: None
        """Puts a query into the address of the page that is open; set by the frame of the pages."""
        self.context.on_close(lambda: asking.desk().close_session(self.context.id))

    def put(self, kind: str, change: Callable[[], None]) -> None:
        """Have the tab changed soon, from another thread."""
        with self.lock:
            self.news[kind] = change
            if self.is_telling:
                return
            self.is_telling = True
        asking.TELLERS.submit(self._tell)

    def _tell(self) -> None:
        """Bring all news."""
        while True:
            with self.lock:
                if not self.news:
                    self.is_telling = False
                    return
                change = self.news.pop(next(iter(self.news)))
            with self.context:
                change()

    def ask(self, kind: str, question: Any) -> None:
        """Put a question; what comes back is shown while it is still the newest."""
        turn = self.turn

        def part(found: Answer) -> None:
            self.put(kind, lambda: _show_answer(found) if turn == self.turn else None)

        def end(found: Answer | None, error: Exception | None) -> None:
            self.put(kind, lambda: _end(kind, found, error) if turn == self.turn else None)

        self.tickets[kind] = asking.desk().ask(self.context.id, kind, question, part, end)

    def stop(self, kind: str) -> None:
        """Leave a question."""
        if ticket := self.tickets.pop(kind, None):
            ticket.stop()


def tab() -> Tab:
    """This tab's own."""
    if _tab.peek() is None:
        _tab.set(Tab())
    return _tab.peek()


def show(new: State, *, is_settled: bool = True) -> None:
    """Make this the tab's state, put it into the link, and ask for its answers; what was being asked before is left at once.

    is_settled: false while a slider is under way: no link yet, and the quick answer alone.
    """
    before = state.peek()
    state.set(new)
    if is_settled:
        tab().keep_in_link(new.query())
    if (
        replace(before, way=new.way, looks=new.looks) != new
        or answer.peek() is None
        or (is_settled and not progress.peek().asked)
    ):
        ask(with_full=is_settled)


def look(page: str, **looks: object) -> None:
    """Look at a page otherwise: the link holds it, and nothing that is answered is asked again."""
    show(state.peek().looking(page, **looks))


def follow(query: str | None) -> None:
    """Show what the address says, where it says something else than is shown: a link, or back and forward."""
    if query and query != state.peek().query():
        opened = from_query(query)
        said.set(opened.said)
        state.set(opened.state)
        ask()
    elif answer.peek() is None:
        ask()


def ask(*, with_full: bool = True) -> None:
    """Ask for the answers to what the tab shows: the quick one, and unless a slider is under way the full one."""
    own = tab()
    own.turn += 1
    own.stop("full")
    fault.set("")
    progress.set(Progress())
    try:
        own.ask("quick", asking.quick(state.peek()))
        if look := asking.first_look(state.peek()):
            own.ask("first look", look)
    except InputError as error:
        fault.set(str(error))
        return
    if with_full:
        ask_full(asking.FULL_WORLDS)


def ask_full(worlds: int) -> None:
    """Ask for so many plausible worlds; those that were lived before are not lived again."""
    progress.set(Progress(0, worlds, True))
    tab().ask("full", asking.full(state.peek(), worlds))


def stop() -> None:
    """Stop the full answer where it is; what is in stays."""
    tab().stop("full")
    progress.set(replace(progress.peek(), is_running=False))


def comparison() -> Comparison | None:
    """The comparison that is shown, if any is there yet."""
    return answer.value.comparison if answer.value else None


def is_current() -> bool:
    """Whether what is shown answers the state, or an older one while the new answer is under way."""
    shown, now = answer.value, state.value
    if shown is None:
        return False
    if shown.kind == ORDER[0]:
        return shown.question == asking.first_look(now)
    return (shown.question.place, shown.question.scenarios, shown.question.years) == (now.place, now.scenarios, now.years)


def _show_answer(found: Answer) -> None:
    """Take an answer, unless it would replace plausible worlds by the quick one world."""
    shown = answer.peek()
    if found.kind == "full":
        progress.set(Progress(found.done, found.asked, not found.is_whole))
        if found.done < 2 and not (shown and shown.kind == "full"):
            return
    elif shown and is_current() and ORDER.index(shown.kind) > ORDER.index(found.kind):
        return
    answer.set(found)


def _end(kind: str, found: Answer | None, error: Exception | None) -> None:
    """Take the whole answer, or say what went wrong."""
    if found:
        _show_answer(found)
    elif error:
        fault.set(str(error) if isinstance(error, InputError) else TROUBLE)
        if kind == "full":
            progress.set(replace(progress.peek(), is_running=False))
