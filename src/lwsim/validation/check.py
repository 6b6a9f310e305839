"""Today's ordinary system run a few times on one place, and each published pattern held against it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ..model import begin
from ..place_file import Place
from ..scenario_file import Scenario, scenario_from_table
from ..single import live
from ..statistics import world_interval
from ..units import WEEKS_A_YEAR
from ..worlds import drawn
from .local import in_place
from .patterns_people import PEOPLE
from .patterns_system import SYSTEM
from .patterns_teams import TEAMS
from .patterns_therapy import THERAPY
from .record import Record
from .targets import Target
from .untreated import remitted
from .watch import Watcher

TARGETS: tuple[Target, ...] = PEOPLE + THERAPY + TEAMS + SYSTEM
"""Every published pattern."""

YEARS = 3
SEEDS = 4

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """One pattern and what the model gives: mean over the runs, their spread (sd), and whether the mean lies in the range."""

    target: Target
    simulated: float
    spread: float
    runs: tuple[float, ...]

    @property
    def holds(self) -> bool:
        """Whether the simulated mean lies within the published range, or beyond an end of it that is open here."""
        return self.target.allows(self.simulated)

    @property
    def held(self) -> np.ndarray:
        """The same of each run by itself: (runs,) bool."""
        return np.array([self.target.allows(value) for value in self.runs])

    @property
    def central(self) -> tuple[float, float]:
        """What nine runs in ten lie between; NaN of a single run."""
        low, high = world_interval(np.array(self.runs))
        return float(low), float(high)

    def table(self) -> dict:
        """The row as plain values, as `lwsim validate --json` prints it."""
        one = self.target
        return {
            "pattern": one.name,
            "title": one.title,
            "unit": one.unit,
            "published": one.published,
            "low": one.low,
            "high": one.high,
            "simulated": self.simulated,
            "spread": self.spread,
            "holds": self.holds,
            "open_end": one.open_end,
            "expected": one.expects,
            "kind": one.kind,
            "source": one.source,
            "year": one.year,
            "range_from": one.range_from,
            "reads": one.reads,
        }


def ordinary(parameters: dict[str, float] | None = None) -> Scenario:
    """Today's ordinary system, with other numbers where given."""
    return scenario_from_table({"title": "Ordinary", "question": "Does today look like today?", "parameters": parameters or {}})


def recorded(
    place: Place,
    *,
    seed: int,
    sample: float = 1.0,
    world: int = 0,
    parameters: dict[str, float] | None = None,
    years: int = YEARS,
) -> Record:
    """One run of today's ordinary system as validation sees it."""
    scenario = ordinary(parameters)
    start = begin(place, scenario, seed=seed, sample=sample, world=world)
    weeks = years * WEEKS_A_YEAR
    watcher = Watcher(start, weeks)
    outcome = live(start, scenario, weeks, watcher)
    counts, lists = watcher.record_of()
    for point, share in remitted(place, drawn(world, seed) | (parameters or {}), seed, sample).items():
        counts[f"untreated_{point}"] = share
    calls = ("therapy", "team", "living_well")
    counts["missed_calls"] = sum(counts.get(f"{name}_not_attended", 0.0) for name in calls)
    counts["calls"] = counts["missed_calls"] + sum(counts.get(f"{name}_started", 0.0) for name in calls)
    counts["scale"] = sample
    return Record(outcome.weekly[1:], int(start.people.who.size), counts, lists)


def rows_of(targets: Sequence[Target], runs: Sequence[Record]) -> list[Row]:
    """Each pattern against the runs."""
    rows = []
    for target in targets:
        values = tuple(float(target.of(run)) for run in runs)
        rows.append(Row(target, float(np.mean(values)), float(np.std(values)), values))
    return rows


def validate(
    place: Place,
    *,
    seeds: int = SEEDS,
    worlds: int = 0,
    sample: float = 1.0,
    parameters: dict[str, float] | None = None,
    workers: int = 2,
    told: Told | None = None,
) -> list[Row]:
    """Run today's ordinary system on a place and hold every pattern that the place can show against it.

    With the usual numbers and seeds 1..seeds; or, given `worlds`, in the plausible worlds 1..worlds of seed 1.
    """
    targets = [one for target in TARGETS if (one := in_place(target, place))]
    lives = [(1, world) for world in range(1, worlds + 1)] or [(seed, 0) for seed in range(1, seeds + 1)]
    with ThreadPoolExecutor(workers) as pool:
        tasks = [
            pool.submit(recorded, place, seed=seed, sample=sample, world=world, parameters=parameters) for seed, world in lives
        ]
        runs = []
        for task in tasks:
            runs.append(task.result())
            if told:
                told(len(runs), len(lives))
    return rows_of(targets, runs)


def by_kind(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each kind: fitted, kept aside."""
    return {kind: [row for row in rows if row.target.kind == kind] for kind in dict.fromkeys(row.target.kind for row in rows)}


def patterns_held(rows: Sequence[Row]) -> np.ndarray:
    """How many patterns hold in each run: (runs,)."""
    return np.asarray(np.sum([row.held for row in rows], axis=0))
