"""A drawn prediction against the run: how far apart, where most, and whether the shape was right, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..units import WEEKS_A_YEAR
from ..wording import Described, in_full, in_sentence, side, size, span

STEP = 26
"""Weeks between the points that are drawn."""
ALIKE = 0.1
"""A gap below this share of the run's own range counts as seen coming."""


def points_of(drawn: Sequence[float], weeks: int) -> np.ndarray:
    """A drawn line week by week, straight between its points: (weeks + 1,). drawn: one value each half-year, from week 0.

    Raises InputError for a line that does not span the run.
    """
    wanted = weeks // STEP + 1
    values = np.asarray(drawn, dtype=float)
    if values.shape != (wanted,) or not np.isfinite(values).all():
        raise InputError(
            "the drawing", "points", f"{len(drawn)} of them", f"{wanted} numbers, one each half-year", "draw it again"
        )
    return np.interp(np.arange(weeks + 1), np.arange(wanted) * STEP, values)


@dataclass(frozen=True)
class Gap:
    """How a drawing and a run differ. mean, end: drawn less came, in the measure's unit.  words: for the learner."""

    mean: float
    end: float
    widest_week: int
    words: tuple[str, ...]


def gap(measure: Described, drawn: np.ndarray, came: np.ndarray) -> Gap:
    """The gap between a drawing and what came, both week by week: (weeks + 1,)."""
    apart = drawn - came
    smooth = np.convolve(np.pad(apart, 6, mode="edge"), np.full(13, 1 / 13), mode="valid")
    widest = int(np.abs(smooth).argmax())
    reach = float(np.ptp(came)) or abs(float(came[0])) or 1.0
    words = [_end(measure, float(drawn[-1]), float(came[-13:].mean()), reach)]
    if abs(smooth[widest]) > ALIKE * reach and widest < len(came) - 26:
        far = f"{size(measure, smooth[widest])} {'too high' if smooth[widest] > 0 else 'too low'}"
        words.append(f"You were furthest from the run after {span(max(widest, 1))}: {far}.")
    words += _shape(measure, drawn, came, reach)
    return Gap(float(apart.mean()), float(drawn[-1] - came[-13:].mean()), widest, tuple(words))


def _end(measure: Described, drawn: float, came: float, reach: float) -> str:
    """The ends against each other."""
    told = f"You drew {in_sentence(measure.title)} ending at {in_full(measure, drawn)}; "
    told += f"the run came to {in_full(measure, came)}"
    if abs(came - drawn) <= ALIKE * reach:
        return f"{told}: you saw the end coming."
    return f"{told}, {size(measure, came - drawn)} {side(came - drawn)}."


def _shape(measure: Described, drawn: np.ndarray, came: np.ndarray, reach: float) -> list[str]:
    """The first year and the rest, rising or falling, drawn against come."""
    year = min(WEEKS_A_YEAR, len(came) // 2)
    words = []
    for name, first, last in (("In the first year", 0, year), ("After that", year, len(came) - 1)):
        yours, runs = (_way(line, first, last, reach) for line in (drawn, came))
        if yours != runs:
            words.append(f"{name} you had it {yours}; it {_PAST[runs]}.")
    return words or ["You had its shape: rising and falling where it did."]


def _way(line: np.ndarray, first: int, last: int, reach: float) -> str:
    """Rising, falling or staying between two weeks, a quarter's mean at each end but the start."""
    start = float(line[first : first + 1 if first == 0 else first + 7].mean())
    moved = float(line[max(last - 12, 0) : last + 1].mean()) - start
    return "rising" if moved > ALIKE * reach else "falling" if moved < -ALIKE * reach else "staying level"


_PAST = {"rising": "rose", "falling": "fell", "staying level": "stayed level"}
