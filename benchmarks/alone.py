"""People left to themselves: the part of the model that a peer can copy whole, and lwsim's own columns living it.

Nobody answers here: a person in distress worsens, eases, drifts, gets better untreated, falls ill again and asks for help, week
by week, but no service or group is there. So nobody touches anybody else, every peer can live the same lives, and whoever
draws the same luck must end where lwsim ends, person by person.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lwsim import lots
from lwsim.agents.counts import ASKED, ONSETS, RECOVERIES, RELAPSES, new_tally
from lwsim.agents.kinds import NOBODY, WELL
from lwsim.build import build
from lwsim.mechanisms import help_seeking, need
from lwsim.place_file import load_place
from lwsim.rooms import Numbers, rivals_of, switches_of

FATE = ("place", "severity", "social_need", "onset_at", "stage", "stage_end", "in_need_since", "episodes")
"""Columns that the rules write, and that must be the same for every peer with the same luck."""

FLOWS = (ASKED, ONSETS, RELAPSES, RECOVERIES)
"""Events that every peer counts, in this order."""


def people_alone(place: str, sample: float, seed: int = 1) -> Any:
    """A place's people as they might stand today, with nobody to answer them: a `State` at week 0."""
    numbers = Numbers({})
    state = build(load_place(place), numbers, seed=seed, scale=sample, switches=switches_of({}), rivals=rivals_of({}), week=0)
    for near in ("nearest", "groups_near"):
        state.reach[near][:] = NOBODY
    return state


def live(state: Any, weeks: int) -> np.ndarray:
    """lwsim's own turns of `need`, `lots` and `help_seeking`, week after week. Returns events counted, as in FLOWS."""
    counted = np.zeros(len(FLOWS))
    for _ in range(weeks):
        state.tally = new_tally(state.communities.who.size, state.services.who.size)
        need.turn(state)
        lots.turn(state)  # of crises and recovery with the GP too, which nobody here has: a third more than its peers draw
        help_seeking.turn(state)
        state.week += 1
        counted += state.tally.flows[list(FLOWS)]
    return counted


@dataclass(frozen=True)
class Weeks:
    """What a peer is told of each coming week: hazards that everybody shares, and the keys under which luck is drawn.

    summed: (weeks, communities) hazard of distress at ordinary vulnerability, of all weeks so far.  keys: uint64 by decision,
    one for each week; next_onset and first_severity have one for good.
    """

    first: int
    summed: np.ndarray
    remission: np.ndarray
    course: np.ndarray
    ask: np.ndarray
    next_onset: np.uint64
    first_severity: np.uint64


def weeks_ahead(state: Any, weeks: int) -> Weeks:
    """The coming weeks of people left to themselves: hazards stay as they are, and luck is addressed by the week."""
    communities, luck = state.communities, state.luck
    hazard = need.hazard_of_distress(
        communities.deprivation.astype(float), communities.social_capital.astype(float), 1.0, state.p.need
    )
    steps = np.vstack([communities.summed_hazard, np.tile(hazard, (weeks, 1))])
    ahead = range(state.week, state.week + weeks)

    def keys(decision: str) -> np.ndarray:
        return np.array([luck.key(decision, week) for week in ahead], dtype=np.uint64)

    return Weeks(
        first=state.week,
        summed=np.cumsum(steps, axis=0)[1:],
        remission=keys("need.remission"),
        course=keys("need.course"),
        ask=keys("help_seeking.ask"),
        next_onset=luck.key("need.next_onset"),
        first_severity=luck.key("need.first_severity"),
    )


def fates(people: Any) -> dict[str, np.ndarray]:
    """The columns that the rules wrote, by name; where a person is counts only as well or not."""
    columns = {name: getattr(people, name) for name in FATE}
    return columns | {"place": columns["place"] != WELL}


def people_who_differ(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray], within: float = 0.0) -> int:
    """People whose fate is not the same: any whole number that differs, or a decimal by more than `within` of itself."""
    differs = np.zeros(ours["place"].size, dtype=bool)
    for name, column in ours.items():
        other = theirs[name]
        if within and column.dtype.kind == "f":
            differs |= ~np.isclose(column, other, rtol=within, atol=within)
        else:
            differs |= column != other
    return int(differs.sum())
