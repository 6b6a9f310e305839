"""What the page My place takes from the browser's module, as Solara components."""

from __future__ import annotations

from typing import Any

import solara

from . import browser as browser  # the module is declared there


@solara.component_vue(esm_module="lwsim", esm_export="Tables", vuetify=False)
def Tables(
    places: Any = (),
    view: Any = None,
    mine: str = "",
    sheet: str = "",
    trouble: str = "",
    kept: Any = None,
    content: bytes = b"",
    event_do: Any = None,
    event_turn: Any = None,
) -> None:
    """A place's sheets as tables to edit.

    mine: the draft, for the tab to keep.  kept, content: a file to save, when its id changes.
    """
