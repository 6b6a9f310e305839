"""Files in and out: TOML read with care, and whatever is written stands whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import InputError, shortened

MOST_BYTES = 1_000_000
"""A place or scenario larger than 1 MB is a mistake: the largest of ours is a few kilobytes."""

MOST_DOTS = 500
"""Dots on one line. Reading a key such as a.a.a.a takes time with the square of its length."""

LONGEST_PATH = 200
"""Characters of a path, from its end, that an error repeats."""

SHEET_ENDINGS = (".xlsx", ".csv")
"""Endings of spreadsheets, which hold a place in another form."""

HOW_TO_WRITE = "a value is a number (0.5, with a point), true or false, a list [1, 2] or a text in straight quotes"


def shown_path(path: Path | str) -> str:
    """A path as an error names it: from the working folder where that is shorter, and on one line."""
    text = str(path) or '""'
    with contextlib.suppress(ValueError, OSError):
        text = str(Path(path).relative_to(Path.cwd()))
    text = text if len(text) <= LONGEST_PATH else "..." + text[-LONGEST_PATH:]
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def read_toml(path: Path | str) -> dict[str, Any]:
    """The table that a TOML file holds. Raises InputError for anything but a small, sound TOML file."""
    file = shown_path(path)
    if str(path).lower().endswith(SHEET_ENDINGS):
        way_out = f"lwsim sheet {file} my_place.toml makes a place file of it"
        raise InputError(file, "", "a spreadsheet", "a TOML file", way_out)
    return toml_from_bytes(_bytes(path, file), file)


def toml_from_bytes(raw: bytes, file: str) -> dict[str, Any]:
    """The table that a file's bytes hold, such as an upload's. file: what errors call it. Raises InputError."""
    if len(raw) > MOST_BYTES:
        raise InputError(file, "", "larger than 1 MB", "up to 1 MB", "is it really a place or a scenario?")
    text = _text(raw, file)
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise InputError(file, f"line {number}", "a line with too many dots", f"up to {MOST_DOTS}", "split it")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(file, "", "not readable as TOML: brackets within brackets too deep", "", HOW_TO_WRITE) from None
    except ValueError as error:  # TOMLDecodeError, and what Python says of absurd numbers and dates
        raise _not_toml(text, file, str(error)) from None


def _bytes(path: Path | str, file: str) -> bytes:
    """The raw file. A device, a pipe or a folder is refused before it is read."""
    try:
        # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _not_opened(file, error) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InputError(file, "", "not an ordinary file", "a TOML file", "name a file, not a folder or device")
        with os.fdopen(handle, "rb", closefd=False) as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise _not_opened(file, error) from None
    finally:
        os.close(handle)
    return raw


def _not_opened(file: str, error: Exception) -> InputError:
    """The reason why a file cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return InputError(file, "", "not there", "", "check the spelling and the folder")
    if isinstance(error, PermissionError):
        return InputError(file, "", "not open to you", "", "ask its owner for the right to read it")
    reason = getattr(error, "strerror", None) or "the name cannot be that of a file"
    return InputError(file, "", f"not readable ({reason})", "", "name an ordinary TOML file")


def _text(raw: bytes, file: str) -> str:
    """The file's text. A byte order mark, which Windows editors leave, is passed over."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(file, "", "written as UTF-16", "UTF-8", "save it again with the encoding UTF-8")
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise InputError(file, f"line {line}", "not text (it holds a zero byte)", "UTF-8 text", "is this a TOML file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            file, f"line {line}", "not UTF-8", "UTF-8 text", "save the file again with the encoding UTF-8"
        ) from None


def _not_toml(text: str, file: str, message: str) -> InputError:
    """The parser's complaint with the line it means and that line's text."""
    place = re.search(r" \(at line (\d+), column \d+\)$| \(at end of document\)$", message)
    lines = text.split("\n")
    if place is None:
        return InputError(file, "", f"not readable as TOML ({message.split(':')[0].lower()})", "", HOW_TO_WRITE)
    number = int(place.group(1) or 0) or max(i for i, line in enumerate(lines, 1) if line.strip() or i == 1)
    said = message[: place.start()]
    found = json.dumps(shortened(lines[min(number, len(lines)) - 1].strip()))
    return InputError(file, f"line {number}", f"not readable as TOML: {found} ({said})", "", HOW_TO_WRITE)


def check_writable(path: Path | str) -> None:
    """Refuse a file that could not be written, before the work that is to fill it. Raises InputError."""
    folder = Path(os.path.realpath(path)).parent
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        reason = "no right to write there" if folder.is_dir() else "its folder is not there"
        raise InputError(shown_path(path), "", f"not writable ({reason})", "", "name a file in a folder that is yours")


def write_whole(path: Path | str, content: str | bytes) -> None:
    """Write a file whole or not at all: a reader sees the old file or the new one, never half of either.

    Text is written as UTF-8. Raises InputError where it cannot be written; an old file then still stands.
    """
    file = shown_path(path)
    try:
        # A link stays a link: what it points to is replaced.
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise InputError(file, "", "not an ordinary file", "a file", "name a file, not a folder or device")
        _put(target, content.encode("utf-8") if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or "the name cannot be that of a file"
        raise InputError(file, "", f"not writable ({reason})", "", "name a file in a folder that is yours") from None


def _put(target: Path, data: bytes) -> None:
    """Write beside the target, let the disk confirm, then swap: a rename is atomic within one folder."""
    beside = target.parent / f".lwsim-{secrets.token_hex(8)}.tmp"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as opened:
            if target.exists() and hasattr(os, "fchmod"):
                os.fchmod(opened.fileno(), stat.S_IMODE(target.stat().st_mode))
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


@contextlib.contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """A path beside the target to write a large file to; it takes the target's place at the end, whole or not at all."""
    beside = target.parent / f".lwsim-{secrets.token_hex(8)}.tmp"
    try:
        yield beside
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def toml_text(table: Mapping[str, Any]) -> str:
    """A table as TOML text that reads back to exactly the same table.

    Plain values come first, then one [section] for each table and one [[section]] for each item of a list of
    tables; tables within those are written on one line.
    """
    plain = {key: value for key, value in table.items() if not _is_section(value)}
    parts = ["".join(f"{_key(key)} = {_value(value)}\n" for key, value in plain.items())]
    for key, value in table.items():
        if isinstance(value, Mapping):
            parts.append(_section(f"[{_key(key)}]", value))
        elif _is_section(value):
            parts.extend(_section(f"[[{_key(key)}]]", item) for item in value)
    return "\n".join(part for part in parts if part)


def _is_section(value: Any) -> bool:
    is_list = isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, Mapping) for item in value)
    return is_list or isinstance(value, Mapping)


def _section(header: str, table: Mapping[str, Any]) -> str:
    return f"{header}\n" + "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, but for the delete character, which JSON leaves bare.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    return "[" + ", ".join(_value(item) for item in value) + "]"
