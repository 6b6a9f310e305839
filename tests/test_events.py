"""Each kind of event does what it says, on any week, and nothing before its week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from living import (
    after,
    measured,
    misplaced,
    onwards,
    settled,
    started,
    town,
    weekly,
    what_if,
)
from lwsim.agents import counts as n
from lwsim.agents.kinds import LIVING_WELL, NOBODY, PEER_WORKER
from lwsim.mechanisms.events import HAPPENS
from lwsim.scenario_events import AnyEvent
from lwsim.units import WEEKS_A_YEAR, WHOLE_TIME_HOURS

NEW = {
    "kind": "open_service",
    "key": "new",
    "employer": "An alliance",
    "posts": {"clinician": 2.0, "peer_worker": 3.0},
}
LIVING = {**NEW, "service_kind": "living_well"}


def row(state: Any, key: str, keys: str = "service_keys") -> int:
    """The row of a service or group by its key."""
    return state.names[keys].index(key)


def posts_of(state: Any, key: str) -> float:
    """Whole-time posts funded at a service."""
    staff = state.staff
    rows = (staff.service == row(state, key)) & (staff.is_open == 1)
    return float(staff.hours[rows].sum()) / WHOLE_TIME_HOURS


def week_after(event: dict[str, Any], week: int = 0, **changes: Any) -> tuple[Any, Any]:
    """The town after the week of an event, and after the same week without it."""
    return after(week + 1, {"week": week, **event}, **changes), after(week + 1, **changes)


def test_every_kind_of_event_is_here():
    """Each kind that files know is one that happens, and has a test below."""
    kinds = {one.model_fields["kind"].default for one in AnyEvent.__args__}
    assert kinds == set(HAPPENS)
    source = open(__file__, encoding="utf-8").read()  # noqa: SIM115, PTH123 - this file itself
    assert {kind for kind in kinds if f'"kind": "{kind}"' not in source} == set()


def test_nothing_happens_before_its_week():
    """Up to the week of an event, the weeks are those without it."""
    event = {"week": 20, "kind": "cut", "pot": "statutory", "share": 0.5}
    with_it, without = weekly(what_if(event), 40), weekly(what_if(), 40)
    assert np.array_equal(with_it[:21], without[:21])
    assert not np.array_equal(with_it[21], without[21])


def test_set_forces_at_once():
    """Leaders' word changes in that week; a force not named stays."""
    state, without = week_after({"kind": "set_forces", "power": 0.9}, week=3)
    np.testing.assert_allclose(state.forces.stated, [0.3, 0.9, 0.3])
    assert state.forces.lived[1] > without.forces.lived[1]


def test_set_forces_over_weeks():
    """A ramp moves what is stated by equal steps, and is there in its last week."""
    stated: list[float] = []
    state = started(what_if({"week": 2, "kind": "set_forces", "purpose": 0.8, "over": 9}))
    onwards(state, 16, lambda state: stated.append(float(state.forces.stated[0])))
    np.testing.assert_allclose(stated[:2], 0.3)
    np.testing.assert_allclose(np.diff(stated[1:12]), 0.05)
    np.testing.assert_allclose(stated[11:], 0.8)


@pytest.mark.parametrize("new_money", [True, False])
def test_open_service(new_money):
    """A service opens with its posts, most of them filled; its money is new, or out of what is there."""
    state, without = week_after({**LIVING, "new_money": new_money})
    service, p = row(state, "new"), state.p.commissioning
    assert state.services.kind[service] == LIVING_WELL and state.services.is_open[service]
    assert posts_of(state, "new") == pytest.approx(5.0)
    rows = state.staff.service == service
    assert 2 <= state.staff.is_filled[rows].sum() <= 5
    assert (state.reach["nearest"][LIVING_WELL] == service).all()
    pay = (2 * p.clinician + 3 * p.peer_worker) / WEEKS_A_YEAR
    assert state.money.fixed - without.money.fixed == pytest.approx(pay * p.other_costs)
    more = pay * (1 + p.other_costs) * new_money
    assert state.money.income - without.money.income == pytest.approx(more)
    assert onwards(state, 20).services.caseload[service] > 0


def test_a_new_service_has_room_in_the_weeks_counts():
    """The week's counts have a row for a service that opened in it: compiled code writes there unasked."""
    tally = after(1, {"week": 0, **LIVING}).tally
    assert tally.waits.shape[0] == tally.told.shape[0] == 6


