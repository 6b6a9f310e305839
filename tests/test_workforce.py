"""The workforce: strain and renewal, sickness, leaving and learning."""

import copy
import math

import numpy as np
import pytest

from lwsim.agents.posts import leave, no_ties
from lwsim.forces import Moved
from lwsim.measures import record
from lwsim.mechanisms import workforce
from lwsim.mechanisms.workforce import ability, felt_by_all, levels_of_skill, overload, where_wellbeing_settles
from lwsim.model import live_a_week
from towns import USUAL, is_above, numbers, only, settled, staff, yearly

P = numbers(
    workforce__wellbeing_settles=0.54,
    workforce__wellbeing_spread=0.16,
    workforce__overload=0.35,
    workforce__ordinary_load=0.9,
    workforce__overload_width=0.3,
    workforce__burden=0.05,
    workforce__moral_injury=0.1,
    workforce__reflection=0.06,
    workforce__reflection_hours=3.0,
    workforce__company=0.04,
    workforce__burnout_effect=0.3,
    workforce__talent=0.15,
    workforce__variation=0.6,
    workforce__audit_lifts=0.06,
    workforce__audit_saturates=2.0,
).workforce


@pytest.mark.parametrize(("load", "by_hand"), [(0.9, 0.5), (1.2, 1 / (1 + math.exp(-1))), (0.6, 1 / (1 + math.e))])
def test_overload_by_hand(load, by_hand):
    assert overload(load, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("given", "levers", "off", "by_hand"),
    [
        ({}, {}, (), 0.54),
        ({"own": 1.0}, {}, (), 0.70),
        ({"load": 1.2}, {}, (), 0.54 - 0.35 * (1 / (1 + math.exp(-1)) - 0.5)),
        ({"load": 1.2}, {}, ("overload_wears",), 0.54),
        ({"extra": 3.0}, {}, (), 0.54 + 0.06 * (1 - math.exp(-1))),
        ({"extra": -3.0}, {}, (), 0.54 - 0.06 * (1 - math.exp(-1))),
        ({"across": 1.0}, {}, (), 0.58),
        ({"extra": 3.0, "across": 1.0}, {}, ("reflection_protects",), 0.54),
        ({"turned": 1.0}, {}, (), 0.44),
        ({"distance": 0.5}, {}, (), 0.49),
        ({"distance": 0.5}, {}, ("strain_of_distance",), 0.54),
        ({}, {"assurance": 1.0}, (), 0.49),
        ({}, {"assurance": -5.0}, (), 0.59),
        ({}, {"autonomy": 0.07}, (), 0.61),
        ({"own": -9.0}, {}, (), 0.0),
    ],
)
def test_where_wellbeing_settles_by_hand(given, levers, off, by_hand):
    at = {"load": 0.9, "extra": 0.0, "across": 0.0, "turned": 0.0, "distance": 0.0, "own": 0.0} | given
    moved = Moved(*(0.0 for _ in Moved._fields))._replace(**levers)
    distance = 0.0 if "strain_of_distance" in off else at["distance"]
    by_all = felt_by_all(moved, distance, P, 0.1)
    wears, protects = "overload_wears" not in off, "reflection_protects" not in off
    found = where_wellbeing_settles(at["load"], at["extra"], at["across"], at["turned"], at["own"], by_all, wears, protects, P)
    assert found == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("skill", "wellbeing", "costs", "by_hand"),
    [(1.2, 0.9, True, 1.2), (1.0, 0.5, True, 0.85), (1.0, 0.2, True, 0.7), (1.0, 0.2, False, 1.0)],
)
def test_ability_by_hand(skill, wellbeing, costs, by_hand):
    assert ability(skill, wellbeing, costs, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("own", "effort", "lifts", "by_hand"),
    [
        (0.0, 1.0, True, 1.0),
        (1.0, 1.0, True, 1.15),
        (1.0, 0.0, True, 1.0 - 0.06 + 0.15 * 1.6),
        (0.0, 2.0, True, 1.0 + 0.06 * ((1.0 - math.exp(-4)) / (1.0 - math.exp(-2)) - 1.0)),
        (1.0, 0.0, False, 1.15),
    ],
)
def test_level_of_skill_by_hand(own, effort, lifts, by_hand):
    middle, spread = levels_of_skill(effort, lifts, P)
    assert middle + spread * own == pytest.approx(by_hand)


def test_assurance_evens_out_practice_and_lifts_it():
    none, today, double = (levels_of_skill(effort, True, P) for effort in (0.0, 1.0, 2.0))
    assert none[1] > 1.5 * today[1] == 1.5 * double[1]
    assert none[0] < today[0] < double[0]


