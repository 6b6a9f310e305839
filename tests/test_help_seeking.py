"""Help-seeking: who asks, by severity, trust and stigma; and whom."""

import numpy as np
import pytest

from lwsim.agents.kinds import (
    AT_DOOR,
    COMMUNITY_TEAM,
    GP,
    GROUP,
    IN_GROUP,
    LIVING_WELL,
    NOBODY,
    SERVICE_KINDS,
    TALKING_THERAPIES,
    UNSUPPORTED,
)
from lwsim.luck import Luck
from lwsim.mechanisms.help_seeking import ask, chance_of_asking, gp_choice, group_with_room, route
from towns import communities, everybody, groups, is_above, numbers, people, services, staff, tally, yearly

P = numbers(
    help_seeking__ask_mild=0.01, help_seeking__ask_moderate=0.024, help_seeking__ask_severe=0.045,
    help_seeking__trust_weight=0.6, help_seeking__stigma=0.2, help_seeking__asks_again=0.5,
    help_seeking__knows_group=0.12, help_seeking__knows_living_well=0.25, help_seeking__refers_self=0.2,
    help_seeking__gp_refers_therapy=0.28, help_seeking__gp_refers_team=0.2,
    help_seeking__gp_prescribes_group=0.12, help_seeking__gp_line=0.55,
).help_seeking  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "trust", "voice", "with_gp", "stigma", "by_hand"),
    [
        (0.30, 0.5, 0.0, 0, False, 0.01),
        (0.45, 0.5, 0.0, 0, False, 0.024),
        (0.70, 0.5, 0.0, 0, False, 0.045),
        (0.30, 1.0, 0.0, 0, False, 0.016),
        (0.30, 0.0, 0.0, 0, False, 0.004),
        (0.30, 0.5, 0.0, 0, True, 0.008),
        (0.30, 0.5, 0.5, 0, True, 0.009),
        (0.30, 0.5, 1.0, 0, True, 0.01),
        (0.30, 0.5, 1.0, 1, True, 0.005),
    ],
)
def test_chance_of_asking_by_hand(severity, trust, voice, with_gp, stigma, by_hand):
    assert chance_of_asking.py_func(severity, trust, voice, with_gp, 0.45, 0.70, stigma, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("severity", "capital", "living_well", "share", "by_hand"),
    [
        (0.3, 0.5, False, 0.11, GROUP),
        (0.3, 0.0, False, 0.07, TALKING_THERAPIES),
        (0.3, 1.0, False, 0.17, GROUP),
        (0.3, 0.5, False, 0.12 + 0.88 * 0.19, TALKING_THERAPIES),
        (0.3, 0.5, False, 0.12 + 0.88 * 0.21, GP),
        (0.8, 0.5, False, 0.12 + 0.88 * 0.19, GP),
        (0.8, 0.5, True, 0.12 + 0.88 * 0.24, LIVING_WELL),
        (0.3, 0.5, True, 0.12 + 0.88 * (0.25 + 0.75 * 0.19), TALKING_THERAPIES),
        (0.3, 0.5, True, 0.99, GP),
    ],
)
def test_route_by_hand(severity, capital, living_well, share, by_hand):
    assert route.py_func(severity, capital, 1.0, living_well, share, 0.70, P) == by_hand


def test_fewer_groups_are_found_less():
    """Half the voluntary hours, half the people who turn to a group; twenty times as many find half of all at most."""
    assert [route.py_func(0.3, 0.5, presence, False, 0.07, 0.70, P) == GROUP for presence in (0.5, 1.0)] == [False, True]
    assert [route.py_func(0.3, 0.5, 20.0, False, share, 0.70, P) == GROUP for share in (0.49, 0.51)] == [True, False]


