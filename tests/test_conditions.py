"""Scenario discovery: a planted box is found and holds up, noise is not told as a finding."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

from lwsim import conditions as cn
from lwsim.cli import main
from lwsim.parameters import Parameter

NAMES = [f"room.n{at}" for at in range(60)]
NUMBERS = {
    name: Parameter(0.5, "weeks", 0.0, 1.0, "assumed", "model", f"How long {name} lasts.", "a survey", name=name)
    for name in NAMES
}


def worlds(count: int, seed: int = 0) -> np.ndarray:
    """Draws of all numbers in so many worlds."""
    return np.random.default_rng(seed).random((count, len(NAMES)))


def test_a_planted_box_is_found():
    """The second scenario wins exactly where one number is high and another low: those two bounds come back, roughly."""
    draws = worlds(240)
    wins = (draws[:, 3] > 0.4) & (draws[:, 7] < 0.6)
    box = cn.find_box(draws, NAMES, wins)
    found = {bound.name: (bound.low, bound.high) for bound in box.bounds}
    assert set(found) == {"room.n3", "room.n7"}
    assert found["room.n3"][0] == pytest.approx(0.4, abs=0.1)
    assert found["room.n7"][1] == pytest.approx(0.6, abs=0.1)
    assert found["room.n3"][1] == math.inf
    assert box.holds_up
    assert box.density > 0.75
    assert box.coverage > 0.8


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_not_told_as_a_finding(seed):
    """Where winning has nothing to do with any number, no box holds up."""
    wins = np.random.default_rng(100 + seed).random(120) < 0.4
    box = cn.find_box(worlds(120, seed), NAMES, wins)
    assert not box.holds_up


def test_a_bound_that_chance_could_have_set_is_dropped():
    """Of three bounds, two that make wins denser stay and one that does not goes."""
    draws = worlds(200)
    wins = (draws[:, 3] > 0.4) & (draws[:, 7] < 0.6)
    bounds = [
        cn.Bound("room.n3", 0.4, math.inf, 0),
        cn.Bound("room.n20", 0.1, math.inf, 0),
        cn.Bound("room.n7", -math.inf, 0.6, 0),
    ]
    assert {bound.name for bound in cn._pruned(bounds, draws, NAMES, wins)} == {"room.n3", "room.n7"}


def test_too_few_worlds_the_other_way_are_not_searched():
    wins = np.zeros(60, dtype=bool)
    wins[:5] = True
    assert cn.find_box(worlds(60), NAMES, wins) is None
    assert cn.find_box(worlds(60), NAMES, ~wins) is None


def test_counts_are_those_of_the_worlds():
    """Worked out by hand: three of the four seen worlds lie inside, two of them wins; the kept ones by themselves."""
    draws = np.array([[0.1], [0.2], [0.3], [0.9], [0.1], [0.9]])
    wins = np.array([True, True, False, True, True, False])
    kept = np.array([False, False, False, False, True, True])
    box = cn.judged(cn.Box((cn.Bound("room.n0", -math.inf, 0.5, 0.0),), 0, 0, 0, 0), draws, ["room.n0"], wins, kept)
    assert (box.worlds, box.wins, box.inside, box.wins_inside) == (4, 3, 3, 2)
    assert (box.kept_worlds, box.kept_wins, box.kept_inside, box.kept_wins_inside) == (2, 1, 1, 1)
    assert (box.coverage, box.density) == (2 / 3, 2 / 3)


def test_a_win_is_in_the_direction_that_is_better():
    apart = np.array([1.0, -1.0, 0.0, np.nan])
    assert cn.wins_of(apart, 1).tolist() == [True, False, False, False]
    assert cn.wins_of(apart, -1).tolist() == [False, True, False, False]


def said(box: cn.Box | None, wins: int, count: int) -> str:
    return cn.in_words(box, wins, count, "Mechanistic", "Relational", NUMBERS, "need met by year 5")


def test_the_words_name_the_number_its_bound_and_its_range():
    box = cn.Box((cn.Bound("room.n3", 0.4, math.inf, 0.0),), 40, 20, 25, 19, 20, 10, 12, 10, 0.001)
    text = said(box, 30, 60)
    assert "Relational is ahead of Mechanistic on need met by year 5 in 30 of 60 plausible worlds." in text
    assert "How long room.n3 lasts (room.n3): at least 0.4 weeks (usually 0.5, plausible 0 to 1; assumed)" in text
    assert "19 of 25 such worlds are wins (density 76%), which are 95% of all wins there (coverage)" in text
    assert "In the 20 worlds kept aside, 10 of 12 such worlds are wins, against 50% of all: it holds up." in text


@pytest.mark.parametrize(
    ("box", "wins", "words"),
    [
        (None, 0, "Nothing within the ranges"),
        (None, 60, "Nothing within the ranges"),
        (None, 4, "With only 4 worlds the other way round"),
        (None, 57, "With only 3 worlds the other way round"),
        (None, 1, "With only 1 world the other way round"),
        (cn.Box((), 40, 20, 40, 20), 30, "No bound on any one number"),
        (cn.Box((cn.Bound("room.n3", 0.4, 1.0, 0.0),), 40, 20, 25, 19, 20, 10, 12, 6, 0.6), 30, "does not hold up"),
        (cn.Box((cn.Bound("room.n3", 0.4, 1.0, 0.0),), 40, 20, 25, 19, 20, 10, 0, 0, 1.0), 30, "has not been tested"),
    ],
)
def test_what_cannot_be_told_is_said(box, wins, words):
    assert words in said(box, wins, 60)


def test_the_command_answers_on_a_real_place():
    words = ["conditions", "small_town", "mechanistic", "relational", "--year", "0.5", "--worlds", "10", "--sample", "0.1"]
    answer = CliRunner().invoke(main, [*words, "--workers", "1", "--json"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    said = "Relational is ahead of Mechanistic on immediate need met by month 6 in"
    assert found["says"].startswith(f"{said} {found['wins']} of 10 plausible worlds.")
    assert 0 <= found["wins"] <= 10


def test_a_measure_nobody_can_win_is_refused():
    answer = CliRunner().invoke(main, ["conditions", "small_town", "mechanistic", "relational", "--measure", "spend"])
    assert answer.exit_code == 1
    assert "nobody can be ahead" in answer.stderr
