"""A place to sheets and back: the same numbers to the last bit, and whatever is wrong is told at its cell."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from ..errors import InputError, Problem, did_you_mean, raise_all, shown, shown_key
from ..place_checks import SOURCED
from ..place_file import Place, place_from_table
from .columns import GUIDE, LISTS, NUMBER, PLACE, REACH, TEXT, WHOLE, Column, Layout
from .grid import LONGEST_TEXT, Cell, Formula, Grid, at_cell
from .plain import read_csv, write_csv
from .workbook import guide_of, read_workbook, write_workbook


def place_to_sheet(place: Place, ending: str) -> bytes:
    """A place as a spreadsheet. ending: '.xlsx' or '.csv'. Read back, it is an equal place."""
    return _write(_rows(place.table()), ending)


def template(ending: str) -> bytes:
    """An empty spreadsheet to fill in: a guide, every heading, and a row for each kind of fact."""
    rows = _rows({})
    facts = [f"{room}.{field}" for room, fields in SOURCED.items() for field in fields if field != "social_capital"]
    rows[LISTS[-1].title] += [[fact, None, None, None, None] for fact in facts]
    return _write(rows, ending)


def rows_of(place: Place) -> dict[str, list[list[Any]]]:
    """A place as rows by sheet, headings first, as a screen edits them."""
    return _rows(place.table())


def place_from_rows(rows: Mapping[str, Sequence[Sequence[Any]]], file: str) -> Place:
    """The place that rows by sheet hold, as `rows_of` gives them. Raises InputError, each problem at its cell."""
    grids = {}
    for title, table in rows.items():
        cells = [
            [Cell(r, c, value) for c, value in enumerate(row, 1) if value not in (None, "")] for r, row in enumerate(table, 1)
        ]
        grids[title] = Grid(title, [row for row in cells if row])
    return _from_grids(grids, file)


def place_from_sheet(raw: bytes, file: str) -> Place:
    """The place that a spreadsheet holds, by its file's name (.xlsx or .csv). Raises InputError, each problem at its cell."""
    return _from_grids(read_csv(raw, file) if file.lower().endswith(".csv") else read_workbook(raw, file), file)


def _from_grids(grids: Mapping[str, Grid], file: str) -> Place:
    """The place in the cells. Raises InputError for all that is wrong at once: cells, blanks, and what is said of facts."""
    reading = _Reading(file)
    table = reading.read(grids)
    try:
        place = place_from_table(table, file)
    except InputError as error:
        told = [*reading.problems, *map(reading.where.moved, error.problems)]
        raise InputError.joined(told, len(reading.problems) + error.count) from None
    raise_all(reading.problems)
    return place


def _write(rows: dict[str, list[list[Any]]], ending: str) -> bytes:
    return write_csv(rows, _guide()) if ending == ".csv" else write_workbook(rows, _guide())


def _guide() -> list[list[str]]:
    """What people are told: how to fill in the sheets, and each column."""
    said = [
        ["A place for lwsim. Fill in the sheets, then open the file on the page My place or with: lwsim sheet FILE place.toml"],
        ["Give numbers as they are (0.24, not 24%; no formulas). Rows left empty are passed over."],
        ["Everybody must be served by a service of each kind: gp, talking_therapies, community_team, crisis, inpatient."],
    ]
    for layout in (PLACE, *LISTS):
        said += [[""], [f"Sheet {layout.title}"], *(guide_of(column) for column in layout.columns)]
    return said


