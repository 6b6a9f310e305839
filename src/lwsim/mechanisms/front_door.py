"""The front door: assessment, thresholds, rejection and handing-over.

Everybody referred is assessed out of the hours the service's staff have, oldest first; who cannot be seen waits at the door.
Judgement of severity is noisy (referrer and psychiatrist hardly agree [urgency-2008]). Community teams turn away those below a
threshold, which answers to their queue [nao-2023]; talking therapies turn away the most severe. A person turned away gives up,
is referred elsewhere (and may be lost on the way [nhse-cmh-2019]) or stays with the GP; each bounce costs trust. Where the door
is joined, as far as organisations manage to decide together, one assessment serves all: for some mild distress advice is enough
[lambeth-lga]; others go straight into the queue of the service that fits, with a warm handover. A
Living Well team turns nobody away; while its own list is long it is passed by, and people go where they went before it came.
After a first assessment a siloed service assesses again from the start.
Leaves out: care bought privately (those people stay with the GP here); waiting-list cleansing.
"""

from typing import Any

from ..agents.counts import BOUNCED, GAVE_UP, LOST
from ..agents.fetching import fetch_ahead
from ..agents.happenings import ADVISED, ASSESSED, LOST_BETWEEN, STOPPED_TRYING, TURNED_AWAY, TURNED_AWAY_AGAIN, is_noted, note
from ..agents.journeys import come_to_door, go_without, join_queue
from ..agents.kinds import AT_DOOR, COMMUNITY_TEAM, COUNT_MOST, GP, LIVING_WELL, TALKING_THERAPIES
from ..agents.rows import those_at
from ..agents.services import has_room, longest_list
from ..compiled import loop, rule
from ..luck import another, bell, chance
from ..parameters import Room, parameter


