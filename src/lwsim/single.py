"""One run: (place, scenario, parameters, seed) -> tidy tables; nothing else goes in, and it can be repeated alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import measures
from .diary import Columns, Diary, Told, as_csv, weekly
from .files import write_whole
from .model import begin, live_a_week, take_on
from .place_file import Place, load_place
from .run_checks import LARGEST_SEED, LARGEST_WORLD, check_size, whole_number
from .scenario_file import Scenario, load_scenario
from .scenario_fit import check_fit
from .state import State
from .sums import add_up, no_sums
from .totals import totals
from .units import weeks_from_years
from .vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd  # loaded only where a table is asked for: it takes longer to load than a small town to live


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a comparison keeps of one run: weekly (weeks + 1, measures) in the order of `measures.NAMES`, and totals."""

    weekly: np.ndarray
    totals: dict[str, float]


def as_place(place: Place | str | Path) -> Place:
    """A place as it is, or loaded by name or file. Raises InputError."""
    return place if isinstance(place, Place) else load_place(str(place))


def as_scenario(scenario: Scenario | str | Path) -> Scenario:
    """A scenario as it is, or loaded by name or file. Raises InputError."""
    return scenario if isinstance(scenario, Scenario) else load_scenario(str(scenario), vocabulary())


def live(start: State, scenario: Scenario, weeks: int, each: Callable[[State], None] | None = None) -> Outcome:
    """Live `weeks` weeks from a settled start under a scenario. The start is not touched. each: called after every week."""
    rows = no_sums(weeks + 1)
    add_up(start, rows[:1])
    state = start.fork()
    take_on(state, scenario)
    for week in range(1, weeks + 1):
        live_a_week(state)
        add_up(state, rows[week : week + 1])
        state.staff_changes.clear()
        if each:
            each(state)
    weekly = measures.worked_out(state, rows)
    return Outcome(weekly, totals(weekly))


@dataclass(frozen=True, eq=False)
class Result:
    """One run in full; every table is tidy: a row for each week, thing and measure, its value in the measure's unit."""

    place: Place
    scenario: Scenario
    seed: int
    sample: float
    years: float
    outcome: Outcome
    diary: Diary

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """week, measure, value: the system, week 0 (the start) to the last."""
        return _frame(weekly(self.outcome.weekly))

    @cached_property
    def by_community(self) -> pd.DataFrame:
        """week, community, measure, value: people (severity-weighted for distress and met) at the place's full size."""
        return _frame(self.diary.by_community())

    @cached_property
    def by_fifth(self) -> pd.DataFrame:
        """week, fifth (1 least .. 5 most deprived), measure, value: the communities' counts summed, and need met."""
        return _frame(self.diary.by_fifth())

    @cached_property
    def by_service(self) -> pd.DataFrame:
        """week, service, measure, value: people at the place's full size."""
        return _frame(self.diary.by_service())

    @cached_property
    def by_role(self) -> pd.DataFrame:
        """week, role, measure, value: whole-time staff in post, wellbeing, share burnt out, caseload."""
        return _frame(self.diary.by_role())

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row for each week: pounds in hand before, income, spending by pot, pounds in hand after (of the run's sample)."""
        return _frame(self.diary.ledger()).set_index("week")

    @property
    def totals(self) -> dict[str, float]:
        """Sums over the horizon by name."""
        return self.outcome.totals

    def write(self, folder: Path) -> list[Path]:
        """Write every table as CSV into a folder, each file whole or not at all. Returns the files."""
        folder.mkdir(parents=True, exist_ok=True)
        diary = self.diary
        tables = {
            "weekly": weekly(self.outcome.weekly),
            "by_community": diary.by_community(),
            "by_fifth": diary.by_fifth(),
            "by_service": diary.by_service(),
            "by_role": diary.by_role(),
            "ledger": diary.ledger(),
        }
        for name, table in tables.items():
            write_whole(folder / f"{name}.csv", as_csv(table))
        return [folder / f"{name}.csv" for name in tables]


def _frame(table: Columns) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(table)


def world_of(scenario: Scenario) -> tuple:
    """What a scenario says the world is; those that say the same share their past."""
    return tuple(tuple(sorted(getattr(scenario, room).items())) for room in ("parameters", "switches", "rivals"))


_last: dict[tuple, State] = {}


def settled(place: Place, scenario: Scenario, seed: int, sample: float, world: int) -> State:
    """A place at week 0, to be forked and not touched. The last run's is kept: another scenario starts from it at once."""
    key = (place, world_of(scenario), seed, sample, world)
    found = _last.get(key)
    if found is None:
        found = begin(place, scenario, seed=seed, sample=sample, world=world)
        _last.clear()
        _last[key] = found
    return found


def run(
    place: Place | str | Path,
    scenario: Scenario | str | Path = "ordinary",
    *,
    years: float | None = None,
    seed: int = 1,
    sample: float = 1.0,
    world: int = 0,
    on_week: Told | None = None,
) -> Result:
    """Run one place under one scenario. Raises InputError for what cannot be run.

    years: the horizon, the scenario's own if left out.  sample: share of the adults.  world: 0 the usual numbers.
    """
    where, what = as_place(place), as_scenario(scenario)
    length = what.years if years is None else years
    length, sample = check_size(length, sample, where.adults)
    seed, world = whole_number("seed", seed, 0, LARGEST_SEED), whole_number("world", world, 0, LARGEST_WORLD)
    check_fit(what, where, length)
    start = settled(where, what, seed, sample, world)
    diary = Diary(on_week, weeks_from_years(length))
    return Result(where, what, seed, sample, length, live(start, what, weeks_from_years(length), diary), diary)