def _rows(table: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """The sheets of a place's table, with their headings."""
    rows = {PLACE.title: [[column.heading, _inside(table, column.path)] for column in PLACE.columns]}
    for layout in LISTS:
        items = table.get(layout.room, ())
        if layout.room == "provenance":
            items = [{"fact": fact, **origin} for fact, origin in dict(items).items()]
        rows[layout.title] = [
            [column.heading for column in layout.columns],
            *([_cell(column, _inside(item, column.path)) for column in layout.columns] for item in items),
        ]
    return rows


def _inside(table: Mapping[str, Any], path: Sequence[str]) -> Any:
    for key in path:
        table = table.get(key) if isinstance(table, Mapping) else None  # type: ignore[assignment]
    return table


def _cell(column: Column, value: Any) -> Any:
    if column.sort != REACH or value is None or isinstance(value, str):
        return value if column.sort != REACH or value is not None else "all"
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(value)
    return out.getvalue().replace(";", "; ") if '"' not in out.getvalue() else out.getvalue()


class _Where:
    """Which cell each key of the place's table came from, so that what is wrong with a key is told at its cell."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.cells: dict[str, tuple[str, int, int, str]] = {}
        self.wrong: dict[tuple[str, int, int], Problem] = {}
        """Cells that do not hold what their column takes, with what is to be said of them."""

    def add(self, key: str, grid: Grid, row: int, column: int, heading: str) -> None:
        """A key came from this cell."""
        self.cells.setdefault(key, (grid.named, row, column, heading))

    def moved(self, problem: Problem) -> Problem:
        """The problem at its cell, or at the nearest that is known of what it is about."""
        key = problem.key.split(": ")[0]
        while key and key not in self.cells:
            before, key = key, re.sub(r"(^|\.)(\"(?:[^\"\\]|\\.)*\"|[^.\"]+)$", "", key)
            key = key if key != before else ""
        if not key:
            return Problem(self.file, _in_words(problem.key), problem.value, problem.allowed, _way_out(problem))
        sheet, row, column, heading = self.cells[key]
        if said := self.wrong.get((sheet, row, column)):
            return said
        more = problem.key[len(problem.key.split(": ")[0]) :]
        value = f"{more[2:]}, {problem.value}" if more else problem.value
        says = {"value": value, "allowed": _allowed(problem.allowed), "way_out": _way_out(problem)}
        return at_cell(self.file, sheet, row, column, heading, **says)


def _in_words(key: str) -> str:
    """A key of the place file as the sheet that it belongs to."""
    room, _, rest = key.partition(".")
    title = next((layout.title for layout in LISTS if layout.room == room), "")
    return f"sheet {title}" + (f", {rest}" if rest else "") if title else key


def _allowed(words: str) -> str:
    """What is allowed, as a cell takes it."""
    return words.replace(" in quotes", "").replace(
        '"all" or a list of names of communities', "all, or names of communities with ; between"
    )


def _way_out(problem: Problem) -> str:
    """The way out in the words of a sheet rather than of a file."""
    if 'serves = "all"' in problem.way_out:
        return "name it under Serves of such a service, or write all there"
    if problem.way_out.startswith("add "):
        return "add a row for it"
    return problem.way_out


_WRONG = object()
"""Stands in the table for a cell that does not hold what its column takes, so that it is refused there and counted once."""


class _Reading:
    """One spreadsheet being read: its table, where each part came from, and what the table itself cannot show to be wrong."""

    def __init__(self, file: str) -> None:
        self.file, self.where = file, _Where(file)
        self.problems: list[Problem] = []

    def read(self, grids: Mapping[str, Grid]) -> dict[str, Any]:
        """The place's table. Raises InputError where sheets or headings are not what they should be."""
        known = {layout.title.lower(): layout for layout in (PLACE, *LISTS)}
        found: dict[str, Grid] = {}
        for title, grid in grids.items():
            if title.strip().lower() in known:
                found[known[title.strip().lower()].title] = grid
            elif title.strip().lower() != GUIDE.lower() and grid.rows:
                way_out = did_you_mean(title, [layout.title for layout in (PLACE, *LISTS)])
                self.problems.append(Problem(self.file, f"sheet {shown(title)}", "not known", "", way_out))
        for title in (PLACE.title, "Communities", "Services", "Facts"):
            if title not in found:
                self.problems.append(Problem(self.file, f"sheet {title}", "missing", "", "start from the template"))
        raise_all(self.problems)
        table: dict[str, Any] = self._place(found[PLACE.title])
        headed = [(one, found[one.title], self._headings(one, found[one.title])) for one in LISTS if one.title in found]
        raise_all(self.problems)
        for layout, grid, columns in headed:
            if layout.room == "provenance":
                table[layout.room] = self._by_fact(list(self._items(layout, _said_facts(grid, columns, table), columns)))
            else:
                table[layout.room] = list(self._items(layout, grid, columns))
        return table

    def _by_fact(self, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Provenance by the fact that it is of; one fact has one row."""
        found: dict[str, Any] = {}
        for item in items:
            fact = item.pop("fact")
            if fact in found:
                key = shown_key("provenance", fact)
                self.problems.append(self.where.moved(Problem(self.file, key, "here more than once", "", "keep one row")))
            found[fact] = item
        return found

    def _place(self, grid: Grid) -> dict[str, Any]:
        """The first sheet: headings down the page."""
        table: dict[str, Any] = {}
        by_heading = _by_heading(PLACE)
        for cells in grid.rows:
            column = by_heading.get(_plain(cells[0].value))
            if column is None:
                self._unknown_heading(grid, cells[0], PLACE)
                continue
            self.where.add(shown_key(*column.path), grid, cells[0].row, 2, column.heading)
            if len(cells) > 1:
                self._put(table, column, grid, cells[1])
        return table

    def _items(self, layout: Layout, grid: Grid, columns: Mapping[int, Column]) -> Iterator[dict[str, Any]]:
        """A list: headings in the first row, an item on each other."""
        number = 0
        for cells in grid.rows[1:]:
            item: dict[str, Any] = {}
            for cell in cells:
                if cell.column in columns:
                    self._put(item, columns[cell.column], grid, cell)
                else:
                    says = {"value": "in a column without a heading", "way_out": "give it a heading, or take it out"}
                    self.problems.append(at_cell(self.file, grid.named, cell.row, cell.column, "", **says))
            if not item:
                continue
            number += 1
            self._complete(layout, item)
            self._remember(layout, grid, columns, item, number, cells[0].row)
            if layout.room == "provenance" and not isinstance(item.get("fact"), str):
                says = {"value": "empty", "allowed": "the name of a fact, such as services.posts"}
                empty = at_cell(self.file, grid.named, cells[0].row, 1, "Fact", **says)
                self.problems.append(self.where.wrong.get((grid.named, cells[0].row, 1), empty))
                continue
            yield item

    def _complete(self, layout: Layout, item: dict[str, Any]) -> None:
        """Give an item the tables that it must have, though all their cells are empty."""
        if layout.room == "services":
            item.setdefault("posts", {})
        if layout.room == "groups":
            item.setdefault("income", {})

    def _headings(self, layout: Layout, grid: Grid) -> dict[int, Column]:
        """Columns by their number."""
        if not grid.rows:
            self.problems.append(Problem(self.file, f"sheet {layout.title}", "without headings", "", "start from the template"))
            return {}
        found: dict[int, Column] = {}
        by_heading = _by_heading(layout)
        for cell in grid.rows[0]:
            column = by_heading.get(_plain(cell.value))
            if column is None:
                self._unknown_heading(grid, cell, layout)
            elif column in found.values():
                says = {"value": "a heading that stands here twice", "way_out": "take one of the two columns out"}
                self.problems.append(at_cell(self.file, grid.named, cell.row, cell.column, column.heading, **says))
            else:
                found[cell.column] = column
        for column in layout.columns:
            if column.is_needed and column not in found.values():
                way_out = "add the column, or start from the template"
                where = f"sheet {layout.title}, column {column.heading}"
                self.problems.append(Problem(self.file, where, "missing", "", way_out))
        return found

    def _unknown_heading(self, grid: Grid, cell: Cell, layout: Layout) -> None:
        says = {
            "value": f"{shown(cell.value)}, not a heading",
            "way_out": did_you_mean(str(cell.value), [c.heading for c in layout.columns]),
        }
        self.problems.append(at_cell(self.file, grid.named, cell.row, cell.column, "", **says))

    def _remember(
        self, layout: Layout, grid: Grid, columns: Mapping[int, Column], item: Mapping[str, Any], number: int, row: int
    ) -> None:
        """Where each key of an item came from, under all the names that an error may call it by."""
        if layout.room == "provenance":
            names = [shown_key("provenance", str(item.get("fact", "")))]
        else:
            word = layout.columns[0].path[0]
            names = [f"{layout.room}[{number}]", shown_key(layout.room, str(item.get(word, "")))]
        for name in names:
            for at, column in columns.items():
                self.where.add(f"{name}.{shown_key(*column.path)}", grid, row, at, column.heading)
                self.where.add(f"{name}.{column.path[0]}", grid, row, at, column.heading)
            self.where.add(name, grid, row, min(columns, default=1), "")

    def _put(self, item: dict[str, Any], column: Column, grid: Grid, cell: Cell) -> None:
        """A cell's value into an item, or what is wrong with it among the wrong cells."""
        try:
            value = _taken(column, cell.value)
        except ValueError as error:
            words, way_out = error.args
            allowed = {TEXT: "a text", NUMBER: "a number", WHOLE: "a whole number", REACH: "all, or names with ; between"}
            says = {"value": words, "allowed": allowed[column.sort], "way_out": way_out}
            said = at_cell(self.file, grid.named, cell.row, cell.column, column.heading, **says)
            self.where.wrong[grid.named, cell.row, cell.column], value = said, _WRONG
        *tables, last = column.path
        for key in tables:
            item = item.setdefault(key, {})
        item[last] = value


def _said_facts(grid: Grid, columns: Mapping[int, Column], table: Mapping[str, Any]) -> Grid:
    """The sheet Facts without the rows that name a fact, say nothing of it, and need not: not given, or said singly."""
    at = next(number for number, column in columns.items() if column.path == ("fact",))
    named = [(next((str(cell.value).strip() for cell in row if cell.column == at), ""), row) for row in grid.rows]
    said = {fact for fact, row in named if len(row) > 1}
    return grid._replace(rows=[row for fact, row in named if len(row) > 1 or not fact or _is_open(fact, table, said)])


def _is_open(fact: str, table: Mapping[str, Any], said: Container[str]) -> bool:
    """Whether something must be said of a fact: the place gives it, and not every item's is said singly."""
    room, _, field = fact.partition(".")
    if room not in SOURCED or field not in SOURCED[room]:
        return _inside(table, fact.split(".")) is not None
    layout = next(one for one in LISTS if one.room == room)
    column = next(one for one in layout.columns if one.path[0] == field)
    given = [one for one in table.get(room, ()) if column.is_needed or column.sort == REACH or field in one]
    return fact not in said and any(f"{room}.{one.get(layout.columns[0].path[0])}.{field}" not in said for one in given)


def _plain(heading: Any) -> str:
    """A heading without its accidents."""
    return " ".join(str(heading).lower().replace("_", " ").split())


def _by_heading(layout: Layout) -> dict[str, Column]:
    """Columns by heading, and by the name that the place file has for them."""
    found = {_plain(column.path[-1]): column for column in layout.columns}
    return found | {_plain(column.heading): column for column in layout.columns}


def _taken(column: Column, value: Any) -> Any:
    """What a cell holds as its column takes it. Raises ValueError(what it holds in words, the way out)."""
    if isinstance(value, Formula):
        raise ValueError(f"the formula {shown(str(value))}", "put in its value: copy, then paste as values")
    if isinstance(value, bool):
        raise ValueError(shown(value), "")
    if isinstance(value, (date, datetime, time)):
        raise ValueError("a date", "set the cell's format to plain number or text, and type it again")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number", "")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise ValueError(f"a text of {len(value):,} characters", f"up to {LONGEST_TEXT:,} fit")
    if column.sort == TEXT:
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value) if whole else value) if not isinstance(value, str) else value
    if column.sort == REACH:
        return _reach(str(value))
    return _number(column, value)


def _reach(text: str) -> Any:
    if text.strip().lower() == "all":
        return "all"
    names = next(csv.reader([text.replace("\n", ";")], delimiter=";", skipinitialspace=True), [])
    return [name.strip() for name in names if name.strip()]


def _number(column: Column, value: Any) -> Any:
    """A number, also from a text that is one, such as 1,200 or £300."""
    if isinstance(value, str):
        text = value.strip().lstrip("£").strip()
        if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
            text = text.replace(",", "")
        if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text):
            way_out = "write 0.24 for 24%" if text.endswith("%") else "digits, with a point where needed"
            raise ValueError(shown(value), way_out)
        value = float(text) if re.search(r"[.eE]", text) else int(text)
    if not isinstance(value, (int, float)):
        raise ValueError(shown(value), "")
    if column.sort == WHOLE and isinstance(value, float):
        if not value.is_integer():
            raise ValueError(shown(value), "")
        return int(value)
    return value