# fmt: off
class FrontDoor(Room, room="front_door"):
    """How services decide whom they take on."""

    team_threshold: float = parameter(
        0.70, unit="severity 0..1", low=0.62, high=0.76, standing="calibrated", source="inverness-2025: 30-46% of referrals rejected",
        says="Severity below which a community team turns people away when its queue is as it wants it.",
        fitted_to="share of referrals to community teams rejected",
    )
    therapy_ceiling: float = parameter(
        0.84, unit="severity 0..1", low=0.70, high=0.90, standing="assumed", source="living-well-uk-2022: too complex for primary care",
        says="Severity above which talking therapies turn people away as too complex.",
        settled_by="severity of referrals that talking therapies decline",
    )
    enduring_counts: float = parameter(
        0.10, unit="severity 0..1", low=0.0, high=0.2, standing="assumed", source="greenwood-2000: 44% of a team's people with psychosis",
        says="How much more severe a community team judges a person with an enduring condition.", settled_by="acceptance by diagnosis",
    )
    judgement: float = parameter(
        0.12, unit="severity 0..1 (sd)", low=0.05, high=0.35, standing="assumed", source="urgency-2008: kappa 0.02",
        says="Error in an assessor's judgement of severity.", settled_by="two assessors on the same referrals",
    )
    rationing: float = parameter(
        0.06, unit="severity per queue", low=0.0, high=0.12, standing="assumed", source="nao-2023: 15 of 33 trusts raised thresholds",
        says="How far a community team's threshold rises for each time its queue exceeds what it wants.",
        settled_by="a study that measures just this",
    )
    wanted_queue: float = parameter(
        8.0, unit="weeks", low=4.0, high=12.0, standing="assumed", source="nhs-benchmarking-2023: 8 weeks to second contact",
        says="Weeks of queue at which a service leaves its threshold alone.",
        settled_by="a study that measures just this",
    )
    gives_up: float = parameter(
        0.50, unit="share", low=0.3, high=0.6, standing="literature", source="scottish-camhs-2018: over half take no further action",
        says="Share of those turned away who give up.",
    )
    refers_again: float = parameter(
        0.20, unit="share", low=0.1, high=0.4, standing="literature", source="scottish-camhs-2018: a fifth seek another referral",
        says="Share of those turned away who are referred to another service.",
    )
    lost_on_the_way: float = parameter(
        0.20, unit="share", low=0.10, high=0.30, standing="literature", source="nhse-cmh-2019: over 20% do not reach the new team",
        says="Share lost when care moves between teams without a warm handover.",
    )
    one_door_today: float = parameter(
        0.12, unit="share", low=0.0, high=0.25, standing="assumed", source="living-well-uk-2022: repeated assessment is the rule",
        says="Share of handings-over that are joined in an ordinary system today.",
        settled_by="repeat assessments counted in ordinary services",
    )
    living_well_joins: float = parameter(
        0.50, unit="share", low=0.2, high=0.8, standing="assumed", source="living-well-lambeth: referrals to secondary care down",
        says="Share of the remaining handings-over that a Living Well team joins in the communities it serves.",
        settled_by="journeys followed across a Living Well front door",
    )
    joined_extra: float = parameter(
        0.5, unit="hours", low=0.0, high=1.5, standing="assumed", source="access-2002: joining costs more",
        says="Hours that a warm handover takes beyond the assessment.", settled_by="service diaries",
    )
    trust_lost: float = parameter(
        0.15, unit="share", low=0.05, high=0.30, standing="assumed", source="design: engagement odds x0.5-0.8 a bounce",
        says="Share of their trust in services that a person loses when turned away.", settled_by="engagement after rejection in adults",
    )
    assess_therapy: float = parameter(
        0.75, unit="hours", low=0.5, high=1.0, standing="assumed", source="nhs-talking-therapies-manual: a first appointment",
        says="Hours that an assessment takes in talking therapies.", settled_by="service diaries",
    )
    assess_team: float = parameter(
        2.5, unit="hours", low=1.5, high=4.0, standing="assumed", source="living-well-claims: claim W4 more assessing than supporting",
        says="Hours that an assessment takes in a community team, with its panel.", settled_by="service diaries",
    )
    assess_living_well: float = parameter(
        1.5, unit="hours", low=1.0, high=2.5, standing="assumed", source="living-well-uk-2022: one conversation, one plan",
        says="Hours that a first conversation takes in a Living Well team.", settled_by="service diaries",
    )
    known_saves: float = parameter(
        0.60, unit="share", low=0.2, high=0.9, standing="assumed", source="living-well-uk-2022: one conversation",
        says="Share of a repeat assessment's hours saved when the door is joined.", settled_by="service diaries",
    )
    assessing_most: float = parameter(
        0.40, unit="share", low=0.25, high=0.60, standing="assumed", source="living-well-claims: claim W4",
        says="Largest share of a service's hours with people that goes to assessment.", settled_by="service diaries",
    )
    rationing_most: float = parameter(
        2.0, unit="queues", low=1.0, high=3.0, standing="assumed", source="nao-2023: 15 of 33 trusts raised thresholds",
        says="Excess of the queue, in queues as wanted, beyond which thresholds rise no further.",
        settled_by="thresholds and queues of teams followed over years",
    )
    living_well_fits: float = parameter(
        0.5, unit="0..1", low=0.3, high=0.7, standing="assumed", source="living-well-uk-2022: housing, debt, isolation",
        says="Social need from which a joined conversation leads to a Living Well team where there is one.",
        settled_by="journeys followed across a Living Well front door",
    )
    living_well_list: float = parameter(
        8.0, unit="weeks", low=4.0, high=16.0, standing="assumed", source="nhs-benchmarking-2023: 8 weeks to second contact",
        says="Weeks of a Living Well team's own list from which it is passed by, and people are sent where they went before it.",
        settled_by="referrals and lists of Living Well teams followed from their opening",
    )
    resolves: float = parameter(
        0.15, unit="share", low=0.0, high=0.4, standing="assumed", source="lambeth-lga: monthly referrals on down by half, no control group",
        says="Share of those heard at a joined door, in distress below a line, for whom advice in one conversation is enough for now.",
        settled_by="what became of people seen once at a shared door, against a control",
    )
    resolves_below: float = parameter(
        0.45, unit="severity 0..1", low=0.4, high=0.55, standing="assumed", source="lambeth-lga: over 60% of those helped unknown to secondary care",
        says="Severity below which one conversation may be enough.",
        settled_by="severity of people seen once at a shared door",
    )
    advice_hours: float = parameter(
        0.5, unit="hours", low=0.25, high=1.5, standing="assumed", source="living-well-uk-2022: one conversation, one plan",
        says="Hours that advice takes beyond the assessment.",
        settled_by="service diaries",
    )
    advice_eases: float = parameter(
        0.05, unit="severity 0..1", low=0.0, high=0.1, standing="assumed", source="design: half a step",
        says="How much advice in one conversation eases distress.",
        settled_by="scores before and after a single conversation",
    )
