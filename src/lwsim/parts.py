"""What is recorded of the system's parts each week: communities, services, roles."""

from typing import Any, NamedTuple

import numpy as np

from .agents import counts as n
from .agents.kinds import ROLES
from .agents.practitioners import holders
from .units import WHOLE_TIME_HOURS

BY_COMMUNITY = ("in_need", "distress", "met", "supported", "unsupported", "crises", "recovered", "began", "group_people")
"""Counts recorded by community each week."""
BY_SERVICE = (
    "caseload",
    "waiting",
    "at_door",
    "referred",
    "assessed",
    "accepted",
    "turned_away",
    "started",
    "not_attended",
    "ended",
    "dropped_out",
)
"""Counts recorded by service each week."""
BY_ROLE = ("in_post", "wellbeing", "burnt_out", "caseload")
"""What is recorded by role each week."""


class Posts(NamedTuple):
    """Columns of posts that a role's figures are made of, (staff,) each, as in `Practitioners`."""

    role: np.ndarray
    is_filled: np.ndarray
    is_open: np.ndarray
    wellbeing: np.ndarray
    hours: np.ndarray
    caseload: np.ndarray


class Noted(NamedTuple):
    """The week's parts as they stood, noted down as they are: making figures of them waits until somebody asks.

    communities: (communities, COMMUNITY_COUNTS) counts.  services: columns, in the order of BY_SERVICE.
    """

    communities: np.ndarray
    services: tuple[np.ndarray, ...]
    posts: Posts


def noted(state: Any) -> Noted:
    """The parts of a week that has just ended. Its counts are never written to again; columns are copied."""
    services = tuple([getattr(state.services, name).copy() for name in BY_SERVICE])
    posts = Posts(*[getattr(state.staff, name).copy() for name in Posts._fields])
    return Noted(state.tally.by_community, services, posts)


def communities(week: Noted, scale: float) -> np.ndarray:
    """(communities, BY_COMMUNITY) counts of the week at the place's full size. scale: share of adults that the run holds."""
    columns = [n.COMMUNITY_COUNTS.index(name) for name in BY_COMMUNITY]
    return week.communities[:, columns] / scale


def services(week: Noted, scale: float) -> np.ndarray:
    """(services, BY_SERVICE) counts of the week at the place's full size."""
    return np.stack(week.services, axis=1) / scale


def roles(week: Noted, scale: float, burnt_out: float) -> np.ndarray:
    """(roles, BY_ROLE): whole-time staff in post, wellbeing, share burnt out (wellbeing below `burnt_out`), caseload."""
    posts, out = week.posts, np.zeros((len(ROLES), len(BY_ROLE)))
    holds = holders(posts)
    for number in range(len(ROLES)):
        rows = holds & (posts.role == number)
        if rows.any():
            wellbeing, hours = posts.wellbeing[rows], posts.hours[rows].sum() / WHOLE_TIME_HOURS / scale
            out[number] = hours, wellbeing.mean(), (wellbeing < burnt_out).mean(), posts.caseload[rows].mean()
    return out
