"""The arithmetic of many worlds against rows worked out by hand, and its exact zeros."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from scipy import stats

from lwsim import statistics as st

NAN = np.nan


def column(*values: float) -> np.ndarray:
    """One value a world."""
    return np.array(values, dtype=float)


@pytest.mark.parametrize(
    ("values", "expected"),
    [((1, 2, 6), 3.0), ((1, NAN, 3), 2.0), ((4,), 4.0), ((NAN, NAN), NAN), ((np.inf, 2), 2.0)],
)
def test_mean_leaves_out_what_does_not_exist(values, expected):
    assert st.mean(column(*values)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        (range(101), 5.0, 95.0),  # 0..100: the percentiles are the numbers
        ((0, 10), 0.5, 9.5),  # straight between two worlds
        ((7, 7, 7), 7.0, 7.0),
        ((0, NAN, 10), 0.5, 9.5),
        ((3,), NAN, NAN),  # one world gives no interval
        ((NAN, 3), NAN, NAN),
    ],
)
def test_world_interval_is_the_central_nine_in_ten(values, low, high):
    assert st.world_interval(column(*values)) == (
        pytest.approx(low, nan_ok=True),
        pytest.approx(high, nan_ok=True),
    )


@pytest.mark.parametrize(
    ("values", "middle", "reach"),
    [
        ((1, 3), 2.0, 12.7062),  # sd 1.41421, n 2: 12.7062 x 1.41421 / 1.41421
        ((1, 2, 3), 2.0, 2.48414),  # sd 1, n 3: 4.30265 / 1.73205
        ((5, 5, 5), 5.0, 0.0),
    ],
)
def test_mean_interval_is_students(values, middle, reach):
    low, high = st.mean_interval(column(*values))
    assert (low, high) == (pytest.approx(middle - reach, abs=1e-4), pytest.approx(middle + reach, abs=1e-4))


def test_mean_interval_agrees_with_scipy_column_by_column():
    values = np.random.default_rng(3).normal(size=(12, 4))
    low, high = st.mean_interval(values)
    for place in range(4):
        expected = stats.t.interval(0.95, 11, values[:, place].mean(), stats.sem(values[:, place]))
        assert (low[place], high[place]) == pytest.approx(expected)


def test_one_world_has_a_mean_and_no_interval():
    found = st.summary(np.array([[1.0, 2.0]]))
    assert found.mean.tolist() == [1.0, 2.0]
    assert all(np.isnan(part).all() for part in found[1:])


def test_paired_difference_is_second_minus_first():
    found = st.paired_difference(column(1, 5, NAN, 2), column(4, 5, 1, NAN))
    assert found[:2].tolist() == [3.0, 0.0]
    assert np.isnan(found[2:]).all()


def test_paired_difference_refuses_unlike_shapes():
    with pytest.raises(ValueError, match="same shape"):
        st.paired_difference(column(1, 2), column(1, 2, 3))


@given(arrays(float, (4, 3), elements=some.floats(-1e9, 1e9) | some.just(NAN)))
def test_a_side_differs_from_itself_by_exactly_zero(values):
    apart = st.paired_difference(values, values.copy())
    for part in st.summary(apart):
        assert np.all(part[np.isfinite(part)] == 0.0)
    share = st.share_ahead(apart, 1)
    assert np.all(share[np.isfinite(share)] == 0.0)


@pytest.mark.parametrize(
    ("differences", "better", "expected"),
    [
        ((1, 2, -1, 0), 1, 0.5),  # the tie is neither ahead nor behind
        ((1, 2, -1, 0), -1, 0.25),
        ((1, NAN), 1, 1.0),
        ((NAN,), 1, NAN),
        ((1, 2), 0, NAN),  # nobody can be ahead where neither side is better
    ],
)
def test_share_ahead(differences, better, expected):
    assert st.share_ahead(column(*differences), better) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("differences", "week"),
    [
        ((-1, -1, 1, 1), 2),
        ((1, 1, 1), NAN),  # never changes hands
        ((0, 0, 1), NAN),  # a shared start is nobody's lead
        ((0, -1, 1, -1, 1, 1), 4),  # for good: the last change counts
        ((0, -1, 0, 0, 2), 4),  # a tie belongs to neither
        ((1, -1, 0), NAN),  # a tie at the end is no lead
        ((0, 0), NAN),
        ((1, NAN, -1), 2),
    ],
)
def test_crossover_week(differences, week):
    assert st.crossover_week(column(*differences)) == pytest.approx(week, nan_ok=True)


def test_crossover_week_world_by_world():
    found = st.crossover_week(np.array([[0, -1, 1], [0, 1, 1], [0, 1, -1]], dtype=float))
    assert found[[0, 2]].tolist() == [2.0, 2.0]
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("values", "weeks", "expected"),
    [
        ((1, 2, 3, 4), 1, (1, 2, 3, 4)),
        ((0, 3, 6, 3), 3, (1.5, 3, 4, 4.5)),
        ((0, NAN, 6), 3, (0, 3, 6)),
        ((2, 2, 2), 9, (2, 2, 2)),
        ((0, 2, 4), 2, (1, 3, 4)),  # an even window reaches one week further ahead than back
    ],
)
def test_running_mean(values, weeks, expected):
    assert st.running_mean(column(*values), weeks) == pytest.approx(np.array(expected, dtype=float))


@pytest.mark.parametrize(("values", "expected"), [((1, 3, 5), 2.0), ((5, 5), 0.0), ((0, 1, 0), 0.0), ((4,), NAN)])
def test_slope(values, expected):
    assert st.slope(column(*values)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        ((2, 2, 2), 2),  # no spread: two worlds do
        ((-1, 1), np.inf),  # no mean: none do
        ((5,), NAN),
        # mean 1, sd 2: n 18 gives 2.1098 x 2 / 4.2426 = 0.9946 < 1; n 17 gives 2.1199 x 2 / 4.1231 = 1.0283
        ((1 - 2 / np.sqrt(2), 1 + 2 / np.sqrt(2)), 18),
    ],
)
def test_worlds_to_settle(differences, expected):
    assert st.worlds_to_settle(column(*differences)) == pytest.approx(expected, nan_ok=True)


def test_worlds_to_settle_is_the_fewest_that_keep_zero_out():
    luck = np.random.default_rng(5)
    values = luck.normal(0.3, 1.0, size=40)
    needed = st.worlds_to_settle(values)
    ratio = values.std(ddof=1) / abs(values.mean())
    for worlds, holds in ((needed, True), (needed - 1, False)):
        assert bool(stats.t.ppf(0.975, worlds - 1) * ratio < np.sqrt(worlds)) is holds


def test_the_chance_of_none_is_that_of_a_t_test():
    """As SciPy's own test has it; nothing where all worlds agree on a difference, 1 where all agree on none."""
    from scipy.stats import ttest_1samp

    values = np.random.default_rng(1).normal(0.3, 1.0, (12, 40))
    np.testing.assert_allclose(st.chance_of_none(values), ttest_1samp(values, 0.0).pvalue, rtol=1e-9)
    agreed = np.array([[0.2, 0.0], [0.2, 0.0]])
    assert st.chance_of_none(agreed).tolist() == [0.0, 1.0] and np.isnan(st.chance_of_none(agreed[:1])).all()
