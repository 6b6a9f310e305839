"""Reading the store: as SQL, and as the tables of one experiment with its factors beside the results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import InputError, did_you_mean
from ..files import shown_path
from . import journal
from .store import Store
from .tables import ORDER, TABLES, rows, schema

if TYPE_CHECKING:
    import duckdb

MOST_WAITING = 20_000
"""Runs in journals that are read for a question; a batch under way may hold more, which are answered when it is settled."""


def connection(store: Store) -> duckdb.DuckDBPyConnection:
    """The store as a database: runs, yearly, weekly, and a view for each experiment of that experiment's name.

    Runs of a batch under way are there too. An experiment's view has a row for each of its runs and years, its factors,
    and every measure.
    """
    import duckdb

    found = duckdb.connect(":memory:")
    waiting = islice(store.waiting(), MOST_WAITING)
    fresh = rows([journal.read(path, spot.start, spot.size) for path, spot in waiting])
    for table, part in zip(TABLES, fresh, strict=True):
        found.register(f"waiting_{table}", part)
        settled = f"select * from read_parquet({_quoted(store.file(table))})" if store.file(table).exists() else ""
        columns = ", ".join(f'"{name}"' for name in schema(table).names)
        if settled and part.num_rows:
            body = f"{settled} union all by name select * from waiting_{table} where key not in (select key from ({settled}))"
        else:
            body = settled or f"select {columns} from waiting_{table}"
        found.execute(f"create view {table} as {body}")
    for plan in sorted((store.folder / "experiments").glob("*/plan.parquet")):
        found.execute(
            f'create view "{plan.parent.name}" as select plan.*, yearly.* exclude (key) '
            f"from read_parquet({_quoted(plan)}) as plan join yearly using (key)"
        )
    return found


@contextmanager
def _asking(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store as a database for the length of a block. Raises InputError where a file of it is damaged."""
    import duckdb

    try:
        with connection(store) as found:
            yield found
    except duckdb.Error as error:
        words = " ".join(str(error).split())[:300]
        way_out = "lwsim experiment resume NAME sets what is damaged aside and lives again what was in it"
        raise InputError(f"store {shown_path(store.folder)}", "", f"damaged ({words})", "what lwsim wrote", way_out) from None


def _quoted(path: Any) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def query(store: Store, sql: str) -> pd.DataFrame:
    """What one question in SQL finds; it only reads. Raises InputError for one that cannot be answered, or would do more."""
    import duckdb

    with _asking(store) as found:
        try:
            kinds = [statement.type for statement in found.extract_statements(sql)]
            if kinds not in ([duckdb.StatementType.SELECT], [duckdb.StatementType.EXPLAIN]):
                did = ", ".join(kind.name.lower() for kind in kinds) or "nothing"
                way_out = "to keep an answer, use --csv or the shell's >"
                raise InputError("query", "", did, "one question that only reads: select ...", way_out)
            answer = found.execute(sql)
            return answer.df() if answer.description else pd.DataFrame()
        except duckdb.Error as error:
            words = " ".join(str(error).split())[:300]
            raise InputError("query", "", f"not answered ({words})", "", f"tables: {', '.join(tables(store))}") from None


def tables(store: Store) -> list[str]:
    """The names that a question may ask."""
    return [*TABLES, *(f'"{path.parent.name}"' for path in sorted((store.folder / "experiments").glob("*/plan.parquet")))]


def yearly(store: Store, name: str) -> pd.DataFrame:
    """Every run and year of an experiment: where it stands in the design, its factors, every measure."""
    return _of(store, name, f'select * from "{name}" order by place, point, scenario, world, replicate, year')


def totals(store: Store, name: str) -> pd.DataFrame:
    """Every run of an experiment with its totals over the horizon, or its error."""
    plan = _quoted(store.folder / "experiments" / name / "plan.parquet")
    columns = "plan.*, runs.* exclude (key, place, world, seed, luck, weeks, sample, place_digest, does, world_is)"
    order = "order by plan.place, point, scenario, plan.world, replicate"
    return _of(store, name, f"select {columns} from read_parquet({plan}) as plan join runs using (key) {order}")


def weekly(store: Store, name: str, measure: str) -> pd.DataFrame:
    """A measure of every run of an experiment, week by week."""
    plan = _quoted(store.folder / "experiments" / name / "plan.parquet")
    order = "order by place, point, scenario, world, replicate, week"
    sql = f"select plan.*, week, value from read_parquet({plan}) as plan join weekly using (key) where measure = ? {order}"
    return _of(store, name, sql, [measure])


def of_experiment(store: Store, name: str, table: str) -> Any:
    """A table of the store with the rows of one experiment alone, as an Arrow table in the store's order."""
    plan = _quoted(store.folder / "experiments" / name / "plan.parquet")
    sql = f"select * from {table} where key in (select key from read_parquet({plan})) order by {', '.join(ORDER[table])}"
    with _asking(store) as found:
        return found.sql(sql).to_arrow_table()


def failures(store: Store, name: str) -> list[tuple[str, str]]:
    """Key and error of each failed run of an experiment."""
    plan = _quoted(store.folder / "experiments" / name / "plan.parquet")
    sql = f"select distinct key, error from runs join read_parquet({plan}) using (key) where error <> '' order by key"
    return [(row.key, row.error) for row in _of(store, name, sql).itertuples()]


def _of(store: Store, name: str, sql: str, given: list[Any] | None = None) -> pd.DataFrame:
    """The answer to a question of ours about an experiment. Raises InputError for a name the store does not know."""
    if f'"{name}"' not in tables(store):
        known = [table.strip('"') for table in tables(store)[len(TABLES) :]]
        raise InputError(f"experiment {name!r}", "", "not in the store", "", did_you_mean(name, known))
    with _asking(store) as found:
        return found.execute(sql, given or []).df()
