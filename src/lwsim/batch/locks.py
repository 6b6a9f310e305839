"""Locks that a killed process lets go of by itself: the operating system holds them, not a file's content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import InputError
from ..files import shown_path

try:
    import fcntl
except ImportError:  # Windows: nothing is locked, and two batches on one store must not run at once (docs/batch.md)
    fcntl = None  # type: ignore[assignment]


def take(file: int) -> None:
    """Hold an open file until it is closed or the process ends; waits while another process holds it."""
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX)


def held(path: Path) -> bool:
    """Whether a living process holds the file."""
    if not fcntl:
        return False
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Hold a store's file, made where it is not there, for the length of a block. Raises InputError where it may not be."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        said, words = f"store {shown_path(path.parent)}", f"not writable ({error.strerror})"
        raise InputError(said, "", words, "a folder of your own", "name another with --store") from None
    try:
        take(file)
        yield
    finally:
        os.close(file)
