"""The kinds of value that places and scenarios are made of: shares, weeks, pounds, names, lists, tables.

Each is a type with its limits. What an error says is allowed is read from the limits (checking.py), with the
noun that `Allowed` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, PrivateAttr
from pydantic_core import PydanticCustomError

from .errors import nearest, shown

V = TypeVar("V")

MOST_ADULTS = 5_000_000
MOST_WEEKS = 1040
"""Twenty model years of 52 weeks, the longest run."""


class Frozen(BaseModel):
    """A checked value that cannot change: no unknown key, no text taken for a number, nor true for 1."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    named_by: ClassVar[str] = ""
    """The field by which errors name one of several in a list: its key or name. Empty: they are counted."""

    def table(self) -> dict[str, Any]:
        """The value as it would stand in a file: only what differs from what a file may leave out."""
        fields = type(self).model_fields
        return {
            name: as_table(getattr(self, name))
            for name, field in fields.items()
            if name == "kind" or getattr(self, name) != field.get_default(call_default_factory=True)
        }


class FromFile(Frozen):
    """A checked value that came from a file of its own: it remembers which; equality does not ask."""

    _origin: str = PrivateAttr("")

    @property
    def origin(self) -> str:
        """The file it came from, as errors name it; its title where it came from none."""
        return self._origin or str(getattr(self, "title", ""))

    @property
    def name(self) -> str:
        """The short name: that of its file without folder and ending, or its title."""
        return Path(self._origin).stem if self._origin else str(getattr(self, "title", ""))

    def came_from(self, file: str) -> Self:
        """The same value, remembering its file."""
        copy = self.model_copy()
        copy._origin = file
        return copy

    def __eq__(self, other: object) -> bool:
        """Equal in every field."""
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))


def as_table(value: Any) -> Any:
    """A checked value as plain tables, lists, texts and numbers."""
    if isinstance(value, Frozen):
        return value.table()
    if isinstance(value, Mapping):
        return {key: as_table(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_table(item) for item in value]
    return value


class FrozenTable(Mapping[str, V]):
    """A table that cannot change: read like a dict, equal whatever its order, and fit to be hashed."""

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        self._items = dict(items or {})

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenTable({self._items})"


@dataclass(frozen=True)
class Allowed:
    """What may stand in a field, in words. limits: whether the field's limits are added (' from 0 to 1')."""

    words: str
    limits: bool = True


def refuse(*, key: str = "", value: str = "", allowed: str = "", way_out: str = "") -> PydanticCustomError:
    """What a check of a field raises, or one of a table, which also says the key within it."""
    return PydanticCustomError("lwsim", "{allowed}", {"key": key, "value": value, "allowed": allowed, "way_out": way_out})


def one_of(*known: str) -> Callable[[str], str]:
    """A check that a text is one of the known words."""

    def check(text: str) -> str:
        if text not in known:
            raise refuse(value=shown(text), allowed=f"one of {', '.join(known)}", way_out=nearest(text, known))
        return text

    return check


def _clean(longest: int, *, lines: bool = False, empty: bool = False) -> Callable[[str], str]:
    """A check that a text is short enough and holds nothing unseen; the space around it is taken off."""

    def check(text: str) -> str:
        text = text.strip()
        unseen = next((c for c in text if not (c.isprintable() or (lines and c in "\n\t"))), "")
        if unseen:
            raise refuse(
                value=f"a text with the unseen character U+{ord(unseen):04X}",
                way_out="type that text again by hand",
            )
        if len(text) > longest:
            raise refuse(value=f"a text of {len(text)} characters")
        if not text and not empty:
            raise refuse(value="empty")
        return text

    return check


def _reach(value: Any) -> Any:
    """A check of whom something reaches: everywhere, or a list of communities by name, each once."""
    if value == "all" and isinstance(value, str):
        return value
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(name, str) for name in value):
        raise refuse()
    names = tuple(name.strip() for name in value)
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise refuse(value=f"a list with {shown(twice)} twice", way_out="name each community once")
    return names


# numbers
Number = Annotated[float, Field()]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Pounds = Annotated[float, Field(ge=0.0, le=1e10), Allowed("pounds a year")]
Hours = Annotated[float, Field(ge=0.0, le=1e6), Allowed("hours a week")]
Posts = Annotated[float, Field(ge=0.0, le=20_000.0), Allowed("whole-time posts")]
Weeks = Annotated[int, Field(ge=1, le=MOST_WEEKS), Allowed("a whole number of weeks")]
WeeksLeft = Annotated[int, Field(ge=0, le=MOST_WEEKS), Allowed("a whole number of weeks")]
Beds = Annotated[int, Field(ge=1, le=5_000), Allowed("a whole number of beds")]
Year = Annotated[int, Field(ge=1900, le=2100), Allowed("a year from 1900 to 2100", limits=False)]

# texts
Line = Annotated[
    str,
    AfterValidator(_clean(120)),
    Allowed("a text in quotes, 1 to 120 characters on one line", limits=False),
]
MaybeLine = Annotated[
    str,
    AfterValidator(_clean(200, empty=True)),
    Allowed("a text in quotes, up to 200 characters", limits=False),
]
Paragraph = Annotated[
    str,
    AfterValidator(_clean(2000, lines=True, empty=True)),
    Allowed("a text in quotes, up to 2000 characters", limits=False),
]
Question = Annotated[
    str,
    AfterValidator(_clean(2000, lines=True)),
    Allowed("a text in quotes, 1 to 2000 characters", limits=False),
]
Key = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]{0,39}\z"),
    Allowed("a short name: small letters, digits and _, starting with a letter, up to 40", limits=False),
]
SourceKey = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,79}\z"),
    Allowed("a short name: small letters, digits, dots, _ and -, up to 80", limits=False),
]
WebAddress = Annotated[
    str,
    Field(pattern=r"^https?://[^\s<>\"]{1,1000}\z"),
    Allowed("an address that begins with https:// or http://", limits=False),
]
Reach = Annotated[
    Literal["all"] | tuple[str, ...],
    PlainValidator(_reach),
    Allowed('"all" or a list of names of communities', limits=False),
]
