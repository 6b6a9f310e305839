"""Help-seeking: a neighbour, a group, the GP, talking therapies, a Living Well door; some never ask.

A person in distress with nobody asks by severity, trust in services and stigma. Those who ask go to a voluntary group they
know, to a Living Well team where there is one whose list is not long, to talking therapies by themselves, or to their GP, who treats, refers on,
prescribes a group, or does nothing more. About half of new distress reaches a GP record [dykxhoorn-2023]. The GP's hours
are counted: where there are none left this week, a person asks again later.
Leaves out: carers, schools, police and other routes; differences by age, sex and ethnicity.
"""

from typing import Any

from ..agents.counts import ASKED
from ..agents.fetching import fetch_ahead
from ..agents.happenings import ASKED_FOR_HELP, ASKED_GP, note
from ..agents.journeys import come_to_door, release, stand
from ..agents.kinds import (
    COMMUNITY_TEAM,
    GP,
    GROUP,
    IN_GROUP,
    LIVING_WELL,
    NOBODY,
    TALKING_THERAPIES,
    UNSUPPORTED,
)
from ..agents.rows import part
from ..agents.services import has_room, longest_list
from ..compiled import loop, rule
from ..luck import another, chance
from ..parameters import Room, parameter
from ..units import MIDDLE, TINY


