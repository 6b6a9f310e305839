"""Columns: one array per attribute per type of actor, and the view by which a Mesa agent reads and writes its row."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_type_hints

import numpy as np

from ..compiled import IS_COMPILED, LAID_OUT

BESIDE = "beside"
"""Said of a column that is read for few rows at a time: it stands beside others of its kind, a row of all of them together."""
LINE = 64
"""Bytes that memory is read by."""

I1 = Annotated[np.ndarray, np.int8]
I2 = Annotated[np.ndarray, np.int16]
I4 = Annotated[np.ndarray, np.int32]
F4 = Annotated[np.ndarray, np.float32]
F8 = Annotated[np.ndarray, np.float64]
U8 = Annotated[np.ndarray, np.uint64]
I1_BESIDE = Annotated[np.ndarray, np.int8, BESIDE]
I2_BESIDE = Annotated[np.ndarray, np.int16, BESIDE]
I4_BESIDE = Annotated[np.ndarray, np.int32, BESIDE]
F4_BESIDE = Annotated[np.ndarray, np.float32, BESIDE]

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


class Column(NamedTuple):
    """A declared column.  offset: bytes from the start of its row among the columns that stand beside each other, or None."""

    dtype: np.dtype
    ndim: int
    offset: int | None


@cache
def layout(table: type) -> tuple[dict[str, Column], int]:
    """The columns of a table as declared, by name, and the bytes of a row of those that stand beside each other.

    A column is declared `Annotated[np.ndarray, dtype]`, with its number of dimensions (else 1) or BESIDE after the dtype.
    """
    hints = get_type_hints(table, include_extras=True)
    said = {name: get_args(hints[name])[1:] for name in table._fields}  # type: ignore[attr-defined]
    sizes = {name: np.dtype(of[0]).itemsize for name, of in said.items() if BESIDE in of}
    offsets, width = {}, 0
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        offsets[name], width = width, width + sizes[name]
    width += -width % max(sizes.values(), default=1)
    dimensions = {name: next((one for one in of[1:] if isinstance(one, int)), 1) for name, of in said.items()}
    return {name: Column(np.dtype(of[0]), dimensions[name], offsets.get(name)) for name, of in said.items()}, width


def blank(table: type[Table], rows: int) -> Table:
    """A table of `rows` rows, every column zero. Compiled code reads a table as `people.severity[i]`."""
    LAID_OUT.add(table)
    return table(*map(as_column, _room(table, [(rows,)] * len(layout(table)[0]))))


def filled(table: type[Table], given: Sequence[np.ndarray]) -> Table:
    """A table of these columns, copied, laid out as it is declared; those that are empty stay so."""
    columns = _room(table, [column.shape for column in given])
    for column, entries in zip(columns, given, strict=True):
        column[:] = entries
    return table(*map(as_column, columns))


def _room(table: type, shapes: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
    """Columns of these shapes, every entry zero: one after the other in one stretch of memory, each from the start of a line.

    A large stretch the machine lends in large pages, in which it finds its way sooner.
    """
    declared, width = layout(table)
    rows = max(shape[0] for shape in shapes)
    is_beside = [of.offset is not None and shape[0] == rows for of, shape in zip(declared.values(), shapes, strict=True)]
    sizes = [
        0 if beside else math.prod(shape) * of.dtype.itemsize
        for of, shape, beside in zip(declared.values(), shapes, is_beside, strict=True)
    ]
    room = np.zeros((rows + 1) * width + sum(sizes) + LINE * (len(sizes) + 2), dtype=np.uint8)
    first = at = -room.ctypes.data % LINE
    at += rows * width
    columns = []
    for of, shape, size, beside in zip(declared.values(), shapes, sizes, is_beside, strict=True):
        if beside:
            columns.append(np.ndarray(shape, of.dtype, buffer=room, offset=first + (of.offset or 0), strides=(width,)))
        else:
            at += -(room.ctypes.data + at) % LINE
            columns.append(np.ndarray(shape, of.dtype, buffer=room, offset=at))
            at += size
    return columns


def joined(first: Table, second: Table) -> Table:
    """Both tables as one, the second's rows after the first's: rows never move, so row numbers stay true."""
    return filled(type(first), [np.concatenate(pair) for pair in zip(first, second, strict=True)])


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
