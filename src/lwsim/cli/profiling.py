"""Where the time of a run goes, step by step of the week: `lwsim run --profile`."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .showing import console, plain_table

Done = TypeVar("Done")

WEEK, RUN = "live_a_week", "live"
"""The functions whose own calls are shown: the model's week, and the run that lives and measures it."""


@dataclass(frozen=True)
class Step:
    """One part of a run: how often it was done, and the CPU seconds it took in all."""

    name: str
    times: int
    seconds: float


def profiled(work: Callable[[], Done]) -> tuple[Done, list[Step]]:
    """Do a piece of work and say where its CPU time went, largest first: the steps of the week, measuring, and the rest."""
    watch = cProfile.Profile(time.process_time)
    start = time.process_time()
    done = watch.runcall(work)
    whole = time.process_time() - start
    found = _steps(pstats.Stats(watch).stats)  # type: ignore[attr-defined]  # its table, which typeshed leaves out
    rest = whole - sum(step.seconds for step in found)
    return done, [*sorted(found, key=lambda step: -step.seconds), Step("everything else", 1, rest)]


def _steps(stats: dict[tuple[str, int, str], Any]) -> list[Step]:
    """What the week's and the run's own functions called in this package, from a profile's table."""
    found = []
    for (file, _, name), (*_, callers) in stats.items():
        for (_, _, caller), (_, times, _, seconds) in callers.items():
            if caller == WEEK or (caller == RUN and name in ("add_up", "worked_out", "__call__", "fork")):
                found.append(Step(f"{Path(file).stem}.{name}".removesuffix(".turn"), times, seconds))
    return found


def print_steps(steps: list[Step]) -> None:
    """The profile as a table."""
    whole = sum(step.seconds for step in steps)
    table = plain_table("Step", "times", "ms each", "seconds", "share")
    for step in steps:
        each = f"{1e3 * step.seconds / step.times:.3f}"
        table.add_row(step.name, f"{step.times:,}", each, f"{step.seconds:.3f}", f"{step.seconds / whole:.1%}")
    console().print(table)
