"""Groups and neighbours: the hours that voluntary groups and neighbours can give people this week.

A group gives what its paid workers have left for people and what its volunteers give. Neighbours give hours that rise with
social capital: individual trust and belonging protect, mere membership does not [ehsan-2015].
Leaves out: family carers' round-the-clock care; faith and sports clubs that never meet distress.
"""

from typing import Any

import numpy as np

from ..parameters import Room, parameter
from ..units import MIDDLE


# fmt: off
class Neighbours(Room, room="neighbours"):
    """What neighbours give."""

    hours_an_adult: float = parameter(
        0.015, unit="hours a week an adult", low=0.005, high=0.030, standing="assumed",
        source="gm-state-of-sector-2021: 0.49 volunteer hours a resident a week, of which 1-6% for distress",
        says="Hours a week that neighbours give to people in distress, for each adult of a community of middling social capital.",
        settled_by="time-use survey with reasons",
    )
    volunteers_direct: float = parameter(
        0.40, unit="share", low=0.2, high=0.7, standing="assumed", source="gm-state-of-sector-2021: volunteers and committee members",
        says="Share of volunteer hours spent with people rather than on running the group.", settled_by="volunteer records",
    )
# fmt: on


SWITCHES: dict[str, str] = {}


def mutual_support(adults: np.ndarray, social_capital: np.ndarray, p: Any) -> np.ndarray:
    """Hours a week neighbours give, by community: in proportion to social capital (0.5 = middling)."""
    return adults * p.hours_an_adult * social_capital / MIDDLE


def set_out(state: Any) -> None:
    """Monday: hours of groups and neighbours for the week."""
    groups, staff, p = state.groups, state.staff, state.p
    rows = staff.group >= 0
    paid = np.bincount(staff.group[rows], weights=staff.contact[rows], minlength=groups.who.size)
    groups.paid_hours[:] = paid * groups.is_open
    groups.volunteer_hours[:] *= groups.is_open
    hours = groups.paid_hours + p.neighbours.volunteers_direct * groups.volunteer_hours
    groups.hours_free[:] = np.maximum(0.0, hours - groups.supported * p.caseload.hours_group)
    communities = state.communities
    communities.mutual_support[:] = mutual_support(communities.adults, communities.social_capital, p.neighbours)
