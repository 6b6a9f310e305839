"""What the page Experiments draws, without a browser: states in words, and every view's numbers those of its table."""

from __future__ import annotations

import json
import math
from concurrent.futures import Future

import pandas as pd
import pytest

from batches import SMALL, a_file, studied
from lwsim.batch.analysis import effects
from lwsim.batch.analysis.findings import Findings
from lwsim.batch.analysis.indices import indices
from lwsim.batch.asked import Standing
from lwsim.batch.experiment_file import load_experiment
from lwsim.batch.shelf import OnShelf, shelf
from lwsim.errors import InputError
from lwsim.report.experiment_page import Sheet
from lwsim.ui import reading
from lwsim.ui.experiments_view import VIEWS, Look, results_view, shelf_view, views_of
from lwsim.ui.pages.experiments import choices, look_of, table_file
from lwsim.ui.state import opening

SHEET = Sheet("Title", "Question?", "", (("runs", "9"),), "lwsim experiment run it", ())


def found(study) -> Findings:
    """The findings of a study, its tables worked out here."""
    tables = {"levels": effects.levels(study), "paired": effects.paired(study), "precision": effects.precision(study),
              "regret": effects.regret(study), "crossovers": effects.crossovers(study, None, "need_met")}  # fmt: skip
    if study.is_sampled:
        told = {"place": "small_town", "measure": "need_met", "says": "It wins where purpose is high."}
        tables = {"indices": indices(study), "regions": pd.DataFrame([told])}
    axes = tuple(one.name for one in study.map_factors)
    return Findings(
        "it", SHEET, ("small_town",), ("need_met", "waiting"), study.horizon, axes, study.asks, study.has_regions, tables
    )


@pytest.fixture(scope="module")
def grid(tmp_path_factory) -> Findings:
    """Need met that rises by 2 points with purpose and 4 with power, in three worlds that differ in their level."""

    def answer(scenario, point, world, year):
        return 0.3 + 0.01 * world + year * (0.02 * point[0] + 0.04 * point[1]) / 3

    return found(studied(tmp_path_factory.mktemp("grid"), 'kind = "grid"\nlevels = 3', answer, worlds=3))


def look(view: str, measure: str = "need_met", year: float = 3.0) -> Look:
    return Look(view, measure, "small_town", year)


def test_every_view_that_is_offered_is_plain_values_with_as_many_cells_as_heads(grid):
    assert [one.key for one in views_of(grid)] == ["differences", "levels", "map", "regret", "crossovers", "needed"]
    for one in views_of(grid):
        for measure in grid.measures:
            view = results_view(grid, look(one.key, measure))
            json.dumps(view)
            assert view["lead"] and all(len(row["cells"]) == len(view["heads"]) for row in view["rows"])


def test_differences_are_drawn_where_their_words_say(grid):
    view = results_view(grid, look("differences"))
    row = next(one for one in view["rows"] if one["label"] == "purpose 1, power 1")
    assert row["at"] == pytest.approx(0.03) and row["cells"][0] == "+3.0" and row["cells"][3:] == ["100%", "3"]
    assert view["scale"]["low"] <= row["thin"][0] <= row["thin"][1] <= view["scale"]["high"]
    assert "against purpose 0.5, power 0.5 in the same worlds" in view["lead"] and "+3.0 (points)" in view["lead"]


def test_the_map_has_a_cell_for_every_setting_and_names_the_best(grid):
    view = results_view(grid, look("map"))
    (panel,) = view["map"]["panels"]
    assert (view["map"]["across"], view["map"]["up"], len(panel["cells"])) == ("purpose", "power", 9)
    best = max(panel["cells"], key=lambda one: one["at"])
    assert (best["x"], best["y"], best["said"]) == (1.0, 1.0, "38.0%")
    assert view["lead"].endswith("Best: purpose 1, power 1, 38.0%.")
    assert results_view(grid, look("levels", year=1.0))["rows"][-1]["cells"][0] == "34.0%"