def test_a_service_serves_whom_it_says():
    """A service for one neighbourhood is nobody else's."""
    state = after(20, {"week": 0, **LIVING, "serves": ["Millbank"]})
    nearest = state.reach["nearest"][LIVING_WELL]
    assert nearest.tolist() == [NOBODY, NOBODY, NOBODY, row(state, "new")]
    there = state.people.service == row(state, "new")
    assert there.any() and (state.people.community[there] == 3).all()


def test_a_second_service_of_a_kind_is_used():
    """A second talking-therapies service in the same place takes people on: more posts, more people seen."""
    state = started(what_if({"week": 0, **NEW, "service_kind": "talking_therapies"}))
    came: list[int] = []
    onwards(state, 26, lambda state: came.append(int(state.services.referred[row(state, "new")])))
    assert sum(came) > 0


def test_new_beds_cost_what_beds_cost():
    """Beds that open cost what beds cost, beside their staff."""
    ward = {**NEW, "service_kind": "inpatient", "beds": 4}
    state, without = week_after(ward)
    p, pay = state.p.commissioning, (2 * 68_000 + 3 * 40_000) / WEEKS_A_YEAR
    assert state.services.beds[row(state, "new")] == 4
    more = state.money.fixed - without.money.fixed
    assert more == pytest.approx(pay * p.other_costs + 4 * p.bed_week)


@pytest.mark.parametrize("service", [one.key for one in town().services])
def test_close_service(service):
    """A service that closes, the last of its kind, has nobody and no posts, and the town lives on without."""
    state, without = week_after({"kind": "close_service", "service": service}, week=2)
    closed = row(state, service)
    assert not state.services.is_open[closed] and posts_of(state, service) == 0.0
    assert (state.people.service == closed).sum() == 0 and state.services.caseload[closed] == 0
    assert state.money.income == without.money.income
    assert posts_of(without, service) > 0 and state.money.fixed < without.money.fixed
    assert (state.reach["nearest"][state.services.kind[closed]] == NOBODY).all()
    onwards(state, WEEKS_A_YEAR)
    assert (state.people.service == closed).sum() == 0
    assert misplaced(state) == {}


def test_nobody_is_treated_by_a_gp_who_is_gone():
    """When the last GP service closes nobody counts as supported by a GP."""
    state = after(4, {"week": 0, "kind": "close_service", "service": "gp"})
    assert not state.services.is_open[row(state, "gp")]
    by_others = state.services.caseload.sum() + state.groups.supported.sum()
    some_who_left_this_week = state.tally.flows[n.RECOVERIES] + state.tally.flows[n.LOST] + 15
    assert state.tally.by_community[:, n.SUPPORTED].sum() <= by_others + some_who_left_this_week


def test_a_closed_wards_beds_cost_nothing():
    """A ward that closes takes the cost of its beds with it."""
    state, without = week_after({"kind": "close_service", "service": "inpatient"})
    p = state.p.commissioning
    pay = (p.clinician + p.support_worker) / WEEKS_A_YEAR
    assert without.money.fixed - state.money.fixed == pytest.approx(pay * p.other_costs + 2 * p.bed_week)


def test_merge_services():
    """A merger moves posts and people to the service kept, and nobody is lost by it."""
    new = {"week": 0, **NEW, "service_kind": "community_team", "serves": ["Millbank"]}
    merger = {"week": 30, "kind": "merge_services", "service": "community_team", "absorb": "new"}
    state = onwards(started(what_if(new, merger)), 30)
    kept, absorbed = row(state, "community_team"), row(state, "new")
    posts = posts_of(state, "community_team") + posts_of(state, "new")
    take = (state.people.service == kept) | (state.people.service == absorbed)
    before, income = int(take.sum()), state.money.income
    onwards(state, 1)
    assert not state.services.is_open[absorbed] and not (state.people.service == absorbed).any()
    assert posts_of(state, "community_team") == pytest.approx(posts) and posts_of(state, "new") == 0.0
    assert (state.people.service == kept).sum() == pytest.approx(before, abs=8)
    assert state.money.income == income and misplaced(state) == {}
    employers = state.staff.employer[state.staff.service == kept]
    assert np.unique(employers).tolist() == [state.services.employer[kept]]


