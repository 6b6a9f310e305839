"""CSV: all sheets in one text file, each under a line with its name in square brackets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..errors import InputError
from .columns import LISTS, PLACE
from .grid import LONGEST_TEXT, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Cell, Grid

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is run as a formula by spreadsheets; an apostrophe before it keeps it a text."""


def write_csv(rows: Mapping[str, Sequence[Sequence[Any]]], guide: Sequence[Sequence[str]]) -> bytes:
    """One CSV file that spreadsheets open in the right letters; the guide stands first, in lines that begin with #."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in guide:
        writer.writerow(["# " + ": ".join(word for word in row if word)])
    for title, table in rows.items():
        writer.writerow([])
        writer.writerow([f"[{title}]"])
        for row in table:
            writer.writerow([_guarded(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _guarded(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith((*_RISKY, "'", "#", "[")) else value
    return repr(value)


def read_csv(raw: bytes, file: str) -> dict[str, Grid]:
    """The sheets of a CSV file by title; cells are named as a spreadsheet that opens the file names them. Raises InputError."""
    text = _text(raw, file)
    grids: dict[str, list[list[Cell]]] = {}
    here: list[list[Cell]] | None = None
    csv.field_size_limit(MOST_BYTES)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1):
            if number > MOST_ROWS * len(LISTS):
                raise InputError(
                    file, "", "too long", f"up to {MOST_ROWS * len(LISTS):,} rows", "take out what is not the place"
                )
            cells = [Cell(number, c, _opened(value)) for c, value in enumerate(row, start=1) if value.strip()]
            if not cells or (cells[0].column == 1 and row[0].startswith("#")):
                continue
            if cells[-1].column > MOST_COLUMNS:
                raise InputError(
                    file, f"row {number}", "too wide", f"up to {MOST_COLUMNS} columns", "take out what is not the place"
                )
            name = row[0].strip()
            if name.startswith("[") and name.endswith("]"):
                here = grids.setdefault(name[1:-1].strip(), [])
            elif here is None:
                raise _no_section(file, number)
            else:
                here.append(cells)
    except csv.Error:
        raise InputError(
            file, "", "not readable as CSV", "a text with commas between values", "save it again as CSV UTF-8"
        ) from None
    if not grids:
        raise _no_section(file, 1)
    return {title: Grid("", rows) for title, rows in grids.items()}


def _no_section(file: str, number: int) -> InputError:
    titles = ", ".join(f"[{one.title}]" for one in (PLACE, *LISTS))
    way_out = f"start from the template; each part begins with a line such as {titles}"
    return InputError(file, f"row {number}", "outside any part", "", way_out)


def _opened(value: str) -> str:
    value = value.strip()
    return value[1:] if value.startswith("'") else value


def _text(raw: bytes, file: str) -> str:
    if len(raw) > MOST_BYTES:
        raise InputError(
            file,
            "",
            f"larger than {MOST_BYTES // 1_000_000} MB",
            "a place's file is far smaller",
            "take out what is not the place",
        )
    if b"\0" in raw:
        raise InputError(file, "", "not text", "a CSV file in UTF-8", "save it again as CSV UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what Excel on Windows writes under plain CSV
    if any(len(line) > 20 * LONGEST_TEXT for line in text.splitlines()):
        raise InputError(file, "", "with a line of enormous length", "a CSV file", "start from the template")
    return text


def _delimiter(text: str) -> str:
    """What stands between values: the commonest of comma, semicolon and tab in the rows of headings."""
    lines = text.splitlines()
    heads = [after for line, after in pairwise(lines) if line.lstrip('\ufeff"').startswith("[")]
    return max(",;\t", key=lambda mark: sum(line.count(mark) for line in heads))
