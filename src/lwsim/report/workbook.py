"""A comparison as an Excel workbook: the verdict, every measure year by year, the totals, and the scenarios."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..comparison import INTERVALS, SIGN, Comparison
from ..limits import NOT_A_FORECAST, WHAT_IT_IS_FOR
from ..scenario_file import Scenario, to_toml
from ..verdicts import verdict

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA = re.compile(r"^[=+@-]")
"""What Excel would take for a formula; text of a user's that begins so is kept as text."""


def workbook(comparison: Comparison, scenarios: Sequence[Scenario], command: str) -> bytes:
    """The workbook's bytes. command: how to repeat the comparison."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Verdict"
    _lines(first, [comparison.place + ": " + " beside ".join(comparison.labels), *verdict(comparison).text().split("\n")])
    _lines(first, ["", f"{NOT_A_FORECAST} {WHAT_IT_IS_FOR}", SIGN, *(f"{key}: {says}" for key, says in INTERVALS.items())])
    _lines(first, ["", f"To repeat it: {command}"])
    first.column_dimensions["A"].width = 120
    for title, table in (("By year", comparison.table()), ("Over the whole run", comparison.totals_table())):
        sheet = book.create_sheet(title)
        sheet.append(list(table.columns))
        for row in table.itertuples(index=False):
            sheet.append([_cell(amount) for amount in row])
        sheet.freeze_panes = "B2"
    for scenario, label in zip(scenarios, comparison.keys, strict=True):
        _lines(book.create_sheet(re.sub(r"[^A-Za-z0-9 _-]", " ", label)[:31]), to_toml(scenario).split("\n"))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _lines(sheet: Worksheet, lines: Iterable[str]) -> None:
    """A line a row."""
    for line in lines:
        sheet.append([_cell(line)])


def _cell(amount: Any) -> Any:
    """A value that Excel shows as it is: nothing for what does not exist, and never a formula."""
    if isinstance(amount, float) and not math.isfinite(amount):
        return None
    return "\u200b" + amount if isinstance(amount, str) and FORMULA.match(amount) else amount
