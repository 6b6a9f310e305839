"""Posts come and go: rows for new posts, and the closing of old ones; rows never move."""

from typing import Any

import numpy as np

from ..compiled import loop, walk
from ..luck import numbers_for
from ..units import WHOLE_TIME_HOURS
from .columns import as_column, blank, joined
from .counts import LEFT
from .fetching import fetch_ahead
from .happenings import LEFT_BEHIND, note
from .journeys import join_queue
from .kinds import COUNT_MOST, IN_CARE, NOBODY
from .practitioners import Practitioners
from .rows import those_at
from .ties import Ties

SERIES = 1000
"""Posts of a service added later are numbered from here, as many for each role, so that none shares its luck."""

TIE_SLOTS = 12
"""Others that one practitioner can know well enough to call."""


def whole_posts(whole_time: float) -> tuple[int, float]:
    """How many practitioners hold `whole_time` funded posts, and the hours a week of each, so that hours are kept."""
    if whole_time <= 0.0:
        return 0, 0.0
    count = max(1, round(whole_time))
    return count, whole_time * WHOLE_TIME_HOURS / count


def posts_table(
    name: str, first: int, count: int, hours: float, role: int, service: int, group: int, employer: int
) -> Practitioners:
    """A table of `count` funded, empty posts numbered (name, first), (name, first + 1), ... with `hours` a week each."""
    table = blank(Practitioners, count)
    table.post[:] = numbers_for(name, count, first)
    table.who[:] = table.post
    table.service[:] = service
    table.group[:] = group
    table.employer[:] = employer
    table.role[:] = role
    table.hours[:] = hours
    table.is_open[:] = 1
    for column in (table.ability, table.joint, table.novelty, table.delivered, table.skill):
        column[:] = 1.0
    return table


def no_ties(rows: int) -> Ties:
    """Tie slots for `rows` practitioners who know nobody."""
    partner, strength = np.full((rows, TIE_SLOTS), NOBODY, dtype=np.int32), np.zeros((rows, TIE_SLOTS), dtype=np.float32)
    return Ties(as_column(partner), as_column(strength))


def add_posts(state: Any, table: Practitioners) -> np.ndarray:
    """Open these posts, empty since now. Returns their rows."""
    first = state.staff.who.size
    table.vacant_since[:] = state.week
    state.staff = joined(state.staff, table)
    state.ties = joined(state.ties, no_ties(table.who.size))
    return np.arange(first, first + table.who.size)


@walk
def hand_over(people, placed, placing, in_care, leaving, services, groups, staff, week):
    """People whose practitioner leaves go back on the list of the same service; their course goes on later.

    in_care: working space.
    """
    caring = those_at(people.place, placed, placing, IN_CARE, in_care)
    for n in range(caring):
        fetch_ahead(people, in_care, n, caring, ())
        i = in_care[n]
        j = people.staff[i]
        if j != NOBODY and leaving[j]:
            people.handovers[i] = min(people.handovers[i] + 1, COUNT_MOST)
            dose = people.dose[i]
            join_queue(people, i, people.service[i], services, groups, staff, week)
            people.dose[i] = dose
            people.since[i] = week
            note(people, i, week, LEFT_BEHIND)
            people.clock[i] = week


@loop
def empty_posts(people, placed, placing, spare, rows, gone, services, groups, staff, ties, week):
    """Those who hold these posts are gone: their people wait (`hand_over`), and nobody knows them any more.

    spare: working space.  rows: of posts; gone: (staff,) whether a post is among them.
    """
    hand_over(people, placed, placing, spare, gone, services, groups, staff, week)
    for n in range(rows.size):
        j = rows[n]
        staff.is_filled[j] = 0
        staff.vacant_since[j] = week
        staff.caseload[j] = 0
        staff.away[j] = 0
        staff.adopted[j] = 0
    for j in range(ties.partner.shape[0]):
        for slot in range(ties.partner.shape[1]):
            other = ties.partner[j, slot]
            if gone[j] or (other != NOBODY and gone[other]):
                ties.partner[j, slot] = NOBODY
                ties.strength[j, slot] = 0.0


def leave(state: Any, rows: np.ndarray) -> None:
    """The practitioners of these rows leave: their posts are empty, their people wait, their ties are gone."""
    if rows.size == 0:
        return
    staff = state.staff
    gone = np.zeros(staff.who.size, dtype=bool)
    gone[rows] = True
    row = (state.services, state.groups, staff, state.ties, state.week)
    empty_posts(state.people, state.placed, state.placing, state.spare, rows, gone, *row)
    state.tally.flows[LEFT] += float(staff.hours[rows].sum()) / WHOLE_TIME_HOURS
    state.staff_changes.extend(("left", int(row)) for row in rows)


def close_posts(state: Any, rows: np.ndarray) -> None:
    """The money for these posts ends: those who hold them leave."""
    leave(state, rows[state.staff.is_filled[rows] == 1])
    state.staff.is_open[rows] = 0