def test_less_waiting_is_better_and_regret_is_never_negative(grid):
    assert "Best: purpose 0, power 0" in results_view(grid, look("levels", "need_met", 0.0))["lead"]
    rows = results_view(grid, look("regret", "waiting"))["rows"]
    assert min(row["at"] for row in rows) == 0.0
    assert results_view(grid, look("crossovers", "waiting"))["rows"] == [], "said in words where there is nothing to show"


def test_indices_are_sorted_by_strength_and_a_region_is_told_in_words(tmp_path):
    two = ("ordinary", "relational")

    def answer(scenario, point, world, year):
        return (scenario == "relational") * (point[0] - 0.5 + 0.01 * point[1])

    one = found(studied(tmp_path, 'kind = "saltelli"\npoints = 64', answer, scenarios=two))
    assert [view.key for view in views_of(one)] == ["leans", "regions"]
    view = results_view(one, look("leans"))
    assert [row["label"] for row in view["rows"]] == ["purpose", "power"] and view["rows"][0]["at"] > 0.9
    assert "relational minus ordinary" in view["lead"] and "Strongest at 64 base samples: purpose" in view["lead"]
    assert results_view(one, look("regions"))["lead"] == "It wins where purpose is high."
    assert one.years == (3.0,)


def test_a_link_chooses_and_what_it_says_wrong_is_taken_as_usual(grid):
    state = opening().looking("experiments", view="map", measure="waiting", year="1.0", place="atlantis")
    assert look_of(state, grid) == Look("map", "waiting", "small_town", 1.0)
    assert look_of(opening(), grid) == Look("differences", "need_met", "small_town", 3.0)
    told = choices(grid)
    assert {one["key"] for one in told["views"]} <= {one.key for one in VIEWS} and told["years"][1]["says"] == "year 1"
    kept = table_file(grid, look("map"))
    assert kept.name == "it-levels.csv" and kept.content.count(b"\n") == 1 + 9 * 4 * 2


def standing(**other) -> Standing:
    usual = {"name": "it", "title": "It", "state": "running", "total": 200, "there": 50, "failed": 2, "rate": 2.0}
    return Standing(**{**usual, "seconds_left": 74.0, "model": "another", "changed": 0.0, **other})


def test_the_shelf_says_how_far_each_is(tmp_path):
    one = load_experiment(a_file(tmp_path, SMALL))
    running = OnShelf("it", "It", "Why?", "file", one, standing())
    first, second, third = shelf_view(
        [running, OnShelf("b", "B", "?", "f", one, None), OnShelf("c", "c", "wrong", "f", None, None)]
    )
    json.dumps([first, second, third])
    assert (first["state"], first["share"], first["has_results"]) == ("running", 0.26, True)
    assert first["says"] == "50 of 200 runs; 2 failed; 2.0 a second; 1 min left; lived by another model than this one"
    assert (second["state"], third["state"], third["is_faulty"]) == ("not run", "faulty", True)
    nothing = OnShelf("it", "It", "Why?", "file", one, standing(there=0, failed=0, rate=0.0, seconds_left=math.inf))
    assert "unknown left" in shelf_view([nothing])[0]["says"]


def test_a_store_of_another_form_is_told_in_words_and_breaks_no_page(tmp_path, monkeypatch):
    (tmp_path / "store").mkdir()
    (tmp_path / "store/store.json").write_text('{"format": 99}')
    monkeypatch.setenv("LWSIM_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(reading, "_seen", (-1e9, [], ""))
    rows, wrong = reading.seen()
    assert rows == [] and "format is 99" in wrong
    with pytest.raises(InputError):
        shelf(tmp_path / "store")


def test_what_went_wrong_is_told_in_words():
    for error, words in ((InputError("experiment it", "", "without a finished run"), "without a finished run"),
                         (ValueError("inner words"), "Something went wrong")):  # fmt: skip
        future: Future = Future()
        future.set_exception(error)
        answer, said = reading._outcome(future)
        assert answer is None and words in said and "inner words" not in said
