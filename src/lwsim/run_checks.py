"""What a run may be asked for: its horizon, share of the adults, luck and world, refused in words before anything is lived."""

import math
from numbers import Real
from operator import index
from typing import Any

from .errors import InputError, shown
from .scenario_events import LONGEST_YEARS
from .units import weeks_from_years

LARGEST_SEED = 2**63 - 1
LARGEST_WORLD = 2**31 - 1
FEWEST_ADULTS = 50
"""A sample of fewer is no place any more; a place that is smaller by itself is lived whole."""


def whole_number(name: str, value: Any, least: int, most: int) -> int:
    """The value as a plain int, also where it is NumPy's. Raises InputError for what is none, or out of bounds."""
    try:
        number = index(value)
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or not least <= number <= most:
        raise InputError("run", name, shown(value), f"a whole number, {least} to {most:,}", f"give {name}={max(least, 1)}, say")
    return number


def check_size(years: float, sample: float, adults: int | None = None) -> tuple[float, float]:
    """A horizon and a sample as plain floats. adults: of the place, where known. Raises InputError for what cannot be run."""
    if not (_is_number(years) and weeks_from_years(min(years, LONGEST_YEARS + 1.0)) >= 1 and years <= LONGEST_YEARS):
        raise InputError("run", "years", shown(years), f"a week (0.02) to {LONGEST_YEARS:g} years", "give years=5, say")
    if not (_is_number(sample) and 0.0 < sample <= 1.0):
        raise InputError("run", "sample", shown(sample), "above 0, up to 1", "give sample=0.1 for a tenth of the adults")
    if adults is not None and sample < 1.0 and sample * adults < FEWEST_ADULTS:
        least = min(1.0, math.ceil(1000 * FEWEST_ADULTS / adults) / 1000)
        allowed = f"a share that is {FEWEST_ADULTS} of its {adults:,} adults or more"
        raise InputError("run", "sample", shown(sample), allowed, f"give sample={least:g} or more")
    return float(years), float(sample)


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)
