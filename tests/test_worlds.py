"""Worlds: the shipped fit is of today's numbers, draws are moved as it says, and its arithmetic is Bayes's rule."""

import importlib.util
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from lwsim import worlds
from lwsim.errors import InputError
from lwsim.luck import Luck, inverse_normal
from lwsim.rooms import all_parameters
from lwsim.validation.targets import FITTED, KEPT_ASIDE, Target
from lwsim.worlds import Fit, central, drawn, fit, luck_of, read, share_of, write

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
    now, found = {name: (one.low, one.value, one.high) for name, one in UNCERTAIN.items()}, read(worlds.FILE)
    assert dict(zip(found.numbers, found.ranges, strict=True)) == now


def test_what_no_pattern_speaks_of_is_left_where_it_was():
    """The levers, of which nothing is published, not at all; the forces, which pressure moves today, by less than a tenth."""
    middles, spreads = fit().each()
    rooms = np.array([name.partition(".")[0] for name in fit().numbers])
    assert (middles[rooms == "levers"] == 0.0).all() and (spreads[rooms == "levers"] == 1.0).all()
    assert np.abs(middles[rooms == "forces"]).max() < 0.1 and spreads[rooms == "forces"].min() > 0.99


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda lines: lines[:1], "not to be read"),
        (lambda lines: [*lines[:3], lines[3].replace(",", ",x", 1)], "not to be read"),
        (lambda lines: [lines[0], lines[1], lines[2].replace("0.", "7.", 3), *lines[3:]], "not within 0..1"),
        (lambda lines: lines[:-40], "not at right angles"),
        (lambda lines: [], "not to be read"),
    ],
)
def test_a_damaged_fit_is_refused(tmp_path, spoil, words):
    """Rather than worlds that look drawn; the way out is named."""
    file = tmp_path / "worlds.csv"
    file.write_text("\n".join(spoil(worlds.FILE.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=words) as told:
        read(file)
    assert "install lwsim again" in str(told.value)


def test_a_number_in_another_range_than_it_was_fitted_in_is_drawn_by_itself(tmp_path, monkeypatch):
    """What the fit says of it is of another number; one that is gone is left out."""
    text = worlds.FILE.read_text(encoding="utf-8")
    name, one = "crisis.rate", all_parameters()["crisis.rate"]
    text = text.replace(f"\n{name},{one.low!r},", f"\n{name},{one.low / 2!r},").replace("\nneed.onset,", "\nneed.gone,")
    file = tmp_path / "worlds.csv"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(worlds, "FILE", file)
    fit.cache_clear()
    try:
        values, left = drawn(4, 9), set(UNCERTAIN) - set(fit().numbers)
    finally:
        fit.cache_clear()
    assert left == {name, "need.onset"}
    assert all(values[gone] == all_parameters()[gone].drawn(Luck(9).one(f"world.{gone}", 4)) for gone in left)


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
    """Of 60 numbers two matter; slopes, height and what is left are found from 300 worlds, and nothing of the other 58."""
    rng = np.random.default_rng(1)
    bells = rng.standard_normal((300, 60))
    far = 0.7 + 1.5 * bells[:, 3] - 0.8 * bells[:, 40] + 0.1 * rng.standard_normal(300)
    slopes, height, left = calibration.line(bells, far, np.ones(300))
    assert slopes[[3, 40]] == pytest.approx([1.5, -0.8], abs=0.05) and height == pytest.approx(0.7, abs=0.05)
    assert (np.delete(slopes, [3, 40]) == 0.0).all() and left.std() == pytest.approx(0.1, rel=0.15)


def pattern(name: str, kind: str, low: float, high: float) -> Target:
    """A pattern of a made-up model."""
    return Target(name, name, "share", low, high, 0.5 * (low + high), "", "", kind, lambda run: 0.0)


def test_a_fit_brings_a_made_up_model_to_what_is_published(calibration, monkeypatch):
    """Two patterns on lines, one kept aside: worlds meet the two, spread as the ranges say, and leave the third alone."""
    numbers = {name: UNCERTAIN[name] for name in list(UNCERTAIN)[:30]}
    monkeypatch.setattr(calibration, "NUMBERS", numbers)
    targets = (pattern("one", FITTED, 1.0, 5.0), pattern("two", FITTED, -4.0, 0.0), pattern("three", KEPT_ASIDE, 1.0, 5.0))
    slopes = np.zeros((3, 30))
    slopes[0, 2], slopes[1, 2], slopes[1, 9], slopes[2, 20] = 2.0, 1.0, 2.0, 2.0
    bells = np.random.default_rng(0).standard_normal((600, 30))
    found = calibration.fitted([(bells, bells @ slopes.T)], targets)
    moved = np.array([found.moved(one) for one in np.random.default_rng(1).standard_normal((4000, 30))])
    one, two, three = (moved @ slopes.T).T
    said, precise = slopes[:2], (1.96 / 2.0) ** 2
    spread = said @ np.linalg.inv(np.eye(30) + precise * said.T @ said) @ said.T
    assert np.array([one.mean(), two.mean()]) == pytest.approx(precise * spread @ [3.0, -2.0], abs=0.06)
    assert np.array([one.std(), two.std()]) == pytest.approx(np.sqrt(np.diag(spread)), rel=0.05)
    assert three.mean() == pytest.approx(0.0, abs=0.15) and three.std() == pytest.approx(2.0, rel=0.05)


def test_a_round_is_taken_up_where_it_was_stopped(calibration, tmp_path, monkeypatch):
    """Worlds that a stopped call had lived are not lived again, the others are; another sample is refused, and nothing lost."""
    bells, file, patterns = calibration.sampled(3, 1), tmp_path / "round.npz", len(calibration.TARGETS)
    monkeypatch.setattr(calibration, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(calibration, "lived", lambda task: [float(task[1])] * patterns)
    whole = calibration.round_of(0, bells, file, 1)
    assert whole[:, 0].tolist() == [1000.0, 1001.0, 1002.0]
    with np.load(file) as kept:
        facts = {name: kept[name] for name in ("bells", "numbers", "patterns")}
    half = whole.copy()
    half[0], half[2] = 7.0, np.nan
    calibration.save(file, half, facts)
    assert calibration.round_of(0, bells, file, 1)[:, 0].tolist() == [7.0, 1001.0, 1002.0]
    with pytest.raises(SystemExit, match="other worlds"):
        calibration.round_of(0, calibration.sampled(3, 2), file, 1)
    with np.load(file) as kept:
        assert kept["found"][0, 0] == 7.0
