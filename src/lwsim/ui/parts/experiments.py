"""What the page Experiments takes from the browser's module, as Solara components."""

from __future__ import annotations

from typing import Any

import solara

from . import browser as browser  # the module is declared there


@solara.component_vue(esm_module="lwsim", esm_export="Shelf", vuetify=False)
def Shelf(
    items: Any = (), wrong: str = "", find: str = "", only: str = "", event_open: Any = None, event_seek: Any = None
) -> None:
    """The experiments there are, and how far each is. find, only: words and state that they are narrowed to."""


@solara.component_vue(esm_module="lwsim", esm_export="Experiment", vuetify=False)
def Experiment(
    item: Any = None,
    about: str = "",
    rows: Any = (),
    command: str = "",
    choices: Any = None,
    chosen: Any = None,
    view: Any = None,
    trouble: str = "",
    find: str = "",
    kept: Any = None,
    content: bytes = b"",
    event_choose: Any = None,
    event_seek: Any = None,
    event_again: Any = None,
    event_keep: Any = None,
    event_leave: Any = None,
) -> None:
    """One experiment's results. rows: how it was made; choices: what can be chosen; kept, content: a file to save."""
