"""Line charts of a comparison: each scenario with its band of plausible worlds, and the paired difference.

Scenarios are told apart by colour, by dash and by a label at the end of the line; the band is the central
90% of plausible worlds; the week a lead changes hands for good is marked. Colours come from the page's style
sheet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from .. import statistics as st
from ..comparison import Comparison
from ..lead import changed_hands
from ..units import WEEKS_A_YEAR
from ..wording import Described, difference_unit, signed, size_range, span, value, value_unit
from . import marks
from .marks import Frame, Scale

LARGE = Frame(width=460, height=300, left=0, right=0, top=46, bottom=30)
SMALL = Frame(width=320, height=214, left=0, right=0, top=42, bottom=26)
"""Sizes to draw at; the side margins are made to fit the labels."""
MOST_POINTS = 140
"""Points on a line; a longer run shows every so-manieth week."""
LABEL_LETTERS = 12
LINE_HEIGHT = 15.0


class Trace(NamedTuple):
    """One line of a chart: who, which of the four colours, the words at its end, its numbers by week."""

    label: str
    slot: int
    end: str
    mean: st.Array
    low: st.Array
    high: st.Array


def level_chart(comparison: Comparison, name: str, frame: Frame = LARGE) -> Markup:
    """What each scenario does on a measure over the weeks."""
    measure = comparison.measure(name)
    traces = []
    for side, label in enumerate(comparison.labels):
        mean, low, high, *_ = st.summary(comparison.drawn(name, side))
        end = value(measure, float(st.mean(comparison.yearly(side, name)[:, -1])))
        traces.append(Trace(label, side + 1, end, mean, low, high))
    title = f"{measure.title}: {' and '.join(comparison.labels)}"
    says = f"{value_unit(measure)}, over {span(comparison.weeks)}. " + " ".join(
        f"{trace.label} goes from {value(measure, trace.mean[0])} to {trace.end}." for trace in traces
    )
    return _chart(comparison, measure, traces, frame, f"level-{name}", title, says, is_difference=False)


def difference_chart(comparison: Comparison, name: str, frame: Frame = LARGE) -> Markup:
    """The paired difference from the first scenario over the weeks, with a row of worlds ahead below."""
    measure = comparison.measure(name)
    traces, ends = [], []
    first = comparison.labels[0]
    for other in comparison.others:
        mean, low, high, *_ = st.summary(comparison.drawn(name, other, is_difference=True))
        last = st.summary(st.paired_difference(comparison.yearly(0, name), comparison.yearly(other, name))[:, -1])
        end, label = signed(measure, float(last.mean)), comparison.labels[other]
        traces.append(Trace(label, other + 1, end, mean, low, high))
        nine_in_ten = f", nine worlds in ten {size_range(measure, float(last.low), float(last.high))}"
        ends.append(f"{label} ends {end} from {first} on average{nine_in_ten if np.isfinite(last.low) else ''}.")
    title = f"{measure.title}: {' and '.join(trace.label for trace in traces)} minus {first}"
    says = f"Paired difference, {difference_unit(measure)}. {' '.join(ends)}"
    rows = len(traces) if comparison.setup.worlds > 1 and measure.better else 0
    taller = frame._replace(bottom=frame.bottom + (LINE_HEIGHT * (rows + 1) + 6 if rows else 0))
    return _chart(comparison, measure, traces, taller, f"difference-{name}", title, says, is_difference=True)


def _fitted(frame: Frame, traces: Sequence[Trace], ticks: Sequence[str]) -> Frame:
    """The frame with room on the left for the longest tick label and on the right for the longest name."""
    names = [line for trace in traces for line in (*marks.short_lines(trace.label, LABEL_LETTERS), trace.end)]
    left = 12 + 1.1 * marks.LETTER * max(len(words) for words in ticks)
    return frame._replace(left=left, right=14 + marks.LETTER * max(len(line) for line in names))


def _chart(
    comparison: Comparison,
    measure: Described,
    traces: Sequence[Trace],
    frame: Frame,
    key: str,
    title: str,
    says: str,
    *,
    is_difference: bool,
) -> Markup:
    """Axes, bands, lines, marks and labels of one chart."""
    ticks = _value_ticks(traces, holds_zero=is_difference, about=4 if frame.height > SMALL.height else 3)
    words = _tick_words([(signed if is_difference else value)(measure, tick) for tick in ticks])
    frame = _fitted(frame, traces, words)
    across = Scale(0, comparison.weeks, frame.left, frame.x_end)
    up = Scale(ticks[0], ticks[-1], frame.y_end, frame.top)
    parts = [marks.text(0, 14, difference_unit(measure) if is_difference else value_unit(measure), "unit")]
    parts += _axes(comparison, frame, across, up, list(zip(ticks, words, strict=True)))
    for trace in traces:
        parts.append(_band_of(trace, across, up))
    if is_difference:
        parts.append(marks.rule(frame.left, up(0), frame.x_end, up(0), "zero"))
        parts += _regions(comparison, measure, frame, up(0))
        parts += _worlds_ahead(comparison, measure, traces, frame, across)
    for trace in traces:
        parts.append(_line_of(trace, across, up))
    crossings, crossed = _crossings(comparison, measure, frame, across)
    parts += crossings + _end_labels(traces, frame, up)
    return marks.drawing(frame, key, title, says + crossed, parts)


def _value_ticks(traces: Sequence[Trace], *, holds_zero: bool, about: int) -> list[float]:
    """Ticks that hold every line and band; from zero where that costs little of the height."""
    shown = np.concatenate([part for trace in traces for part in (trace.mean, trace.low, trace.high)])
    shown = shown[np.isfinite(shown)]
    low, high = (float(shown.min()), float(shown.max())) if len(shown) else (0.0, 1.0)
    if holds_zero:
        low, high = min(low, 0.0), max(high, 0.0)
        if low == high:
            return [-1.0, 0.0, 1.0]
    elif 0 < low < 0.5 * high:
        low = 0.0
    return marks.nice_ticks(low, high, about)


def _tick_words(words: Sequence[str]) -> list[str]:
    """Tick labels without decimals that are nought in all of them."""
    if all(re.search(r"\.0+(%?)$", label) or label == "0" for label in words):
        return [re.sub(r"\.0+(%?)$", r"\1", label) for label in words]
    return list(words)


def _axes(comparison: Comparison, frame: Frame, across: Scale, up: Scale, ticks: Sequence[tuple[float, str]]) -> list[Markup]:
    """Light lines across with their values, and the weeks below."""
    parts = []
    for tick, words in ticks:
        parts.append(marks.rule(frame.left, up(tick), frame.x_end, up(tick), "grid"))
        parts.append(marks.text(frame.left - 6, up(tick) + 4, words, "tick", "end"))
    for week, words in marks.time_ticks(comparison.weeks):
        parts.append(marks.rule(across(week), frame.y_end, across(week), frame.y_end + 4, "axis"))
        anchor, back = ("start", marks.LETTER / 2) if " " in words else ("middle", 0.0)
        parts.append(marks.text(across(week) - back, frame.y_end + 18, words, "tick", anchor))
    return [*parts, marks.rule(frame.left, frame.y_end, frame.x_end, frame.y_end, "axis")]


def _weeks_shown(weeks: int) -> list[int]:
    """Every so-manieth week, and always the last."""
    step = math.ceil(weeks / MOST_POINTS)
    return sorted({*range(0, weeks + 1, step), weeks})


def _band_of(trace: Trace, across: Scale, up: Scale) -> Markup:
    """The band of plausible worlds of one trace."""
    at = _weeks_shown(len(trace.mean) - 1)
    return marks.band([across(w) for w in at], up_all(trace.low[at], up), up_all(trace.high[at], up), f"band b{trace.slot}")


def _line_of(trace: Trace, across: Scale, up: Scale) -> Markup:
    """The mean of one trace."""
    at = _weeks_shown(len(trace.mean) - 1)
    return marks.line([across(w) for w in at], up_all(trace.mean[at], up), f"line l{trace.slot}")


def up_all(values: st.Array, up: Scale) -> list[float]:
    """Each value's height in the drawing."""
    return [up(float(amount)) for amount in values]


