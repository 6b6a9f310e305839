"""Crisis: distress that nobody holds ends in crisis contacts, home treatment and hospital.

The weekly chance of a crisis contact rises steeply with severity, falls with the share of need met, and falls with assurance:
standards and learning from incidents lowered serious harm in the services that took them up [while-2012]; the benefit
saturates. A crisis contact goes to the crisis service while it has hours; some people are taken on at home, the most severe
admitted; where beds are full some are placed out of area, at a cost, and the others must do without. Whoever is taken in gives up the care they had, and comes
home to a community team's list, to its door, or to their GP.
Leaves out: suicide and self-harm (crisis contacts stand for harm); the police; the Mental Health Act.
"""

import math
from typing import Any

from ..agents.counts import ADMITTED, CONTACTS, CRISES
from ..agents.fetching import fetch_ahead
from ..agents.happenings import CRISIS_CONTACT, TAKEN_IN, note
from ..agents.journeys import come_to_door, go_without, join_queue, release, stand
from ..agents.kinds import COMMUNITY_TEAM, COUNT_MOST, CRISIS, GP, HOSPITAL, IN_CARE, IN_CRISIS, INPATIENT
from ..compiled import loop, rule
from ..luck import another, chance
from ..parameters import Room, parameter
from ..units import ROUNDING


# fmt: off
class Crisis(Room, room="crisis"):
    """When distress becomes crisis, and what follows."""

    rate: float = parameter(
        0.00082, unit="per week", low=0.0007, high=0.0014, standing="calibrated", source="hsj-2024-ae: 926 attendances per 100,000 a year",
        says="Weekly chance of a crisis contact at the edge of severe distress with no need met.",
        fitted_to="crisis contacts",
    )
    steepness: float = parameter(
        5.0, unit="log chance", low=3.0, high=7.0, standing="assumed", source="design: crises come from severe distress",
        says="How much the log chance of a crisis rises with severity.", settled_by="crisis contacts by severity score",
    )
    met_protects: float = parameter(
        0.50, unit="share", low=0.0, high=0.8, standing="assumed", source="rcpsych-2020: 38% turned to emergency services while waiting",
        says="Share of crises that meeting the whole need prevents.", settled_by="crises of people on lists and in care",
    )
    enduring: float = parameter(
        2.0, unit="times", low=1.2, high=3.0, standing="assumed", source="ramanuj-2015: 60% of re-referrals in crisis",
        says="Crises in an enduring condition against others at the same severity.",
        settled_by="a study that measures just this",
    )
    assurance_prevents: float = parameter(
        0.14, unit="share", low=0.0, high=0.19, standing="literature", source="while-2012: 9 to 19% fewer deaths after taking up standards",
        says="Share of crises that assurance at today's effort prevents, against none at all.",
    )
    assurance_saturates: float = parameter(
        1.5, unit="per today's effort", low=0.3, high=4.0, standing="assumed", source="audit-cochrane-2006: larger from a poor base",
        says="How fast that benefit saturates with effort: small = each hour as good as the last.", settled_by="incidents by assurance effort",
    )
    poor_practice: float = parameter(
        0.50, unit="log chance", low=0.0, high=1.0, standing="assumed", source="design: quality varies when assurance is cut",
        says="How much the log chance of a crisis rises when one's practitioner has a full step less skill than ordinary.",
        settled_by="incidents by practitioner",
    )
    again: float = parameter(
        42, unit="times", low=12, high=50, standing="calibrated", source="osborn-2021: half readmitted in a year; johnson-2018: 38%",
        says="Chance of a crisis contact in the year after home treatment or hospital against others at the same severity.",
        fitted_to="acute care again within a year",
    )
    again_weeks: float = parameter(
        52.0, unit="weeks", low=52.0, high=52.0, standing="literature", source="osborn-2021: within a year",
        says="Weeks for which it stays raised.",
    )
    taken_home: float = parameter(
        0.23, unit="share", low=0.15, high=0.35, standing="calibrated", source="crht-policy-2000: 100,000 people a year",
        says="Share of crisis contacts taken on by home treatment.", fitted_to="home-treatment episodes",
    )
    admitted: float = parameter(
        0.17, unit="share", low=0.10, high=0.22, standing="calibrated", source="cmh-benchmarking-2019: 157 admissions per 100,000 a year",
        says="Share of crisis contacts admitted.", fitted_to="admissions",
    )
    sent_away: float = parameter(
        0.33, unit="share", low=0.15, high=0.50, standing="literature", source="beds-bmj-2021: one in three would use a bed out of area",
        says="Share of those who need a bed when none is free who are placed out of area; the others are treated at home or sent home.",
    )
    contact_hours: float = parameter(
        2.5, unit="hours", low=1.5, high=4.0, standing="assumed", source="crht-policy-2000", settled_by="team diaries",
        says="Crisis service hours that a crisis contact takes.",
    )
    weeks_home: float = parameter(
        4.0, unit="weeks", low=3.0, high=6.0, standing="literature", source="crht-policy-2000: 25 people, 300 episodes a team a year",
        says="Mean length of home treatment.",
    )
    weeks_inpatient: float = parameter(
        4.95, unit="weeks", low=4.6, high=5.6, standing="measured", source="kings-fund-360-acute: 39 days; cmh-benchmarking-2019: 33",
        says="Mean length of stay in hospital.",
    )
    eases: float = parameter(
        0.05, unit="severity 0..1 a week", low=0.02, high=0.08, standing="assumed", source="osborn-2021: half readmitted in a year",
        says="How much a week of home treatment or hospital eases severity at full hours.", settled_by="scores at admission and discharge",
    )
    deepens: float = parameter(
        0.08, unit="severity 0..1", low=0.0, high=0.15, standing="assumed", source="living-well-claims: claim W2 they return sicker",
        says="How much a crisis that finds no support deepens distress.", settled_by="scores after crises",
    )
    followed_up: float = parameter(
        0.60, unit="share", low=0.4, high=0.8, standing="literature", source="murch-2021: 60 of 100 crisis stays move to community care",
        says="Share referred to a community team after home treatment or hospital, whatever care they had before; the others are with their GP.",
    )
