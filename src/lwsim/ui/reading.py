"""The store as pages read it: how far experiments are, looked at now and then; results, worked out in a process of its own."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import solara

from ..batch.analysis.findings import whole_page
from ..batch.pool import alone, end
from ..batch.shelf import shelf, usual_store
from ..errors import InputError
from . import session
from .experiments_view import shelf_view

LOOK_EVERY = 2.0
"""Seconds between two looks at how far batches are."""
KEPT = 8
"""Experiments whose results are kept for whoever looks next."""
BROKEN = "Something went wrong while this was being worked out. Look again, or ask the command line: lwsim experiment analyse"

_lock = threading.Lock()
_worker: ProcessPoolExecutor | None = None
_kept: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()
_seen: tuple[float, list[dict[str, Any]], str] = (0.0, [], "")


def ask(work: Callable[..., Any], name: str, mark: str) -> Future[Any]:
    """Something about an experiment, worked out once for all tabs. mark: what changes when the store's content does."""
    global _worker
    key = (work.__name__, name, mark)
    with _lock:
        if key in _kept and not _has_failed(_kept[key]):
            return _kept[key]
        if _worker is None:
            _worker = alone()
        try:
            future = _worker.submit(work, usual_store().resolve(), name)
        except BrokenProcessPool:
            _worker = alone()
            future = _worker.submit(work, usual_store().resolve(), name)
        _kept[key] = future
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return future


def _has_failed(future: Future[Any]) -> bool:
    return future.done() and future.exception() is not None


def close() -> None:
    """End the process."""
    global _worker
    with _lock:
        if _worker is not None:
            end(_worker)
            _worker.shutdown(wait=False, cancel_futures=True)
        _worker = None


def seen() -> tuple[list[dict[str, Any]], str]:
    """The shelf as plain values, and what is wrong with the store in words; looked at once a moment for all tabs."""
    global _seen
    with _lock:
        when, rows, wrong = _seen
        if time.monotonic() - when > LOOK_EVERY / 2:
            try:
                rows, wrong = shelf_view(shelf(usual_store())), ""
            except InputError as error:
                rows, wrong = [], str(error)
            _seen = (time.monotonic(), rows, wrong)
        return rows, wrong


def use_shelf() -> tuple[list[dict[str, Any]], str]:
    """The shelf, kept up to date while a page shows it."""
    found, set_found = solara.use_state(solara.use_memo(seen, []))

    def watch() -> Callable[[], None]:
        over, tab = threading.Event(), session.tab()

        def change() -> None:
            if not over.is_set():
                set_found(seen())

        def look() -> None:
            while not over.wait(LOOK_EVERY):
                tab.put("shelf", change)

        threading.Thread(target=look, name="lwsim-shelf", daemon=True).start()
        return over.set

    solara.use_effect(watch, [])
    return found


def use_answer_of(work: Callable[..., Any], name: str, mark: str) -> tuple[Any, str]:
    """What is worked out of an experiment, None until it is there; and what went wrong, in words. name: '' asks nothing."""
    found, set_found = solara.use_state((("", ""), None, ""))
    asked = (name, mark)

    def start() -> Callable[[], None] | None:
        if not name:
            return None
        over, tab = threading.Event(), session.tab()

        def told(future: Future[Any]) -> None:
            answer, wrong = _outcome(future)
            tab.put(work.__name__, lambda: None if over.is_set() else set_found((asked, answer, wrong)))

        ask(work, name, mark).add_done_callback(told)
        return over.set

    solara.use_effect(start, [asked])
    of, answer, wrong = found
    is_same = of[0] == name  # an older state of the same experiment stays until the newer is worked out
    return (answer, wrong) if is_same else (None, "")


def _outcome(future: Future[Any]) -> tuple[Any, str]:
    """What came out, or why nothing did."""
    if future.cancelled():
        return None, BROKEN
    error = future.exception()
    if error is None:
        return future.result(), ""
    return None, str(error) if isinstance(error, InputError) else BROKEN


def page_of(name: str, mark: str) -> bytes:
    """The experiment's page as a file; waits for it. Raises InputError."""
    future = ask(whole_page, name, mark)
    try:
        return future.result()
    except InputError:
        raise
    except Exception:
        raise InputError(f"experiment {name}", "", "not made into a page", "", BROKEN) from None
