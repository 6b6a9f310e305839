"""A place becomes a living state: people, communities, services, groups and staff as they might stand today."""

import math
from typing import Any

import numpy as np

from .agents.columns import blank
from .agents.communities import Communities
from .agents.counts import new_tally
from .agents.groups import Groups
from .agents.journeys import next_onset
from .agents.kinds import EARLY, FIFTHS, GROUP_KINDS, LATE, NEVER, NOBODY, ROLES, SETTLED, SUPPORT_WORKER, UNSUPPORTED, WELL
from .agents.opening import beds_in_sample, draw_who_serves, employer_number, fill_posts, open_service
from .agents.people import People
from .agents.posts import add_posts, no_ties, posts_table, whole_posts
from .agents.practitioners import Practitioners
from .agents.services import Services
from .compiled import loop
from .forces import Settings
from .luck import Luck, chance, inverse_normal, name_number, numbers_for
from .mechanisms.commissioning import cost_of_posts
from .mechanisms.innovation import SLOTS
from .mechanisms.need import first_severity
from .mechanisms.workforce import own_bells
from .place_file import Place
from .state import NO_LEVERS, Collaborative, Innovations, Lots, Money, State
from .units import MIDDLE, WHOLE_TIME_HOURS, a_week

RECENT_MOST = 0.5
"""Largest share of a stage of recovery that an adult may be in at the start; ordinary weeks before week 0 wash it out."""

LONGEST_AT_START = 300
"""Weeks in need at the start, at the most; ordinary weeks before week 0 wash it out."""


@loop
def people_as_today(people, deprivation, keys, week, p):
    """Give every adult what they start with, drawn by their own number. keys: (8,). deprivation: (communities,)."""
    for i in range(people.who.size):
        who, d = people.who[i], deprivation[people.community[i]]
        people.is_enduring[i] = chance(keys[0], who) < p.enduring_share * math.exp(p.enduring_deprivation * (d - MIDDLE))
        spread = p.vulnerability_spread
        people.vulnerability[i] = math.exp(spread * (inverse_normal(chance(keys[1], who)) - spread / 2))
        if people.is_enduring[i]:
            people.vulnerability[i] *= p.enduring_vulnerability
        people.social_need[i] = min(1.0, max(0.0, d + p.social_spread * inverse_normal(chance(keys[2], who))))
        people.trust[i] = min(1.0, max(0.0, MIDDLE + p.trust_spread * inverse_normal(chance(keys[3], who))))
        people.service[i] = NOBODY
        people.acute_at[i] = -NEVER
        people.group[i] = NOBODY
        people.staff[i] = NOBODY
        hazard = p.onset * math.exp(p.deprivation * (d - MIDDLE)) * people.vulnerability[i]
        recent = min(RECENT_MOST, hazard * p.stage_weeks)
        hazard *= 1.0 + recent * (p.relapse_early - 1.0 + p.relapse_late - 1.0)
        ends = MIDDLE * (p.remission_later + p.remission_third) * (p.remission_enduring if people.is_enduring[i] else 1.0)
        if chance(keys[4], who) < hazard / (hazard + ends):
            people.place[i] = UNSUPPORTED
            extra = p.enduring_severity if people.is_enduring[i] else 0.0
            people.severity[i] = first_severity(p.onset_shape, extra, chance(keys[5], who), p)
            people.in_need_since[i] = week - min(LONGEST_AT_START, int(-math.log(1.0 - chance(keys[6], who)) / ends))
            people.since[i] = week
            people.onset_at[i] = np.inf
            people.stage_end[i] = NEVER
        else:
            people.place[i] = WELL
            share = chance(keys[6], who)
            people.stage[i] = EARLY if share < recent else (LATE if share < recent + recent else SETTLED)
            people.stage_end[i] = week + int(p.stage_weeks * chance(keys[5], who)) if people.stage[i] > 0 else NEVER
            people.onset_at[i] = next_onset(people, i, 0.0, True, keys[7], p)


def _communities(place: Place, p: Any, scale: float) -> Communities:
    table = blank(Communities, len(place.communities))
    growth = p.growth
    for c, facts in enumerate(place.communities):
        table.who[c] = name_number(f"community {facts.name}")
        table.adults[c] = max(1, round(facts.adults * scale))
        table.deprivation[c] = facts.deprivation
        table.fifth[c] = min(FIFTHS - 1, int(facts.deprivation * FIFTHS))
        natural = growth.capital_at_least - growth.capital_falls * facts.deprivation
        table.social_capital[c] = natural if facts.social_capital is None else facts.social_capital
        table.voice[c] = growth.voice_today
    return table


def _people(state: State, place: Place) -> None:
    communities = state.communities
    people, no_notes = blank(People, int(communities.adults.sum())), blank(People, 0)
    state.people = people._replace(noted_at=no_notes.noted_at, happened=no_notes.happened)
    first = 0
    for c, facts in enumerate(place.communities):
        rows = slice(first, first + int(communities.adults[c]))
        state.people.who[rows] = numbers_for(f"adult of {facts.name}", int(communities.adults[c]))
        state.people.community[rows] = c
        first = rows.stop
    names = ("enduring", "vulnerability", "social", "trust", "need", "severity", "since")
    keys = state.luck.keys((*(f"build.{name}" for name in names), "need.next_onset"))
    people_as_today(state.people, communities.deprivation.astype(float), keys, state.week, state.p.need)
    in_need = np.flatnonzero(state.people.place != WELL).astype(np.uint32)
    state.need = np.zeros(state.people.who.size, dtype=np.uint32)
    state.need[: in_need.size] = in_need
    state.needing = in_need.size
    state.fresh, state.spare, state.placed = np.zeros((3, state.need.size), dtype=np.uint32)
    state.lots = Lots(state.need.size)


