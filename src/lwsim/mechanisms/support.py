"""Support works, or doesn't: by hours received against hours needed, by who gives them, and by fit with social needs.

Everybody in care asks for hours, more in severe distress; a practitioner's hours are shared by their caseload, a pooled
service's (GP, crisis, inpatient) by all its people. What an hour does is the practitioner's skill, wellbeing, coordination and
innovations, times its fit: what clinic time alone cannot mend is the social part of need, which support and peer workers,
Living Well teams and groups reach [living-well-uk-2022]. Support adds to the hazard of recovery; it never takes away the
recovery that comes by itself. Courses end when their hours are given, and people drop out, more so when an appointment falls
through or their practitioner leaves. Peer and group support moves recovery and hope a little, symptoms hardly [peer-review-2021].
Leaves out: single therapies and drugs; harm done by treatment.
"""

from typing import Any

import numpy as np

from ..agents.alone import feel, fit, from_gp, from_neighbours, heal_alone, support_alone, support_one_alone
from ..agents.counts import CRISES, IN_NEED, LOST, count_community
from ..agents.fetching import fetch_ahead
from ..agents.given import Given, look_at_hours
from ..agents.happenings import COURSE_ENDED, DROPPED_OUT, note
from ..agents.journeys import end_all, happens
from ..agents.kinds import (
    CLINICIAN,
    COMMUNITY_TEAM,
    GP,
    GROUP,
    IN_CARE,
    IN_CRISIS,
    IN_GROUP,
    INPATIENT,
    LIVING_WELL,
    TALKING_THERAPIES,
    UNSUPPORTED,
    WAITING,
    WELL,
    by_kind,
    hours_by_kind,
)
from ..agents.rows import first_from
from ..compiled import loop, rule, walk
from ..luck import chance
from ..parameters import Room, parameter


