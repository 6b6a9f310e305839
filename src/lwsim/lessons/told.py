"""A lesson and its run as a screen takes them: what may be shown before the drawing, and what after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import statistics as st
from ..comparison import Comparison
from ..loops import LOOPS, Link, LoopQuestion, Move, Readings, carries, mechanism, quantity
from ..place_file import load_place
from ..scenario_file import Scenario, load_scenario
from ..vocabulary import vocabulary
from ..wording import Described, size, value, value_unit
from .drawing import STEP, gap, points_of
from .findings import filled
from .lesson_file import Lesson

ROOM = 1.6
"""How much further than the run goes the space for drawing reaches, both ways, so that its height tells little."""


def scenarios_of(lesson: Lesson) -> tuple[Scenario, ...]:
    """The lesson's scenarios, loaded. Raises InputError."""
    return tuple(load_scenario(name, vocabulary()) for name in lesson.scenarios)


def loop_question(lesson: Lesson) -> LoopQuestion:
    """What must be asked to see what the lesson's loop carries: its first scenario and the one that is drawn or last."""
    every = dict(zip(lesson.scenarios, scenarios_of(lesson), strict=True))
    other = lesson.draw.scenario if lesson.draw.scenario != lesson.scenarios[0] else lesson.scenarios[-1]
    pair = (every[lesson.scenarios[0]], every[other])
    return LoopQuestion(load_place(lesson.place), pair, (lesson.years,), lesson.seed, lesson.sample, lesson.worlds)


def before(lesson: Lesson, comparison: Comparison) -> dict[str, Any]:
    """What the space for drawing needs, and nothing of how it went: the start, the scale and the number of points."""
    measure, curve = _drawn(lesson, comparison)
    reach = ROOM * max(float(np.abs(curve - curve[0]).max()), abs(float(curve[0])) * 0.25, _least(measure))
    start = float(curve[0])
    may_be_negative = start < 0 or "+" in measure.format or measure.name == "capacity_innovation"
    low = start - reach if may_be_negative else max(0.0, start - reach)
    return {"start": start, "low": low, "high": start + reach, "points": comparison.weeks // STEP + 1, **_words(measure)}


def after(lesson: Lesson, comparison: Comparison, drawn: Sequence[float]) -> dict[str, Any]:
    """The run beside the drawing: the gap in words, the curves, and the texts under See and Explain as Markdown."""
    measure, curve = _drawn(lesson, comparison)
    line = points_of(drawn, comparison.weeks)
    return {
        "gap": gap(measure, line, curve).words,
        "drawn": [float(f"{amount:.5g}") for amount in line],
        "charts": [_chart(comparison, name) for name in dict.fromkeys((lesson.draw.measure, *lesson.shows))],
        "see": filled(lesson.steps[2], comparison),
        "explain": filled(lesson.steps[3], comparison),
        "worlds": comparison.setup.worlds,
    }


def _drawn(lesson: Lesson, comparison: Comparison) -> tuple[Described, np.ndarray]:
    """The measure that is drawn, and its mean over worlds week by week."""
    weekly = comparison.weekly(lesson.scenarios.index(lesson.draw.scenario), lesson.draw.measure)
    return comparison.measure(lesson.draw.measure), st.running_mean(st.mean(weekly), 13)


def _least(measure: Described) -> float:
    return 0.02 if measure.format.endswith("%}") else 0.05


def _words(measure: Described) -> dict[str, Any]:
    scale = 100.0 if measure.format.endswith("%}") else 1.0
    return {"title": measure.title, "says": measure.says, "unit": value_unit(measure), "scale": scale}


def _chart(comparison: Comparison, name: str) -> dict[str, Any]:
    """A measure under every scenario, a quarter's running mean of the mean over worlds."""
    measure = comparison.measure(name)
    lines = []
    for number, label in enumerate(comparison.labels):
        weeks = st.running_mean(st.mean(comparison.weekly(number, name)), 13)
        end = value(measure, float(st.mean(comparison.yearly(number, name)[:, -1])))
        lines.append({"name": label, "weeks": [float(f"{amount:.5g}") for amount in weeks], "end": end})
    return {"name": name, "lines": lines, **_words(measure)}


def unfolded(lesson: Lesson, readings: Readings) -> dict[str, Any]:
    """The lesson's loop, link by link, each with what it carried between the two scenarios in this run."""
    loop = next(one for one in LOOPS if one.name == lesson.loop)
    return {
        "title": loop.title,
        "says": loop.says,
        "kind": loop.kind,
        "between": f"{readings.titles[1]} against {readings.titles[0]}, by year {lesson.years:g}",
        "links": [_link(link, readings, lesson.years) for link in loop.links],
    }


def _link(link: Link, readings: Readings, year: float) -> dict[str, Any]:
    ends = [readings.between(name, year) for name in (link.start, link.end)]
    works, _ = mechanism(link.by)
    return {
        "start": quantity(link.start).title,
        "end": quantity(link.end).title,
        "sign": link.sign,
        "says": link.says,
        "works": works,
        "carried": carries(link, *ends),
        "moves": [_moved(name, move) for name, move in zip((link.start, link.end), ends, strict=True)],
    }


def _moved(name: str, move: Move) -> str:
    """How far a quantity is apart between the two scenarios, in words."""
    measure = quantity(name)
    if not move.way:
        return f"{measure.title}: no difference that could be told from luck"
    return f"{measure.title}: {size(measure, move.mean)} {'higher' if move.way > 0 else 'lower'}"
