"""The caseload: hours that people ask for, and how the hours there are get shared between them.

Everybody in care asks for hours, more in severe distress [skinner-2023]. A practitioner's hours are shared by their own
caseload, a pooled service's (GP, crisis, inpatient) by all its people, a group's by those it supports. Hours that nobody asks
for stay unfilled; hours that are short are short for all alike.
Leaves out: practitioners choosing whom to give more.
"""

import math
from typing import Any

import numpy as np

from ..agents.fetching import fetch_ahead
from ..agents.kinds import CRISIS, GP, GROUP, HOSPITAL, IN_CARE, IN_CRISIS, IN_GROUP, INPATIENT, NOBODY, hours_by_kind
from ..agents.rows import first_from
from ..compiled import loop, rule, walk
from ..parameters import Room, parameter
from ..units import TINY


# fmt: off
class Caseload(Room, room="caseload"):
    """What people ask of practitioners."""

    hours_gp: float = parameter(
        0.048, unit="hours a week", low=0.03, high=0.07, standing="assumed", source="apms-2023: medication with reviews",
        says="GP hours that a person under treatment by the GP takes.", settled_by="coded reviews",
    )
    hours_therapy: float = parameter(
        0.62, unit="hours a week", low=0.58, high=0.90, standing="literature", source="nhs-digital-iapt-2021: 7.5 sessions a course",
        says="Hours with a person that a week of talking therapy takes at ordinary severity.",
    )
    hours_team: float = parameter(
        0.60, unit="hours a week", low=0.45, high=0.72, standing="calibrated", source="mhsds-2025: 1.14 contacts a month, with preparation",
        says="Hours for a person that a week of a community team's care takes at ordinary severity.",
        fitted_to="waits and caseload of community teams",
    )
    hours_living_well: float = parameter(
        0.50, unit="hours a week", low=0.35, high=0.75, standing="assumed", source="living-well-salford-2021: 5,000 people for 3m a year",
        says="Hours with a person that a week of a Living Well team's support takes at ordinary severity.",
        settled_by="activity of Living Well teams",
    )
    hours_crisis: float = parameter(
        6.0, unit="hours a week", low=4.0, high=8.0, standing="assumed", source="crht-policy-2000: 25 people a team",
        says="Hours that a week of home treatment takes.", settled_by="team diaries",
    )
    hours_inpatient: float = parameter(
        26.0, unit="hours a week", low=18.0, high=34.0, standing="assumed", source="nhs-benchmarking-2023: staff a bed",
        says="Hours with a person that a week in hospital takes.", settled_by="ward staffing",
    )
    hours_group: float = parameter(
        0.60, unit="hours a week", low=0.3, high=1.0, standing="assumed", source="gm-state-of-sector-2021: hours and reach",
        says="Paid and volunteer hours that supporting one person takes a voluntary group a week.",
        settled_by="attendance and staffing of groups",
    )
    severity_costs: float = parameter(
        1.2, unit="log hours", low=0.0, high=2.0, standing="assumed", source="skinner-2023: severe cases use more services",
        says="How much the log hours a person takes rise with severity from the ordinary.",
        settled_by="a study that measures just this",
    )
# fmt: on


SWITCHES = {"severity_costs": "Severe distress takes more hours."}


@rule
def hours_asked(base, severity, costs, ordinary, strength):
    """Hours a week that a person takes: more in severe distress."""
    return base * math.exp(strength * (severity - ordinary)) if costs else base


@walk
def ask_hours(people, need, needing, kind, of_service, of_group, of_staff, hours, costs, ordinary, strength):
    """Add the hours that this week's people ask of services, groups and practitioners. kind: (services,)."""
    for n in range(needing):
        fetch_ahead(people, need, n, needing, (people.severity,))
        i = need[n]
        s, place = people.severity[i], people.place[i]
        if place == IN_CARE and people.staff[i] != NOBODY:
            asked = hours_asked(hours[kind[people.service[i]]], s, costs, ordinary, strength)
            of_staff[people.staff[i]] += asked
            of_service[people.service[i]] += asked
        elif place == IN_CRISIS or place == INPATIENT:
            of_service[people.service[i]] += hours[kind[people.service[i]]]
        elif place == IN_GROUP:
            of_group[people.group[i]] += hours_asked(hours[GROUP], s, costs, ordinary, strength)
    return of_service, of_group


