"""The store: every finished run under its name, in three Parquet files and the journals of those still writing."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..errors import InputError
from ..files import shown_path, swapped_in, write_whole
from . import journal
from .address import KEY_LETTERS
from .journal import Journal, Spot
from .locks import holding
from .tables import RUNS, TABLES, WEEKLY, YEARLY, merged, rows, schema

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
"""The form of the store's files; another number is another form, which this version does not read."""
AT_ONCE = 1024
"""Runs that are sorted at once, about: what settling a store of any size holds in memory, and a row group."""
KEY_TYPE = f"S{KEY_LETTERS}"
FOUND = np.dtype([("key", KEY_TYPE), ("journal", np.int32), ("start", np.int64), ("size", np.int64)])
"""Where a record stands: its run's name, the number of its journal, its place in it. Fifty bytes, however many there are."""
SUMS = "checksums.json"
LONGEST_FOOTER = 1_000_000
"""Bytes at the end of a file that are compared to tell a sound file from a damaged one."""


class Known(NamedTuple):
    """Names of runs that need not be lived: sorted arrays of bytes."""

    done: np.ndarray
    failed: np.ndarray

    def have(self, key: str) -> bool:
        """Whether a run is there, lived to its end or failed."""
        return _within(self.done, key) or _within(self.failed, key)

    def has_failed(self, key: str) -> bool:
        """Whether a run is there with an error."""
        return _within(self.failed, key) and not _within(self.done, key)


def _within(names: np.ndarray, key: str) -> bool:
    at = np.searchsorted(names, key.encode())
    return bool(at < len(names) and names[at] == key.encode())


