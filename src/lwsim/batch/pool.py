"""Run many independent tasks on this machine's cores, in order, the same for any number of workers."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import ModuleType
from typing import Any, TypeVar

from ..errors import InputError

Task = TypeVar("Task")
Done = TypeVar("Done")


AHEAD = 2
"""Tasks handed out for each worker before the oldest must be back: none idles, and few are in memory."""


class Killed(InputError):
    """Worker processes are gone, as where the system runs out of memory, and the work cannot be finished without them."""

    def __init__(self, way_out: str = "take fewer workers (--workers) or a smaller sample (--sample)") -> None:
        super().__init__("a worker process", "", "gone: killed by the system, most likely for want of memory", "", way_out)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Task], Done], tasks: Sequence[Task], workers: int | None = None) -> Iterator[Done]:
    """What `work` makes of each task, in the order of the tasks. work: a module's function, so that workers find it.

    workers: processes; all cores if left out; 1 works in this process. Stopping early stops the workers. Raises Killed.
    """
    count = min(workers or cores(), len(tasks))
    if count <= 1:
        yield from map(work, tasks)
        return
    pool = ProcessPoolExecutor(count, mp_context=fresh_processes(), initializer=begin_work)
    under_way: deque[Future] = deque()
    try:
        for task in tasks:
            under_way.append(pool.submit(work, task))
            if len(under_way) > AHEAD * count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise Killed from None
    except BaseException:
        end(pool)
        raise
    finally:
        pool.shutdown()


def alone() -> ProcessPoolExecutor:
    """An executor of one process, so that its death is no other's."""
    return ProcessPoolExecutor(1, mp_context=fresh_processes(), initializer=begin_work)


def begin_work() -> None:
    """Ctrl-C reaches every process of a terminal; a worker that died of it would leave the parent waiting for ever.

    A worker whose parent was killed ends too: it would wait for work that nobody sends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Wait for the parent's end, and end at once."""
    wait([parent])
    os._exit(1)


def end(pool: ProcessPoolExecutor) -> None:
    """Stop the workers in the middle of what they do. Until Python 3.14 the pool has no public way."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


_HAS_SERVER = "forkserver" in multiprocessing.get_all_start_methods()
_USUAL: Any = multiprocessing.get_context("forkserver" if _HAS_SERVER else "spawn")
_script = threading.Lock()


class Fresh(_USUAL.Process):
    """A process that does not read the script it is started from.

    Python's own would, from its first line, in every worker, and end in a long traceback where the script starts its work
    without `if __name__ == "__main__":`. What our workers do stands in the package, so they have no need of it.
    """

    def start(self) -> None:
        """Start it."""
        with _script_put_aside():
            super().start()


class _FreshProcesses(type(_USUAL)):  # type: ignore[misc]
    Process = Fresh


_FRESH = _FreshProcesses()


@contextmanager
def _script_put_aside() -> Iterator[None]:
    """An empty script in place of the user's, for as long as Python looks which one a new process is to read."""
    with _script:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def fresh_processes() -> Any:
    """Fresh processes that inherit nothing by accident but the model, read once and not by every worker."""
    if _HAS_SERVER:
        _FRESH.set_forkserver_preload([f"{__package__}.work"])
    return _FRESH
