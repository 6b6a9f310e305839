"""One run in short: each measure at the start and year by year, as a table or as plain values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from .showing import console, plain_table

if TYPE_CHECKING:
    import numpy as np

    from ..measures import Measure


def yearly(weekly: np.ndarray, measure: Measure) -> list[float]:
    """A measure at the start and in each year: the mean of the year's weeks, or for a stock its last week.

    weekly: (weeks + 1, measures), from week 0.
    """
    from ..measures import NAMES
    from ..units import WEEKS_A_YEAR

    values = weekly[:, NAMES.index(measure.name)]
    years = [values[first : first + WEEKS_A_YEAR] for first in range(1, len(values), WEEKS_A_YEAR)]
    return [float(values[0])] + [float(year[-1] if measure.over == "end" else year.mean()) for year in years]


def as_values(weekly: np.ndarray) -> dict[str, Any]:
    """Every measure with its unit and its values year by year; what does not exist is None."""
    from ..measures import described

    found = {}
    for measure in described():
        start, *years = (amount if math.isfinite(amount) else None for amount in yearly(weekly, measure))
        found[measure.name] = {"title": measure.title, "unit": measure.unit, "start": start, "years": years}
    return found


def print_table(weekly: np.ndarray) -> None:
    """The shown measures of every theme, year by year."""
    from ..measures import MEASURES
    from ..themes import THEMES
    from ..units import WEEKS_A_YEAR
    from ..wording import by_year, value, value_unit

    whole, over = divmod(weekly.shape[0] - 1, WEEKS_A_YEAR)
    part = [f"to {by_year(whole + over / WEEKS_A_YEAR)}"] if over else []
    table = plain_table("", "Measure", "start", *(f"year {year}" for year in range(1, whole + 1)), *part)
    for theme in THEMES:
        known = [MEASURES[name] for name in theme.shown if name in MEASURES]
        for place, measure in enumerate(known):
            cells = [value(measure, amount) for amount in yearly(weekly, measure)]
            heading = theme.title if place == 0 else ""
            table.add_row(heading, escape(f"{measure.title} ({value_unit(measure)})"), *cells)
    console().print(table)