# fmt: on


SWITCHES = {
    "assurance_protects": "Assurance prevents crises, with diminishing returns.",
    "practice_varies": "Poor practice raises the chance of a crisis.",
}


@rule
def chance_of_crisis(severity, met, is_enduring, was_acute, severe, safety, p):
    """Weekly chance of a crisis contact. was_acute: in acute care within the
    year.  safety: factor from assurance and practice, 1 = neither helps nor harms."""
    rate = p.rate * math.exp(p.steepness * (severity - severe)) * (1.0 - p.met_protects * met) * safety
    if is_enduring:
        rate *= p.enduring
    if was_acute:
        rate *= p.again
    return min(1.0, rate)


def assurance_factor(effort: float, p: Any) -> float:
    """Crises left with assurance at `effort` (1 = today's), against none at all; today's prevents `assurance_prevents`."""
    return 1.0 - p.assurance_prevents * math.expm1(-p.assurance_saturates * effort) / math.expm1(-p.assurance_saturates)


@rule
def contact(people, i, week, services, groups, staff, nearest, tally, key, p):
    """Person i is in crisis: taken on at home, admitted, or sent home again. Returns 1 if placed out of area."""
    c, who = people.community[i], people.who[i]
    note(people, i, week, CRISIS_CONTACT)
    tally.flows[CONTACTS] += 1
    tally.by_community[c, CRISES] += 1
    crisis, hospital = nearest[CRISIS, c], nearest[HOSPITAL, c]
    share = chance(another(key, 1), who)
    has_hours = crisis >= 0 and services.assess_left[crisis] >= p.contact_hours
    if has_hours:
        services.assess_left[crisis] -= p.contact_hours
        services.assessed[crisis] += 1
    needs_bed = share < p.admitted and hospital >= 0 and services.pool[hospital] > 0.0
    is_full = needs_bed and services.caseload[hospital] >= services.beds[hospital]
    if is_full and chance(another(key, 2), who) < p.sent_away:
        note(people, i, week, TAKEN_IN)
        tally.flows[ADMITTED] += 1
        return 1
    if needs_bed and not is_full:
        note(people, i, week, TAKEN_IN)
        tally.flows[ADMITTED] += 1
        service, place = hospital, INPATIENT
    elif share < p.admitted + p.taken_home and has_hours:
        service, place = crisis, IN_CRISIS
    else:
        people.severity[i] = min(1.0, people.severity[i] + p.deepens)
        return 0
    had_care = people.place[i] == IN_CARE
    release(people, i, services, groups, staff)
    stand(people, i, place, service, week)
    people.handovers[i] = min(people.handovers[i] + 1 + had_care, COUNT_MOST)
    services.caseload[service] += 1
    services.started[service] += 1
    return 0


