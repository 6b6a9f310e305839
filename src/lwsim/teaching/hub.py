"""Who waits for news of a room, and how they are told: once for a burst of changes, not once for each."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict

PATIENCE = 25.0
"""Seconds that a screen waits for news before it asks again: less than proxies wait."""
BURST = 1.0
"""Seconds in which changes are gathered before screens are told: sixty phones that each tap now and then are told once a second
of all the others. One's own tap is echoed at once."""


class Hub:
    """A version for each room; a new server has versions of its own, so that every screen asks afresh."""

    def __init__(self) -> None:
        self._boot = secrets.token_hex(4)
        self._count: defaultdict[str, int] = defaultdict(int)
        self._news: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def version(self, code: str) -> str:
        """The room's version now."""
        return f"{self._boot}-{self._count[code]}"

    def changed(self, code: str) -> None:
        """Something in the room has changed."""
        self._count[code] += 1
        self._news.pop(code, asyncio.Event()).set()

    async def news(self, code: str, known: str) -> str:
        """The room's version, at once if it is not the one known, otherwise when it changes or patience ends."""
        if self.version(code) == known:
            try:
                await asyncio.wait_for(self._news[code].wait(), PATIENCE)
                await asyncio.sleep(BURST)
            except TimeoutError:
                pass
        return self.version(code)

    def forget(self, kept: set[str]) -> None:
        """Forget rooms that are gone."""
        for code in set(self._count) - kept:
            self._count.pop(code, None)
            self._news.pop(code, asyncio.Event()).set()
