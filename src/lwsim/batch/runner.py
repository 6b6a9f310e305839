"""Running a batch: what the store holds is not lived again, what is lived is kept at once, a fault costs one run."""

from __future__ import annotations

import json
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import asdict, dataclass

import numpy as np

from ..errors import InputError
from ..files import shown_path, swapped_in, write_whole
from .asked import PROGRESS, remember
from .certificate import certify
from .hands import RESUME, Crew, Hands, Hired, Work
from .journal import Journal
from .plan import Plan
from .pool import Killed
from .store import KEY_TYPE, Store
from .work import Record, Task, failed, live_tasks

LONGEST_SEGMENT = 16
"""Runs of one settled start that go to one seat before another seat may settle it too."""
MOST_DEATHS = 5
"""Times a run may take its worker with it before it is recorded as failed."""
DIED = "the worker died"
"""How the error of such a run begins; it is tried again by every later batch."""
TICK = 0.5
SAY_EVERY = 1.0


@dataclass(frozen=True)
class Progress:
    """How far a batch is. total: runs asked for; there: those that were in the store before; rate: runs a second."""

    experiment: str
    total: int
    there: int
    done: int
    failed: int
    started: float
    now: float
    state: str

    @property
    def rate(self) -> float:
        """Runs a second since the start."""
        return (self.done + self.failed) / max(self.now - self.started, 1e-9)

    @property
    def left(self) -> int:
        """Runs still to be lived."""
        return self.total - self.there - self.done - self.failed

    @property
    def seconds_left(self) -> float:
        """Seconds to the end at this rate; infinity before the first run."""
        return self.left / self.rate if self.rate else float("inf")


Told = Callable[[Progress], None]


def run_batch(
    plan: Plan,
    store: Store,
    *,
    name: str = "",
    workers: int | None = None,
    executor: Executor | Hands | None = None,
    again: bool = False,
    told: Told | None = None,
    work: Work = live_tasks,
) -> Progress:
    """Live every run of the plan that the store does not hold. Returns how it went. Raises InputError.

    name: what the experiment is called in the store; its own name if left out.  workers: processes of this machine.
    executor: any `concurrent.futures.Executor` instead.  again: also runs that are recorded as failed.
    The store's files are the same to the last byte whatever the workers, and however often the batch was broken off.
    """
    store.mend()
    called = name or plan.experiment.name
    keys = write_plan(plan, store, called)
    known = store.known(plan.weekly)
    todo = _todo(keys, known.done, known.failed, again, store)
    batch = _Batch(called, store, told, len(np.unique(keys)), int(todo.sum()))
    if executor is not None:
        hands = executor if not isinstance(executor, Executor) else Hired(executor)
    else:
        hands = Crew(min(workers or Crew().seats, max(1, batch.todo)))
    try:
        if batch.todo:
            certify(plan, hands, store.experiment(called))
            _drive(_tasks(plan, todo), hands, batch, work)
    except BaseException:
        hands.end(now=True)
        batch.close("stopped")
        raise
    hands.end(now=False)
    batch.close("settling")
    store.settle()
    return batch.finished()


