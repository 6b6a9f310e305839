"""The glossary as the browser takes it: `python -m lwsim.ui.glossary` writes docs/glossary.md anew as a module of words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..files import write_whole

HERE = Path(__file__).parent
SOURCE = HERE.parents[2] / "docs" / "glossary.md"
MODULE = HERE / "browser" / "glossary_words.js"
CAPTION = (
    "/* Every word with its meaning: written from docs/glossary.md by `python -m lwsim.ui.glossary`; do not edit it by hand. */"
)
ROW = re.compile(r"^\| (?P<word>[^|]+?) \| (?P<meaning>[^|]+?) \|$")
HEADS = ("word", "measure")


class Entry(NamedTuple):
    """A word of the glossary. forms: it and its other forms, as they stand in a text.  meaning: in Markdown's italics."""

    word: str
    forms: tuple[str, ...]
    meaning: str


class Section(NamedTuple):
    """A heading of the glossary and the words below it."""

    title: str
    entries: tuple[Entry, ...]


def sections(text: str) -> tuple[Section, ...]:
    """The glossary's sections, from its Markdown."""
    parts = re.split(r"^## (.+)$", text, flags=re.M)[1:]
    return tuple(Section(title, tuple(_entries(rows))) for title, rows in zip(parts[::2], parts[1::2], strict=True))


def _entries(rows: str) -> Iterator[Entry]:
    """The rows of a section's table, without its head."""
    for line in rows.splitlines():
        row = ROW.match(line)
        if row and row["word"] not in HEADS and set(row["word"]) != {"-"}:
            title, is_measure, _ = row["word"].partition(" (`")  # a measure's name in code tells a reader of screens nothing
            forms = [title] if is_measure else re.sub(r" \(.*?\)", "", title).split(", ")
            yield Entry(forms[0] if len(forms) > 1 else title, tuple(forms), row["meaning"])


def module(text: str) -> str:
    """The browser's module, from the glossary's Markdown."""
    lines = [CAPTION, "export const SECTIONS = ["]
    for section in sections(text):
        lines.append(f"  [{_plain(section.title)}, [")
        lines += [f"    {_plain([*entry])}," for entry in section.entries]
        lines.append("  ]],")
    return "\n".join([*lines, "];", ""])


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    write_whole(MODULE, module(SOURCE.read_text(encoding="utf-8")))
