"""The certificate of a batch: seeds differ, every worker makes the same numbers of them, and what that was shown on."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from concurrent.futures import Future, wait
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..files import write_whole
from ..pairing import worlds_of
from .address import Run, luck_for, model_version
from .hands import RESUME, Hands
from .plan import Plan
from .pool import Killed
from .work import Task, forget, live_task, process

PROBES = 2
PROBE_WEEKS = 2
PROBE_ADULTS = 300


class Seen(NamedTuple):
    """What one worker made of the probes, twice."""

    worker: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    environment: dict[str, str]


def look(tasks: Sequence[Task]) -> Seen:
    """Live the probes twice in this worker, and say what came out and where that was."""
    first = tuple(_numbers(task) for task in tasks)
    forget()  # or the second time would go on from the starts of the first
    second = tuple(_numbers(task) for task in tasks)
    return Seen(f"{platform.node()}:{process()}", first, second, environment())


def _numbers(task: Task) -> str:
    return hashlib.sha256(live_task(task).yearly.tobytes()).hexdigest()[:16]


def environment() -> dict[str, str]:
    """What the numbers were made with."""
    made_with = {name: version(name) for name in ("mesa", "numpy", "numba", "scipy", "pandas")}
    return {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system(), **made_with}


def probes(plan: Plan) -> list[Task]:
    """Short runs on the first seeds of the plan, on a small share of its first place."""
    asked = next(plan.runs()).run
    share = min(1.0, max(PROBE_ADULTS / asked.place.place.adults, 1e-6))
    pairs = _pairs(plan, PROBES)
    if len(pairs) < 2:  # with a single seed there is still another to tell it from
        pairs = [*pairs, (pairs[0][0], 2)]
    found = []
    for world, replicate in pairs:
        luck = luck_for(plan.experiment.seed, world, replicate)
        run = Run(asked.place, asked.scenario, world, asked.seed, luck, PROBE_WEEKS, share)
        found.append(Task(run, run.key))
    return found


def _pairs(plan: Plan, most: int) -> list[tuple[int, int]]:
    one = plan.experiment
    found = []
    for world in worlds_of(one.worlds):
        for replicate in range(1, one.replicates + 1):
            found.append((world, replicate))
            if len(found) == most:
                return found
    return found


def certify(plan: Plan, hands: Hands, folder: Path) -> dict[str, Any]:
    """Show that seeds differ and repeat in every worker, and keep what was seen. Raises InputError where they do not."""
    tasks = probes(plan)
    futures = hands.everywhere(look, tasks)
    wait(futures)
    seen = [_seen_at(seat, future, tasks, hands) for seat, future in enumerate(futures)]
    said = judged(plan, tasks, seen)
    write_whole(folder / "certificate.json", json.dumps(said, indent=1, sort_keys=True) + "\n")
    if not said["holds"]:
        raise InputError(
            "certificate", "", "; ".join(said["faults"]), "", f"see {folder / 'certificate.json'}; nothing was run"
        )
    return said


def _seen_at(seat: int, future: Future, tasks: Sequence[Task], hands: Hands) -> Seen:
    """What the worker at a seat saw; of one that was killed before it had begun, what its successor saw. Raises Killed."""
    if (error := future.exception()) and hands.has_died(error) and hands.replace(seat):
        future = hands.give(seat, look, tasks)
    if (error := future.exception()) and hands.has_died(error):
        raise Killed(RESUME) from None
    return future.result()


def judged(plan: Plan, tasks: Sequence[Task], seen: Sequence[Seen]) -> dict[str, Any]:
    """The certificate: what was looked at, and every way in which it does not hold."""
    one = plan.experiment
    lucks = [luck_for(one.seed, world, replicate) for world, replicate in _pairs(plan, one.worlds * one.replicates)]
    reference = seen[0].first
    faults = []
    if len(set(lucks)) < len(lucks):
        faults.append(f"only {len(set(lucks)):,} of {len(lucks):,} seeds differ")
    if len(set(reference)) < len(reference):
        faults.append("two seeds give the same numbers")
    faults += [f"worker {each.worker} does not repeat its own numbers" for each in seen if each.first != each.second]
    faults += [f"worker {each.worker} makes other numbers than {seen[0].worker}" for each in seen if each.first != reference]
    environments = [each.environment for each in seen]
    return {
        "holds": not faults,
        "faults": faults,
        "model": model_version(),
        "seeds": len(lucks),
        "seeds_that_differ": len(set(lucks)),
        "probes": [
            {"world": task.run.world, "luck": str(task.run.luck), "numbers": numbers}
            for task, numbers in zip(tasks, reference, strict=True)
        ],
        "workers": len({each.worker for each in seen}),
        "environments": [dict(pairs) for pairs in sorted({tuple(sorted(each.items())) for each in environments})],
    }
