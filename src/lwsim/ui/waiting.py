"""A question put to the server's workers from a page: what is there so far, whether it is over, and how to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from . import asking, session


def _nothing() -> None:
    """What there is to stop or to take up while nothing was asked."""


@dataclass(frozen=True)
class Waiting:
    """What a page knows of its question. answer: the newest part, or nothing yet.  fault: what went wrong, in words."""

    answer: Any = None
    fault: str = ""
    is_over: bool = False
    is_stopped: bool = False
    stop: Callable[[], None] = _nothing
    go: Callable[[], None] = _nothing

    @property
    def state(self) -> str:
        """In one word: 'working', 'stopped', 'over'."""
        return "stopped" if self.is_stopped else "over" if self.is_over or self.fault else "working"


def use_answer(kind: str, question: Any) -> Waiting:
    """Ask while the page is shown; a new question, or leaving the page, puts an end to the old one. None asks nothing.

    kind: one question of a kind is asked at a time in a tab.
    """
    found, set_found = solara.use_state((None, Waiting()))
    turn, set_turn = solara.use_state(0)
    running: Any = solara.use_ref(None)

    def ask() -> Callable[[], None] | None:
        if question is None:
            return None
        tab = session.tab()
        current: dict[str, bool] = {"is": True}

        def tell(answer: Any, error: Exception | None, is_over: bool) -> None:
            def change() -> None:
                if current["is"]:
                    set_found((question, Waiting(answer, _words(error), is_over)))

            tab.put(kind, change)

        ticket = asking.desk().ask(
            tab.context.id,
            kind,
            question,
            lambda answer: tell(answer, None, False),
            lambda answer, error: tell(answer, error, True),
        )

        def leave() -> None:
            current["is"] = False
            ticket.stop()

        running.current = leave
        return leave

    solara.use_effect(ask, [question, turn])
    of, waiting = found
    shown = waiting if of == question else Waiting()

    def stop() -> None:
        if running.current is not None:
            running.current()
        set_found((question, Waiting(shown.answer, is_stopped=True)))

    def go() -> None:
        set_found((question, Waiting(shown.answer)))
        set_turn(turn + 1)

    return Waiting(shown.answer, shown.fault, shown.is_over, shown.is_stopped, stop, go)


def _words(error: Exception | None) -> str:
    """What went wrong, as a page says it."""
    return str(error) if error else ""
