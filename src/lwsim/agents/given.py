"""What there is to give in a week of support, and what the week's hours are felt as."""

from typing import NamedTuple

import numpy as np

from ..compiled import laid_out, rule, walk
from .counts import IN_NEED
from .practitioners import pooled_quality


@laid_out
class Given(NamedTuple):
    """What this week's support has to give, and how it goes on.

    gp_of: (communities,) row of the GP-attached service, or -1.  pooled: (services,) quality of an hour.
    hours, heals, reach, courses: (kinds,) a week's hours, recovery, reach, and hours of a course.  by_role: (roles,) recovery.
    by_service, by_staff, by_group: what the hours given are felt as, and neighbours: (communities,) the share of their full
    support that they give; these four are given empty, as `pooled` is.
    weight: of fit with social needs.  lasts: weeks of care after which collaborative care has faded.
    """

    gp_of: np.ndarray
    pooled: np.ndarray
    hours: np.ndarray
    heals: np.ndarray
    reach: np.ndarray
    courses: np.ndarray
    by_role: np.ndarray
    by_service: np.ndarray
    by_staff: np.ndarray
    by_group: np.ndarray
    neighbours: np.ndarray
    weight: float
    lasts: float
    group_support: bool
    continuity: bool


@rule
def felt(hours, p):
    """What hours against those asked for are felt as: less and less for each more."""
    return hours**p.diminishing


@walk
def look_at_hours(communities, services, groups, staff, tally, weights, given, has_neighbours, p):
    """What the week's hours are worth to people: fills what of `given` is still empty.

    weights: (services,) given empty.  has_neighbours: switch.  p: plain `Support`.
    """
    pooled_quality(staff, weights, given.pooled)
    for s in range(services.ratio.size):
        given.by_service[s] = felt(services.ratio[s], p)
    for j in range(staff.delivered.size):
        given.by_staff[j] = felt(staff.delivered[j], p)
    for g in range(groups.ratio.size):
        given.by_group[g] = felt(groups.ratio[g], p)
    for c in range(communities.mutual_support.size):
        asked = max(tally.by_community[c, IN_NEED], 1.0) * p.hours_neighbour
        given.neighbours[c] = min(1.0, communities.mutual_support[c] / asked) * has_neighbours