@pytest.mark.parametrize(
    ("severity", "social_need", "share", "by_hand"),
    [
        (0.3, 1.0, 0.11, GROUP),
        (0.3, 0.0, 0.11, TALKING_THERAPIES),
        (0.3, 0.0, 0.29, GP),
        (0.55, 0.0, 0.19, COMMUNITY_TEAM),
        (0.55, 0.0, 0.21, TALKING_THERAPIES),
        (0.55, 0.0, 0.49, GP),
        (0.55, 1.0, 0.12 + 0.88 * 0.19, COMMUNITY_TEAM),
    ],
)
def test_gp_choice_by_hand(severity, social_need, share, by_hand):
    assert gp_choice.py_func(severity, social_need, 0, share, P) == by_hand


def test_a_gp_refers_an_enduring_condition_to_the_team_or_nowhere():
    p = P._replace(gp_refers_enduring=0.4)
    assert [gp_choice.py_func(0.3, 0.0, 1, share, p) for share in (0.39, 0.41)] == [COMMUNITY_TEAM, GP]


def test_group_with_room_starts_anywhere_and_passes_over_full_ones():
    table = groups(4, hours_free=[1.0, 0.0, 2.0, 5.0])
    near = np.array([[0, 1, 2, NOBODY], [NOBODY] * 4], dtype=np.int32)
    assert [group_with_room(near, table, 0, start) for start in (0.0, 0.34, 0.67)] == [0, 2, 2]
    assert group_with_room(near, table, 1, 0.5) == NOBODY
    table.hours_free[:] = 0.0
    assert group_with_room(near, table, 0, 0.5) == NOBODY


def asking(p, table, *, gp_hours: float = 1e6):
    """A week in which everybody asks for sure. Returns the services after it."""
    doors = services([GP, TALKING_THERAPIES, COMMUNITY_TEAM])
    doors.assess_left[0] = gp_hours
    nearest = np.full((len(SERVICE_KINDS), 1), NOBODY, dtype=np.int32)
    nearest[:3, 0] = 0, 1, 2
    near = np.array([[0]], dtype=np.int32)
    keys = np.array([Luck(1).key(name) for name in "abcd"])
    rows, count = everybody(table)
    sure = p._replace(ask_mild=1.0, ask_moderate=1.0, ask_severe=1.0)
    world = (communities(), doors, groups(1, hours_free=1e6), staff(0), nearest, near, tally(3))
    ask(table, rows, count, 5, *world, keys, False, (0.45, 0.70), 0.6, 1.0, 8.0, sure)
    return doors


def test_everybody_who_asks_stands_somewhere_and_the_doors_count_them():
    table = people(2_000, place=UNSUPPORTED, severity=0.6, trust=0.5, social_need=0.5)
    doors = asking(P, table)
    for row in (1, 2):
        at_door = ((table.place == AT_DOOR) & (table.service == row)).sum()
        assert doors.at_door[row] == doors.referred[row] == at_door > 0
    assert (table.place == IN_GROUP).sum() > 0
    assert ((table.place == UNSUPPORTED) == (table.service == NOBODY))[table.place != IN_GROUP].all()
    assert (table.with_gp == 1).sum() == pytest.approx(0.7 * doors.assessed[0], rel=0.1)


def test_a_gp_without_hours_sees_nobody():
    """Four consultations' hours see four people; the others ask again later."""
    table = people(500, place=UNSUPPORTED, severity=0.6, trust=0.5)
    doors = asking(P._replace(consultation=0.25), table, gp_hours=1.0)
    assert doors.assessed[0] == 4
    assert table.with_gp.sum() <= 4


def test_higher_trust_asking_supports_more_people():
    """Twice as quick to ask, more people have support."""
    slow = {"help_seeking.ask_mild": 0.005, "help_seeking.ask_moderate": 0.014, "help_seeking.ask_severe": 0.025}
    quick = {"help_seeking.ask_mild": 0.018, "help_seeking.ask_moderate": 0.040, "help_seeking.ask_severe": 0.070}
    few, many = (yearly("people_supported", 52, parameters=p) for p in (slow, quick))
    assert is_above(many, few)


def test_stigma_keeps_people_away():
    with_it, without = (yearly("people_supported", 52, switches={"stigma": on}) for on in (True, False))
    assert is_above(without, with_it)
