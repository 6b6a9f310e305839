"""What a request holds, cut to size before anybody reads it, and what is answered when it cannot be done."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ..classroom.office import Unknown
from ..classroom.store import Full
from ..classroom.table_rules import NotYet, Refused
from ..errors import InputError

MOST_BYTES = 8_000
"""Of a request's body."""
NO_STORE = {"cache-control": "no-store"}


async def wish_of(request: Request) -> dict[str, Any]:
    """The JSON table of a request. Raises Refused for anything else, or more than fits."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("That is too much at once.")
    try:
        wish = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refused("That could not be read.") from None
    if not isinstance(wish, dict):
        raise Refused("That could not be read.")
    return wish


def secret_in(request: Request) -> str:
    """The secret that a request shows: in a header, so that it stands in no log of addresses."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret if kind.lower() == "bearer" else ""


def told(answer: Any, status: int = 200) -> Response:
    """An answer as JSON, kept by nobody on the way."""
    return JSONResponse(answer, status, NO_STORE)


def careful(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """An answer that turns what cannot be done into words for the person, never into a traceback."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except NotYet as refused:
            return told({"says": str(refused)}, 423)
        except (Refused, Full) as refused:
            return told({"says": str(refused)}, 409)
        except InputError as error:
            return told({"says": str(error)}, 400)
        except Unknown:
            return told({"says": "There is no such room, or this is not your seat. Ask for the code again."}, 404)

    return answered


def page(whole: str) -> Callable[[Request], Awaitable[Response]]:
    """A page that is the same for everybody."""

    async def answered(request: Request) -> Response:
        return HTMLResponse(whole, headers=NO_STORE)

    return answered


def moved(address: str) -> Callable[[Request], Awaitable[Response]]:
    """An address to type that leads to a page; relative, so that it holds below a proxy's path too."""

    async def answered(request: Request) -> Response:
        return Response(status_code=307, headers={"location": address})

    return answered
