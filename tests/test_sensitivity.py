"""Which assumptions matter: a planted ranking comes back, and noise is said to be noise."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from lwsim import sensitivity as se
from lwsim.cli import main
from lwsim.pairing import compare
from lwsim.rooms import all_parameters
from lwsim.single import as_place, as_scenario
from lwsim.worlds import drawn

UNCERTAIN = [name for name, one in all_parameters().items() if one.low < one.high]
STRONG, WEAKER = "need.onset", "forces.half_life"


def at(values: dict[str, float], name: str) -> float:
    """Where a number stands within its range, 0..1."""
    one = all_parameters()[name]
    return (values[name] - one.low) / (one.high - one.low)


class Made:
    """A made-up model that leans three times as much on one number as on another, and on nothing else."""

    pair = None

    def __call__(self, points):
        return np.array([3 * at(point.values, STRONG) + at(point.values, WEAKER) for point in points])


def test_morris_recovers_a_planted_ranking():
    """The two numbers the made-up model leans on come first, in their order, and every other weighs nothing."""
    weights = se.morris(UNCERTAIN, UNCERTAIN, 3, 1, Made())
    order = sorted(weights, key=lambda name: -weights[name])
    assert order[:2] == [STRONG, WEAKER]
    assert max(weights[name] for name in order[2:]) == pytest.approx(0.0, abs=1e-12)
    assert weights[STRONG] > 1.5 * weights[WEAKER] > 0


def test_morris_finds_the_rooms_of_the_planted_numbers():
    rooms = [name.partition(".")[0] for name in UNCERTAIN]
    weights = se.morris(UNCERTAIN, rooms, 4, 2, Made())
    assert set(weights) == set(rooms)
    assert sorted(weights, key=lambda room: -weights[room])[:2] == ["need", "forces"]


def test_a_weight_is_the_change_for_one_step():
    """A number that moves the difference by its own share of the range weighs what one step of the range moves it."""

    class Linear:
        pair = None

        def __call__(self, points):
            one = all_parameters()[STRONG]
            shares = [np.interp(p.values[STRONG], [one.drawn(s) for s in GRID], GRID) for p in points]
            return np.array(shares)

    step = se.STEP * (se.HIGH - se.LOW)
    assert se.morris([STRONG, WEAKER], [STRONG, WEAKER], 4, 1, Linear())[STRONG] == pytest.approx(step, rel=0.01)


GRID = np.linspace(0.0, 1.0, 2001)


def test_correlations_recover_a_planted_ranking():
    draws = np.random.default_rng(1).random((200, 40))
    apart = 4 * draws[:, 5] - 3 * draws[:, 9] + 0.2 * np.random.default_rng(2).random(200)
    found = se.ranked(draws, apart, [f"made.n{n}" for n in range(40)], 3)
    assert [lean.name for lean in found[:2]] == ["made.n5", "made.n9"]
    assert found[0].weight > 0 > found[1].weight
    assert found[0].told
    assert not found[2].told


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_not_told_apart(seed):
    """Where the difference has nothing to do with any number, hardly one is said to matter."""
    made = np.random.default_rng(seed)
    found = se.ranked(made.random((30, 100)), made.random(30), [f"made.n{n}" for n in range(100)], 5)
    assert sum(lean.told for lean in found) <= 1
    assert len(found) == 5


def test_ranks_count_and_not_sizes():
    """A difference that rises with a number in a curve goes with it as surely as in a line: 1."""
    draws = np.linspace(0.1, 2, 20)[:, None]
    assert se.correlations(draws, np.exp(5 * draws[:, 0])) == pytest.approx(1.0)
    assert se.correlations(draws, -draws[:, 0]) == pytest.approx(-1.0)
    assert se.correlations(np.ones((20, 1)), draws[:, 0]) == pytest.approx(0.0)


def test_no_difference_leans_on_nothing():
    assert se.ranked(np.random.default_rng(0).random((10, 3)), np.zeros(10), list("abc"), 5) == []


def test_draws_are_those_of_the_worlds():
    found = se.draws_of([STRONG, WEAKER], 3, seed=7)
    assert found.shape == (3, 2)
    assert found[1].tolist() == [drawn(2, 7)[STRONG], drawn(2, 7)[WEAKER]]


def test_luck_alone_is_the_mean_gap_between_lucks():
    assert se.luck_alone(np.array([0.0, 1.0, 3.0])) == pytest.approx((1 + 3 + 2) / 3)


def test_a_comparison_says_what_it_leans_on():
    """From worlds already lived, without a run; each assumption with its source and standing."""
    compared = compare("small_town", ["mechanistic", "relational"], worlds=6, years=0.5, sample=0.2, workers=1)
    found = se.leaning(compared, "need_met")
    assert len(found) == 5
    assert all(lean.source and lean.standing and lean.low < lean.high for lean in found)
    weights = [abs(lean.weight) for lean in found]
    assert weights == sorted(weights, reverse=True)
    one = compare("small_town", ["mechanistic", "relational"], worlds=1, years=0.5, sample=0.2, workers=1)
    assert se.leaning(one, "need_met") == []


def test_a_point_moves_both_scenarios_and_leaves_what_they_name():
    """A number moved changes the difference; one that the scenarios name themselves is not moved."""
    pair = as_scenario("mechanistic"), as_scenario("relational")
    here = se.Pair(as_place("small_town"), pair, 0.5, 1, 0.3, "need_met")
    high = all_parameters()["levers.stretch"].high
    usual, moved = (se.difference_at(se.Point(here, values)) for values in ({}, {"levers.stretch": high}))
    assert usual != moved
    named = tuple(one.with_changes(parameters={"levers.stretch": 0.25}) for one in pair)
    kept = se.Pair(here.place, named, 0.5, 1, 0.3, "need_met")
    assert se.difference_at(se.Point(kept, {"levers.stretch": high})) == usual


@pytest.mark.slow
def test_the_command_screens_a_real_place():
    words = ["sensitivity", "small_town", "mechanistic", "relational", "--trajectories", "2", "--rooms", "1"]
    answer = CliRunner().invoke(main, [*words, "--years", "0.5", "--sample", "0.1", "--json"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert len(found["assumptions"]) == 5
    assert found["luck_alone"] > 0
    assert all(one["source"] for one in found["assumptions"])
