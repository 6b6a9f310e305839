"""Excel workbooks: written with a guide and lists to choose from, read with every trick refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InputError
from .columns import GUIDE, LISTS, PLACE, Column
from .grid import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Cell, Formula, Grid

MOST_UNPACKED = 12_000_000
"""Bytes that a workbook may unpack to: a bomb of a few kilobytes unpacks to gigabytes."""
MOST_PARTS = 300
_SAVE_AGAIN = "save it again in Excel or LibreOffice as .xlsx"


def write_workbook(rows: Mapping[str, Sequence[Sequence[Any]]], guide: Sequence[Sequence[str]]) -> bytes:
    """A workbook: the guide first, then each sheet. rows: by sheet, the first row its headings."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    for title, table in {GUIDE: guide, **rows}.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(table, start=1):
            for c, value in enumerate(row, start=1):
                cell = sheet.cell(r, c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = stays a text
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        heads = [sheet.cell(r, 1) for r in range(1, len(table) + 1)] if title == PLACE.title else sheet[1]
        for cell in heads:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DCE9E6")
        for c in range(1, len(table[0]) + 1):
            longest = max((len(str(row[c - 1])) for row in table if len(row) >= c and row[c - 1] is not None), default=8)
            sheet.column_dimensions[sheet.cell(1, c).column_letter].width = min(60, max(10, longest + 2))
        if title not in (GUIDE, PLACE.title):
            sheet.freeze_panes = "A2"
    _add_choices(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_choices(book: Any) -> None:
    """A list to choose from in each cell that takes one of a few words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for layout in LISTS:
        for c, column in enumerate(layout.columns, start=1):
            if column.choices:
                listed = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
                sheet = book[layout.title]
                sheet.add_data_validation(listed)
                letter = sheet.cell(1, c).column_letter
                listed.add(f"{letter}2:{letter}{MOST_ROWS}")


def read_workbook(raw: bytes, file: str) -> dict[str, Grid]:
    """The sheets of a workbook by title. Raises InputError for anything that is not a plain, small workbook."""
    from openpyxl import load_workbook

    _check_parts(raw, file)
    try:
        book = load_workbook(io.BytesIO(raw), keep_links=False)
        return {sheet.title: _grid(sheet, file) for sheet in book.worksheets}
    except InputError:
        raise
    except Exception:  # the library raises whatever its parts raise; all of it means the same to whoever sent the file
        raise InputError(file, "", "not readable as a workbook", "an Excel workbook (.xlsx)", _SAVE_AGAIN) from None


def _check_parts(raw: bytes, file: str) -> None:
    """Refuse a workbook by its outside: too large, packed to explode, locked, with macros, or with XML of its own making."""
    if len(raw) > MOST_BYTES:
        raise InputError(
            file,
            "",
            f"larger than {MOST_BYTES // 1_000_000} MB",
            "a place's workbook is far smaller",
            "take out what is not the place",
        )
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(file, "", "an old (.xls) or locked workbook", "an .xlsx without a password", _SAVE_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise InputError(file, "", "far larger inside than outside", "a plain workbook", _SAVE_AGAIN)
            left = MOST_UNPACKED
            for part in parts:
                left -= _check_part(packed, part, file, left)
    except InputError:
        raise
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise InputError(file, "", "not a workbook", "an Excel workbook (.xlsx)", _SAVE_AGAIN) from None


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, file: str, left: int) -> int:
    """Unpack one part within what is left, whatever size it claims to have. Returns its size."""
    if part.filename.endswith("vbaProject.bin"):
        raise InputError(file, "", "a workbook with macros", "one without", "save it as .xlsx")
    with packed.open(part) as opened:
        inside = opened.read(left + 1)
    if len(inside) > left:
        raise InputError(file, "", "far larger inside than outside", "a plain workbook", _SAVE_AGAIN)
    plain = inside.replace(b"\0", b"")  # so that the words are found in UTF-16 too
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise InputError(file, "", "a workbook with XML that no spreadsheet writes", "a plain workbook", _SAVE_AGAIN)
    return len(inside)


def _grid(sheet: Any, file: str) -> Grid:
    """The cells of a sheet. A sheet that is too long or too wide is refused."""
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        allowed = f"up to {MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
        raise InputError(file, f"sheet {sheet.title}", "too large", allowed, "take out what is not the place")
    rows = []
    for row in sheet.iter_rows():
        if cells := [Cell(cell.row, cell.column, _value(cell)) for cell in row if cell.value is not None]:
            rows.append(cells)
    return Grid(sheet.title, rows)


def _value(cell: Any) -> Any:
    return Formula(cell.value) if cell.data_type == "f" else cell.value


def guide_of(column: Column) -> list[str]:
    """A column's row in the guide."""
    takes = ", ".join(column.choices) if column.choices else column.sort.replace("reach", "names")
    return [column.heading, "needed" if column.is_needed else "may be empty", takes, column.says]
