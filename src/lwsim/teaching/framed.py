"""The frame of every light page: one bar with the planner's pages, one footer that says what the model is not for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from ..limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR

FILLED_BY_SCRIPT = "<noscript>This page needs JavaScript.</noscript>"
FRAME = Path(__file__).parent / "browser" / "page.html"


class BarPage(NamedTuple):
    """A page of the bar. path: below the site's root, '/' for the first."""

    path: str
    title: str


class Sheet(NamedTuple):
    """A light page. path: two steps below the site's root.  script: what fills it.  kind: its class in the style sheet."""

    path: str
    script: str
    title: str
    kind: str
    has_bar: bool


def framed(sheet: Sheet, bar: Sequence[BarPage], body: str = FILLED_BY_SCRIPT) -> str:
    """A page's whole HTML. body: HTML of our own.  Links are relative, so that they hold below a proxy's path too."""
    return Template(FRAME.read_text(encoding="utf-8")).substitute(
        title=escape(sheet.title),
        script=sheet.script,
        kind=sheet.kind,
        body=body,
        pages=_links(sheet, bar) if sheet.has_bar else "",
        forecast=escape(NOT_A_FORECAST),
        purpose=escape(WHAT_IT_IS_FOR),
        limits="".join(f"<li>{escape(line)}</li>" for line in LIMITS),
    )


def _links(sheet: Sheet, bar: Sequence[BarPage]) -> str:
    """The bar's pages, on a phone behind a button; this page is the current one, or the one that leads to its room."""
    here = next((one for one in bar if one.path == sheet.path), None) or next(
        (one for one in bar if one.path.split("/")[0] == sheet.path.split("/")[0]), None
    )
    current = ' aria-current="page"'
    title = escape(here.title if here else "Pages")
    links = [
        f'<a href="../{escape(one.path.lstrip("/"))}"{current if one is here else ""}>{escape(one.title)}</a>' for one in bar
    ]
    button = (
        '<button type="button" class="button" aria-expanded="false" aria-controls="pages">'
        f'{title} <span aria-hidden="true">▾</span><span class="unseen">: choose a page</span></button>'
    )
    return f'<nav aria-label="Pages">{button}<div class="pages" id="pages">{"".join(links)}</div></nav>'
