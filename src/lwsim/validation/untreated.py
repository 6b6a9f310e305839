"""People whom nobody helps: the model's own course of distress, with all help-seeking and crises taken away."""

import numpy as np

from ..agents.kinds import WELL
from ..build import build
from ..model import live_a_week
from ..place_file import Place
from ..rooms import Numbers, rivals_of, switches_of

NOBODY_ASKS = {
    "help_seeking.ask_mild": 0.0,
    "help_seeking.ask_moderate": 0.0,
    "help_seeking.ask_severe": 0.0,
    "crisis.rate": 0.0,
}
"""Numbers outside their plausible ranges on purpose: a world without help."""
POINTS = (13, 26, 52)
INTAKE = 52
SEVEREST = 0.70
"""The published samples are of mild to moderate distress."""


def remitted(place: Place, values: dict[str, float], seed: int, sample: float) -> dict[int, float]:
    """Share of people in new, untreated distress who are well again by each of `POINTS` weeks. values: a world's numbers."""
    numbers = Numbers(values | NOBODY_ASKS)
    state = build(
        place, numbers, seed=seed, scale=sample, switches=switches_of({}), rivals=rivals_of({}), week=-INTAKE - max(POINTS) - 1
    )
    state.people.with_gp[:] = 0
    people = state.people
    began = np.full(people.who.size, -1)
    lasted = np.full(people.who.size, np.inf)
    was_well = people.place == WELL
    for week in range(INTAKE + max(POINTS)):
        live_a_week(state)
        is_well = people.place == WELL
        if week < INTAKE:
            fresh = was_well & ~is_well & (began < 0) & (people.severity < SEVEREST)
            began[fresh] = week
        ended = is_well & ~was_well & (began >= 0) & np.isinf(lasted)
        lasted[ended] = week - began[ended]
        was_well = is_well
    cohort = lasted[began >= 0]
    return {point: float((cohort <= point).mean()) for point in POINTS}
