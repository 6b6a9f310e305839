"""Columns: one array per attribute per type of actor, and the view by which a Mesa agent reads and writes its row."""

from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

import numpy as np

I1 = Annotated[np.ndarray, np.int8]
I2 = Annotated[np.ndarray, np.int16]
I4 = Annotated[np.ndarray, np.int32]
F4 = Annotated[np.ndarray, np.float32]
F8 = Annotated[np.ndarray, np.float64]
U8 = Annotated[np.ndarray, np.uint64]

Table = TypeVar("Table", bound=tuple)


def blank(table: type[Table], rows: int) -> Table:
    """A table of `rows` rows, every column zero. Compiled code reads a table as `people.severity[i]`."""
    hints = get_type_hints(table, include_extras=True)
    return table(*(np.zeros(rows, dtype=hints[name].__metadata__[0]) for name in table._fields))  # type: ignore[attr-defined]


def joined(first: Table, second: Table) -> Table:
    """Both tables as one, the second's rows after the first's: rows never move, so row numbers stay true."""
    return type(first)(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))


def bytes_a_row(table: NamedTuple) -> int:
    """Memory that one row takes, in bytes."""
    return sum(column.itemsize for column in table)


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
