"""Places are given from the queue by urgency and waiting time, to practitioners with room.

A service with named practitioners calls people off its list, the most urgent and longest-waiting first, as far as its
practitioners have room: their hours, stretched or not by purpose, over the hours a person takes. The longer somebody has
waited the less likely they are to come: odds of attending fall by 5% a week [wait-attendance-2023]; the rival theory puts all
the loss into the first week [wait-first-week-2005]. Each bounce lowers the odds too. Where boards judge by targets, staff give
token first contacts that stop the reported clock and help nobody [hood-2006]; they also take more people on sooner
[propper-2008], with fewer hours each, and what is not measured gets worse [targets-ohe].
Leaves out: choice of practitioner; text reminders.
"""

from typing import Any

import numpy as np

from ..agents.counts import LOST, MISSED
from ..agents.fetching import fetch_ahead
from ..agents.happenings import DID_NOT_COME, note
from ..agents.journeys import go_without, release, stand
from ..agents.kinds import IN_CARE, WAITING, by_kind
from ..agents.lines import leave_line, let_sink, line_up
from ..agents.rows import those_at
from ..compiled import gather, rule, walk
from ..luck import chance
from ..parameters import Room, parameter
from ..units import ROUNDING


# fmt: off
class Places(Room, room="places"):
    """Who is called off the list, and who comes."""

    booked: float = parameter(
        0.85, unit="times", low=0.75, high=1.0, standing="calibrated", source="greenwood-2000: 30 people a keyworker",
        says="Hours that a practitioner's caseload asks for over the hours they have, when full.",
        fitted_to="caseload of community teams",
    )
    caseload_most: float = parameter(
        45.0, unit="people", low=35.0, high=60.0, standing="literature", source="tyrer-2001: 16 to 98 people a nurse",
        says="Most people one practitioner takes on, whatever the hours.",
    )
    urgency: float = parameter(
        30.0, unit="weeks per severity", low=10.0, high=60.0, standing="assumed", source="urgency-2008: urgency in triage",
        says="Weeks of waiting that the full range of severity is worth in the order of the list.",
        settled_by="waits by severity at referral",
    )
    goes_on_first: float = parameter(
        26.0, unit="weeks", low=0.0, high=52.0, standing="assumed", source="design: a course begun is gone on with",
        says="Weeks of waiting that a course already begun is worth in the order of the list.", settled_by="waits after a leaver",
    )
    attends: float = parameter(
        0.825, unit="share", low=0.75, high=0.92, standing="calibrated", source="nhs-digital-tt-2022: 69 of 100 start",
        says="Share who come to a first appointment without a wait.", fitted_to="share of referrals that start",
    )
    odds_a_week: float = parameter(
        0.95, unit="odds ratio a week", low=0.91, high=0.98, standing="literature", source="wait-attendance-2023: n=1,587",
        says="Odds of attending for each further week of waiting.",
    )
    first_week_odds: float = parameter(
        0.60, unit="odds ratio", low=0.45, high=0.80, standing="assumed", source="wait-first-week-2005: strongest in the first 7 days",
        says="Rival theory: odds of attending after a week of waiting or more.", settled_by="attendance by days waited",
    )
    bounce_odds: float = parameter(
        0.70, unit="odds ratio", low=0.5, high=0.9, standing="assumed", source="design: odds x0.5-0.8 a bounce",
        says="Odds of attending for each time a person was turned away in this episode.",
        settled_by="attendance after rejection in adults",
    )
    target_weeks: float = parameter(
        18.0, unit="weeks", low=12.0, high=18.0, standing="literature", source="nhs-talking-therapies-2025: the 18-week standard",
        says="Wait that boards judge services by.",
    )
    token_contacts: float = parameter(
        0.05, unit="share a week", low=0.0, high=0.15, standing="assumed", source="propper-2008; hood-2006: gaming documented",
        says="Share of those past the target who are given a token contact each week, at today's assurance and purpose.",
        settled_by="first contacts without a plan, against targets",
    )
    trust_lost: float = parameter(
        0.05, unit="share", low=0.0, high=0.15, standing="assumed", source="rcpsych-2018: half waited over four weeks",
        says="Share of their trust that those lose who do not come when they are called at last.", settled_by="trust by weeks waited",
    )
    pace_memory: float = parameter(
        0.10, unit="share a week", low=0.05, high=0.2, standing="assumed", source="nhs-benchmarking-2023: quarterly boards",
        says="How fast a service's idea of its own pace follows the facts.", settled_by="reporting rhythms",
    )
    bounces_felt: float = parameter(
        5.0, unit="times", low=5.0, high=5.0, standing="assumed", source="design: the sixth no is like the fifth",
        says="Times turned away beyond which one more costs no further odds of coming. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    pace_least: float = parameter(
        0.25, unit="people a week", low=0.25, high=0.25, standing="assumed", source="design: a list at a standstill",
        says="Slowest pace by which a list is counted in weeks. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    targets_hasten: float = parameter(
        0.1, unit="share", low=0.0, high=0.25, standing="assumed", source="propper-2008: English targets cut waits against Scotland's, size sensitive to data",
        says="How many more people practitioners take on where targets press twice as hard as today.",
        settled_by="caseloads and waits of the same services before and after a target",
    )
    targets_wear: float = parameter(
        0.05, unit="share", low=0.0, high=0.15, standing="assumed", source="targets-ohe: readmissions and other outcomes worsened",
        says="Recovery that an hour loses where it is not measured, when targets press twice as hard as today.",
        settled_by="outcomes outside the targets, before and after",
    )
