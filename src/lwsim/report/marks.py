"""The marks that charts are drawn with: scales, ticks, lines, bands and text as SVG, each text escaped."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from ..units import WEEKS_A_YEAR

LETTER = 7.4
"""Width allowed for a letter of chart text; generous, as the reader's system picks the typeface."""


class Frame(NamedTuple):
    """The size of a drawing and the margins around its plot, in its own units."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def x_end(self) -> float:
        """Right edge of the plot."""
        return self.width - self.right

    @property
    def y_end(self) -> float:
        """Lower edge of the plot."""
        return self.height - self.bottom


class Scale(NamedTuple):
    """A straight scale from values to places in the drawing."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that span low..high in roughly so many steps, the outer ones at or beyond its ends."""
    if not high > low:
        low, high = low - max(abs(low), 1.0) * 0.1, high + max(abs(high), 1.0) * 0.1
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{step * count:.12g}") for count in range(first, last + 1)]


def time_ticks(weeks: int) -> list[tuple[float, str]]:
    """Weeks to mark on the time axis with their labels; the last names the unit."""
    if weeks < 1.5 * WEEKS_A_YEAR:
        month = WEEKS_A_YEAR / 12
        step = 1 if weeks <= 4 * month else 3
        counts = range(0, int(weeks / month + 1e-6) + 1, step)
        return _with_unit([(count * month, count) for count in counts], "month")
    years = weeks / WEEKS_A_YEAR
    step = 1 if years <= 6 else 2 if years <= 12 else 5
    return _with_unit([(count * WEEKS_A_YEAR, count) for count in range(0, int(years) + 1, step)], "year")


def _with_unit(ticks: list[tuple[float, int]], unit: str) -> list[tuple[float, str]]:
    """Ticks as words: the last one carries the unit."""
    last = ticks[-1][1]
    return [(at, f"{count} {unit}{'s' if count != 1 else ''}" if count == last else str(count)) for at, count in ticks]


def line(xs: Sequence[float], ys: Sequence[float], css: str) -> Markup:
    """A line through what exists; a missing value leaves a gap."""
    return Markup('<path class="{}" d="{}"/>').format(css, _trace(xs, ys)) if np.isfinite(ys).any() else Markup()


def band(xs: Sequence[float], low: Sequence[float], high: Sequence[float], css: str) -> Markup:
    """The area between two lines; a missing value leaves a gap."""
    there = np.isfinite(low) & np.isfinite(high)
    parts = []
    for start, stop in _runs(there):
        there_and_back = [*zip(xs[start:stop], high[start:stop], strict=True)]
        there_and_back += [*zip(xs[start:stop], low[start:stop], strict=True)][::-1]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in there_and_back) + "Z")
    return Markup('<path class="{}" d="{}"/>').format(css, "".join(parts)) if parts else Markup()


def _trace(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Path data of a line, one piece for each run of values that exist."""
    pieces = []
    for start, stop in _runs(np.isfinite(ys)):
        pieces.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs[start:stop], ys[start:stop], strict=True)))
    return "".join(pieces)


def _runs(there: np.ndarray) -> Iterable[tuple[int, int]]:
    """Start and stop of each unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(int), [0]])))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> Markup:
    """One line of text."""
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>').format(x, y, css, anchor, words)


def rule(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight line."""
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>').format(x1, y1, x2, y2, css)


def dot(x: float, y: float, css: str, radius: float = 4.0) -> Markup:
    """A filled circle."""
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:g}" class="{}"/>').format(x, y, radius, css)


def drawing(frame: Frame, key: str, title: str, says: str, parts: Iterable[Markup], css: str = "chart") -> Markup:
    """The whole drawing with its title and its description for those who do not see it."""
    head = Markup(
        '<svg class="{}" viewBox="0 0 {:g} {:g}" preserveAspectRatio="xMinYMin meet" role="img" aria-labelledby="{}-t {}-d">'
    ).format(css, frame.width, frame.height, key, key)
    names = Markup('<title id="{}-t">{}</title><desc id="{}-d">{}</desc>').format(key, title, key, says)
    return head + names + Markup().join(parts) + Markup("</svg>")


def short_lines(words: str, letters: int, most: int = 2) -> list[str]:
    """A label broken at its spaces into at most so many lines, the last cut with an ellipsis if need be.

    What stands in brackets at its end, such as '(changed)', is kept: that tells it from its like.
    """
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most > 1 and lines[-1].startswith("("):
        return [*short_lines(words[: -len(lines[-1])], letters, most - 1), *short_lines(lines[-1], letters, 1)]
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [part if len(part) <= letters else part[: letters - 1].rstrip() + "…" for part in lines]


def spaced(places: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places moved apart as little as needed: each keeps its gap below it, all stay within low..high."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = [0.0] * len(places)
    free = low
    for at in order:
        found[at] = max(places[at], free)
        free = found[at] + gaps[at]
    over = free - high
    for at in reversed(order):
        if over <= 0:
            break
        found[at] -= over
        below = [found[other] for other in order[: order.index(at)]]
        gap = gaps[order[order.index(at) - 1]] if below else 0.0
        over = below[-1] + gap - found[at] if below else 0.0
    return found
