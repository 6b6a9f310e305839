"""The server: our own Starlette app around Solara's, with security headers, language, viewport and limits."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .gather import ASSETS

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""The least that Solara works with: its templates are compiled in the browser, which needs unsafe-eval."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
MOST_TABS = 200
"""Tabs that are served at once; who comes later is told so."""
LONGEST_MESSAGE = 4_200_000
"""Bytes of what a page may send at once: a spreadsheet of 3 MB, which travels as text, with room to spare."""
FULL = b"""<!doctype html><html lang="en-GB"><title>lwsim is busy</title><meta name="viewport" content="width=device-width">
<body style="font:1.1rem/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1>Everyone is here already</h1>
<p>This server has as many visitors as it can serve well. Please try again in a few minutes: your link keeps everything.</p>"""
QUIETLY: dict[str, Any] = {"access_log": False, "log_level": "warning", "timeout_graceful_shutdown": 3}
"""How uvicorn serves. Seconds that it waits at the end for screens that wait for news: they ask again by themselves."""
FRONT_END = "/_solara/cdn/"
"""Where Solara serves its front end, and would fetch from another host whatever else is asked for there."""
VIEWPORT = b'<meta name="viewport" content="width=device-width, initial-scale=1">'


def create_app(root_path: str = "", reach: str = "") -> Any:
    """The whole site as an ASGI application. Raises InputError where the browser's files are missing."""
    from .settings import prepare

    prepare(root_path)
    import solara.server.starlette as solara_server

    from ..teaching.framed import BarPage
    from ..teaching.site import BAR, Teaching, rooms_file
    from . import asking, site

    site.light = BAR
    bar = [BarPage(page.path, page.title) for page in site.PAGES]
    return _site(Teaching(rooms_file(), asking.desk(), bar, reach), solara_server.routes, solara_server.lifespan)


def create_class_app(rooms: Path, reach: str = "") -> Any:
    """Class sessions alone: starts in a second and holds sixty phones. Raises InputError for a wrong file."""
    from starlette.routing import Route

    from ..teaching.asked import moved
    from ..teaching.site import Teaching
    from . import asking

    first = Route("/", moved("class/join"), methods=["GET"])
    return _site(Teaching(rooms, asking.desk(), reach=reach), [first], lambda app: nullcontext())


def _site(teaching: Any, further: list[Any], living: Any) -> Any:
    """The teaching pages and further routes behind the same guards. living: what lives as long as the application."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware

    from ..teaching.site import FIRST

    @asynccontextmanager
    async def alive(app: Any) -> AsyncIterator[None]:
        async with living(app):
            tidying = asyncio.create_task(teaching.tidy())
            yield
            tidying.cancel()
        teaching.close()

    middleware = [Middleware(Guard, light=frozenset(FIRST)), Middleware(GZipMiddleware, minimum_size=1000), Middleware(Dress)]
    return Starlette(routes=[*teaching.routes(), *further], lifespan=alive, middleware=middleware)


class Guard:
    """Adds the security headers to every answer, and refuses sockets that another site's page opens.

    light: first steps of paths whose pages hold nothing on the server, so that no number of open tabs closes them: a class
    is let in beside any number of planners.
    """

    def __init__(self, app: Any, light: frozenset[str]) -> None:
        self.app, self.light = app, light

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket" and not same_origin(dict(scope["headers"])):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if is_unknown(scope["path"]):
            await _send(404, b"not here", send)
            return
        if is_page(scope) and scope["path"].split("/")[1] not in self.light and tabs() >= MOST_TABS:
            await _send(503, FULL, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


async def _send(status: int, body: bytes, send: Any) -> None:
    """Answer with a few words of our own."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/html"), *HEADERS]})
    await send({"type": "http.response.body", "body": body})


def is_unknown(path: str) -> bool:
    """Whether a path names a part of the front end that was not gathered: nothing is fetched for a visitor."""
    if FRONT_END not in path:
        return False
    file = (ASSETS / "cdn" / path.partition(FRONT_END)[2]).resolve()
    return not (file.is_relative_to((ASSETS / "cdn").resolve()) and file.is_file())


