"""Voluntary groups and communities grow or wither.

A group's income is contracts, grants and its own, which swings from year to year; what it costs is its workers and its overheads, volunteers' expenses among them.
What is over goes into reserves, what is short comes out of them; a group grows when income has room for more paid hours, sheds
hours when it has not, and closes when reserves are gone, leaving the people it supported and some of its community's social
capital behind. Volunteers come from communities with social capital and from people who recovered, and tire. Social capital
is built by community building and by people meeting in groups, and worn by crises, poverty and closures; lived-experience
voice grows where people recover and power is shared [munford-2020; cruwys-2013; ncvo-2023].
Leaves out: mergers of groups; legacies; rivalry for volunteers.
"""

from typing import Any

import numpy as np

from ..agents.counts import CRISES, GROUP_PEOPLE, IN_NEED, RECOVERED
from ..agents.kinds import NOBODY, SUPPORT_WORKER
from ..agents.opening import close_group
from ..agents.posts import add_posts, posts_table
from ..compiled import loop, rule
from ..luck import bell
from ..parameters import Room, parameter
from ..units import TINY, WEEKS_A_YEAR, WHOLE_TIME_HOURS, a_week, weekly_from_half_life


# fmt: off
class Growth(Room, room="growth"):
    """How groups and communities grow and wither."""

    overhead: float = parameter(
        0.15, unit="share", low=0.10, high=0.25, standing="assumed", source="ncvo-2023: contracts never cover true cost",
        says="A group's costs beyond its workers, as a share of its income at the start.", settled_by="accounts of local groups",
    )
    closes_at: float = parameter(
        4.0, unit="weeks of costs", low=0.0, high=8.0, standing="assumed", source="gm-state-of-sector-2021: 32% used reserves",
        says="A group closes when its debt reaches this many weeks of costs.", settled_by="closures against accounts",
    )
    grows_at: float = parameter(
        1.10, unit="times", low=1.05, high=1.25, standing="assumed", source="design: a margin before hiring",
        says="Income over costs from which a group hires more hours.", settled_by="accounts of local groups",
    )
    adjusts: float = parameter(
        0.02, unit="share a week", low=0.005, high=0.05, standing="assumed", source="southdown-2023: notice periods",
        says="Share of the gap between paid and affordable hours that a group closes in a week.", settled_by="accounts of local groups",
    )
    least_post: float = parameter(
        7.5, unit="hours a week", low=4.0, high=15.0, standing="assumed", source="design: a day a week",
        says="Least hours for which a group opens a new post.", settled_by="advertised posts",
    )
    volunteers_tire: float = parameter(
        0.20, unit="share a year", low=0.1, high=0.4, standing="assumed", source="community-life-2018: 27% to 22% volunteering",
        says="Share of volunteer hours lost in a year if nobody comes.", settled_by="volunteer records",
    )
    volunteers_recovered: float = parameter(
        0.30, unit="share", low=0.0, high=0.6, standing="assumed", source="living-well-uk-2022: people give back",
        says="Share of new volunteers who come because they recovered; the others come with social capital.",
        settled_by="volunteer records",
    )
    capital_at_least: float = parameter(
        0.70, unit="0..1", low=0.62, high=0.78, standing="assumed", source="community-life-2025: 62% belong to their neighbourhood",
        says="Social capital of the least deprived community of England.", settled_by="the survey's figures by area",
    )
    capital_falls: float = parameter(
        0.16, unit="0..1", low=0.0, high=0.30, standing="assumed", source="community-life-2025: 62% belong, on average",
        says="How much less social capital the most deprived community has.", settled_by="the survey's figures by area",
    )
    capital_half_life: float = parameter(
        156.0, unit="weeks", low=78.0, high=312.0, standing="assumed", source="design: mechanism 27 in 1-3 years",
        says="Weeks in which social capital closes half its distance to what the place gives.", settled_by="repeated community surveys",
    )
    capital_built: float = parameter(
        0.010, unit="0..1 a year per pound an adult a year", low=0.0, high=0.03, standing="assumed", source="munford-2020; ehsan-2015: direction only",
        says="Social capital that community building adds.", settled_by="a controlled study of community building",
    )
    capital_meeting: float = parameter(
        0.30, unit="0..1 a year at all adults in groups", low=0.0, high=1.0, standing="assumed", source="cruwys-2013: groups and relapse",
        says="Social capital that people meeting in groups add.", settled_by="a panel of neighbourhoods",
    )
    capital_crises: float = parameter(
        0.50, unit="0..1 a year at one crisis an adult a year", low=0.0, high=1.5, standing="assumed", source="design: crisis wears",
        says="Social capital that crises wear away.", settled_by="a panel of neighbourhoods",
    )
    building_an_hour: float = parameter(
        25.0, unit="pounds", low=15.0, high=35.0, standing="assumed", source="pssru-2021: a support worker's hour",
        says="Worth of an hour of community building by staff.", settled_by="job plans",
    )
    building_share: float = parameter(
        0.15, unit="share", low=0.05, high=0.30, standing="assumed", source="three-forces-framing: nurture communities",
        says="Share of environment time that goes into communities rather than teams.", settled_by="job plans",
    )
    closure_costs: float = parameter(
        0.02, unit="0..1", low=0.0, high=0.05, standing="assumed", source="design: what a closed group leaves",
        says="Social capital that a community loses when a group closes, shared over those it reached.", settled_by="a panel of neighbourhoods",
    )
    voice_today: float = parameter(
        0.20, unit="0..1", low=0.1, high=0.3, standing="assumed", source="three-forces-framing: power in lived experience",
        says="Weight of lived experience in what is decided today.", settled_by="who sits and speaks on boards",
    )
    voice_half_life: float = parameter(
        78.0, unit="weeks", low=39.0, high=156.0, standing="assumed", source="design: mechanism 24 in 1-4 years",
        says="Weeks in which voice closes half its distance.", settled_by="who sits and speaks on boards",
    )
    voice_heard: float = parameter(
        0.5, unit="share", low=0.2, high=0.8, standing="assumed", source="three-forces-framing: power in lived experience",
        says="Share of its seats' weight that lived experience has where nobody has recovered to speak for it.",
        settled_by="who sits and speaks on boards",
    )
    own_swings: float = parameter(
        0.40, unit="sd of log, year to year", low=0.0, high=0.6, standing="calibrated", source="gm-state-of-sector-2021: 32% of groups used reserves in the year",
        says="How far a group's own income - gifts, trading - swings from year to year.",
        fitted_to="groups living on reserves",
    )
