"""Lots: whoever is left out of the week's look could not have been struck, whatever the week brought; a copy draws its own."""

import copy

import numpy as np
import pytest

from lwsim import lots
from lwsim.agents.alone import likeliest_recovery
from lwsim.agents.journeys import happens
from lwsim.luck import chances
from lwsim.mechanisms.crisis import chance_of_crisis, likeliest_crisis, safety_now
from lwsim.mechanisms.help_seeking import chance_of_asking, likeliest_asking
from lwsim.model import live_a_week
from lwsim.rooms import Numbers
from lwsim.state import State
from lwsim.worlds import drawn
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


SEVERITIES = np.linspace(0.25, 1.0, 76)


def worlds():
    """The numbers of a few plausible worlds, and of the usual one."""
    return [Numbers(drawn(world, seed=3)) for world in range(12)]


def test_no_rate_of_a_crisis_is_above_the_largest():
    """At the worst practice, with no need met: nobody is above it, and somebody comes near it."""
    for p in worlds():
        severe, safety = p.need.severe_edge, 1.1
        largest = likeliest_crisis(severe, safety, p.crisis)
        worst = safety * np.exp(p.crisis.poor_practice)
        rates = [chance_of_crisis.py_func(s, 0.0, e, False, severe, worst, p.crisis) for s in SEVERITIES for e in (0, 1)]
        assert 0.99 * largest <= max(rates) <= largest
        again = [chance_of_crisis.py_func(s, 0.0, e, True, severe, worst, p.crisis) for s in SEVERITIES for e in (0, 1)]
        assert max(again) <= largest * p.crisis.again


def test_no_rate_of_asking_is_above_the_largest():
    for p in worlds():
        q, largest = p.need, likeliest_asking(p.help_seeking)
        edges = (q.moderate_edge, q.severe_edge)
        trusting = ((1.0, 1.0, False), *edges, True, p.help_seeking)
        rates = [chance_of_asking.py_func(s, *trusting[0], *trusting[1:]) for s in SEVERITIES]
        assert 0.99 * largest <= max(rates) <= largest


def test_no_recovery_is_likelier_than_the_largest():
    """`happens` says no to every chance from the bound on, at every severity, for an enduring condition and without."""
    for p in worlds():
        q, quality = p.need, 1.3
        largest = likeliest_recovery(quality, p.support, q)
        for enduring in (1.0, q.remission_enduring):
            hazard = p.support.heals_gp * quality * enduring
            assert not any(happens.py_func(largest, hazard, s, q) for s in SEVERITIES)
        near = 0.99 * p.support.heals_gp * quality * np.exp(q.remission_severity * (q.ordinary_severity - q.mild_edge))
        assert happens.py_func(near, p.support.heals_gp * quality, q.mild_edge, q) and near < largest
