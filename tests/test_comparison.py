"""Comparisons: tables by hand, the sign convention, JSON without NaN, and zeros that are exact."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import pytest

from comparisons import CAPACITY, NEED, PER_RECOVERY, SPEND, WAITING, compared, paths, setup
from lwsim.comparison import Comparison, Side
from made_full import made


def two_years(level: float, last: float) -> np.ndarray:
    """One world, need met and capacity: `level` in year 1 and `last` in year 2, from a shared start of 0."""
    weekly = np.full((1, 105, 2), level)
    weekly[:, 53:] = last
    weekly[:, 0] = 0.0
    return weekly


def row_of(table, measure: str, year: float, scenario: str) -> dict:
    """One row of a tidy table."""
    found = table[(table["measure"] == measure) & (table["year"] == year) & (table["scenario"] == scenario)]
    assert len(found) == 1
    return found.iloc[0].to_dict()


def test_a_year_is_its_mean_for_a_rate_and_its_last_week_for_a_stock():
    weekly = np.zeros((1, 105, 2))
    weekly[0, :, :] = np.arange(105)[:, None]
    table = compared(weekly, weekly).table()
    assert row_of(table, "need_met", 1.0, "Mechanistic")["mean"] == 26.5  # weeks 1..52
    assert row_of(table, "need_met", 2.0, "Mechanistic")["mean"] == 78.5  # weeks 53..104
    assert row_of(table, "capacity_change", 2.0, "Mechanistic")["mean"] == 104.0


def test_difference_is_the_later_named_minus_the_first():
    table = compared(two_years(0.4, 0.5), two_years(0.3, 0.7)).table()
    first = row_of(table, "need_met", 2.0, "Mechanistic")
    second = row_of(table, "need_met", 2.0, "Relational")
    assert second["difference"] == pytest.approx(0.2)
    assert second["against"] == "Mechanistic"
    assert math.isnan(first["difference"])


def test_table_by_hand_over_three_worlds():
    """Worlds differ by +0.1, +0.3 and -0.1: mean 0.1, sd 0.2, two of three ahead."""
    first = np.zeros((3, 53, 2))
    second = np.zeros((3, 53, 2))
    second[:, 1:, :] = np.array([0.1, 0.3, -0.1])[:, None, None]
    row = row_of(compared(first, second).table(), "capacity_change", 1.0, "Relational")
    assert row["difference"] == pytest.approx(0.1)
    assert row["difference_low"] == pytest.approx(-0.08)
    assert row["difference_high"] == pytest.approx(0.28)
    assert row["difference_mean_high"] == pytest.approx(0.1 + 4.302653 * 0.2 / math.sqrt(3))
    assert (row["share_ahead"], row["share_behind"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert row["worlds_compared"] == 3


def test_fewer_waiting_is_ahead():
    first = np.full((4, 53, 1), 100.0)
    row = row_of(compared(first, first - 5, measures=(WAITING,)).table(), "waiting", 1.0, "Relational")
    assert (row["difference"], row["share_ahead"]) == (-5.0, 1.0)


def test_nobody_is_ahead_where_neither_side_is_better():
    first = np.full((4, 53, 1), 100.0)
    row = row_of(compared(first, first + 5, measures=(SPEND,)).table(), "spend", 1.0, "Relational")
    assert math.isnan(row["share_ahead"])


def test_crossover_is_smoothed_over_a_quarter():
    """A lead won in week 30 is found within two weeks; one odd week later does not hand it back."""
    first = np.zeros((2, 105, 1))
    second = np.full((2, 105, 1), 1.0)
    second[:, :30] = -1.0
    second[:, 0] = 0.0
    second[:, 80] = -3.0
    assert compared(first, second, measures=(NEED,)).crossover("need_met") == pytest.approx(30, abs=2)


def test_no_crossover_without_an_earlier_lead():
    first = np.zeros((2, 53, 1))
    assert math.isnan(compared(first, first + 1, measures=(NEED,)).crossover("need_met"))


@pytest.mark.parametrize(("weeks", "years"), [(260, (1, 2, 3, 4, 5)), (130, (1, 2, 2.5)), (26, (0.5,))])
def test_years_are_whole_and_end_at_the_horizon(weeks, years):
    weekly = np.zeros((1, weeks + 1, 1))
    assert compared(weekly, weekly, measures=(NEED,)).years == years


def test_table_of_some_years_only():
    comparison = made(worlds=3, weeks=104)
    assert set(comparison.table([2])["year"]) == {2.0}
    with pytest.raises(ValueError, match=r"\[7\]"):
        comparison.table([2, 7])


def test_missing_values_are_left_out_world_by_world():
    first, second = np.zeros((3, 53, 1)), np.ones((3, 53, 1))
    second[0] = np.nan
    row = row_of(compared(first, second, measures=(NEED,)).table(), "need_met", 1.0, "Relational")
    assert (row["difference"], row["share_ahead"], row["worlds_compared"]) == (1.0, 1.0, 2)


def numbers_under(tree, word: str, path: str = ""):
    """Every number in a nest of dicts and lists that stands somewhere under a key with this word in it."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from numbers_under(inner, word, f"{path}/{key}".lower())
    elif isinstance(tree, list):
        for inner in tree:
            yield from numbers_under(inner, word, path)
    elif isinstance(tree, (int, float)) and word in path:
        yield tree