# fmt: on


SETTLING = 0.1
"""Weight of the newest week in what counts as today's community life, before the run starts."""

SWITCHES = {
    "groups_live": "Voluntary groups grow, shrink and close with their income.",
    "volunteers_come": "Volunteers come from recovery and social capital, and tire.",
    "communities_grow": "Social capital is built and worn.",
}


@rule
def affordable_hours(income, overhead, an_hour):
    """Paid hours a week that a group's income carries beyond its overheads. an_hour: pounds that an hour costs."""
    return max(0.0, income - overhead) / an_hour


@rule
def own_income(groups, g, key, swing):
    """Group g's own income this year: what it usually is, times the year's luck, which is even in the long run."""
    return groups.own[g] * np.exp(swing * (bell(key, groups.who[g]) - swing / 2))


@rule
def fit_hours(staff, g, change, p):
    """Group g's open posts get `change` more paid hours a week between them, or fewer.

    Returns the hours of the new post that it needs, all of its posts being whole-time, or 0.
    """
    total, shortest, count = 0.0, NOBODY, 0
    for j in range(staff.hours.size):
        if staff.group[j] == g and staff.is_open[j]:
            total += staff.hours[j]
            count += 1
            if shortest == NOBODY or staff.hours[j] < staff.hours[shortest]:
                shortest = j
    if count == 0:
        return max(0.0, change)
    is_full = total + change > count * WHOLE_TIME_HOURS and change >= p.adjusts * p.least_post
    if change > 0.0 and not is_full:
        staff.hours[shortest] = min(WHOLE_TIME_HOURS, staff.hours[shortest] + change)
        return 0.0
    for j in range(staff.hours.size):
        if staff.group[j] == g and staff.is_open[j]:
            staff.hours[j] = WHOLE_TIME_HOURS if is_full else staff.hours[j] * max(0.0, total + change) / max(total, TINY)
    return p.least_post if is_full else 0.0