def write_plan(plan: Plan, store: Store, called: str) -> np.ndarray:
    """Write the plan's table into the store, whole or not at all. Returns the names of its runs, in order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys = [np.empty(0, dtype=KEY_TYPE)]
    folder = store.experiment(called)
    with swapped_in(folder / "plan.parquet") as path, pq.ParquetWriter(path, plan.schema(), compression="zstd") as writer:
        for table in plan.tables():
            keys.append(np.asarray(table["key"].to_numpy(), dtype=KEY_TYPE))
            writer.write_table(pa.table(table))
    remember(store, called, plan.experiment)
    return np.concatenate(keys)


def _todo(keys: np.ndarray, done: np.ndarray, lost: np.ndarray, again: bool, store: Store) -> np.ndarray:
    """Which rows of the plan are to be lived: each name once, none that is done, and failed ones only where asked."""
    first = np.zeros(len(keys), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    settled = np.isin(keys, done)
    if not again:
        settled |= np.isin(keys, np.setdiff1d(lost, store.failures(DIED)))
    return first & ~settled


def _tasks(plan: Plan, todo: np.ndarray) -> Iterator[Task]:
    for asked, wanted in zip(plan.runs(), todo, strict=True):
        if wanted:
            yield Task(asked.run, asked.key, plan.weekly)


class _Batch:
    """What is written down while a batch runs: the journal, and how far it is."""

    def __init__(self, called: str, store: Store, told: Told | None, total: int, todo: int) -> None:
        self.called, self.store, self.told, self.total, self.todo = called, store, told, total, todo
        self.done = self.failed = 0
        self.started = self.said = time.time()
        self.journal: Journal | None = store.new_journal()
        self.say("running")

    def keep(self, record: Record) -> None:
        """Put a finished run into the journal. Raises InputError where the disk takes no more."""
        assert self.journal is not None
        try:
            self.journal.append(record)
        except OSError as error:
            folder = shown_path(self.store.folder)
            words = f"not writable ({error.strerror}) after {self.done:,} runs, all of them safe"
            raise InputError(f"store {folder}", "", words, "", "free some space there and resume") from None
        self.failed += bool(record.error)
        self.done += not record.error
        if time.time() - self.said > SAY_EVERY:
            self.say("running")

    def progress(self, state: str) -> Progress:
        """How far the batch is."""
        there = self.total - self.todo
        return Progress(self.called, self.total, there, self.done, self.failed, self.started, time.time(), state)

    def say(self, state: str) -> None:
        """Tell whoever listens, and leave word for `lwsim experiment status`."""
        now = self.progress(state)
        self.said = now.now
        if self.told:
            self.told(now)
        journal = self.journal.path.name if self.journal else ""
        try:
            write_whole(
                self.store.experiment(self.called) / PROGRESS,
                json.dumps({**asdict(now), "process": os.getpid(), "journal": journal}),
            )
        except InputError:  # a full disk is told of by the journal, which matters more
            return

    def close(self, state: str) -> None:
        """Close the journal; runs in it are safe."""
        if self.journal:
            self.journal.close()
            self.journal = None
        self.say(state)

    def finished(self) -> Progress:
        """The end of a batch that came to its end."""
        self.say("finished")
        return self.progress("finished")


def _segments(tasks: Iterator[Task], seats: int, todo: int) -> Iterator[list[Task]]:
    """Tasks of one settled start, so many that seats settle few starts twice and yet none is left with much at the end."""
    held: list[Task] = []
    given = 0
    for task in tasks:
        longest = max(1, min(LONGEST_SEGMENT, (todo - given) // (2 * seats)))
        if held and (held[0].run.start != task.run.start or len(held) >= longest):
            given += len(held)
            yield held
            held = []
        held.append(task)
    if held:
        yield held


class _Seats:
    """Which seat works on what: each goes on with its segment before it takes another."""

    def __init__(self, segments: Iterator[list[Task]], hands: Hands, work: Work) -> None:
        self.segments, self.hands, self.work = segments, hands, work
        self.own: list[deque[Task]] = [deque() for _ in range(hands.seats)]
        self.under_way: dict[Future, tuple[int, list[Task]]] = {}
        self.returned: deque[list[Task]] = deque()

    def give(self) -> bool:
        """Hand out work until every seat has enough. Returns whether any is under way."""
        busy = Counter(seat for seat, _ in self.under_way.values())
        for _ in range(self.hands.ahead):
            for seat in range(self.hands.seats):
                if busy[seat] < self.hands.ahead and (piece := self._piece(seat)):
                    self.under_way[self.hands.give(seat, self.work, piece)] = (seat, piece)
                    busy[seat] += 1
        return bool(self.under_way)

    def _piece(self, seat: int) -> list[Task]:
        """The next tasks for a seat, or none."""
        own = self.own[seat]
        if not own:
            own.extend(self.returned.popleft() if self.returned else next(self.segments, []))
        return [own.popleft() for _ in range(min(self.hands.together, len(own)))]

    def take_back(self, seat: int, pieces: list[list[Task]]) -> None:
        """Tasks that a dead worker did not do, to be done first."""
        for piece in reversed(pieces):
            self.own[seat].extendleft(reversed(piece))


def _drive(tasks: Iterator[Task], hands: Hands, batch: _Batch, work: Work) -> None:
    """Live the tasks and keep what comes back, whoever dies meanwhile."""
    seats = _Seats(_segments(tasks, hands.seats, batch.todo), hands, work)
    deaths: Counter[str] = Counter()
    in_a_row = 0
    while seats.give():
        done, _ = wait(seats.under_way, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in [one for one in seats.under_way if one in done]:
            if future not in seats.under_way:
                continue
            error = future.exception()
            if error is None:
                seats.under_way.pop(future)
                in_a_row = 0
                for record in future.result():
                    batch.keep(record)
            elif hands.has_died(error):
                in_a_row += 1
                _bury(future, seats, deaths, batch, in_a_row)
            else:
                raise error
        if time.time() - batch.said > SAY_EVERY:
            batch.say("running")


def _bury(future: Future, seats: _Seats, deaths: Counter[str], batch: _Batch, in_a_row: int) -> None:
    """A worker is gone: what it was at is tried again, and recorded as failed when it took too many with it."""
    seat, _ = seats.under_way[future]
    is_to_blame = seats.hands.was_up(seat)
    if not seats.hands.replace(seat) or in_a_row > MOST_DEATHS * (seats.hands.seats + 1):
        raise Killed(RESUME)
    lost = [one for one, (of, _) in seats.under_way.items() if of == seat] if seats.hands.ahead > 1 else [future]
    pieces = [seats.under_way.pop(one)[1] for one in lost]
    suspect = pieces[0]
    for task in suspect if is_to_blame else ():
        deaths[task.key] += 1
    if any(deaths[task.key] >= MOST_DEATHS for task in suspect):
        if len(suspect) == 1:
            batch.keep(failed(suspect[0], f"{DIED} {MOST_DEATHS} times while living it (killed, or out of memory)"))
            pieces = pieces[1:]
        else:
            for task in suspect:  # one of a bundle is to blame: from now on each goes alone
                deaths[task.key] = MOST_DEATHS - 1
            seats.returned.extend([task] for task in suspect)
            pieces = pieces[1:]
    seats.take_back(seat, pieces)
