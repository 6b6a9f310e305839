"""A waterfall of a difference taken apart: from one level to another, a bar for each part, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from ..explain import Contribution, Explanation, strongest
from ..measures import MEASURES
from ..wording import Described, by_year, difference_unit, fine, in_full, value, value_unit
from . import marks
from .marks import Frame, Scale

BAR = 16.0
MOST_MECHANISMS = 10

STYLE = Markup(
    "<style>:root{--paper:#fcfbf8;--ink:#1b2025;--soft:#545d66;--grid:#e6e4de;--s1:#0b5fa5;--s2:#b24a00;--s3:#3d4248}"
    "@media(prefers-color-scheme:dark){:root{--paper:#14181c;--ink:#e9ebed;--soft:#a7b0b9;--grid:#293036;--s1:#7cc0ff;"
    "--s2:#ffa25c;--s3:#d6d9dd}}svg{background:var(--paper);font-family:system-ui,sans-serif}text{font-size:12.5px;"
    "fill:var(--soft)}.label{font-weight:650;fill:var(--ink)}.f1{fill:var(--s1)}.f2{fill:var(--s2)}.f3{fill:var(--s3)}"
    ".grid{stroke:var(--grid)}.joint{stroke:var(--soft);stroke-width:.8}.zero{stroke:var(--ink);stroke-width:1.2}"
    ".bar{opacity:.8}.whisker{stroke:var(--ink);stroke-width:1.5}</style>"
)
"""What a drawing needs to stand alone as a file: the report's own colours."""


class Form(NamedTuple):
    """How a drawing is laid out.

    row: the height of a row.  label: how far below its bar's middle a label stands.  ticks: about how many, best first.
    beside: whether labels stand left of the bars or, where there is no room, above them.
    """

    name: str
    width: float
    row: float
    label: float
    ticks: tuple[int, ...]
    beside: bool


WIDE = Form("wide", 620.0, 34.0, 4.0, (4, 5, 3, 6), True)
NARROW = Form("narrow", 340.0, 44.0, -14.0, (3, 2, 4), False)
"""For a page, and for a phone."""


class Step(NamedTuple):
    """One bar: from where to where, the interval of its end, and whose side it favours (1, 2, or 3 for neither)."""

    label: str
    start: float
    end: float
    low: float
    high: float
    slot: int


def of_forces(found: Explanation, name: str, year: float, form: Form = WIDE) -> Markup:
    """From the first scenario's level to the second's, by what each force gives (Shapley)."""
    measure = MEASURES[name]
    first, second = found.levels[name, year]
    steps = steps_from(first, found.of(name, year, "force"))
    says = f"By {by_year(year)}, means over worlds. {found.first}: {in_full(measure, first)}. " + _told(measure, steps)
    says += f" {found.second}: {in_full(measure, second)}."
    title = f"{measure.title}: from {found.first} to {found.second}"
    return _drawing(title, says, steps, (found.first, found.second), name, form, levels=True)


def of_mechanisms(found: Explanation, name: str, year: float, form: Form = WIDE) -> Markup:
    """From no difference to the whole of it, by what each mechanism gives; what overlaps is a bar of its own."""
    measure = MEASURES[name]
    (total,) = found.of(name, year, "total")
    largest = strongest(found.of(name, year, "mechanism"), MOST_MECHANISMS)
    steps = steps_from(0.0, largest)
    reached = steps[-1].end if steps else 0.0
    steps.append(Step("overlap, and all others", reached, total.mean, total.mean, total.mean, 3))
    says = f"By {by_year(year)}, what is lost when each mechanism is switched off alone. " + _told(measure, steps)
    title = f"{measure.title}: {found.second} minus {found.first}, by mechanism"
    return _drawing(title, says, steps, ("no difference", "whole difference"), name, form, levels=False)


def steps_from(level: float, rows: Sequence[Contribution]) -> list[Step]:
    """Bars laid end to end from a level, in the order of the rows."""
    steps = []
    for row in rows:
        better = MEASURES[row.measure].better
        slot = 3 if not better or row.mean == 0.0 else 2 if row.mean * better > 0 else 1
        low, high = (edge if np.isfinite(edge) else row.mean for edge in (row.mean_low, row.mean_high))
        steps.append(Step(row.part.replace("_", " "), level, level + row.mean, level + low, level + high, slot))
        level += row.mean
    return steps


