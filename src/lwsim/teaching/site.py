"""Lessons and class sessions as routes beside the planner's pages, the rooms kept in one file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..answering.desk import Desk
from ..classroom.office import Office
from ..classroom.store import Store
from .asked import moved, page
from .class_routes import Class
from .framed import BarPage, Sheet, framed
from .kit import SHEETS as KIT_SHEETS
from .kit import kit_page
from .learn_routes import Learn

HERE = Path(__file__).parent / "browser"
LOOK = HERE.parent.parent / "ui" / "browser"
"""The planner's style sheets: one visual language."""
SHEETS = (
    Sheet("class/join", "join.js", "Join the class", "join", has_bar=True),
    Sheet("class/seat", "seat.js", "Your seat", "seat", has_bar=False),
    Sheet("class/desk", "desk.js", "The teacher's desk", "desk", has_bar=True),
    Sheet("class/wall", "wall.js", "The projector", "wall", has_bar=False),
    Sheet("learn/all", "learn.js", "Learn", "learn", has_bar=True),
    Sheet("learn/lesson", "lesson.js", "A lesson", "lesson", has_bar=True),
    Sheet("learn/glossary", "glossary.js", "Words", "glossary", has_bar=True),
)
"""A room's code and a secret stand after the #, which browsers send to nobody."""
BAR = (BarPage("learn/all", "Learn"), BarPage("class/desk", "Class"), BarPage("learn/glossary", "Words"))
"""What of these pages stands in the bar, after the planner's."""
FIRST = {"class": "join", "learn": "all"}
"""What an address to type leads to."""
WHERE = "LWSIM_CLASS"
"""Environment variable that names the file of the rooms."""


def rooms_file() -> Path:
    """The file that keeps the rooms: where LWSIM_CLASS says, otherwise in the user's own data folder."""
    if named := os.environ.get(WHERE):
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "lwsim" / "class.db"


class Teaching:
    """The teaching part of a server: its routes, and what must be let go at its end.

    before: the planner's pages, if any.  reach: host and port at which other devices find this server, if they do.
    """

    def __init__(self, rooms: Path, desk: Desk, before: Sequence[BarPage] = (), reach: str = "") -> None:
        rooms.parent.mkdir(parents=True, exist_ok=True)
        self._store, self._desk = Store(rooms), desk
        self._class, self._learn = Class(Office(self._store), self._desk, reach), Learn(self._desk)
        self._bar = (*before, *BAR)

    def routes(self) -> list[BaseRoute]:
        """Pages, what they load, and what they ask."""
        pages = [Route(f"/{sheet.path}", page(framed(sheet, self._bar)), methods=["GET"]) for sheet in SHEETS]
        for sheet in KIT_SHEETS:
            filled = framed(sheet, self._bar, kit_page(sheet.path.rpartition("/")[2]))
            pages.append(Route(f"/{sheet.path}", page(filled), methods=["GET"]))
        short = [Route(f"/{room}", moved(f"{room}/{first}"), methods=["GET"]) for room, first in FIRST.items()]
        looks = [Mount(f"/{room}/look", StaticFiles(directory=LOOK)) for room in FIRST]
        files = [Mount(f"/{room}/files", StaticFiles(directory=HERE)) for room in FIRST]
        return [*short, *pages, *looks, *files, *self._class.routes(), *self._learn.routes()]

    async def tidy(self) -> None:
        """Keep the file clean for as long as the server runs: no room outlives its time."""
        await self._class.tidy()

    def close(self) -> None:
        """Let the file go."""
        self._store.close()
