"""The class over the web: opening a room, joining, a seat, the desk, the projector, the debrief."""

from __future__ import annotations

import asyncio
import io
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .. import library
from ..answering.desk import Desk, WorkerLost
from ..classroom.codes import Brake, read_code
from ..classroom.debrief_page import debrief_page
from ..classroom.living import WorldQuestion
from ..classroom.office import Office, Unknown
from ..classroom.session import Session
from ..classroom.table_rules import Refused
from ..classroom.views import desk_view, seat_view, table_of, wall_view
from ..place_file import load_place
from .asked import NO_STORE, careful, secret_in, told, wish_of
from .asking import answered
from .hub import Hub

ROOMS_AN_HOUR = 30
"""Rooms that one address may open in an hour."""
MOST_ADDRESSES = 4096
TIDY = 600.0
"""Seconds after which it is looked again whether a room's time is up."""


class Class:
    """All rooms of one server, on the web. reach: host and port for other devices, if any.  clock: seconds since 1970."""

    def __init__(self, office: Office, desk: Desk, reach: str, clock: Callable[[], float] = time.time) -> None:
        self.office, self.answering, self.reach, self.clock = office, desk, reach, clock
        self.hub, self.brake = Hub(), Brake()
        self._opened: OrderedDict[str, deque[float]] = OrderedDict()
        self._living: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[BaseRoute]:
        """Everything that a browser may ask of the class, below /class/api."""
        at = "/class/api"
        return [
            Route(f"{at}/shelf", careful(self.shelf), methods=["GET"]),
            Route(f"{at}/open", careful(self.open), methods=["POST"]),
            Route(f"{at}/{{code}}/join", careful(self.join), methods=["POST"]),
            Route(f"{at}/{{code}}/seat/{{seat}}", careful(self.see_seat), methods=["GET"]),
            Route(f"{at}/{{code}}/seat/{{seat}}", careful(self.put), methods=["POST"]),
            Route(f"{at}/{{code}}/desk", careful(self.see_desk), methods=["GET"]),
            Route(f"{at}/{{code}}/desk", careful(self.order), methods=["POST"]),
            Route(f"{at}/{{code}}/wall", careful(self.see_wall), methods=["GET"]),
            Route(f"{at}/{{code}}/qr.svg", careful(self.qr), methods=["POST"]),
            Route(f"{at}/{{code}}/debrief", careful(self.debrief), methods=["GET"]),
            Route(f"{at}/{{code}}/scenario/{{team}}", careful(self.scenario), methods=["GET"]),
        ]

    async def tidy(self) -> None:
        """Take out the rooms whose time is up, now and again and again, whether or not anybody asks for one."""
        while True:
            self.office.forget(self.clock())
            self.hub.forget({room.code for room in self.office.store.rooms()})
            await asyncio.sleep(TIDY)

    # -- doors ---------------------------------------------------------------------------------------------------------

    def _code(self, request: Request, link: str = "") -> str:
        """The room that a request names, if its address has not guessed too often. Raises Unknown and Refused.

        Who shows one of the room's own secrets never waits: a whole class has one address, and one of them may guess.
        """
        address, now = request.client.host if request.client else "", self.clock()
        code, wait = read_code(request.path_params["code"]), self.brake.wait(address, now)
        try:
            self.office.session(code, now)
            if wait and not self.office.knows(code, link or secret_in(request), now):
                raise Unknown(code)
        except Unknown:
            if wait:
                raise Refused(f"Too many wrong codes. Please wait {wait:.0f} seconds.") from None
            self.brake.wrong(address, now)
            raise
        return code

    def _guarded(self, request: Request, answer: Callable[[], Session]) -> Session:
        """A session behind a secret; a wrong secret counts as a guess. Raises Unknown."""
        try:
            return answer()
        except Unknown:
            self.brake.wrong(request.client.host if request.client else "", self.clock())
            raise

    async def open(self, request: Request) -> Response:
        """Open a room."""
        address, now = request.client.host if request.client else "", self.clock()
        opened = self._opened.setdefault(address, deque(maxlen=ROOMS_AN_HOUR))
        if len(opened) == ROOMS_AN_HOUR and now - opened[0] < 3600.0:
            raise Refused("Many rooms were opened from here within the hour. Please wait a little.")
        code, desk, link = self.office.open_room(await wish_of(request), now)
        opened.append(now)
        while len(self._opened) > MOST_ADDRESSES:
            self._opened.popitem(last=False)
        self.hub.forget({room.code for room in self.office.store.rooms()})
        self._changed(code)
        return told({"code": code, "desk": desk, "link": link, "left": self.office.left(code, now)})

    async def shelf(self, request: Request) -> Response:
        """The places and scenarios that a room can be opened with."""
        places = [{"name": one.name, "title": one.title, "adults": load_place(one.path).adults} for one in library.places()]
        scenarios = [{"name": one.name, "title": one.title} for one in library.scenarios()]
        return told({"places": places, "scenarios": scenarios, "reach": self.reach})

    async def join(self, request: Request) -> Response:
        """Take a seat."""
        wish = await wish_of(request)
        code = self._code(request, str(wish.get("link", "")))
        words = [str(wish.get(key, "")) for key in ("secret", "team", "role")]
        seat = self.office.join(code, words[0], self.clock(), words[1], words[2])
        self._changed(code)
        return told({"code": code, "seat": seat, "left": self.office.left(code, self.clock())})

    # -- screens -------------------------------------------------------------------------------------------------------

    async def see_seat(self, request: Request) -> Response:
        """A player's screen, when there is news."""
        code, seat, secret = self._code(request), request.path_params["seat"], secret_in(request)
        self._guarded(request, lambda: self.office.seat(code, seat, secret, self.clock()))
        return await self._screen(request, code, lambda session: seat_view(self.office, session, code, seat))

    async def see_desk(self, request: Request) -> Response:
        """The desk's screen, when there is news."""
        code, secret = self._code(request), secret_in(request)
        self._guarded(request, lambda: self.office.desk(code, secret, self.clock()))
        return await self._screen(request, code, lambda session: desk_view(self.office, session, code))

    async def see_wall(self, request: Request) -> Response:
        """The projector's screen, when there is news."""
        code, secret = self._code(request), secret_in(request)
        if not self.office.has_link(code, secret):
            raise Unknown(code)
        return await self._screen(request, code, lambda session: wall_view(self.office, session, code))

    async def _screen(self, request: Request, code: str, view: Callable[[Session], dict[str, Any]]) -> Response:
        """A view with its version; weeks that the screen says it has already are left out."""
        self._live(code)
        version = await self.hub.news(code, request.query_params.get("since", ""))
        now = self.clock()
        times = {"version": version, "clock": now, "left": self.office.left(code, now)}
        shown = view(self.office.session(code, now)) | times | {"reach": self.reach}
        if shown.get("series_key") and shown["series_key"] == request.query_params.get("have"):
            del shown["series"]
        return told(shown)

    # -- hands ---------------------------------------------------------------------------------------------------------

    async def put(self, request: Request) -> Response:
        """What a player puts in; its echo is their own line and their table's."""
        wish = await wish_of(request)
        code, key, secret = self._code(request), request.path_params["seat"], secret_in(request)
        now = self.clock()
        self._guarded(request, lambda: self.office.seat(code, key, secret, now))
        session = self.office.put(code, key, secret, wish, now)
        self.hub.changed(code)
        seat = session.seats[key]
        you = {part: held for part, held in vars(session.now(seat.team)[key]).items() if part != "role"}
        return told({"you": you, "table": table_of(session, seat.team)})

    async def order(self, request: Request) -> Response:
        """What the desk does."""
        wish = await wish_of(request)
        code, secret = self._code(request), secret_in(request)
        self._guarded(request, lambda: self.office.desk(code, secret, self.clock()))
        session = self.office.order(code, secret, str(wish.get("kind", "")), wish, self.clock())
        self._changed(code)
        shown = desk_view(self.office, session, code) | {"version": self.hub.version(code)}
        return told(shown | {"clock": self.clock(), "reach": self.reach})

    def _changed(self, code: str) -> None:
        self.hub.changed(code)
        self._live(code)

    def _live(self, code: str) -> None:
        """See to it that every world this room shows is lived, one after the other, unless somebody sees to it already."""
        if code in self._living:
            return
        if not self.office.due(code, self.clock()):
            self._settle(code)  # all was lived before: by another room with the same luck, or before an undo
            return
        self._living.add(code)
        task = asyncio.get_running_loop().create_task(self._live_all(code))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _settle(self, code: str) -> None:
        """Tell every screen once the half-year was lived."""
        before = self.office.session(code, self.clock()).seq
        if self.office.settle(code, self.clock()).seq != before:
            self.hub.changed(code)

    async def _live_all(self, code: str) -> None:
        try:
            while due := self.office.due(code, self.clock()):
                self.office.keep(due[0], await answered(self.answering, f"class {due[0].key}", WorldQuestion(due[0])))
                self.hub.changed(code)
            self._settle(code)
        except (Unknown, WorkerLost):
            pass  # the room is gone, or whoever looks next asks again
        finally:
            self._living.discard(code)
            self.hub.changed(code)

    # -- to take away --------------------------------------------------------------------------------------------------

    async def qr(self, request: Request) -> Response:
        """The QR code of the address that the screen shows, which it hands in."""
        wish = await wish_of(request)
        code, address = self._code(request), str(wish.get("address", ""))[:300]
        if not self.office.has_link(code, str(wish.get("link", ""))):
            raise Unknown(code)
        out = io.BytesIO()
        segno.make(address, error="m").save(out, kind="svg", border=2, xmldecl=False, omitsize=True)
        return Response(out.getvalue(), media_type="image/svg+xml", headers=NO_STORE)

    async def debrief(self, request: Request) -> Response:
        """The debrief pack and the whole replay, as one file."""
        code, secret = self._code(request), secret_in(request)
        session = self._guarded(request, lambda: self.office.desk(code, secret, self.clock()))
        if self.office.due(code, self.clock()):
            raise Refused("The half-years are still being lived. Try again in a moment.")
        name = f"lwsim-class-{code}.html"
        headers = NO_STORE | {"content-disposition": f'attachment; filename="{name}"'}
        return Response(debrief_page(self.office, session, code), media_type="text/html", headers=headers)

    async def scenario(self, request: Request) -> Response:
        """A team's game as a scenario file."""
        code, secret, team = self._code(request), secret_in(request), request.path_params["team"]
        session = self._guarded(request, lambda: self.office.desk(code, secret, self.clock()))
        lived = self.office.lived(session, team) if team in session.teams else None
        if lived is None:
            raise Unknown(team)
        headers = NO_STORE | {"content-disposition": f'attachment; filename="team-{team.lower()}.toml"'}
        return Response(lived.scenario, media_type="application/toml", headers=headers)