@pytest.mark.parametrize("new_money", [True, False])
@pytest.mark.parametrize("change", [-0.5, 1.0])
def test_resize_service(change, new_money):
    """A service loses or gains posts by the share, and their money goes or comes where it is new."""
    event = {"kind": "resize_service", "service": "talking_therapies", "change": change}
    state, without = week_after({**event, "new_money": new_money})
    posts = posts_of(without, "talking_therapies")
    assert posts_of(state, "talking_therapies") == pytest.approx(posts * (1.0 + change))
    staff, p = without.staff, state.p.commissioning
    prices = np.array([p.clinician, p.support_worker, p.peer_worker])[staff.role]
    rows = (staff.service == row(without, "talking_therapies")) & (staff.is_open == 1)
    pay = change * (prices * staff.hours)[rows].sum() / WHOLE_TIME_HOURS / WEEKS_A_YEAR
    assert state.money.fixed - without.money.fixed == pytest.approx(pay * p.other_costs)
    more = pay * (1 + p.other_costs) if new_money else 0.0
    assert state.money.income - without.money.income == pytest.approx(more)


def test_a_big_service_shrinks_empty_posts_first():
    """A service loses about the share of its posts, and those that nobody holds go first."""
    start = settled("salford", 0.2)
    key = max(start.names["service_keys"], key=lambda key: posts_of(start, key))
    before, staff = posts_of(start, key), start.staff
    rows = np.flatnonzero((staff.service == row(start, key)) & (staff.is_open == 1))
    state = after(1, {"week": 0, "kind": "resize_service", "service": key, "change": -0.5}, start=start)
    assert 0.5 * before - 1e-3 <= posts_of(state, key) <= 0.5 * before + 1.0
    closed = rows[state.staff.is_open[rows] == 0]
    assert closed.size > 2 and (staff.is_filled[rows] == 0).any()
    kept = np.setdiff1d(rows, closed)
    assert staff.is_filled[closed].sum() == 0 or staff.is_filled[kept].all()


@pytest.mark.parametrize("new_money", [True, False])
@pytest.mark.parametrize("money", [{"kind": "grant"}, {"kind": "contract"}], ids=lambda money: money["kind"])
def test_group_income(money, new_money):
    """A grant adds to a group's pounds, a contract takes the place of its last, for as long as it says."""
    kind = money["kind"]
    event = {**money, "group": "open_door", "pounds": 52_000.0, "weeks": 30, "new_money": new_money}
    state, without = week_after(event, week=4)
    group = row(state, "open_door", "group_keys")
    paid, was = getattr(state.groups, kind)[group], getattr(without.groups, kind)[group]
    assert paid == pytest.approx(1000.0 + (was if kind == "grant" else 0.0))
    assert 34 in [*state.groups.contract_end, *(end for end, *_ in state.ends)]
    assert state.money.income - without.money.income == pytest.approx((paid - was) if new_money else 0.0)
    grown = onwards(state, 26).groups.wanted_hours[group]
    assert grown > 1.5 * onwards(without, 26).groups.wanted_hours[group]


def test_a_grants_new_money_ends_with_it():
    """After its weeks a grant of new money is neither income nor spent, whatever is decided about others."""
    event = {"week": 0, "kind": "grant", "group": "open_door", "pounds": 520_000.0, "weeks": 10}
    state, without = after(14, event), after(14)
    assert state.money.income == pytest.approx(without.money.income)
    assert state.groups.grant.max() < 5_000.0


def test_cut_of_the_statutory_pot():
    """A cut takes its share of the money that is not voluntary groups', posts with it, and trust."""
    state, without = week_after({"kind": "cut", "pot": "statutory", "share": 0.6})
    own = without.money.income - settled().groups.contract.sum() - settled().groups.grant.sum()
    assert without.money.income - state.money.income == pytest.approx(0.6 * own)
    funded = [float(one.staff.hours[(one.staff.service >= 0) & (one.staff.is_open == 1)].sum()) for one in (state, without)]
    assert funded[0] < 0.8 * funded[1]
    assert state.collaborative.trust < 0.8 * without.collaborative.trust


def test_cut_of_the_voluntary_pot_that_ends():
    """A cut of groups' money takes the share of each, and is given back in its last week."""
    event = {"week": 2, "kind": "cut", "pot": "voluntary", "share": 0.4, "weeks": 10}
    state, without = after(3, event), after(3)
    np.testing.assert_allclose(state.groups.contract, 0.6 * without.groups.contract)
    np.testing.assert_allclose(state.groups.grant, 0.6 * without.groups.grant)
    lost = without.money.income - state.money.income
    assert lost == pytest.approx(0.4 * (without.groups.contract + without.groups.grant).sum())
    assert onwards(state, 9).money.income == pytest.approx(without.money.income - lost)
    assert onwards(state, 1).money.income == pytest.approx(without.money.income)
    paid = float((state.groups.contract + state.groups.grant).sum())
    assert paid == pytest.approx(float((after(13).groups.contract + after(13).groups.grant).sum()), rel=0.02)


