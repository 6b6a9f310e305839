"""What the page Journeys takes from the browser's module, as Solara components."""

from __future__ import annotations

from typing import Any

import solara

from . import browser as browser  # the module is declared there


@solara.component_vue(esm_module="lwsim", esm_export="Seek", vuetify=False)
def Seek(choices: Any = None, chosen: Any = None, view: Any = None, event_choose: Any = None) -> None:
    """Whom to follow: by search, by how much two lives differ, or at random."""


@solara.component_vue(esm_module="lwsim", esm_export="Lives", vuetify=False)
def Lives(person: Any = None, titles: Any = (), slots: Any = ()) -> None:
    """One person's two lives. slots: of the two scenarios, for their colours."""
