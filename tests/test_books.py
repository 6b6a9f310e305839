"""The books balance in every week of whatever happens: people, hours, pounds, and every value in its range."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from living import counted, misplaced, onwards, settled, shelf, started, town, what_if
from lwsim.agents import counts as n
from lwsim.agents.kinds import HOSPITAL, IN_CARE, WELL
from lwsim.agents.posts import leave
from lwsim.errors import InputError
from lwsim.measures import MEASURES, NAMES, record
from lwsim.model import begin, take_on
from lwsim.rooms import RIVALS, SWITCHES
from lwsim.scenario_file import Scenario
from lwsim.scenario_fit import check_fit
from lwsim.state import State
from lwsim.sums import POTS
from lwsim.units import WEEKS_A_YEAR, WHOLE_TIME_HOURS

WEEKS = 30
SERVICES = ("gp", "talking_therapies", "community_team", "crisis", "inpatient", "new")
GROUPS = ("listening_house", "advice_shop", "open_door", "canal_garden", "hilltop_choir")
SHARE = st.floats(0.0, 1.0)
HOURS = (
    "leave",
    "absent",
    "assurance",
    "environment",
    "coordination",
    "travel",
    "assessing",
    "contact",
    "unfilled",
)
NEW_MONEY = {"new_money": st.booleans()}
FIELDS: dict[str, dict[str, Any]] = {
    "set_forces": {"purpose": SHARE, "power": SHARE, "practice": SHARE, "over": st.integers(0, 30)},
    "open_service": {
        "key": st.just("new"),
        "service_kind": st.sampled_from(("gp", "talking_therapies", "community_team", "living_well", "crisis")),
        "employer": st.sampled_from(("A new alliance", "County Mental Health Trust")),
        "posts": st.fixed_dictionaries({"clinician": st.floats(0.0, 3.0), "peer_worker": st.floats(0.0, 2.0)}),
        "serves": st.sampled_from(("all", ["Millbank"], ["Hilltop", "Canalside"])),
        **NEW_MONEY,
    },
    "close_service": {"service": st.sampled_from(SERVICES)},
    "merge_services": {"service": st.sampled_from(SERVICES), "absorb": st.sampled_from(SERVICES)},
    "resize_service": {"service": st.sampled_from(SERVICES), "change": st.floats(-0.9, 2.0), **NEW_MONEY},
    "grant": {
        "group": st.sampled_from(GROUPS),
        "pounds": st.floats(0.0, 1e5),
        "weeks": st.integers(1, 60),
        **NEW_MONEY,
    },
    "contract": {
        "group": st.sampled_from(GROUPS),
        "pounds": st.floats(0.0, 1e5),
        "weeks": st.integers(1, 60),
        **NEW_MONEY,
    },
    "cut": {
        "pot": st.sampled_from(("statutory", "voluntary")),
        "share": st.floats(0.0, 0.9),
        "weeks": st.integers(1, 30),
    },
    "efficiency_target": {"share": st.floats(0.0, 0.2)},
    "protected_time": {"hours": st.floats(0.0, 8.0), "weeks": st.integers(1, 30)},
    "found_collaborative": {
        "every": st.integers(1, 26),
        "seats_voluntary": st.floats(0.0, 0.5),
        "seats_lived_experience": st.floats(0.0, 0.5),
    },
    "hire_peers": {"service": st.sampled_from(SERVICES), "posts": st.floats(0.1, 3.0), **NEW_MONEY},
    "demand_surge": {
        "size": st.floats(0.0, 5.0),
        "weeks": st.integers(1, 30),
        "severity": st.floats(0.0, 0.5),
    },
    "staffing_shock": {"share": st.floats(0.0, 0.9), "weeks": st.integers(1, 30)},
    "group_closure": {"group": st.sampled_from(GROUPS)},
}


def one_event(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any event of a kind, on any week of the run."""
    return st.fixed_dictionaries({"kind": st.just(kind), "week": st.integers(0, WEEKS - 1), **FIELDS[kind]})


def those_that_fit(events: list[dict[str, Any]], changes: dict[str, Any]) -> Scenario:
    """A scenario of these events, less each that the small town could not live through beside the others."""
    kept: list[dict[str, Any]] = []
    for event in events:
        try:
            check_fit(what_if(*kept, event), town())
        except InputError:
            continue
        kept.append(event)
    return what_if(*kept, **changes)


scenarios = st.builds(
    those_that_fit,
    st.lists(st.sampled_from(sorted(FIELDS)).flatmap(one_event), max_size=4),
    st.fixed_dictionaries(
        {
            "forces": st.fixed_dictionaries({"purpose": SHARE, "power": SHARE, "practice": SHARE}),
            "money": st.fixed_dictionaries({"change": st.floats(-0.5, 0.5)}),
            "staff": st.fixed_dictionaries({"change": st.floats(-0.5, 0.5)}),
            "switches": st.dictionaries(st.sampled_from(sorted(SWITCHES)), st.booleans(), max_size=6),
            "rivals": st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in RIVALS.items()}),
        }
    ),
)


