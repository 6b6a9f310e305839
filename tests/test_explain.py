"""The explanation: Shapley contributions worked out by hand, and parts that sum to the whole exactly."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as draw

from lwsim import explain as ex
from lwsim import lives
from lwsim.cli import main
from lwsim.report import waterfall
from lwsim.single import as_place, as_scenario

GLOVES = {"": 0, "L": 0, "R": 0, "r": 0, "LR": 1, "Lr": 1, "Rr": 0, "LRr": 1}
"""The glove game: one left glove, two right ones, a pair is worth 1. Known values: L 2/3, R 1/6, r 1/6."""


def worth_of(table: dict[str, float]) -> dict[frozenset[str], np.ndarray]:
    """A value function on players named by letters."""
    return {frozenset(letters): np.array(float(value)) for letters, value in table.items()}


def test_shapley_of_the_glove_game_is_that_of_the_textbook():
    found = ex.shapley(worth_of(GLOVES), "LRr")
    assert {player: float(value) for player, value in found.items()} == pytest.approx({"L": 2 / 3, "R": 1 / 6, "r": 1 / 6})


def test_dividends_of_a_value_function_made_of_them():
    """a brings 1, b brings 2, together 3 more; all three together lose 4: worked out on paper."""
    worth = worth_of({"": 10, "a": 11, "b": 12, "c": 10, "ab": 16, "ac": 11, "bc": 12, "abc": 12})
    found = {"".join(sorted(some)): float(value) for some, value in ex.dividends(worth, "abc").items()}
    assert found == pytest.approx({"a": 1, "b": 2, "c": 0, "ab": 3, "ac": 0, "bc": 0, "abc": -4})
    shares = {player: float(value) for player, value in ex.shapley(worth, "abc").items()}
    assert shares == pytest.approx({"a": 1 + 3 / 2 - 4 / 3, "b": 2 + 3 / 2 - 4 / 3, "c": -4 / 3})


@given(draw.lists(draw.floats(-100, 100), min_size=16, max_size=16), draw.integers(0, 4))
def test_contributions_sum_to_the_whole_whatever_the_values(values, count):
    """For any value function of 0 to 4 players, Shapley contributions and dividends both sum to all minus none."""
    players = "wxyz"[:count]
    worth = {some: np.array(values[at]) for at, some in enumerate(ex.coalitions(players))}
    whole = worth[frozenset(players)] - worth[frozenset()]
    assert sum(ex.shapley(worth, players).values(), np.array(0.0)) == pytest.approx(float(whole), abs=1e-9)
    assert sum(ex.dividends(worth, players).values(), np.array(0.0)) == pytest.approx(float(whole), abs=1e-9)


def test_a_player_that_changes_nothing_gets_nothing():
    worth = worth_of({"": 1, "a": 3, "b": 1, "ab": 3})
    assert float(ex.shapley(worth, "ab")["b"]) == 0.0
    assert float(ex.dividends(worth, "ab")[frozenset("ab")]) == 0.0


def test_players_are_what_differs():
    mechanistic, relational, tension = map(as_scenario, ("mechanistic", "relational", "held-in-tension"))
    assert ex.players_of(mechanistic, relational) == ("purpose", "power", "practice")
    assert ex.players_of(mechanistic, tension) == ("purpose", "power", "practice", ex.REST)
    assert ex.players_of(as_scenario("ordinary"), as_scenario("power-alone")) == ("power",)
    assert ex.players_of(mechanistic, mechanistic) == ()


def test_a_mixture_takes_from_each_side_what_it_should():
    """Forces of the coalition, and with the rest its events too, come from the second scenario; all else from the first."""
    first, second = as_scenario("mechanistic"), as_scenario("held-in-tension")
    none, power, rest = (ex.mixture(first, second, frozenset(some)) for some in ((), ("power",), (ex.REST, "power")))
    everything = ex.mixture(first, second, frozenset(ex.players_of(first, second)))
    assert (none.forces, none.events) == (first.forces, first.events)
    assert (power.forces.purpose, power.forces.power, power.events) == (0.15, 0.5, ())
    assert (rest.forces.purpose, rest.forces.power, rest.events) == (0.15, 0.5, second.events)
    assert (everything.forces, everything.events) == (second.forces, second.events)


@pytest.fixture(scope="module")
def explained() -> ex.Explanation:
    """A real difference taken apart by force on a small town."""
    setting = lives.Setting((1.0, 2.0), worlds=2, sample=0.3, workers=1)
    return ex.explain(as_place("small_town"), as_scenario("mechanistic"), as_scenario("relational"), setting, mechanisms=False)


@pytest.mark.parametrize("name", ["need_met", "capacity_change", "waiting", "spend"])
def test_forces_sum_to_the_real_difference(explained, name):
    """On a real run, in every year, forces sum to the whole, and so do parts alone and together."""
    for year in explained.setting.years:
        (total,) = explained.of(name, year, "total")
        first, second = explained.levels[name, year]
        for kinds in (("force",), ("alone", "together")):
            parts = sum(row.mean for row in explained.of(name, year, *kinds))
            assert parts == pytest.approx(total.mean, rel=1e-9, abs=1e-9)
        assert second - first == pytest.approx(total.mean, rel=1e-9, abs=1e-9)
    assert total.mean != 0.0


def test_only_what_is_told_apart_is_called_strong():
    def row(part: str, mean: float, low: float, high: float) -> ex.Contribution:
        return ex.Contribution("mechanism", part, "", "need_met", 1.0, mean, low, high, low, high)

    rows = [row("small", 0.1, 0.05, 0.2), row("unsure", 5.0, -1.0, 11.0), row("large", -2.0, -3.0, -1.0)]
    assert [one.part for one in ex.strongest(rows, 5)] == ["large", "small"]
    assert [one.part for one in ex.strongest(rows, 1)] == ["large"]


def test_a_waterfall_goes_from_one_level_to_the_other(explained):
    """Its bars are laid end to end, start at the first scenario's level and end at the second's."""
    rows = explained.of("need_met", 2.0, "force")
    first, second = explained.levels["need_met", 2.0]
    steps = waterfall.steps_from(first, rows)
    assert steps[0].start == first
    assert steps[-1].end == pytest.approx(second)
    assert all(before.end == after.start for before, after in pairwise(steps))
    drawing = waterfall.alone(waterfall.of_forces(explained, "need_met", 2.0))
    assert drawing.startswith("<svg")
    assert drawing.count("<rect") == 3
    assert "Mechanistic" in drawing and "<style>" in drawing


def test_a_waterfall_colours_by_whom_it_favours():
    def slot(name: str, mean: float) -> int:
        return waterfall.steps_from(0.0, [ex.Contribution("force", "power", "", name, 1.0, mean, 0, 0, 0, 0)])[0].slot

    assert (slot("need_met", 1.0), slot("need_met", -1.0), slot("waiting", 1.0), slot("spend", 1.0)) == (2, 1, 1, 3)


def test_identical_scenarios_have_nothing_to_explain():
    setting = lives.Setting((0.5,), worlds=2, sample=0.2, workers=1)
    same = as_scenario("ordinary")
    found = ex.explain(as_place("small_town"), same, same, setting, mechanisms=False)
    assert {(row.kind, row.mean) for row in found.rows} == {("total", 0.0)}


def test_the_command_explains_and_writes(tmp_path):
    words = ["explain", "small_town", "ordinary", "power-alone", "--forces-only", "--worlds", "2", "--years", "1"]
    answer = CliRunner().invoke(main, [*words, "--sample", "0.2", "--workers", "1", "--json", "--out", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert found["players"] == ["power"]
    assert {row["kind"] for row in found["contributions"]} == {"total", "force", "alone"}
    assert {path.name for path in tmp_path.iterdir()} == {
        "explanation.csv",
        "need_met-forces.svg",
        "capacity_change-forces.svg",
    }


def test_half_a_year_is_called_so():
    words = ["explain", "small_town", "ordinary", "power-alone", "--forces-only", "--worlds", "2", "--years", "0.5"]
    said = CliRunner().invoke(main, [*words, "--sample", "0.1", "--workers", "1"]).stdout
    assert "by month 6 Ordinary" in said and "year 0.5" not in said


def test_no_amount_in_the_terminal_or_a_drawing_reads_as_a_signed_nothing(tmp_path):
    """'−0.0 (−0.0 to −0.0)' says neither how much nor that it is told apart; exactly nothing is '0'."""
    words = ["explain", "small_town", "ordinary", "power-alone", "--forces-only", "--worlds", "2", "--years", "0.5"]
    answer = CliRunner().invoke(main, [*words, "--sample", "0.1", "--workers", "1", "--out", str(tmp_path)])
    assert answer.exit_code == 0
    texts = [answer.stdout, *(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.svg"))]
    assert [re.findall(r"[+−]£?0(?:\.0+)?(?![.\d])", text) for text in texts] == [[], [], []]


@pytest.mark.slow
def test_mechanisms_are_explained_too():
    setting = lives.Setting((1.0,), worlds=2, sample=0.2, workers=1)
    found = ex.explain(as_place("small_town"), as_scenario("mechanistic"), as_scenario("relational"), setting)
    rows = found.of("need_met", 1.0, "mechanism")
    assert {row.part for row in rows} == set(lives.one_at_a_time((as_scenario("ordinary"),)))
    assert any(row.mean for row in rows)
    assert "overlap, and all others" in waterfall.of_mechanisms(found, "need_met", 1.0)
