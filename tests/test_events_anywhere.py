"""Events fall in any week, forks live those to come, and every scenario of the shelf lives on every place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from living import onwards, settled, shelf, started, town, weekly, what_if
from lwsim.library import places, scenarios
from lwsim.model import begin, take_on
from lwsim.units import WEEKS_A_YEAR


@pytest.mark.parametrize("week", [0, 51])
@pytest.mark.parametrize("kind", ["close_service", "group_closure", "set_forces", "staffing_shock"])
def test_first_and_last_week(kind, week):
    """An event in the first or the last week of a run happens in it."""
    fields: dict[str, dict[str, Any]] = {
        "close_service": {"service": "gp"},
        "group_closure": {"group": "advice_shop"},
        "set_forces": {"power": 1.0},
        "staffing_shock": {"share": 0.9},
    }
    lived = weekly(what_if({"week": week, "kind": kind, **fields[kind]}, years=1), 52)
    plain = weekly(what_if(years=1), 52)
    assert np.array_equal(lived[: week + 1], plain[: week + 1])
    assert not np.array_equal(lived[week + 1], plain[week + 1])


def test_a_fork_lives_the_events_to_come():
    """A fork before an event lives it in its week, like the life it was forked from."""
    state = started(what_if({"week": 10, "kind": "group_closure", "group": "advice_shop"}))
    fork = onwards(state, 6).fork()
    first, second = onwards(state, 8), onwards(fork, 8)
    assert first.groups.is_open.tolist() == second.groups.is_open.tolist() == [1, 0, 1, 1, 1]


TINY = {"small_town": 1.0}


@pytest.mark.parametrize("place", [one.name for one in places()])
def test_every_scenario_lives_on_every_place(place):
    """Each scenario of the shelf lives on each place past its last event; every measure stays finite."""
    sample = TINY.get(place, 0.01)
    lived = 0
    for listed in scenarios():
        scenario = shelf(listed.name)
        changed = scenario.parameters or scenario.switches or scenario.rivals
        start = begin(town(place), scenario, seed=1, sample=sample, world=0) if changed else settled(place, sample)
        last = max((event.week for event in scenario.events), default=0)
        rows = weekly(scenario, max(WEEKS_A_YEAR, last + 4), start)
        assert np.isfinite(rows).all(), listed.name
        lived += 1
    assert lived == len(scenarios()) > 8


def test_take_on_changes_nothing_but_what_it_says():
    """Taking on a scenario without changes leaves people, staff and money as they are."""
    state = settled().fork()
    take_on(state, what_if())
    assert state.money.income == settled().money.income
    np.testing.assert_array_equal(state.staff.is_open, settled().staff.is_open)
