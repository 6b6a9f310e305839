"""Voluntary groups and communities grow or wither.

A group's income is contracts, grants and its own; what it costs is its workers and its overheads, volunteers' expenses among them.
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
from ..agents.kinds import SUPPORT_WORKER
from ..agents.opening import close_group
from ..agents.posts import add_posts, posts_table
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
# fmt: on


SETTLING = 0.1
"""Weight of the newest week in what counts as today's community life, before the run starts."""

SWITCHES = {
    "groups_live": "Voluntary groups grow, shrink and close with their income.",
    "volunteers_come": "Volunteers come from recovery and social capital, and tire.",
    "communities_grow": "Social capital is built and worn.",
}


def affordable_hours(income: np.ndarray, overhead: np.ndarray, p: Any) -> np.ndarray:
    """Paid hours a week that a group's income carries beyond its overheads. p: plain `Commissioning`."""
    return np.maximum(0.0, income - overhead) / (p.group_worker / (WEEKS_A_YEAR * WHOLE_TIME_HOURS))


def _fit_hours(state: Any, g: int, change: float) -> None:
    """Group g's posts get `change` more paid hours a week between them (or fewer); a new post when all are whole-time."""
    staff, p = state.staff, state.p.growth
    rows = np.flatnonzero((staff.group == g) & (staff.is_open == 1))
    if rows.size == 0:
        if change > 0.0:
            number = int((staff.group == g).sum())
            table = posts_table(
                f"group {state.names['group_keys'][g]}", number, 1, change, SUPPORT_WORKER, -1, g, int(state.groups.employer[g])
            )
            add_posts(state, table)
        return
    total = float(staff.hours[rows].sum())
    new = max(0.0, total + change)
    room = rows.size * WHOLE_TIME_HOURS
    if new > room and change >= p.adjusts * p.least_post:
        staff.hours[rows] = WHOLE_TIME_HOURS
        number = int((staff.group == g).sum())
        table = posts_table(
            f"group {state.names['group_keys'][g]}",
            number,
            1,
            p.least_post,
            SUPPORT_WORKER,
            -1,
            g,
            int(state.groups.employer[g]),
        )
        add_posts(state, table)
    elif change > 0.0:
        shortest = rows[np.argmin(staff.hours[rows])]
        staff.hours[shortest] = min(WHOLE_TIME_HOURS, float(staff.hours[shortest]) + change)
    else:
        staff.hours[rows] *= new / max(total, TINY)


def _books(state: Any) -> None:
    """One week of every group's books: income, costs, reserves; hours fitted to what income carries; closures."""
    p, groups, staff = state.p.growth, state.groups, state.staff
    income = (groups.contract + groups.grant + groups.spare + groups.own) * groups.is_open
    rows = (staff.group >= 0) & (staff.is_open == 1) & (staff.is_filled == 1)
    price = state.p.commissioning.group_worker / (WEEKS_A_YEAR * WHOLE_TIME_HOURS)
    pay = np.bincount(staff.group[rows], weights=staff.hours[rows], minlength=groups.who.size) * price
    groups.costs[:] = (pay + state.origin["overheads"]) * groups.is_open
    groups.reserves[:] += income - groups.costs
    funded_rows = (staff.group >= 0) & (staff.is_open == 1)
    funded = np.bincount(staff.group[funded_rows], weights=staff.hours[funded_rows], minlength=groups.who.size)
    groups.wanted_hours[:] = affordable_hours(income, state.origin["overheads"], state.p.commissioning)
    for g in np.flatnonzero(groups.is_open == 1):
        gap = float(groups.wanted_hours[g]) - float(funded[g])
        if groups.reserves[g] < -p.closes_at * max(groups.costs[g], 1.0):
            close_group(state, int(g), p.closure_costs)
        elif gap < 0.0 or groups.wanted_hours[g] > p.grows_at * funded[g]:
            _fit_hours(state, int(g), p.adjusts * gap)


def _volunteers(state: Any) -> None:
    """Volunteers come and tire, group by group."""
    p, groups, tally = state.p.growth, state.groups, state.tally
    reached = state.reach["groups"]
    capital = reached @ state.communities.social_capital / np.maximum(1, reached.sum(axis=1))
    now = float(tally.by_community[:, RECOVERED].sum())
    recovered = now / max(state.today.get("recovered", now), TINY)
    by_recovery = p.volunteers_recovered * recovered
    by_capital = (1.0 - p.volunteers_recovered) * capital / np.maximum(state.origin["group_capital"], TINY)
    comes = a_week(p.volunteers_tire) * state.origin["volunteers"] * (by_recovery + by_capital)
    groups.volunteer_hours[:] += (comes - a_week(p.volunteers_tire) * groups.volunteer_hours) * groups.is_open


def social_capital_next(capital, natural, pounds_an_adult, in_groups, crises, p):
    """Social capital after a week. capital, natural: (communities,) 0..1. pounds_an_adult: a year. in_groups, crises: shares a year."""
    drift = weekly_from_half_life(p.capital_half_life) * (natural - capital)
    built = a_week(p.capital_built * pounds_an_adult + p.capital_meeting * in_groups)
    return np.clip(capital + drift + built * (1.0 - capital) - a_week(p.capital_crises * crises) * capital, 0.0, 1.0)


def _communities(state: Any) -> None:
    """Social capital and voice, community by community."""
    p, communities, counts = state.p.growth, state.communities, state.tally.by_community
    adults = np.maximum(communities.adults, 1)
    hours = float(state.staff.environment.sum()) * p.building_share * adults / adults.sum()
    communities.building[:] = hours
    spent = (hours * p.building_an_hour + state.money.community_fund * adults / adults.sum()) * WEEKS_A_YEAR / adults
    now = {
        "pounds": spent,
        "groups": counts[:, GROUP_PEOPLE] / adults,
        "crises": counts[:, CRISES] * WEEKS_A_YEAR / adults,
    }
    base = state.origin.setdefault("capital_inputs", now)
    if state.week < 0:
        state.origin["capital_inputs"] = {name: base[name] + SETTLING * (now[name] - base[name]) for name in now}
        return
    communities.social_capital[:] = social_capital_next(
        communities.social_capital.astype(float),
        state.origin["natural_capital"],
        now["pounds"] - base["pounds"],
        now["groups"] - base["groups"],
        now["crises"] - base["crises"],
        p,
    )
    seats = state.collaborative.seats_lived_experience + max(0.0, state.levers.sharing)
    aim = np.clip(
        p.voice_today + seats * (p.voice_heard + counts[:, RECOVERED] / np.maximum(counts[:, IN_NEED], 1.0)), 0.0, 1.0
    )
    communities.voice[:] += weekly_from_half_life(p.voice_half_life) * (aim - communities.voice)


def turn(state: Any) -> None:
    """The week of groups, volunteers and communities."""
    if state.on("groups_live"):
        _books(state)
    if state.on("volunteers_come"):
        _volunteers(state)
    if state.on("communities_grow"):
        _communities(state)
