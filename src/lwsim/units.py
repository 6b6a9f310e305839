"""Weeks, years, rates, probabilities, hours and pounds: the only place where one becomes another."""

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np  # `lwsim --version` does not wait for it

Amount = TypeVar("Amount", float, "np.ndarray")
"""A number, or an array of them."""

WEEKS_A_YEAR = 52
"""A model year is 52 whole weeks, so that a year starts and ends on a week's edge."""

HALF_YEAR = WEEKS_A_YEAR // 2
QUARTER = WEEKS_A_YEAR // 4

FOREVER = 1 << 20
"""A week after every run's end."""

DAYS_A_WEEK = 7
WHOLE_TIME_HOURS = 37.5
"""Hours a week of one whole-time NHS post (Agenda for Change)."""

HEADCOUNT_BASE = 100_000
"""Rates of rare events are quoted for this many adults."""

MIDDLE = 0.5
"""The middle of a scale from 0 to 1."""

TINY = 1e-9
"""What a divisor is at the least, so that nothing is divided by nothing."""

ROUNDING = 1e-6
"""More than rounding could make of a sum that should be whole."""


def weeks_from_years(years: float) -> int:
    """Whole weeks in a number of model years, to the nearest week."""
    return round(years * WEEKS_A_YEAR)


def weekly_probability(yearly_share: float) -> float:
    """Probability in one week that gives `yearly_share` (0..1) over a year of equal weeks."""
    return 1.0 - (1.0 - yearly_share) ** (1.0 / WEEKS_A_YEAR)


def weekly_from_half_life(half_life_weeks: float) -> float:
    """Share of a gap that closes in one week when half of it closes in `half_life_weeks`."""
    return 1.0 - math.exp(-math.log(2.0) / half_life_weeks)


def a_week(a_year: float) -> float:
    """A yearly flow (pounds, people, events) as a weekly one."""
    return a_year / WEEKS_A_YEAR


def a_year(a_week: float) -> float:
    """A weekly flow as a yearly one."""
    return a_week * WEEKS_A_YEAR


def per_100k_a_year(a_week: Amount, adults: float) -> Amount:
    """Events in one week among `adults` people as a yearly rate per 100,000 adults."""
    return a_week * WEEKS_A_YEAR * HEADCOUNT_BASE / adults


def years_from_weeks(weeks: float) -> float:
    """Model years in a number of weeks."""
    return weeks / WEEKS_A_YEAR
