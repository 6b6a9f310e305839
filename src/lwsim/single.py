"""One run: (place, scenario, parameters, seed) -> tidy tables; nothing else goes in, and it can be repeated alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import measures, parts
from .agents.kinds import FIFTHS, ROLES
from .errors import InputError
from .files import write_whole
from .model import begin, live_a_week, take_on
from .place_file import Place, load_place
from .scenario_events import LONGEST_YEARS
from .scenario_file import Scenario, load_scenario
from .scenario_fit import check_fit
from .state import State
from .totals import totals
from .units import weeks_from_years
from .vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd  # loaded only where a table is asked for: it takes longer to load than a small town to live

Told = Callable[[int, int], None]
"""Called with what is done and how much there is."""


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


def check_size(years: float, sample: float) -> None:
    """Refuse a horizon or a sample that cannot be run. Raises InputError."""
    if not (weeks_from_years(years) >= 1 and years <= LONGEST_YEARS):
        raise InputError("run", "years", years, f"a week (0.02) to {LONGEST_YEARS:g} years", "give years=5, say")
    if not 0.0 < sample <= 1.0:
        raise InputError("run", "sample", sample, "above 0, up to 1", "give sample=0.1 for a tenth of the adults")


def live(start: State, scenario: Scenario, weeks: int, each: Callable[[State], None] | None = None) -> Outcome:
    """Live `weeks` weeks from a settled start under a scenario. The start is not touched. each: called after every week."""
    first = measures.record(start)
    state = start.fork()
    take_on(state, scenario)
    weekly = np.empty((weeks + 1, first.size))
    weekly[0] = first
    for week in range(1, weeks + 1):
        live_a_week(state)
        weekly[week] = measures.record(state)
        state.staff_changes.clear()
        if each:
            each(state)
    return Outcome(weekly, totals(weekly))


class _Diary:
    """Keeps what a full result holds beside the system's measures, a week at a time."""

    def __init__(self, told: Told | None, weeks: int) -> None:
        self.told, self.weeks, self.done = told, weeks, 0
        self.parts: list[parts.Noted] = []
        self.money: list[dict[str, float]] = []

    def __call__(self, state: State) -> None:
        self.parts.append(parts.noted(state))
        money = state.money
        self.money.append(
            {"in_hand_before": money.before, "income": money.received, **money.spent, "in_hand_after": money.in_hand}
        )
        self.names, self.fifths = state.names, state.communities.fifth
        self.scale, self.burnt_out = state.scale, state.p.workforce.burnt_out
        self.done += 1
        if self.told:
            self.told(self.done, self.weeks)


def _tidy(weeks: list[np.ndarray], names: list[str], columns: tuple[str, ...], key: str) -> pd.DataFrame:
    """A tidy table from one (names, columns) array a week; later weeks may hold more names than earlier ones."""
    import pandas as pd

    parts = [
        pd.DataFrame(
            {
                "week": week,
                key: np.repeat(names[: table.shape[0]], len(columns)),
                "measure": np.tile(columns, table.shape[0]),
                "value": table.ravel(),
            }
        )
        for week, table in enumerate(weeks, start=1)
    ]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, eq=False)
class Result:
    """One run in full; every table is tidy: a row for each week, thing and measure, its value in the measure's unit."""

    place: Place
    scenario: Scenario
    seed: int
    sample: float
    years: float
    outcome: Outcome
    diary: _Diary

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """week, measure, value: the system, week 0 (the start) to the last."""
        import pandas as pd

        rows = self.outcome.weekly
        weeks = np.repeat(np.arange(rows.shape[0]), rows.shape[1])
        return pd.DataFrame({"week": weeks, "measure": np.tile(measures.NAMES, rows.shape[0]), "value": rows.ravel()})

    @cached_property
    def by_community(self) -> pd.DataFrame:
        """week, community, measure, value: people (severity-weighted for distress and met) at the place's full size."""
        return _tidy(self._communities, self.diary.names["communities"], parts.BY_COMMUNITY, "community")

    @cached_property
    def _communities(self) -> list[np.ndarray]:
        return [parts.communities(week, self.diary.scale) for week in self.diary.parts]

    @cached_property
    def by_fifth(self) -> pd.DataFrame:
        """week, fifth (1 least .. 5 most deprived), measure, value: the communities' counts summed, and need met."""
        sums = []
        for table in self._communities:
            summed = np.stack([np.bincount(self.diary.fifths, weights=column, minlength=FIFTHS) for column in table.T], axis=1)
            distress, met = (summed[:, parts.BY_COMMUNITY.index(name)] for name in ("distress", "met"))
            share = np.divide(met, distress, out=np.full(FIFTHS, np.nan), where=distress > 0)
            sums.append(np.column_stack([summed, share]))
        return _tidy(sums, [str(fifth + 1) for fifth in range(FIFTHS)], (*parts.BY_COMMUNITY, "need_met"), "fifth").dropna()

    @cached_property
    def by_service(self) -> pd.DataFrame:
        """week, service, measure, value: people at the place's full size."""
        weeks = [parts.services(week, self.diary.scale) for week in self.diary.parts]
        return _tidy(weeks, self.diary.names["service_keys"], parts.BY_SERVICE, "service")

    @cached_property
    def by_role(self) -> pd.DataFrame:
        """week, role, measure, value: whole-time staff in post, wellbeing, share burnt out, caseload."""
        weeks = [parts.roles(week, self.diary.scale, self.diary.burnt_out) for week in self.diary.parts]
        return _tidy(weeks, list(ROLES), parts.BY_ROLE, "role")

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """A row for each week: pounds in hand before, income, spending by pot, pounds in hand after (of the run's sample)."""
        import pandas as pd

        return pd.DataFrame(self.diary.money).assign(week=range(1, len(self.diary.money) + 1)).set_index("week")

    @property
    def totals(self) -> dict[str, float]:
        """Sums over the horizon by name."""
        return self.outcome.totals

    def write(self, folder: Path) -> list[Path]:
        """Write every table as CSV into a folder, each file whole or not at all. Returns the files."""
        folder.mkdir(parents=True, exist_ok=True)
        tables = {
            "weekly": self.weekly,
            "by_community": self.by_community,
            "by_fifth": self.by_fifth,
            "by_service": self.by_service,
            "by_role": self.by_role,
        }
        written = []
        for name, table in tables.items():
            written.append(folder / f"{name}.csv")
            write_whole(written[-1], table.to_csv(index=False))
        written.append(folder / "ledger.csv")
        write_whole(written[-1], self.ledger.to_csv())
        return written


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
    check_size(length, sample)
    check_fit(what, where, length)
    start = settled(where, what, seed, sample, world)
    diary = _Diary(on_week, weeks_from_years(length))
    return Result(where, what, seed, sample, length, live(start, what, weeks_from_years(length), diary), diary)
