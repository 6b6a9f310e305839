"""Tidy rows from the arrays of a comparison, and the same rows nested for JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from . import statistics as st
from .wording import Described

DIFFERENCE_COLUMNS = {
    "mean": "difference",
    "low": "difference_low",
    "high": "difference_high",
    "mean_low": "difference_mean_low",
    "mean_high": "difference_mean_high",
}
"""Column of the tidy table that holds each part of a paired difference's summary."""


def tidy_rows(
    labels: Sequence[str],
    measure: Described,
    years: Sequence[float],
    values: Sequence[st.Array],
    crossovers: Sequence[float],
) -> list[dict[str, Any]]:
    """Rows of one measure: a year after the other, the scenarios in order within it.

    values: for each scenario (worlds, years).  crossovers: a week or NaN for each scenario.  The first
    scenario's rows carry no difference: the others are set against it.
    """
    sides = [_side_rows(measure, years, label, of_side) for label, of_side in zip(labels, values, strict=True)]
    for side, rows in enumerate(sides):
        apart = st.paired_difference(values[0], values[side])
        for row, difference in zip(rows, _difference_rows(measure, apart), strict=True):
            row["against"] = labels[0] if side else None
            row |= difference if side else dict.fromkeys(difference, math.nan)
            row["crossover_week"] = crossovers[side]
    return [rows[point] for point in range(len(years)) for rows in sides]


def _side_rows(measure: Described, years: Sequence[float], label: str, values: st.Array) -> list[dict[str, Any]]:
    """What one scenario does, year by year."""
    described = {name: getattr(measure, name) for name in ("title", "unit", "better", "over")}
    parts = st.summary(values)._asdict()
    return [
        {"measure": measure.name, **described, "year": year, "scenario": label}
        | {name: float(part[point]) for name, part in parts.items()}
        for point, year in enumerate(years)
    ]


def _difference_rows(measure: Described, apart: st.Array) -> list[dict[str, Any]]:
    """The paired difference with its intervals and the worlds each side is ahead in, year by year."""
    parts: dict[str, st.Array] = {DIFFERENCE_COLUMNS[name]: part for name, part in st.summary(apart)._asdict().items()}
    parts["worlds_compared"] = np.isfinite(apart).sum(axis=0).astype(float)
    parts["share_ahead"] = st.share_ahead(apart, measure.better)
    parts["share_behind"] = st.share_ahead(apart, -measure.better)
    return [{name: float(part[point]) for name, part in parts.items()} for point in range(apart.shape[1])]


def nested(table: pd.DataFrame, key_of: dict[str, str]) -> dict[str, Any]:
    """A tidy table as plain values, measure by measure and year by year; what does not exist is None.

    Numbers of a paired difference, and no others, stand under the key 'difference'.
    """
    found: dict[str, Any] = {}
    for row in table.to_dict("records"):
        described = {name: row[name] for name in ("title", "unit", "better", "over")}
        years = found.setdefault(row["measure"], {**described, "years": []})["years"]
        if not years or years[-1]["year"] != row["year"]:
            years.append({"year": row["year"], "scenarios": {}, "comparisons": []})
        key = key_of[row["scenario"]]
        years[-1]["scenarios"][key] = {name: _known(row[name]) for name in st.Summary._fields}
        if row["against"] in key_of:
            years[-1]["comparisons"].append(_compared(row, key, key_of[row["against"]]))
    return found


def _compared(row: dict[Any, Any], of: str, against: str) -> dict[str, Any]:
    """One paired difference for JSON."""
    return {
        "of": of,
        "against": against,
        "difference": {name: _known(row[column]) for name, column in DIFFERENCE_COLUMNS.items()},
        **{name: _known(row[name]) for name in ("worlds_compared", "share_ahead", "share_behind", "crossover_week")},
    }


def _known(amount: float) -> float | None:
    """A finite number, or None."""
    return float(amount) if math.isfinite(amount) else None