class Store:
    """A folder of finished runs. Opening it makes it where it is not there. Raises InputError for one it cannot read."""

    def __init__(self, folder: Path, *, make: bool = True) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._open(make)

    def _open(self, make: bool) -> None:
        """Check or write the store's mark."""
        mark, said = self.folder / "store.json", f"store {shown_path(self.folder)}"
        try:
            told = json.loads(mark.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if not make:
                raise InputError(said, "", "not there", "", "run an experiment first, or name another with --store") from None
            self._make(said)
            return
        except (OSError, ValueError) as error:
            raise InputError(said, "store.json", f"not readable ({error})"[:200], "", "name a store that lwsim made") from None
        found = told.get("format") if isinstance(told, dict) else None
        if found != FORMAT:
            way_out = "use the lwsim that made it, or another folder with --store; nothing in it was touched"
            raise InputError(said, "format", found, f"{FORMAT}, the one this lwsim reads", way_out)

    def _make(self, said: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()):
                raise InputError(
                    said, "", "a folder with other things in it", "a store, or an empty folder", "name another with --store"
                )
            write_whole(self.folder / "store.json", json.dumps({"format": FORMAT}) + "\n")
        except OSError as error:
            raise InputError(
                said, "", f"not usable ({error.strerror})", "a folder of your own", "name another with --store"
            ) from None

    def file(self, table: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{table}.parquet"

    def experiment(self, name: str) -> Path:
        """Where what belongs to one experiment stands: its plan, progress, certificate, analysis."""
        folder = self.folder / "experiments" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def new_journal(self) -> Journal:
        """A journal to write to. The store is held meanwhile, so that nobody takes the new file for a dead one."""
        with holding(self.folder / "lock"):
            return Journal(self.folder / "journals")

    def journals(self, *, dead: bool = False) -> list[Path]:
        """The journals that hold runs not yet settled. dead: only those that no living process writes to."""
        found = sorted((self.folder / "journals").glob("*.journal"))
        return [path for path in found if not (dead and journal.is_held(path))]

    def waiting(self) -> Iterator[tuple[Path, Spot]]:
        """Every sound record in the journals, with its journal."""
        return ((path, spot) for path in self.journals() for spot in journal.spots(path))

    def known(self, weekly: Sequence[str] = ()) -> Known:
        """The runs there are. weekly: measures that must have been kept by week, or the run does not count."""
        done, failed = self._settled_keys(weekly)
        failed.append(_names(spot.key for _, spot in self.waiting() if spot.error))
        done.append(_names(spot.key for _, spot in self.waiting() if not spot.error and set(weekly) <= set(spot.kept)))
        return Known(np.unique(np.concatenate(done)), np.unique(np.concatenate(failed)))

    def failures(self, begins: str = "") -> np.ndarray:
        """Names of failed runs whose error begins so."""
        import pyarrow.compute as pc

        found = [np.empty(0, dtype=KEY_TYPE)]
        if self.file(RUNS).exists():
            table = self._columns(RUNS, ["key", "error"])
            failed = pc.and_(pc.not_equal(table["error"], ""), pc.starts_with(table["error"], begins))
            found.append(_keys(table.filter(failed)["key"]))
        found.append(_names(spot.key for _, spot in self.waiting() if spot.error and spot.error.startswith(begins)))
        return np.unique(np.concatenate(found))

    def _settled_keys(self, weekly: Sequence[str]) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Names in the Parquet files: lived runs whose numbers are there, and failed ones."""
        import pyarrow.compute as pc

        if not self.file(RUNS).exists() or not self.file(YEARLY).exists():
            return [], []
        table = self._columns(RUNS, ["key", "error"])
        lived = pc.equal(table["error"], "")
        done, failed = (_keys(table.filter(mask)["key"]) for mask in (lived, pc.invert(lived)))
        done = np.intersect1d(done, np.unique(_keys(self._columns(YEARLY, ["key"])["key"])))
        if weekly:
            if not self.file(WEEKLY).exists():
                return [], [failed]
            starts = self._columns(WEEKLY, ["key", "measure"], filters=[("week", "==", 0)])
            for name in weekly:
                done = np.intersect1d(done, np.unique(_keys(starts.filter(pc.equal(starts["measure"], name))["key"])))
        return [done], [failed]

    def _columns(self, table: str, names: list[str], filters: Any = None) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self.file(table), columns=names, filters=filters, page_checksum_verification=True)

    def mend(self) -> None:
        """Look at every byte of the Parquet files; what is damaged is set aside, what is sound is kept.

        Runs that were lost with it are no longer known, and are lived again by the next batch that asks for them.
        """
        with holding(self.folder / "lock"):
            self._sweep()
            sums = self._sums()
            for table in TABLES:
                told = sums.get(table, {})
                if self.file(table).exists() and _sum_of(self.file(table)) != told.get("sha256"):
                    self._set_aside(table, told.get("columns", schema(table).names))
            self._keep_sums()

    def _set_aside(self, table: str, columns: Sequence[str]) -> None:
        """Move a file whose bytes are not those that were written away, and write its sound part anew."""
        path, sound = self.file(table), _sound_groups(self.file(table), columns)
        before = path.read_bytes()[-LONGEST_FOOTER:] if sound else b""
        away = self.folder / "damaged" / f"{table}-{secrets.token_hex(4)}.parquet"
        away.parent.mkdir(exist_ok=True)
        path.rename(away)
        kept = sum(part.num_rows for part in sound)
        if kept:
            with swapped_in(path) as beside, _writer(beside, sound[0].schema) as writer:
                for part in sound:
                    writer.write_table(part, row_group_size=max(1, part.num_rows))
            if path.stat().st_size == away.stat().st_size and path.read_bytes()[-LONGEST_FOOTER:] == before:
                away.unlink()  # it was sound: a batch was killed after writing it and before writing down its sum
                return
        self.notes.append(
            f"{shown_path(path)} was damaged: {kept:,} sound rows kept, the file set aside as {shown_path(away)}."
        )

    def _sums(self) -> dict[str, dict[str, Any]]:
        """The checksum and the columns of each table's file when it was written."""
        try:
            return {table: dict(told) for table, told in json.loads((self.folder / SUMS).read_text(encoding="utf-8")).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _keep_sums(self) -> None:
        there = [table for table in TABLES if self.file(table).exists()]
        sums = {one: {"sha256": _sum_of(self.file(one)), "columns": self._schema(one).names} for one in there}
        if sums != self._sums():
            write_whole(self.folder / SUMS, json.dumps(sums, indent=1) + "\n")

    def _sweep(self) -> None:
        """Take away what a killed process left half-written."""
        for path in self.folder.glob(".lwsim-*.tmp"):
            path.unlink(missing_ok=True)

    def settle(self) -> None:
        """Bring the runs of all dead journals into the Parquet files, sorted by name: the same bytes whatever came first.

        A kill at any moment loses nothing: journals go last, and a run found in both places counts once.
        """
        with holding(self.folder / "lock"):
            self._sweep()
            journals = self.journals(dead=True)
            found = np.fromiter(_found(journals), dtype=FOUND)
            if len(found) or not self.file(RUNS).exists():
                self._rewrite(journals, found)
                self._keep_sums()
            for path in journals:
                path.unlink(missing_ok=True)

    def _rewrite(self, journals: list[Path], found: np.ndarray) -> None:
        """Write the three files anew, a range of names at a time; the runs' own file last, for it makes the others count.

        found: (records,) FOUND, where each record of the journals stands.
        """
        old = _keys(self._columns(RUNS, ["key"])["key"]) if self.file(RUNS).exists() else np.empty(0, dtype=KEY_TYPE)
        count = len(np.union1d(old, found["key"]))
        ranges = list(_ranges(max(1, -(-count // AT_ONCE))))
        found = found[np.argsort(found["key"], kind="stable")]
        with contextlib.ExitStack() as stack:
            paths = {table: stack.enter_context(swapped_in(self.file(table))) for table in TABLES}
            columns = {table: self._schema(table) for table in TABLES}
            writers = {table: stack.enter_context(_writer(paths[table], columns[table])) for table in TABLES}
            for low, high in ranges:
                first, last = np.searchsorted(found["key"], np.array([low, high], dtype=KEY_TYPE))
                here = found[["journal", "start", "size"]][first:last].tolist()
                fresh = rows([journal.read(journals[at], start, size) for at, start, size in here])
                for table, part in zip(TABLES, fresh, strict=True):
                    whole = merged(table, [columns[table].empty_table(), self._range(table, low, high), part])
                    if whole.num_rows:
                        writers[table].write_table(whole, row_group_size=max(1, whole.num_rows))

    def _schema(self, table: str) -> pa.Schema:
        """The columns of a table: this model's, then those that only another model's runs in the file have."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.file(table)
        return pa.unify_schemas([schema(table), pq.read_schema(path)]) if path.exists() else schema(table)

    def _range(self, table: str, low: str, high: str) -> pa.Table:
        """The settled rows of names from low up to high."""
        if not self.file(table).exists():
            return schema(table).empty_table()
        import pyarrow.parquet as pq

        names = [("key", ">=", low), ("key", "<", high)]
        return pq.read_table(self.file(table), filters=names, page_checksum_verification=True)


def _ranges(count: int) -> Iterator[tuple[str, str]]:
    """The names from first to last in so many even ranges, each from a name up to another."""
    edges = [f"{at * 16**8 // count:08x}" for at in range(count)] + ["g"]
    yield from itertools.pairwise(edges)


def _names(keys: Iterable[str]) -> np.ndarray:
    """Names of runs as an array of bytes."""
    return np.fromiter((key.encode() for key in keys), dtype=KEY_TYPE)


def _found(journals: Sequence[Path]) -> Iterator[tuple[bytes, int, int, int]]:
    """Where each sound record of some journals stands."""
    for at, path in enumerate(journals):
        for spot in journal.spots(path):
            yield spot.key.encode(), at, spot.start, spot.size


def _keys(column: Any) -> np.ndarray:
    """A column of names as a sorted-able array of bytes."""
    return np.asarray(column.to_numpy(), dtype=KEY_TYPE) if len(column) else np.empty(0, dtype=KEY_TYPE)


def _writer(path: Path, columns: pa.Schema) -> Any:
    """A Parquet writer whose bytes depend on the rows alone, with a checksum on every page."""
    import pyarrow.parquet as pq

    words = [field.name for field in columns if str(field.type) == "string" and field.name != "key"]
    return pq.ParquetWriter(path, columns, compression="zstd", write_page_checksum=True, use_dictionary=words)


def _sum_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sound_groups(path: Path, columns: Sequence[str]) -> list[Any]:
    """The row groups that can be read and whose pages' checksums hold; none where the file's frame is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sound: list[Any] = []
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        if file.schema_arrow.names == list(columns):
            for at in range(file.num_row_groups):
                with contextlib.suppress(pa.ArrowException, OSError):
                    sound.append(file.read_row_group(at))
    except (pa.ArrowException, OSError):
        return sound
    return sound
