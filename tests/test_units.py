"""Units: one becomes another as worked out on paper, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lwsim import units


@pytest.mark.parametrize(
    ("found", "by_hand"),
    [
        (units.weeks_from_years(0.5), 26),
        (units.weeks_from_years(2.51), 131),
        (units.years_from_weeks(130), 2.5),
        (units.a_week(5200.0), 100.0),
        (units.a_year(100.0), 5200.0),
        (units.per_100k_a_year(3, 52_000), 300.0),
        (units.weekly_probability(0.0), 0.0),
        (units.weekly_probability(1.0), 1.0),
        (units.weekly_from_half_life(1.0), 0.5),
    ],
)
def test_by_hand(found, by_hand):
    assert found == pytest.approx(by_hand)


@given(st.floats(0.0, 0.999))
def test_fifty_two_weeks_of_a_weekly_probability_make_the_yearly_share(share):
    assert 1.0 - (1.0 - units.weekly_probability(share)) ** 52 == pytest.approx(share, abs=1e-9)


@given(st.floats(0.5, 500.0))
def test_half_a_gap_is_left_after_a_half_life(weeks):
    assert (1.0 - units.weekly_from_half_life(weeks)) ** weeks == pytest.approx(0.5)
