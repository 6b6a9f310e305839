"""What a run may be asked for: numbers of any library, and everything else refused in words, from Python as from a file."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

import lwsim
from lwsim.cli import options
from lwsim.errors import InputError
from lwsim.run_checks import FEWEST_ADULTS, LARGEST_SEED, check_size
from lwsim.scenario_events import LONGEST_YEARS

TOWN = {"years": 0.1, "sample": 0.02}


def test_the_command_line_has_the_same_bounds():
    """It keeps numbers of its own, so that `lwsim --version` need not load what checks them."""
    assert (options.LARGEST_SEED, options.MOST_YEARS) == (LARGEST_SEED, LONGEST_YEARS)


def test_a_number_of_numpys_is_as_good_as_pythons():
    """Replicates are scripted with np.arange; they ended in an OverflowError."""
    ours, theirs = (lwsim.run("small_town", seed=seed, **TOWN).weekly for seed in (3, np.int64(3)))
    assert ours.equals(theirs)
    assert lwsim.run("small_town", years=np.float64(0.1), sample=np.float32(0.02)).years == pytest.approx(0.1)


@pytest.mark.parametrize("name", ["seed", "world"])
@pytest.mark.parametrize("value", [-1, 1.5, "1", None, True, 2**64 + 3, 10**30])
def test_luck_and_world_are_whole_numbers_in_bounds(name, value):
    """3 and 2**64 + 3 were the same luck without a word."""
    with pytest.raises(InputError, match=name):
        lwsim.run("small_town", **{name: value}, **TOWN)
    with pytest.raises(InputError, match=name):
        lwsim.LocalSystem("small_town", "ordinary", sample=0.02, **{name: value})


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 0.0, 1e308, "2", True])
def test_a_horizon_is_a_number_of_years(value):
    with pytest.raises(InputError, match="years"):
        lwsim.run("small_town", years=value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1, 0.0, 1.1, 1e-300, "0.1", None, True])
@pytest.mark.parametrize("ask", [lwsim.run, lambda place, **how: lwsim.compare(place, ["mechanistic", "relational"], **how)])
def test_a_sample_is_a_share_of_the_adults_that_leaves_a_place(value, ask):
    with warnings.catch_warnings(), pytest.raises(InputError, match="sample"):
        warnings.simplefilter("error")
        ask("small_town", sample=value, years=0.1)


def test_a_small_place_is_lived_whole_and_a_sample_is_told_how_small_it_may_be():
    check_size(1.0, 1.0, adults=10)
    check_size(1.0, 0.01, adults=100 * FEWEST_ADULTS)
    with pytest.raises(InputError, match=r"50 of its 6,000 adults or more; give sample=0\.009 or more"):
        check_size(1.0, 0.001, adults=6_000)
