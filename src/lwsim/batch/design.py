"""Which points of the factors' space are lived: designs from SciPy and SALib, full grids, and tables from a file."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, did_you_mean, shown
from .experiment_file import MOST_POINTS, Design
from .factors import Factor, Value

LARGEST_TABLE = 100_000_000
"""Bytes of a table of points."""
GRID_LEVELS, MORRIS_LEVELS = 5, 4
"""Values taken of a range where the design does not say."""


def points(design: Design, factors: Sequence[Factor], folder: Path, file: str) -> list[tuple[Value, ...]]:
    """The points of a design, each with a value for every factor. Raises InputError for a design that cannot be."""
    if design.kind == "scenarios":
        return [()]
    if design.kind == "grid":
        return _grid(design, factors, file)
    if design.kind == "one-at-a-time":
        return _one_at_a_time(design, factors)
    if design.kind == "table":
        return _table(folder / design.file, factors)
    return [tuple(one.at(share) for one, share in zip(factors, row, strict=True)) for row in shares(design, factors, file)]


def shares(design: Design, factors: Sequence[Factor], file: str) -> np.ndarray:
    """The points of a sampled design in the unit cube: (points, factors), each 0..1. Raises InputError."""
    count = design.points or 0
    _check_count(design, factors, file)
    if design.kind == "latin-hypercube":
        from scipy.stats import qmc

        return qmc.LatinHypercube(len(factors), rng=design.seed).random(count)
    if design.kind == "sobol":
        from scipy.stats import qmc

        _power_of_two(count, file)
        return qmc.Sobol(len(factors), rng=design.seed).random_base2(round(math.log2(count)))
    if design.kind == "saltelli":
        from SALib.sample import sobol

        _power_of_two(count, file)
        return sobol.sample(problem(factors), count, calc_second_order=design.second_order, seed=design.seed)
    from SALib.sample import morris

    levels = design.levels or MORRIS_LEVELS
    if count < 2:
        raise InputError(file, "design.points", count, "two trajectories or more", "take 10")
    if levels % 2:
        raise InputError(file, "design.levels", levels, "an even number for Morris's design", "take 4")
    return morris.sample(problem(factors), count, num_levels=levels, seed=design.seed)


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib wants them told: in the unit cube, so that each follows its own distribution.

    Factors that share a group move together.
    """
    told: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    groups = [one.group or one.name for one in factors]
    if len(set(groups)) < len(groups):
        told["groups"] = groups
    return told


def _check_count(design: Design, factors: Sequence[Factor], file: str) -> None:
    """Refuse a sampled design that becomes more points than can be held. Raises InputError."""
    told, count = problem(factors), design.points or 0
    groups = len(set(told.get("groups", told["names"])))
    each = {"saltelli": (2 if design.second_order else 1) * groups + 2, "morris": groups + 1}.get(design.kind, 1)
    if count * each > MOST_POINTS:
        words = f"{count:,}, which makes {count * each:,} points"
        raise InputError(file, "design.points", words, f"up to {MOST_POINTS // each:,}", "take fewer, or group factors")


def _power_of_two(count: int, file: str) -> None:
    if count < 2 or count & (count - 1):
        near = 2 ** max(1, round(math.log2(max(count, 2))))
        raise InputError(file, "design.points", count, "a power of 2 for Sobol's sequence", f"take {near}")


def _grid(design: Design, factors: Sequence[Factor], file: str) -> list[tuple[Value, ...]]:
    values = [one.spaced(design.levels or GRID_LEVELS) for one in factors]
    count = math.prod(map(len, values))
    if count > MOST_POINTS:
        way_out = "take fewer levels, or a sampled design such as latin-hypercube"
        raise InputError(file, "design", f"a grid of {count:,} points", f"up to {MOST_POINTS:,}", way_out)
    return list(itertools.product(*values))


def _one_at_a_time(design: Design, factors: Sequence[Factor]) -> list[tuple[Value, ...]]:
    usual = tuple(one.usual for one in factors)
    found = [usual]
    for at, one in enumerate(factors):
        found += [
            (*usual[:at], value, *usual[at + 1 :]) for value in one.spaced(design.levels or GRID_LEVELS) if value != usual[at]
        ]
    return found


def _table(path: Path, factors: Sequence[Factor]) -> list[tuple[Value, ...]]:
    """Points from a CSV file. Raises InputError naming line and column."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_TABLE else b"\xff"
        text = raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text of up to 100 MB"
        raise InputError(str(path), "", f"not readable ({reason})", "a CSV file", "check design.file") from None
    rows = csv.reader(io.StringIO(text))
    header = [name.strip() for name in next(rows, [])]
    names = [one.name for one in factors]
    for name in header:
        if name not in names:
            raise InputError(str(path), "line 1", f"{shown(name)}, no factor", "", did_you_mean(name, names))
    if missing := [name for name in names if header.count(name) != 1]:
        raise InputError(
            str(path), "line 1", f"without a column {missing[0]}, or with two", f"one for each of {', '.join(names[:20])}"
        )
    found = []
    for line, row in enumerate(rows, 2):
        if row:
            found.append(_row(path, line, header, row, factors))
    if not found:
        raise InputError(str(path), "", "without a row", "a row for each point", "add one below the names")
    return found


def _row(path: Path, line: int, header: list[str], row: list[str], factors: Sequence[Factor]) -> tuple[Value, ...]:
    if len(row) != len(header):
        raise InputError(str(path), f"line {line}", f"of {len(row)} values", f"{len(header)}, as the first line names", "")
    told = dict(zip(header, (cell.strip() for cell in row), strict=True))
    return tuple(_cell(path, line, one, told[one.name]) for one in factors)


def _cell(path: Path, line: int, factor: Factor, text: str) -> Value:
    """One value of the table: one of the factor's list, or a number within its range."""
    for level in factor.levels:
        if text == str(level) or (isinstance(level, bool) and text.lower() == str(level).lower()):
            return level
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if factor.levels:
        if number in factor.levels:
            return number
        allowed = f"one of {', '.join(str(one) for one in factor.levels[:20])}"
    elif factor.low <= number <= factor.high:
        return number
    else:
        allowed = f"from {factor.low:g} to {factor.high:g}"
    raise InputError(str(path), f"line {line}, {factor.name}", shown(text), allowed, "change it, or widen the factor")
