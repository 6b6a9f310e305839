"""A place being made on the page My place: rows as a spreadsheet has them, changed a cell at a time and checked at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, Problem
from ..files import SHEET_ENDINGS, toml_from_bytes, toml_text
from ..place_checks import SOURCED
from ..place_file import Place, place_from_table
from ..sheets.columns import LISTS, PLACE, REACH, Column, Layout
from ..sheets.grid import LONGEST_TEXT, MOST_BYTES, CellProblem, address
from ..sheets.place import place_from_rows, place_from_sheet, place_to_sheet, rows_of, template
from .keeping import Kept, file_name

Rows = Mapping[str, Sequence[Sequence[Any]]]
FACTS = LISTS[-1]
MOST_ROWS = 400
"""Rows of one sheet that a page edits; larger places are edited as spreadsheets."""
_BY_TITLE = {layout.title: layout for layout in (PLACE, *LISTS)}
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".toml": "application/toml",
}


@dataclass(frozen=True)
class Draft:
    """Rows by sheet, headings first. start: what it was begun from.  changed: cells changed by hand since."""

    rows: Rows
    start: str
    changed: int = 0

    @classmethod
    def of(cls, place: Place) -> Draft:
        """A copy of a place."""
        return cls(rows_of(place), place.title)

    @classmethod
    def unpacked(cls, text: str) -> Draft:
        """The draft that a tab kept over a reload, as `packed` gave it. Raises InputError: a browser may send anything."""
        try:
            if len(text) > MOST_BYTES:
                raise ValueError
            told = json.loads(text)
            rows = {layout.title: _plain_rows(layout, told["rows"][layout.title]) for layout in (PLACE, *LISTS)}
            return cls(rows, str(told["start"])[:120], int(told["changed"]))
        except (ValueError, TypeError, LookupError, RecursionError):
            raise InputError("the draft", "", "not readable", "", "start from a place or a file") from None

    def packed(self) -> str:
        """The draft as a text that a tab keeps."""
        return json.dumps({"rows": self.rows, "start": self.start, "changed": self.changed}, ensure_ascii=False)

    def with_cell(self, sheet: str, row: int, column: int, value: str) -> Draft:
        """One cell changed, and with it what is said of where its fact came from. Both counted from 1. Raises InputError."""
        layout, rows = self._at(sheet), _copied(self.rows)
        is_place = layout is PLACE
        if not (
            1 <= row <= len(rows[sheet])
            and 1 <= column <= (2 if is_place else len(layout.columns))
            and len(value) <= LONGEST_TEXT
        ):
            raise InputError("page", "cell", address(max(row, 1), max(column, 1)), "a cell of the table", "reload the page")
        old = rows[sheet][row - 1][column - 1]
        rows[sheet][row - 1][column - 1] = value.strip() or None
        if layout.room in SOURCED:
            _keep_facts(rows, layout, rows[sheet][row - 1], layout.columns[column - 1], old)
        return Draft(rows, self.start, self.changed + 1)

    def with_row(self, sheet: str) -> Draft:
        """An empty row more. Raises InputError."""
        layout, rows = self._at(sheet), _copied(self.rows)
        if layout is PLACE or len(rows[sheet]) > MOST_ROWS:
            raise InputError("page", sheet, "full", f"up to {MOST_ROWS} rows", "edit it as a spreadsheet")
        rows[sheet].append(["all" if column.sort == REACH else None for column in layout.columns])
        return Draft(rows, self.start, self.changed + 1)

    def without_row(self, sheet: str, row: int) -> Draft:
        """A row less, and what is said of it alone. Raises InputError."""
        layout, rows = self._at(sheet), _copied(self.rows)
        if layout is PLACE or not 2 <= row <= len(rows[sheet]):
            raise InputError("page", sheet, f"without a row {row}", "", "reload the page")
        gone = rows[sheet].pop(row - 1)[0]
        if layout.room in SOURCED and gone:
            own = f"{layout.room}.{gone}."
            rows[FACTS.title] = [one for one in rows[FACTS.title] if not str(one[0]).startswith(own)]
        return Draft(rows, self.start, self.changed + 1)

    def checked(self) -> tuple[Place | None, tuple[Problem, ...], int]:
        """The place, or what is wrong, and how much there is of it."""
        try:
            place = place_from_rows(self.rows, "My place")
        except InputError as error:
            return None, error.problems, error.count
        return place.came_from(f"{file_name(place.title, 'toml')}"), (), 0

    def _at(self, sheet: str) -> Layout:
        if sheet not in _BY_TITLE:
            raise InputError("page", "sheet", sheet[:40], ", ".join(_BY_TITLE), "reload the page")
        return _BY_TITLE[sheet]


def _plain_rows(layout: Layout, table: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows under the headings of their own sheet, as wide as it is, of short plain cells. Raises ValueError."""
    headings = [column.heading for column in layout.columns]
    rows = [list(row) for row in table]
    if layout is PLACE:
        rows = [[heading, value] for heading, (_, value) in zip(headings, rows, strict=True)]
    else:
        rows = [headings, *rows[1:]]
        if any(len(row) != len(headings) for row in rows):
            raise ValueError
    for cell in (cell for row in rows for cell in row if cell is not None):
        if not isinstance(cell, str | int | float) or len(str(cell)) > LONGEST_TEXT:
            raise ValueError
    return rows


def _copied(rows: Rows) -> dict[str, list[list[Any]]]:
    return {title: [list(row) for row in table] for title, table in rows.items()}


