"""What is shown first of an answer is the beginning of the whole, to the last bit."""

from dataclasses import replace

import numpy as np

from lwsim.ui import asking
from lwsim.ui.state import opening, shelf_place

EARLY, LATE = ({"kind": "demand_surge", "week": week, "size": 1.5, "weeks": 8} for week in (10, 60))


def test_the_first_look_is_the_beginning_of_the_quick_answer():
    state = replace(opening(), place=shelf_place("small_town"), years=1.25)
    state = state.with_scenario(1, state.scenarios[1].with_changes(events=[EARLY, LATE]))
    first, whole = asking.first_look(state), asking.quick(state)
    assert first is not None
    short, long = (question.bundles()[0][1] for question in (first, whole))
    settled = [life.start.settle(lambda _: None) for life in (short, long)]
    begun, lived = (life.work(start, lambda _: None) for life, start in zip((short, long), settled, strict=True))
    assert len(begun.weekly) == 53 < len(lived.weekly)
    assert np.array_equal(begun.weekly, lived.weekly[:53], equal_nan=True)


def test_where_a_year_is_all_there_is_no_first_look():
    assert asking.first_look(replace(opening(), years=1.0)) is None
