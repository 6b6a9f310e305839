"""The journal of one writer: finished runs appended one by one, each with a checksum, so that a kill loses none."""

from __future__ import annotations

import json
import os
import secrets
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from .locks import held, take
from .work import Record

MARK = b"\x93lwsim-run-1\n\x00\xff\x1e"
"""Sixteen bytes before each record, by which a reader finds its way past damage."""
HEAD = struct.Struct("<II")
WINDOW = 4096
"""Bytes in which a reader looks for the next mark."""
SYNC_EVERY = 1.0
"""Seconds between asking the disk to confirm: a killed process loses nothing, a power cut this much."""


class Spot(NamedTuple):
    """Where a sound record stands in a journal, and what it says of itself."""

    key: str
    start: int
    size: int
    error: str
    kept: tuple[str, ...]


class Journal:
    """An open journal that this process alone writes to; others see that it is held and leave it be."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{secrets.token_hex(8)}.journal"
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        take(self._file)
        self._end, self._synced = 0, time.monotonic()

    def append(self, record: Record) -> None:
        """Add a record, whole or not at all. Raises OSError where the disk takes no more; what stood before still stands."""
        data = encoded(record)
        frame = MARK + HEAD.pack(len(data), zlib.crc32(data)) + data
        written = 0
        try:
            while written < len(frame):
                written += os.write(self._file, frame[written:])
        except OSError:
            os.ftruncate(self._file, self._end)
            raise
        self._end += len(frame)
        if time.monotonic() - self._synced > SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """Have the disk confirm what was written."""
        os.fsync(self._file)
        self._synced = time.monotonic()

    def close(self) -> None:
        """Confirm and let go; an empty journal leaves no file."""
        try:
            self.sync()
        finally:
            os.close(self._file)
            if not self._end:
                self.path.unlink(missing_ok=True)


def spots(path: Path) -> Iterator[Spot]:
    """Where the sound records of a journal stand; damage and a torn end are passed over. One record is in memory at a time."""
    whole = path.stat().st_size
    with path.open("rb") as opened:
        at = _next_mark(opened, 0)
        while at >= 0:
            start = at + len(MARK) + HEAD.size
            if start > whole:
                return
            opened.seek(at + len(MARK))
            size, check = HEAD.unpack(opened.read(HEAD.size))
            data = opened.read(size) if start + size <= whole else b""
            if data and zlib.crc32(data) == check:
                head = _head(data)
                yield Spot(head["key"], start, size, head["error"], tuple(head["kept"]))
                at = _next_mark(opened, start + size)
            else:
                at = _next_mark(opened, at + 1)


def _next_mark(opened: BinaryIO, at: int) -> int:
    """Where the next mark stands from `at` on; -1 if none does."""
    opened.seek(at)
    window = b""
    while block := opened.read(WINDOW):
        window = window[1 - len(MARK) :] + block  # a mark may lie across two blocks
        at += len(block)
        if (found := window.find(MARK)) >= 0:
            return at - len(window) + found
    return -1


def read(path: Path, start: int, size: int) -> Record:
    """The record that stands there in a journal."""
    with path.open("rb") as opened:
        opened.seek(start)
        return decoded(opened.read(size))


def is_held(path: Path) -> bool:
    """Whether a living process writes to this journal."""
    return held(path)


def encoded(record: Record) -> bytes:
    """A record as bytes: a line of JSON, then its numbers."""
    head = {
        "key": record.key,
        "facts": record.facts,
        "error": record.error,
        "years": record.years,
        "totals": [float(total).hex() for total in record.totals],
        "kept": record.kept,
        "yearly": record.yearly.shape,
        "weekly": record.weekly.shape,
    }
    line = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    return line + b"\n" + record.yearly.astype("<f8").tobytes() + record.weekly.astype("<f8").tobytes()


def decoded(data: bytes) -> Record:
    """The record that bytes hold."""
    head = _head(data)
    numbers = np.frombuffer(data[data.index(b"\n") + 1 :], dtype="<f8")
    cut = int(np.prod(head["yearly"]))
    return Record(
        head["key"],
        head["facts"],
        head["error"],
        tuple(head["years"]),
        numbers[:cut].reshape(head["yearly"]),
        tuple(map(float.fromhex, head["totals"])),
        tuple(head["kept"]),
        numbers[cut:].reshape(head["weekly"]),
    )


def _head(data: bytes) -> dict:
    return json.loads(data[: data.index(b"\n")])