def _keep_facts(rows: dict[str, list[list[Any]]], layout: Layout, row: Sequence[Any], column: Column, old: Any) -> None:
    """A fact changed by hand is no longer what its source said; a thing renamed takes along what is said of it."""
    facts, word = rows[FACTS.title], layout.columns[0]
    if column is word:
        if old and row[0]:
            _rename(rows, layout, str(old), str(row[0]))
        return
    field = column.path[0]
    if field not in SOURCED[layout.room] or not row[0] or field == "name":
        return
    fact = f"{layout.room}.{row[0]}.{field}"
    facts[:] = [one for one in facts if one[0] != fact]
    if row[layout.columns.index(column)] is not None or len(column.path) > 1:
        was = "empty" if old in (None, "") else str(old)[:80]
        facts.append([fact, "estimated", None, None, f"changed by hand; {column.heading.lower()} was {was}"])


def _rename(rows: dict[str, list[list[Any]]], layout: Layout, old: str, new: str) -> None:
    """Carry a name on to where else it stands: to its facts, and a community's to those who reach it."""
    before, after = f"{layout.room}.{old}.", f"{layout.room}.{new}."
    for fact in rows[FACTS.title]:
        if str(fact[0]).startswith(before):
            fact[0] = after + str(fact[0])[len(before) :]
    if layout.room != "communities":
        return
    for other in LISTS:
        for at, column in enumerate(other.columns):
            if column.sort == REACH:
                for row in rows[other.title][1:]:
                    names = [one.strip() for one in str(row[at] or "").split(";")]
                    row[at] = "; ".join(new if one == old else one for one in names) or None


def opened(name: str, raw: bytes) -> Draft:
    """A draft from a file of the user's own: a spreadsheet, or a place file. Raises InputError; nothing else changes then."""
    plain = re.sub(r"[^\w .-]", "", name)[:80] or "the file"
    if len(raw) > MOST_BYTES:
        raise InputError(
            plain, "", f"larger than {MOST_BYTES // 1_000_000} MB", "a place is far smaller", "is it the right file?"
        )
    ending = plain[plain.rfind(".") :].lower()
    if ending == ".toml":
        place = place_from_table(toml_from_bytes(raw, plain), plain)
    elif ending in SHEET_ENDINGS:
        place = place_from_sheet(raw, plain)
    else:
        allowed = f"a file that ends in .toml, {' or '.join(SHEET_ENDINGS)}"
        raise InputError(plain, "", "of a kind that holds no place", allowed, "start from the template")
    return Draft(rows_of(place), plain)


def kept(place: Place, ending: str) -> Kept:
    """A place as a file to keep: .toml, .xlsx or .csv. Raises InputError."""
    if ending not in _KINDS:
        raise InputError("page", "file", ending[:20], ", ".join(_KINDS), "reload the page")
    content = toml_text(place.table()).encode() if ending == ".toml" else place_to_sheet(place, ending)
    return Kept(file_name(place.title, ending[1:]), _KINDS[ending], content)


def kept_template(ending: str) -> Kept:
    """The empty spreadsheet. Raises InputError."""
    if ending not in SHEET_ENDINGS:
        raise InputError("page", "file", ending[:20], ", ".join(SHEET_ENDINGS), "reload the page")
    return Kept(f"place-template{ending}", _KINDS[ending], template(ending))


def view(draft: Draft) -> dict[str, Any]:
    """Everything the page shows of a draft."""
    place, problems, count = draft.checked()
    at = {f"{one.sheet} {one.cell}": _said(one) for one in problems if isinstance(one, CellProblem)}
    return {
        "start": draft.start,
        "changed": draft.changed,
        "sheets": [_sheet(layout, draft.rows[layout.title], at) for layout in (PLACE, *LISTS)],
        "faults": [{"says": str(one).removeprefix("My place: "), "sheet": getattr(one, "sheet", "")} for one in problems],
        "more": count - len(problems),
        "summary": _summary(place) if place else "",
        "is_whole": place is not None,
    }


def _said(problem: Problem) -> str:
    """A problem as it stands under its cell: without saying where."""
    return "; ".join(one for one in (problem.value, problem.allowed and f"allowed: {problem.allowed}", problem.way_out) if one)


def _sheet(layout: Layout, table: Sequence[Sequence[Any]], at: Mapping[str, str]) -> dict[str, Any]:
    if layout is PLACE:
        rows: Any = [(number, [row[1]], 2) for number, row in enumerate(table, start=1)]
    else:
        rows = [(number, row, 1) for number, row in enumerate(table, start=1) if number > 1]
    return {
        "title": layout.title,
        "columns": [
            {"heading": one.heading, "says": one.says, "sort": one.sort, "choices": list(one.choices), "needed": one.is_needed}
            for one in layout.columns
        ],
        "rows": [
            {
                "number": number,
                "cells": [
                    {
                        "value": "" if value is None else str(value),
                        "at": address(number, first + c),
                        "column": first + c,
                        "fault": at.get(f"{layout.title} {address(number, first + c)}", ""),
                    }
                    for c, value in enumerate(row)
                ],
            }
            for number, row, first in rows
        ],
        "faults": sum(key.startswith(f"{layout.title} ") for key in at),
    }


def _summary(place: Place) -> str:
    posts = sum(one.posts.total for one in place.services)
    income = sum(one.income.total for one in place.groups)
    return (
        f"{place.adults:,} adults in {len(place.communities)} communities, {len(place.services)} services with {posts:,.1f} "
        f"whole-time posts, {len(place.groups)} voluntary groups with £{income:,.0f} a year."
    )
