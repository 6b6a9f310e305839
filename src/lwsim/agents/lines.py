"""Lines: who is next by rank, without putting all those behind in order (a binary heap)."""

from ..compiled import rule, walk


@rule
def is_before(ranks, one, other):
    """Whether `one` comes before `other`: by the lower rank, and of two alike by the lower number."""
    return ranks[one] < ranks[other] or (ranks[one] == ranks[other] and one < other)


@walk
def let_sink(line, size, at, ranks):
    """Let the one at place `at` of the line sink until both below come after: who comes first of all stands at 0.

    line: (size or more,) numbers, each of which has its rank in `ranks`.
    """
    sinking = line[at]
    below = 2 * at + 1
    while below < size:
        if below + 1 < size and is_before(ranks, line[below + 1], line[below]):
            below += 1
        if not is_before(ranks, line[below], sinking):
            break
        line[at] = line[below]
        at = below
        below = 2 * at + 1
    line[at] = sinking


@walk
def line_up(line, size, ranks):
    """Make a line of the first `size` entries of `line`, in whatever order they are."""
    for at in range(size // 2 - 1, -1, -1):
        let_sink(line, size, at, ranks)


@walk
def leave_line(line, size, ranks):
    """The first of the line leaves it. Returns how many are left."""
    line[0] = line[size - 1]
    let_sink(line, size - 1, 0, ranks)
    return size - 1
