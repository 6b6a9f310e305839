"""The site: its pages in one list, and the frame around each."""

from __future__ import annotations

from typing import Any, NamedTuple

import ipyvue
import solara

from ..limits import NOT_A_FORECAST
from . import session
from .pages import compare
from .parts.browser import Bar
from .state import from_query


class Page(NamedTuple):
    """A page of the bar: its path ('/' for the first), its title, and the component that shows it."""

    path: str
    title: str
    shown: Any


PAGES = (Page("/", "Compare", compare.Compare),)
"""Add a page here and nowhere else: its file stands in `pages/`."""


def _href(path: str, query: str) -> str:
    return f"{solara.use_router().root_path}/{'' if path == '/' else path}?{query}"


@solara.component
def Layout(children: Any = ()) -> None:
    """The bar and the page below it."""
    router = solara.use_router()
    here = router.parts[0] or "/"
    query = session.state.value.query()

    def open_link() -> None:
        if router.search and router.search != session.state.peek().query():
            opened = from_query(router.search)
            session.said.set(opened.said)
            session.show(opened.state)
        elif session.answer.peek() is None:
            session.ask()

    def keep_in_link() -> None:
        if session.settled.value and router.search != query:
            router.push(f"{router.path or '/'}?{query}")

    solara.use_effect(open_link, [router.search])
    solara.use_effect(keep_in_link, [query, session.settled.value])
    solara.Title(f"lwsim: {session.state.value.place.title}")
    pages = [{"path": page.path, "title": page.title, "href": _href(page.path, query)} for page in PAGES]
    with ipyvue.Html.element(tag="div"):
        Bar(
            pages=pages,
            here=here,
            limits=NOT_A_FORECAST,
            about=_href("/", query) + "#limits",
            event_go=lambda path: router.push(f"/{'' if path == '/' else path}?{query}"),
        )
        ipyvue.Html.element(tag="div", children=list(children))


routes = [
    solara.Route(path=page.path, component=page.shown, label=page.title, layout=Layout if page.path == "/" else None)
    for page in PAGES
]
