"""Commissioning: money moves within what is free to move, with notice; purpose and power decide to whom.

Every week the budget comes in and is spent: pay for posts that are filled, fixed costs, voluntary contracts and grants, beds out
of area, bank staff, the work of the whole system. Each quarter what is free - mostly pay of empty posts - is laid out for the
next: on bank staff at the front line (impact now) or invested; what is invested goes to voluntary groups for that quarter, or to
communities and to the whole system's development. Posts long empty are
moved, with notice: to the service with the longest queue, or to a voluntary group's contract. Contracts end and are let again,
longer where power is shared, and never quite at full cost [ncvo-2023]. Overspending freezes recruitment and cuts funds first
that are easiest to cut. Every new pound is somebody else's pound: both scenarios have the same.
Leaves out: inflation and growth of need (money is in today's pounds); capital; tendering costs of losers.
"""

from typing import Any

import numpy as np

from ..adding import in_turn
from ..agents.kinds import CLINICIAN, SUPPORT_WORKER
from ..agents.practitioners import is_held
from ..compiled import gather, loop, rule
from ..parameters import Room, parameter
from ..units import QUARTER, WEEKS_A_YEAR, WHOLE_TIME_HOURS


# fmt: off
class Commissioning(Room, room="commissioning"):
    """Prices, rhythms and shares of money."""

    clinician: float = parameter(
        68_000.0, unit="pounds a year", low=60_000.0, high=80_000.0, standing="assumed", source="pssru-2021: band 6 with on-costs, overheads",
        says="Cost of a whole-time clinician's post, overheads included.",
        settled_by="the current edition of the cited figures",
    )
    support_worker: float = parameter(
        43_000.0, unit="pounds a year", low=38_000.0, high=50_000.0, standing="assumed", source="pssru-2021: band 4; link-workers-cost-2022: 36,428 a link worker",
        says="Cost of a whole-time support worker's post, overheads included.",
        settled_by="the current edition of the cited figures",
    )
    peer_worker: float = parameter(
        40_000.0, unit="pounds a year", low=35_000.0, high=46_000.0, standing="assumed", source="pssru-2021: band 3-4",
        says="Cost of a whole-time peer worker's post, overheads included.",
        settled_by="the current edition of the cited figures",
    )
    group_worker: float = parameter(
        37_000.0, unit="pounds a year", low=32_000.0, high=43_000.0, standing="assumed", source="ncvo-2023: pay in the sector",
        says="Cost of a whole-time worker in a voluntary group, overheads included.", settled_by="accounts of local groups",
    )
    bed_week: float = parameter(
        1_700.0, unit="pounds a week", low=1_200.0, high=2_200.0, standing="assumed", source="hfma-2012: 340 pounds a bed-day, less nursing, at today's prices",
        says="Cost of a bed beyond its staff.", settled_by="reference costs split by pay",
    )
    out_of_area: float = parameter(
        24_000.0, unit="pounds a stay", low=16_000.0, high=32_000.0, standing="assumed", source="hfma-2012: bed-days; nhs-providers-2024: 373 placements",
        says="Cost of a stay in a bed out of area.", settled_by="invoices",
    )
    other_costs: float = parameter(
        0.12, unit="share", low=0.08, high=0.18, standing="assumed", source="nhs-plics-2022: costs beyond pay",
        says="Premises, drugs and other costs as a share of pay, that do not move with posts.", settled_by="service accounts",
    )
    bank_price: float = parameter(
        1.35, unit="times", low=1.2, high=1.6, standing="assumed", source="pac-2023: reliance on temporary staff",
        says="Cost of a bank or agency hour against an employed one.",
        settled_by="a study that measures just this",
    )
    invested_today: float = parameter(
        0.20, unit="share", low=0.05, high=0.35, standing="assumed", source="three-forces-framing: demand managed at the front line",
        says="Share of free money invested rather than spent at the front line today.", settled_by="uses of underspends",
    )
    shared_today: float = parameter(
        0.30, unit="share", low=0.1, high=0.5, standing="assumed", source="lords-charities-2017: who gets public money",
        says="Share of invested money that goes to voluntary groups today.", settled_by="uses of transformation money",
    )
    to_communities: float = parameter(
        0.50, unit="share", low=0.3, high=0.7, standing="assumed", source="design: the rest of invested money, split",
        says="Share of the other invested money that goes to community building rather than the whole system's development.",
        settled_by="uses of transformation money",
    )
    grant_weeks: float = parameter(
        52.0, unit="weeks", low=39.0, high=78.0, standing="assumed", source="southdown-2023: asks for longer", settled_by="grant letters",
        says="Length of a grant from free money.",
    )
    contract_weeks: float = parameter(
        104.0, unit="weeks", low=52.0, high=156.0, standing="assumed", source="southdown-2023: 5 and 2 years asked for",
        says="Length of a voluntary contract today.", settled_by="contract registers",
    )
    contract_longer: float = parameter(
        260.0, unit="weeks", low=104.0, high=364.0, standing="assumed", source="southdown-2023: 5 and 2 years asked for",
        says="Weeks that a full step of sharing adds to a contract.", settled_by="contract registers",
    )
    renewed: float = parameter(
        0.85, unit="share", low=0.7, high=0.95, standing="assumed", source="ncvo-2023: contracts not worth renewing",
        says="Chance that a contract is let to the same group again.", settled_by="contract registers",
    )
    leaves_place: float = parameter(
        0.30, unit="share", low=0.1, high=0.6, standing="assumed", source="lords-charities-2017: larger bodies from elsewhere win",
        says="Share of contracts not let to the same group whose money leaves the place's groups.", settled_by="contract registers",
    )
    squeezed: float = parameter(
        0.06, unit="share", low=0.0, high=0.12, standing="literature", source="ncvo-2023: uplift 2.7% against inflation 8.7%",
        says="Share of its real worth that a contract loses each time it is let again today.",
    )
    notice: float = parameter(
        26.0, unit="weeks", low=13.0, high=52.0, standing="assumed", source="southdown-2023: six months' notice asked for",
        says="Weeks a post stays empty before its money may be moved.",
        settled_by="a study that measures just this",
    )
    moved: float = parameter(
        0.05, unit="share a quarter", low=0.0, high=0.15, standing="assumed", source="lambeth-lga: money moved without new money",
        says="Share of long-empty posts whose money is moved each quarter.", settled_by="establishment lists",
    )
    buffer: float = parameter(
        2.0, unit="weeks of budget", low=1.0, high=4.0, standing="assumed", source="design: a safe balance",
        says="Money in hand below which nothing is free.", settled_by="financial plans",
    )
    contract_least: float = parameter(
        26.0, unit="weeks", low=13.0, high=52.0, standing="assumed", source="southdown-2023: six months' notice asked for",
        says="Shortest voluntary contract, however much power is kept.",
        settled_by="contract registers",
    )
    renewed_by_sharing: float = parameter(
        0.5, unit="share", low=0.0, high=1.0, standing="assumed", source="southdown-2023: long contracts asked for",
        says="How much likelier a contract is let to the same group again, for each full step of sharing.",
        settled_by="contract registers",
    )
