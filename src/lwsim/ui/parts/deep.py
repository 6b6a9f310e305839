"""What the pages Tensions, Inside and Why take from the browser's module, as Solara components."""

from __future__ import annotations

from typing import Any

import solara

from . import browser as browser  # the module is declared there


@solara.component_vue(esm_module="lwsim", esm_export="Progress", vuetify=False)
def Progress(
    done: int = 0,
    asked: int = 0,
    state: str = "working",
    says: str = "",
    fault: str = "",
    event_stop: Any = None,
    event_go: Any = None,
) -> None:
    """How far long work has come."""


@solara.component_vue(esm_module="lwsim", esm_export="TensionMap", vuetify=False)
def TensionMap(view: Any = None) -> None:
    """The map and the frontier."""


@solara.component_vue(esm_module="lwsim", esm_export="TensionControls", vuetify=False)
def TensionControls(
    measures: Any = (),
    years: Any = (),
    pairs: Any = (),
    whats: Any = (),
    chosen: Any = None,
    third: Any = None,
    event_choose: Any = None,
) -> None:
    """What the map shows."""


@solara.component_vue(esm_module="lwsim", esm_export="Inside", vuetify=False)
def Inside(
    scenes: Any = (),
    reel: str = "",
    ready: int = -1,
    end: int = 1,
    chunk: bytes = b"",
    chunkof: str = "",
    start: int = 0,
    agent: str = "",
    event_more: Any = None,
    event_settle: Any = None,
) -> None:
    """The living picture. reel: which film; ready: its last week that is there; chunk: a stretch of it."""


@solara.component_vue(esm_module="lwsim", esm_export="Tabs", vuetify=False)
def Tabs(tabs: Any = (), here: str = "", event_go: Any = None) -> None:
    """What of a page is looked at."""


@solara.component_vue(esm_module="lwsim", esm_export="Taken", vuetify=False)
def Taken(
    measures: Any = (), measure: str = "", unit: str = "", view: Any = None, note: str = "", event_choose: Any = None
) -> None:
    """A difference taken apart: sentence, waterfall, table."""


@solara.component_vue(esm_module="lwsim", esm_export="Loops", vuetify=False)
def Loops(loops: Any = (), here: str = "", titles: Any = (), slots: Any = (), event_choose: Any = None) -> None:
    """The causal loops."""


@solara.component_vue(esm_module="lwsim", esm_export="Assumptions", vuetify=False)
def Assumptions(
    rows: Any = (), changes: Any = (), leans: Any = (), find: str = "", event_change: Any = None, event_seek: Any = None
) -> None:
    """Every assumption; searched, sorted, changed."""


@solara.component_vue(esm_module="lwsim", esm_export="Sides", vuetify=False)
def Sides(titles: Any = (), here: int = 0, first: int = 0, label: str = "", event_go: Any = None) -> None:
    """One of the scenarios, chosen by a button each. first: the first that can be chosen."""
