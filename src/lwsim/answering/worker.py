"""One worker process: it keeps settled starts, lives what it is sent, and looks up after every week.

While it lives something that can wait, a piece that cannot is served between two weeks, and then the first goes on. So an
answer that somebody waits for at a slider never queues behind another person's long run, and no work is thrown away.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from ..batch.pool import begin_work
from ..library import named_place
from ..model import begin
from ..place_file import place_from_file
from ..scenario_file import load_scenario
from ..single import live
from ..state import State
from .kept import Kept
from .questions import Piece

WARM_PLACE, WARM_SCENARIO, WARM_SAMPLE, WARM_WEEKS = "small_town", "relational", 0.05, 2
"""A town so small that living it is nothing; what takes its time is to load (or, once on a machine, compile) the model."""


@dataclass(frozen=True)
class Job:
    """Pieces of one answer, from one world. is_urgent: whether somebody waits for it at a slider."""

    number: int
    is_urgent: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Stop:
    """Leave a job at the next week; nobody wants it any more."""

    number: int


@dataclass(frozen=True)
class Report:
    """What a worker says of a job. results: one a piece.  error: why there are none.  held: names of the starts it keeps."""

    number: int
    results: tuple[Any, ...] = ()
    error: Exception | None = None
    was_stopped: bool = False
    held: frozenset = frozenset()


YIELDS = 5
"""By how much a worker gives way: pages are served and drawn on the same cores, and they wait for nobody."""
READY = 0
"""Number of the report by which a worker says that the model is loaded."""


class _Stopped(Exception):
    """A job was left because nobody wants it any more."""


class Worker:
    """The inside of a worker process. rings: a shared count of messages sent, so that looking up costs next to nothing."""

    def __init__(self, pipe: Connection, rings: Any, room: int) -> None:
        self.pipe, self.rings = pipe, rings
        self.heard = 0
        self.starts = Kept(room)
        self.unwanted: set[int] = set()
        self.urgent: list[Job] = []

    def run(self) -> None:
        """Serve until the pipe closes."""
        warm_up()
        self.pipe.send(Report(READY))
        while True:
            message = self._hear()
            if isinstance(message, Job):
                self._serve(message)
            while self.urgent:
                self._serve(self.urgent.pop(0))
            self.unwanted.clear()

    def _hear(self) -> Any:
        message = self.pipe.recv()
        self.heard += 1
        return message

    def _serve(self, job: Job) -> None:
        """Do a job and report."""

        def look(_: State) -> None:
            if self.heard != self.rings.value:
                self._listen(job)
            if job.number in self.unwanted:
                raise _Stopped

        try:
            report = Report(job.number, self._results(job.pieces, look), held=self.starts.keys())
        except _Stopped:
            report = Report(job.number, was_stopped=True, held=self.starts.keys())
        except Exception as error:
            report = Report(job.number, error=error, held=self.starts.keys())
        self.pipe.send(report)

    def _results(self, pieces: Sequence[Piece], look: Any) -> tuple[Any, ...]:
        """What each piece gives, from starts that are settled once."""
        found = []
        for piece in pieces:
            state = self.starts.get(piece.start.name)
            if state is None:
                state = piece.start.settle(look)
                self.starts.put(piece.start.name, state)
            found.append(piece.work(state, look))
        return tuple(found)

    def _listen(self, job: Job) -> None:
        """Read what has come in; what cannot wait is done on the spot, unless this job cannot wait either."""
        while self.pipe.poll():
            message = self._hear()
            if isinstance(message, Stop):
                self.unwanted.add(message.number)
            else:
                self.urgent.append(message)
        while self.urgent and not job.is_urgent:
            self._serve(self.urgent.pop(0))


def warm_up() -> None:
    """Load every compiled loop, by living a tiny town for a few weeks."""
    place, scenario = place_from_file(named_place(WARM_PLACE)), load_scenario(WARM_SCENARIO)

    def once(state: State) -> None:
        live(state, scenario, WARM_WEEKS)
        raise _Stopped

    with contextlib.suppress(_Stopped):
        begin(place, scenario, seed=1, sample=WARM_SAMPLE, world=0, each=once)


def serve(pipe: Connection, rings: Any, room: int) -> None:
    """A worker process from beginning to end: it ends when the server does, however that ends."""
    begin_work()
    if hasattr(os, "nice"):  # Windows has none
        os.nice(YIELDS)
    with contextlib.suppress(EOFError, OSError):
        Worker(pipe, rings, room).run()