@walk
def ask_gp_hours(people, need, needing, adults, gp_of, of_service, hours):
    """Add what people under treatment by the GP ask of the GP-attached service of their community. adults: (communities,)."""
    first = end = 0
    for c in range(adults.size):
        end += adults[c]
        last, gp = first_from(need, first, needing, end), gp_of[c]
        if gp >= 0:
            total = of_service[gp]
            for i in need[first:last]:
                total += hours * people.with_gp[i]
            of_service[gp] = total
        first = last


@rule
def met(hours, asked):
    """Share of the hours asked that there are, at most 1; 1 if none are asked."""
    return min(1.0, hours / max(asked, TINY)) if asked > 0.0 else 1.0


@rule
def used(hours, asked):
    """Share of the hours there are that are asked for, at most 1."""
    return min(1.0, asked / max(hours, TINY)) if hours > 0.0 else 0.0


@rule
def _share_one(staff, j, hours, asked, is_shared):
    """Hours of practitioner j with people against hours asked; what is over stays unfilled.

    hours, asked: of the service or group, whose people are everybody's where `is_shared`.
    """
    contact = staff.contact[j]
    if is_shared:
        staff.asked[j] = contact / max(hours, TINY) * asked if hours > 0.0 else 0.0
    given = contact * used(hours, asked) if is_shared else min(contact, staff.asked[j])
    staff.delivered[j] = met(contact, staff.asked[j])
    staff.unfilled[j] = contact - given
    staff.contact[j] = given


@walk
def share_all(staff, services, groups, of_service, of_group, pool, volunteers_direct):
    """Hours with people against hours asked: by pooled service, by group, by practitioner. pool: (services,), given empty.

    volunteers_direct: share of volunteers' hours that is with people.
    """
    for j in range(staff.who.size):
        if staff.service[j] >= 0:
            pool[staff.service[j]] += staff.contact[j]
    for s in range(pool.size):
        services.ratio[s] = met(pool[s], of_service[s])
    for g in range(of_group.size):
        groups.ratio[g] = met(groups.paid_hours[g] + volunteers_direct * groups.volunteer_hours[g], of_group[g])
    for j in range(staff.who.size):
        s, g = staff.service[j], staff.group[j]
        if s >= 0:
            kind = services.kind[s]
            _share_one(staff, j, pool[s], of_service[s], kind == GP or kind == CRISIS or kind == HOSPITAL)
        elif g >= 0:
            _share_one(staff, j, groups.paid_hours[g] + volunteers_direct * groups.volunteer_hours[g], of_group[g], True)
            staff.delivered[j] = 1.0


@loop
def ask_and_share(people, lists, sizes, communities, services, groups, staff, gp_of, room, hours, costs, ordinary, direct, p):
    """Hours are asked for, and those there are are shared out.

    lists: rows of those in need and of those placed; sizes: how many of each.  gp_of: (communities,) row of the GP-attached
    service, or -1.  room: (services,), (groups,), (services,) given empty.  hours: (kinds,) a week.  costs: switch of severe
    distress.  ordinary: severity.  direct: share of volunteers' hours that is with people.
    """
    of_service, of_group, pool = room
    for j in range(staff.who.size):
        staff.asked[j] = 0.0
    asked = (of_service, of_group, staff.asked)
    ask_hours(people, lists[1], sizes[1], services.kind, *asked, hours, costs, ordinary, p.severity_costs)
    ask_gp_hours(people, lists[0], sizes[0], communities.adults, gp_of, of_service, p.hours_gp)
    share_all(staff, services, groups, of_service, of_group, pool, direct)


def turn(state: Any) -> None:
    """Hours are asked for and shared."""
    p, services = state.p.caseload, state.services
    lists, sizes = (state.need, state.placed), (state.needing, state.placing)
    row = (state.communities, services, state.groups, state.staff, state.reach["nearest"][GP])
    room = (np.zeros(services.who.size), np.zeros(state.groups.who.size), np.zeros(services.who.size))
    severe = (state.on("severity_costs"), state.p.need.ordinary_severity)
    direct = state.p.neighbours.volunteers_direct
    ask_and_share(state.people, lists, sizes, *row, room, hours_by_kind(p), *severe, direct, p)
