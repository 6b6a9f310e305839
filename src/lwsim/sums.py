"""What the week's measures are made of: sums over posts, groups and communities, in one compiled pass."""

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np

from .agents.counts import COMMUNITY_COUNTS, DISTRESS, MET
from .agents.kinds import FIFTHS, NOBODY
from .compiled import loop, walk

_ADDED = (
    *("held_hours", "held", "funded_hours", "empty_hours", "wellbeing", "burnt_out", "away", "across", "belonging"),
    *("assurance", "with_people", "able", "joined", "whole", "of_groups"),
    *("groups_open", "group_hours", "volunteer_hours", "group_supported"),
    *("waiting", "uses"),
    *("adults", "social_capital", "voice", "mutual_support"),
)
_ROW = np.dtype((np.record, [(name, np.float64) for name in _ADDED]))
Added = namedtuple("Added", _ADDED)  # type: ignore[misc]
"""What is added up, by name; `sum_posts` and `sum_the_rest` say of what."""


class Sums(NamedTuple):
    """Sums of one week.

    added: what posts, groups and communities add up to.  counts: (COMMUNITY_COUNTS,) tallies of all communities.
    distress, met: (FIFTHS,) the same by national fifth of deprivation.
    wait_median, wait_p90, wait_told: weeks that half and nine tenths of those waiting have not passed; half, as reported.
    """

    added: Any
    counts: list[float]
    distress: list[float]
    met: list[float]
    wait_median: float
    wait_p90: float
    wait_told: float


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
def sum_the_rest(groups, communities, waiting, at_door, users, by_community, counts, distress, met, rows):
    """Open groups, their hours and people; people waiting; uses of innovations; adults, capital and voice; tallies."""
    total = rows[0]
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
        distress[communities.fifth[c]] += by_community[c, DISTRESS]
        met[communities.fifth[c]] += by_community[c, MET]
        for what in range(counts.size):
            counts[what] += by_community[c, what]


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
def sum_all(staff, groups, communities, queues, tally, burnt_out, counts, distress, met, waits, rows):
    """All sums of a week. queues: (services,) waiting and at the door, and (innovations,) users.  The rest is given empty."""
    sum_posts(staff, burnt_out, rows)
    waiting, at_door, users = queues
    sum_the_rest(groups, communities, waiting, at_door, users, tally.by_community, counts, distress, met, rows)
    waits[0], waits[1], waits[2] = wait_at(tally.waits, 0.5), wait_at(tally.waits, 0.9), wait_at(tally.told, 0.5)


def sums_of(state: Any) -> Sums:
    """The sums of the week as it ended."""
    rows = np.zeros(1, dtype=_ROW)
    counts, distress, met, waits = np.zeros(len(COMMUNITY_COUNTS)), np.zeros(FIFTHS), np.zeros(FIFTHS), np.zeros(3)
    queues = state.services.waiting, state.services.at_door, state.innovations.users
    row = (state.staff, state.groups, state.communities, queues, state.tally)
    sum_all(*row, state.p.workforce.burnt_out, counts, distress, met, waits, rows)
    return Sums(Added(*rows[0].item()), counts.tolist(), distress.tolist(), met.tolist(), *waits.tolist())