def _regions(comparison: Comparison, measure: Described, frame: Frame, zero: float) -> list[Markup]:
    """Which way is better than the first scenario, said above and below zero where there is room."""
    first = marks.short_lines(comparison.labels[0], 22, 1)[0]
    above, below = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}[measure.better]
    parts = []
    if zero - frame.top > 24:
        parts.append(marks.text(frame.left + 6, frame.top + 13, f"↑ {above} than {first}", "region"))
    if frame.y_end - zero > 24:
        parts.append(marks.text(frame.left + 6, frame.y_end - 7, f"↓ {below} than {first}", "region"))
    return parts


def _worlds_ahead(
    comparison: Comparison, measure: Described, traces: Sequence[Trace], frame: Frame, across: Scale
) -> list[Markup]:
    """Below the axis: in how many worlds each is ahead of the first, at the end of each year."""
    if not measure.better or comparison.setup.worlds < 2:
        return []
    top = frame.y_end + 40
    words = f"worlds ahead, of {comparison.setup.worlds:,}"
    parts = [marks.text(frame.left, top, words, "tick")]
    marked = {week for week, _ in marks.time_ticks(comparison.weeks)}
    for row, trace in enumerate(traces):
        yearly = st.paired_difference(comparison.yearly(0, measure.name), comparison.yearly(trace.slot - 1, measure.name))
        ahead, _, _ = st.worlds_ahead(yearly, measure.better)
        for year, count in zip(comparison.years, ahead.tolist(), strict=True):
            week = min(round(year * WEEKS_A_YEAR), comparison.weeks)
            if week in marked or week == comparison.weeks:
                place = across(week), top + LINE_HEIGHT * (row + 1)
                parts.append(marks.text(*place, f"{count:,}", f"count t{trace.slot}", "middle"))
    return parts