# fmt: off
class Support(Room, room="support"):
    """What support asks of staff and does for people."""

    course_therapy: float = parameter(
        9.7, unit="hours", low=8.0, high=11.0, standing="literature", source="nhs-digital-iapt-2021: 6.9 to 7.5 sessions",
        says="Hours of a full course of talking therapy.",
    )
    course_team: float = parameter(
        27, unit="hours", low=16.0, high=32.0, standing="calibrated", source="murch-2021: a year in community care",
        says="Hours of an ordinary stay with a community team.", fitted_to="caseload of community teams",
    )
    course_living_well: float = parameter(
        9.0, unit="hours", low=6.0, high=15.0, standing="assumed", source="living-well-salford-2021: 600 pounds a person",
        says="Hours of an ordinary stay with a Living Well team.", settled_by="activity of Living Well teams",
    )
    course_group: float = parameter(
        18.0, unit="hours", low=8.0, high=30.0, standing="assumed", source="munford-2020: gains grow over 18 months",
        says="Hours after which an ordinary stay with a voluntary group ends.", settled_by="attendance of groups",
    )
    heals_gp: float = parameter(
        0.0018, unit="per week", low=0.0, high=0.009, standing="calibrated", source="apms-2023: treatment doubled, need did not fall",
        says="Recovery added by treatment with the GP, at full hours and fit.", fitted_to="share of adults in distress",
    )
    heals_therapy: float = parameter(
        0.028, unit="per week", low=0.016, high=0.040, standing="calibrated", source="nhs-talking-therapies-2025: 48.4% recover",
        says="Recovery added by talking therapy, at full hours and fit.", fitted_to="recovery of those who finish a course",
    )
    heals_team: float = parameter(
        0.014, unit="per week", low=0.004, high=0.020, standing="assumed", source="burns-1999: UK700, care as usual",
        says="Recovery added by a community team, at full hours and fit.", settled_by="recovery by hours in community teams",
    )
    heals_living_well: float = parameter(
        0.016, unit="per week", low=0.004, high=0.030, standing="assumed", source="living-well-uk-2022: 60% better, no control group",
        says="Recovery added by a Living Well team, at full hours and fit.", settled_by="a controlled study",
    )
    heals_group: float = parameter(
        0.0015, unit="per week", low=0.0, high=0.004, standing="assumed", source="peer-review-2021: recovery SMD 0.20, symptoms none",
        says="Recovery added by a voluntary group, at full hours and fit.", settled_by="a controlled study of groups",
    )
    clinical_reach: float = parameter(
        0.15, unit="share", low=0.0, high=0.4, standing="assumed", source="living-well-claims: claim W3",
        says="Share of social needs that a clinician's time reaches.", settled_by="needs met by role",
    )
    support_reach: float = parameter(
        0.55, unit="share", low=0.3, high=0.8, standing="assumed", source="living-well-uk-2022: housing, debt, friends",
        says="Share of social needs that a support or peer worker's time reaches.", settled_by="needs met by role",
    )
    team_reach: float = parameter(
        0.75, unit="share", low=0.4, high=0.9, standing="assumed", source="living-well-uk-2022: clinicians, support and peers together",
        says="Share of social needs that a Living Well team reaches.", settled_by="needs met by team",
    )
    group_reach: float = parameter(
        0.85, unit="share", low=0.5, high=1.0, standing="assumed", source="living-well-uk-2022: close friends 66 to 81%",
        says="Share of social needs that a voluntary group reaches.", settled_by="needs met by groups",
    )
    social_weight: float = parameter(
        0.60, unit="share", low=0.0, high=1.0, standing="assumed", source="living-well-claims: claim W3",
        says="How much of support's effect rests on fit with social needs where these are full.",
        settled_by="outcomes by social need and by role",
    )
    eases_social: float = parameter(
        0.020, unit="share a week", low=0.0, high=0.05, standing="assumed", source="living-well-uk-2022: activity 26 to 48%",
        says="Share of social needs mended in a week of full support, times its reach.", settled_by="repeated social-need scores",
    )
    heals_support_worker: float = parameter(
        0.50, unit="times", low=0.2, high=1.0, standing="assumed", source="design: skills differ by role",
        says="Recovery that a support worker's hour adds, against a clinician's.", settled_by="outcomes by role",
    )
    heals_peer: float = parameter(
        0.25, unit="times", low=0.0, high=0.6, standing="assumed", source="peer-one-to-one-2020: no effect on symptoms or service use",
        says="Recovery that a peer worker's hour adds, against a clinician's.", settled_by="outcomes by role",
    )
    worth_gp: float = parameter(
        0.30, unit="share", low=0.1, high=0.5, standing="assumed", source="apms-2023: medication alone for most",
        says="Share of a person's need that treatment with the GP meets at full hours and fit.", settled_by="people's own ratings",
    )
    worth_service: float = parameter(
        0.85, unit="share", low=0.7, high=1.0, standing="assumed", source="design: support that fits",
        says="Share of a person's need that a service's care meets at full hours and fit.", settled_by="people's own ratings",
    )
    worth_group: float = parameter(
        0.45, unit="share", low=0.2, high=0.7, standing="assumed", source="peer-review-2021: hope and recovery, few symptoms",
        says="Share of a person's need that a voluntary group meets at full hours and fit.", settled_by="people's own ratings",
    )
    worth_neighbours: float = parameter(
        0.20, unit="share", low=0.0, high=0.4, standing="assumed", source="community-life-2022: 95% have somebody there for them",
        says="Share of a person's need that full support from neighbours meets.", settled_by="people's own ratings",
    )
    hours_neighbour: float = parameter(
        1.0, unit="hours a week", low=0.5, high=2.0, standing="assumed", source="gm-state-of-sector-2021: 2.8 hours a volunteer",
        says="Hours of neighbours' support a week at which it is full.", settled_by="time-use surveys",
    )
    diminishing: float = parameter(
        0.75, unit="power", low=0.5, high=1.0, standing="assumed", source="stiles-2015: similar gains at all lengths",
        says="How the need met grows with the share of hours given: 1 = evenly, less = first hours count most.",
        settled_by="outcomes by hours in the same service",
    )
    drop_out: float = parameter(
        0.048, unit="per week", low=0.034, high=0.06, standing="calibrated", source="nhs-digital-tt-2022: 38 of 69 finish",
        says="Weekly chance of dropping out of talking therapy.", fitted_to="share of those starting who finish",
    )
    drop_out_other: float = parameter(
        0.006, unit="per week", low=0.003, high=0.012, standing="assumed", source="murch-2021: 45 of 100 community stays end otherwise",
        says="Weekly chance of dropping out of other care.", settled_by="endings by reason",
    )
    missed_session: float = parameter(
        1.9, unit="times", low=1.0, high=3.0, standing="literature", source="turnover-attendance: 86% more likely to miss the next",
        says="Weekly chance of dropping out when the practitioner is away, against others (the source has odds: the same for small chances).",
    )
    trust_gain: float = parameter(
        0.010, unit="0..1 a week", low=0.002, high=0.03, standing="assumed", source="fort-bragg: satisfaction rose with access",
        says="Trust gained in a week of full support.", settled_by="trust by weeks in support",
    )
    trust_rest: float = parameter(
        0.001, unit="share a week", low=0.0, high=0.005, standing="assumed", source="wmh-2007: delays of years",
        says="How fast trust drifts back to the middle by itself.", settled_by="repeated surveys",
    )
    safe_to_leave: float = parameter(
        0.65, unit="severity 0..1", low=0.55, high=0.75, standing="assumed", source="ramanuj-2015: discharge to primary care",
        says="Severity above which a community team keeps a person on when the course is over.", settled_by="severity at discharge",
    )
    utility_well: float = parameter(
        0.85, unit="utility", low=0.80, high=0.90, standing="assumed", source="kind-1998: UK population norms",
        says="Quality of life of a well adult.",
        settled_by="the current edition of the cited figures",
    )
    utility_mild: float = parameter(
        0.62, unit="utility", low=0.58, high=0.65, standing="literature", source="kolovos-2017: minor depression",
        says="Quality of life at the mild edge of distress.",
    )
    utility_severe: float = parameter(
        0.39, unit="utility", low=0.35, high=0.55, standing="literature", source="kolovos-2017: severe depression, 0.55 by SF-6D",
        says="Quality of life in the fullest distress.",
    )
