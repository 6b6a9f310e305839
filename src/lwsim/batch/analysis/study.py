"""A finished experiment as arrays: each way of running the place, lived in the same worlds on the same luck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import InputError
from ...measures import MEASURES, Measure
from ..factors import Factor
from ..plan import Plan

LUCK = ["world", "replicate"]
MOST_ARMS = 400
"""Points of a design that are told one by one; of a sampled design with more, indices and regions tell."""


class Arm(NamedTuple):
    """One way of running a place: a scenario at a point of the design."""

    scenario: str
    point: int


class Contrast(NamedTuple):
    """One way set against another, world by world."""

    place: str
    arm: Arm
    against: Arm


@dataclass(frozen=True, eq=False)
class Study:
    """The results of an experiment. yearly: a row for each run and year; totals: a row for each run."""

    plan: Plan
    yearly: pd.DataFrame
    totals: pd.DataFrame

    @cached_property
    def last(self) -> pd.DataFrame:
        """The last year of every run."""
        return self.yearly[self.yearly["year"] == self.yearly["year"].max()]

    @property
    def measures(self) -> dict[str, Measure]:
        """The measures that the experiment speaks of."""
        return {name: MEASURES[name] for name in self.plan.measures}

    @property
    def horizon(self) -> float:
        """The last year."""
        return float(self.yearly["year"].max())

    @property
    def places(self) -> list[str]:
        """The places, in the experiment's order."""
        return list(self.plan.places)

    @property
    def reference(self) -> int:
        """The point that the others are set against: all factors where they usually stand, or the first."""
        usual = tuple(one.usual for one in self.plan.factors)
        return self.plan.points.index(usual) if usual in self.plan.points else 0

    @property
    def is_sampled(self) -> bool:
        """Whether points were drawn rather than chosen, so that none of them is of interest by itself."""
        return self.plan.experiment.design.kind in ("latin-hypercube", "sobol", "saltelli", "morris")

    @property
    def map_factors(self) -> list[Factor]:
        """The two or three factors that a response map shows: across, up, and a panel for each value; or none."""
        varied = [one for at, one in enumerate(self.plan.factors) if len({point[at] for point in self.plan.points}) > 1]
        is_grid = self.plan.experiment.design.kind == "grid" and 2 <= len(varied) <= 3
        return varied if is_grid and self.arms and not any(_is_named(one) for one in varied) else []

    @cached_property
    def arms(self) -> list[Arm]:
        """Every scenario at every point, where they are few enough to be told one by one."""
        if self.is_sampled or len(self.plan.points) * len(self.plan.scenarios) > MOST_ARMS:
            return []
        return [Arm(scenario, point) for point in range(len(self.plan.points)) for scenario in self.plan.scenarios]

    def contrasts(self) -> Iterator[Contrast]:
        """With several scenarios each against the first at the same point, otherwise each point against the usual one."""
        first = next(iter(self.plan.scenarios))
        for place in self.places:
            for arm in self.arms:
                against = Arm(first, arm.point) if len(self.plan.scenarios) > 1 else Arm(first, self.reference)
                if arm != against:
                    yield Contrast(place, arm, against)

    def values(self, place: str, measure: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
        """A measure by world and replicate (rows) and by scenario and point (columns); what failed is NaN."""
        rows = self.last if frame is None else frame
        rows = rows[rows["place"] == place]
        return rows.pivot_table(index=LUCK, columns=["scenario", "point"], values=measure, dropna=False)

    def label(self, arm: Arm) -> str:
        """An arm in words: its scenario, where there are several, and its factors' values."""
        values = [
            f"{one.name} {value:.3g}" if isinstance(value, float) else f"{one.name} {value}" if not one.options else str(value)
            for one, value in zip(self.plan.factors, self.plan.points[arm.point], strict=True)
        ]
        scenario = [arm.scenario] if len(self.plan.scenarios) > 1 or not values else []
        return ", ".join([*scenario, *values])

    def answer(self, place: str, measure: str) -> np.ndarray:
        """What a sampled design is asked about: (points,) the mean over worlds of the last scenario minus the first.

        With one scenario its own mean. NaN where no world was lived to its end.
        """
        table = self.values(place, measure)
        names = list(self.plan.scenarios)
        of = [table[name].reindex(columns=range(len(self.plan.points))).to_numpy() for name in names]
        apart = of[-1] - of[0] if len(names) > 1 else of[0]
        there = np.isfinite(apart)
        sums = np.where(there, apart, 0.0).sum(axis=0)
        return np.where(there.any(axis=0), sums / np.maximum(there.sum(axis=0), 1), np.nan)

    @property
    def has_regions(self) -> bool:
        """Whether there are two scenarios, and points or worlds enough to tell where the last one wins."""
        return len(self.plan.scenarios) > 1 and (self.is_sampled or self.plan.experiment.worlds > 1)

    @property
    def asks(self) -> str:
        """What `answer` is, in words."""
        names = list(self.plan.scenarios)
        return f"{names[-1]} minus {names[0]}" if len(names) > 1 else names[0]


def _is_named(factor: Factor) -> bool:
    """Whether a factor's values are no numbers, so that they have no place on an axis."""
    return bool(factor.options) or any(isinstance(level, (str, bool)) for level in factor.levels)


def check_whole(study: Study) -> None:
    """Refuse to analyse an experiment of which nothing was lived. Raises InputError."""
    if not len(study.yearly):
        raise InputError(
            f"experiment {study.plan.experiment.name}", "", "without a finished run", "", "lwsim experiment run it first"
        )
