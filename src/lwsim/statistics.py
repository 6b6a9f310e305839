"""The arithmetic of many plausible worlds: means, intervals, leads and the week a lead changes hands.

Pure functions on numpy arrays whose first axis is the world; they know no measure, scenario or file. Two
intervals are kept apart because they answer two questions. The *interval over worlds* (central 90%) says how
widely plausible worlds differ: it does not shrink when more worlds are run. The *interval of the mean*
(Student's t, 95%) says how well the average over worlds is known: it does shrink.

A value that does not exist (nobody waited, nobody recovered) is NaN and is left out, world by world; where
nothing is left the answer is NaN, never a warning.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

Array = npt.NDArray[np.float64]

SHARE_OF_WORLDS = 0.90
CONFIDENCE = 0.95
MOST_WORLDS = 10_000_000


class Summary(NamedTuple):
    """A mean with its two intervals; each field has the shape of the values without their world axis."""

    mean: Array
    low: Array
    high: Array
    mean_low: Array
    mean_high: Array


def mean(values: Array) -> Array:
    """Average over worlds of what exists.

    values: (worlds, ...).  Returns (...), NaN where no world has a value.
    """
    there = np.isfinite(values)
    count = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def world_interval(values: Array, share: float = SHARE_OF_WORLDS) -> tuple[Array, Array]:
    """Lowest and highest value of the central share of plausible worlds, by percentiles.

    values: (worlds, ...).  Returns two (...).  One world alone gives no interval: NaN.
    """
    if len(values) < 2:
        return np.full(values.shape[1:], np.nan), np.full(values.shape[1:], np.nan)
    edges = [(1.0 - share) / 2.0, (1.0 + share) / 2.0]
    there = np.isfinite(values)
    if there.all():
        low, high = np.quantile(values, edges, axis=0)
    else:
        low, high = _quantiles_of_what_exists(np.where(there, values, np.nan), edges)
    enough = there.sum(axis=0) > 1
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def _quantiles_of_what_exists(values: Array, edges: list[float]) -> Array:
    """Percentiles that skip NaN, column by column, without numpy's warning for an empty column."""
    columns = values.reshape(len(values), -1)
    found = np.full((len(edges), columns.shape[1]), np.nan)
    filled = np.isfinite(columns).any(axis=0)
    found[:, filled] = np.nanquantile(columns[:, filled], edges, axis=0)
    return found.reshape((len(edges), *values.shape[1:]))


def spread(values: Array) -> Array:
    """Standard deviation over worlds (n - 1), NaN with fewer than two worlds.

    values: (worlds, ...).  Returns (...).
    """
    there = np.isfinite(values)
    count = there.sum(axis=0)
    off = np.where(there, values - mean(values), 0.0)
    return np.where(count > 1, np.sqrt((off**2).sum(axis=0) / np.maximum(count - 1, 1)), np.nan)


