"""Growth: groups live on their income, volunteers come and tire, social capital is built and worn."""

import numpy as np
import pytest

from lwsim.agents.kinds import IN_GROUP
from lwsim.mechanisms import growth
from lwsim.mechanisms.growth import affordable_hours, social_capital_next
from lwsim.mechanisms.neighbours import mutual_support
from lwsim.model import live_a_week
from lwsim.units import weekly_from_half_life
from towns import USUAL, is_above, lived, numbers, series, settled, yearly

P = numbers(
    growth__capital_half_life=156.0,
    growth__capital_built=0.01,
    growth__capital_meeting=0.3,
    growth__capital_crises=0.5,
).growth


@pytest.mark.parametrize(("income", "overhead", "by_hand"), [(300.0, 50.0, 13.392857), (50.0, 50.0, 0.0), (10.0, 50.0, 0.0)])
def test_affordable_hours_by_hand(income, overhead, by_hand):
    """£36,400 a year is £18.67 an hour: £250 a week carry 13.39 hours."""
    p = numbers(commissioning__group_worker=36_400.0).commissioning
    assert affordable_hours(income, overhead, p.group_worker / (52 * 37.5)) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("capital", "natural", "pounds", "in_groups", "crises", "by_hand"),
    [
        (0.5, 0.5, 0.0, 0.0, 0.0, 0.5),
        (0.5, 0.7, 0.0, 0.0, 0.0, 0.5 + 0.2 * weekly_from_half_life(156.0)),
        (0.5, 0.5, 10.0, 0.0, 0.0, 0.5 + 0.1 / 52 * 0.5),
        (0.5, 0.5, 0.0, 0.1, 0.0, 0.5 + 0.03 / 52 * 0.5),
        (0.5, 0.5, 0.0, 0.0, 0.1, 0.5 - 0.05 / 52 * 0.5),
        (0.02, 0.02, 0.0, 0.0, 999.0, 0.0),
    ],
)
def test_social_capital_by_hand(capital, natural, pounds, in_groups, crises, by_hand):
    pace = weekly_from_half_life(P.capital_half_life)
    assert social_capital_next(capital, natural, pounds, in_groups, crises, pace, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(("adults", "capital", "by_hand"), [(1000, 0.5, 15.0), (1000, 1.0, 30.0), (0, 0.5, 0.0)])
def test_mutual_support_by_hand(adults, capital, by_hand):
    p = numbers(neighbours__hours_an_adult=0.015).neighbours
    assert mutual_support(adults, capital, p) == pytest.approx(by_hand)


def test_volunteers_stand_still_as_recovery_and_capital_do():
    """With as many recovering as before and the same social capital, as many volunteers come as tire."""
    state = settled()
    state.groups.volunteer_hours[:] = state.origin["volunteers"]
    state.communities.social_capital[:] = state.origin["natural_capital"]
    state.origin["group_capital"] = state.reach["groups"] @ state.communities.social_capital / state.reach["groups"].sum(axis=1)
    state.tally.by_community[:] = 0.0
    state.tally.by_community[0, 7] = state.today["recovered"]
    growth._volunteers(state)
    assert state.groups.volunteer_hours == pytest.approx(state.origin["volunteers"], rel=1e-5)


def test_volunteers_tire_when_nobody_comes():
    """A year without anybody coming leaves 1 - .2 of the hours, near enough."""
    state = settled()
    state.origin["volunteers"] = np.zeros(state.groups.who.size)
    before = state.groups.volunteer_hours.copy()
    for _ in range(52):
        growth._volunteers(state)
    assert state.groups.volunteer_hours == pytest.approx(before * (1 - USUAL.growth.volunteers_tire / 52) ** 52, rel=1e-4)


def test_a_group_without_income_sheds_hours_and_closes():
    """Its reserves gone, a group closes: its people are without it, its posts gone, its communities poorer."""
    state = settled()
    groups = state.groups
    groups.contract[0] = groups.grant[0] = groups.own[0] = 0.0
    groups.reserves[0] = 5_000.0
    capital, hours = state.communities.social_capital.copy(), []
    for _ in range(500):
        growth._books(state)
        hours.append(float(state.staff.hours[(state.staff.group == 0) & (state.staff.is_open == 1)].sum()))
        if not groups.is_open[0]:
            break
    assert not groups.is_open[0] and hours[-2] < hours[0]
    assert not ((state.people.place == IN_GROUP) & (state.people.group == 0)).any()
    assert (state.staff.is_open[state.staff.group == 0] == 0).all() and groups.volunteer_hours[0] == 0.0
    assert (state.communities.social_capital < capital).all()


def test_a_group_with_more_income_hires():
    state = settled()
    state.groups.contract[0] += 2_000.0
    for _ in range(100):
        growth._books(state)
    rows = (state.staff.group == 0) & (state.staff.is_open == 1)
    assert state.staff.hours[rows].sum() == pytest.approx(state.groups.wanted_hours[0] / USUAL.growth.grows_at, rel=0.1)


def test_no_post_is_more_than_whole_time():
    """A group that grows opens posts; nobody works 60 hours a week."""
    state = settled()
    state.groups.contract[0] += 2_000.0
    for _ in range(100):
        growth._books(state)
    assert state.staff.hours[state.staff.is_open == 1].max() <= 37.5 + 1e-3


def test_a_groups_books_balance():
    state = settled(parameters={"growth.own_swings": 0.0})
    before = state.groups.reserves.copy()
    growth._books(state)
    income = state.groups.contract + state.groups.grant + state.groups.own
    assert state.groups.reserves == pytest.approx(before + income - state.groups.costs)


def test_a_cut_to_the_voluntary_sector_leaves_fewer_hours():
    cut = [{"kind": "cut", "week": 0, "pot": "voluntary", "share": 0.8}]
    assert is_above(yearly("voluntary_hours", 104, since=52), yearly("voluntary_hours", 104, since=52, events=cut))


def test_a_grant_grows_a_group():
    grant = [{"kind": "grant", "week": 0, "group": "open_door", "pounds": 40_000.0, "weeks": 156}]
    assert is_above(yearly("voluntary_hours", 104, since=52, events=grant), yearly("voluntary_hours", 104, since=52), 3.0)


def test_a_closed_group_is_gone():
    gone = [{"kind": "group_closure", "week": 5, "group": "listening_house"}]
    open_groups = series(lived(20, events=gone), "groups_open")
    assert open_groups[5] == open_groups[0] and open_groups[6] == open_groups[0] - 1


def test_lived_experience_seats_raise_voice():
    seats = [{"kind": "found_collaborative", "week": 0, "every": 4, "seats_voluntary": 0.2, "seats_lived_experience": 0.4}]
    assert is_above(yearly("lived_voice", 104, events=seats), yearly("lived_voice", 104), 5.0)


def test_social_capital_stays_when_nothing_moves_it():
    assert np.ptp(series(lived(60, switches={"communities_grow": False, "groups_live": False}), "social_capital")) == 0.0


def test_a_groups_own_income_swings_from_year_to_year_and_is_even_in_the_long_run():
    """Between years it differs, and over many its mean is what it usually is."""
    state = settled()
    groups, has_own = state.groups, np.flatnonzero(state.groups.own > 0)
    keys = [state.luck.key("growth.own_income", year) for year in range(400)]
    income = [[growth.own_income.py_func(groups, g, key, 0.3) for g in has_own] for key in keys]
    by_year = np.array(income) / groups.own[has_own]
    assert by_year.mean() == pytest.approx(1.0, abs=0.03)
    assert np.log(by_year).std() == pytest.approx(0.3, abs=0.03)


def test_steady_income_leaves_fewer_groups_on_their_reserves():
    """Without swings groups' reserves fall less often than with strong ones."""
    falls = []
    for swings in (0.0, 0.6):
        state = settled(parameters={"growth.own_swings": swings})
        before, count = state.groups.reserves.copy(), 0
        for _ in range(4):
            state = _a_year_on(state)
            count += int((state.groups.reserves < before).sum())
            before = state.groups.reserves.copy()
        falls.append(count)
    assert falls[0] < falls[1]


def _a_year_on(state):
    for _ in range(52):
        live_a_week(state)
        state.staff_changes.clear()
    return state
