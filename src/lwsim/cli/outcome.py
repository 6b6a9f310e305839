"""One run in short: each shown measure year by year, as a table or as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.markup import escape

from .showing import console, plain_table

if TYPE_CHECKING:
    import pandas as pd

    from ..measures import Measure


def yearly(weekly: pd.DataFrame, measure: Measure) -> list[float]:
    """A measure at the start and in each year: the mean of the year's weeks, or for a stock its last week.

    weekly: a row a week from week 0, a column a measure.
    """
    from ..units import WEEKS_A_YEAR

    values = weekly[measure.name]
    starts = range(1, len(values), WEEKS_A_YEAR)
    years = [values.iloc[start : start + WEEKS_A_YEAR] for start in starts]
    return [float(values.iloc[0])] + [
        float(year.iloc[-1] if measure.over == "end" else year.mean()) for year in years
    ]


def as_values(weekly: pd.DataFrame) -> dict[str, Any]:
    """Every measure with its unit and its values year by year; what does not exist is None."""
    from ..measures import MEASURES

    found = {}
    for measure in MEASURES.values():
        values = [None if value != value else value for value in yearly(weekly, measure)]
        found[measure.name] = {"unit": measure.unit, "start": values[0], "years": values[1:]}
    return found


def print_table(weekly: pd.DataFrame) -> None:
    """The shown measures of every theme, year by year."""
    from ..measures import MEASURES
    from ..themes import THEMES
    from ..units import WEEKS_A_YEAR
    from ..wording import value, value_unit

    years = len(range(1, len(weekly), WEEKS_A_YEAR))
    table = plain_table("", "Measure", "start", *(f"year {year}" for year in range(1, years + 1)))
    for theme in THEMES:
        known = [MEASURES[name] for name in theme.shown if name in MEASURES]
        for place, measure in enumerate(known):
            cells = [value(measure, amount) for amount in yearly(weekly, measure)]
            heading = theme.title if place == 0 else ""
            table.add_row(heading, escape(f"{measure.title} ({value_unit(measure)})"), *cells)
    console().print(table)