# fmt: off
class HelpSeeking(Room, room="help_seeking"):
    """Who asks, and whom."""

    ask_mild: float = parameter(
        0.0112, unit="per week", low=0.005, high=0.018, standing="calibrated", source="dykxhoorn-2023: 79.6 episodes per 1000 a year",
        says="Weekly chance that a person in mild distress, with nobody, asks for help.",
        fitted_to="share in treatment and referrals to talking therapies",
    )
    ask_moderate: float = parameter(
        0.0172, unit="per week", low=0.014, high=0.040, standing="calibrated", source="dykxhoorn-2023: 79.6 episodes per 1000 a year",
        says="Weekly chance that a person in moderate distress, with nobody, asks for help.",
        fitted_to="share in treatment and referrals to talking therapies",
    )
    ask_severe: float = parameter(
        0.032, unit="per week", low=0.025, high=0.070, standing="calibrated", source="apms-2023: 55.7% treated if severe",
        says="Weekly chance that a person in severe distress, with nobody, asks for help.",
        fitted_to="share in treatment and referrals to community teams",
    )
    trust_weight: float = parameter(
        0.60, unit="share", low=0.2, high=0.9, standing="assumed", source="jonker-2019: 16% did not believe in therapy",
        says="Share of asking that rests on trust in services.", settled_by="help-seeking by trust in a cohort",
    )
    stigma: float = parameter(
        0.20, unit="share", low=0.0, high=0.4, standing="assumed", source="wmh-2007: years of delay to first treatment",
        says="Share of asking lost to stigma where lived experience has no voice.",
        settled_by="help-seeking before and after anti-stigma work",
    )
    asks_again: float = parameter(
        0.42, unit="times", low=0.3, high=1.0, standing="assumed", source="apms-2023: most treated have medication alone",
        says="Chance of asking for more while the GP treats, against with nobody.", settled_by="linked GP and therapy records",
    )
    knows_group: float = parameter(
        0.12, unit="share", low=0.05, high=0.25, standing="assumed", source="gm-state-of-sector-2021: reach of the sector",
        says="Share of those asking who turn to a voluntary group where social capital is middling.",
        settled_by="first contacts counted across sectors in one place",
    )
    knows_living_well: float = parameter(
        0.25, unit="share", low=0.10, high=0.45, standing="assumed", source="living-well-lambeth: 400 people a month at the front door",
        says="Share of those asking who go to a Living Well team's open door where there is one.",
        settled_by="a study that measures just this",
    )
    refers_self: float = parameter(
        0.236, unit="share", low=0.12, high=0.30, standing="calibrated", source="nice-2024: 1.82m referrals a year",
        says="Share of the others with mild or moderate distress who refer themselves to talking therapies.",
        fitted_to="referrals to talking therapies",
    )
    gp_treats: float = parameter(
        0.735, unit="share", low=0.55, high=0.85, standing="calibrated", source="apms-2023: 38.4% of those in need on medication",
        says="Share of those who reach the GP whom the GP treats.", fitted_to="share in treatment",
    )
    gp_refers_therapy: float = parameter(
        0.30, unit="share", low=0.18, high=0.40, standing="literature", source="jonker-2019: 40% judged suitable, 55% of them came",
        says="Share of those without an enduring condition, at any severity, whom the GP refers to talking therapies.",
    )
    gp_refers_team: float = parameter(
        0.195, unit="share", low=0.12, high=0.32, standing="calibrated", source="nhs-benchmarking-2023: 1,180 per 100,000 adults a year",
        says="Share of those at whose severity a GP thinks of a community team (`gp_line`) whom the GP refers to one.",
        fitted_to="referrals to community teams",
    )
    gp_refers_enduring: float = parameter(
        0.75, unit="share", low=0.4, high=0.8, standing="calibrated", source="ramanuj-2015: 58% referred again within two years",
        says="Share of those with an enduring condition whom the GP refers to a community team, at any severity.",
        fitted_to="referred again to a community team",
    )
    gp_prescribes_group: float = parameter(
        0.12, unit="share", low=0.05, high=0.25, standing="assumed", source="ucl-social-prescribing-2025: 1.3m a year",
        says="Share whom the GP sends to a voluntary group, at full social needs.",
        settled_by="a study that measures just this",
    )
    gp_line: float = parameter(
        0.55, unit="severity 0..1", low=0.50, high=0.62, standing="assumed", source="three-bands: what secondary care takes on",
        says="Severity from which a GP thinks of a community team.", settled_by="severity scores of referrals",
    )
    consultation: float = parameter(
        0.25, unit="hours", low=0.15, high=0.40, standing="assumed", source="gp-consult-2023: 9 minutes face to face, and the writing",
        says="GP hours that an asking person takes.",
        settled_by="the current edition of the cited figures",
    )
    group_most: float = parameter(
        0.5, unit="share", low=0.5, high=0.5, standing="assumed", source="design: groups are one door among several",
        says="Largest share of those asking who turn to a voluntary group. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    presence_most: float = parameter(
        3.0, unit="times", low=3.0, high=3.0, standing="assumed", source="design: known to all is known to all",
        says="Growth of groups' hours against today beyond which no more people know them. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
# fmt: on


SWITCHES = {"stigma": "Stigma keeps people from asking; lived-experience voice lifts it."}


@rule
def chance_of_asking(severity, trust, voice, with_gp, moderate, severe, stigma, p):
    """Weekly chance that a person in distress asks for help: by severity band, trust and stigma."""
    rate = p.ask_mild
    if severity >= severe:
        rate = p.ask_severe
    elif severity >= moderate:
        rate = p.ask_moderate
    rate *= 1.0 - p.trust_weight + p.trust_weight * trust / MIDDLE
    if stigma:
        rate *= 1.0 - p.stigma * (1.0 - voice)
    return rate * p.asks_again if with_gp else rate


@rule
def group_with_room(groups_near, groups, community, start):
    """Row of an open group with hours free that reaches the community, looked for from a random start; -1 if none."""
    near = groups_near[community]
    count = 0
    while count < near.size and near[count] >= 0:
        count += 1
    for step in range(count):
        g = near[(int(start * count) + step) % count]
        if groups.is_open[g] and groups.hours_free[g] > 0.0:
            return g
    return NOBODY


@rule
def join_group(people, i, g, groups, services, staff, week, hours):
    """Person i is welcomed by a group the same week."""
    release(people, i, services, groups, staff)
    stand(people, i, IN_GROUP, NOBODY, week)
    people.group[i] = g
    groups.supported[g] += 1
    groups.hours_free[g] -= hours


@rule
def gp_choice(severity, social_need, is_enduring, share, p):
    """What a GP does beyond treating: the kind of support referred to (GP itself = nothing more). share: a chance."""
    group = p.gp_prescribes_group * social_need
    if share < group:
        return GROUP
    share = (share - group) / (1.0 - group)
    if is_enduring:
        return COMMUNITY_TEAM if share < p.gp_refers_enduring else GP
    if severity >= p.gp_line:
        return (
            COMMUNITY_TEAM
            if share < p.gp_refers_team
            else (TALKING_THERAPIES if share < p.gp_refers_team + p.gp_refers_therapy else GP)
        )
    return TALKING_THERAPIES if share < p.gp_refers_therapy else GP


@rule
def route(severity, social_capital, presence, takes_living_well, share, severe, p):
    """The kind of support that a person who asks turns to: a group or a kind of service.

    presence: hours of voluntary groups against today's.  share: a chance.
    """
    group = min(p.group_most, p.knows_group * (1.0 - MIDDLE + social_capital) * presence)
    if share < group:
        return GROUP
    share = (share - group) / (1.0 - group)
    if takes_living_well:
        if share < p.knows_living_well:
            return LIVING_WELL
        share = (share - p.knows_living_well) / (1.0 - p.knows_living_well)
    if severity < severe and share < p.refers_self:
        return TALKING_THERAPIES
    return GP


def likeliest_asking(p: Any) -> float:
    """The largest weekly chance of asking for help that anybody could have."""
    return max(p.ask_mild, p.ask_moderate, p.ask_severe) * (1.0 + p.trust_weight)


@loop
def ask(
    people,
    rows,
    count,
    week,
    communities,
    services,
    groups,
    staff,
    nearest,
    groups_near,
    tally,
    keys,
    stigma,
    edges,
    hours,
    presence,
    longest,
    p,
):
    """Everybody in distress with nobody may ask.

    rows: of those whose luck allows it (`lots`).  nearest: (kinds, communities) rows.  keys: (4,).  hours: of a group place.  presence: of groups.
    longest: weeks of list from which a Living Well team is passed by.
    """
    for n in range(count):
        fetch_ahead(people, rows, n, count, (people.place, people.severity, people.trust, people.with_gp, people.who))
        i = rows[n]
        if people.place[i] != UNSUPPORTED:
            continue
        who = people.who[i]
        share = chance(keys[0], who)
        c, severity = people.community[i], people.severity[i]
        rate = chance_of_asking(
            severity, people.trust[i], communities.voice[c], people.with_gp[i], edges[0], edges[1], stigma, p
        )
        if share >= rate:
            continue
        tally.flows[ASKED] += 1
        note(people, i, week, ASKED_FOR_HELP)
        takes = has_room(services, nearest[LIVING_WELL, c], longest)
        wanted = route(severity, communities.social_capital[c], presence, takes, chance(keys[1], who), edges[1], p)
        if wanted == GP:
            note(people, i, week, ASKED_GP)
            gp = nearest[GP, c]
            if gp < 0 or services.assess_left[gp] < p.consultation:
                continue
            services.assess_left[gp] -= p.consultation
            services.assessed[gp] += 1
            if chance(keys[2], who) < p.gp_treats and people.with_gp[i] == 0:
                people.with_gp[i] = 1
            wanted = gp_choice(severity, people.social_need[i], people.is_enduring[i], chance(another(keys[2], 1), who), p)
            if wanted == GP:
                continue
        if wanted == GROUP:
            g = group_with_room(groups_near, groups, c, chance(keys[3], who))
            if g >= 0:
                join_group(people, i, g, groups, services, staff, week, hours)
            continue
        door = nearest[wanted, c]
        if door >= 0:
            come_to_door(people, i, door, services, groups, staff, week)


def turn(state: Any) -> None:
    """The week's asking; then the list of those who are anywhere but alone with it, and in `fresh` of those who are alone."""
    need = state.p.need
    keys = state.keys("help_seeking.ask", "help_seeking.route", "help_seeking.gp", "help_seeking.group")
    edges = (need.moderate_edge, need.severe_edge)
    groups, today = state.groups, max(state.today.get("group_hours", 0.0), TINY)
    now = float((groups.paid_hours + groups.volunteer_hours).sum())
    presence = min(state.p.help_seeking.presence_most, now / today) if state.week > 0 else 1.0
    ask(
        state.people,
        state.lots.asking,
        state.lots.asks,
        state.week,
        state.communities,
        state.services,
        state.groups,
        state.staff,
        state.reach["nearest"],
        state.reach["groups_near"],
        state.tally,
        keys,
        state.on("stigma"),
        edges,
        state.p.caseload.hours_group,
        presence,
        longest_list(state),
        state.p.help_seeking,
    )
    state.placing = part(state.people.place, state.need, state.needing, state.placed, state.fresh)
