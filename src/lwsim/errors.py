"""What is wrong with something a user gave us: where, what stands there, what may, and the way out.

Items of a list are named as people would name them: by their own key or name where they have one
(`services.cmht.staf`), otherwise by counting from one (`events[2].week` is in the second event of the file).
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_SHOWN = 10
"""Problems of one file that are told at once; the rest are counted."""

LONGEST_WORD = 60
"""Characters of a user's own value or key that an error repeats."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, worded as `file: key is VALUE; allowed: ...; way out`.

    value: words for what stands there (`not known`, `-4`); `shown(x)` turns any value into such words.
    """

    file: str
    key: str = ""
    value: str = ""
    allowed: str = ""
    way_out: str = ""

    def __str__(self) -> str:
        """The problem as one sentence."""
        where = ": ".join(part for part in (self.file, self.key) if part)
        parts = [
            f"{where} is {self.value}" if self.value else where,
            f"allowed: {self.allowed}" if self.allowed else "",
            self.way_out,
        ]
        return "; ".join(part for part in parts if part)


class InputError(ValueError):
    """Something a user gave us cannot be used. `str(error)` holds one line a problem; `problems` the parts.

    value: text is taken as words for what stands there, anything else is shown as a file would have it.
    """

    problems: tuple[Problem, ...]
    count: int

    def __init__(self, file: str, key: str = "", value: Any = "", allowed: str = "", way_out: str = "") -> None:
        words = value if isinstance(value, str) else shown(value)
        self._hold([Problem(file, key, words, allowed, way_out)], 1)

    @classmethod
    def joined(cls, problems: Sequence[Problem], count: int = 0) -> InputError:
        """One error for all problems of a file. count: how many there are, where not all are handed in."""
        if not problems:
            raise ValueError("an InputError needs at least one problem")
        error = cls.__new__(cls)
        error._hold(problems, max(count, len(problems)))
        return error

    def _hold(self, problems: Sequence[Problem], count: int) -> None:
        self.problems, self.count = tuple(problems[:MOST_SHOWN]), count
        lines = [str(problem) for problem in self.problems]
        if count > len(lines):
            lines.append(f"... and {count - len(lines)} more in {self.problems[0].file}")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross from one process to another without losing the parts."""
        return InputError.joined, (self.problems, self.count)


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise one InputError that holds all the problems, or do nothing when there are none."""
    if problems:
        raise InputError.joined(problems)


def shown(value: Any) -> str:
    """A value as it would be written in a file, short, on one line and safe to print on a terminal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(shortened(value))
    if isinstance(value, int):
        # Python refuses to write out whole numbers of thousands of digits.
        return str(value) if value.bit_length() < 128 else "a whole number of many digits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return "empty" if value is None else f"a {type(value).__name__}"


def shown_key(*parts: str) -> str:
    """Parts of a key joined by dots, each in quotes where TOML would need them: parameters."need.onset"."""
    plain = re.compile(r"[A-Za-z0-9_-]+(\[\d+\])?")
    return ".".join(part if plain.fullmatch(part) and len(part) <= LONGEST_WORD else shown(part) for part in parts)


def shortened(text: str) -> str:
    """A user's text, cut where it would flood the screen."""
    return text if len(text) <= LONGEST_WORD else text[: LONGEST_WORD - 3] + "..."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to the one given, as a question, or nothing."""
    near = difflib.get_close_matches(word[:LONGEST_WORD], list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def did_you_mean(word: str, known: Iterable[str], hint: str = "") -> str:
    """The way out for a word that is not known: the nearest known one, or all where they are few.

    hint: where the user finds them all, added in brackets.
    """
    names = sorted(known)
    advice = nearest(word, names) or _listed(names)
    return f"{advice} ({hint})" if hint else advice


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "there are none"
    if len(names) <= 16:
        return f"known: {', '.join(names)}"
    return f"there are {len(names)}, from {names[0]} to {names[-1]}"
