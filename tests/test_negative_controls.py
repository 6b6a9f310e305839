"""What the model must not claim: changes that in trials left clinical outcomes where they were leave them here."""

import sys
from pathlib import Path

import pytest

from lwsim.forces import LEVERS

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments" / "patterns"))
from same_luck import lives, scenario, weekly, yearly

YEARS = 4
OUTCOMES = {"people_in_need": 0.01, "qalys": 0.005}
"""Clinical outcomes and how far, as a share, they may move where nothing that heals has changed."""


def moved(change, ordinary, measure):
    """Change of a measure over the last three years, as a share of the ordinary system's."""
    return yearly(change, measure)[1:].mean() / yearly(ordinary, measure)[1:].mean() - 1.0


def unmoved(change, ordinary):
    """Whether every clinical outcome stays within its bound."""
    return {name: moved(change, ordinary, name) for name in OUTCOMES}


@pytest.mark.slow
@pytest.mark.parametrize("world", [0, 1])
def test_joining_agencies_with_care_unchanged_moves_access_not_outcomes(world):
    """One door and a forum, every other effect of the forces off: fewer turned away or lost, about the same distress.

    [access-2002; fort-bragg; stark-county; icp-2012].
    """
    off = {f"lever_{name}": False for name in LEVERS if name not in ("one_door", "forum", "deciding")}
    off |= {"strain_of_distance": False, "coupling": False}
    apart = scenario("apart", switches=off)
    joined = scenario("joined", switches=off, forces={"practice": 1.0, "power": 0.6})
    ordinary, change = lives([apart, joined], world, YEARS)
    assert moved(change, ordinary, "turned_away") < -0.05
    for name, share in unmoved(change, ordinary).items():
        assert abs(share) < OUTCOMES[name], (name, share)


@pytest.mark.slow
def test_smaller_caseloads_alone_do_not_cut_admissions():
    """Caseloads a fifth smaller for the same staff: admissions stay where they were, within luck [burns-1999]."""
    small, large = (
        lives([scenario(str(full), parameters={"places.booked": full})], 0, YEARS, sample=0.4)[0] for full in (0.72, 0.90)
    )
    assert abs(moved(small, large, "admissions")) < 0.08


@pytest.mark.slow
def test_peer_workers_hardly_move_symptoms_or_service_use():
    """Ten peer workers more in a community team: distress about where it was [peer-review-2021; enrich-2022]."""
    hired = [{"week": 1, "kind": "hire_peers", "service": "community_team_central", "posts": 10.0}]
    ordinary, change = lives([scenario("ordinary"), scenario("peers", events=hired)], 0, YEARS)
    assert yearly(change, "staff_in_post")[-1] > yearly(ordinary, "staff_in_post")[-1]
    for name, share in unmoved(change, ordinary).items():
        assert abs(share) < OUTCOMES[name], (name, share)


@pytest.mark.slow
def test_doubling_treatment_need_not_lower_prevalence():
    """Half as many staff and pounds again: far more people supported, and the share in distress within a few per cent."""
    more = scenario("more", staff={"change": 0.5}, money={"change": 0.5})
    ordinary, change = lives([scenario("ordinary"), more], 0, YEARS)
    assert moved(change, ordinary, "need_met") > 0.05
    assert abs(moved(change, ordinary, "people_in_need")) < 0.03


@pytest.mark.slow
def test_distress_at_its_worst_eases_by_itself():
    """A before-after gain is no effect: after a surge the number in distress falls back though nothing was done about it."""
    surge = [{"week": 1, "kind": "demand_surge", "size": 3.0, "weeks": 26, "severity": 0.0}]
    (alone,) = lives([scenario("surge", events=surge)], 0, YEARS)
    people = weekly(alone, "people_in_need")
    assert people[26] > 1.10 * people[0]
    assert people[26 + 52] - people[0] < 0.8 * (people[26] - people[0])
