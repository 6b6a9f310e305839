"""What the pattern experiments share: a few lines to live scenarios on the same luck and read yearly means."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lwsim.measures import NAMES
from lwsim.model import begin
from lwsim.place_file import load_place
from lwsim.scenario_file import Scenario, scenario_from_table
from lwsim.single import Outcome, live
from lwsim.units import WEEKS_A_YEAR

PLACE, SAMPLE, SEED = "salford", 1.0, 1
"""A real place with every adult: a sample is a smaller place. Two seconds or three for ten years."""


def scenario(title: str, years: float = 10.0, **table: Any) -> Scenario:
    """A scenario from keyword tables: forces, money, events, parameters, ..."""
    return scenario_from_table({"title": title, "question": "Does the pattern come out?", "years": years, **table})


def forces(value: float) -> dict[str, float]:
    """All three forces stated at one setting."""
    return {"purpose": value, "power": value, "practice": value}


def lives(
    scenarios: Sequence[Scenario],
    world: int,
    years: float,
    *,
    watch: Callable[[int], Callable[[Any], None]] | None = None,
    change: Callable[[Any, int], None] | None = None,
) -> list[Outcome]:
    """Each scenario lived in one plausible world from one shared start, on the same luck.

    The first scenario says what the world is (parameters, switches).  watch: gives each scenario's weekly observer by number.
    change: may alter a copy of the start for a scenario's number before it is lived.
    """
    start = begin(load_place(PLACE), scenarios[0], seed=SEED, sample=SAMPLE, world=world)
    outcomes = []
    for number, one in enumerate(scenarios):
        own = start.fork()
        if change:
            change(own, number)
        outcomes.append(live(own, one, round(years * WEEKS_A_YEAR), watch(number) if watch else None))
    return outcomes


def yearly(outcome: Outcome, measure: str) -> np.ndarray:
    """A measure's mean in each year: (years,)."""
    weeks = outcome.weekly[1:, NAMES.index(measure)]
    return weeks.reshape(-1, WEEKS_A_YEAR).mean(axis=1)


def weekly(outcome: Outcome, measure: str) -> np.ndarray:
    """A measure week by week, from week 0."""
    return outcome.weekly[:, NAMES.index(measure)]