def _crossings(comparison: Comparison, measure: Described, frame: Frame, across: Scale) -> tuple[list[Markup], str]:
    """A mark where a lead changes hands for good, and the same in words."""
    parts: list[Markup] = []
    words = ""
    for other in comparison.others:
        week = changed_hands(comparison, measure.name, other)
        if math.isfinite(week):
            x = across(week)
            anchor = "start" if x < frame.left + 70 else "end" if x > frame.x_end - 70 else "middle"
            said = f"{'lead changes ' if frame.height > SMALL.height else ''}after {span(week)}"
            parts.append(marks.rule(x, frame.top - 4, x, frame.y_end, f"crossing c{other + 1}"))
            if len(comparison.others) == 1:
                parts.append(marks.text(x, frame.top - 9, said, "mark", anchor))
            words += f" {comparison.labels[0]} and {comparison.labels[other]} change lead after {span(week)}."
    return parts, words


def _end_labels(traces: Sequence[Trace], frame: Frame, up: Scale) -> list[Markup]:
    """Name and last value beside the end of each line, moved apart where they would overlap."""
    shown = [trace for trace in traces if np.isfinite(trace.mean[-1])]
    names = [marks.short_lines(trace.label, LABEL_LETTERS) for trace in shown]
    gaps = [LINE_HEIGHT * (len(lines) + 1) + 4 for lines in names]
    wanted = [up(float(trace.mean[-1])) - gap / 2 + LINE_HEIGHT * 0.8 for trace, gap in zip(shown, gaps, strict=True)]
    tops = marks.spaced(wanted, gaps, frame.top, frame.y_end + LINE_HEIGHT)
    parts = []
    for trace, lines, top in zip(shown, names, tops, strict=True):
        for row, words in enumerate([*lines, trace.end]):
            css = f"{'label' if row < len(lines) else 'last'} t{trace.slot}"
            parts.append(marks.text(frame.x_end + 8, top + row * LINE_HEIGHT, words, css))
        parts.append(marks.dot(frame.x_end, up(float(trace.mean[-1])), f"end f{trace.slot}", 3))
    return parts
