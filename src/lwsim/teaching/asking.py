"""Putting questions to the answering room from pages that wait without holding up anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ..answering.desk import Desk


async def answered(desk: Desk, session: str, question: Any, on_part: Callable[[Any], None] | None = None) -> Any:
    """The whole answer to a question. on_part: called here when more is in. Raises what the work raises."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def end(answer: Any, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(answer)

    def part(answer: Any) -> None:
        if on_part is not None:
            loop.call_soon_threadsafe(on_part, answer)

    def over(answer: Any, error: Exception | None) -> None:
        loop.call_soon_threadsafe(end, answer, error)

    ticket = desk.ask(session, "whole", question, part, over)
    try:
        return await done
    except asyncio.CancelledError:
        ticket.stop()
        raise
