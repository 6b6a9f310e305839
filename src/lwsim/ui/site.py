"""The site: its pages in one list, and the frame around each."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

import ipyvue
import solara
from reacton.ipyvue import use_event

from ..about import VERSION
from ..limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR
from . import session
from .pages import compare, experiments, inside, journeys, my_place, tensions, why
from .parts.browser import Bar

FAULT = (
    "Something is wrong in lwsim itself, not in what you did. Your settings are in the link: reload, or choose another page."
)


class Page(NamedTuple):
    """A page of the bar: its path ('/' for the first), its title, and the component that shows it."""

    path: str
    title: str
    shown: Any


PAGES = (
    Page("/", "Compare", compare.Compare),
    Page("tensions", "Tensions", tensions.Tensions),
    Page("journeys", "Journeys", journeys.Journeys),
    Page("inside", "Inside", inside.Inside),
    Page("why", "Why", why.Why),
    Page("my-place", "My place", my_place.MyPlace),
    Page("experiments", "Experiments", experiments.Experiments),
)
"""Add a page here and nowhere else: its file stands in `pages/`. The light pages of `teaching/` follow in the bar."""

light: tuple[Any, ...] = ()
"""The light pages that this server shows too; none where Solara's own server runs `app.py`."""


def _path(path: str) -> str:
    """Where a page stands below the site's root."""
    return path if path.startswith("/") else f"/{path}"


@solara.component
def Layout(children: Any = ()) -> None:
    """The bar and the page below it."""
    router = solara.use_router()
    here = router.parts[0] or "/"
    query = session.state.value.query()

    session.tab().keep_in_link = lambda words: router.push(f"{_path(here)}?{words}")
    solara.use_effect(lambda: session.follow(router.search), [router.search])
    solara.Title(f"lwsim: {session.state.value.place.title}")
    pages = [
        {"path": page.path, "title": page.title, "href": f"{router.root_path}{_path(page.path)}?{query}", "is_light": False}
        for page in PAGES
    ]
    pages += [
        {"path": page.path, "title": page.title, "href": f"{router.root_path}/{page.path}", "is_light": True} for page in light
    ]
    with ipyvue.Html.element(tag="div"):
        Bar(
            pages=pages,
            here=here,
            limits={"title": NOT_A_FORECAST, "says": WHAT_IT_IS_FOR, "each": list(LIMITS)},
            version=VERSION,
            event_go=lambda path: router.push(f"{_path(path)}?{query}"),
        )
        ipyvue.Html.element(tag="div", children=list(children))


@solara.component
def Fault(fault: BaseException, put_right: Any) -> None:
    """A page that could not be shown: told plainly, and to whoever runs the server in full."""
    solara.use_effect(lambda: logging.getLogger(__name__).error("a page failed", exc_info=fault), [fault])
    with ipyvue.Html.element(tag="main", class_="page lw", attributes={"id": "found"}):
        ipyvue.Html.element(tag="h1", children=["This page could not be shown"])
        ipyvue.Html.element(tag="p", class_="notice", attributes={"role": "alert"}, children=[FAULT])
        again = ipyvue.Html.element(tag="button", class_="button", attributes={"type": "button"}, children=["Try again"])
        use_event(again, "click", lambda *_: put_right())


def guarded(shown: Any) -> Any:
    """A page's component, with words in its place where it fails."""

    @solara.component
    def Guarded() -> None:
        fault, put_right = solara.use_exception()
        if fault is None:
            shown()
        else:
            Fault(fault, put_right)

    return Guarded


routes = [
    solara.Route(path=page.path, component=guarded(page.shown), label=page.title, layout=Layout if page.path == "/" else None)
    for page in PAGES
]
