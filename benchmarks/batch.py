"""What a batch costs beside the runs themselves: driver's processor time, memory and disk a run, and the use of two cores.

    python benchmarks/batch.py 1000 10000 100000      # runs that take no time: what the driver alone costs, at each size
    python benchmarks/batch.py --cores                # real runs of about a tenth of a second, on one worker and on two

Prints one line of JSON a measurement.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from lwsim.batch.experiment_file import experiment_from_table
from lwsim.batch.plan import Plan
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store
from lwsim.batch.work import Record, facts_of, years_of
from lwsim.measures import NAMES
from lwsim.totals import TOTALS


def answered(tasks):
    """Five years' numbers without a life: each run's own, as long as real ones."""
    found = []
    for task in tasks:
        years, chance = years_of(task.run.weeks), np.random.default_rng(int(task.key[:8], 16))
        numbers, sums = chance.normal(size=(len(years), len(NAMES))), tuple(chance.normal(size=len(TOTALS)).tolist())
        found.append(Record(task.key, facts_of(task.run), "", years, numbers, sums, (), np.empty((0, 0))))
    return found


def asked(points, **other):
    """A plan of so many points of one factor."""
    table = {
        "title": "bench", "question": "What does a batch cost?", "places": ["small_town"], "sample": 0.05,
        "design": {"kind": "latin-hypercube", "points": points}, "factors": [{"name": "purpose", "sets": "forces.purpose"}],
    }  # fmt: skip
    return Plan(experiment_from_table(table | other))


def alone(runs):
    """The driver's processor time and peak memory for so many runs, and the disk they take."""
    with tempfile.TemporaryDirectory() as room:
        store, started, wall = Store(Path(room) / "store"), time.process_time(), time.monotonic()
        run_batch(asked(runs), store, workers=1, work=answered)
        spent, took = time.process_time() - started, time.monotonic() - wall
        disk = sum(path.stat().st_size for path in store.folder.glob("*.parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "runs": runs, "driver_ms_a_run": round(1000 * spent / runs, 2), "driver_peak_mb": round(peak),
        "disk_bytes_a_run": disk // runs, "seconds": round(took, 1),
    }  # fmt: skip


def cores(runs=200):
    """Wall time of the same real runs on one worker and on two."""
    found = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as room:
            store, moments = Store(Path(room) / "store"), []
            run_batch(
                asked(runs, years=0.7), store, workers=workers, told=lambda now, to=moments: to.append((now.now, now.done))
            )
            (start, first), (end, last) = next(one for one in moments if one[1] > 0), moments[-2]
            found[workers] = (end - start) / max(1, last - first)
    return {
        "seconds_a_run": round(found[1], 4), "seconds_a_run_on_two": round(found[2], 4),
        "efficiency": round(found[1] / (2 * found[2]), 3),
    }  # fmt: skip


if __name__ == "__main__":
    if "--cores" in sys.argv:
        print(json.dumps(cores()))
    for word in sys.argv[1:]:
        if word.isdigit():
            print(json.dumps(alone(int(word))), flush=True)
