"""The front door: who is taken on, what an assessment takes, and what becomes of those turned away."""

import numpy as np
import pytest

from living import town, what_if
from lwsim.agents.counts import BOUNCED, GAVE_UP, LOST
from lwsim.agents.kinds import (
    AT_DOOR,
    COMMUNITY_TEAM,
    GP,
    LIVING_WELL,
    NOBODY,
    SERVICE_KINDS,
    TALKING_THERAPIES,
    UNSUPPORTED,
    WAITING,
)
from lwsim.agents.services import has_room
from lwsim.luck import Luck
from lwsim.measures import NAMES
from lwsim.mechanisms.front_door import assess, fitting_kind, hours_to_assess, is_accepted, threshold
from lwsim.model import begin
from lwsim.single import live
from towns import USUAL, everybody, groups, is_above, numbers, only, people, services, staff, tally, yearly

P = USUAL.front_door


@pytest.mark.parametrize(
    ("kind", "judged", "by_hand"),
    [
        (COMMUNITY_TEAM, 0.65, False),
        (COMMUNITY_TEAM, 0.66, True),
        (TALKING_THERAPIES, 0.77, True),
        (TALKING_THERAPIES, 0.78, False),
        (LIVING_WELL, 0.0, True),
        (LIVING_WELL, 1.0, True),
    ],
)
def test_who_is_accepted_by_hand(kind, judged, by_hand):
    assert is_accepted.py_func(kind, judged, 0.66, 0.78) == by_hand


@pytest.mark.parametrize(
    ("kind", "seen_before", "joined", "by_hand"),
    [
        (COMMUNITY_TEAM, False, False, 2.5),
        (COMMUNITY_TEAM, True, False, 2.5),
        (COMMUNITY_TEAM, False, True, 2.5),
        (COMMUNITY_TEAM, True, True, 1.0),
        (TALKING_THERAPIES, True, True, 0.3),
        (LIVING_WELL, True, True, 0.6),
    ],
)
def test_hours_to_assess_by_hand(kind, seen_before, joined, by_hand):
    p = numbers(
        front_door__assess_team=2.5,
        front_door__assess_therapy=0.75,
        front_door__assess_living_well=1.5,
        front_door__known_saves=0.6,
    ).front_door
    assert hours_to_assess.py_func(kind, seen_before, joined, p) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("severity", "social_need", "living_well", "by_hand"),
    [
        (0.9, 0.9, True, LIVING_WELL),
        (0.9, 0.9, False, COMMUNITY_TEAM),
        (0.9, 0.2, True, COMMUNITY_TEAM),
        (0.5, 0.2, True, TALKING_THERAPIES),
    ],
)
def test_fitting_kind_by_hand(severity, social_need, living_well, by_hand):
    assert (
        fitting_kind.py_func(severity, social_need, living_well, numbers(front_door__therapy_ceiling=0.78).front_door)
        == by_hand
    )


@pytest.mark.parametrize(
    ("queue", "strength", "by_hand"),
    [
        (0.0, 1.0, 0.66),
        (8.0, 1.0, 0.66),
        (16.0, 1.0, 0.72),
        (24.0, 1.0, 0.78),
        (99.0, 1.0, 0.78),
        (16.0, 0.5, 0.69),
        (99.0, 0.0, 0.66),
    ],
)
def test_threshold_by_hand(queue, strength, by_hand):
    p = numbers(front_door__rationing=0.06, front_door__wanted_queue=8.0).front_door
    assert threshold(0.66, queue, strength, p) == pytest.approx(by_hand)