# fmt: on


SWITCHES = {
    "rationing": "Thresholds rise with queues.",
    "bounces": "Being turned away costs trust and loses people.",
    "transition_loss": "People are lost when care moves between teams.",
    "passing_by": "A Living Well team whose list is long is passed by.",
    "advice": "At a joined door one conversation is enough for some mild distress.",
}


@rule
def is_accepted(kind, judged, threshold, ceiling):
    """Whether a service of this kind takes on a person of this judged severity."""
    if kind == LIVING_WELL:
        return True
    if kind == TALKING_THERAPIES:
        return judged < ceiling
    return judged >= threshold


@rule
def hours_to_assess(kind, seen_before, joined, p):
    """Hours of an assessment; a repeat is shorter where the door is joined."""
    hours = p.assess_team
    if kind == TALKING_THERAPIES:
        hours = p.assess_therapy
    elif kind == LIVING_WELL:
        hours = p.assess_living_well
    if seen_before and joined:
        hours *= 1.0 - p.known_saves
    return hours


@rule
def fitting_kind(severity, social_need, takes_living_well, p):
    """The kind of service that fits a person whom one joined conversation has heard."""
    if takes_living_well and social_need >= p.living_well_fits:
        return LIVING_WELL
    return COMMUNITY_TEAM if severity >= p.therapy_ceiling else TALKING_THERAPIES


@rule
def is_resolved(people, i, services, service, severity, key, mild, p):
    """Whether advice in one joined conversation is enough for person i for now; it takes hours, and eases distress."""
    if severity >= p.resolves_below or services.assess_left[service] < p.advice_hours:
        return False
    if chance(another(key, 1), people.who[i]) >= p.resolves:
        return False
    services.assess_left[service] -= p.advice_hours
    people.severity[i] = max(mild, people.severity[i] - p.advice_eases)
    return True


@rule
def turn_away(people, i, week, services, groups, staff, nearest, tally, key, flags, p):
    """Person i is turned away: gives up, is referred to another service (or lost on the way), or stays with the GP."""
    service = people.service[i]
    services.turned_away[service] += 1
    tally.flows[BOUNCED] += 1
    note(people, i, week, TURNED_AWAY_AGAIN if is_noted(people, i, week, TURNED_AWAY) else TURNED_AWAY)
    people.bounces[i] = min(people.bounces[i] + 1, COUNT_MOST)
    if not flags[0]:
        go_without(people, i, services, groups, staff, week)
        return
    people.trust[i] *= 1.0 - p.trust_lost
    share = chance(key, people.who[i])
    other = COMMUNITY_TEAM if services.kind[service] == TALKING_THERAPIES else TALKING_THERAPIES
    door = nearest[other, people.community[i]]
    if share < p.gives_up:
        tally.flows[GAVE_UP] += 1
        note(people, i, week, STOPPED_TRYING)
        go_without(people, i, services, groups, staff, week)
    elif share < p.gives_up + p.refers_again and door >= 0:
        people.handovers[i] = min(people.handovers[i] + 1, COUNT_MOST)
        if flags[1] and chance(another(key, 1), people.who[i]) < p.lost_on_the_way:
            tally.flows[LOST] += 1
            note(people, i, week, LOST_BETWEEN)
            go_without(people, i, services, groups, staff, week)
        else:
            come_to_door(people, i, door, services, groups, staff, week)
    else:
        go_without(people, i, services, groups, staff, week)
        people.with_gp[i] = nearest[GP, people.community[i]] >= 0


