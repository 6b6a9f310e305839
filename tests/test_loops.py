"""The causal loops: rings that close, mechanisms that exist, numbers that are the run's own, and links that really pull."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lwsim import gauges, loops
from lwsim.agents.kinds import COMMUNITY_TEAM
from lwsim.measures import MEASURES, NAMES
from lwsim.model import begin
from lwsim.pairing import compare
from lwsim.rooms import SWITCHES
from lwsim.single import as_place, as_scenario, live

TOWN = as_place("small_town")
PAIR = (as_scenario("mechanistic"), as_scenario("relational"))


def no_look(state) -> None:
    """Nobody wants it to stop."""


def reading(worlds=4, scenarios=PAIR, years=(0.5,), sample=0.5) -> loops.Readings:
    asked = loops.LoopQuestion(TOWN, scenarios, years, sample=sample, worlds=worlds)
    settled, done = {}, {}
    for number, lives in enumerate(asked.bundles()):
        for life in lives:
            if life.start.name not in settled:
                settled[life.start.name] = life.start.settle(no_look)
        done[number] = [life.work(settled[life.start.name], no_look) for life in lives]
    return asked.answer("loops", done, 0.0)


@pytest.fixture(scope="module")
def found() -> loops.Readings:
    return reading()


@pytest.mark.parametrize("loop", loops.LOOPS, ids=lambda loop: loop.name)
def test_every_loop_is_a_ring_of_quantities_and_mechanisms_that_the_model_has(loop):
    for before, after in zip((loop.links[-1], *loop.links), loop.links, strict=False):
        assert before.end == after.start
    for link in loop.links:
        assert link.start in MEASURES or link.start in gauges.GAUGES
        words, has_switch = loops.mechanism(link.by)
        assert has_switch == (link.by in SWITCHES)
        assert words[0].isupper() and words.endswith(".") and not re.search(r"[/_`]|\.py", words), "no path for a learner"


def test_the_loops_are_those_that_the_design_names():
    kinds = {loop.name: loop.kind for loop in loops.LOOPS}
    assert [name for name, kind in kinds.items() if kind == loops.BALANCING] == [
        "rationing",
        "assurance_corrects",
        "backlash",
        "cost_of_coordination",
        "funding_cycle",
    ]
    assert len(kinds) == 12


def test_a_gauge_and_a_measure_never_share_a_name():
    assert set(gauges.GAUGES) & set(MEASURES) == set()


def test_the_numbers_are_those_of_the_comparison(found):
    """Same worlds, same luck: levels of week 0 and of the year are those that `compare` reports."""
    other = compare("small_town", PAIR, worlds=4, years=0.5, sample=0.5, workers=1)
    for name in ("waiting", "trust", "need_met"):
        for side in (0, 1):
            weekly = other.weekly(side, name)
            year = weekly[:, -1] if MEASURES[name].over == "end" else weekly[:, 1:].mean(axis=1)
            assert found.level(name, side, 0.5) == pytest.approx(year.mean())
            assert found.level(name, side, 0.0) == pytest.approx(weekly[:, 0].mean())


def test_two_scenarios_start_alike_and_a_scenario_does_not_differ_from_itself(found):
    assert all(found.between(name, 0.0).mean == 0.0 for name in loops.QUANTITIES)
    same = reading(worlds=1, scenarios=(PAIR[0], PAIR[0]))
    assert {same.between(name, 0.5).way for name in loops.QUANTITIES} == {0}


def test_what_the_force_moves_is_read_as_moved(found):
    assert found.between("lived_practice", 0.5).way == 1
    assert found.between("environment_time", 0.5).mean > 0.0
    assert found.between("meetings", 0.5).mean > 0.0


def test_gauges_read_what_stands_in_the_state():
    state = begin(TOWN, PAIR[0], seed=1, sample=0.5, world=0)
    read = dict(zip(gauges.GAUGES, gauges.read(state), strict=True))
    teams = state.services.kind == COMMUNITY_TEAM
    assert read["threshold"] == pytest.approx(float(state.services.threshold[teams].mean()))
    assert read["referred"] == state.services.referred.sum() / 0.5
    assert read["contract_money"] == pytest.approx(float((state.groups.contract + state.groups.grant).sum()) / 0.5)
    state.groups.contract_end[:] = state.groups.grant_end[:] = state.week + 13
    assert gauges.ending_soon(state) == 0.0
    state.groups.contract_end[:] = state.groups.grant_end[:] = state.week + 12
    assert gauges.ending_soon(state) == pytest.approx(read["contract_money"])
    state.innovations.stage[:2], state.innovations.users[:2] = 3, (3, 1)
    state.innovations.value[:2], state.innovations.seen[:2] = (0.1, -0.2), (0.1, -0.1)
    state.innovations.stage[2:] = 0
    assert gauges.harmful_use(state) == pytest.approx(0.25)
    assert (gauges.harm_seen(state), gauges.tried(state)) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(1, 1, loops.CARRIES), (-1, -1, loops.CARRIES), (1, -1, loops.AGAINST), (0, 0, loops.QUIET), (1, 0, loops.PULLED)],
)
def test_a_link_is_read_by_the_ways_its_ends_moved(start, end, said):
    link = loops.Link("waiting", "severity", +1, "progression", "")
    moves = [loops.Move(0.0, 0.0, 0.0, way) for way in (start, end)]
    assert loops.carries(link, *moves) == said


def test_a_move_counts_only_where_its_interval_leaves_zero_out():
    titles, years = ("A", "B"), (1.0,)
    values = np.zeros((4, 2, 2, len(loops.QUANTITIES)))
    values[:, 1, 1, 0] = (0.10, 0.11, 0.09, 0.10)
    values[:, 1, 1, 1] = (0.3, -0.2, 0.25, -0.3)
    found = loops.Readings(titles, years, values)
    assert found.between(loops.QUANTITIES[0], 1.0).way == 1
    assert found.between(loops.QUANTITIES[1], 1.0).way == 0


def test_the_threshold_link_is_cut_by_its_switch():
    """More people than places: thresholds rise; with rationing off they stay, however long the queue."""
    crowded = as_scenario("demand-surge").with_changes(events=[], staff={"change": -0.3})
    on, off = reading(1, (crowded, crowded.with_changes(switches={"rationing": False}))).values[0, :, 1]
    at = loops.QUANTITIES.index("threshold")
    start = begin(TOWN, crowded.with_changes(switches={"rationing": False}), seed=1, sample=0.5, world=0)
    assert off[at] == pytest.approx(gauges.threshold(start), abs=1e-6)
    assert on[at] != pytest.approx(off[at], abs=1e-6)


def test_looking_each_week_can_stop_a_life():
    class Stop(Exception):
        pass

    seen = []

    def look(state):
        seen.append(state.week)
        if len(seen) == 3:
            raise Stop

    ((life, _),) = loops.LoopQuestion(TOWN, PAIR, (0.5,), sample=0.2).bundles()
    start = life.start.settle(no_look)
    with pytest.raises(Stop):
        life.work(start, look)
    assert seen == [1, 2, 3]


def test_reading_gauges_changes_nothing():
    start = begin(TOWN, PAIR[1], seed=1, sample=0.2, world=0)
    plain = live(start, PAIR[1], 13).weekly
    read = live(start, PAIR[1], 13, gauges.read).weekly
    assert np.array_equal(plain, read)
    assert plain.shape[1] == len(NAMES)
