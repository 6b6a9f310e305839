"""Organisations: the employers of open services, and open voluntary groups, that sit in a collaborative."""

from ..compiled import loop
from .groups import Groups
from .services import Services


@loop
def _count_new(employer, is_open, others, others_open):
    """How many different employers the open rows have, but for those that an open row of `others` has too."""
    count = 0
    for row in range(employer.size):
        is_new = is_open[row] == 1
        for before in range(row):
            is_new &= employer[before] != employer[row] or is_open[before] != 1
        for other in range(others.size):
            is_new &= others[other] != employer[row] or others_open[other] != 1
        count += is_new
    return count


def partners(services: Services, groups: Groups) -> int:
    """How many organisations there are: employers of open services, and open groups."""
    none = services.employer[:0]
    of_services = _count_new(services.employer, services.is_open, none, none)
    return of_services + _count_new(groups.employer, groups.is_open, services.employer, services.is_open)
