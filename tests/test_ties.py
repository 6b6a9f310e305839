"""Ties: they form where people meet, fade unused, and are worth something across teams."""

import math

import numpy as np
import pytest

from lwsim.agents.kinds import COMMUNITY_TEAM, NOBODY
from lwsim.agents.posts import leave, no_ties
from lwsim.agents.teams import find_teams, room_for_teams
from lwsim.luck import Luck
from lwsim.mechanisms.ties import Meetings, across_strength, density, fading, joint, meet, meet_all
from towns import is_above, numbers, only, settled, staff, yearly


def test_meeting_again_closes_a_share_of_the_distance():
    ties = no_ties(2)
    for strength in (0.3, 0.51, 0.657):
        meet(ties, 0, 1, 0.3, 12)
        assert ties.strength[0].max() == pytest.approx(strength)
    assert ties.partner[0].tolist().count(1) == 1


def test_a_new_tie_takes_a_free_slot_or_the_weakest_if_weaker():
    ties = no_ties(1)
    slots = ties.partner.shape[1]
    ties.partner[0] = np.arange(10, 10 + slots)
    ties.strength[0] = 0.9
    meet(ties, 0, 99, 0.3, 12)
    assert 99 not in ties.partner[0]
    ties.strength[0, 4] = 0.1
    meet(ties, 0, 99, 0.3, 12)
    assert ties.partner[0, 4] == 99 and ties.strength[0, 4] == pytest.approx(0.3)


def test_worth_of_ties_across_by_hand():
    ties = no_ties(3)
    ties.partner[0, :2], ties.strength[0, :2] = [1, 2], [1.0, 1.0]
    team = np.array([0, 0, 1])
    found = [across_strength(ties, j, team, 2.0) for j in range(3)]
    assert found == pytest.approx([1.0 - math.exp(-0.5), 0.0, 0.0])


@pytest.mark.parametrize(
    ("across", "structure", "cares", "coordinates", "by_hand"),
    [
        (1.0, 1.0, True, True, 1.31),
        (1.0, 0.25, True, False, 1.125),
        (0.5, 0.0, True, True, 1.03),
        (0.0, 1.0, True, True, 1.0),
        (1.0, 1.0, False, False, 1.0),
    ],
)
def test_joint_by_hand(across, structure, cares, coordinates, by_hand):
    """Full ties and full structure together add .25; ties alone add .06."""
    p = numbers(ties__collaborative_care=0.25, ties__coordination_gain=0.06).ties
    assert joint(across, structure, cares, coordinates, p) == pytest.approx(by_hand)


def met(ties, crew, across: float) -> None:
    """A week of meetings of everybody, with this share of them across teams."""
    kind = np.full(crew.service.max() + 1, COMMUNITY_TEAM)
    teams = room_for_teams(crew.who.size, kind.size)
    count = find_teams(crew, kind.size, teams)
    now = Meetings(True, across, 1.0, 0.0, 0.0, Luck(1).key("meets"), Luck(1).key("whom"))
    p = numbers(ties__across_most=1.0).ties
    meet_all(ties, teams, count, crew, kind, now, p)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_meetings_make_mutual_ties_within_or_across_teams(share):
    count = 200
    team = np.arange(count) % 2
    ties, crew = no_ties(count), staff(count, environment=100.0, service=team)
    met(ties, crew, share)
    known = [(j, int(o)) for j in range(count) for o in ties.partner[j] if o >= 0]
    assert len(known) >= count and all((other, j) in known for j, other in known)
    assert all((team[j] != team[other]) == (share == 1.0) for j, other in known)


def test_without_environment_time_nobody_meets():
    ties = no_ties(50)
    met(ties, staff(50, service=np.arange(50)), 1.0)
    assert (ties.partner == NOBODY).all()


def test_ties_end_when_somebody_leaves():
    state = settled()
    state.ties.partner[:2, 0], state.ties.strength[:2, 0] = [1, 0], 0.8
    leave(state, np.array([1]))
    assert not (state.ties.partner == 1).any() and (state.ties.partner[1] == NOBODY).all()
    assert (state.ties.strength[state.ties.partner == NOBODY] == 0.0).all()


def test_ties_do_not_form_when_switched_off():
    assert (yearly("ties_across", 10, seeds=(1, 2), switches={"ties_form": False}) == 0.0).all()


def test_creating_environments_grows_ties():
    alone = only("lever_environment", "lever_forum")
    apart, together = (yearly("ties_across", 104, since=78, forces={"practice": v}, switches=alone) for v in (0.0, 1.0))
    assert is_above(together, apart, 4.0)


def test_a_collaborative_brings_teams_together():
    forum = [{"kind": "found_collaborative", "week": 0, "every": 2, "seats_voluntary": 0.3, "seats_lived_experience": 0.2}]
    assert is_above(yearly("ties_across", 104, since=52, events=forum), yearly("ties_across", 104, since=52))


def test_a_practitioner_keeps_up_with_so_many():
    """With room for two, a third acquaintance takes the weaker's place, or none."""
    ties = no_ties(1)
    for other in (1, 2, 1, 3):
        meet(ties, 0, other, 0.3, 2)
    assert sorted(ties.partner[0, :2].tolist()) == [1, 2] and (ties.partner[0, 2:] == NOBODY).all()


def test_density_by_hand():
    """Two people who could know two each, with strengths 1 and a half between them: three eighths."""
    ties = no_ties(2)
    ties.partner[:, 0], ties.strength[:, 0] = [1, 0], [1.0, 0.5]
    assert density(ties, np.arange(2), 2, numbers(ties__known=2.0).ties) == pytest.approx(0.375)


@pytest.mark.parametrize(
    ("after", "across", "by_hand"), [(0.4, 1.0, 0.15 / 1.25), (1.0, 1.0, 0.0), (0.0, 0.0, 0.0), (0.0, 1.0, 0.2)]
)
def test_what_fades_of_collaborative_care_by_hand(after, across, by_hand):
    """Of a gain of a quarter with full ties, three fifths are gone, which is 12% of what the hour did."""
    p = numbers(ties__collaborative_care=0.25, ties__collaborative_after=after).ties
    joined = joint(across, 1.0, True, False, p)
    assert fading(across, 1.0, 1.0, joined, p) == pytest.approx(by_hand)


def test_collaborative_care_that_never_fades_heals_more():
    """In a town of strong ties more people recover in the third year if the gain of structured care did not fade."""
    p = {"ties.collaborative_care": 0.4, "ties.collaborative_lasts": 78.0, "ties.collaborative_after": 0.0, "ties.meets": 0.25}
    lives = [
        yearly("recoveries", 156, since=52, forces={"practice": 1.0}, parameters=p, switches={"collaborative_fades": on})
        for on in (True, False)
    ]
    assert lives[0].mean() < lives[1].mean()
