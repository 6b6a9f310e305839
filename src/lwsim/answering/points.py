"""One scenario in one world, of which only values by year are kept: what maps and explanations are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..lives import by_year
from ..place_file import Place
from ..scenario_file import Scenario
from ..single import live
from ..state import State
from ..units import weeks_from_years
from .questions import Look, Start, only_what_acts


@dataclass(frozen=True)
class Point:
    """A life to be lived; its result is (years, measures) in the order of `measures.NAMES`."""

    start: Start
    scenario: Scenario = field(compare=False, repr=False)
    years: tuple[float, ...]
    acts: Scenario

    @classmethod
    def of(cls, start: Start, scenario: Scenario, years: tuple[float, ...]) -> Point:
        """The life of a scenario; its words are left behind, so that equal doings are lived once."""
        return cls(start, scenario, years, only_what_acts(scenario))

    def work(self, state: State, look: Look) -> np.ndarray:
        """Live the years and keep what they came to."""
        weekly = live(state, self.scenario, weeks_from_years(self.years[-1]), look).weekly
        return by_year(weekly, self.years)


def pointing(place: Place, years: tuple[float, ...], seed: int, sample: float) -> Callable[[int, Scenario], Point]:
    """A maker of points on one place: (world, scenario) -> point; starts are named once for each world."""
    starts: dict[tuple, Start] = {}

    def point(world: int, scenario: Scenario) -> Point:
        past = world, scenario.parameters, scenario.switches, scenario.rivals
        if past not in starts:
            starts[past] = Start.of(place, scenario, seed, sample, world)
        return Point.of(starts[past], scenario, years)

    return point