def assessed(table, *, one_door=0.0, flags=(True, True, False), kinds=(TALKING_THERAPIES, COMMUNITY_TEAM), hours=1e6, p=P):
    """One week of assessments of people who stand at the door of service 0. Returns services and tally."""
    doors = services(list(kinds), threshold=0.66, assess_left=hours)
    count = table.who.size
    table.place[:], table.service[:], table.since[:] = AT_DOOR, 0, 3
    doors.at_door[0] = count
    nearest = np.full((len(SERVICE_KINDS), 1), NOBODY, dtype=np.int32)
    for row, kind in enumerate(kinds):
        nearest[kind, 0] = row
    nearest[GP, 0] = len(kinds)
    counts, keys = tally(len(kinds)), np.array([Luck(1).key(name) for name in "abc"])
    assess(
        table,
        *everybody(table),
        np.zeros(table.who.size, np.uint32),
        5,
        doors,
        groups(0),
        staff(0),
        nearest,
        counts,
        keys,
        flags,
        one_door,
        8.0,
        0.25,
        p,
    )
    return doors, counts


def test_the_accepted_wait_and_their_wait_counts_from_the_door():
    table = people(50, severity=0.3)
    doors, counts = assessed(table, p=P._replace(judgement=0.0))
    assert (table.place == WAITING).all() and (table.since == 3).all()
    assert (doors.waiting[0], doors.at_door[0], doors.accepted[0], counts.flows[BOUNCED]) == (50, 0, 50, 0)


def test_people_turned_away_give_up_are_lost_or_come_to_another_door():
    """Shares by hand: half give up; of the fifth referred on, a fifth are lost; the rest stay with the GP."""
    count = 20_000
    table = people(count, severity=0.9, trust=1.0)
    doors, counts = assessed(table, p=P._replace(judgement=0.0, gives_up=0.5, refers_again=0.2, lost_on_the_way=0.2))
    error = 4.0 * 0.5 / np.sqrt(count)
    assert counts.flows[BOUNCED] == doors.turned_away[0] == count
    assert counts.flows[GAVE_UP] / count == pytest.approx(0.5, abs=error)
    assert counts.flows[LOST] / count == pytest.approx(0.04, abs=error)
    assert (table.service == 1).sum() / count == pytest.approx(0.16, abs=error)
    assert ((table.place == UNSUPPORTED) & (table.with_gp == 1)).sum() / count == pytest.approx(0.3, abs=error)
    assert table.trust == pytest.approx(np.full(count, 1.0 - P.trust_lost))


def test_a_joined_door_turns_nobody_away():
    table = people(300, severity=0.9)
    doors, counts = assessed(table, one_door=1.0, p=P._replace(judgement=0.0))
    assert counts.flows[[BOUNCED, GAVE_UP, LOST]].tolist() == [0, 0, 0]
    assert doors.waiting.tolist() == [0, 300] and (table.handovers == 1).all()


def test_advice_at_a_joined_door_is_enough_for_some_by_hand():
    """Of those below the line, the stated share needs no place: half an hour each, distress eased to the mild edge."""
    count = 4_000
    table = people(count, severity=0.28, trust=0.5)
    p = P._replace(judgement=0.0, resolves=0.4, advice_hours=0.5, advice_eases=0.05, assess_therapy=0.75)
    doors, counts = assessed(table, one_door=1.0, flags=(True, True, True), p=p)
    eased = table.place == UNSUPPORTED
    assert eased.sum() / count == pytest.approx(0.4, abs=4.0 * 0.5 / np.sqrt(count))
    assert table.severity[eased] == pytest.approx(0.25) and table.severity[~eased] == pytest.approx(0.28)
    assert (table.trust == 0.5).all() and counts.flows[BOUNCED] == 0
    assert 1e6 - doors.assess_left[0] == pytest.approx(0.75 * count + 0.5 * eased.sum())


@pytest.mark.parametrize(("severity", "one_door"), [(0.5, 1.0), (0.28, 0.0)])
def test_advice_is_for_mild_distress_at_a_joined_door_only(severity, one_door):
    table = people(500, severity=severity)
    p = P._replace(judgement=0.0, resolves=1.0)
    assessed(table, one_door=one_door, flags=(True, True, True), p=p)
    assert (table.place == WAITING).all()


