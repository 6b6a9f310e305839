"""Worlds: the shipped fit is of today's numbers, draws are moved as it says, and its arithmetic is Bayes's rule."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from lwsim import worlds
from lwsim.luck import Luck, inverse_normal
from lwsim.rooms import all_parameters
from lwsim.worlds import Fit, central, drawn, fit, luck_of, share_of, write

ROOT = Path(__file__).resolve().parents[1]
UNCERTAIN = {name: one for name, one in all_parameters().items() if one.low < one.high}
DRAWS = 400


@pytest.fixture(scope="module")
def calibration():
    """The script that makes the fit."""
    spec = importlib.util.spec_from_file_location("calibration_worlds", ROOT / "experiments/calibration/worlds.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def share_in(name: str, value: float) -> float:
    """The share of its distribution at which a number has this value."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if UNCERTAIN[name].drawn(middle) < value else (low, middle)
    return 0.5 * (low + high)


@pytest.fixture(scope="module")
def bells() -> np.ndarray:
    """Many worlds' numbers in standard normal terms: (worlds, numbers), in the order of the fit."""
    values = [drawn(world, 3) for world in range(1, DRAWS + 1)]
    shares = np.array([[share_in(name, one[name]) for name in fit().numbers] for one in values])
    return ndtri(np.clip(shares, 1e-9, 1.0 - 1e-9))


def test_the_fit_is_of_todays_numbers():
    """A number that came, went, or whose range was changed: run experiments/calibration/worlds.py again."""
    now = {name: (one.low, one.value, one.high) for name, one in UNCERTAIN.items()}
    assert dict(zip(fit().numbers, fit().ranges, strict=True)) == now


def test_combinations_are_at_right_angles_and_of_length_one():
    between = fit().loadings.T @ fit().loadings
    assert np.abs(between - np.eye(len(between))).max() < 0.005
    assert (fit().kept > 0).all() and (fit().kept < 1).all() and fit().shifts.size > 20


def test_worlds_lie_where_the_patterns_leave_them(bells):
    """Along each combination: around its shift, spread over what is kept of the ranges; 4.5 standard errors are allowed."""
    along = bells @ fit().loadings
    error = fit().kept / math.sqrt(DRAWS)
    assert (np.abs(along.mean(axis=0) - fit().shifts) < 4.5 * error + 0.01).all()
    assert (np.abs(along.std(axis=0) / fit().kept - 1.0) < 4.5 / math.sqrt(2 * DRAWS) + 0.02).all()


def test_what_the_patterns_do_not_speak_of_is_drawn_from_the_ranges(bells):
    """At right angles to all combinations nothing moves: in 40 such directions the mean is 0 and the spread 1."""
    rng = np.random.default_rng(0)
    free = np.linalg.qr(np.column_stack([fit().loadings, rng.standard_normal((len(fit().numbers), 40))]))[0][:, -40:]
    across = bells @ free
    assert np.abs(across.mean(axis=0)).max() < 4.5 / math.sqrt(DRAWS)
    assert np.abs(across.std(axis=0) - 1.0).max() < 4.5 / math.sqrt(2 * DRAWS)


def test_where_nine_worlds_in_ten_lie(bells):
    """As told of each number, against many worlds: its share of them below the one end and above the other."""
    ends = [[share_in(name, end) for end in central()[name]] for name in fit().numbers]
    low, high = ndtri(np.array(ends)).T
    for outside in ((bells < low).mean(axis=0), (bells > high).mean(axis=0)):
        assert np.abs(outside - 0.05).max() < 5.0 * math.sqrt(0.05 * 0.95 / DRAWS)


def test_a_number_that_the_fit_does_not_know_follows_its_own_draw(monkeypatch):
    """So a new number can be tried before worlds are fitted again; and of the known ones none is moved by it."""
    nothing = Fit((), (), np.zeros((0, 1)), np.zeros(1), np.ones(1))
    monkeypatch.setattr(worlds, "fit", lambda: nothing)
    values = drawn(4, 9)
    for name in ("need.onset", "crisis.rate"):
        assert values[name] == all_parameters()[name].drawn(Luck(9).one(f"world.{name}", 4))


def test_a_fit_is_written_and_read_as_it_is(tmp_path, monkeypatch):
    file = tmp_path / "worlds.csv"
    write(fit(), file)
    assert file.read_bytes() == worlds.FILE.read_bytes()


@given(st.floats(-8, 8))
def test_shares_are_those_of_the_normal_distribution(bell):
    """Against SciPy, and against the quantile by which draws are turned into bells."""
    share = share_of(bell)
    assert 0.0 <= share <= 1.0
    if abs(bell) < 4:
        assert ndtri(share) == pytest.approx(bell, abs=1e-7)
        assert inverse_normal(share) == pytest.approx(bell, abs=1e-6)


def test_each_world_has_luck_of_its_own():
    assert luck_of(5, 0) == 5
    assert len({luck_of(5, world) for world in range(50)}) == 50


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(5, 9), st.integers(0, 10_000))
def test_the_update_is_bayes_rule(calibration, patterns, numbers, seed):
    """Mean and covariance of moved draws against the textbook formula for a linear model with normal errors."""
    rng = np.random.default_rng(seed)
    slopes, aims = rng.standard_normal((patterns, numbers)), rng.standard_normal(patterns)
    covariance = np.linalg.inv(np.eye(numbers) + slopes.T @ slopes)
    found = calibration.update(slopes, aims, speaks=1.0)
    moves = np.array([found.moved(one) for one in np.eye(numbers)]) - found.moved(np.zeros(numbers))
    assert found.moved(np.zeros(numbers)) == pytest.approx(covariance @ slopes.T @ aims)
    assert moves @ moves.T == pytest.approx(covariance)


def test_lines_find_the_few_numbers_that_matter(calibration):
    """Of 60 numbers two matter; slopes, middle and what is left are found from 300 worlds."""
    rng = np.random.default_rng(1)
    bells = rng.standard_normal((300, 60))
    far = 0.7 + 1.5 * bells[:, 3] - 0.8 * bells[:, 40] + 0.1 * rng.standard_normal(300)
    slopes, middle, left = calibration.line(bells, far, np.ones(300))
    assert slopes[[3, 40]] == pytest.approx([1.5, -0.8], abs=0.05) and middle == pytest.approx(0.7, abs=0.05)
    assert np.abs(np.delete(slopes, [3, 40])).max() < 0.05 and left == pytest.approx(0.01, rel=0.4)


def test_a_round_is_taken_up_where_it_was_stopped(calibration, tmp_path):
    """Worlds that a stopped call had lived are read and not lived again."""
    bells, file = calibration.sampled(3, 1), tmp_path / "round.npy"
    lived = np.arange(3 * len(calibration.TARGETS), dtype=float).reshape(3, -1)
    np.save(file, lived)
    assert (calibration.round_of(0, bells, file, 1) == lived).all()
