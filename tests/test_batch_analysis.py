"""The analysis of a batch on answers that are known: levels, differences, regret, crossovers, indices, figures, page."""

import math

import numpy as np
import pandas as pd
import pytest

from batches import studied
from lwsim.batch.analysis import effects, figures
from lwsim.batch.analysis.analyse import regions
from lwsim.batch.analysis.indices import indices, region
from lwsim.batch.analysis.study import Arm, Study
from lwsim.batch.analysis.words import results
from lwsim.report.experiment_page import Sheet, Shown, experiment_page


def test_a_paired_difference_is_taken_world_by_world(tmp_path):
    study = studied(tmp_path, 'kind = "grid"\nlevels = 2', lambda s, p, w, y: 10 * w + (s == "relational") * (1 + 0.1 * w),
                    worlds=4, scenarios=("ordinary", "relational"))  # fmt: skip
    row = effects.paired(study).query("measure == 'need_met' and point == 0").iloc[0]
    assert (row["scenario"], row["runs"], row["share_ahead"]) == ("relational", 4, 1.0)
    assert row["mean"] == pytest.approx(1.25)
    assert effects.paired(study).query("measure == 'waiting'")["share_ahead"].eq(1.0).all(), "less waiting is better"
    needed = effects.precision(study).query("measure == 'need_met'").iloc[0]
    assert needed["runs_paired"] < 20 < 1_000 < needed["runs_unpaired"]
    apart = math.hypot(10.0, 10.1) * np.std([1, 2, 3, 4], ddof=1)
    assert (needed["spread_paired"], needed["spread_unpaired"]) == pytest.approx((0.1 * np.std([1, 2, 3, 4], ddof=1), apart))


def test_runs_for_a_precision_agree_with_the_interval_of_the_mean():
    """The smallest number of runs n with t(n - 1) x spread / sqrt(n) below the wish, tried out from below."""
    from scipy.stats import t

    for spread, wished in ((1.0, 0.5), (3.0, 0.2), (0.1, 5.0)):
        needed = effects.runs_for(spread, wished)
        enough = [n for n in range(2, 2_000) if t.ppf(0.975, n - 1) * spread / math.sqrt(n) < wished]
        assert needed == enough[0]
    assert math.isnan(effects.runs_for(1.0, 0.0))


def test_with_one_scenario_every_point_is_set_against_the_usual_one(tmp_path):
    study = studied(tmp_path, 'kind = "one-at-a-time"\nlevels = 3', lambda s, p, w, y: p[0] + 2 * p[1])
    table = effects.paired(study).query("measure == 'need_met'")
    assert study.plan.points[study.reference] == (0.5, 0.5)
    assert sorted(table["mean"]) == pytest.approx([-1.0, -0.5, 0.5, 1.0])


def test_regret_is_what_an_arm_falls_short_of_the_best_for_that_world(tmp_path):
    best = {1: 0.0, 2: 0.5}
    study = studied(tmp_path, 'kind = "grid"\nlevels = 3', lambda s, p, w, y: -abs(p[0] - best[w]), worlds=2)
    table = effects.regret(study).query("measure == 'need_met'").set_index("purpose")
    assert table.loc[0.0, "worst_regret"].iloc[0] == pytest.approx(0.5)
    assert table.loc[0.0, "share_best"].iloc[0] == pytest.approx(0.5)
    assert table.loc[1.0, "mean_regret"].iloc[0] == pytest.approx(0.75)


def test_a_crossover_is_the_year_from_which_the_lead_holds(tmp_path):
    study = studied(tmp_path, 'kind = "scenarios"', lambda s, p, w, y: (s == "relational") * (y - 1.5 - (w == 2)),
                    worlds=2, scenarios=("ordinary", "relational"), factors="")  # fmt: skip
    row = effects.crossovers(study, None, "need_met").iloc[0]
    assert (row["worlds"], row["worlds_crossing"], row["median_year"]) == (2, 2, 2.5)
    assert (row["low_year"], row["high_year"]) == pytest.approx((2.05, 2.95)), "nine worlds in ten, between years 2 and 3"
    weekly = pd.DataFrame(
        [{"place": "small_town", "scenario": s, "point": 0, "world": 1, "replicate": 1, "week": week,
          "value": (s == "relational") * (week - 50.0)} for s in ("ordinary", "relational") for week in range(100)]
    )  # fmt: skip
    assert effects.crossovers(study, weekly, "need_met").iloc[0]["median_week"] == pytest.approx(51, abs=1)


def test_sobols_indices_are_those_of_a_sum(tmp_path):
    """Of y = a x1 + b x2 with even factors the first-order index of x1 is a² / (a² + b²), and nothing acts together."""
    study = studied(tmp_path, 'kind = "saltelli"\npoints = 256', lambda s, p, w, y: 3 * p[0] + 4 * p[1])
    table = indices(study).query("measure == 'need_met'")
    last = table[table["base_samples"] == 256].set_index("factor")
    for name, share in (("purpose", 9 / 25), ("power", 16 / 25)):
        assert last.loc[name, "first_order"] == pytest.approx(share, abs=0.05)
        assert last.loc[name, "total"] == pytest.approx(share, abs=0.05)
    assert sorted(table["base_samples"].unique()) == [64, 128, 256]
    intervals = table[table["factor"] == "power"].sort_values("base_samples")["total_interval"].to_numpy()
    assert intervals[-1] < intervals[0]


