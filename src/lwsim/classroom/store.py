"""The log of every room in one SQLite file: only ever added to, so that a crash in mid-round loses nothing that was answered.

Write-ahead logging, and each commit waits for the disk: what a phone was told is kept is kept. One process writes.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from .session import Entry

VERSION = 1
MOST_ENTRIES = 50_000
"""Entries of one room: sixty players would need hours of steady tapping."""
MOST_BYTES = 2_000
"""Of one entry."""

TABLES = """
create table if not exists rooms (
    code text primary key, opened real not null, expires real not null, desk text not null, link text not null
) without rowid;
create table if not exists log (
    code text not null references rooms (code) on delete cascade, seq integer not null, at real not null,
    who text not null, kind text not null, body text not null, primary key (code, seq)
) without rowid;
"""


class Kept(NamedTuple):
    """A room as the store has it. desk, link: hashes of the desk's secret and of the long link's."""

    code: str
    opened: float
    expires: float
    desk: str
    link: str


class Full(ValueError):
    """A room's log has reached its bound."""


class Store:
    """Rooms and their logs. Raises InputError where the file cannot be used."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10.0)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            self._db.execute("pragma foreign_keys = on")
            self._db.execute("pragma secure_delete = on")
            version = self._db.execute("pragma user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise InputError(str(path), "version", version, f"version {VERSION}", "name another file for the class's rooms")
            self._db.executescript(TABLES)
            self._db.execute(f"pragma user_version = {VERSION}")
        except sqlite3.Error as error:
            raise InputError(str(path), "", str(error), "a file for the class's rooms", "name another file") from None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def open_room(self, kept: Kept) -> bool:
        """Keep a new room; False when its code is taken."""
        with self._writing() as db:
            done = db.execute("insert or ignore into rooms values (?, ?, ?, ?, ?)", kept)
            return done.rowcount == 1

    def room(self, code: str) -> Kept | None:
        """A room, if it is there."""
        with self._lock:
            row = self._db.execute("select * from rooms where code = ?", (code,)).fetchone()
        return Kept(*row) if row else None

    def rooms(self) -> list[Kept]:
        """All rooms."""
        with self._lock:
            return [Kept(*row) for row in self._db.execute("select * from rooms order by opened")]

    def add(self, code: str, entries: list[tuple[float, str, str, dict[str, Any]]]) -> list[Entry]:
        """Add entries (at, who, kind, body) to a room's log, all or none. Raises Full."""
        with self._writing() as db:
            last = db.execute("select coalesce(max(seq), 0) from log where code = ?", (code,)).fetchone()[0]
            written = [Entry(last + number, *entry) for number, entry in enumerate(entries, 1)]
            rows = [(code, e.seq, e.at, e.who, e.kind, json.dumps(e.body, allow_nan=False)) for e in written]
            if last + len(rows) > MOST_ENTRIES or any(len(row[-1]) > MOST_BYTES for row in rows):
                raise Full("This room's log is full.")
            db.executemany("insert into log values (?, ?, ?, ?, ?, ?)", rows)
        return written

    def log(self, code: str, since: int = 0) -> list[Entry]:
        """A room's entries after number `since`, in order."""
        with self._lock:
            rows = self._db.execute(
                "select seq, at, who, kind, body from log where code = ? and seq > ? order by seq", (code, since)
            ).fetchall()
        return [Entry(seq, at, who, kind, json.loads(body)) for seq, at, who, kind, body in rows]

    def forget(self, before: float) -> list[str]:
        """Take out every room that expired before a time, with its log; returns their codes."""
        with self._writing() as db:
            gone = [row[0] for row in db.execute("select code from rooms where expires < ?", (before,))]
            db.executemany("delete from rooms where code = ?", [(code,) for code in gone])
        return gone
