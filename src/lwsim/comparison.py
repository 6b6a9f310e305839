"""Two to four scenarios on the same luck in many plausible worlds, held as arrays and handed out as tables.

The sign convention is one everywhere: a difference is *second minus first*, B minus A, where A is the
scenario named first. With more scenarios B, C and D are each set against A. A year's value of a measure
counted over a year is the mean of that year's 52 weeks; of a stock ('end'), the year's last week; totals run
over the whole horizon.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from . import statistics as st
from .themes import THEMES
from .tidy import nested, tidy_rows
from .units import WEEKS_A_YEAR, weeks_from_years
from .wording import Described

LETTERS = "ABCD"
"""What scenarios are called by for short, in their order."""
FEWEST_SIDES, MOST_SIDES = 2, len(LETTERS)
QUARTER = 13
"""Weeks of the running mean that a lead is judged by, so that one odd week does not hand it over."""
SIGN = "difference = the later-named scenario minus the first-named, world by world on the same luck"
INTERVALS = {
    "low, high": "the central 90% of plausible worlds",
    "mean_low, mean_high": "95% interval of the mean over worlds (Student's t)",
}


class OneRun(Protocol):
    """What a comparison takes from one run; `run.Outcome` is one."""

    @property
    def weekly(self) -> np.ndarray: ...
    @property
    def totals(self) -> dict[str, float]: ...


@dataclass(frozen=True, eq=False)
class Side:
    """One scenario in all worlds.

    weekly: (worlds, weeks + 1, measures), row 0 the shared start.  totals: (worlds, totals).
    """

    key: str
    title: str
    weekly: st.Array
    totals: st.Array

    @classmethod
    def of(cls, key: str, title: str, runs: Sequence[OneRun], totals: Iterable[str]) -> Side:
        """A side from its runs, one a world, in the order of the worlds."""
        names = tuple(totals)
        summed = [[run.totals[name] for name in names] for run in runs]
        return cls(key, title, np.stack([run.weekly for run in runs]).astype(float), np.array(summed, dtype=float))


@dataclass(frozen=True)
class Setup:
    """How the worlds were run. drawn: full names of the parameters drawn afresh in each world."""

    years: float
    worlds: int
    seed: int
    sample: float
    version: str
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """A place under two to four scenarios; `measures` and `totals` describe the columns of every side."""

    place: str
    sides: tuple[Side, ...]
    measures: tuple[Described, ...]
    totals: tuple[Described, ...]
    setup: Setup

    def __post_init__(self) -> None:
        """Refuse sides that cannot be paired. Raises ValueError."""
        if not FEWEST_SIDES <= len(self.sides) <= MOST_SIDES:
            raise ValueError(f"a comparison takes two to four scenarios, not {len(self.sides)}")
        weeks = weeks_from_years(self.setup.years)
        wanted = (self.setup.worlds, weeks + 1, len(self.measures)), (self.setup.worlds, len(self.totals))
        for side in self.sides:
            found = side.weekly.shape, side.totals.shape
            if found != wanted:
                raise ValueError(f"{side.title}: arrays of shape {found}, where the setup says {wanted}")

    @property
    def labels(self) -> tuple[str, ...]:
        """Each scenario's title, told apart by a letter where two have the same."""
        return _distinct([side.title for side in self.sides], lambda letter: f" ({letter})")

    @property
    def keys(self) -> tuple[str, ...]:
        """Each scenario's key, told apart by a letter where two are the same."""
        return _distinct([side.key for side in self.sides], lambda letter: f"_{letter.lower()}")

    @property
    def weeks(self) -> int:
        """Weeks of the horizon."""
        return self.sides[0].weekly.shape[1] - 1

    @property
    def years(self) -> tuple[float, ...]:
        """The points that tables report: each whole year, and the horizon where it is not whole."""
        whole = [float(year) for year in range(1, self.weeks // WEEKS_A_YEAR + 1)]
        return (*whole, float(self.setup.years)) if self.weeks % WEEKS_A_YEAR else tuple(whole)

    @property
    def others(self) -> range:
        """Places of the sides that are set against the first."""
        return range(1, len(self.sides))

    def has(self, name: str) -> bool:
        """Whether a weekly measure of this name was recorded."""
        return name in self._places

    def measure(self, name: str) -> Described:
        """The description of a weekly measure. Raises KeyError for an unknown name."""
        return self.measures[self._places[name]]

    def weekly(self, side: int, name: str) -> st.Array:
        """One measure of one side, week by week: (worlds, weeks + 1)."""
        return self.sides[side].weekly[:, :, self._places[name]]

    def difference(self, name: str, other: int = 1) -> st.Array:
        """Paired difference from the first side, week by week: (worlds, weeks + 1)."""
        return st.paired_difference(self.weekly(0, name), self.weekly(other, name))

    def drawn(self, name: str, side: int, *, is_difference: bool = False) -> st.Array:
        """What a chart draws of one side, or of its paired difference from the first: (worlds, weeks + 1).

        Of what is counted week by week (of which a year is the mean), the mean of the quarter of a year around each week: a
        week of rare events by itself is noise.  Anything else as it stood.
        """
        weekly = self.difference(name, side) if is_difference else self.weekly(side, name)
        return weekly if self.measure(name).over == "end" else st.running_mean(weekly, QUARTER)

    def yearly(self, side: int, name: str) -> st.Array:
        """One measure of one side at each of `years`: (worlds, years)."""
        return self._yearly[side][:, :, self._places[name]]

    def smooth(self, name: str, other: int = 1) -> st.Array:
        """The mean difference from the first side, as a running mean of a quarter of a year: (weeks + 1,)."""
        return self._smooth[other - 1, self._places[name]]

    def crossover(self, name: str, other: int = 1) -> float:
        """Week from which the lead in the mean holds to the end, after the other side had it; NaN if none."""
        return float(st.crossover_week(self.smooth(name, other)))

    def is_identical(self, other: int = 1) -> bool:
        """Whether two sides have the same number (or the same gap) in every world, week and measure."""
        first, second = self.sides[0], self.sides[other]
        return bool(
            np.array_equal(first.weekly, second.weekly, equal_nan=True)
            and np.array_equal(first.totals, second.totals, equal_nan=True)
        )

    def table(self, years: Iterable[float] | None = None) -> pd.DataFrame:
        """Tidy table: a row for each measure, year and scenario, with its paired difference from the first.

        years: some of `Comparison.years`; all when left out.  `low`, `high` span the central 90% of
        plausible worlds, `mean_low`, `mean_high` the 95% interval of the mean.  `share_ahead` is empty where
        neither side is better.
        """
        keep = set(self.years if years is None else years)
        if unknown := keep - set(self.years):
            raise ValueError(f"years {sorted(unknown)} were not recorded; there are {list(self.years)}")
        return self._table[self._table["year"].isin(keep)].reset_index(drop=True)

    def totals_table(self) -> pd.DataFrame:
        """The same columns for the totals over the horizon; a total has no crossover."""
        return self._totals_table.copy()

    def headline(self) -> pd.DataFrame:
        """The short table: the shown measures of every theme in the last year, theme first."""
        last = pd.concat([self.table([self.years[-1]]), self.totals_table()], ignore_index=True)
        parts = [last[last["measure"] == name].assign(theme=theme.title) for theme in THEMES for name in theme.shown]
        parts = [part for part in parts if len(part)]
        if not parts:
            return last.assign(theme="")
        found = pd.concat(parts, ignore_index=True)
        return found[["theme", *(column for column in found.columns if column != "theme")]]

    def to_json(self) -> dict[str, Any]:
        """Everything in the tables as plain values for JSON; what does not exist is null, never NaN."""
        key_of = dict(zip(self.labels, self.keys, strict=True))
        return {
            "place": self.place,
            "scenarios": [{"key": key, "title": label} for label, key in key_of.items()],
            "setup": {**vars(self.setup), "drawn": list(self.setup.drawn)},
            "sign": SIGN,
            "intervals": INTERVALS,
            "measures": nested(self.table(), key_of),
            "totals": nested(self.totals_table(), key_of),
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        """Column of each measure."""
        return {measure.name: place for place, measure in enumerate(self.measures)}

    @cached_property
    def _smooth(self) -> st.Array:
        """Running means of all mean differences: (other sides, measures, weeks + 1)."""
        means = [[st.mean(self.difference(name, other)) for name in self._places] for other in self.others]
        return st.running_mean(np.array(means), QUARTER)

    @cached_property
    def _yearly(self) -> tuple[st.Array, ...]:
        """Each side's values at each of `years`: (worlds, years, measures)."""
        at_end = np.array([measure.over == "end" for measure in self.measures])
        found = []
        for side in self.sides:
            last = [min(round(year * WEEKS_A_YEAR), self.weeks) for year in self.years]
            first = [1, *(week + 1 for week in last[:-1])]
            spans = [
                np.where(at_end, side.weekly[:, stop], st.mean(np.moveaxis(side.weekly[:, start : stop + 1], 1, 0)))
                for start, stop in zip(first, last, strict=True)
            ]
            found.append(np.stack(spans, axis=1))
        return tuple(found)

    @cached_property
    def _table(self) -> pd.DataFrame:
        """Every measure in every year."""
        rows = []
        for place, measure in enumerate(self.measures):
            values = [yearly[:, :, place] for yearly in self._yearly]
            crossovers = [math.nan, *(self.crossover(measure.name, other) for other in self.others)]
            rows += tidy_rows(self.labels, measure, self.years, values, crossovers)
        return pd.DataFrame(rows)

    @cached_property
    def _totals_table(self) -> pd.DataFrame:
        """Every total."""
        rows = []
        horizon, never = (float(self.setup.years),), [math.nan] * len(self.sides)
        for place, measure in enumerate(self.totals):
            values = [side.totals[:, place : place + 1] for side in self.sides]
            rows += tidy_rows(self.labels, measure, horizon, values, never)
        return pd.DataFrame(rows)


def _distinct(names: list[str], mark: Any) -> tuple[str, ...]:
    """Names as they are, with A, B, C or D marked on where two are alike."""
    return tuple(name + mark(LETTERS[place]) if names.count(name) > 1 else name for place, name in enumerate(names))