# fmt: on


SWITCHES = {
    "money_moves": "Free money is laid out each quarter by purpose and power.",
    "posts_move": "Money of long-empty posts moves to queues or groups, with notice.",
    "contract_cycle": "Voluntary contracts end and are let again.",
}


@rule
def cost_of_post(role, hours, in_group, p):
    """Pounds a week that a post costs when filled."""
    if in_group:
        a_year = p.group_worker
    elif role == CLINICIAN:
        a_year = p.clinician
    else:
        a_year = p.support_worker if role == SUPPORT_WORKER else p.peer_worker
    return a_year / WEEKS_A_YEAR * hours / WHOLE_TIME_HOURS


@gather
def cost_of_posts(role, hours, in_group, p):
    """Pounds a week that each post costs when filled. role, hours, in_group: (staff,). Returns (staff,)."""
    costs = np.empty(hours.size)
    for j in range(hours.size):
        costs[j] = cost_of_post(role[j], hours[j], in_group[j], p)
    return costs


def bank_hour(p: Any, week: Any) -> float:
    """Pounds that an hour of bank staff *with people* costs: they record, coordinate and travel like others.

    p: plain `Commissioning`.  week: plain `WorkingWeek`.
    """
    with_people = 1.0 - week.recording - week.coordination - week.travel
    return p.bank_price * p.clinician / (WHOLE_TIME_HOURS * WEEKS_A_YEAR) / with_people


