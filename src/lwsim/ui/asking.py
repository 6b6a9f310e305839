"""Puts a state's question to worker processes and hands back what they find; the opening answer is ready before anyone asks."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from ..comparison import Comparison
from ..pairing import compare
from .state import State, opening

QUICK_SAMPLE = 0.02
"""Share of the adults in a quick answer."""
_found: dict[State, Answer] = {}
_MOST_KEPT = 64

Told = Callable[["Answer | None", "Exception | None"], None]


@dataclass(frozen=True)
class Answer:
    """What came back, in one world on a sample."""

    state: State
    comparison: Comparison


@cache
def workers() -> ProcessPoolExecutor:
    """The server's worker processes."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def ask_quick(asked: State, told: Told) -> Future | None:
    """One world on a sample; `told` is called at once with an answer that is there, else later from another thread."""
    key = replace(asked, way="level")
    if key in _found:
        told(_found[key], None)
        return None
    future = workers().submit(_lived, key)

    def back(done: Future) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            _keep(Answer(key, done.result()))
        told(_found.get(key), error if isinstance(error, Exception) else None)

    future.add_done_callback(back)
    return future


def warm_up(said: Callable[[str], None]) -> None:
    """Answer the opening question now, so that the first page is answered when it opens."""
    ask_quick(opening(), lambda found, error: said("ready" if found else f"the opening question failed: {error}"))


def _lived(asked: State) -> Comparison:
    """The comparison, in a worker."""
    return compare(asked.place, asked.scenarios, worlds=1, years=asked.years, seed=asked.seed, sample=QUICK_SAMPLE, workers=1)


def _keep(answer: Answer) -> None:
    """Keep the newest answers, and the opening one always."""
    _found[answer.state] = answer
    if len(_found) > _MOST_KEPT:
        del _found[list(_found)[1]]
