"""Lots: whoever is left out of the week's look could not have been struck, whatever the week brought; a copy draws its own."""

import copy

import numpy as np
import pytest

from lwsim import lots
from lwsim.luck import chances
from lwsim.mechanisms.crisis import chance_of_crisis, safety_now
from lwsim.mechanisms.help_seeking import chance_of_asking
from lwsim.model import live_a_week
from lwsim.state import State
from towns import settled


@pytest.fixture(params=[{}, {"crisis.poor_practice": 0.9, "crisis.again": 60.0}, {"help_seeking.trust_weight": 1.0}])
def state(request) -> State:
    """A small town in the middle of a year, its lots drawn; under the usual numbers and under larger ones."""
    found = settled(parameters=request.param).fork()
    for _ in range(9):
        live_a_week(found)
    lots.turn(found)
    return found


def rows(state: State) -> np.ndarray:
    return state.need[: state.needing]


def test_nobody_left_out_could_be_in_crisis(state):
    """At the worst practice there is and at today's need met, with each person's own severity and past."""
    p, people, need = state.p.crisis, state.people, rows(state)
    shares, severe = chances(state.key("crisis.contact"), people.who[need]), state.p.need.severe_edge
    safety = safety_now(state) * np.exp(p.poor_practice)
    again = state.week - people.acute_at[need].astype(int) < p.again_weeks
    rates = np.array(
        [
            chance_of_crisis.py_func(float(people.severity[i]), 0.0, people.is_enduring[i], was, severe, safety, p)
            for i, was in zip(need, again, strict=True)
        ]
    )
    struck = set(need[shares < rates])
    assert struck <= set(state.lots.crisis[: state.lots.crises]) and struck
    assert state.lots.crises < 0.1 * state.needing


def test_nobody_left_out_could_ask(state):
    p, q, people, need = state.p.help_seeking, state.p.need, state.people, rows(state)
    shares = chances(state.key("help_seeking.ask"), people.who[need])
    rates = np.array(
        [
            chance_of_asking.py_func(float(people.severity[i]), 1.0, 1.0, False, q.moderate_edge, q.severe_edge, True, p)
            for i in need
        ]
    )
    struck = set(need[shares < rates])
    assert struck <= set(state.lots.asking[: state.lots.asks]) and struck
    assert state.lots.asks < 0.2 * state.needing


def test_nobody_left_out_could_recover_by_their_gp(state):
    """At full hours of the best practitioner there is, and where the GP's care fits fully."""
    p, q, staff, need = state.p.support, state.p.need, state.staff, rows(state)
    best = (staff.ability.astype(float) * staff.joint * staff.novelty).max()
    key, hazard = state.key("support.recovery"), p.heals_gp * best
    times = np.exp(-q.remission_severity * (state.people.severity[need] - q.ordinary_severity))
    struck = set(need[chances(key, state.people.who[need]) < hazard * times])
    assert struck <= set(state.lots.recovering[: state.lots.recoveries])
    assert state.lots.recoveries < 0.05 * state.needing


def test_a_copy_has_lots_of_its_own():
    state = settled().fork()
    one, other = state.fork(), copy.deepcopy(state)
    assert one.lots.crisis is not other.lots.crisis and one.lots.crises == other.lots.crises == 0
    live_a_week(one)
    live_a_week(other)
    assert one.lots.asks == other.lots.asks > 0
    assert (one.lots.asking[: one.lots.asks] == other.lots.asking[: other.lots.asks]).all()
