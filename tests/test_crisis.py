"""Crisis: steep in severity, held back by need met and by assurance; beds run out at a price."""

import math

import numpy as np
import pytest

from lwsim.agents.counts import ADMITTED, CONTACTS
from lwsim.agents.kinds import (
    AT_DOOR,
    COMMUNITY_TEAM,
    CRISIS,
    GP,
    HOSPITAL,
    IN_CRISIS,
    INPATIENT,
    NOBODY,
    SERVICE_KINDS,
    UNSUPPORTED,
    WAITING,
)
from lwsim.luck import Luck
from lwsim.mechanisms.crisis import assurance_factor, chance_of_crisis, come_home_all, crises
from towns import USUAL, everybody, groups, is_above, lived, numbers, only, people, series, services, staff, tally, yearly

P = USUAL.crisis


@pytest.mark.parametrize(
    ("severity", "met", "is_enduring", "was_acute", "safety", "by_hand"),
    [
        (0.7, 0.0, 0, False, 1.0, 0.001),
        (0.9, 0.0, 0, False, 1.0, 0.001 * math.e),
        (0.7, 1.0, 0, False, 1.0, 0.0005),
        (0.7, 0.5, 1, False, 1.0, 0.0015),
        (0.7, 0.0, 0, False, 0.9, 0.0009),
        (0.7, 0.0, 0, True, 1.0, 0.003),
        (0.7, 0.5, 1, True, 1.0, 0.0045),
    ],
)
def test_chance_of_crisis_by_hand(severity, met, is_enduring, was_acute, safety, by_hand):
    p = numbers(crisis__rate=0.001, crisis__steepness=5.0, crisis__met_protects=0.5, crisis__enduring=2.0).crisis
    p = p._replace(again=3.0)
    assert chance_of_crisis.py_func(severity, met, is_enduring, was_acute, 0.7, safety, p) == pytest.approx(by_hand)


def test_assurance_prevents_with_diminishing_returns():
    p = numbers(crisis__assurance_prevents=0.12, crisis__assurance_saturates=2.0).crisis
    none, today, double = (assurance_factor(effort, p) for effort in (0.0, 1.0, 2.0))
    assert none == 1.0
    assert today == pytest.approx(1.0 - 0.12)
    assert double == pytest.approx(1.0 - 0.12 * (1.0 - math.exp(-4.0)) / (1.0 - math.exp(-2.0)))
    assert none - today > today - double > 0.0


def a_week(table, *, beds=1000, hours=1e6, week=5, factor=1.0, gp=0, p=P):
    """A week of crises. Returns services (team, crisis, hospital), tally and people placed out of area."""
    rows = services([COMMUNITY_TEAM, CRISIS, HOSPITAL], beds=[0, 0, beds])
    for row in range(3):
        rows.caseload[row] = (table.service == row).sum()
    rows.assess_left[1] = hours
    nearest = np.full((len(SERVICE_KINDS), 1), NOBODY, dtype=np.int32)
    nearest[[COMMUNITY_TEAM, CRISIS, HOSPITAL, GP], 0] = 0, 1, 2, gp
    counts, (need, count) = tally(3), everybody(table)
    world = (rows, groups(0), staff(1), nearest)
    come_home_all(table, need, count, week, *world, Luck(1).key("home"), 0.25, p)
    key = Luck(1).key("contact")
    out = crises(table, need, count, week, *world, counts, key, factor, True, 0.7, p)
    return rows, counts, out


CERTAIN = P._replace(rate=1.0, steepness=0.0, met_protects=0.0)
"""Everybody in need has a crisis."""


def test_contacts_split_into_home_hospital_and_neither():
    """Shares by hand: .15 admitted, .25 at home; the others go without and sink deeper."""
    count = 10_000
    table = people(count, place=UNSUPPORTED, severity=0.5)
    rows, counts, out = a_week(table, beds=count, p=CERTAIN._replace(admitted=0.15, taken_home=0.25, deepens=0.08))
    error = 4.0 * 0.5 / math.sqrt(count)
    assert counts.flows[CONTACTS] == count and out == 0
    assert counts.flows[ADMITTED] / count == rows.caseload[2] / count == pytest.approx(0.15, abs=error)
    assert (table.place == IN_CRISIS).mean() == rows.caseload[1] / count == pytest.approx(0.25, abs=error)
    alone = table.place == UNSUPPORTED
    assert table.severity[alone] == pytest.approx(np.full(alone.sum(), 0.58))