def mean_interval(values: Array, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Interval of the mean over worlds by Student's t.

    values: (worlds, ...).  Returns two (...), NaN with fewer than two worlds.
    """
    count = np.isfinite(values).sum(axis=0)
    quantile = stdtrit(np.maximum(count - 1, 1), (1.0 + confidence) / 2.0)
    reach = quantile * spread(values) / np.sqrt(np.maximum(count, 1))
    middle = mean(values)
    return middle - reach, middle + reach


def chance_of_none(values: Array) -> Array:
    """Two-sided chance, by Student's t, that the mean is at least so far from 0 where nothing differs.

    values: (worlds, ...).  Returns (...), 0..1, NaN with fewer than two worlds.
    """
    count = np.isfinite(values).sum(axis=0)
    off, middle = spread(values) / np.sqrt(np.maximum(count, 1)), np.abs(mean(values))
    apart = np.divide(middle, off, out=np.where(middle > 0, np.inf, 0.0), where=off > 0)
    return np.where(count > 1, 2.0 * stdtr(np.maximum(count - 1, 1), -apart), np.nan)


def summary(values: Array) -> Summary:
    """Mean over worlds with the interval over worlds and the interval of the mean."""
    return Summary(mean(values), *world_interval(values), *mean_interval(values))


def paired_difference(first: Array, second: Array) -> Array:
    """Second minus first, world by world; the two share their luck and their parameters.

    Exactly zero wherever the two are equal; NaN where either has no value.
    """
    if first.shape != second.shape:
        raise ValueError(f"paired worlds need the same shape, not {first.shape} and {second.shape}")
    there = np.isfinite(first) & np.isfinite(second)
    return np.where(there, np.where(there, second, 0.0) - np.where(there, first, 0.0), np.nan)


def worlds_ahead(differences: Array, better: int) -> tuple[Array, Array, Array]:
    """Worlds in which the second side is ahead, is behind, and in which there is a difference to judge.

    differences: (worlds, ...), second minus first.  better: +1 when more is better, -1 when less is.
    Exact ties count as neither.
    """
    there = np.isfinite(differences)
    signs = np.sign(np.where(there, differences, 0.0)) * better
    return (signs > 0).sum(axis=0), (signs < 0).sum(axis=0), there.sum(axis=0)


def share_ahead(differences: Array, better: int) -> Array:
    """Share of worlds in which the second side is ahead; NaN for a measure with no better side.

    differences: (worlds, ...).  Returns (...), 0..1; an exact tie counts as not ahead.
    """
    ahead, _, there = worlds_ahead(differences, better)
    known = (there > 0) & (better != 0)
    return np.where(known, ahead / np.maximum(there, 1), np.nan)


def running_mean(values: Array, weeks: int) -> Array:
    """Centred running mean along the last axis, over fewer weeks near both ends.

    values: (..., weeks).  Returns the same shape, NaN where no week in reach has a value.
    """
    there = np.isfinite(values)
    back, last = (weeks - 1) // 2, values.shape[-1]
    start = np.maximum(np.arange(last) - back, 0)
    stop = np.minimum(np.arange(last) + weeks - back, last)
    pad = [(0, 0)] * (values.ndim - 1) + [(1, 0)]
    total = np.pad(np.cumsum(np.where(there, values, 0.0), axis=-1), pad)
    count = np.pad(np.cumsum(there, axis=-1), pad)
    inside = count[..., stop] - count[..., start]
    sums = total[..., stop] - total[..., start]
    return np.where(inside > 0, sums / np.maximum(inside, 1), np.nan)


def crossover_week(differences: Array) -> Array:
    """First week of the lead that holds to the end, if the other side led before it.

    differences: (..., weeks), week 0 first.  Returns (...), a week, or NaN where the lead never changes
    hands or the last week is a tie.  A tie between two leads belongs to neither.
    """
    signs = np.sign(np.where(np.isfinite(differences), differences, 0.0))
    final = signs[..., -1:]
    against = (signs == -final) & (final != 0)
    weeks = np.arange(differences.shape[-1])
    last_against = np.where(against, weeks, -1).max(axis=-1, keepdims=True)
    holds = (signs == final) & (weeks > last_against)
    return np.where(last_against[..., 0] >= 0, holds.argmax(axis=-1).astype(float), np.nan)


def slope(values: Array) -> Array:
    """Least-squares slope along the last axis, per step.

    values: (..., steps) without gaps.  Returns (...), NaN with fewer than two steps or where a step is
    missing.
    """
    steps = values.shape[-1]
    if steps < 2:
        return np.full(values.shape[:-1], np.nan)
    centred = np.arange(steps) - (steps - 1) / 2.0
    return (values * centred).sum(axis=-1) / (centred**2).sum()


def worlds_to_settle(differences: Array, confidence: float = CONFIDENCE) -> float:
    """Worlds in all after which the sign of the mean would be settled, if mean and spread stay as they are.

    differences: (worlds,).  Returns at least 2; infinity when the mean is exactly zero or out of any reach;
    NaN with fewer than two worlds.  The sign is settled when the interval of the mean leaves zero out.
    """
    there = differences[np.isfinite(differences)]
    if len(there) < 2:
        return math.nan
    middle, width = abs(float(mean(there))), float(spread(there))
    if middle == 0.0 or (width / middle) ** 2 > MOST_WORLDS:
        return math.inf
    return worlds_until(width / middle, confidence)


def worlds_until(spread_over_width: float, confidence: float = CONFIDENCE) -> float:
    """Fewest worlds, at least 2, whose interval of the mean is narrower than ±width. spread_over_width: of the values."""
    enough = 2
    while not _settles(enough, spread_over_width, confidence):
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        between = (enough + too_few) // 2
        enough, too_few = (between, too_few) if _settles(between, spread_over_width, confidence) else (enough, between)
    return float(enough)


def _settles(worlds: int, spread_over_mean: float, confidence: float) -> bool:
    """Whether this many worlds would keep zero out of the interval of the mean."""
    quantile = float(stdtrit(worlds - 1, (1.0 + confidence) / 2.0))
    return quantile * spread_over_mean < math.sqrt(worlds)