def test_a_statutory_cut_that_ends():
    """The pounds of a cut that ends come back, with the other costs and the posts they paid for: empty, to be filled anew."""
    event = {"week": 2, "kind": "cut", "pot": "statutory", "share": 0.6, "weeks": 10}
    cut, plain = after(12, event), after(12)
    filled = int(cut.staff.is_filled.sum())
    assert cut.money.income < 0.8 * plain.money.income
    assert sum(posts_of(cut, key) for key in cut.names["service_keys"]) < 0.8 * all_posts(plain)
    state, without = onwards(cut, 1), onwards(plain, 1)
    assert state.money.income == pytest.approx(without.money.income)
    assert state.money.fixed == pytest.approx(without.money.fixed)
    assert all_posts(state) == pytest.approx(all_posts(without))
    assert abs(int(state.staff.is_filled.sum()) - filled) <= 3, "posts come back, the people who left do not"
    assert misplaced(state) == {}


def all_posts(state: Any) -> float:
    """Whole-time posts funded at all services together."""
    return sum(posts_of(state, key) for key in state.names["service_keys"])


def test_a_cut_that_ends_gives_a_closed_service_no_posts():
    """Posts of a service that closed meanwhile stay closed; the pounds come back all the same."""
    cut = {"week": 2, "kind": "cut", "pot": "statutory", "share": 0.6, "weeks": 10}
    closing = {"week": 6, "kind": "close_service", "service": "talking_therapies"}
    state = after(13, cut, closing)
    assert posts_of(state, "talking_therapies") == 0.0
    assert state.money.income == pytest.approx(after(13).money.income)


def test_a_contracts_new_money_ends_with_it():
    """After its weeks a contract's new money is neither income nor the group's; what the group had before is let again."""
    event = {"week": 4, "kind": "contract", "group": "open_door", "pounds": 520_000.0, "weeks": 10}
    before, state, without = (after(n, *events) for n, events in ((14, [event]), (16, [event]), (16, [])))
    group = row(state, "open_door", "group_keys")
    assert before.groups.contract[group] == pytest.approx(10_000.0)
    assert state.money.income == pytest.approx(without.money.income)
    assert state.groups.contract[group] == pytest.approx(without.groups.contract[group], rel=0.07)


def test_efficiency_target():
    """A target takes its share of the budget, and posts, at the start of each year while it holds."""
    start = settled("salford", 0.05)
    scenario = what_if({"week": 10, "kind": "efficiency_target", "share": 0.1, "years": 2})
    income, posts = [], []
    state = started(scenario, start)

    def keep(state: Any) -> None:
        income.append(state.money.income)
        open_now = (state.staff.is_open == 1) & (state.staff.service >= 0)
        posts.append(float(state.staff.hours[open_now].sum()))

    onwards(state, 170, keep)
    steps = np.flatnonzero(np.diff(income) < 0) + 1
    assert steps.tolist() == [52, 104]
    assert income[52] == pytest.approx(0.9 * income[51])
    plain: list[float] = []
    onwards(
        started(what_if(), start),
        110,
        lambda state: plain.append(float(state.staff.hours[(state.staff.is_open == 1) & (state.staff.service >= 0)].sum())),
    )
    assert posts[51] == plain[51] and posts[53] < 0.99 * plain[53] and posts[106] < 0.97 * plain[106]


def test_a_cut_takes_the_share_of_posts_that_it_takes_of_money():
    """A cut of a fifth closes about a fifth of the posts, however small the services are."""
    state, without = week_after({"kind": "cut", "pot": "statutory", "share": 0.2})
    posts = [sum(posts_of(one, key) for key in one.names["service_keys"]) for one in (state, without)]
    assert posts[0] == pytest.approx(0.8 * posts[1], rel=0.1)


def test_protected_time():
    """Every practitioner at work has the hours more for environments, and only in its weeks."""
    event = {"week": 1, "kind": "protected_time", "hours": 4.0, "weeks": 3}
    with_it, without = started(what_if(event)), started(what_if())
    more: list[float] = []
    for _ in range(6):
        hours = []
        for state in (with_it, without):
            onwards(state, 1)
            there = state.staff.environment > 0
            hours.append((state.staff.environment[there] / state.staff.hours[there]).mean() * WHOLE_TIME_HOURS)
        more.append(hours[0] - hours[1])
    at_work = 1.0 - settled().p.working_week.leave
    np.testing.assert_allclose(more, [0, 4 * at_work, 4 * at_work, 4 * at_work, 0, 0], atol=0.25)


