"""Fetching ahead: asking the machine for rows that a pass is about to visit, while it is still busy with others.

The people a rule looks at stand far apart. A column of which every entry is read, or one in a few, is a stream, which a
machine fetches ahead by itself; the others, and what stands beside each other in one row of a table (`columns.BESIDE`), it
would wait for, row by row. This changes when memory is read and nothing else; as plain Python it does nothing.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from ..compiled import IS_COMPILED, rule
from .by_reference import lower_column

AHEAD = 8
"""Turns of a loop by which rows are fetched before they are visited: as many as it takes until they are there."""


def _fetch(typing: Any, table: Any, row: Any, columns: Any) -> Any:
    """Numba's form of `fetch`: instructions that never fail and never wait, for either end of the row, and for each column."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word, byte = ir.IntType(32), cgutils.voidptr_t
        verb = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        instruct = cgutils.get_or_insert_function(builder.module, verb, "llvm.prefetch.p0")
        at = context.cast(builder, args[1], signature.args[1], types.intp)
        table = signature.args[0]
        ends = (min(table.offsets, key=table.offsets.get), max(table.offsets, key=table.offsets.get))
        columns = [(table.columns[name], lower_column(context, builder, table, args[0], name)) for name in ends]
        columns += zip(signature.args[2], cgutils.unpack_tuple(builder, args[2]), strict=True)
        for kind, column in columns:
            entry = cgutils.get_item_pointer(context, builder, kind, context.make_array(kind)(context, builder, column), [at])
            builder.call(instruct, [builder.bitcast(entry, byte), word(0), word(3), word(1)])  # to read, to keep, as data
        return context.get_dummy_value()

    return types.void(table, row, columns), generate


def _nothing(table: Any, row: Any, columns: Any) -> None:
    """As plain Python: nothing to be done."""


fetch: Any = intrinsic(_fetch) if IS_COMPILED else _nothing
"""fetch(table, row, columns): have what stands beside each other in this row, and the row of these columns, brought near."""


@rule
def fetch_ahead(table, rows, n, count, columns):
    """At turn `n` of a pass over the first `count` of `rows`: have the row of a few turns on brought near.

    table: handed over by reference.  columns: others of its columns that are no streams to this pass.
    """
    fetch(table, rows[min(n + AHEAD, count - 1)], columns)