# fmt: on


SWITCHES = {
    "waiting_loses_people": "The longer the wait, the fewer come.",
    "targets_are_gamed": "Targets are met in part by token contacts.",
    "targets_work": "Targets shorten true waits, and wear quality that nobody measures.",
}
RIVALS = {"waiting_loss": ("even", "steep")}


@rule
def chance_to_attend(weeks, bounces, steep, waits_count, p):
    """Chance that a person called after `weeks` on the list comes to the first appointment."""
    odds = p.attends / (1.0 - p.attends)
    if waits_count:
        if steep:
            odds *= p.first_week_odds if weeks >= 1 else 1.0
        else:
            odds *= p.odds_a_week**weeks
    odds *= p.bounce_odds ** min(bounces, p.bounces_felt)
    return odds / (1.0 + odds)


@rule
def rank(severity, weeks, p):
    """Place in the list, in weeks: urgency and time waited."""
    return weeks + p.urgency * severity


@rule
def call(people, i, j, week, services, groups, staff, tally, key, steep, waits_count, p):
    """Person i is called to a place with practitioner j. Whether they came; who does not come is without anybody."""
    service = people.service[i]
    weeks, dose = week - people.since[i], people.dose[i]
    if chance(key, people.who[i]) >= chance_to_attend(weeks, people.bounces[i], steep, waits_count, p):
        services.not_attended[service] += 1
        tally.flows[MISSED] += 1
        tally.flows[LOST] += 1
        note(people, i, week, DID_NOT_COME)
        people.trust[i] *= 1.0 - p.trust_lost
        go_without(people, i, services, groups, staff, week)
        return False
    release(people, i, services, groups, staff)
    stand(people, i, IN_CARE, service, week)
    people.staff[i] = j
    people.dose[i] = dose
    services.caseload[service] += 1
    services.started[service] += 1
    staff.caseload[j] += 1
    return True


@walk
def look_at_waiting(people, need, needing, week, rows, ranks, key, gamed, p):
    """Fill `rows` with those who wait and `ranks` with their place in the list, lowest first; returns how many.

    Some who are past the target are given a token contact on the way.
    """
    waiting = those_at(people.place, need, needing, WAITING, rows)
    for n in range(waiting):
        fetch_ahead(people, rows, n, waiting, (people.severity,))
        i = rows[n]
        if week - people.clock[i] > p.target_weeks and chance(key, people.who[i]) < gamed:
            people.clock[i] = week
        ranks[n] = -rank(people.severity[i], week - people.since[i], p) - p.goes_on_first * (people.dose[i] > 0.0)
    return waiting


@walk
def of_service(service, services, line):
    """Fill `line`, one longer than `services`, with the numbers of those whose service is this one; returns how many."""
    size = 0
    for n in range(services.size):
        line[size] = n
        size += services[n] == service
    return size


