"""The few moves every mechanism makes with a person: taking leave of a support, coming to stand somewhere, recovering."""

import math

from ..compiled import rule, walk
from ..luck import another, chance
from .counts import HANDED, JOURNEYS, RECOVERED, RECOVERIES
from .happenings import GOT_BETTER, note
from .kinds import AT_DOOR, COUNT_MOST, IN_CARE, IN_CRISIS, IN_GROUP, INPATIENT, NOBODY, UNSUPPORTED, WAITING, WELL


@rule
def release(people, i, services, groups, staff):
    """Person i gives up the place in line or in care that they hold; caseloads and queues are one fewer."""
    place = people.place[i]
    service = people.service[i]
    if place == AT_DOOR:
        services.at_door[service] -= 1
    elif place == WAITING:
        services.waiting[service] -= 1
    elif place == IN_CARE or place == IN_CRISIS or place == INPATIENT:
        services.caseload[service] -= 1
    elif place == IN_GROUP:
        groups.supported[people.group[i]] -= 1
    if people.staff[i] != NOBODY:
        staff.caseload[people.staff[i]] -= 1
    people.service[i] = NOBODY
    people.group[i] = NOBODY
    people.staff[i] = NOBODY


@rule
def stand(people, i, place, service, week):
    """Person i now is at `place` with `service` (or -1), since this week."""
    people.place[i] = place
    people.service[i] = service
    people.since[i] = week
    people.clock[i] = week
    people.dose[i] = 0.0


@rule
def go_without(people, i, services, groups, staff, week):
    """Person i is in need and with nobody but perhaps their GP."""
    release(people, i, services, groups, staff)
    stand(people, i, UNSUPPORTED, NOBODY, week)


@rule
def come_to_door(people, i, service, services, groups, staff, week):
    """Person i is referred to a service and waits to be assessed."""
    release(people, i, services, groups, staff)
    stand(people, i, AT_DOOR, service, week)
    services.at_door[service] += 1
    services.referred[service] += 1


@rule
def join_queue(people, i, service, services, groups, staff, week):
    """Person i is accepted by a service and waits for a place; the wait counts from when they came to its door."""
    came = people.since[i]
    release(people, i, services, groups, staff)
    stand(people, i, WAITING, service, came)
    services.waiting[service] += 1


@rule
def next_onset(people, i, summed, protected, key, p):
    """The summed hazard at which person i's next distress begins, given the stage of recovery they are in."""
    times = 1.0
    if people.stage[i] == 1:
        times = p.relapse_early
    elif people.stage[i] == 2:
        times = p.relapse_late
    if people.stage[i] > 0 and protected:
        times *= math.exp(p.relapse_social * (people.social_need[i] - 0.5))
    draw = another(key, people.episodes[i] * 4 + people.stage[i])
    patience = -math.log(1.0 - chance(draw, people.who[i]))
    return summed + patience / (people.vulnerability[i] * times)


@rule
def recover(people, i, week, communities, services, groups, staff, tally, key, protected, p):
    """Person i is well again: the place they held is free, and the stages of recovery begin. p: plain `Need`."""
    c = people.community[i]
    if people.place[i] == IN_CARE:
        services.ended[people.service[i]] += 1
    release(people, i, services, groups, staff)
    stand(people, i, WELL, NOBODY, week)
    tally.flows[RECOVERIES] += 1
    tally.flows[JOURNEYS] += 1
    tally.flows[HANDED] += people.handovers[i]
    tally.by_community[c, RECOVERED] += 1
    note(people, i, week, GOT_BETTER)
    people.with_gp[i] = 0
    people.severity[i] = 0.0
    people.met[i] = 0.0
    people.episodes[i] = min(people.episodes[i] + 1, COUNT_MOST)
    people.stage[i] = 1
    people.stage_end[i] = week + int(p.stage_weeks)
    people.onset_at[i] = next_onset(people, i, communities.summed_hazard[c], protected, key, p)


@rule
def happens(share, hazard, severity, p):
    """Whether a remission of this hazard at ordinary severity happens, given a chance `share`: rarer in severe distress.

    p: plain `Need`.  Nearly every week it does not, whatever the severity: the exponential is worked out only where it
    could, for exp(0.2 k) never exceeds 1 + k, and nobody in need is more than 0.2 below the ordinary severity.
    """
    likeliest = hazard * (1.0 + p.remission_severity)
    return share < likeliest and share < hazard * math.exp(-p.remission_severity * (severity - p.ordinary_severity))


@walk
def end_all(people, healed, found, ended, ends, week, communities, services, groups, staff, tally, key, protected, p):
    """Those who were healed recover; those whose course ended are in need with nobody. p: plain `Need`."""
    for n in range(found):
        recover(people, healed[n], week, communities, services, groups, staff, tally, key, protected, p)
    for n in range(ends):
        go_without(people, ended[n], services, groups, staff, week)
