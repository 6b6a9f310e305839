"""What is recorded of the system's parts each week: communities, services, roles."""

from typing import Any

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


def record_communities(state: Any) -> np.ndarray:
    """(communities, BY_COMMUNITY) counts of the week at the place's full size."""
    columns = [n.COMMUNITY_COUNTS.index(name) for name in BY_COMMUNITY]
    return state.tally.by_community[:, columns] / state.scale


def record_services(state: Any) -> np.ndarray:
    """(services, BY_SERVICE) counts of the week at the place's full size."""
    return np.stack([getattr(state.services, name) for name in BY_SERVICE], axis=1) / state.scale


def record_roles(state: Any) -> np.ndarray:
    """(roles, BY_ROLE): whole-time staff in post, mean wellbeing, share burnt out, mean caseload."""
    staff, out = state.staff, np.zeros((len(ROLES), len(BY_ROLE)))
    holds = holders(staff)
    for role in range(len(ROLES)):
        rows = holds & (staff.role == role)
        if rows.any():
            low = staff.wellbeing[rows] < state.p.workforce.burnt_out
            posts = staff.hours[rows].sum() / WHOLE_TIME_HOURS / state.scale
            out[role] = posts, staff.wellbeing[rows].mean(), low.mean(), staff.caseload[rows].mean()
    return out
