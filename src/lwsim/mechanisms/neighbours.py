"""Groups and neighbours: the hours that voluntary groups and neighbours can give people this week.

A group gives what its paid workers have left for people and what its volunteers give. Neighbours give hours that rise with
social capital: individual trust and belonging protect, mere membership does not [ehsan-2015].
Leaves out: family carers' round-the-clock care; faith and sports clubs that never meet distress.
"""

from typing import Any

import numpy as np

from ..compiled import loop, rule
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


@rule
def mutual_support(adults, social_capital, p):
    """Hours a week neighbours give in a community: in proportion to social capital (0.5 = middling)."""
    return adults * p.hours_an_adult * social_capital / MIDDLE


@loop
def offer(staff, groups, communities, paid, hours_group, p):
    """Monday's hours of every group, less those promised to whom it supports, and of every community's neighbours.

    paid: (groups,), given empty; left are hours with people of paid workers.  hours_group: a week for each person supported.
    """
    for j in range(staff.group.size):
        if staff.group[j] >= 0:
            paid[staff.group[j]] += staff.contact[j]
    for g in range(paid.size):
        groups.paid_hours[g] = paid[g] * groups.is_open[g]
        groups.volunteer_hours[g] *= groups.is_open[g]
        hours = groups.paid_hours[g] + p.volunteers_direct * groups.volunteer_hours[g]
        groups.hours_free[g] = max(0.0, hours - groups.supported[g] * hours_group)
    for c in range(communities.adults.size):
        communities.mutual_support[c] = mutual_support(communities.adults[c], communities.social_capital[c], p)


def set_out(state: Any) -> None:
    """Monday: hours of groups and neighbours for the week."""
    paid, p = np.zeros(state.groups.who.size), state.p
    offer(state.staff, state.groups, state.communities, paid, p.caseload.hours_group, p.neighbours)