def test_found_collaborative():
    """A forum that was founded meets as often as it says, gives its seats, and trust and voice grow."""
    event = {"kind": "found_collaborative", "every": 2, "seats_voluntary": 0.3, "seats_lived_experience": 0.4}
    state, without = after(53, {"week": 1, **event}), after(53)
    assert state.collaborative.meeting == pytest.approx(2.0) and without.collaborative.meeting == 0.0
    assert (state.collaborative.seats_voluntary, state.collaborative.seats_lived_experience) == (0.3, 0.4)
    for name in ("trust", "lived_voice", "ties_across"):
        assert measured(state, name) > measured(without, name), name


@pytest.mark.parametrize("new_money", [True, False])
def test_hire_peers(new_money):
    """Peer workers come on top of a service's posts, their money new or not."""
    event = {"kind": "hire_peers", "service": "community_team", "posts": 3.0, "new_money": new_money}
    state, without = week_after(event)
    rows = state.staff.service == row(state, "community_team")
    peers = state.staff.role == PEER_WORKER
    assert posts_of(state, "community_team") == pytest.approx(posts_of(without, "community_team") + 3.0)
    assert state.staff.hours[rows & peers].sum() == pytest.approx(3 * WHOLE_TIME_HOURS)
    assert state.staff.is_filled[rows & peers].sum() >= 1
    p = state.p.commissioning
    pay = 3 * p.peer_worker / WEEKS_A_YEAR * (1 + p.other_costs)
    assert state.money.income - without.money.income == pytest.approx(pay if new_money else 0.0)


def test_demand_surge():
    """Distress begins about as many times as often as is said, and harder, for as long as is said."""
    event = {"week": 4, "kind": "demand_surge", "size": 3.0, "weeks": 26, "severity": 0.3}
    began: dict[str, list[float]] = {"surge": [], "plain": []}
    hardness: dict[str, list[float]] = {"surge": [], "plain": []}
    for name, events in (("surge", [event]), ("plain", [])):

        def keep(state: Any, name: str = name) -> None:
            began[name].append(state.tally.flows[n.ONSETS])
            fresh = state.people.in_need_since == state.week - 1
            fresh &= state.people.severity > 0
            hardness[name].extend(state.people.severity[fresh].tolist())

        onwards(started(what_if(*events)), 60, keep)
    assert began["surge"][:4] == began["plain"][:4]
    assert 2.2 < sum(began["surge"][4:30]) / sum(began["plain"][4:30]) < 3.5
    assert 0.5 < sum(began["surge"][30:40]) / sum(began["plain"][30:40]) < 1.6
    assert np.mean(hardness["surge"]) > np.mean(hardness["plain"]) + 0.1


def test_staffing_shock():
    """About the share of staff is gone in that week, and leaving stays raised for the weeks said."""
    start = settled("salford", 0.1)
    event = {"week": 0, "kind": "staffing_shock", "share": 0.5, "weeks": 20}
    state, without = after(1, event, start=start), after(1, start=start)
    held = (start.staff.is_filled == 1) & (start.staff.is_open == 1)
    left = 1.0 - (state.staff.is_filled[held] == 1).mean()
    noise = np.sqrt(0.25 / held.sum())
    assert abs(left - 0.5) < 3 * noise + 0.02
    assert state.leaving_shocks == [(19, state.p.events.shock_lingers)]
    assert measured(without, "staff_in_post") > 1.5 * measured(state, "staff_in_post")


def test_group_closure():
    """A group that closes has nobody, no posts and no hours; its neighbourhoods lose social capital."""
    before = onwards(started(what_if()), 5)
    group = row(before, "open_door", "group_keys")
    assert before.groups.supported[group] > 0, "the test needs a group with people"
    state = after(6, {"week": 5, "kind": "group_closure", "group": "open_door"})
    without = onwards(before, 1)
    assert state.groups.is_open[group] == 0 and state.groups.supported[group] == 0
    assert not (state.people.group == group).any()
    assert not state.staff.is_open[state.staff.group == group].any()
    assert state.groups.volunteer_hours[group] == 0.0
    lost = without.communities.social_capital - state.communities.social_capital
    assert (lost[1:] > 0.003).all() and abs(lost[0]) < 0.003, "Hilltop was never reached by Open Door"
    assert measured(without, "groups_open") - measured(state, "groups_open") == 1.0