# fmt: on


SWITCHES = {
    "social_fit": "Support that leaves social needs standing does less.",
    "continuity": "An appointment that falls through loses people.",
    "group_support": "Voluntary groups help people recover.",
    "neighbours": "Neighbours meet part of need.",
}


@rule
def support_one(people, i, services, groups, staff, near, gp, given, is_long, p):
    """What person i's support does this week. Returns share of need met, added recovery, reach and hours.

    near, gp: what neighbours meet in their community, and `from_gp` there, which are added to what the main support does.
    is_long: in care for so long that collaborative care has faded.
    """
    place, social, weight = people.place[i], people.social_need[i], given.weight
    fits = people.with_gp[i] * fit(social, p.clinical_reach, weight)
    met, heals, reach, hours = near + gp[0] * fits, gp[1] * fits, 0.0, 0.0
    if place == IN_CARE:
        k, j = services.kind[people.service[i]], people.staff[i]
        reach = given.reach[k]
        if k != LIVING_WELL:
            reach = p.clinical_reach if staff.role[j] == CLINICIAN else p.support_reach
        ratio, quality = staff.delivered[j], staff.ability[j] * staff.joint[j] * staff.novelty[j]
        if is_long:
            quality *= 1.0 - staff.fades[j]
        fits = fit(social, reach, weight)
        met += p.worth_service * given.by_staff[j] * quality * fits
        heals += given.heals[k] * ratio * quality * fits * given.by_role[staff.role[j]]
        hours = ratio * given.hours[k]
    elif place == IN_CRISIS or place == INPATIENT:
        met += p.worth_service * given.by_service[people.service[i]]
    elif place == IN_GROUP and given.group_support:
        ratio = groups.ratio[people.group[i]]
        reach = p.group_reach
        met += p.worth_group * given.by_group[people.group[i]] * fit(social, reach, weight)
        heals += p.heals_group * ratio * fit(social, reach, weight)
        hours = ratio * given.hours[GROUP]
    elif place == IN_GROUP:
        hours = given.hours[GROUP]
    return min(1.0, met), heals, reach, hours


