"""Run many independent tasks on this machine's cores, in order, the same for any number of workers."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


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
    pool = ProcessPoolExecutor(count, mp_context=_context())
    try:
        yield from pool.map(work, tasks)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _context() -> Any:
    """Fresh processes that inherit nothing by accident."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
