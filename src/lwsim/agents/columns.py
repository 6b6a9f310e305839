"""Columns: one array per attribute per type of actor, and the view by which a Mesa agent reads and writes its row."""

from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

import numpy as np

from ..compiled import IS_COMPILED, LAID_OUT

I1 = Annotated[np.ndarray, np.int8]
I2 = Annotated[np.ndarray, np.int16]
I4 = Annotated[np.ndarray, np.int32]
F4 = Annotated[np.ndarray, np.float32]
F8 = Annotated[np.ndarray, np.float64]
U8 = Annotated[np.ndarray, np.uint64]

Table = TypeVar("Table", bound=tuple)


class Single(float):
    """An entry of 32 bits in plain Python: with another of its kind it counts in 32 bits, with anything else in 64."""

    __slots__ = ()


def _in_its_kind(verb: str) -> Any:
    counted = getattr(float, verb)

    def count(self: Single, other: Any) -> Any:
        found = counted(self, other)
        return Single(np.float32(found)) if isinstance(other, Single) else found

    return count


for _verb in ("__add__", "__sub__", "__mul__", "__truediv__"):
    setattr(Single, _verb, _in_its_kind(_verb))


class Uncompiled(np.ndarray):
    """A column for plain Python: an entry is read as compiled code reads it, so that both count the same to the last bit."""

    def __getitem__(self, at: Any) -> Any:
        """Part of the column, or one entry: whole numbers as wide as they need; words of 64 bits wrap around, as they must."""
        entry = super().__getitem__(at)
        if not isinstance(entry, np.generic) or entry.dtype == np.uint64:
            return entry
        return Single(entry) if entry.dtype == np.float32 else entry.item()


def as_column(array: np.ndarray) -> np.ndarray:
    """An array that rules read entry by entry."""
    return array if IS_COMPILED else array.view(Uncompiled)


def blank(table: type[Table], rows: int) -> Table:
    """A table of `rows` rows, every column zero. Compiled code reads a table as `people.severity[i]`."""
    LAID_OUT.add(table)
    hints = get_type_hints(table, include_extras=True)
    kinds = (hints[name].__metadata__[0] for name in table._fields)  # type: ignore[attr-defined]
    return table(*(as_column(np.zeros(rows, dtype=kind)) for kind in kinds))


def joined(first: Table, second: Table) -> Table:
    """Both tables as one, the second's rows after the first's: rows never move, so row numbers stay true."""
    return type(first)(*(as_column(np.concatenate(pair)) for pair in zip(first, second, strict=True)))


def bytes_a_row(table: NamedTuple) -> int:
    """Memory that one row takes, in bytes; columns that are empty take none."""
    return sum(column.nbytes for column in table) // table[0].size


class Attribute:
    """A Mesa agent's attribute that lives in a column: reading and writing go straight to the agent's row."""

    def __init__(self, says: str, names: tuple[str, ...] = ()) -> None:
        self.__doc__ = says
        self.names = names

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember which column this is."""
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        """The value in the agent's row, as a plain Python number (or its name, for a fixed vocabulary)."""
        if agent is None:
            return self
        value = getattr(agent.columns, self.name)[agent.row].item()
        return self.names[value] if self.names else value

    def __set__(self, agent: Any, value: Any) -> None:
        """Write the value into the agent's row."""
        getattr(agent.columns, self.name)[agent.row] = self.names.index(value) if self.names else value