@loop
def add_up(staff, groups, p):
    """Pounds of pay, hours of bank staff, pounds of contracts and of grants, all a week, of what is open and filled."""
    pay = bank = contracts = grants = 0.0
    for j in range(staff.hours.size):
        bank += staff.bank[j]
        if is_held(staff, j) and staff.service[j] >= 0:
            pay += cost_of_post(staff.role[j], staff.hours[j], staff.group[j] >= 0, p)
    for g in range(groups.is_open.size):
        if groups.is_open[g]:
            contracts += groups.contract[g]
            grants += groups.grant[g] + groups.spare[g]
    return pay, bank, contracts, grants


def weekly_spending(state: Any) -> dict[str, float]:
    """This week's spending by pot, in pounds: what was used is what is paid for."""
    p, money = state.p.commissioning, state.money
    pay, bank, contracts, grants = add_up(state.staff, state.groups, p)
    return {
        "pay": pay,
        "fixed": money.fixed,
        "bank": bank * bank_hour(p, state.p.working_week),
        "out_of_area": money.out_of_area * p.out_of_area,
        "contracts": contracts,
        "grants": grants,
        "communities": money.community_fund,
        "whole_system": money.shared_fund,
    }


@loop
def ends_now(groups, week):
    """Whether a grant, and whether a contract, of any open group ends this week."""
    grants = contracts = False
    for g in range(groups.is_open.size):
        grants |= groups.grant_end[g] == week and groups.is_open[g] == 1
        contracts |= groups.contract_end[g] == week and groups.is_open[g] == 1
    return grants, contracts


def let_contracts(state: Any) -> None:
    """Contracts and grants whose day has come end; contracts may be let again, at a squeeze, longer where power is shared."""
    p, groups, week = state.p.commissioning, state.groups, state.week
    grants, contracts = ends_now(groups, week)
    if grants:
        _end_grants(state)
    if not contracts:
        return
    ending = np.flatnonzero((groups.contract_end == week) & (groups.is_open == 1))
    length = round(max(p.contract_least, p.contract_weeks + p.contract_longer * state.levers.sharing))
    for g in ending:
        groups.contract_end[g] = week + length
        if not state.on("contract_cycle"):
            continue
        chance = min(1.0, p.renewed * (1.0 + p.renewed_by_sharing * state.levers.sharing))
        if state.luck.one("commissioning.renewed", week, int(groups.who[g])) < chance:
            groups.contract[g] *= 1.0 - p.squeezed * max(0.0, 1.0 - state.levers.sharing)
            continue
        pounds, groups.contract[g] = float(groups.contract[g]), 0.0
        others = np.flatnonzero((groups.is_open == 1) & (np.arange(groups.who.size) != g))
        if others.size and state.luck.one("commissioning.leaves", week, int(groups.who[g])) >= p.leaves_place:
            share = state.luck.one("commissioning.other", week, int(groups.who[g]))
            groups.contract[others[int(share * others.size)]] += pounds


