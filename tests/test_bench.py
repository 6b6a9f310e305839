"""The benchmark compares like with like: its peers live lwsim's own rules, and its sums are what they say."""

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import alone  # noqa: E402  from the folder just put on the path
import bench  # noqa: E402
import peer_loop  # noqa: E402
import peer_mesa  # noqa: E402
import peer_starsim  # noqa: E402
import whole  # noqa: E402

WEEKS = 60
"""Long enough for distress to end, for both stages of recovery to pass, and for relapses."""

needs_gcc = pytest.mark.skipif(not peer_loop.there_is_gcc(), reason="gcc is not on this machine")


@pytest.fixture(scope="module")
def start():
    """A few hundred people at week 0, with nobody to answer them."""
    return alone.people_alone("small_town", 0.05)


@pytest.fixture(scope="module")
def lived(start):
    """The same people after lwsim's own weeks, and the events counted."""
    state = start.fork()
    events = alone.live(state, WEEKS)
    assert (events > 0).all(), "every kind of event happens, so that every rule is compared"
    return state, events


def loop_after(start, weeks):
    """The C loop's people after some weeks: their fates and the events counted."""
    loop = peer_loop.Loop(start, peer_loop.compiled())
    events = loop.live(weeks)
    return loop.fates(), events


@needs_gcc
def test_the_c_loop_gives_everybody_the_same_life_to_the_last_bit(start, lived):
    state, events = lived
    theirs, counted = loop_after(start, alone.weeks_ahead(start, WEEKS))
    for name, ours in alone.fates(state.people).items():
        np.testing.assert_array_equal(theirs[name], ours, err_msg=name)
    np.testing.assert_array_equal(counted, events)


@needs_gcc
def test_the_c_loop_leaves_the_people_it_was_given_alone(start):
    before = {name: column.copy() for name, column in alone.fates(start.people).items()}
    loop_after(start, alone.weeks_ahead(start, 4))
    assert alone.people_who_differ(before, alone.fates(start.people)) == 0


def test_plain_mesa_with_the_same_luck_gives_everybody_the_same_life(start, lived):
    state, events = lived
    model = peer_mesa.Alone(start, alone.weeks_ahead(start, WEEKS), hashed=True)
    np.testing.assert_array_equal(model.live(WEEKS), events)
    assert alone.people_who_differ(alone.fates(state.people), model.fates(), bench.CLOSE) == 0


def test_plain_mesa_with_pythons_luck_lives_by_the_same_rates(start, lived):
    """Events of independent luck lie within four standard errors of lwsim's."""
    events = lived[1]
    drawn = peer_mesa.Alone(start, alone.weeks_ahead(start, WEEKS), hashed=False).live(WEEKS)
    assert (drawn != events).any()
    assert (np.abs(drawn - events) < 4 * np.sqrt(drawn + events)).all()


@needs_gcc
def test_another_life_is_noticed(start, lived):
    """A peer that lives one week less, or with other luck, is told apart."""
    ours = alone.fates(lived[0].people)
    assert alone.people_who_differ(ours, loop_after(start, alone.weeks_ahead(start, WEEKS - 1))[0]) > 0
    weeks = alone.weeks_ahead(start, WEEKS)
    other = alone.Weeks(**(vars(weeks) | {"course": weeks.remission}))
    assert alone.people_who_differ(ours, loop_after(start, other)[0]) > 0


def test_decimals_may_differ_by_rounding_and_whole_numbers_by_nothing(start):
    ours = alone.fates(start.people)
    nearly = ours | {"social_need": ours["social_need"] * (1 + 1e-6)}
    assert alone.people_who_differ(ours, nearly, 1e-4) == 0
    assert alone.people_who_differ(ours, nearly) > 0
    other = ours["episodes"].copy()
    other[0] += 1
    assert alone.people_who_differ(ours, ours | {"episodes": other}, 1e-4) == 1


def test_nobody_answers_people_left_to_themselves(lived):
    people = lived[0].people
    assert set(np.unique(people.place)) <= {0, 1}, "well, or in need and with nobody"
    assert not people.with_gp.any() and (people.service == -1).all() and (people.group == -1).all()


def test_a_pace_is_adults_times_weeks_over_seconds():
    pace = bench.Pace("anybody", 1_000, 52, 0.5)
    assert pace.rate == 104_000
    assert pace.sum == "1,000 x 52 / 0.5000 s"


@pytest.mark.parametrize("power", [0.5, 1.0, 1.3])
def test_growth_is_the_power_of_the_number_of_adults(power):
    adults = [10_000, 50_000, 250_000]
    assert whole.exponent(adults, [3e-6 * n**power for n in adults]) == pytest.approx(power)


def test_figures_are_kept_by_commit(tmp_path):
    """A commit measured again replaces its row, another adds one, and a figure that is new leaves the old rows empty."""
    for of, figures in (("abc", {"ratio": 2.0}), ("def", {"ratio": 3.0, "region": 9.5}), ("abc", {"ratio": 2.5})):
        bench.keep(bench.Page(["# A page"], figures), of, tmp_path)
    assert (tmp_path / bench.FIGURES).read_text().split() == ["commit,ratio,region", "abc,2.5,", "def,3,9.5"]
    assert (tmp_path / "latest.md").read_text() == "# A page\n"


@pytest.mark.skipif(not peer_starsim.there_is_starsim(), reason="Starsim is not installed")
def test_starsim_lives_by_the_same_rates(start, lived):
    """Events of independent luck lie within four standard errors of lwsim's."""
    events = lived[1]
    drawn = peer_starsim.live(peer_starsim.alone(start, alone.weeks_ahead(start, WEEKS)))
    assert (drawn != events).any()
    assert (np.abs(drawn - events) < 4 * np.sqrt(drawn + events)).all()
