"""Services: GP-attached mental health, talking therapies, community teams, Living Well, crisis and inpatient."""

import math
from typing import Any, NamedTuple

from ..compiled import rule
from .by_reference import by_reference
from .columns import F4, I1, I2, I4, U8


@by_reference
class Services(NamedTuple):
    """The columns of services. Hours are hours a week, people are counts this week unless said.

    who: own number.  kind: kinds.SERVICE_KINDS.  employer: number of the organisation.  is_open: 1 while it runs.
    threshold: least severity (0..1) it now takes on.  caseload, waiting, at_door: people.  beds: inpatient places.
    pool: hours its staff have for people.  assess_left: hours left for assessing.  ratio: contact over hours asked, at most 1.
    capacity: people it can take on in an ordinary week, smoothed.  referred, assessed, accepted, turned_away, started,
    not_attended, ended, dropped_out: people.  queue_ratio: weeks of waiting list at the present pace.
    """

    who: U8
    kind: I1
    employer: I2
    is_open: I1
    threshold: F4
    caseload: I4
    waiting: I4
    at_door: I4
    beds: I4
    pool: F4
    assess_left: F4
    ratio: F4
    capacity: F4
    referred: I4
    assessed: I4
    accepted: I4
    turned_away: I4
    started: I4
    not_attended: I4
    ended: I4
    dropped_out: I4
    queue_ratio: F4


@rule
def has_room(services, row, most):
    """Whether there is such a service (row -1: none), and its waiting list is no longer than so many weeks."""
    return row >= 0 and services.queue_ratio[row] <= most


def longest_list(state: Any) -> float:
    """Weeks of its own list from which a Living Well team is passed by."""
    return float(state.p.front_door.living_well_list) if state.on("passing_by") else math.inf


def start_week(services: Services) -> None:
    """Set the week's counts of people to nothing."""
    services.referred.fill(0)
    services.assessed.fill(0)
    services.accepted.fill(0)
    services.turned_away.fill(0)
    services.started.fill(0)
    services.not_attended.fill(0)
    services.ended.fill(0)
    services.dropped_out.fill(0)
