"""What the week's measures are made of: one row of sums over posts, groups and communities, filled in one compiled pass."""

from typing import Any, NamedTuple

import numpy as np

from .agents.counts import COMMUNITY_COUNTS, DISTRESS, FLOWS, MET
from .agents.kinds import FIFTHS, NOBODY
from .compiled import loop, walk
from .forces import FORCES

POTS = ("pay", "fixed", "bank", "out_of_area", "contracts", "grants", "communities", "whole_system")
"""What money is spent on, as `money.spent` has it."""


class Sums(NamedTuple):
    """Sums of many weeks: (weeks,) each, or (how many, weeks) of what there are several of (`_MANY`).

    What posts, groups and communities add up to (see `sum_posts` and `sum_the_rest`).  wait_median, wait_p90, wait_told:
    weeks that half and nine tenths of those waiting have not passed; half, as reported.  trust: between organisations.
    counts: tallies of all communities.  flows: events of the week.  distress, met: by national fifth of deprivation.
    spent: pounds by pot.  lived: the three forces.
    """

    held_hours: np.ndarray
    held: np.ndarray
    funded_hours: np.ndarray
    empty_hours: np.ndarray
    wellbeing: np.ndarray
    burnt_out: np.ndarray
    away: np.ndarray
    across: np.ndarray
    belonging: np.ndarray
    assurance: np.ndarray
    with_people: np.ndarray
    able: np.ndarray
    joined: np.ndarray
    whole: np.ndarray
    of_groups: np.ndarray
    groups_open: np.ndarray
    group_hours: np.ndarray
    volunteer_hours: np.ndarray
    group_supported: np.ndarray
    waiting: np.ndarray
    uses: np.ndarray
    adults: np.ndarray
    social_capital: np.ndarray
    voice: np.ndarray
    mutual_support: np.ndarray
    wait_median: np.ndarray
    wait_p90: np.ndarray
    wait_told: np.ndarray
    trust: np.ndarray
    pressure: np.ndarray
    counts: np.ndarray
    flows: np.ndarray
    distress: np.ndarray
    met: np.ndarray
    spent: np.ndarray
    lived: np.ndarray


_MANY = {
    "counts": len(COMMUNITY_COUNTS),
    "flows": len(FLOWS),
    "distress": FIFTHS,
    "met": FIFTHS,
    "spent": len(POTS),
    "lived": len(FORCES),
}
ROW = np.dtype((np.record, [(name, np.float64, (_MANY[name],) if name in _MANY else ()) for name in Sums._fields]))
"""The same of one week."""


@walk
def sum_posts(staff, burnt_out, rows):
    """Posts: hours held (statutory ones also by what they can do), funded and empty; how those who hold them fare."""
    total = rows[0]
    for j in range(staff.hours.size):
        hours, in_service = staff.hours[j], staff.service[j] != NOBODY
        total.assurance += staff.assurance[j]
        total.with_people += staff.contact[j] + staff.assessing[j] - staff.bank[j]
        if not staff.is_open[j]:
            continue
        if in_service:
            total.funded_hours += hours
        if not staff.is_filled[j]:
            if in_service:
                total.empty_hours += hours
            continue
        total.held += 1.0
        total.held_hours += hours
        total.wellbeing += staff.wellbeing[j]
        total.burnt_out += staff.wellbeing[j] < burnt_out
        total.away += staff.away[j] > 0
        total.across += staff.across[j]
        total.belonging += staff.belonging[j]
        if in_service:
            able = hours * staff.ability[j]
            joined = able * staff.joint[j]
            total.able += able
            total.joined += joined
            total.whole += joined * staff.novelty[j]
        else:
            total.of_groups += hours


@walk
def sum_the_rest(groups, communities, queues, tally, rows):
    """Open groups, their hours and people; people waiting; uses of innovations; adults, capital and voice; tallies."""
    total, (waiting, at_door, users) = rows[0], queues
    for s in range(waiting.size):
        total.waiting += waiting[s] + at_door[s]
    for k in range(users.size):
        total.uses += users[k]
    for g in range(groups.is_open.size):
        total.groups_open += groups.is_open[g] == 1
        total.group_hours += groups.paid_hours[g] + groups.volunteer_hours[g]
        total.volunteer_hours += groups.volunteer_hours[g]
        total.group_supported += groups.supported[g]
    for c in range(communities.adults.size):
        adults = max(communities.adults[c], 1)
        total.adults += adults
        total.social_capital += adults * communities.social_capital[c]
        total.voice += adults * communities.voice[c]
        total.mutual_support += communities.mutual_support[c]
        total.distress[communities.fifth[c]] += tally.by_community[c, DISTRESS]
        total.met[communities.fifth[c]] += tally.by_community[c, MET]
        for what in range(tally.by_community.shape[1]):
            total.counts[what] += tally.by_community[c, what]


@walk
def wait_at(counted, share):
    """Weeks that `share` of those waiting have not yet passed; 0 if nobody waits. counted: (services, weeks) people."""
    total = 0
    for s in range(counted.shape[0]):
        for week in range(counted.shape[1]):
            total += counted[s, week]
    before = 0
    for week in range(counted.shape[1]):
        inside = 0
        for s in range(counted.shape[0]):
            inside += counted[s, week]
        if inside > 0 and before + inside >= share * total:
            return week + (share * total - before) / inside
        before += inside
    return 0.0


@loop
def sum_all(staff, groups, communities, queues, tally, burnt_out, system, lived, spent, rows):
    """All sums of a week, into the first of `rows`, given empty.

    queues: (services,) waiting and at the door, and (innovations,) users.  system: trust and pressure.  spent: by pot.
    """
    sum_posts(staff, burnt_out, rows)
    sum_the_rest(groups, communities, queues, tally, rows)
    total = rows[0]
    total.wait_median, total.wait_p90 = wait_at(tally.waits, 0.5), wait_at(tally.waits, 0.9)
    total.wait_told = wait_at(tally.told, 0.5)
    total.trust, total.pressure = system
    for flow in range(tally.flows.size):
        total.flows[flow] = tally.flows[flow]
    for force in range(lived.size):
        total.lived[force] = lived[force]
    for pot in range(len(spent)):
        total.spent[pot] = spent[pot]


def no_sums(weeks: int) -> np.ndarray:
    """Rows for so many weeks, (weeks,) of `ROW`, still empty."""
    return np.zeros(weeks, dtype=ROW)


def add_up(state: Any, row: np.ndarray) -> None:
    """The sums of the week as it ended, into an empty row. row: (1,) of `ROW`."""
    queues = state.services.waiting, state.services.at_door, state.innovations.users
    tables = (state.staff, state.groups, state.communities, queues, state.tally)
    system = float(state.collaborative.trust), float(state.pressure)
    spent = tuple([state.money.spent.get(pot, 0.0) for pot in POTS])
    sum_all(*tables, state.p.workforce.burnt_out, system, state.forces.lived, spent, row)


def by_name(rows: np.ndarray) -> Sums:
    """Rows (weeks,) of `ROW` as `Sums`."""
    return Sums(*[rows[name].T for name in Sums._fields])


def sums_of(state: Any) -> Sums:
    """The sums of the week as it ended: `Sums` of this one week."""
    row = no_sums(1)
    add_up(state, row)
    return by_name(row)
