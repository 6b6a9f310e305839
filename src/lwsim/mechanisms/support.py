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

from ..agents.counts import CRISES, DISTRESS, GROUP_PEOPLE, IN_NEED, LOST, MET, SUPPORTED, UNSUPPORTED_PEOPLE, UTILITY
from ..agents.journeys import go_without, happens, recover
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
    WAITING,
    WELL,
    by_kind,
    hours_by_kind,
)
from ..compiled import loop, rule
from ..luck import chance
from ..parameters import Room, parameter
from ..units import MIDDLE, TINY


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
        0.25, unit="times", low=0.0, high=0.6, standing="literature", source="peer-review-2021: no effect on symptoms or service use",
        says="Recovery that a peer worker's hour adds, against a clinician's.",
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
        1.9, unit="odds ratio", low=1.0, high=3.0, standing="literature", source="turnover-attendance: 86% more likely to miss the next",
        says="Odds of dropping out in a week in which the practitioner is away, against others.",
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
def fit(social_need, reach, weight):
    """How well support fits: 1 where social needs are none or reached, less where they are left standing."""
    return 1.0 - weight * social_need * (1.0 - reach)


@rule
def support_one(people, i, services, groups, staff, gp_of, pooled, tables, felt, by_role, neighbour, is_long, p, flags):
    """What person i's support does this week. Returns share of need met, added recovery, reach and hours given.

    pooled: quality of an hour by pooled service.  tables: (3, kinds) hours, recovery, reach.  neighbour: share, 0..1.
    felt: what the hours given are felt as, by service, practitioner and group.  by_role: recovery of an hour, by role.
    is_long: in care for so long that collaborative care has faded.  flags: social fit, group support.
    The GP's part is added to that of the main support.
    """
    place = people.place[i]
    weight = p.social_weight if flags[0] else 0.0
    social = people.social_need[i]
    met, heals, reach, given = neighbour * p.worth_neighbours, 0.0, 0.0, 0.0
    if people.with_gp[i] and gp_of[people.community[i]] >= 0:
        gp = gp_of[people.community[i]]
        fits = fit(social, p.clinical_reach, weight)
        met += p.worth_gp * felt[0][gp] * fits
        heals += p.heals_gp * services.ratio[gp] * pooled[gp] * fits
    if place == IN_CARE:
        k, j = services.kind[people.service[i]], people.staff[i]
        reach = tables[2, k]
        if k != LIVING_WELL:
            reach = p.clinical_reach if staff.role[j] == CLINICIAN else p.support_reach
        ratio, quality = staff.delivered[j], staff.ability[j] * staff.joint[j] * staff.novelty[j]
        if is_long:
            quality *= 1.0 - staff.fades[j]
        fits = fit(social, reach, weight)
        met += p.worth_service * felt[1][j] * quality * fits
        heals += tables[1, k] * ratio * quality * fits * by_role[staff.role[j]]
        given = ratio * tables[0, k]
    elif place == IN_CRISIS or place == INPATIENT:
        met += p.worth_service * felt[0][people.service[i]]
    elif place == IN_GROUP and flags[1]:
        ratio = groups.ratio[people.group[i]]
        reach = p.group_reach
        met += p.worth_group * felt[2][people.group[i]] * fit(social, reach, weight)
        heals += p.heals_group * ratio * fit(social, reach, weight)
        given = ratio * tables[0, GROUP]
    elif place == IN_GROUP:
        given = tables[0, GROUP]
    return min(1.0, met), heals, reach, given


@rule
def end_course(people, i, week, services, groups, staff, tally, key, courses, continuity, p):
    """A course that is over ends; some people drop out, more so when their practitioner is away."""
    place = people.place[i]
    if place == IN_GROUP:
        if people.dose[i] >= courses[GROUP]:
            go_without(people, i, services, groups, staff, week)
        return
    service, j = people.service[i], people.staff[i]
    kind = services.kind[service]
    if people.dose[i] >= courses[kind] and (kind != COMMUNITY_TEAM or people.severity[i] < p.safe_to_leave):
        services.ended[service] += 1
        go_without(people, i, services, groups, staff, week)
        return
    rate = p.drop_out if kind == TALKING_THERAPIES else p.drop_out_other
    if continuity and staff.away[j] > 0:
        rate *= p.missed_session
    if chance(key, people.who[i]) < rate:
        services.dropped_out[service] += 1
        tally.flows[LOST] += 1
        go_without(people, i, services, groups, staff, week)


@rule
def has_support(people, i):
    """Whether anybody supports person i, their GP included."""
    place = people.place[i]
    return people.with_gp[i] == 1 or place == IN_CARE or place == IN_GROUP or place == IN_CRISIS or place == INPATIENT


@loop
def count_all(people, need, needing, tally, p, mild):
    """The week's counts by community, as the week leaves those in need."""
    counts, span = tally.by_community, p.utility_severe - p.utility_mild
    n = 0
    while n < needing:
        c = people.community[need[n]]
        in_need, distress, met, supported, in_group, lost = 0, 0.0, 0.0, 0, 0, 0.0
        while n < needing and people.community[need[n]] == c:
            i = need[n]
            s = people.severity[i]
            is_in_need = people.place[i] != WELL
            in_need += is_in_need
            distress += s
            met += s * people.met[i]
            supported += is_in_need and has_support(people, i)
            in_group += people.place[i] == IN_GROUP
            lost += is_in_need * (p.utility_well - p.utility_mild - span * (s - mild) / (1.0 - mild))
            n += 1
        counts[c, IN_NEED] = in_need
        counts[c, DISTRESS] += distress
        counts[c, MET] += met
        counts[c, SUPPORTED] += supported
        counts[c, UNSUPPORTED_PEOPLE] += in_need - supported
        counts[c, GROUP_PEOPLE] += in_group
        counts[c, UTILITY] += lost


