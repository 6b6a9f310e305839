"""What a worker does: live runs that share a settled start, and hand back their numbers by year or the error."""

from __future__ import annotations

import math
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..lives import by_year
from ..measures import NAMES
from ..model import begin
from ..single import live
from ..state import State
from ..totals import TOTALS
from ..units import WEEKS_A_YEAR, weeks_from_years
from ..worlds import drawn
from .address import Run

STARTS_KEPT = 2
"""Settled starts that a worker keeps: those of the group it works on and of the next."""
LONGEST_ERROR = 300
_starts: OrderedDict[str, State] = OrderedDict()
_lock = threading.Lock()  # an executor of threads shares the starts


@dataclass(frozen=True)
class Task:
    """A run to be lived. weekly: measures that are also kept week by week."""

    run: Run
    key: str
    weekly: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of a run. yearly: (years, measures), row 0 the start; weekly: (kept measures, weeks + 1), or nothing.

    error: empty where the run was lived to its end.
    """

    key: str
    facts: dict[str, str | int | float]
    error: str
    years: tuple[float, ...]
    yearly: np.ndarray
    totals: tuple[float, ...]
    kept: tuple[str, ...]
    weekly: np.ndarray


def live_tasks(tasks: Sequence[Task]) -> list[Record]:
    """Live each task; one that fails is recorded with its error and the others go on."""
    found = []
    for task in tasks:
        try:
            found.append(live_task(task))
        except Exception as error:
            found.append(failed(task, f"{type(error).__name__}: {error}"))
    return found


def live_task(task: Task) -> Record:
    """Live one run from its settled start, which is kept for the next run that shares it."""
    run = task.run
    outcome = live(_start(run), run.scenario, run.weeks)
    years = years_of(run.weeks)
    yearly = np.concatenate([outcome.weekly[:1], by_year(outcome.weekly, years[1:])])
    columns = [NAMES.index(name) for name in task.weekly]
    weekly = np.ascontiguousarray(outcome.weekly[:, columns].T)
    totals = tuple(outcome.totals[name] for name in TOTALS)
    return Record(task.key, facts_of(run), "", years, yearly, totals, task.weekly, weekly)


def failed(task: Task, error: str) -> Record:
    """The record of a run that could not be lived."""
    words = " ".join(error.split())[:LONGEST_ERROR]
    nothing = np.empty((0, len(NAMES)))
    return Record(task.key, facts_of(task.run), words, (), nothing, (math.nan,) * len(TOTALS), (), np.empty((0, 0)))


def years_of(weeks: int) -> tuple[float, ...]:
    """The points in time that are kept: the start, each whole year, and the end."""
    whole = range(weeks // WEEKS_A_YEAR + 1)
    ends = [float(year) for year in whole]
    return tuple(ends) if weeks_from_years(ends[-1]) == weeks else (*ends, weeks / WEEKS_A_YEAR)


def facts_of(run: Run) -> dict[str, str | int | float]:
    """What a run was, in words and numbers of its own: nothing of who asked for it."""
    return {
        "place": run.place.place.title,
        "place_digest": run.place.digest,
        "does": run.acts,
        "world_is": run.worldly,
        "world": run.world,
        "seed": run.seed if run.world else 0,
        "luck": run.luck,
        "weeks": run.weeks,
        "sample": run.sample,
    }


def _start(run: Run) -> State:
    """The settled start of a run; worlds that were lived lately are not settled again."""
    with _lock:
        found = _starts.get(run.start)
    if found is None:
        values = {**drawn(run.world, run.seed), **run.scenario.parameters}
        what = run.scenario.model_copy(update={"parameters": values})
        # The world's numbers stand in the scenario, so that its luck can be chosen apart from its draws.
        found = begin(run.place.place, what, seed=run.luck, sample=run.sample, world=0)
    with _lock:
        _starts[run.start] = found
        _starts.move_to_end(run.start)
        while len(_starts) > STARTS_KEPT:
            _starts.popitem(last=False)
    return found


def forget() -> None:
    """Let go of the settled starts that are kept."""
    with _lock:
        _starts.clear()


def process() -> int:
    """The worker's process, for the certificate."""
    return os.getpid()
