"""Records as Arrow tables: what columns the store has, and how rows of two sources become one sorted table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..measures import NAMES
from ..totals import TOTALS
from .work import Record

if TYPE_CHECKING:
    import pyarrow as pa

RUNS, YEARLY, WEEKLY = "runs", "yearly", "weekly"
TABLES = (RUNS, YEARLY, WEEKLY)
ORDER = {RUNS: ("key", "error"), YEARLY: ("key", "year"), WEEKLY: ("key", "measure", "week")}
"""What each table is sorted by."""
ONE = {RUNS: ("key",), YEARLY: ("key", "year"), WEEKLY: ("key", "measure", "week")}
"""What each table has one row for. Of a run that failed once and was then lived, the error sorts last and goes."""


class Rows(NamedTuple):
    """The three tables of a set of records."""

    runs: pa.Table
    yearly: pa.Table
    weekly: pa.Table


def schema(table: str) -> pa.Schema:
    """The columns of a table, each with its type."""
    import pyarrow as pa

    text, number, whole = pa.string(), pa.float64(), pa.int64()
    columns = {
        RUNS: [
            ("key", text), ("error", text), ("place", text), ("place_digest", text), ("does", text), ("world_is", text),
            ("world", whole), ("seed", pa.uint64()), ("luck", pa.uint64()), ("weeks", whole), ("sample", number),
            *((name, number) for name in TOTALS),
        ],
        YEARLY: [("key", text), ("year", number), *((name, number) for name in NAMES)],
        WEEKLY: [("key", text), ("measure", text), ("week", whole), ("value", number)],
    }  # fmt: skip
    return pa.schema(columns[table])


def rows(records: Sequence[Record]) -> Rows:
    """Records as the three tables, in their order."""
    import pyarrow as pa

    runs = {
        "key": [one.key for one in records],
        "error": [one.error for one in records],
        **{name: [one.facts[name] for one in records] for name in schema(RUNS).names if records and name in records[0].facts},
        **{name: [one.totals[at] for one in records] for at, name in enumerate(TOTALS)},
    }
    runs = {name: runs.get(name, []) for name in schema(RUNS).names}
    yearly = np.concatenate([np.empty((0, len(NAMES))), *(one.yearly for one in records)])
    by_year = {
        "key": [one.key for one in records for _ in one.years],
        "year": [year for one in records for year in one.years],
        **{name: np.ascontiguousarray(yearly[:, at]) for at, name in enumerate(NAMES)},
    }
    return Rows(
        pa.table(runs, schema=schema(RUNS)),
        pa.table(by_year, schema=schema(YEARLY)),
        _weekly(records),
    )


def _weekly(records: Sequence[Record]) -> pa.Table:
    """Kept measures week by week, in the long form."""
    import pyarrow as pa

    columns: dict[str, list] = {"key": [], "measure": [], "week": [], "value": []}
    for one in records:
        for name, values in zip(one.kept, one.weekly, strict=True):
            columns["key"] += [one.key] * len(values)
            columns["measure"] += [name] * len(values)
            columns["week"] += range(len(values))
            columns["value"] += values.tolist()
    return pa.table(columns, schema=schema(WEEKLY))


def merged(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """The rows of all parts, sorted, each thing once: the same table whatever the parts were."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.concat_tables(parts, promote_options="default")
    whole = whole.take(pc.sort_indices(whole, sort_keys=[(column, "ascending") for column in ORDER[name]]))
    if whole.num_rows > 1:
        same = np.ones(whole.num_rows - 1, dtype=bool)
        for column in ONE[name]:
            values = whole.column(column).to_numpy(zero_copy_only=False)
            same &= values[1:] == values[:-1]
        whole = whole.filter(pa.array(np.concatenate([[True], ~same])))
    return whole.combine_chunks()