def _groups(state: State, place: Place) -> None:
    state.groups = blank(Groups, len(place.groups))
    names = state.names["communities"]
    reach = [[1 if one in place.reached_by(facts.communities) else 0 for one in names] for facts in place.groups]
    state.reach["groups"] = np.array(reach, dtype=np.int8).reshape(len(place.groups), len(names))
    groups, scale = state.groups, state.scale
    for g, facts in enumerate(place.groups):
        groups.who[g] = name_number(f"group {facts.key}")
        groups.kind[g] = GROUP_KINDS.index(facts.kind)
        groups.employer[g] = employer_number(state, facts.name)
        groups.is_open[g] = 1
        groups.contract[g] = a_week(facts.income.contract) * scale
        groups.grant[g] = a_week(facts.income.grant) * scale
        groups.own[g] = a_week(facts.income.own) * scale
        groups.contract_end[g] = facts.contract_weeks if facts.income.contract else NEVER
        groups.grant_end[g] = facts.grant_weeks if facts.income.grant else NEVER
        groups.reserves[g] = facts.reserves * scale
        groups.volunteer_hours[g] = facts.volunteer_hours * scale
        groups.ratio[g] = 1.0
        state.names["groups"].append(facts.name)
        state.names["group_keys"].append(facts.key)
        count, hours = whole_posts(facts.paid_hours * scale / WHOLE_TIME_HOURS)
        if count:
            table = posts_table(f"group {facts.key}", 0, count, hours, SUPPORT_WORKER, NOBODY, g, int(groups.employer[g]))
            rows = add_posts(state, table)
            fill_posts(state, rows, 1.0, 1.0, state.p.workforce.wellbeing_settles)


def _services(state: State, place: Place) -> None:
    names = state.names["communities"]
    for facts in place.services:
        serves = np.array([one in place.reached_by(facts.serves) for one in names], dtype=np.int8)
        posts = {role: getattr(facts.posts, role) for role in ROLES}
        beds = beds_in_sample(facts.beds, state.scale) if facts.beds else 0
        rows = open_service(state, facts.key, facts.kind, facts.name, facts.employer, posts, serves, beds)
        fill_posts(state, rows, state.p.events.filled_at_opening, 1.0, state.p.workforce.wellbeing_settles)


def _money(state: State, beds: int) -> None:
    """Today's budget: every funded post, other costs, beds, contracts and grants; the pay of empty posts is free.

    beds: at full size.
    """
    p, staff, groups, money = state.p.commissioning, state.staff, state.groups, state.money
    costs = cost_of_posts(staff.role, staff.hours.astype(float), staff.group >= 0, p)
    pay = float(costs[staff.service >= 0].sum())
    money.fixed = pay * p.other_costs + beds * state.scale * p.bed_week
    money.income = pay + money.fixed + float((groups.contract + groups.grant).sum())
    income = groups.contract + groups.grant + groups.own
    state.origin["overheads"] = income * state.p.growth.overhead
    state.origin["volunteers"] = groups.volunteer_hours.copy()


def _today(state: State) -> None:
    """What stays as the mark of how the place stood at the start."""
    capital, reach = state.communities.social_capital, state.reach["groups"]
    state.origin["natural_capital"] = capital.astype(float).copy()
    state.origin["group_capital"] = reach @ capital / np.maximum(1, reach.sum(axis=1))
    staff = state.staff
    own = own_bells(staff.who, state.luck.key("workforce.temper"))
    p = state.p.workforce
    staff.wellbeing[:] = np.clip(p.wellbeing_settles + p.wellbeing_spread * own, 0.0, 1.0)
    talent = own_bells(staff.who, state.luck.key("workforce.talent"))
    staff.skill[:] = np.maximum(p.skill_least, 1.0 + p.talent * talent)
    staff.load[:] = p.ordinary_load


def build(
    place: Place, numbers: Any, *, seed: int, scale: float, switches: dict[str, bool], rivals: dict[str, str], week: int
) -> State:
    """The place as it might stand today, `week` weeks from week 0, before anything has settled.

    numbers: the world's `Numbers`.  scale: share of the adults (0..1]; staff, groups and money are scaled along.
    """
    luck = Luck(seed)
    communities = _communities(place, numbers, scale)
    count = len(place.communities)
    state = State(
        p=numbers,
        luck=luck,
        switches=switches,
        rivals=rivals,
        week=week,
        people=blank(People, 0),
        need=np.zeros(0, dtype=np.uint32),
        needing=0,
        fresh=np.zeros(0, dtype=np.uint32),
        spare=np.zeros(0, dtype=np.uint32),
        placed=np.zeros(0, dtype=np.uint32),
        placing=0,
        communities=communities,
        services=blank(Services, 0),
        groups=blank(Groups, 0),
        staff=blank(Practitioners, 0),
        ties=no_ties(0),
        innovations=blank(Innovations, SLOTS),
        forces=Settings.of_today(numbers.forces),
        levers=NO_LEVERS,
        collaborative=Collaborative(trust=numbers.collaborative.trust_today),
        money=Money(),
        tally=new_tally(count, 0),
        lots=Lots(0),
        reach={"services": np.zeros((0, count), dtype=np.int8)},
        names={
            "communities": [one.name for one in place.communities],
            "services": [],
            "groups": [],
            "employers": [],
            "service_keys": [],
            "group_keys": [],
        },
        scale=scale,
        pressure=numbers.pressure.today,
        pressure_today=numbers.pressure.today,
    )
    _people(state, place)
    _groups(state, place)
    _services(state, place)
    draw_who_serves(state)
    _money(state, sum(facts.beds or 0 for facts in place.services))
    _today(state)
    state.money.in_hand = numbers.commissioning.buffer * state.money.income
    return state
