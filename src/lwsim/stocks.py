"""Capacity: the hours of effective support a week that the whole system could give, by the stock they come from."""

from typing import Any

import numpy as np

from .agents.kinds import NOBODY
from .agents.practitioners import holders
from .units import WHOLE_TIME_HOURS


def stocks(state: Any) -> np.ndarray:
    """Hours of effective support a week that the system could give: (5,) by stock, at the place's full size.

    Workforce: contracted hours of statutory staff in post, at today's split of the week, x ability.  Relationships and
    innovation: what coordination and innovations add to those hours.  Voluntary: groups' workers and volunteers.
    Communities: neighbours.  Hours of groups and neighbours count by what they are worth to need.
    """
    staff, p = state.staff, state.p
    hours = staff.hours.astype(float) * holders(staff) * people_share_today(p.working_week)
    able = hours * staff.ability
    joined = able * staff.joint
    whole = joined * staff.novelty
    statutory = staff.service != NOBODY
    worth = p.support.worth_group / p.support.worth_service
    volunteers = p.neighbours.volunteers_direct * float(state.groups.volunteer_hours.sum())
    voluntary = worth * (float(hours[~statutory].sum()) + volunteers)
    neighbours = p.support.worth_neighbours / p.support.worth_service * float(state.communities.mutual_support.sum())
    return (
        np.array(
            [
                able[statutory].sum(),
                (joined - able)[statutory].sum(),
                (whole - joined)[statutory].sum(),
                voluntary,
                neighbours,
            ]
        )
        / state.scale
    )


def people_share_today(p: Any) -> float:
    """Share of contracted hours that today's split of the week leaves for people. p: plain `WorkingWeek`."""
    at_work = 1.0 - p.leave
    return at_work * (1.0 - p.recording - p.coordination - p.travel - p.environment_today / WHOLE_TIME_HOURS)
