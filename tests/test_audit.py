"""The audit: it sees a lean that was planted, says nothing where there is nothing, and its checks can fail."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from lwsim import audit, lives
from lwsim.cli import main
from lwsim.errors import InputError
from lwsim.forces import LEVERS
from lwsim.measures import NAMES
from lwsim.pairing import Pairing, compare
from lwsim.rooms import RIVALS, SWITCHES
from lwsim.scenario_file import scenario_from_table
from lwsim.single import as_place, as_scenario

QUICK = lives.Setting((1.0,), worlds=2, sample=0.2, workers=1)


def given(*values: float) -> np.ndarray:
    """An effect in as many worlds."""
    return np.array(values)


@pytest.mark.parametrize(
    ("effect", "better", "favours"),
    [
        (given(0.02, 0.021, 0.019, 0.02), 1, "relational"),
        (given(-0.02, -0.021, -0.019, -0.02), 1, "mechanistic"),
        (given(0.02, 0.021, 0.019, 0.02), -1, "mechanistic"),
        (given(-0.02, -0.021, -0.019, -0.02), -1, "relational"),
        (given(0.02, 0.021, 0.019, 0.02), 0, "higher in relational"),
        (given(-0.02, -0.021, -0.019, -0.02), 0, "higher in mechanistic"),
        (given(0.0, 0.0, 0.0, 0.0), 1, "neither"),
        (given(0.02, -0.02, 0.01, -0.01), 1, "cannot tell"),
        (given(0.02), 1, "cannot tell"),
        (given(0.01, 0.02, 0.03, 0.02), 1, "cannot tell"),  # 4.9 standard errors of four: enough for 95%, not for 99%
    ],
)
def test_an_effect_favours_whom_it_makes_better(effect, better, favours):
    """More of a good, or less of a bad, in the relational pole than in the mechanistic one favours the former."""
    assert audit.favoured(effect, better) == favours


def test_a_ranking_goes_by_the_mean_and_a_tie_for_first_counts_for_nobody():
    scores = np.array([[1.0, 2.0, 3.0], [1.0, 5.0, 3.0], [4.0, 4.0, 0.0]])
    order, means, first_in = audit.ranked(scores, ("a", "b", "c"))
    assert order == ("b", "a", "c")
    assert means == pytest.approx((11 / 3, 2.0, 2.0))
    assert first_in == pytest.approx((1 / 3, 0.0, 1 / 3))


def test_only_settled_orders_can_turn_round():
    """Pairs whose difference is lost in the noise between worlds are in no settled order."""
    close = np.array([[1.0, 1.1, 3.0], [1.0, 0.9, 3.1], [1.0, 1.05, 2.9], [1.0, 0.95, 3.0]])
    assert audit.settled_pairs(close, ("a", "b", "c")) == {("c", "a"), ("c", "b")}


def test_a_gap_on_one_side_only_is_a_deviation():
    first, second = np.array([1.0, np.nan, np.nan]), np.array([1.0, np.nan, 2.0])
    assert audit.largest_gap(first[:2], second[:2]) == 0.0
    assert audit.largest_gap(first, second) == np.inf
    assert audit.largest_gap(np.array([1.0]), np.array([0.75])) == 0.25


def test_the_exact_checks_hold():
    """Without effects of the forces the poles are the same; with forces exchanged every sign is exchanged."""
    checks = audit.exact_checks(as_place("small_town"), QUICK)
    assert [(check.check, check.figure, check.holds) for check in checks] == [("exact zero", 0.0, True), ("swap", 0.0, True)]


def test_the_exact_checks_can_fail():
    """A pole that has something beside its forces breaks both: it is not idle, and not exchanged with them."""
    first, second = audit.poles()
    rigged = second.with_changes(money={"change": 0.3})
    zero, swap = audit.check_a_world(audit.Checked(Pairing(as_place("small_town"), (first, rigged), 52, 1, 0.5, 1)))
    assert zero > 0
    assert swap > 0


def test_the_poles_differ_in_their_forces_and_in_nothing_else():
    first, second = (one.table() for one in audit.poles())
    told = {"title", "question", "look_at", "author", "sources", "forces"}
    assert {key: value for key, value in first.items() if key not in told} == {
        key: value for key, value in second.items() if key not in told
    }


def test_an_audited_figure_can_be_had_again_by_hand():
    """A mechanism's effect is the difference `compare` gives, minus that of two files with the switch off."""
    place, pair = as_place("small_town"), audit.poles()
    found = lives.live_all(place, {"off": [lives.without(one, "stigma") for one in pair], "on": pair}, QUICK)
    by_audit = lives.differences(found["on"], "need_met") - lives.differences(found["off"], "need_met")
    off = [one.with_changes(switches={"stigma": False}) for one in pair]
    runs = [compare(place, side, worlds=2, years=1, sample=0.2, workers=1) for side in (pair, off)]
    by_hand = [run.yearly(1, "need_met") - run.yearly(0, "need_met") for run in runs]
    np.testing.assert_allclose(by_audit, by_hand[0] - by_hand[1], rtol=0, atol=1e-12)


