"""Cells as they came out of a file, and what is wrong in one, named as a spreadsheet names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import Problem

MOST_ROWS = 5_000
MOST_COLUMNS = 40
LONGEST_TEXT = 4_000
MOST_BYTES = 3_000_000
"""Limits far above any place: 1,000 communities, 2,000 groups and their facts."""


class Formula(str):
    """A cell that holds a formula, as it is written."""


class Cell(NamedTuple):
    """One cell: row and column counted from 1, as the file has them."""

    row: int
    column: int
    value: Any


class Grid(NamedTuple):
    """A sheet's cells that hold something, row by row. named: the sheet as errors name it; empty in a CSV file."""

    named: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class CellProblem(Problem):
    """A problem that stands in a cell, which a screen can show there."""

    sheet: str = ""
    cell: str = ""


def letters(column: int) -> str:
    """A column's letters: 1 = A, 27 = AA."""
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(ord("A") + left) + name
    return name


def address(row: int, column: int) -> str:
    """A cell's name: B7."""
    return f"{letters(column)}{row}"


def at_cell(file: str, sheet: str, row: int, column: int, heading: str, **says: str) -> CellProblem:
    """A problem at a cell. says: value, allowed, way_out."""
    cell = address(row, column)
    where = f"{sheet} {cell}" if sheet else cell
    return CellProblem(file, f"{where} ({heading})" if heading else where, **says, sheet=sheet, cell=cell)