@walk
def call_all(people, list_of, week, services, groups, staff, fullness, line, crew, tally, key, steep, waits_count, p):
    """Call people off every list, first by rank, to whoever has most room, while there is room.

    list_of: rows, services and ranks of those who wait.  fullness: (staff,) how far each practitioner is from having a
    place free: -2 = two free.  line, crew: working space.
    """
    rows, waits_for, ranks = list_of
    for service in range(services.who.size):
        free = of_service(service, staff.service, crew)
        line_up(crew, free, fullness)
        if free == 0 or fullness[crew[0]] >= ROUNDING - 1.0:
            continue
        left = of_service(service, waits_for, line)
        line_up(line, left, ranks)
        while left > 0 and fullness[crew[0]] < ROUNDING - 1.0:
            i, j = rows[line[0]], crew[0]
            left = leave_line(line, left, ranks)
            if call(people, i, j, week, services, groups, staff, tally, key, steep, waits_count, p):
                fullness[j] += 1.0
                let_sink(crew, free, 0, fullness)


@gather
def give_places(people, need, needing, week, services, groups, staff, rooms, tally, keys, steep, waits_count, gamed, p):
    """Look at all who wait, and call them off the lists. keys: (2,): attending, token contact.

    rooms: (staff,) places that each practitioner has free.
    """
    rows, ranks = np.empty(needing, np.uint32), np.empty(needing)
    waiting = look_at_waiting(people, need, needing, week, rows, ranks, keys[1], gamed, p)
    waits_for, fullness = np.empty(waiting, np.int16), np.empty(rooms.size)
    for n in range(waiting):
        waits_for[n] = people.service[rows[n]]
    for j in range(rooms.size):
        fullness[j] = -rooms[j]
    list_of = (rows[:waiting], waits_for, ranks[:waiting])
    line, crew = np.empty(waiting + 1, np.uint32), np.empty(rooms.size + 1, np.uint32)
    called = (people, list_of, week, services, groups, staff, fullness, line, crew)
    call_all(*called, tally, keys[0], steep, waits_count, p)


@rule
def room(contact, caseload, hours_each, stretch, p):
    """People whom a practitioner can still take on, may be below 1.

    contact: hours for people this week.  hours_each: that a person of their service takes.  stretch: share, 0 = as today.
    """
    return min(contact * p.booked * (1.0 + stretch) / hours_each, p.caseload_most) - caseload


@walk
def find_rooms(staff, kind, hours, stretch, rooms, p):
    """Fill `rooms`, (staff,), with the people each practitioner can take on; 0 where people are nobody's in particular.

    kind: (services,).  hours: (kinds,) that a person takes, infinite where practitioners are not named.
    """
    for j in range(staff.who.size):
        s = staff.service[j]
        rooms[j] = 0.0
        if s >= 0 and staff.away[j] == 0 and np.isfinite(hours[kind[s]]):
            rooms[j] = room(staff.contact[j], staff.caseload[j], hours[kind[s]], stretch, p)


@walk
def keep_pace(services, started, p):
    """What every service takes on in a week, smoothed, and its queue in weeks. started: (services,) before places were given."""
    for s in range(started.size):
        called = services.started[s] - started[s] + services.not_attended[s]
        services.capacity[s] += p.pace_memory * (called - services.capacity[s])
        services.queue_ratio[s] = services.waiting[s] / max(services.capacity[s], p.pace_least)


@gather
def a_week(people, placed, placing, week, services, groups, staff, tally, keys, steep, waits_count, gamed, hours, stretch, p):
    """The week's places: who has room, who is called, and what pace each list keeps. hours, stretch: as `find_rooms` has them."""
    rooms, started = np.empty(staff.who.size), services.started.copy()
    find_rooms(staff, services.kind, hours, stretch, rooms, p)
    row = (services, groups, staff, rooms, tally, keys)
    give_places(people, placed, placing, week, *row, steep, waits_count, gamed, p)
    keep_pace(services, started, p)


def turn(state: Any) -> None:
    """The week's places."""
    p, levers = state.p.places, state.levers
    asked, inf = state.p.caseload, np.inf
    each = by_kind(inf, asked.hours_therapy, asked.hours_team, asked.hours_living_well, inf, inf, inf)
    pressed = max(0.0, 1.0 + levers.assurance) * max(0.0, 1.0 + levers.rationing)
    state.pressed = pressed - 1.0
    stretch = levers.stretch + (p.targets_hasten * state.pressed if state.on("targets_work") else 0.0)
    gamed = p.token_contacts * pressed if state.on("targets_are_gamed") else 0.0
    row = (state.services, state.groups, state.staff, state.tally, state.keys("places.attends", "places.token"))
    how = (state.rivals["waiting_loss"] == "steep", state.on("waiting_loses_people"), gamed, each, stretch, p)
    a_week(state.people, state.placed, state.placing, state.week, *row, *how)