def test_a_scenario_beside_itself_differs_by_exactly_zero():
    one = made(worlds=4, weeks=104).sides[0]
    full = made(worlds=4, weeks=104)
    twice = Comparison(full.place, (one, one), full.measures, full.totals, full.setup)
    found = list(numbers_under(twice.to_json(), "diff"))
    assert twice.is_identical()
    assert found and not any(found)
    assert twice.labels == ("Mechanistic (A)", "Mechanistic (B)")
    assert twice.keys == ("mechanistic_a", "mechanistic_b")


def test_json_holds_every_measure_and_year_and_no_nan():
    comparison = made(sides=3, worlds=3, weeks=104)
    comparison.sides[1].weekly[:, :, 12] = np.nan
    text = json.dumps(comparison.to_json(), allow_nan=False)
    found = json.loads(text)
    assert list(found["measures"]) == [measure.name for measure in comparison.measures]
    second_year = found["measures"]["need_met"]["years"][1]
    assert set(second_year["scenarios"]) == {"mechanistic", "relational", "held-in-tension"}
    assert [(it["of"], it["against"]) for it in second_year["comparisons"]] == [
        ("relational", "mechanistic"),
        ("held-in-tension", "mechanistic"),
    ]
    assert set(second_year["comparisons"][0]["difference"]) == {
        "mean",
        "low",
        "high",
        "mean_low",
        "mean_high",
    }
    assert found["measures"]["wait_median"]["years"][0]["scenarios"]["relational"]["mean"] is None


def test_json_of_one_world_has_means_and_no_intervals():
    entry = made(worlds=1, weeks=52).to_json()["measures"]["need_met"]["years"][0]
    assert entry["scenarios"]["relational"]["mean"] is not None
    assert entry["scenarios"]["relational"]["low"] is None


def test_totals_have_the_same_columns_and_no_crossover():
    comparison = made(worlds=5, weeks=104)
    totals = comparison.totals_table()
    assert list(totals.columns) == list(comparison.table().columns)
    assert set(totals["year"]) == {2.0}
    assert totals["crossover_week"].isna().all()


def test_headline_leads_with_need_met_and_capacity():
    headline = made(worlds=3, weeks=104).headline()
    assert list(dict.fromkeys(headline["theme"]))[:2] == ["Immediate need met", "Long-term capacity"]
    assert set(headline["year"]) == {2.0}
    assert PER_RECOVERY.name in set(headline["measure"])


@dataclass(frozen=True)
class Run:
    """One run as the comparison needs it."""

    weekly: np.ndarray
    totals: dict[str, float]


def test_a_side_is_made_from_runs_in_the_order_of_the_worlds():
    runs = [Run(np.full((53, 1), float(world)), {"pounds": world, "other": 9.0}) for world in range(3)]
    side = Side.of("a", "A", runs, ["pounds"])
    assert side.weekly.shape == (3, 53, 1)
    assert side.totals.tolist() == [[0.0], [1.0], [2.0]]


def test_sides_that_cannot_be_paired_are_refused():
    one = Side("a", "A", np.zeros((2, 53, 1)), np.zeros((2, 0)))
    other = Side("b", "B", np.zeros((3, 53, 1)), np.zeros((3, 0)))
    with pytest.raises(ValueError, match="B: arrays of shape"):
        Comparison("X", (one, other), (NEED,), (), setup(52, 2))
    with pytest.raises(ValueError, match="two to four"):
        Comparison("X", (one,), (NEED,), (), setup(52, 2))


def test_paths_share_luck():
    """The made worlds of the other tests are paired: one world's luck is the same on both sides."""
    comparison = compared(paths(5, (0, 1, 0.5), (0, 1, 0.5)), paths(5, (0, 2, 0.5), (0, 1, 0.5)))
    assert comparison.difference("need_met")[:, -1] == pytest.approx(np.ones(5))
    assert not comparison.difference(CAPACITY.name).any()


def test_a_chart_draws_what_is_counted_by_the_week_as_means_of_a_quarter_and_stocks_as_they_stood():
    """Week 20 of a count is the mean of weeks 14 to 26, at the ends of those there are; a stock is drawn week by week."""
    first, second = (np.random.default_rng(seed).random((3, 53)) for seed in (1, 2))
    counted, stock = (compared(first[..., None], second[..., None], measures=(one,)) for one in (NEED, CAPACITY))
    drawn = counted.drawn("need_met", 1)
    np.testing.assert_allclose(
        drawn[:, [0, 20, 52]].T, [second[:, :7].mean(1), second[:, 14:27].mean(1), second[:, 46:].mean(1)]
    )
    apart = counted.drawn("need_met", 1, is_difference=True)
    np.testing.assert_allclose(apart, drawn - counted.drawn("need_met", 0))
    assert (stock.drawn(CAPACITY.name, 0) == first).all()
