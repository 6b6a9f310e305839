"""The caseload: hours asked for, and how the hours there are get shared."""

import math

import numpy as np
import pytest

from lwsim.agents.kinds import COMMUNITY_TEAM, CRISIS, IN_CARE, IN_CRISIS, IN_GROUP, hours_by_kind
from lwsim.mechanisms.caseload import ask_hours, hours_asked, share_all
from towns import USUAL, everybody, people, services, settled


@pytest.mark.parametrize(
    ("severity", "costs", "by_hand"),
    [(0.45, True, 0.6), (0.95, True, 0.6 * math.exp(0.6)), (0.25, True, 0.6 * math.exp(-0.24)), (0.95, False, 0.6)],
)
def test_hours_asked_by_hand(severity, costs, by_hand):
    assert hours_asked.py_func(0.6, severity, costs, 0.45, 1.2) == pytest.approx(by_hand)


def test_everybody_in_care_asks_their_practitioner_service_or_group():
    table = people(4, place=[IN_CARE, IN_CARE, IN_CRISIS, IN_GROUP], service=[0, 0, 1, -1], staff=[1, 1, -1, -1], severity=0.45)
    table.group[3] = 0
    hours = hours_by_kind(USUAL.caseload)
    kind, (of_service, of_group, of_staff) = services([COMMUNITY_TEAM, CRISIS]).kind, (np.zeros(2), np.zeros(1), np.zeros(2))
    ask_hours(table, *everybody(table), kind, of_service, of_group, of_staff, hours, True, 0.45, 1.2)
    p = USUAL.caseload
    assert of_staff == pytest.approx([0.0, 2 * p.hours_team])
    assert of_service == pytest.approx([2 * p.hours_team, p.hours_crisis])
    assert of_group == pytest.approx([p.hours_group])


def test_hours_given_never_exceed_hours_asked_or_there():
    """Hours short are short for all of a pooled service alike; hours over stay unfilled."""
    state = settled()
    state.staff.contact[:] = 10.0
    there, asked = state.staff.contact.copy(), state.staff.asked
    asked[:] = 0.0
    named = np.flatnonzero(state.services.kind == COMMUNITY_TEAM)[0]
    asked[state.staff.service == named] = [4.0, 25.0]
    of_service = np.full(state.services.who.size, 15.0)
    of_group, pool = np.full(state.groups.who.size, 1e6), np.zeros(of_service.size)
    share_all(state.staff, state.services, state.groups, of_service, of_group, pool, 0.5)
    crew = state.staff.service == named
    assert state.staff.contact[crew].tolist() == [4.0, 10.0]
    assert state.staff.unfilled[crew].tolist() == [6.0, 0.0]
    assert state.staff.delivered[crew] == pytest.approx([1.0, 0.4])
    assert state.staff.contact + state.staff.unfilled == pytest.approx(there)
    gp = state.services.ratio[0]
    assert gp == pytest.approx(min(1.0, 10.0 * (state.staff.service == 0).sum() / 15.0))
