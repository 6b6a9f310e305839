"""Run many independent tasks on this machine's cores, in order, the same for any number of workers."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


AHEAD = 2
"""Tasks handed out for each worker before the oldest must be back: none idles, and few are in memory."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Task], Done], tasks: Sequence[Task], workers: int | None = None) -> Iterator[Done]:
    """What `work` makes of each task, in the order of the tasks. work: a module's function, so that workers find it.

    workers: processes; all cores if left out; 1 works in this process. Stopping early stops the workers.
    """
    count = min(workers or cores(), len(tasks))
    if count <= 1:
        yield from map(work, tasks)
        return
    pool = ProcessPoolExecutor(count, mp_context=_context(), initializer=_leave_stopping_to_the_parent)
    under_way: deque[Future] = deque()
    try:
        for task in tasks:
            under_way.append(pool.submit(work, task))
            if len(under_way) > AHEAD * count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BaseException:
        _end(pool)
        raise
    finally:
        pool.shutdown()


def _leave_stopping_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; a worker that died of it would leave the parent waiting for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(pool: ProcessPoolExecutor) -> None:
    """Stop the workers in the middle of what they do. Until Python 3.14 the pool has no public way."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _context() -> Any:
    """Fresh processes that inherit nothing by accident."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
