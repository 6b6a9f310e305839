"""A chart of dots with whiskers: how far each part of a whole has moved in each scenario since week 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from .. import statistics as st
from ..comparison import LETTERS, Comparison
from ..wording import by_year, difference_unit, signed
from . import marks
from .marks import Frame, Scale

WIDTH = 460.0
LEFT = 14.0
ROW_HEAD = 24.0
ROW_STEP = 21.0


class Moved(NamedTuple):
    """How one part has moved in one scenario. whisker: nine worlds in ten, NaN in one world."""

    slot: int
    mean: float
    low: float
    high: float


def change_chart(comparison: Comparison, names: Sequence[str], title: str) -> Markup:
    """Change of each named stock between week 0 and the last year, a dot for each scenario."""
    rows = [(comparison.measure(name).title, changes(comparison, name)) for name in names if comparison.has(name)]
    measure = comparison.measure(names[0])
    edges = [part for _, row in rows for moved in row for part in moved[1:] if np.isfinite(part)]
    ticks = marks.nice_ticks(min([0.0, *edges]), max([0.0, *edges]), 5)
    row_height = ROW_HEAD + ROW_STEP * len(comparison.sides) + 8
    frame = Frame(WIDTH, 30 + row_height * len(rows) + 34, LEFT, 30, 24, 34)
    across = Scale(ticks[0], ticks[-1], frame.left + 10, frame.x_end)
    parts = [marks.text(0, 14, f"change since week 0, {difference_unit(measure)}", "unit")]
    for tick in ticks:
        css = "zero" if tick == 0 else "grid"
        parts.append(marks.rule(across(tick), frame.top, across(tick), frame.y_end, css))
        parts.append(marks.text(across(tick), frame.y_end + 18, signed(measure, tick), "tick", "middle"))
    for place, (heading, row) in enumerate(rows):
        parts += _row(heading, row, frame.top + 6 + place * row_height, across)
    when = by_year(comparison.years[-1])
    says = f"By {when}, mean over worlds. " + " ".join(
        f"{heading}: " + ", ".join(f"{comparison.labels[moved.slot - 1]} {signed(measure, moved.mean)}" for moved in row) + "."
        for heading, row in rows
    )
    return marks.drawing(frame, "stocks", title, says, parts)


def changes(comparison: Comparison, name: str) -> list[Moved]:
    """The change of one measure since week 0 in each scenario, at the last reported year."""
    found = []
    for side in range(len(comparison.sides)):
        moved = st.paired_difference(comparison.weekly(side, name)[:, 0], comparison.yearly(side, name)[:, -1])
        low, high = st.world_interval(moved)
        found.append(Moved(side + 1, float(st.mean(moved)), float(low), float(high)))
    return found


def _row(heading: str, row: Sequence[Moved], top: float, across: Scale) -> list[Markup]:
    """One part: its name, and for each scenario a whisker with a lettered dot."""
    parts = [marks.text(0, top + 14, heading, "label")]
    for place, moved in enumerate(row):
        y = top + ROW_HEAD + 8 + place * ROW_STEP
        if np.isfinite(moved.low):
            parts.append(marks.rule(across(moved.low), y, across(moved.high), y, f"whisker w{moved.slot}"))
        if np.isfinite(moved.mean):
            parts.append(marks.dot(across(moved.mean), y, f"f{moved.slot}", 8))
            parts.append(marks.text(across(moved.mean), y + 4, LETTERS[moved.slot - 1], "letter", "middle"))
    return parts