@rule
def come_home(people, i, week, services, groups, staff, nearest, key, mild, p):
    """Home treatment or hospital eases; it ends by chance; then a community team's queue, its door, or the GP, where there is one."""
    service, place = people.service[i], people.place[i]
    ratio = services.ratio[service]
    people.severity[i] = max(mild, people.severity[i] - p.eases * ratio)
    length = p.weeks_home if place == IN_CRISIS else p.weeks_inpatient
    if chance(key, people.who[i]) >= 1.0 / length:
        return
    services.ended[service] += 1
    people.acute_at[i] = week
    team = nearest[COMMUNITY_TEAM, people.community[i]]
    share = chance(another(key, 1), people.who[i])
    if team < 0 or share >= p.followed_up:
        go_without(people, i, services, groups, staff, week)
        people.with_gp[i] = nearest[GP, people.community[i]] >= 0
    elif people.is_enduring[i]:
        join_queue(people, i, team, services, groups, staff, week)
        people.since[i] = week
        people.clock[i] = week
    else:
        come_to_door(people, i, team, services, groups, staff, week)


@loop
def come_home_all(people, need, needing, week, services, groups, staff, nearest, key, mild, p):
    """The week's endings of home treatment and hospital. need: rows that may be there."""
    for n in range(needing):
        if people.place[need[n]] == IN_CRISIS or people.place[need[n]] == INPATIENT:
            come_home(people, need[n], week, services, groups, staff, nearest, key, mild, p)


def likeliest_crisis(severe: float, assurance: float, p: Any) -> float:
    """The largest weekly chance of a crisis without acute care in the year, above it by more than rounding could be."""
    most = p.rate * math.exp(p.steepness * (1.0 - severe) + p.poor_practice) * max(1.0, p.enduring) * assurance
    return most * (1.0 + ROUNDING)


@loop
def crises(people, rows, count, week, services, groups, staff, nearest, tally, key, assurance, varies, severe, p):
    """The week's crises. rows: of those whose luck allows one (`lots`).  Returns people placed out of area."""
    out_of_area = 0
    for n in range(count):
        fetch_ahead(people, rows, n, count, (people.place, people.severity, people.met, people.acute_at, people.who))
        i = rows[n]
        place = people.place[i]
        if place == IN_CRISIS or place == INPATIENT:
            continue
        safety = assurance
        if varies and place == IN_CARE:
            safety *= math.exp(p.poor_practice * max(0.0, 1.0 - staff.skill[people.staff[i]]))
        was_acute = week - people.acute_at[i] < p.again_weeks
        rate = chance_of_crisis(people.severity[i], people.met[i], people.is_enduring[i], was_acute, severe, safety, p)
        if chance(key, people.who[i]) < rate:
            out_of_area += contact(people, i, week, services, groups, staff, nearest, tally, key, p)
    return out_of_area


def come_home_first(state: Any) -> None:
    """Those whom home treatment or hospital lets go come home before anybody is in crisis anew."""
    p, mild, nearest = state.p.crisis, state.p.need.mild_edge, state.reach["nearest"]
    row = (state.services, state.groups, state.staff)
    come_home_all(state.people, state.placed, state.placing, state.week, *row, nearest, state.key("crisis.home"), mild, p)


def safety_now(state: Any) -> float:
    """What today's assurance leaves of crises, against usual assurance: 1 where it is as usual."""
    p = state.p.crisis
    if not state.on("assurance_protects"):
        return 1.0
    return assurance_factor(max(0.0, 1.0 + state.levers.assurance), p) / assurance_factor(1.0, p)


def turn(state: Any) -> None:
    """The week's crises, judged by the need that was met last week; those placed out of area are paid for."""
    state.money.out_of_area += crises(
        state.people,
        state.lots.crisis,
        state.lots.crises,
        state.week,
        state.services,
        state.groups,
        state.staff,
        state.reach["nearest"],
        state.tally,
        state.key("crisis.contact"),
        safety_now(state),
        state.on("practice_varies"),
        state.p.need.severe_edge,
        state.p.crisis,
    )
