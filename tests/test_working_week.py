"""The working week: hours balance to the minute, and move between records, environments, coordination and people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lwsim.mechanisms.working_week import assurance_share, coordination_share, environment_hours, set_out, share_out
from towns import is_above, numbers, settled, yearly

P = numbers(
    working_week__leave=0.2,
    working_week__recording=0.3,
    working_week__discretionary=0.5,
    working_week__environment_today=2.5,
    working_week__coordination=0.1,
    working_week__ties_save=0.4,
    working_week__partner_cost=0.0001,
    working_week__travel=0.1,
).working_week


@pytest.mark.parametrize(("lever", "by_hand"), [(0.0, 0.3), (1.0, 0.45), (-1.0, 0.15), (-3.0, 0.15), (-0.5, 0.225)])
def test_assurance_by_hand(lever, by_hand):
    assert assurance_share(lever, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("lever", "protected", "relief", "by_hand"),
    [(0.0, 0.0, 0.0, 2.5), (2.0, 0.0, 0.0, 4.5), (-4.0, 0.0, 0.0, 0.0), (0.0, 1.5, 1.0, 1.5), (1.5, 1.0, 0.5, 3.0)],
)
def test_environment_by_hand(lever, protected, relief, by_hand):
    """Protected time is kept whatever the pressure."""
    assert environment_hours(lever, protected, relief, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("across", "count", "meeting", "saves", "costs", "by_hand"),
    [
        (0.0, 10, 0.0, True, True, 0.10),
        (1.0, 10, 0.0, True, True, 0.06),
        (1.0, 10, 0.0, False, True, 0.10),
        (0.0, 10, 1.0, True, True, 0.11),
        (0.0, 20, 2.0, True, True, 0.18),
        (0.0, 20, 2.0, True, False, 0.10),
    ],
)
def test_coordination_by_hand(across, count, meeting, saves, costs, by_hand):
    assert coordination_share(across, count, meeting, saves, costs, P) == pytest.approx(by_hand)


def split(hours, is_there, is_away, assurance=0.3, environment=2.5, forum=0.0, coordination=0.1):
    """`share_out` of one practitioner's week."""
    return share_out(hours * is_there, is_away, assurance, environment, forum, coordination, P)


def test_a_week_by_hand():
    """37.5 hours: 7.5 leave, 30 at work: 9 records, 2 environment, 3 coordination, 3 travel, 13 with people."""
    assert split(37.5, True, False) == pytest.approx((7.5, 0.0, 9.0, 2.0, 3.0, 3.0, 13.0))
    assert split(37.5, True, True) == pytest.approx((7.5, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    assert split(37.5, False, False) == (0.0,) * 7


@given(
    st.floats(0.0, 60.0), st.booleans(), st.booleans(), st.floats(0, 1), st.floats(0, 20), st.floats(0, 0.5), st.floats(0, 1)
)
def test_hours_balance_and_none_is_negative(hours, there, away, assurance, environment, forum, coordination):
    parts = split(hours, there, away, assurance, environment, forum, coordination)
    assert min(parts) >= -1e-9
    assert sum(parts) == pytest.approx(hours * there, abs=1e-9)


def test_monday_leaves_a_third_of_the_day_for_people():
    """About a third of contracted hours is left for people, as counted in English community services."""
    state = settled()
    set_out(state)
    staff = state.staff
    there = (staff.is_filled == 1) & (staff.away == 0)
    assert (staff.contact - staff.bank)[there].sum() / staff.hours[there].sum() == pytest.approx(0.36, abs=0.05)


def test_an_empty_post_works_no_hours():
    state = settled()
    state.staff.is_filled[:] = 0
    set_out(state)
    assert state.staff.contact.sum() == state.services.pool.sum() == 0.0


def test_pressure_turns_environment_time_to_people():
    calm, pressed = settled(), settled()
    pressed.pressure = 1.0
    for state in (calm, pressed):
        set_out(state)
    assert pressed.staff.environment.sum() < calm.staff.environment.sum()
    assert pressed.staff.contact.sum() > calm.staff.contact.sum()


def test_more_recording_less_time_with_people():
    little, much = (yearly("people_time", 26, parameters={"working_week.recording": v}) for v in (0.15, 0.35))
    assert is_above(little, much)


def test_protected_time_is_time_away_from_people_now():
    kept = [{"kind": "protected_time", "week": 0, "hours": 6.0}]
    assert is_above(yearly("people_time", 12), yearly("people_time", 12, events=kept))
