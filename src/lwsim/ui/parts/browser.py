"""What the browser's module exports, as Solara components: arguments are what they show, `event_` is what they tell."""

from __future__ import annotations

from typing import Any

import ipyvue
import solara
import solara.server.settings

_ROOT = (solara.server.settings.main.root_path or "").rstrip("/")
ipyvue.define_module("lwsim", url=f"{_ROOT}/static/assets/lwsim.js")


@solara.component_vue(esm_module="lwsim", esm_export="Bar", vuetify=False)
def Bar(pages: Any = (), here: str = "", limits: str = "", about: str = "", event_go: Any = None) -> None:
    """The bar of pages. pages: path, title and link of each."""


@solara.component_vue(esm_module="lwsim", esm_export="Setup", vuetify=False)
def Setup(
    places: Any = (),
    place: str = "",
    about: str = "",
    shelf: Any = (),
    cards: Any = (),
    forces: Any = (),
    event_set: Any = None,
    event_choose_place: Any = None,
    event_choose_scenario: Any = None,
) -> None:
    """The place and the scenarios' cards."""


@solara.component_vue(esm_module="lwsim", esm_export="Verdict", vuetify=False)
def Verdict(place: str = "", titles: Any = (), pairs: Any = (), basis: Any = None, said: Any = ()) -> None:
    """The verdict and what it rests on."""


@solara.component_vue(esm_module="lwsim", esm_export="Board", vuetify=False)
def Board(
    charts: Any = (),
    numbers: bytes = b"",
    weeks: int = 0,
    has_bands: bool = False,
    way: str = "level",
    first: str = "",
    event_choose_way: Any = None,
) -> None:
    """All charts of a comparison."""