def alone(drawing: Markup) -> Markup:
    """A drawing as an SVG file of its own, with its colours inside."""
    head, _, rest = drawing.partition(">")
    return Markup('{} xmlns="http://www.w3.org/2000/svg">{}{}').format(Markup(head), STYLE, Markup(rest))


def _told(measure: Described, steps: Sequence[Step]) -> str:
    """Every bar in words."""
    return " ".join(f"{step.label}: {fine(measure, step.end - step.start)}." for step in steps)


def _drawing(
    title: str, says: str, steps: Sequence[Step], ends: tuple[str, str], name: str, form: Form, *, levels: bool
) -> Markup:
    """Title row, a bar a step, the two ends as dots, and the axis below. levels: whether the axis shows levels."""
    measure = MEASURES[name]
    shown = value if levels else fine
    first = steps[0].start if steps else 0.0
    last = steps[-1].end if steps else first
    edges = [edge for step in steps for edge in (step.start, step.end, step.low, step.high)] or [first]
    ticks = _even_ticks(min(edges), max(edges), form.ticks)
    left = 14 + marks.LETTER * max(len(words) for words in (*ends, *(step.label for step in steps)))
    height = 58 + form.row * (len(steps) + 2)
    frame = Frame(form.width, height, min(left, 0.45 * form.width) if form.beside else marks.LETTER * 2, 84, 26, 30)
    across = Scale(ticks[0], ticks[-1], frame.left + 10, frame.x_end)
    parts = [marks.text(0, 14, value_unit(measure) if levels else difference_unit(measure), "unit")]
    for tick in ticks:
        parts.append(marks.rule(across(tick), frame.top, across(tick), frame.y_end, "zero" if tick == 0 else "grid"))
        parts.append(marks.text(across(tick), frame.y_end + 18, shown(measure, tick), "tick", "middle"))
    middle = frame.top + form.row - 17
    parts += _end(ends[0], shown(measure, first), across(first), middle, frame, form, 1 if levels else 3)
    for step in steps:
        middle += form.row
        parts += _bar(step, fine(measure, step.end - step.start), across, middle, frame, form)
    parts += _end(ends[1], shown(measure, last), across(last), middle + form.row, frame, form, 2 if levels else 3)
    key = f"waterfall-{name}-{'levels' if levels else 'mechanisms'}-{form.name}"
    return marks.drawing(frame, key, title, says, parts, f"chart {form.name}")


def _even_ticks(low: float, high: float, counts: Sequence[int]) -> list[float]:
    """Round ticks, none of whose steps is a quarter: that would be rounded unevenly in the labels."""
    for about in counts:
        ticks = marks.nice_ticks(low, high, about)
        if f"{ticks[1] - ticks[0]:.1e}"[:3] != "2.5":
            return ticks
    return ticks


def _end(label: str, words: str, x: float, y: float, frame: Frame, form: Form, slot: int) -> list[Markup]:
    """A level at which the waterfall starts or ends."""
    return [
        marks.text(0, y + form.label, label, "label"),
        marks.dot(x, y, f"f{slot}", 5.5),
        marks.text(frame.x_end + 8, y + 4, words, "label"),
    ]


def _bar(step: Step, words: str, across: Scale, y: float, frame: Frame, form: Form) -> list[Markup]:
    """One bar with its whisker, joined to the row above."""
    start, end = across(step.start), across(step.end)
    box = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:g}" class="bar f{}"/>').format(
        min(start, end), y - BAR / 2, max(abs(end - start), 0.8), BAR, step.slot
    )
    return [
        marks.rule(start, y - form.row + BAR / 2, start, y - BAR / 2, "joint"),
        marks.text(0, y + form.label, step.label),
        box,
        marks.rule(across(step.low), y, across(step.high), y, "whisker"),
        marks.text(frame.x_end + 8, y + 4, words),
    ]
