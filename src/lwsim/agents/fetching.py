"""Fetching ahead: asking the machine for rows that a pass is about to visit, while it is still busy with others.

The people a rule looks at stand far apart. Columns are streams, which a machine fetches ahead by itself; what stands beside
each other in one row of a table (`columns.BESIDE`) is not, and each row would be waited for. This changes when memory is read
and nothing else; as plain Python it does nothing.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from ..compiled import IS_COMPILED, rule
from .by_reference import lower_column

AHEAD = 8
"""Turns of a loop by which rows are fetched before they are visited: as many as it takes until they are there."""


def _fetch(typing: Any, table: Any, row: Any) -> Any:
    """Numba's form of `fetch`: an instruction for either end of the row, which never fails and never waits."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word, byte = ir.IntType(32), cgutils.voidptr_t
        verb = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, verb, "llvm.prefetch.p0")
        at = context.cast(builder, args[1], signature.args[1], types.intp)
        table = signature.args[0]
        beside = [name for name, kind in table.columns.items() if kind.layout == "A"]
        for name in (min(beside, key=table.offsets.get), max(beside, key=table.offsets.get)):
            kind = table.columns[name]
            column = context.make_array(kind)(context, builder, lower_column(context, builder, table, args[0], name))
            entry = cgutils.get_item_pointer(context, builder, kind, column, [at])
            builder.call(fetch, [builder.bitcast(entry, byte), word(0), word(3), word(1)])  # to read, to keep, as data
        return context.get_dummy_value()

    return types.void(table, row), generate


def _nothing(table: Any, row: Any) -> None:
    """As plain Python: nothing to be done."""


fetch: Any = intrinsic(_fetch) if IS_COMPILED else _nothing
"""fetch(table, row): have this row of a table that is handed over by reference brought near."""


@rule
def fetch_ahead(table, rows, n, count):
    """At turn `n` of a pass over the first `count` of `rows`: have the row of a few turns on brought near."""
    fetch(table, rows[min(n + AHEAD, count - 1)])