def _end_grants(state: Any) -> None:
    """Grants whose day has come are given again for as long, or end and their money is free."""
    p, groups, week = state.p.commissioning, state.groups, state.week
    for g in np.flatnonzero((groups.grant_end == week) & (groups.is_open == 1)):
        groups.grant_end[g] = week + round(p.grant_weeks)
        if state.on("contract_cycle") and state.luck.one("commissioning.given_again", week, int(groups.who[g])) >= p.renewed:
            groups.grant[g] = 0.0


def lay_out(state: Any, spent: float) -> None:
    """Each quarter: what is free for the next is laid out between the front line and investment, groups and the rest."""
    p, money, levers = state.p.commissioning, state.money, state.levers
    spare = float(state.groups.spare[state.groups.is_open == 1].sum())
    standing = spent - spare - in_turn(money.spent[pot] for pot in ("bank", "communities", "whole_system"))
    standing += money.out_of_area_usual - money.spent["out_of_area"]
    free = max(0.0, money.received - standing + (money.in_hand - p.buffer * money.income) / WEEKS_A_YEAR)
    money.recruits = money.in_hand > -p.buffer * money.income
    invested = free * min(1.0, max(0.0, p.invested_today + levers.foresight))
    money.bank_hours = (free - invested) / bank_hour(p, state.p.working_week)
    shared = invested * min(1.0, max(0.0, p.shared_today + state.collaborative.standing))
    rest = invested - shared
    money.community_fund = rest * p.to_communities
    money.shared_fund = rest - money.community_fund
    _share_spare(state, shared)


def _share_spare(state: Any, pounds: float) -> None:
    """Free money for voluntary groups, for this quarter and in proportion to their hours; for the whole system if none is open."""
    groups = state.groups
    weight = (groups.paid_hours + groups.volunteer_hours) * (groups.is_open == 1)
    total = float(weight.sum())
    groups.spare[:] = pounds * weight / total if total > 0.0 else 0.0
    if total <= 0.0:
        state.money.shared_fund += pounds


def move_posts(state: Any) -> None:
    """Each quarter some long-empty posts change hands: to the service with the longest queue, or to a group's contract."""
    p, staff, services, groups = state.p.commissioning, state.staff, state.services, state.groups
    empty = (staff.is_open == 1) & (staff.is_filled == 0) & (staff.service >= 0) & (state.week - staff.vacant_since >= p.notice)
    key = state.week
    costs = cost_of_posts(staff.role, staff.hours.astype(float), staff.group >= 0, p)
    to_group = min(1.0, max(0.0, p.shared_today + state.collaborative.standing))
    to_group *= min(1.0, max(0.0, p.invested_today + state.levers.foresight))
    waits = np.where(services.is_open == 1, services.queue_ratio, -1.0)
    longest = int(np.argmax(waits))
    open_groups = np.flatnonzero(groups.is_open == 1)
    for j in np.flatnonzero(empty):
        who = int(staff.post[j])
        if state.luck.one("commissioning.moves", key, who) >= p.moved:
            continue
        if open_groups.size and state.luck.one("commissioning.whither", key, who) < to_group:
            g = int(open_groups[int(state.luck.one("commissioning.group", key, who) * open_groups.size)])
            staff.is_open[j] = 0
            groups.contract[g] += float(costs[j])
        elif waits[longest] > 0:
            staff.service[j] = longest
            staff.employer[j] = services.employer[longest]


def turn(state: Any) -> None:
    """The week's books; contracts; each quarter the laying out of what is free."""
    money = state.money
    money.before = money.in_hand
    money.received = money.income
    let_contracts(state)
    money.spent = weekly_spending(state)
    spent = in_turn(money.spent.values())
    money.out_of_area_usual += (money.spent["out_of_area"] - money.out_of_area_usual) / QUARTER
    money.in_hand = money.before + money.received - spent
    if state.week % QUARTER == 0:
        if state.on("money_moves"):
            lay_out(state, spent)
        if state.on("posts_move"):
            move_posts(state)
    money.out_of_area = 0