def is_page(scope: Any) -> bool:
    """Whether a browser asks for a page, and not for one of its files."""
    return scope["method"] == "GET" and b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def is_opening(scope: Any) -> bool:
    """Whether the first page is asked for as it opens, with no link's settings."""
    return scope["path"] == scope.get("root_path", "") + "/" and not scope.get("query_string")


def tabs() -> int:
    """Tabs that are open, or were lost less than an hour ago; none where Solara is not served at all."""
    held = sys.modules.get("solara.server.kernel_context")
    return len(held.contexts) if held else 0


def same_origin(headers: dict[bytes, bytes]) -> bool:
    """Whether a request comes from a page of ours: its Origin, where a browser sent one, is the host it asks."""
    origin = headers.get(b"origin")
    if origin is None:
        return True
    hosts = {headers[name] for name in (b"host", b"x-forwarded-host") if headers.get(name)}  # never b"", as of "null"
    return urlsplit(origin.decode("latin-1")).netloc.encode("latin-1") in hosts


class Dress:
    """Gives each page its language, a viewport that may be zoomed, and a policy with a nonce of its own."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        body: list[bytes] = []

        async def held(message: Any) -> None:
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if not kind.startswith(b"text/html"):
                    await send(message)
                else:
                    start.update(message)
            elif not start:
                await send(message)
            else:
                body.append(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_dressed(start, b"".join(body), _first(scope), send)

        await self.app(scope, receive, held)


def _first(scope: Any) -> bytes:
    """What stands at the beginning of a page's body: on the first page as it opens, its answer as a still picture."""
    from .first_picture import first_picture

    return first_picture() if is_opening(scope) else b""


async def _send_dressed(start: dict[str, Any], page: bytes, first: bytes, send: Any) -> None:
    """Send a page with its changes, and the header that belongs to them. first: stands at the beginning of its body."""
    nonce = secrets.token_urlsafe(16)
    page = dressed(re.sub(rb"<body[^>]*>", lambda found: found[0] + first, page, count=1), nonce)
    kept = [(name, amount) for name, amount in start["headers"] if name not in (b"content-length", b"etag")]
    policy = POLICY.format(nonce=nonce).encode()
    kept += [
        (b"content-length", str(len(page)).encode()),
        (b"content-security-policy", policy),
        (b"cache-control", b"no-store"),
    ]
    await send({**start, "headers": kept})
    await send({"type": "http.response.body", "body": page})


def dressed(page: bytes, nonce: str) -> bytes:
    """A page of Solara's in English, zoomable, its scripts carrying the nonce, without the icon font nobody uses."""
    page = re.sub(rb"<html(?![^>]*\blang=)", b'<html lang="en-GB"', page, count=1)
    page = re.sub(rb'<meta name="viewport"[^>]*>', VIEWPORT, page)
    page = re.sub(rb'<link href="[^"]*/fonts\.css"[^>]*>(</link>)?', b"", page)
    return re.sub(rb"<script(?=[\s>])", b'<script nonce="' + nonce.encode() + b'"', page)


def reach(host: str, port: int) -> str:
    """Host and port at which other devices on this network find a server listening at `host`; empty where they do not."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return ""
    if host not in ("0.0.0.0", "::"):
        return f"{host}:{port}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))  # sends nothing: asks which of this machine's addresses would be used
            return f"{line.getsockname()[0]}:{port}"
        except OSError:
            return ""


def serve(host: str, port: int, root_path: str, said: Any) -> None:
    """Serve until stopped. said: called with a line when the opening question has been answered."""
    import uvicorn

    from . import asking, reading

    app = create_app(root_path, reach(host, port))
    asking.warm_up(said)
    try:
        uvicorn.run(app, host=host, port=port, **QUIETLY, ws_max_size=LONGEST_MESSAGE)
    finally:
        asking.close()
        reading.close()


def serve_class(host: str, port: int, rooms: Path) -> None:
    """Serve the class alone until stopped."""
    import uvicorn

    from . import asking

    app = create_class_app(rooms, reach(host, port))
    try:
        uvicorn.run(app, host=host, port=port, **QUIETLY, proxy_headers=True)
    finally:
        asking.close()