@loop
def keep_books(staff, groups, overheads, an_hour, key, p, pay, funded, closes, opens):
    """One week of every group's books: income, costs, reserves; hours fitted to what income carries.

    overheads: (groups,) pounds a week.  an_hour: pounds that an hour costs.  key: the year's luck.  pay, funded, closes,
    opens: (groups,), given empty; left are the hours that somebody works, the hours funded, 1 = closes, and hours of a post to
    open.  Returns whether any group closes or opens a post.
    """
    changes = False
    for j in range(staff.hours.size):
        g = staff.group[j]
        if g >= 0 and staff.is_open[j]:
            funded[g] += staff.hours[j]
            pay[g] += staff.hours[j] * staff.is_filled[j]
    for g in range(groups.is_open.size):
        income = groups.contract[g] + groups.grant[g] + groups.spare[g] + own_income(groups, g, key, p.own_swings)
        income *= groups.is_open[g]
        groups.costs[g] = (pay[g] * an_hour + overheads[g]) * groups.is_open[g]
        groups.reserves[g] += income - groups.costs[g]
        groups.wanted_hours[g] = affordable_hours(income, overheads[g], an_hour)
        if not groups.is_open[g]:
            continue
        gap = groups.wanted_hours[g] - funded[g]
        if groups.reserves[g] < -p.closes_at * max(groups.costs[g], 1.0):
            closes[g], changes = 1.0, True
        elif gap < 0.0 or groups.wanted_hours[g] > p.grows_at * funded[g]:
            opens[g] = fit_hours(staff, g, p.adjusts * gap, p)
            changes |= opens[g] > 0.0
    return changes