def people_add_up(state: State, adults: int, well_before: int) -> None:
    """Everybody is in exactly one place, every counter equals a recount, and flows explain who is well."""
    assert state.people.who.size == adults
    assert misplaced(state) == {}
    for what, (said, found) in counted(state).items():
        np.testing.assert_array_equal(said, found, err_msg=what)
    wards = state.services.kind == HOSPITAL
    assert (state.services.caseload[wards] <= state.services.beds[wards]).all()
    tally = state.tally
    began, ended = tally.flows[n.ONSETS], tally.flows[n.RECOVERIES]
    assert well_before - began + ended == (state.people.place == WELL).sum()
    by_community = tally.by_community.sum(axis=0)
    assert by_community[n.BEGAN] == began and by_community[n.RECOVERED] == ended
    assert by_community[n.SUPPORTED] + by_community[n.UNSUPPORTED_PEOPLE] == by_community[n.IN_NEED]
    assert by_community[n.IN_NEED] == (state.people.place != WELL).sum()
    assert tally.waits.shape[0] == tally.told.shape[0] == state.services.who.size
    assert tally.waits.sum() - state.services.waiting.sum() <= ended


def hours_add_up(state: State, before: np.ndarray, held: np.ndarray) -> None:
    """Each post's hours, with those of bank staff beside it, went somewhere; empty and closed posts have none.

    before: hours of the posts there when the week began.  held: rows that somebody held then and holds still.
    """
    staff = state.staff
    parts = {name: getattr(staff, name).astype(float) for name in HOURS}
    for name, part in (parts | {"bank": staff.bank}).items():
        assert part.min(initial=0.0) >= -1e-4, f"negative hours of {name}"
    spent = sum(parts.values()) - staff.bank
    in_service, now = staff.service[: before.size] >= 0, staff.hours[: before.size]
    before = np.where(in_service, now, before)  # events trim services before the week, groups are trimmed after it
    old = spent[: before.size]
    np.testing.assert_allclose(old[held], before[held], atol=1e-3)
    assert (np.isclose(old, before, atol=1e-3) | (old == 0.0)).all()
    new = spent[before.size :]
    opened = (staff.service[before.size :] >= 0) & (new != 0.0)
    np.testing.assert_allclose(new[opened], staff.hours[before.size :][opened], atol=1e-3)
    assert (state.services.assess_left >= -1e-4).all()
    assert (state.groups.hours_free >= -state.p.caseload.hours_group).all(), "a group took on two people too many"


def pounds_add_up(state: State, in_hand: float) -> None:
    """What was in hand, and came in, was spent or is in hand; pay is that of the posts that are filled."""
    money, staff, p = state.money, state.staff, state.p.commissioning
    assert money.before == in_hand
    left = money.before + money.received - sum(money.spent.values())
    assert money.in_hand == pytest.approx(left, rel=1e-6, abs=1e-6 * money.income)
    assert min(money.spent.values()) >= 0.0, money.spent
    paid = (staff.service >= 0) & (staff.is_filled == 1) & (staff.is_open == 1)
    prices = np.array([p.clinician, p.support_worker, p.peer_worker])[staff.role[paid]]
    pay = (prices * staff.hours[paid]).sum() / WHOLE_TIME_HOURS / WEEKS_A_YEAR
    assert money.spent["pay"] == pytest.approx(pay, rel=1e-5)
    spend = record(state)[NAMES.index("spend")] * state.scale
    assert tuple(money.spent) == POTS and spend == pytest.approx(sum(money.spent.values()), rel=1e-12)


UNIT = {
    "people": ("severity", "social_need", "trust", "met", "with_gp", "is_enduring"),
    "staff": ("wellbeing", "belonging", "across", "delivered", "is_open", "is_filled"),
    "communities": ("social_capital", "voice", "deprivation"),
    "groups": ("ratio", "is_open"),
    "services": ("ratio", "is_open"),
    "ties": ("strength",),
}
NOT_NEGATIVE = {
    "staff": ("hours", "skill", "load", "asked", "ability", "joint", "novelty", "caseload", "away"),
    "groups": ("contract", "grant", "own", "paid_hours", "volunteer_hours", "costs"),
    "services": ("caseload", "waiting", "at_door", "beds", "pool", "threshold"),
    "communities": ("mutual_support", "hazard", "in_need", "crises"),
}
SHARES = [name for name, one in MEASURES.items() if one.unit in ("share", "0..1", "share of staff")]