@rule
def assess_one(people, i, week, services, groups, staff, nearest, tally, keys, flags, one_door, longest, mild, p):
    """One person's assessment at the door they stand at. False if the service has no hours left for it this week."""
    who, service, c = people.who[i], people.service[i], people.community[i]
    kind = services.kind[service]
    has_living_well = nearest[LIVING_WELL, c] >= 0
    share = one_door + (1.0 - one_door) * p.living_well_joins if has_living_well else one_door
    joined = chance(keys[0], who) < share
    hours = hours_to_assess(kind, people.bounces[i] + people.handovers[i] > 0, joined, p)
    if services.assess_left[service] < hours:
        return False
    services.assess_left[service] -= hours
    services.assessed[service] += 1
    note(people, i, week, ASSESSED)
    judged = people.severity[i] + p.judgement * bell(keys[1], who)
    if kind == COMMUNITY_TEAM and people.is_enduring[i]:
        judged += p.enduring_counts
    if flags[2] and joined and is_resolved(people, i, services, service, judged, keys[0], mild, p):
        note(people, i, week, ADVISED)
        go_without(people, i, services, groups, staff, week)
        return True
    if is_accepted(kind, judged, services.threshold[service], p.therapy_ceiling):
        services.accepted[service] += 1
        join_queue(people, i, service, services, groups, staff, week)
        return True
    if joined and services.assess_left[service] >= p.joined_extra:
        services.assess_left[service] -= p.joined_extra
        takes_living_well = has_room(services, nearest[LIVING_WELL, c], longest)
        other = nearest[fitting_kind(judged, people.social_need[i], takes_living_well, p), c]
        if other >= 0 and other != service:
            people.handovers[i] = min(people.handovers[i] + 1, COUNT_MOST)
            services.accepted[other] += 1
            join_queue(people, i, other, services, groups, staff, week)
            return True
    turn_away(people, i, week, services, groups, staff, nearest, tally, keys[2], flags, p)
    return True


@loop
def assess(
    people, placed, placing, doors, week, services, groups, staff, nearest, tally, keys, flags, one_door, longest, mild, p
):
    """The week's assessments: first those who came in earlier weeks, then this week's, in the order of their rows.

    doors: working space.  longest: weeks of list from which a Living Well team is passed by.
    """
    at_door = those_at(people.place, placed, placing, AT_DOOR, doors)
    for fresh in range(2):
        for n in range(at_door):
            fetch_ahead(people, doors, n, at_door, (people.severity, people.is_enduring, people.who))
            i = doors[n]
            if people.place[i] == AT_DOOR and (people.since[i] == week) == (fresh == 1):
                assess_one(people, i, week, services, groups, staff, nearest, tally, keys, flags, one_door, longest, mild, p)


@rule
def threshold(base, queue_ratio, strength, p):
    """Severity below which a community team turns people away, by its queue. queue_ratio: weeks of queue."""
    excess = min(p.rationing_most, max(0.0, queue_ratio / p.wanted_queue - 1.0))
    return base + p.rationing * strength * excess


@loop
def answer_queues(thresholds, kind, queue_ratio, strength, p):
    """Community teams' thresholds answer to their queues. thresholds, kind, queue_ratio: (services,)."""
    for s in range(kind.size):
        if kind[s] == COMMUNITY_TEAM:
            thresholds[s] = threshold(p.team_threshold, queue_ratio[s], strength, p)


def turn(state: Any) -> None:
    """Thresholds answer to queues; then everybody at a door is assessed as far as the hours go."""
    p, services = state.p.front_door, state.services
    strength = max(0.0, 1.0 + state.levers.rationing) if state.on("rationing") else 0.0
    answer_queues(services.threshold, services.kind, services.queue_ratio, strength, p)
    one_door = min(1.0, max(0.0, (p.one_door_today + state.levers.one_door) * state.collaborative.works))
    keys = state.keys("front_door.joined", "front_door.judgement", "front_door.after")
    flags = (state.on("bounces"), state.on("transition_loss"), state.on("advice"))
    assess(
        state.people,
        state.placed,
        state.placing,
        state.spare,
        state.week,
        services,
        state.groups,
        state.staff,
        state.reach["nearest"],
        state.tally,
        keys,
        flags,
        one_door,
        longest_list(state),
        state.p.need.mild_edge,
        p,
    )
