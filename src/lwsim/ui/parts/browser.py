"""What the browser's module exports, as Solara components: arguments are what they show, `event_` is what they tell."""

from __future__ import annotations

from typing import Any

import ipyvue
import solara
import solara.server.settings

_ROOT = (solara.server.settings.main.root_path or "").rstrip("/")
ipyvue.define_module("lwsim", url=f"{_ROOT}/static/assets/lwsim.js")


@solara.component_vue(esm_module="lwsim", esm_export="Bar", vuetify=False)
def Bar(pages: Any = (), here: str = "", limits: Any = (), version: str = "", event_go: Any = None) -> None:
    """The bar of pages, and what the model must never be used for. pages: path, title and link of each."""


@solara.component_vue(esm_module="lwsim", esm_export="Opening", vuetify=False)
def Opening(says: str = "", more: str = "") -> None:
    """What a page says first, and how it is to be taken."""


@solara.component_vue(esm_module="lwsim", esm_export="Setup", vuetify=False)
def Setup(
    places: Any = (),
    place: str = "",
    about: str = "",
    years: float = 5.0,
    horizons: Any = (),
    shelf: Any = (),
    cards: Any = (),
    forces: Any = (),
    forms: Any = (),
    rests: Any = (),
    choices: Any = None,
    most: int = 4,
    trouble: str = "",
    heard: int = 0,
    kept: Any = None,
    content: bytes = b"",
    event_do: Any = None,
) -> None:
    """The place and the scenarios' cards.

    heard: the number of the last change that was dealt with.  kept, content: a file to save, when its id changes.
    """


@solara.component_vue(esm_module="lwsim", esm_export="Verdict", vuetify=False)
def Verdict(
    place: str = "",
    titles: Any = (),
    pairs: Any = (),
    order: Any = (),
    cautions: Any = (),
    basis: Any = None,
    said: Any = (),
    event_stop: Any = None,
    event_run_more: Any = None,
) -> None:
    """The verdict and what it rests on."""


@solara.component_vue(esm_module="lwsim", esm_export="Board", vuetify=False)
def Board(
    charts: Any = (),
    numbers: bytes = b"",
    weeks: int = 0,
    horizon: int = 0,
    has_bands: bool = False,
    way: str = "level",
    first: str = "",
    kept: Any = None,
    content: bytes = b"",
    event_choose_way: Any = None,
    event_make: Any = None,
) -> None:
    """All charts of a comparison.

    weeks: those that are lived, of the horizon that is drawn.  kept, content: a file to save, when its id changes.
    """
