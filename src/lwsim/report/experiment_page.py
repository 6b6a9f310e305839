"""One page for an experiment: its question, its design, its figures with the tables behind them, as a single file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR

MOST_ROWS = 200
"""Rows of a table that the page holds; the files hold all."""


class Shown(NamedTuple):
    """A figure on the page: its name, heading, what it says, the table behind it, and the drawing as SVG."""

    name: str
    title: str
    says: str
    table: str
    svg: str


class Sheet(NamedTuple):
    """What a page says beside its figures. rows: label and text.  measures: name, title, unit, sentence."""

    title: str
    question: str
    about: str
    rows: tuple[tuple[str, str], ...]
    command: str
    measures: tuple[tuple[str, str, str, str], ...]


def experiment_page(sheet: Sheet, figures: Sequence[Shown], tables: Mapping[str, pd.DataFrame]) -> str:
    """The page as HTML that asks nothing of the network."""
    here = Path(__file__).parent
    room = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return room.get_template("experiment.html.j2").render(
        style=Markup((here / "experiment.css").read_text(encoding="utf-8")),
        sheet=sheet,
        figures=[(one, Markup(_inline(one.svg, one.title, one.says, at))) for at, one in enumerate(figures)],
        tables={name: (list(table.columns), _cells(table), len(table)) for name, table in tables.items()},
        most=MOST_ROWS,
        not_a_forecast=NOT_A_FORECAST,
        what_it_is_for=WHAT_IT_IS_FOR,
        limits=LIMITS,
    )


def _inline(svg: str, title: str, says: str, at: int) -> str:
    """A drawing as part of the page: its own ids, a name and a description for screen readers."""
    body = svg[svg.index("<svg") :]
    ids = set(re.findall(r'\bid="([^"]+)"', body))
    body = re.sub(r'\bid="([^"]+)"', rf'id="f{at}-\1"', body)
    body = re.sub(
        r'(href="#|url\(#)([^")]+)', lambda found: found[1] + (f"f{at}-{found[2]}" if found[2] in ids else found[2]), body
    )
    told = Markup("<title>{}</title><desc>{}</desc>").format(title, says)
    return re.sub(r"(<svg[^>]*)>", lambda found: f'{found[1]} role="img">{told}', body, count=1)


def _cells(table: pd.DataFrame) -> list[list[str]]:
    """A table's first rows as texts."""
    return [[_cell(cell) for cell in row] for row in table.head(MOST_ROWS).itertuples(index=False)]


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.4g}"
    return str(cell)