def test_morris_finds_the_slope_and_sees_what_acts_together(tmp_path):
    study = studied(tmp_path, 'kind = "morris"\npoints = 20', lambda s, p, w, y: 3 * p[0] + 0 * p[1])
    last = indices(study).query("measure == 'need_met' and base_samples == 20").set_index("factor")
    assert last.loc["purpose", "effect"] == pytest.approx(3.0)
    assert last.loc["power", "effect"] == pytest.approx(0.0)
    together = studied(tmp_path, 'kind = "morris"\npoints = 20', lambda s, p, w, y: 8 * p[0] * p[1])
    assert indices(together).query("measure == 'need_met' and base_samples == 20")["spread_of_effects"].min() > 1.0


def test_a_run_that_failed_takes_its_part_of_the_indices_with_it_and_no_more(tmp_path):
    study = studied(tmp_path, 'kind = "saltelli"\npoints = 64', lambda s, p, w, y: p[0])
    lost = study.yearly["point"] == study.yearly["point"].max()
    table = indices(Study(study.plan, study.yearly[~lost], study.totals))
    assert table["base_samples"].max() == 32


def test_a_region_is_found_where_one_scenario_wins(tmp_path):
    """The box reaches as far beyond the wins as its wished density of four in five allows: to 0.5, not further."""
    two = ("ordinary", "relational")
    wins_where = {True: 1.0, False: -1.0}
    study = studied(
        tmp_path, 'kind = "sobol"\npoints = 256', lambda s, p, w, y: (s == "relational") * wins_where[p[0] > 0.6], scenarios=two
    )
    box, wins, cases = region(study, "small_town", "need_met")
    assert (cases, wins) == (256, sum(point[0] > 0.6 for point in study.plan.points))
    (bound,) = box.bounds
    assert bound.name == "purpose" and 0.5 <= bound.low <= 0.61 and box.holds_up
    said = regions(study).set_index("measure")["says"]["need_met"]
    assert f"in {wins} of 256 points of the design, which draws each number from its range by itself." in said


@pytest.mark.parametrize(
    "design", ['kind = "grid"\nlevels = 3', 'kind = "one-at-a-time"\nlevels = 2', 'kind = "saltelli"\npoints = 16']
)
def test_figures_and_page_are_drawn_the_same_twice_and_need_no_network(tmp_path, design):
    study = studied(tmp_path, design, lambda s, p, w, y: y * (p[0] + p[1] ** 2 + 0.1 * w), worlds=2)
    tables = {"levels": effects.levels(study), "paired": effects.paired(study)}
    if study.is_sampled:
        tables = {"indices": indices(study)}
    drawn, again = (list(figures.drawings(study, tables)) for _ in range(2))
    assert drawn and [one.name for one in drawn] == [one.name for one in again]
    svgs = [figures.saved(one.figure, "svg") for one in drawn]
    assert svgs == [figures.saved(one.figure, "svg") for one in again]
    assert figures.saved(drawn[0].figure, "pdf").startswith(b"%PDF")
    shown = [Shown(one.name, one.title, one.says, one.table, svg.decode()) for one, svg in zip(drawn, svgs, strict=True)]
    page = experiment_page(Sheet("<b>A title", "Why?", "", (("a", "b"),), "lwsim", ()), shown, tables)
    assert "&lt;b&gt;A title" in page and page.count('role="img"') == len(drawn)
    assert all(word not in page for word in ("<script", 'src="http', "@import"))
    for one in drawn + again:
        figures.plotting().close(one.figure)


def test_results_are_worded_from_the_numbers(tmp_path):
    """Purpose 1 is better by 2 points in every world, purpose 0 worse in the mean but not in every world."""
    one = '[[factors]]\nname = "purpose"\nsets = "forces.purpose"\n'
    answer = {0.0: lambda w: 0.05 * (-1) ** w, 0.5: lambda w: 0.0, 1.0: lambda w: 0.02 + 0.001 * w}
    study = studied(tmp_path, 'kind = "one-at-a-time"\nlevels = 3', lambda s, p, w, y: answer[p[0]](w), worlds=4, factors=one)
    tables = {"paired": effects.paired(study), "regret": effects.regret(study), "precision": effects.precision(study)}
    text = results(study, tables | {"levels": effects.levels(study)})
    assert "- Immediate need met: better: purpose 1; not told apart: 1 of 2." in text
    assert "- Waiting: better: purpose 1; not told apart: 1 of 2." in text, "less waiting is better"
    assert "| purpose 1 | +2.2 (+2.0 to +2.5; 100%) |" in text
    assert "| purpose 1 | 1.4 (2.8; 50%) |" in text, "short of 5 points in the two worlds in which purpose 0 is best"


def test_arms_are_told_by_what_they_set(tmp_path):
    study = studied(tmp_path, 'kind = "grid"\nlevels = 2', lambda s, p, w, y: 0.0, scenarios=("ordinary", "relational"))
    assert study.label(Arm("relational", 1)) == "relational, purpose 0, power 1"
    assert not np.isnan(effects.levels(study)["mean"]).any()
