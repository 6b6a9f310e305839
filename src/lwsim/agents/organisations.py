"""Organisations: the employers of open services, and open voluntary groups, that sit in a collaborative."""

from ..compiled import loop, rule


@rule
def _is_among(table, rows, employer):
    """Whether one of the first `rows` rows is open and has this employer."""
    found = False
    for row in range(rows):
        found |= table.is_open[row] == 1 and table.employer[row] == employer
    return found


@loop
def partners(services, groups):
    """How many organisations there are: employers of open services, and open groups."""
    count = 0
    for row in range(services.who.size):
        count += services.is_open[row] == 1 and not _is_among(services, row, services.employer[row])
    for row in range(groups.who.size):
        employer = groups.employer[row]
        is_new = not _is_among(groups, row, employer) and not _is_among(services, services.who.size, employer)
        count += groups.is_open[row] == 1 and is_new
    return count
