"""Organisations: the employers of open services, and open voluntary groups, that sit in a collaborative."""

from .groups import Groups
from .services import Services


def partners(services: Services, groups: Groups) -> int:
    """How many organisations there are: employers of open services, and open groups."""
    of_services = set(services.employer[services.is_open == 1].tolist())
    return len(of_services | set(groups.employer[groups.is_open == 1].tolist()))
