"""Commissioning: what posts cost, what is free, who gets it, and books that close."""

import numpy as np
import pytest

from lwsim.mechanisms import commissioning
from lwsim.mechanisms.commissioning import bank_hour, cost_of_posts, lay_out, let_contracts, move_posts, weekly_spending
from lwsim.model import live_a_week
from towns import USUAL, is_above, lived, numbers, only, series, settled, yearly

P = numbers(
    commissioning__clinician=70_200.0,
    commissioning__support_worker=39_000.0,
    commissioning__peer_worker=39_000.0 + 520.0,
    commissioning__group_worker=36_400.0,
    commissioning__bank_price=1.35,
).commissioning


def test_cost_of_posts_by_hand():
    """A year's pay over 52 weeks, by the hours of the post; group workers at the sector's price whatever their role."""
    role, hours = np.array([0, 1, 2, 0]), np.array([37.5, 37.5, 18.75, 37.5])
    found = cost_of_posts(role, hours, np.array([False, False, False, True]), P)
    assert found == pytest.approx([1350.0, 750.0, 380.0, 700.0])


def test_bank_hour_by_hand():
    """£36 an hour at 1.35 times the price; half of bank staff's time too goes to records, coordination and travel."""
    week = numbers(working_week__recording=0.3, working_week__coordination=0.1, working_week__travel=0.1).working_week
    assert bank_hour(P, week) == pytest.approx(1.35 * 36.0 / 0.5)


def quarter(foresight: float, standing: float):
    """A state in which some money is free, laid out at this foresight and standing of groups: (state, pounds free)."""
    state = settled()
    state.levers = state.levers._replace(foresight=foresight)
    state.collaborative.standing = standing
    money = state.money
    state.groups.spare[:] = 0.0
    money.spent = weekly_spending(state)
    money.received = money.income = sum(money.spent.values()) + 1000.0
    money.in_hand = USUAL.commissioning.buffer * money.income
    money.out_of_area_usual = money.spent["out_of_area"]
    quarterly = {"bank", "communities", "whole_system"}
    free = money.received - sum(pounds for pot, pounds in money.spent.items() if pot not in quarterly)
    lay_out(state, sum(money.spent.values()))
    return state, free


@pytest.mark.parametrize(("foresight", "standing"), [(0.0, 0.0), (0.5, 0.0), (-1.0, 0.0), (0.8, 0.7), (0.8, -1.0)])
def test_every_free_pound_is_laid_out_once(foresight, standing):
    p = USUAL.commissioning
    state, free = quarter(foresight, standing)
    invested = free * min(1.0, max(0.0, p.invested_today + foresight))
    shared = invested * min(1.0, max(0.0, p.shared_today + standing))
    assert state.money.bank_hours * bank_hour(p, USUAL.working_week) == pytest.approx(free - invested)
    assert state.groups.spare.sum() == pytest.approx(shared)
    assert state.money.community_fund == pytest.approx((invested - shared) * p.to_communities)
    assert state.money.community_fund + state.money.shared_fund == pytest.approx(invested - shared)


def test_free_money_for_groups_goes_by_hours_to_those_open():
    state = settled()
    state.groups.is_open[0] = 0
    commissioning._share_spare(state, 100.0)
    hours = (state.groups.paid_hours + state.groups.volunteer_hours)[1:]
    assert state.groups.spare[0] == 0.0
    assert state.groups.spare[1:] == pytest.approx(100.0 * hours / hours.sum())


def test_debt_freezes_recruitment():
    state = settled()
    state.money.spent = weekly_spending(state)
    state.money.in_hand = -10.0 * state.money.income
    lay_out(state, sum(state.money.spent.values()))
    assert not state.money.recruits and state.money.bank_hours == 0.0


def test_books_close_every_week():
    """In hand before + received = spent + in hand after, to the penny, each of sixty weeks."""
    state = settled()
    for _ in range(60):
        live_a_week(state)
        money = state.money
        assert money.before + money.received == pytest.approx(sum(money.spent.values()) + money.in_hand, abs=0.005)


def test_contracts_end_and_are_let_again_a_little_smaller_or_to_others():
    """Over many endings, the share let again is the parameter's, and each is squeezed."""
    state, p = settled(), USUAL.commissioning
    kept = []
    for week in range(400):
        state.week = week
        state.groups.contract[:], state.groups.contract_end[:] = [100.0, 0.0, 0.0, 0.0, 0.0], [week] + [9999] * 4
        let_contracts(state)
        kept.append(state.groups.contract[0] > 0)
        if kept[-1]:
            assert state.groups.contract[0] == pytest.approx(100.0 * (1.0 - p.squeezed))
            assert state.groups.contract_end[0] == week + round(p.contract_weeks)
        else:
            assert state.groups.contract[1:].sum() in (0.0, 100.0)
    assert np.mean(kept) == pytest.approx(p.renewed, abs=4.0 * np.sqrt(0.85 * 0.15 / 400))


def test_the_contract_cycle_can_stand_still():
    state = settled(switches={"contract_cycle": False})
    before = state.groups.contract.copy()
    state.groups.contract_end[:] = state.week
    let_contracts(state)
    assert np.array_equal(state.groups.contract, before) and (state.groups.contract_end > state.week).all()


def test_only_long_empty_posts_move_to_the_longest_queue():
    state = settled()
    state.p = numbers(commissioning__moved=0.15, commissioning__invested_today=0.05, commissioning__shared_today=0.1)
    state.week = 100
    state.staff.is_filled[:], state.staff.service[:4] = 1, 1
    state.staff.is_filled[:4], state.staff.vacant_since[:4] = 0, 0
    state.services.queue_ratio[:] = 0.0
    state.services.queue_ratio[2] = 20.0
    home = state.staff.service.copy()
    for week in range(100, 100 + 13 * 40, 13):
        state.week = week
        state.staff.vacant_since[2:4] = week
        move_posts(state)
    moved = np.flatnonzero(state.staff.service != home)
    assert moved.size and set(moved) <= {0, 1} and (state.staff.service[moved] == 2).all()


def test_less_money_buys_less():
    """A tenth less money, posts as they are: less is spent, and in time more posts stand empty."""
    plain, poor = (yearly("spend", 104, since=52, money={"change": change}) for change in (0.0, -0.1))
    assert is_above(plain, poor)


def test_investing_moves_money_from_the_front_line_to_groups_and_communities():
    alone = {"switches": only("lever_foresight")}
    now, later = (yearly("spend_joint", 52, forces={"purpose": v}, **alone) for v in (0.0, 1.0))
    assert is_above(later, now)


def test_both_scenarios_have_the_same_pounds():
    """Forces move money; they make none: what is received each week is the same."""
    outcomes = [lived(26, forces={"purpose": v}) for v in (0.1, 0.9)]
    spent = [series(outcome, "spend")[-13:].mean() for outcome in outcomes]
    assert spent[0] == pytest.approx(spent[1], rel=0.05)
