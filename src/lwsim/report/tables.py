"""The tables of a comparison: as CSV, as rows for a terminal, and as cells for the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..comparison import Comparison
from ..files import write_whole
from ..lead import changed_hands
from ..themes import THEMES, all_names
from ..wording import MISSING, Described, by_year, difference_unit, signed, span, value, value_unit

MOST_YEARS = 6
"""A run of more years than this is listed by some of them; the CSV file always holds all."""


class Cell(NamedTuple):
    """A mean with its range below it, ready to show."""

    main: str
    range: str = ""


class Compared(NamedTuple):
    """A paired difference, ready to show.

    ahead, behind, of: numbers of worlds; of is 0 where nobody can be ahead.
    """

    slot: int
    difference: Cell
    ahead: int
    behind: int
    of: int
    crossover: str


class Line(NamedTuple):
    """One year of one measure: a cell for each scenario, and each scenario but the first set against it."""

    when: str
    cells: tuple[Cell, ...]
    compared: tuple[Compared, ...]


class Block(NamedTuple):
    """One measure with its lines."""

    measure: Described
    unit: str
    difference_unit: str
    lines: tuple[Line, ...]


def write_csv(comparison: Comparison, path: Path) -> None:
    """Write every measure, year and scenario, and the totals, as one tidy CSV file; whole or not at all."""
    write_whole(path, csv_text(comparison))


def csv_text(comparison: Comparison) -> str:
    """The tidy table as CSV; what does not exist is an empty field."""
    table = pd.concat([comparison.table(), comparison.totals_table()], ignore_index=True)
    table.insert(0, "place", comparison.place)
    return table.to_csv(index=False, lineterminator="\n")


def terminal_rows(comparison: Comparison) -> tuple[list[str], list[list[str]]]:
    """The short table for a terminal: headings, and a row for each shown measure in the last year.

    With more scenarios each row has the last four columns again: B against A, then C against A, then D.
    """
    first, *others = comparison.labels
    head = ["", "Measure", *comparison.labels]
    for other in others:
        head += [f"{other} − {first}", "nine worlds in ten", "worlds ahead", "lead changes after"]
    rows = []
    for theme in THEMES:
        for place, block in enumerate(blocks(comparison, theme.shown, last_only=True)):
            line = block.lines[-1]
            row = [theme.title if place == 0 else "", f"{block.measure.title} ({block.unit})"]
            row += [cell.main for cell in line.cells]
            for compared in line.compared:
                ahead = f"{compared.ahead} of {compared.of}" if compared.of else MISSING
                row += [*compared.difference, ahead, compared.crossover]
            rows.append(row)
    return head, rows


def blocks(comparison: Comparison, names: Sequence[str], *, last_only: bool = False) -> list[Block]:
    """Named measures, then named totals, as blocks of lines; names not recorded are passed over."""
    weekly = comparison.table(comparison.years[-1:] if last_only else years_shown(comparison))
    of_weekly = [name for name in names if comparison.has(name)]
    known = {measure.name for measure in comparison.totals}
    of_totals = [name for name in names if name in known and not comparison.has(name)]
    return _blocks_of(comparison, weekly, comparison.measures, of_weekly) + totals(comparison, of_totals)


def years_shown(comparison: Comparison) -> tuple[float, ...]:
    """The years a page lists: all of a short run; of a long one the first three, each fifth, the last."""
    years = comparison.years
    if len(years) <= MOST_YEARS:
        return years
    return tuple(year for year in years if year <= 3 or year % 5 == 0 or year == years[-1])


def totals(comparison: Comparison, names: Sequence[str] | None = None) -> list[Block]:
    """Named totals over the horizon as blocks of one line each; all of them when no names are given."""
    wanted = [measure.name for measure in comparison.totals] if names is None else names
    return _blocks_of(comparison, comparison.totals_table(), comparison.totals, wanted)


def names_without_theme(comparison: Comparison) -> list[str]:
    """Weekly measures that no theme lists, so that none goes unreported."""
    listed = set(all_names())
    return [measure.name for measure in comparison.measures if measure.name not in listed]


def _blocks_of(comparison: Comparison, table: pd.DataFrame, measures: Sequence[Described], names: Sequence[str]) -> list[Block]:
    """The rows of some measures of a tidy table, a block each."""
    of_name = {measure.name: measure for measure in measures}
    return [_block(comparison, of_name[name], table[table["measure"] == name]) for name in names]


def _block(comparison: Comparison, measure: Described, table: pd.DataFrame) -> Block:
    """One measure's rows of the tidy table as lines."""
    rows = table.to_dict("records")
    sides = len(comparison.sides)
    lines = [_line(measure, rows[start : start + sides], comparison) for start in range(0, len(rows), sides)]
    return Block(measure, value_unit(measure), difference_unit(measure), tuple(lines))


def _line(measure: Described, rows: Sequence[dict[Any, Any]], comparison: Comparison) -> Line:
    """One year's rows, a scenario each, as a line."""
    cells = tuple(Cell(value(measure, row["mean"]), _range(row["low"], row["high"], measure, value)) for row in rows)
    compared = tuple(_compared(measure, row, slot, comparison) for slot, row in enumerate(rows, start=1) if slot > 1)
    when = f"over {span(comparison.weeks)}" if measure.over == "horizon" else by_year(rows[0]["year"])
    return Line(when, cells, compared)


def _compared(measure: Described, row: dict[Any, Any], slot: int, comparison: Comparison) -> Compared:
    """The paired difference of one row."""
    worlds = int(row["worlds_compared"]) if math.isfinite(row["share_ahead"]) else 0
    crossover = changed_hands(comparison, measure.name, slot - 1) if measure.over != "horizon" else math.nan
    return Compared(
        slot,
        Cell(
            signed(measure, row["difference"]),
            _range(row["difference_low"], row["difference_high"], measure, signed),
        ),
        round(row["share_ahead"] * worlds) if worlds else 0,
        round(row["share_behind"] * worlds) if worlds else 0,
        worlds,
        span(crossover) if math.isfinite(crossover) else MISSING,
    )


def _range(low: float, high: float, measure: Described, show: Any) -> str:
    """'low to high', or nothing where there is no interval."""
    return f"{show(measure, low)} to {show(measure, high)}" if math.isfinite(low) else ""
