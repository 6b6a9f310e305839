"""Services and groups open and close: rows, posts, who serves whom; when a place is built and when an event falls due."""

import math
from typing import Any

import numpy as np

from ..compiled import loop
from ..luck import chances, name_number
from .columns import blank, joined
from .counts import MAX_WAIT
from .happenings import LEFT_BEHIND, note
from .journeys import go_without
from .kinds import COMMUNITY_TEAM, IN_GROUP, NOBODY, ROLES, SERVICE_KINDS
from .posts import add_posts, close_posts, posts_table, whole_posts
from .services import Services

EMPTY_BEFORE = 60.0
"""Weeks for which posts that are empty when a service opens, or a run starts, have been empty at the most."""

FREE_ROOTS = 2.0
"""Roots of the mean occupancy that a ward keeps free at any size."""


def employer_number(state: Any, name: str) -> int:
    """The number of an organisation, a new one if it is not known yet."""
    names = state.names["employers"]
    if name not in names:
        names.append(name)
    return names.index(name)


def draw_who_serves(state: Any) -> None:
    """Work out which open service of each kind, and which open groups, each community has.

    Where there are two of a kind, people are sent to the one with the shorter queue this week.
    """
    services, reach = state.services, state.reach
    communities = state.communities.who.size
    nearest = np.full((len(SERVICE_KINDS), communities), NOBODY, dtype=np.int32)
    served = np.zeros_like(nearest)
    for s in np.argsort(-services.queue_ratio, kind="stable"):
        if services.is_open[s]:
            nearest[services.kind[s], reach["services"][s] == 1] = s
            served[services.kind[s]] += reach["services"][s] == 1
    reach["choice"] = bool((served > 1).any())
    near = np.full((communities, max(1, state.groups.who.size)), NOBODY, dtype=np.int32)
    for c in range(communities):
        rows = np.flatnonzero((reach["groups"][:, c] == 1) & (state.groups.is_open == 1))
        near[c, : rows.size] = rows
    reach["nearest"], reach["groups_near"] = nearest, near


def beds_in_sample(beds: int, scale: float) -> int:
    """Beds that a sample of a place holds: its share, and the larger margin that a smaller ward needs to be full as rarely.

    With people coming by chance, occupancy varies by the root of its mean; two such roots are kept free at either size.
    """
    margin = FREE_ROOTS * (math.sqrt(beds * scale) - scale * math.sqrt(beds))
    return max(1, round(beds * scale + margin))


def fill_posts(state: Any, rows: np.ndarray, share_filled: float, skill: float, wellbeing: float) -> None:
    """Put people into a share of these posts, who have been there for a while; the others fell empty some time ago."""
    staff = state.staff
    filled = chances(state.luck.key("opening.filled"), staff.post[rows]) < share_filled
    staff.is_filled[rows] = filled
    staff.wellbeing[rows] = wellbeing
    staff.skill[rows] = skill
    staff.load[rows] = 1.0
    since = (chances(state.luck.key("opening.vacant_since"), staff.post[rows]) * EMPTY_BEFORE).astype(np.int16)
    staff.vacant_since[rows] = state.week - since


def open_service(
    state: Any, key: str, kind: str, name: str, employer: str, posts: dict[str, float], serves: np.ndarray, beds: int
) -> np.ndarray:
    """Open a service with its funded posts, empty as yet. serves: (communities,) 0 or 1. Returns the rows of its posts."""
    row = blank(Services, 1)
    row.who[:] = np.uint64(name_number(f"service {key}"))
    row.kind[:] = SERVICE_KINDS.index(kind)
    row.employer[:] = employer_number(state, employer)
    row.is_open[:] = 1
    row.threshold[:] = state.p.front_door.team_threshold if SERVICE_KINDS[COMMUNITY_TEAM] == kind else 0.0
    row.beds[:] = beds
    row.ratio[:] = 1.0
    row.capacity[:] = 1.0
    number = state.services.who.size
    state.services = joined(state.services, row)
    empty = np.zeros((number + 1, MAX_WAIT), dtype=np.int64)
    state.tally = state.tally._replace(waits=empty, told=empty.copy())
    state.reach["services"] = np.vstack([state.reach["services"], serves.astype(np.int8)])
    state.names["services"].append(name)
    state.names["service_keys"].append(key)
    rows = [
        add_posts(
            state,
            posts_table(
                f"service {key} {role}",
                0,
                *whole_posts(posts.get(role, 0.0) * state.scale),
                r,
                number,
                NOBODY,
                int(row.employer[0]),
            ),
        )
        for r, role in enumerate(ROLES)
    ]
    draw_who_serves(state)
    return np.concatenate(rows)


@loop
def leave_group(people, need, needing, g, services, groups, staff, week):
    """Everybody whom group g supported is without it."""
    for n in range(needing):
        if people.place[need[n]] == IN_GROUP and people.group[need[n]] == g:
            go_without(people, need[n], services, groups, staff, week)
            note(people, need[n], week, LEFT_BEHIND)


def close_group(state: Any, g: int, capital_lost: float) -> None:
    """Group g closes: its people and workers go, and the communities it reached lose `capital_lost` between them."""
    groups, staff = state.groups, state.staff
    leave_group(state.people, state.need, state.needing, g, state.services, groups, staff, state.week)
    groups.is_open[g] = 0
    groups.volunteer_hours[g] = 0.0
    rows = np.flatnonzero(staff.group == g)
    close_posts(state, rows)
    reached = state.reach["groups"][g] == 1
    loss = capital_lost / max(1, int(reached.sum()))
    state.communities.social_capital[reached] = np.maximum(0.0, state.communities.social_capital[reached] - loss)
    draw_who_serves(state)
    state.staff_changes.append(("closed", g))