def test_full_beds_place_a_share_out_of_area():
    """Five get the beds; of the others who need one, a third are sent away and counted as admitted."""
    table = people(10_000, place=UNSUPPORTED, severity=0.9)
    rows, counts, out = a_week(table, beds=5, p=CERTAIN._replace(admitted=0.15, sent_away=0.33))
    assert rows.caseload[2] == (table.place == INPATIENT).sum() == 5
    assert out == counts.flows[ADMITTED] - 5
    assert out / 1_495 == pytest.approx(0.33, abs=0.06)


def test_without_hours_nobody_is_taken_on_at_home():
    table = people(1_000, place=UNSUPPORTED, severity=0.9)
    rows, _, _ = a_week(table, hours=5.0, p=CERTAIN._replace(contact_hours=2.5, admitted=0.0, taken_home=1.0))
    assert rows.caseload[1] == (table.place == IN_CRISIS).sum() == 2


def test_a_stay_eases_and_ends_by_chance():
    """Of 5,000 at home a quarter go home this week: 60% of these are followed up, the others have their GP."""
    count = 5_000
    table = people(count, place=IN_CRISIS, service=1, severity=0.9, is_enduring=np.arange(count) % 2)
    rows, _, _ = a_week(table, p=P._replace(rate=0.0, weeks_home=4.0, followed_up=0.6, eases=0.05))
    error = 4.0 * 0.5 / math.sqrt(count)
    assert table.severity == pytest.approx(np.full(count, 0.85))
    assert rows.ended[1] / count == pytest.approx(0.25, abs=error)
    followed = np.isin(table.place, (WAITING, AT_DOOR))
    assert followed.mean() == pytest.approx(0.15, abs=error)
    assert (table.is_enduring[table.place == WAITING] == 1).all() and (table.is_enduring[table.place == AT_DOOR] == 0).all()
    assert (table.with_gp[table.place == UNSUPPORTED] == 1).all()


def test_where_there_is_no_gp_nobody_comes_home_to_one():
    """Whoever is not followed up is with nobody: none is counted as treated by a GP that the community does not have."""
    table = people(500, place=INPATIENT, service=2, severity=0.9)
    a_week(table, p=P._replace(rate=0.0, weeks_inpatient=1.0, followed_up=0.0), gp=NOBODY)
    assert (table.place == UNSUPPORTED).all()
    assert table.with_gp.sum() == 0


def test_the_shortcut_loses_no_crisis():
    """Nobody's chance exceeds the likeliest one that lets the loop pass people over."""
    for skill in (0.24, 1.0):
        safety = math.exp(P.poor_practice * max(0.0, 1.0 - skill))
        most = P.rate * math.exp(P.steepness * 0.3 + P.poor_practice) * P.enduring * P.again
        assert chance_of_crisis.py_func(1.0, 0.0, 1, True, 0.7, safety, P) <= most


@pytest.mark.slow
def test_need_met_prevents_crises():
    """Where support prevents nothing there are more crises, all else equal."""
    seeds = range(1, 13)
    none, much = (yearly("crisis_contacts", 104, seeds=seeds, parameters={"crisis.met_protects": v}) for v in (0.0, 0.8))
    assert is_above(none, much)


@pytest.mark.slow
def test_more_assurance_fewer_crises_and_less_time_with_people():
    """Power towards assuring, by its assurance lever alone: fewer crises, and less time with people."""
    alone = {"switches": only("lever_assurance") | {"practice_varies": False}}
    full = {"parameters": {"crisis.met_protects": 0.0, "crisis.assurance_prevents": 0.19, "levers.assurance": 1.6}}
    time = [yearly("people_time", 156, since=104, forces={"power": v}, **alone, **full) for v in (0.0, 1.0)]
    assert is_above(time[1], time[0])
    seeds = range(1, 13)
    crisis = [yearly("crisis_contacts", 208, since=78, seeds=seeds, forces={"power": v}, **alone, **full) for v in (0.0, 1.0)]
    assert is_above(crisis[1], crisis[0])


def test_no_beds_left_costs_money():
    """A surge of severe distress sends people out of area, and spending shows it."""
    surge = [{"kind": "demand_surge", "week": 0, "size": 5.0, "weeks": 26, "severity": 0.5}]
    calm, hit = lived(52), lived(52, events=surge)
    assert series(hit, "admissions").mean() > 2.0 * series(calm, "admissions").mean()
    assert series(hit, "spend_statutory").mean() > 1.02 * series(calm, "spend_statutory").mean()
