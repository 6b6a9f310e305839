"""Parameters: a number without its footnote is refused, and worlds draw inside the ranges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from lwsim.parameters import STANDINGS, Parameter, Room, parameter
from lwsim.rooms import RIVALS, ROOMS, SWITCHES, Numbers, all_parameters
from lwsim.worlds import drawn

FOOTNOTE = {"unit": "share", "low": 0.0, "high": 1.0, "standing": "assumed", "source": "a test", "says": "A number."}


@pytest.mark.parametrize("name", all_parameters())
def test_footnote_is_complete(name):
    """Every number has unit, source and sentence; an assumed one says what would settle it, a calibrated one its pattern."""
    one = all_parameters()[name]
    assert one.name == name and one.says.endswith(".")
    assert one.unit.strip() and one.source.strip() and one.standing in STANDINGS
    assert one.low <= one.value <= one.high
    assert one.standing != "assumed" or one.settled_by.strip()
    assert one.standing != "calibrated" or one.fitted_to.strip()


def test_names_are_unique_across_rooms():
    assert len(all_parameters()) == sum(len(room.declared) for room in ROOMS)
    assert len({room.room for room in ROOMS}) == len(ROOMS)


def test_switches_and_rivals_have_words():
    assert all(says.endswith(".") for says in SWITCHES.values())
    assert all(len(set(answers)) >= 2 for answers in RIVALS.values())


@pytest.mark.parametrize(
    "fault",
    [
        {"unit": " "},
        {"source": ""},
        {"says": ""},
        {"standing": "guessed"},
        {"low": 0.6},
        {"high": 0.4},
        {"high": math.inf},
        {"value": math.nan},
    ],
)
def test_a_number_without_a_full_footnote_is_refused(fault):
    with pytest.raises(ValueError, match="parameter"):
        parameter(**({"value": 0.5} | FOOTNOTE | fault))


@pytest.mark.parametrize(
    ("low", "value", "high", "share", "by_hand"),
    [
        (0.0, 1.0, 2.0, 0.5, 1.0),
        (0.0, 1.0, 2.0, 0.125, 0.5),
        (0.0, 1.0, 2.0, 0.875, 1.5),
        (0.0, 0.0, 1.0, 0.75, 0.5),
        (0.0, 1.0, 1.0, 0.25, 0.5),
        (3.0, 3.0, 3.0, 0.9, 3.0),
    ],
)
def test_triangular_by_hand(low, value, high, share, by_hand):
    one = Parameter(value, "share", low, high, "assumed", "a test", "A number.")
    assert one.drawn(share) == pytest.approx(by_hand)


@given(st.floats(-5, 5), st.floats(0, 5), st.floats(0, 5), st.floats(0, 1, exclude_max=True))
def test_draws_stay_in_range_and_follow_the_triangle(low, left, right, share):
    one = Parameter(low + left, "share", low, low + left + right, "assumed", "a test", "A number.")
    found = one.drawn(share)
    assert one.low - 1e-9 <= found <= one.high + 1e-9
    width = one.high - one.low
    if width > 1e-3:
        assert triang.cdf(found, (one.value - one.low) / width, one.low, width) == pytest.approx(share, abs=1e-6)


def test_world_0_is_the_usual_one_and_others_stay_in_range():
    assert drawn(0, seed=7) == {}
    every = all_parameters()
    for world in range(1, 20):
        values = drawn(world, seed=7)
        assert values.keys() == every.keys()
        assert all(every[name].low <= value <= every[name].high for name, value in values.items())


def test_worlds_differ_and_a_seed_repeats_them():
    assert drawn(1, seed=7) == drawn(1, seed=7)
    assert drawn(1, seed=7)["need.onset"] != drawn(2, seed=7)["need.onset"]
    assert drawn(1, seed=7)["need.onset"] != drawn(1, seed=8)["need.onset"]


def test_parameters_are_drawn_independently():
    """Over many worlds no two of the first twenty uncertain numbers, of which patterns hardly speak, move together."""
    uncertain = [name for name, one in all_parameters().items() if one.low < one.high][:20]
    worlds = np.array([[drawn(world, seed=3)[name] for name in uncertain] for world in range(1, 201)])
    between = np.corrcoef(worlds.T)[np.triu_indices(len(uncertain), 1)]
    assert np.abs(between).max() < 4.5 / math.sqrt(200)


class Corner(Room, room="corner"):
    """A room made for this test."""

    width: float = parameter(0.5, **FOOTNOTE)
    height: float = parameter(0.25, **FOOTNOTE)


def test_a_room_gives_its_numbers_plainly():
    assert list(Corner.declared) == ["corner.width", "corner.height"]
    assert Corner.plain({"corner.height": 1})._asdict() == {"width": 0.5, "height": 1.0}
    assert Numbers({"need.onset": 0.5}).need.onset == 0.5
