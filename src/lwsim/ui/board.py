"""A comparison as the charts take it: words and places as plain values, the numbers as one run of bytes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import statistics as st
from ..comparison import Comparison
from ..lead import changed_hands
from ..themes import THEMES
from ..wording import Described, by_year, difference_unit, is_gap, signed, span, value, value_unit


@dataclass(frozen=True)
class Board:
    """Everything that the charts of a comparison show.

    charts: a description for each.  numbers: little-endian float32; a chart's `at` says where its lines begin, each
    (weeks + 1) long: mean, and where there are bands low and high.
    """

    charts: list[dict[str, Any]]
    numbers: bytes
    weeks: int
    has_bands: bool


def board(comparison: Comparison, way: str = "level") -> Board:
    """The shown measures of every theme, in level or as paired differences from the first scenario."""
    charts: list[dict[str, Any]] = []
    rows: list[np.ndarray] = []
    has_bands = comparison.setup.worlds > 1
    for theme in THEMES:
        for name in theme.shown:
            if comparison.has(name):
                chart, lines = _chart(comparison, name, way, has_bands)
                charts.append({**chart, "theme": theme.title, "at": sum(len(row) for row in rows)})
                rows += lines
    numbers = np.concatenate(rows).astype("<f4").tobytes() if rows else b""
    return Board(charts, numbers, comparison.weeks, has_bands)


def _chart(comparison: Comparison, name: str, way: str, has_bands: bool) -> tuple[dict[str, Any], list[np.ndarray]]:
    """One chart's description and its lines."""
    measure = comparison.measure(name)
    is_difference = way == "difference"
    sides = comparison.others if is_difference else range(len(comparison.sides))
    rows: list[np.ndarray] = []
    series = []
    for side in sides:
        rows += _lines(comparison.drawn(name, side, is_difference=is_difference), has_bands)
        end = _yearly(comparison, name, side, is_difference)[-1]
        series.append({"label": comparison.labels[side], "slot": side + 1, "end": _said(measure, end, is_difference)})
    crossings = _crossings(comparison, measure)
    chart = {
        "name": name,
        "title": measure.title,
        "says": measure.says,
        "unit": _unit(measure, is_difference),
        "better": measure.better,
        "series": series,
        "difference": is_difference,
        "format": _format(measure),
        "crossings": crossings,
        "told": _told(comparison, measure, series, crossings, is_difference),
        "table": _table(comparison, name, sides, is_difference),
    }
    return chart, rows


def _lines(drawn: np.ndarray, has_bands: bool) -> list[np.ndarray]:
    """Mean, and with more than one world the low and high edge of nine worlds in ten."""
    return [st.mean(drawn), *st.world_interval(drawn)] if has_bands else [drawn[0]]


def _yearly(comparison: Comparison, name: str, side: int, is_difference: bool) -> np.ndarray:
    """Means over worlds at each reported year."""
    own = comparison.yearly(side, name)
    return st.mean(st.paired_difference(comparison.yearly(0, name), own) if is_difference else own)


def _said(measure: Described, amount: float, is_difference: bool) -> str:
    """A number in words for a label or a cell."""
    return (signed if is_difference else value)(measure, float(amount))


def _unit(measure: Described, is_difference: bool) -> str:
    """What stands over the axis: a difference of money is one of pounds too."""
    if is_difference and not measure.unit.startswith("pounds"):
        return difference_unit(measure)
    return value_unit(measure)


def _format(measure: Described) -> dict[str, Any]:
    """How the axis writes a number: pounds in front, shares times a hundred with their %, so many decimals."""
    spec = measure.format.partition("{:")[2].partition("}")[0]
    decimals = int(spec.partition(".")[2][:1] or 0)
    return {
        "pounds": measure.unit.startswith("pounds"),
        "times": 100 if spec.endswith("%") else 1,
        "mark": "%" if spec.endswith("%") and not is_gap(measure) else "",
        "decimals": decimals,
    }


def _crossings(comparison: Comparison, measure: Described) -> list[dict[str, Any]]:
    """The weeks in which a lead changed hands for good, where that can be told."""
    weeks = {other: changed_hands(comparison, measure.name, other) for other in comparison.others}
    return [
        {"week": week, "slot": other + 1, "said": f"lead changes after {span(week)}"}
        for other, week in weeks.items()
        if math.isfinite(week)
    ]


def _told(
    comparison: Comparison,
    measure: Described,
    series: list[dict[str, Any]],
    crossings: list[dict[str, Any]],
    is_difference: bool,
) -> str:
    """The chart in words, for who does not see it."""
    first = comparison.labels[0]
    ends = "; ".join(
        f"{one['label']} minus {first}: {one['end']}" if is_difference else f"{one['label']}: {one['end']}" for one in series
    )
    words = f"{measure.title} by {by_year(comparison.years[-1])}. {ends}."
    for crossing in crossings:
        words += f" {first} and {comparison.labels[crossing['slot'] - 1]}: the {crossing['said']}."
    return words


def _table(comparison: Comparison, name: str, sides: Sequence[int], is_difference: bool) -> dict[str, Any]:
    """Year by year, a column a scenario; with more than one world nine worlds in ten beside each mean."""
    measure = comparison.measure(name)
    columns = []
    for side in sides:
        own = comparison.yearly(side, name)
        values = st.paired_difference(comparison.yearly(0, name), own) if is_difference else own
        mean, low, high = st.summary(values)[:3] if len(values) > 1 else (values[0], *np.full((2, values.shape[1]), np.nan))
        columns.append(
            [
                {"mean": _said(measure, m, is_difference), "range": _range(measure, lo, hi, is_difference)}
                for m, lo, hi in zip(mean, low, high, strict=True)
            ]
        )
    years = [by_year(year) for year in comparison.years]
    heads = [comparison.labels[side] for side in sides]
    return {"heads": heads, "rows": [[year, *cells] for year, *cells in zip(years, *columns, strict=True)]}


def _range(measure: Described, low: float, high: float, is_difference: bool) -> str:
    """'low to high', or nothing where there is no interval."""
    if not math.isfinite(low):
        return ""
    return f"{_said(measure, low, is_difference)} to {_said(measure, high, is_difference)}"
