"""Lines: whoever is first by rank is next, and of two alike the lower number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lwsim.agents.lines import leave_line, let_sink, line_up


def order_of(ranks: np.ndarray) -> list[int]:
    """Everybody in the order in which they leave the line."""
    line, left, gone = np.arange(ranks.size, dtype=np.uint32), ranks.size, []
    line_up(line, left, ranks)
    while left:
        gone.append(int(line[0]))
        left = leave_line(line, left, ranks)
    return gone


@given(st.lists(st.integers(0, 9), max_size=40))
def test_people_leave_in_the_order_of_a_stable_sort(ranks):
    """Of many alike too, for ranks repeat here."""
    found = np.array(ranks, dtype=float)
    assert order_of(found) == np.argsort(found, kind="stable").tolist()


@given(st.lists(st.floats(-5, 0), min_size=1, max_size=12))
def test_whoever_is_first_may_sink(free):
    """Taking one from whoever has most, again and again, is the same as looking for them each time."""
    ranks, plain = np.array(free), np.array(free)
    line = np.arange(ranks.size, dtype=np.uint32)
    line_up(line, line.size, ranks)
    for _ in range(20):
        first = int(np.argmin(plain))
        assert line[0] == first
        plain[first] += 1.0
        ranks[first] += 1.0
        let_sink(line, line.size, 0, ranks)


def test_the_line_may_be_a_part_of_its_array():
    line = np.array([2, 0, 1, 9], dtype=np.uint32)
    ranks = np.array([3.0, 1.0, 2.0])
    line_up(line, 3, ranks)
    assert line[0] == 1 and line[3] == 9 and leave_line(line, 3, ranks) == 2 and line[0] == 2