def crowd(posts: int = 4_000, **columns: float):
    """A town's state with so many practitioners that shares show, all at ordinary wellbeing."""
    state = settled()
    state.staff = staff(posts, wellbeing=USUAL.workforce.wellbeing_settles)
    for name, value in columns.items():
        getattr(state.staff, name)[:] = value
    state.ties = no_ties(posts)
    state.placing = state.needing = 0
    state.p = copy.copy(state.p)
    state.p.workforce = state.p.workforce._replace(wellbeing_half_life=1e12)  # wellbeing stays where a test puts it
    return state


def weeks_of(state, count: int):
    """Let people work, come and go for some weeks, as they feel now; gives the state after each."""
    for _ in range(count):
        workforce.turn(state)
        state.week += 1
        yield state


def test_leaving_is_a_yearly_share():
    """At ordinary wellbeing the yearly share who leave is the parameter's, within sampling error."""
    state = crowd()
    state.money.recruits = False
    for _ in weeks_of(state, 52):
        state.staff.away[:] = 0
    share = 1.0 - state.staff.is_filled.mean()
    assert share == pytest.approx(USUAL.workforce.leaving, abs=4.0 * math.sqrt(0.17 * 0.83 / 4_000))


def test_an_absence_lasts_its_mean_length():
    """Absences are as long, on average, as the parameter says."""
    state, before, lengths = crowd(8_000), np.zeros(8_000, dtype=int), []
    for _ in weeks_of(state, 40):
        fell = state.staff.away > np.maximum(before - 1, 0)
        lengths.extend(state.staff.away[fell].tolist())
        before = state.staff.away.astype(int)
    error = np.std(lengths) / math.sqrt(len(lengths))
    assert np.mean(lengths) == pytest.approx(USUAL.workforce.sickness_weeks, abs=4.0 * error)


def test_low_wellbeing_makes_people_leave_and_sick():
    low, high = (list(weeks_of(crowd(wellbeing=value), 11))[-1].staff for value in (0.1, 0.9))
    assert (low.is_filled == 0).sum() > 1.5 * (high.is_filled == 0).sum()
    assert (low.away > 0).mean() > 1.5 * (high.away > 0).mean()


def test_an_empty_post_waits_before_it_is_filled():
    state = crowd(2_000, is_filled=0, vacant_since=0)
    state.week = 0
    filled = [int(state.staff.is_filled.sum()) for _ in weeks_of(state, 20)]
    assert filled[:12] == [0] * 12 and filled[12] > 0
    assert filled[12] / 2_000 == pytest.approx(USUAL.workforce.hire, abs=4.0 * math.sqrt(0.0185 / 2_000))
    new = state.staff.is_filled == 1
    assert state.staff.skill[new].mean() == pytest.approx(USUAL.workforce.novice, abs=0.03)
    assert (state.staff.who[new] != state.staff.post[new]).all()


def test_frozen_recruitment_fills_nothing():
    state = crowd(500, is_filled=0, vacant_since=-100)
    state.money.recruits = False
    assert [int(s.staff.is_filled.sum()) for s in weeks_of(state, 10)] == [0] * 10


def test_a_staffing_shock_empties_posts():
    shock = [{"kind": "staffing_shock", "week": 0, "share": 0.5, "weeks": 26}]
    assert is_above(yearly("vacancy", 26, events=shock), yearly("vacancy", 26))


@pytest.mark.slow
def test_overload_burns_out():
    gentle, harsh = (yearly("burnt_out", 104, parameters={"workforce.ordinary_load": v}) for v in (1.1, 0.75))
    assert is_above(harsh, gentle)


def test_a_say_in_ones_work_lifts_wellbeing():
    """The autonomy lever alone: power shared, wellbeing higher."""
    alone = only("lever_autonomy")
    assured, shared = (yearly("wellbeing", 104, forces={"power": v}, switches=alone) for v in (0.0, 1.0))
    assert is_above(shared, assured)


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:invalid value encountered")
def test_a_town_without_staff_lives_on():
    """A town whose posts all fall empty keeps every number finite, treats nobody anew, and recovers when people are hired."""
    state = settled()
    leave(state, np.flatnonzero(state.staff.is_filled == 1))
    started = 0
    for _ in range(8):
        live_a_week(state)
        started += int(state.services.started.sum())
    assert started == 0 and np.isfinite(record(state)).all()
    assert np.isfinite(state.collaborative.resistance)


def test_doing_one_thing_much_grows_skill_higher():
    """Practice towards supporting individuals, by its craft lever alone: hours of the workforce do more."""
    alone = {"switches": only("lever_craft"), "parameters": {"levers.craft": 0.16}}
    single, mixed = (yearly("capacity_workforce", 156, since=104, forces={"practice": v}, **alone) for v in (0.0, 1.0))
    assert is_above(single, mixed)
