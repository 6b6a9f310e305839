"""Capacity: the hours of effective support a week that the whole system could give, by the stock they come from."""

from typing import Any

import numpy as np

from .adding import in_turn
from .sums import Sums
from .units import WHOLE_TIME_HOURS


def stocks(state: Any, sums: Sums) -> tuple[np.ndarray, ...]:
    """Hours of effective support a week that the system could give: five, by stock, at the place's full size, (weeks,) each.

    Workforce: contracted hours of statutory staff in post, at today's split of the week, x ability.  Relationships and
    innovation: what coordination and innovations add to those hours.  Voluntary: groups' workers and volunteers.
    Communities: neighbours.  Hours of groups and neighbours count by what they are worth to need.
    """
    p = state.p
    share = people_share_today(p.working_week)
    worth = p.support.worth_group / p.support.worth_service
    neighbours = p.support.worth_neighbours / p.support.worth_service * sums.mutual_support
    return (
        share * sums.able / state.scale,
        share * (sums.joined - sums.able) / state.scale,
        share * (sums.whole - sums.joined) / state.scale,
        worth * (share * sums.of_groups + p.neighbours.volunteers_direct * sums.volunteer_hours) / state.scale,
        neighbours / state.scale,
    )


def capacity(parts: tuple[np.ndarray, ...]) -> np.ndarray:
    """Hours of effective support a week from all stocks, (weeks,): their sum, from the first to the last."""
    return in_turn(parts)


def people_share_today(p: Any) -> float:
    """Share of contracted hours that today's split of the week leaves for people. p: plain `WorkingWeek`."""
    at_work = 1.0 - p.leave
    return at_work * (1.0 - p.recording - p.coordination - p.travel - p.environment_today / WHOLE_TIME_HOURS)