@loop
def support_all(
    people,
    need,
    needing,
    week,
    communities,
    services,
    groups,
    staff,
    tally,
    keys,
    gp_of,
    pooled,
    tables,
    felt,
    by_role,
    neighbours,
    courses,
    flags,
    lasts,
    p,
    q,
):
    """Everybody's support this week: what it meets and mends; then it ends in recovery, with the course, or by dropping out.

    keys: (3,): recovery, dropping out, next onset.  neighbours: (communities,) share.  q: plain `Need`.
    flags: social fit, group support, continuity, social relapse.
    """
    for n in range(needing):
        i = need[n]
        near, is_long = neighbours[people.community[i]], week - people.since[i] > lasts
        met, heals, reach, given = support_one(
            people, i, services, groups, staff, gp_of, pooled, tables, felt, by_role, near, is_long, p, flags
        )
        people.met[i] = met
        people.trust[i] = min(1.0, people.trust[i] + p.trust_gain * met + p.trust_rest * (MIDDLE - people.trust[i]))
        place = people.place[i]
        if place == WAITING:
            tally.waits[people.service[i], min(week - people.since[i], tally.waits.shape[1] - 1)] += 1
            tally.told[people.service[i], min(week - people.clock[i], tally.told.shape[1] - 1)] += 1
        if heals <= 0.0 and given <= 0.0 and place != IN_CARE and place != IN_GROUP:
            continue
        people.dose[i] += given
        people.social_need[i] *= 1.0 - p.eases_social * reach * met
        if people.is_enduring[i]:
            heals *= q.remission_enduring
        if heals > 0.0 and happens(chance(keys[0], people.who[i]), heals, people.severity[i], q):
            recover(people, i, week, communities, services, groups, staff, tally, keys[2], flags[3], q)
        elif place == IN_CARE or place == IN_GROUP:
            end_course(people, i, week, services, groups, staff, tally, keys[1], courses, flags[2], p)


def pooled_quality(state: Any) -> np.ndarray:
    """What an hour of a pooled service achieves: the mean over its staff's hours. Returns (services,)."""
    staff = state.staff
    rows = staff.service >= 0
    weights = np.bincount(staff.service[rows], weights=staff.contact[rows], minlength=state.services.who.size)
    quality = (staff.ability * staff.joint * staff.novelty * staff.contact)[rows]
    summed = np.bincount(staff.service[rows], weights=quality, minlength=state.services.who.size)
    return np.where(weights > 0, summed / np.maximum(weights, TINY), 1.0)


def turn(state: Any) -> None:
    """Everybody's support does its work, or doesn't."""
    p, need, services = state.p.support, state.p.need, state.services
    hours = hours_by_kind(state.p.caseload)
    worn = 1.0 - (state.p.places.targets_wear * state.pressed if state.on("targets_work") else 0.0)
    heals = by_kind(p.heals_gp, p.heals_therapy, p.heals_team * worn, p.heals_living_well * worn, 0.0, 0.0, p.heals_group)
    clinic = p.clinical_reach
    reach = by_kind(clinic, clinic, clinic, p.team_reach, clinic, clinic, p.group_reach)
    longer = 1.0 + state.levers.course
    courses = by_kind(
        np.inf, p.course_therapy * longer, p.course_team * longer, p.course_living_well * longer, np.inf, np.inf, p.course_group
    )
    gp_of = state.reach["nearest"][GP]
    in_need = np.maximum(state.tally.by_community[:, 0], 1.0)
    full = state.communities.mutual_support / (in_need * p.hours_neighbour)
    neighbours = np.minimum(1.0, full) * state.on("neighbours")
    felt = tuple(given.astype(float) ** p.diminishing for given in (services.ratio, state.staff.delivered, state.groups.ratio))
    tables = np.vstack([hours, heals, reach])
    by_role = np.array([1.0, p.heals_support_worker, p.heals_peer])
    people, row = state.people, (state.services, state.groups, state.staff)
    keys = np.array([state.key("support.recovery"), state.key("support.drop_out"), state.luck.key("need.next_onset")])
    support_all(
        people,
        state.need,
        state.needing,
        state.week,
        state.communities,
        *row,
        state.tally,
        keys,
        gp_of,
        pooled_quality(state),
        tables,
        felt,
        by_role,
        neighbours,
        courses,
        (state.on("social_fit"), state.on("group_support"), state.on("continuity"), state.on("social_relapse")),
        state.p.ties.collaborative_lasts,
        p,
        need,
    )
    count_all(people, state.need, state.needing, state.tally, p, need.mild_edge)
    state.communities.in_need[:] = state.tally.by_community[:, IN_NEED]
    state.communities.crises[:] = state.tally.by_community[:, CRISES]