def test_advice_leaves_shorter_lists():
    """Where doors are joined, fewer people wait when advice is enough for some."""
    joined = {"forces": {"practice": 1.0}, "parameters": {"front_door.resolves": 0.4}}
    alone = only("lever_one_door")
    without, with_it = (yearly("waiting", 104, **joined, switches=alone | {"advice": on}) for on in (False, True))
    assert is_above(without, with_it, 1.0)


def test_switched_off_bounces_and_losses_cost_nothing():
    table = people(300, severity=0.9, trust=0.5)
    _, counts = assessed(table, flags=(False, False, False))
    assert counts.flows[[GAVE_UP, LOST]].tolist() == [0, 0]
    assert (table.trust == 0.5).all()
    table = people(3_000, severity=0.9)
    _, counts = assessed(table, flags=(True, False, False))
    assert counts.flows[LOST] == 0


def test_a_living_well_team_turns_nobody_away():
    table = people(200, severity=np.linspace(0.25, 1.0, 200))
    doors, _ = assessed(table, kinds=(LIVING_WELL, COMMUNITY_TEAM))
    assert (doors.accepted[0], doors.turned_away[0]) == (200, 0)


def test_a_living_well_team_with_a_long_list_is_passed_by():
    """Eight weeks of list are allowed: at eight it takes people; beyond that it is as if there were no such team."""
    team = services([LIVING_WELL])
    for weeks, takes in ((0.0, True), (8.0, True), (8.5, False)):
        team.queue_ratio[0] = weeks
        assert bool(has_room.py_func(team, 0, 8.0)) is takes
    assert not has_room.py_func(team, NOBODY, 8.0)
    assert fitting_kind.py_func(0.5, 1.0, True, P) == LIVING_WELL
    assert fitting_kind.py_func(0.5, 1.0, False, P) == TALKING_THERAPIES


def test_a_small_living_well_team_leaves_other_doors_open():
    """Six posts for a town: its list stays near what it wants; where nobody passes it by, all who might come wait there."""
    open_team = {"week": 1, "kind": "open_service", "key": "new", "service_kind": "living_well", "employer": "An alliance"}
    open_team["posts"] = {"clinician": 1.0, "support_worker": 1.0}
    waiting = {}
    for passed_by in (True, False):
        scenario = what_if(open_team, switches={"passing_by": passed_by})
        outcome = live(begin(town(), scenario, seed=1, sample=1.0, world=0), scenario, 104)
        waiting[passed_by] = outcome.weekly[-1, NAMES.index("waiting")]
    assert waiting[True] < 0.5 * waiting[False]


def test_without_hours_people_wait_at_the_door():
    """Seven and a half hours assess three people for a community team; the others stay at its door."""
    table = people(10, severity=0.9)
    doors, _ = assessed(
        table, kinds=(COMMUNITY_TEAM, TALKING_THERAPIES), hours=7.5, p=P._replace(judgement=0.0, assess_team=2.5)
    )
    assert doors.assessed[0] == 3 and doors.at_door[0] == (table.place == AT_DOOR).sum() == 7


def test_judgement_is_noisy_but_even():
    """At the threshold itself half are taken on."""
    table = people(10_000, severity=0.66)
    doors, _ = assessed(table, kinds=(COMMUNITY_TEAM, TALKING_THERAPIES))
    assert doors.accepted[0] / 10_000 == pytest.approx(0.5, abs=4.0 * 0.5 / 100)


def test_joining_doors_turns_fewer_away():
    apart, joined = (yearly("turned_away", 104, parameters={"front_door.one_door_today": v}) for v in (0.0, 0.25))
    assert is_above(apart, joined)


def test_creating_environments_joins_doors_and_fewer_are_turned_away():
    apart, joined = (yearly("turned_away", 104, switches=only("lever_one_door"), forces={"practice": v}) for v in (0.0, 1.0))
    assert is_above(apart, joined)


@pytest.mark.slow
def test_higher_thresholds_turn_more_away():
    low, high = (yearly("turned_away", 104, parameters={"front_door.team_threshold": v}) for v in (0.60, 0.72))
    assert is_above(high, low)
