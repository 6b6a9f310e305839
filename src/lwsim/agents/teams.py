"""Teams: the filled posts of each, and how to find somebody of one's own team or of another without asking everybody."""

from typing import NamedTuple

import numpy as np

from ..compiled import laid_out, rule, walk
from .kinds import NOBODY
from .practitioners import is_held
from .rows import first_from


@laid_out
class Teams(NamedTuple):
    """Who is in which team this week; its first `count` entries count where it is about filled posts.

    of: (staff,) number of the team.  rows: (staff,) of filled posts, in order.  first: (teams + 2,) where each team begins in
    `together`.  together: (staff,) places in `rows`, team by team.  beyond: (staff,) for a place in `rows`, the next where
    another team stands, the first following on the last; -1 if there is no other.
    """

    of: np.ndarray
    rows: np.ndarray
    first: np.ndarray
    together: np.ndarray
    beyond: np.ndarray


def room_for_teams(posts: int, teams: int) -> Teams:
    """Room for so many posts in so many teams, still to be filled."""
    of, rows, together, beyond = np.empty((4, posts), dtype=np.int32)
    return Teams(of, rows, np.zeros(teams + 2, dtype=np.int32), together, beyond)


@walk
def find_teams(staff, services, teams):
    """Fill `teams`, given empty; returns how many posts are filled.

    services: how many; a post's team is its service, or its group, whose numbers follow on theirs.
    """
    of, rows, first, together, beyond = teams
    count = 0
    for j in range(staff.who.size):
        of[j] = staff.service[j] if staff.service[j] >= 0 else services + staff.group[j]
        if is_held(staff, j):
            rows[count] = j
            first[of[j] + 2] += 1
            count += 1
    for team in range(1, first.size):
        first[team] += first[team - 1]
    for n in range(count):
        team = of[rows[n]]
        together[first[team + 1]] = n
        first[team + 1] += 1
    following = NOBODY
    for step in range(2 * count):  # once round to find where the first stands that differ, once more to note it
        n = count - 1 - step % count
        after = (n + 1) % count
        if of[rows[n]] != of[rows[after]]:
            following = after
        beyond[n] = following
    return count


@rule
def pick_other(teams, count, n, start, wants_across):
    """The row of somebody of another team than the n-th filled post's, or else of the same: the first from a random start.

    start: a chance.  -1 if there is nobody.
    """
    of, rows, first, together, beyond = teams
    team, here = of[rows[n]], int(start * count) % count
    if wants_across:
        there = here if of[rows[here]] != team else beyond[here]
        return rows[there] if there != NOBODY else NOBODY
    begin, end = first[team], first[team + 1]
    at = first_from(together, begin, end, here)
    for _ in range(2):
        at = at if at < end else begin
        if together[at] != n:
            return rows[together[at]]
        at += 1
    return NOBODY