def test_values_by_year_are_those_of_a_comparison():
    """Each year's mean of a rate and last week of a stock, as in every table of `lwsim compare`."""
    pair = audit.poles()
    found = lives.live_all(as_place("small_town"), {"": pair}, lives.Setting((1.0, 2.0), 2, 1, 0.3, 1))[""]
    compared = compare("small_town", pair, worlds=2, years=2, sample=0.3, workers=1)
    for at, name in enumerate(NAMES):
        for side in (0, 1):
            np.testing.assert_allclose(found[:, side, :, at], compared.yearly(side, name), err_msg=name)


def test_every_mechanism_and_every_rival_theory_is_taken_in_turn():
    variants = lives.one_at_a_time(audit.poles())
    others = {f"{question}: {answer}" for question, answers in RIVALS.items() for answer in answers[1:]}
    assert set(variants) == set(SWITCHES) | others
    for name, pair in variants.items():
        assert all(one.switched_off == ({name} if name in SWITCHES else set()) for one in pair)
        assert len(lives.says_of(name)) > 10


def test_what_a_scenario_has_off_is_not_switched_off_again():
    first, second = audit.poles()
    off = first.with_changes(switches={"stigma": False}, rivals={"copying": "most_common"})
    variants = lives.one_at_a_time((off, second))
    assert "stigma" not in variants
    assert "copying: most_common" not in variants
    assert "bounces" in variants


def test_idle_and_even_handed_are_told_apart():
    """A mechanism that moves nothing is idle; one that moves both poles alike is not, though it favours neither."""

    def lean(name: str, favours: str, level: float) -> audit.Lean:
        return audit.Lean("X", name, "", "need_met", 1.0, 0.0, 0.0, 0.0, favours, level)

    rows = [
        lean("dead", "neither", 0.0),
        lean("even", "neither", 0.1),
        lean("loud", "relational", 0.1),
        lean("loud", "neither", 0.0),
    ]
    assert audit.idle(rows) == (["dead"], ["even"])


def test_every_future_is_laid_on_every_contender():
    assert set(audit.futures()) == {"ordinary", "surge", "austerity", "workforce crisis"}
    assert audit.futures()["ordinary"] == ()
    kinds = {name: {event.kind for event in events} for name, events in audit.futures().items()}
    assert kinds["surge"] == {"demand_surge"}
    assert kinds["austerity"] == {"cut", "efficiency_target"}
    assert kinds["workforce crisis"] == {"staffing_shock"}


def test_every_lever_has_its_range_told():
    rows = audit.ranges()
    assert {row.lever for row in rows} == set(LEVERS)
    assert all(row.reaches_none == (row.low <= 0 <= row.high) for row in rows)


def test_a_measure_without_a_better_side_cannot_be_won():
    with pytest.raises(InputError, match="nobody can be ahead"):
        lives.judged("spend")
    with pytest.raises(InputError, match="did you mean need_met"):
        lives.judged("need_mat")


def test_exchanging_forces_takes_the_unstated_ones_along():
    """A force that a scenario does not state stays as today on the other side too."""
    part = scenario_from_table({"title": "T", "question": "Q?", "forces": {"power": 0.9}})
    other = as_scenario("mechanistic")
    found = lives.with_forces_of(other, part, ("purpose", "power", "practice"))
    assert (found.forces.purpose, found.forces.power, found.forces.practice) == (None, 0.9, None)
    assert found.title == other.title


def test_the_command_prints_its_parts_as_json():
    words = ["audit", "small_town", "--worlds", "2", "--years", "0.5", "--sample", "0.1", "--workers", "1", "--json"]
    answer = CliRunner().invoke(main, [*words, "--only", "checks", "--only", "standings", "--only", "futures"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert all(check["holds"] for check in found["checks"])
    assert {row["measure"] for row in found["standings"]} == {"need_met", "capacity_change"}
    assert {row["future"] for row in found["futures"]} == set(audit.futures())
    assert all(0 <= row["first_ahead"] + row["second_ahead"] <= 1 for row in found["standings"])
    assert len(found["cannot_show"]) >= 3


@pytest.mark.slow
def test_mechanisms_are_taken_apart_from_the_command_line(tmp_path):
    words = ["audit", "small_town", "--worlds", "2", "--years", "1", "--sample", "0.3", "--only", "mechanisms"]
    answer = CliRunner().invoke(main, [*words, "--out", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert "What each mechanism does to the difference in Small Town by year 1" in answer.stdout
    assert "lever_stretch" in answer.stdout
    lines = (tmp_path / "audit-mechanisms.csv").read_text().splitlines()
    assert len(lines) == 1 + len(lives.one_at_a_time(audit.poles())) * len(lives.HEADLINES)
