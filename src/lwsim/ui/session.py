"""What one browser tab holds: its state, the answer that it shows, and what is being asked. One set of values a tab."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import solara
from solara.server.kernel_context import get_current_context

from ..comparison import Comparison
from .asking import Answer, ask_quick
from .state import State, opening

state: solara.Reactive[State] = solara.reactive(opening())
answer: solara.Reactive[Answer | None] = solara.reactive(None)
said: solara.Reactive[tuple[str, ...]] = solara.reactive(())
fault: solara.Reactive[str] = solara.reactive("")
settled: solara.Reactive[bool] = solara.reactive(False)
"""Whether the state was reached on purpose (a slider let go, not under way), so that the link should hold it."""
_asked: solara.Reactive[Any] = solara.reactive(None)


def show(new: State, *, is_settled: bool = True) -> None:
    """Make this the tab's state and ask for its quick answer; what was being asked before is dropped."""
    settled.set(is_settled)
    state.set(new)
    ask()


def ask() -> None:
    """Ask for the quick answer to what the tab shows."""
    before: Future | None = _asked.peek()
    if before is not None:
        before.cancel()
    context, asked = get_current_context(), state.peek()

    def told(found: Answer | None, error: Exception | None) -> None:
        with context:
            if state.peek() is asked:
                fault.set(str(error) if error else "")
                if found:
                    answer.set(found)

    _asked.set(ask_quick(asked, told))


def comparison() -> Comparison | None:
    """The comparison that is shown, if any is there yet."""
    return answer.value.comparison if answer.value else None
