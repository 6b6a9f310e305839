"""Who does the work: processes of this machine, or any executor; each hands finished runs back as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from .pool import alone, cores, end
from .work import Record, Task, process

Work = Callable[[Sequence[Task]], list[Record]]

RESUME = "free some memory or take fewer workers (--workers), and resume: what was finished is kept"
"""The way out of a batch whose workers are killed."""


class Hands(Protocol):
    """Seats that work is given to. together: runs handed to a seat at a time; ahead: pieces under way at each seat."""

    seats: int
    together: int
    ahead: int

    def give(self, seat: int, work: Callable[[Any], Any], what: Any) -> Future:
        """Begin a piece of work at a seat."""
        ...

    def everywhere(self, work: Callable[[Any], Any], what: Any) -> list[Future]:
        """Begin the same piece of work at every worker, as far as they can be told apart."""
        ...

    def has_died(self, error: BaseException) -> bool:
        """Whether an error means that the worker is gone, rather than that the work failed."""
        ...

    def was_up(self, seat: int) -> bool:
        """Whether a worker that died had begun to work: if not, what it was given is not to blame."""
        ...

    def replace(self, seat: int) -> bool:
        """Put a new worker in place of one that died. False where that is not ours to do."""
        ...

    def end(self, *, now: bool) -> None:
        """Let the workers go: after what they do, or in the middle of it."""
        ...


def _begun(executor: Executor, work: Callable[[Any], Any], what: Any) -> Future:
    """A piece of work given to an executor; one that died with nothing to do is told of only now."""
    try:
        return executor.submit(work, what)
    except BrokenProcessPool as error:
        broken: Future = Future()
        broken.set_exception(error)
        return broken


class Crew:
    """Processes of this machine, one to a seat: when one is killed the others do not notice, and what it was at is known."""

    together, ahead = 1, 2

    def __init__(self, workers: int | None = None) -> None:
        self.seats = workers or cores()
        self._own: list[ProcessPoolExecutor | None] = [None] * self.seats
        self._began: list[Future | None] = [None] * self.seats

    def give(self, seat: int, work: Callable[[Any], Any], what: Any) -> Future:
        """Begin a piece of work at a seat; the process is started when it is first needed."""
        own = self._own[seat]
        if own is None:
            own = self._own[seat] = alone()
            self._began[seat] = own.submit(process)
        return _begun(own, work, what)

    def everywhere(self, work: Callable[[Any], Any], what: Any) -> list[Future]:
        """Begin the same piece of work in every process."""
        return [self.give(seat, work, what) for seat in range(self.seats)]

    def has_died(self, error: BaseException) -> bool:
        """Whether the process was killed or has ended by itself."""
        return isinstance(error, BrokenProcessPool)

    def was_up(self, seat: int) -> bool:
        """Whether the process had come as far as its first task."""
        began = self._began[seat]
        return began is not None and began.done() and began.exception() is None

    def replace(self, seat: int) -> bool:
        """Forget the dead process; the next piece of work starts another."""
        own, self._own[seat] = self._own[seat], None
        if own:
            own.shutdown(wait=False)
        return True

    def end(self, *, now: bool) -> None:
        """End all processes."""
        for own in filter(None, self._own):
            if now:
                end(own)
            own.shutdown(wait=not now, cancel_futures=now)
        self._own = [None] * self.seats


class Hired:
    """Any `concurrent.futures.Executor`: work is handed out in small bundles of runs that share a start."""

    together, ahead = 8, 1

    def __init__(self, executor: Executor, seats: int | None = None, deaths: tuple[type[BaseException], ...] = ()) -> None:
        """seats: bundles under way at once; twice the executor's workers if left out."""
        self.executor = executor
        self.seats = seats or 2 * (getattr(executor, "_max_workers", None) or cores())
        self._deaths = deaths

    def give(self, seat: int, work: Callable[[Any], Any], what: Any) -> Future:
        """Begin a piece of work wherever the executor likes."""
        return _begun(self.executor, work, what)

    def everywhere(self, work: Callable[[Any], Any], what: Any) -> list[Future]:
        """Begin the same piece of work as often as there are seats; an executor does not say who takes it."""
        return [self.give(seat, work, what) for seat in range(self.seats)]

    def has_died(self, error: BaseException) -> bool:
        """Whether the executor says that a worker is gone."""
        return isinstance(error, (BrokenProcessPool, *self._deaths))

    def was_up(self, seat: int) -> bool:
        """An executor does not say."""
        return True

    def replace(self, seat: int) -> bool:
        """An executor that can go on replaces its workers itself; a broken pool cannot."""
        return bool(self._deaths)

    def end(self, *, now: bool) -> None:
        """Whoever made the executor ends it."""