def values_in_range(state: State) -> None:
    """Every number in every table is finite and in its range, and so is every measure."""
    for table in ("people", "staff", "communities", "groups", "services", "ties", "innovations"):
        for name, column in getattr(state, table)._asdict().items():
            if name != "onset_at":
                assert np.isfinite(column).all(), f"{table}.{name}"
    is_well = state.people.place == WELL
    np.testing.assert_array_equal(np.isfinite(state.people.onset_at), is_well, "only the well await an onset")
    for table, names in UNIT.items():
        for name in names:
            column = getattr(getattr(state, table), name)
            assert column.min(initial=0) >= 0 and column.max(initial=0) <= 1.0 + 1e-6, f"{table}.{name}"
    for table, names in NOT_NEGATIVE.items():
        for name in names:
            assert getattr(getattr(state, table), name).min(initial=0) >= 0, f"{table}.{name}"
    row = dict(zip(MEASURES, record(state), strict=True))
    assert all(map(np.isfinite, row.values())), row
    assert {name: row[name] for name in SHARES if not 0.0 <= row[name] <= 1.0 + 1e-9} == {}
    forces, forum = state.forces, state.collaborative
    unit = [*forces.stated, *forces.lived, forum.trust, forum.fit, forum.resistance, state.pressure]
    assert np.isfinite(unit).all() and min(unit) >= 0.0 and max(unit) <= 1.0
    filled = state.staff.is_filled == 1
    assert np.unique(state.staff.who[filled]).size == filled.sum(), "two people share one number"
    assert np.unique(state.staff.post).size == state.staff.post.size, "two posts share one number"


def live_and_check(state: State, weeks: int) -> State:
    """Live that many weeks, and check the books after each."""
    adults = state.people.who.size
    for _ in range(weeks):
        well, in_hand = int((state.people.place == WELL).sum()), state.money.in_hand
        hours, post_holders = state.staff.hours.astype(float).copy(), state.staff.who.copy()
        was_there = (state.staff.is_filled == 1) & (state.staff.is_open == 1)
        week = state.week

        def check(
            state: State,
            well: int = well,
            in_hand: float = in_hand,
            hours: np.ndarray = hours,
            was_there: np.ndarray = was_there,
            post_holders: np.ndarray = post_holders,
        ) -> None:
            there = slice(0, hours.size)
            stays = (state.staff.is_filled[there] == 1) & (state.staff.who[there] == post_holders)
            people_add_up(state, adults, well)
            hours_add_up(state, hours, was_there & stays)
            pounds_add_up(state, in_hand)
            values_in_range(state)

        onwards(state, 1, check)
        assert state.week == week + 1
    return state


def born_under(scenario: Scenario, seed: int, world: int) -> State:
    """The small town in week 0 under a scenario whose switches and rivals held in its past too."""
    state = begin(town(), scenario, seed=seed, sample=1.0, world=world)
    take_on(state, scenario)
    return state


RULES = {
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    "phases": (Phase.explicit, Phase.generate),  # no shrinking: a failing life of 30 weeks takes minutes to shrink
}


@settings(max_examples=25, derandomize=True, **RULES)
@given(scenario=scenarios, seed=st.integers(0, 1 << 40), world=st.integers(0, 9))
def test_the_books_balance_in_any_scenario(scenario, seed, world):
    """People, hours and pounds balance and values keep to their ranges in every week of any scenario."""
    live_and_check(born_under(scenario, seed, world), WEEKS)


@pytest.mark.slow
@settings(max_examples=300, **RULES)
@given(scenario=scenarios, seed=st.integers(0, 1 << 40), world=st.integers(0, 99))
def test_the_books_balance_in_many_more(scenario, seed, world):
    """The same in hundreds of scenarios, others each time."""
    live_and_check(born_under(scenario, seed, world), WEEKS)


@pytest.mark.parametrize("name", ["relational-under-austerity", "firefighting", "living-well-team"])
def test_the_books_balance_on_the_shelf(name):
    """They balance for three years under scenarios of the shelf that open, cut and shock."""
    state = live_and_check(started(shelf(name)), 156)
    assert state.week == 156


def test_the_books_balance_when_everybody_leaves():
    """With not one practitioner left, and none to come, people wait, nobody is in care, and nothing is NaN."""
    state = started(what_if())
    leave(state, np.flatnonzero(state.staff.is_filled == 1))
    live_and_check(state, 10)
    assert state.staff.is_filled.sum() == 0 and (state.people.place == IN_CARE).sum() == 0
    assert state.services.waiting.sum() > 0


def test_a_broken_counter_shows():
    """The recount is no tautology: one person too many on a caseload is found."""
    state = settled().fork()
    state.services.caseload[2] += 1
    said, found = counted(state)["in a service's care"]
    assert (said != found).sum() == 1
