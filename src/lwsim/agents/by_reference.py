"""Tables handed to compiled code by reference: where their columns are, instead of every column by itself.

Numba takes a named tuple apart at each call, a hundred arrays for four tables, and writes the code that does so into every
pass. A class declared `by_reference` is handed over as one address: of a block of words that say where each column begins and
how long it is. Columns of a table never move, so the block is made once for each table, and again for what is copied from it.
"""

from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, lower_getattr_generic, models, register_model, typeof_impl, unbox
from numba.np import numpy_support

from ..compiled import IS_COMPILED, LAID_OUT
from .columns import Column, filled, layout

Table = TypeVar("Table", bound=tuple)


class TableType(types.Type):
    """What compiled code knows of a table: its columns, one array each, by name and in order."""

    def __init__(self, name: str, columns: tuple[tuple[str, Any], ...], offsets: dict[str, int], width: int) -> None:
        self.offsets, self.width = offsets, width
        self.fields = tuple(name for name, _ in columns)
        self.columns = dict(columns)
        self.starts = dict(zip(self.fields, np.cumsum([0, *(1 + kind.ndim for _, kind in columns)]).tolist(), strict=False))
        super().__init__(f"{name}({', '.join(f'{column}: {kind}' for column, kind in columns)}; {width})")


register_model(TableType)(models.OpaqueModel)


@infer_getattr
class _Columns(AttributeTemplate):
    key = TableType

    def generic_resolve(self, table: Any, name: str) -> Any:  # type: ignore[override]  # which Numba declares as none
        return table.columns.get(name)


@lower_getattr_generic(TableType)
def lower_column(context: Any, builder: Any, table: TableType, address: Any, name: str) -> Any:
    """An array over the column that the table's block tells of."""
    from numba.np.arrayobj import populate_array  # loaded where something is compiled, not where it is only run

    kind = table.columns[name]
    word = context.get_value_type(types.intp)
    block = builder.bitcast(address, word.as_pointer())

    def told(at: int) -> Any:
        entry = builder.load(builder.gep(block, [ir.Constant(word, table.starts[name] + at)]))
        entry.set_metadata("invariant.load", builder.module.add_metadata([]))
        return entry

    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    shape = [told(1 + axis) for axis in range(kind.ndim)]
    strides: list[Any] = []
    step = ir.Constant(word, size if kind.layout == "C" else table.width)
    for length in reversed(shape):
        strides.insert(0, step)
        step = builder.mul(step, length)
    column = context.make_array(kind)(context, builder)
    data = builder.inttoptr(told(0), context.get_data_type(kind.dtype).as_pointer())
    populate_array(column, data=data, shape=shape, strides=strides, itemsize=ir.Constant(word, size), meminfo=None, parent=None)
    return column._getvalue()


@unbox(TableType)
def _address(kind: TableType, table: Any, c: Any) -> Any:
    """The address of a table's block."""
    told = c.pyapi.object_getattr_string(table, "address")
    address = cgutils.alloca_once(c.builder, c.context.get_value_type(kind))
    failed = cgutils.alloca_once_value(c.builder, cgutils.true_bit)
    with c.builder.if_then(cgutils.is_not_null(c.builder, told)):
        c.builder.store(c.pyapi.long_as_voidptr(told), address)
        c.pyapi.decref(told)
        c.builder.store(cgutils.false_bit, failed)
    return NativeValue(c.builder.load(address), is_error=c.builder.load(failed))


def by_reference(table: type[Table]) -> type[Table]:
    """Declare of a named tuple of columns (`Annotated`, see `layout`) that compiled code is handed its address."""
    columns, width = layout(table)
    parts: dict[str, Any] = {
        "__module__": table.__module__,
        "__qualname__": table.__qualname__,
        "__doc__": table.__doc__,
        "__reduce__": lambda self: (filled, (type(self), tuple(map(np.ascontiguousarray, self)))),
        "__deepcopy__": lambda self, memo: filled(type(self), tuple(self)),
        "block": cached_property(lambda self: _block(self, columns, width)),
        "address": cached_property(lambda self: int(self.block.ctypes.data)),
    }
    found = type(table.__name__, (table,), parts)
    LAID_OUT.add(found)
    if IS_COMPILED:
        offsets = {name: column.offset for name, column in columns.items() if column.offset is not None}
        kind = TableType(table.__qualname__, tuple((name, _array(column)) for name, column in columns.items()), offsets, width)
        typeof_impl.register(found)(lambda value, c: kind)
    return found


def _array(column: Column) -> types.Array:
    return types.Array(numpy_support.from_dtype(column.dtype), column.ndim, "C" if column.offset is None else "A")


def _block(table: Any, columns: dict[str, Column], width: int) -> np.ndarray:
    """Where each column of a table begins, and its lengths. Raises TypeError for a column that is not laid out as declared."""
    words: list[int] = []
    for (name, column), entries in zip(columns.items(), table, strict=True):
        as_declared = entries.strides == (width,) if column.offset is not None and entries.size > 1 else entries.flags.carray
        if entries.dtype != column.dtype or not (as_declared or entries.size == 0):
            raise TypeError(
                f"{type(table).__name__}.{name} is not laid out as declared: make the table with `blank` or `filled`"
            )
        words += [entries.ctypes.data, *entries.shape]
    return np.array(words, dtype=np.int64)