def _books(state: Any) -> None:
    """One week of every group's books; groups whose reserves are gone close, others open a post."""
    p, groups = state.p.growth, state.groups
    an_hour = state.p.commissioning.group_worker / (WEEKS_A_YEAR * WHOLE_TIME_HOURS)
    pay, funded, closes, opens = np.zeros((4, groups.who.size))
    key = state.luck.key("growth.own_income", state.week // WEEKS_A_YEAR)
    if not keep_books(state.staff, groups, state.origin["overheads"], an_hour, key, p, pay, funded, closes, opens):
        return
    for g in np.flatnonzero(closes):
        close_group(state, int(g), p.closure_costs)
    for g in np.flatnonzero(opens):
        number, name = int((state.staff.group == g).sum()), f"group {state.names['group_keys'][g]}"
        hours, employer = float(opens[g]), int(groups.employer[g])
        add_posts(state, posts_table(name, number, 1, hours, SUPPORT_WORKER, NOBODY, int(g), employer))


@loop
def come_and_tire(groups, reached, capital, recovered, usual_capital, usual_hours, tire, p):
    """Volunteers come and tire, group by group.

    reached: (groups, communities), 1 = whom a group reaches.  capital: (communities,).  usual_capital: (groups,) of those it
    reached at the start.  recovered: people against usual.  usual_hours: (groups,) volunteered.  tire: share a week.
    """
    for g in range(groups.is_open.size):
        total, count = 0.0, 0
        for c in range(capital.size):
            total += reached[g, c] * capital[c]
            count += reached[g, c]
        by_capital = (1.0 - p.volunteers_recovered) * total / max(count, 1) / max(usual_capital[g], TINY)
        comes = tire * usual_hours[g] * (p.volunteers_recovered * recovered + by_capital)
        groups.volunteer_hours[g] += (comes - tire * groups.volunteer_hours[g]) * groups.is_open[g]


def _volunteers(state: Any) -> None:
    """Volunteers come and tire in a week."""
    p, origin = state.p.growth, state.origin
    now = float(state.tally.by_community[:, RECOVERED].sum())
    recovered = now / max(state.today.get("recovered", now), TINY)
    capital, tire = state.communities.social_capital, a_week(p.volunteers_tire)
    usual = origin["group_capital"], origin["volunteers"]
    come_and_tire(state.groups, state.reach["groups"], capital, recovered, *usual, tire, p)


@rule
def social_capital_next(capital, natural, pounds_an_adult, in_groups, crises, pace, p):
    """Social capital after a week. capital, natural: 0..1. pounds_an_adult: a year. in_groups, crises: shares a year.

    pace: share of the way to natural capital.
    """
    built = (p.capital_built * pounds_an_adult + p.capital_meeting * in_groups) / WEEKS_A_YEAR
    worn = p.capital_crises * crises / WEEKS_A_YEAR
    return min(1.0, max(0.0, capital + pace * (natural - capital) + built * (1.0 - capital) - worn * capital))


@loop
def community_life(communities, counts, hours, fund, an_hour, inputs):
    """What a week brings each community: inputs (communities, 3), pounds of building, people in groups and crises, a year an adult.

    hours: of community building by staff, fund: pounds, both a week in all.  an_hour: pounds that an hour is worth.
    """
    everybody = 0
    for c in range(communities.adults.size):
        everybody += max(communities.adults[c], 1)
    for c in range(communities.adults.size):
        adults = max(communities.adults[c], 1)
        own = hours * adults / everybody
        communities.building[c] = own
        inputs[c, 0] = (own * an_hour + fund * adults / everybody) * WEEKS_A_YEAR / adults
        inputs[c, 1] = counts[c, GROUP_PEOPLE] / adults
        inputs[c, 2] = counts[c, CRISES] * WEEKS_A_YEAR / adults


@loop
def grow(communities, counts, natural, inputs, usual, seats, paces, p):
    """Social capital and voice, community by community. natural: (communities,). inputs, usual: as `community_life` has them.

    seats: weight of lived experience on boards.  paces: shares of the way that capital and voice go in a week.
    """
    for c in range(communities.adults.size):
        pounds, in_groups, crises = inputs[c, 0] - usual[c, 0], inputs[c, 1] - usual[c, 1], inputs[c, 2] - usual[c, 2]
        capital = communities.social_capital[c]
        communities.social_capital[c] = social_capital_next(capital, natural[c], pounds, in_groups, crises, paces[0], p)
        heard = p.voice_heard + counts[c, RECOVERED] / max(counts[c, IN_NEED], 1.0)
        aim = min(1.0, max(0.0, p.voice_today + seats * heard))
        communities.voice[c] += paces[1] * (aim - communities.voice[c])


def _communities(state: Any) -> None:
    """A week of social capital and voice; before week 0, what is usual settles."""
    p, communities, counts = state.p.growth, state.communities, state.tally.by_community
    hours = float(state.staff.environment.sum()) * p.building_share
    inputs = np.empty((communities.adults.size, 3))
    community_life(communities, counts, hours, state.money.community_fund, p.building_an_hour, inputs)
    usual = state.origin.setdefault("capital_inputs", inputs)
    if state.week < 0:
        state.origin["capital_inputs"] = usual + SETTLING * (inputs - usual)
        return
    seats = state.collaborative.seats_lived_experience + max(0.0, state.levers.sharing)
    paces = weekly_from_half_life(p.capital_half_life), weekly_from_half_life(p.voice_half_life)
    grow(communities, counts, state.origin["natural_capital"], inputs, usual, seats, paces, p)


def turn(state: Any) -> None:
    """The week of groups, volunteers and communities."""
    if state.on("groups_live"):
        _books(state)
    if state.on("volunteers_come"):
        _volunteers(state)
    if state.on("communities_grow"):
        _communities(state)
