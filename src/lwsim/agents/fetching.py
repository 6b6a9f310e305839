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


def _fetching(everything: bool) -> Any:
    """Numba's form of `fetch` or `fetch_all`: instructions that never fail and never wait."""

    def fetch(typing: Any, table: Any, row: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            word, byte = ir.IntType(32), cgutils.voidptr_t
            verb = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
            instruct = cgutils.get_or_insert_function(builder.module, verb, "llvm.prefetch.p0")
            at = context.cast(builder, args[1], signature.args[1], types.intp)
            table = signature.args[0]
            beside = [name for name, kind in table.columns.items() if kind.layout == "A"]
            ends = [min(beside, key=table.offsets.get), max(beside, key=table.offsets.get)]
            streams = [name for name, kind in table.columns.items() if kind.layout == "C" and kind.ndim == 1]
            for name in [*ends, *(streams if everything else [])]:
                kind = table.columns[name]
                column = context.make_array(kind)(context, builder, lower_column(context, builder, table, args[0], name))
                entry = cgutils.get_item_pointer(context, builder, kind, column, [at])
                builder.call(instruct, [builder.bitcast(entry, byte), word(0), word(3), word(1)])  # to read, to keep, as data
            return context.get_dummy_value()

        return types.void(table, row), generate

    return intrinsic(fetch) if IS_COMPILED else _nothing


def _nothing(table: Any, row: Any) -> None:
    """As plain Python: nothing to be done."""


fetch: Any = _fetching(everything=False)
"""fetch(table, row): have this row of what stands beside each other in a table handed over by reference brought near."""

fetch_all: Any = _fetching(everything=True)
"""fetch_all(table, row): have the whole row brought near."""


@rule
def fetch_ahead(table, rows, n, count):
    """At turn `n` of a pass over the first `count` of `rows`: have the row of a few turns on brought near."""
    fetch(table, rows[min(n + AHEAD, count - 1)])


@rule
def fetch_whole_ahead(table, rows, n, count):
    """The same of a pass over few rows, far from each other in all columns."""
    fetch_all(table, rows[min(n + AHEAD, count - 1)])
