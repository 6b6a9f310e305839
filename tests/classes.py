"""Class sessions for tests: a room in a file of its own, seats that play, half-years lived on a small sample."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lwsim.classroom.living import live_world
from lwsim.classroom.office import Office
from lwsim.classroom.store import Store

NOW = 1_000_000.0
SMALL = {"place": "small_town", "base": "ordinary", "sample": 0.05, "rounds": 3, "teams": 1}


def secret_of(number: int) -> str:
    """The secret that a phone made up."""
    return f"a phone's own secret {number:04d}"


@contextmanager
def office_in(folder: Path) -> Iterator[Office]:
    """The office over the file in a folder: the same rooms each time it is opened."""
    store = Store(folder / "rooms.db")
    try:
        yield Office(store)
    finally:
        store.close()


def live_all(office: Office, code: str, now: float = NOW) -> None:
    """Live every world that is due, and settle the room."""
    for world in office.due(code, now):
        office.keep(world, live_world(world))
    office.settle(code, now)


def play_round(office: Office, code: str, desk: str, now: float = NOW) -> None:
    """Close the decisions, live the half-year, show it to all."""
    office.order(code, desk, "closed", {}, now)
    live_all(office, code, now)
    office.order(code, desk, "revealed", {}, now)