@rule
def course_ends(people, i, services, staff, tally, key, given, p):
    """How person i's course ends this week, if it does (0): it is over, or they drop out, likelier when their practitioner is away."""
    if people.place[i] == IN_GROUP:
        return COURSE_ENDED if people.dose[i] >= given.courses[GROUP] else 0
    service, j = people.service[i], people.staff[i]
    kind = services.kind[service]
    if people.dose[i] >= given.courses[kind] and (kind != COMMUNITY_TEAM or people.severity[i] < p.safe_to_leave):
        services.ended[service] += 1
        return COURSE_ENDED
    rate = p.drop_out if kind == TALKING_THERAPIES else p.drop_out_other
    if given.continuity and staff.away[j] > 0:
        rate *= p.missed_session
    if chance(key, people.who[i]) >= rate:
        return 0
    services.dropped_out[service] += 1
    tally.flows[LOST] += 1
    return DROPPED_OUT


@walk
def support_placed(people, placed, week, services, groups, staff, tally, keys, near, gp, given, healed, found, ended, p, q):
    """The week of those of one community who wait or are with somebody.

    placed: their rows, of which some may be alone again.  near, gp: as `support_one` has them.  keys: (2,): recovery, dropping
    out.  Fills `healed`, after its first `found`, and `ended` with the rows of those who recover and whose course ends; returns
    how many each has.  q: plain `Need`.
    """
    ends = 0
    for n in range(placed.size):
        fetch_ahead(people, placed, n, placed.size, (people.severity, people.is_enduring, people.who))
        i = placed[n]
        place = people.place[i]
        if place == WELL:
            continue
        if place == UNSUPPORTED:
            support_one_alone(people, i, near, gp[0], given.weight, p)
            continue
        is_long = week - people.since[i] > given.lasts
        met, heals, reach, hours = support_one(people, i, services, groups, staff, near, gp, given, is_long, p)
        feel(people, i, met, p)
        if place == WAITING:
            tally.waits[people.service[i], min(week - people.since[i], tally.waits.shape[1] - 1)] += 1
            tally.told[people.service[i], min(week - people.clock[i], tally.told.shape[1] - 1)] += 1
        people.dose[i] += hours
        people.social_need[i] *= 1.0 - p.eases_social * reach * met
        if people.is_enduring[i]:
            heals *= q.remission_enduring
        if happens(chance(keys[0], people.who[i]), heals, people.severity[i], q):
            healed[found] = i
            found += 1
        elif place == IN_CARE or place == IN_GROUP:
            ended[ends] = i
            ends += note(people, i, week, course_ends(people, i, services, staff, tally, keys[1], given, p))
    return found, ends


@loop
def a_week(
    people, lists, sizes, week, communities, services, groups, staff, tally, keys, next_onset, given, weights, flags, p, q
):
    """Everybody's support does its work, or doesn't; who recovers by it or ends it; then the week's people are counted.

    A community at a time, whose people are near at hand while they are looked at again and again.
    lists: rows of those in need, alone, placed, whom luck allows to recover alone; how many of each: sizes; then working space.
    keys: (2,): recovery, dropping out.  next_onset: key.  weights: (services,) given empty.  flags: switches of social relapse
    and of neighbours.  q: plain `Need`.
    """
    need, alone, placed, allowed, healed, ended = lists
    protected, has_neighbours = flags
    look_at_hours(communities, services, groups, staff, tally, weights, given, has_neighbours, p)
    row = (services, groups, staff, tally)
    end = n = a = b = r = 0
    for c in range(communities.adults.size):
        end += communities.adults[c]
        in_need, by_themselves = need[n : first_from(need, n, sizes[0], end)], alone[a : first_from(alone, a, sizes[1], end)]
        with_others, lucky = (
            placed[b : first_from(placed, b, sizes[2], end)],
            allowed[r : first_from(allowed, r, sizes[3], end)],
        )
        n, a, b, r = n + in_need.size, a + by_themselves.size, b + with_others.size, r + lucky.size
        near, gp = from_neighbours(c, given, p), from_gp(given.gp_of[c], services, given, p)
        found = heal_alone(people, lucky, gp[1], given.weight, keys[0], healed, p, q)
        support_alone(people, by_themselves, near, gp[0], given.weight, p)
        found, ends = support_placed(people, with_others, week, *row, keys, near, gp, given, healed, found, ended, p, q)
        end_all(people, healed, found, ended, ends, week, communities, *row, next_onset, protected, q)
        count_community(people, in_need, c, tally.by_community, p, q.mild_edge)
        communities.in_need[c] = tally.by_community[c, IN_NEED]
        communities.crises[c] = tally.by_community[c, CRISES]


def what_is_given(state: Any) -> Given:
    """The week's `Given`, from the levers and the switches; what depends on the week's hours is still to be filled."""
    p, services, groups = state.p.support, state.services.who.size, state.groups.who.size
    worn = 1.0 - (state.p.places.targets_wear * state.pressed if state.on("targets_work") else 0.0)
    clinic, longer = p.clinical_reach, 1.0 + state.levers.course
    course = (p.course_therapy * longer, p.course_team * longer, p.course_living_well * longer)
    return Given(
        gp_of=state.reach["nearest"][GP],
        pooled=np.zeros(services),
        hours=hours_by_kind(state.p.caseload),
        heals=by_kind(p.heals_gp, p.heals_therapy, p.heals_team * worn, p.heals_living_well * worn, 0.0, 0.0, p.heals_group),
        reach=by_kind(clinic, clinic, clinic, p.team_reach, clinic, clinic, p.group_reach),
        courses=by_kind(np.inf, *course, np.inf, np.inf, p.course_group),
        by_role=np.array([1.0, p.heals_support_worker, p.heals_peer]),
        by_service=np.empty(services),
        by_staff=np.empty(state.staff.who.size),
        by_group=np.empty(groups),
        neighbours=np.empty(state.communities.who.size),
        weight=p.social_weight if state.on("social_fit") else 0.0,
        lasts=state.p.ties.collaborative_lasts,
        group_support=state.on("group_support"),
        continuity=state.on("continuity"),
    )


def turn(state: Any) -> None:
    """Everybody's support does its work, or doesn't; then the week's people are counted."""
    lots = state.lots
    ended = np.empty(state.placing, dtype=np.uint32)
    lists = (state.need, state.fresh, state.placed, lots.recovering, state.spare, ended)
    sizes = (state.needing, state.needing - state.placing, state.placing, lots.recoveries)
    row = (state.communities, state.services, state.groups, state.staff, state.tally)
    keys, next_onset = state.keys("support.recovery", "support.drop_out"), state.luck.key("need.next_onset")
    given, flags = (
        (what_is_given(state), np.zeros(state.services.who.size)),
        (state.on("social_relapse"), state.on("neighbours")),
    )
    a_week(state.people, lists, sizes, state.week, *row, keys, next_onset, *given, flags, state.p.support, state.p.need)
