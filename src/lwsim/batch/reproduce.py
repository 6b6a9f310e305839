"""Reproducing a crate: every run is lived again in a store of its own, and every number compared with what is in the crate."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..errors import InputError
from ..files import shown_path
from ..measures import NAMES
from ..totals import TOTALS
from . import reading
from .address import model_version
from .analysis.analyse import analyse
from .crate import ANALYSIS, MADE_WITH, RESULTS
from .experiment_file import FILE, load_experiment
from .plan import Plan
from .runner import Told, run_batch
from .store import Store

SPOT = ["place", "scenario", "point", "world", "replicate"]
LARGEST_CRATE = 20_000_000_000
"""Bytes that a zipped crate may unfold to."""


@dataclass
class Answer:
    """Whether everything came back. numbers: compared; apart: how many differ; missing: files that came out otherwise."""

    runs: int = 0
    numbers: int = 0
    apart: int = 0
    worst: str = ""
    files: int = 0
    other: list[str] = field(default_factory=list)
    model: str = ""

    @property
    def holds(self) -> bool:
        """Whether every number and every table came back."""
        return self.runs > 0 and not self.apart and not self.other

    @property
    def is_of_this_model(self) -> bool:
        """Whether the crate was made by the model as it is now."""
        return self.model == model_version()

    def words(self) -> str:
        """The answer in words."""
        lines = [
            f"{self.runs:,} runs, {self.numbers:,} numbers: "
            + ("every one came back." if not self.apart else f"{self.apart:,} differ.")
        ]
        if self.apart:
            lines.append(f"Furthest: {self.worst}.")
        if self.files:
            lines.append(
                f"{self.files:,} tables and figures: "
                + ("every one came back." if not self.other else f"{len(self.other)} differ: {', '.join(self.other[:10])}.")
            )
        if not self.is_of_this_model:
            lines.append(
                f"The crate was made by model {self.model}, this is {model_version()}: the same numbers need that one."
            )
        return "\n".join(lines)


def reproduce(
    crate: Path, *, workers: int | None = None, out: Path | None = None, figure: str = "", told: Told | None = None
) -> Answer:
    """Live every run of a crate (a folder or a zip) again, and compare. Raises InputError for what is no crate.

    out: where the tables and figures made anew are kept; left out, they are compared and thrown away.
    figure: the one figure to make, instead of all.
    """
    with _opened(crate) as folder, tempfile.TemporaryDirectory() as room:
        made = _made_with(folder)
        name = str(made["experiment"])
        store = Store(Path(room) / "store")
        plan = Plan(load_experiment(folder / FILE))
        run_batch(plan, store, name=name, workers=workers, told=told)
        answer = Answer(model=str(made.get("model", "")))
        for table, columns, spot in (("yearly", NAMES, [*SPOT, "year"]), ("runs", tuple(TOTALS), SPOT)):
            _compare(answer, _then(folder, table), _now(store, name, table), columns, spot)
        again = out or Path(room) / ANALYSIS
        has_figures = any((folder / ANALYSIS / "figures").glob("*.svg"))
        analyse(store, name, again, forms=("svg", "pdf") if has_figures else (), only=figure)
        _compare_files(answer, folder / ANALYSIS, again, figure)
        return answer


@contextmanager
def _opened(crate: Path) -> Iterator[Path]:
    """The crate's folder, unzipped where it is a zip. Raises InputError for anything else."""
    said = f"crate {shown_path(crate)}"
    if crate.is_dir():
        yield crate
        return
    if not crate.is_file() or not zipfile.is_zipfile(crate):
        raise InputError(
            said, "", "not there, or no crate", "a folder or a zip that lwsim experiment crate wrote", "check the path"
        )
    with tempfile.TemporaryDirectory() as room, zipfile.ZipFile(crate) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST_CRATE:
            raise InputError(said, "", "larger than 20 GB unfolded", "", "unfold it by hand and name the folder")
        packed.extractall(room)  # zipfile itself keeps names from leading out of the folder
        found = sorted(Path(room).rglob(MADE_WITH))
        yield found[0].parent if found else Path(room)


def _made_with(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MADE_WITH).read_text(encoding="utf-8"))
        if isinstance(found, dict) and {"experiment", "model"} <= set(found) and (folder / FILE).is_file():
            return found
    except (OSError, ValueError):
        pass
    raise InputError(
        f"crate {shown_path(folder)}",
        "",
        f"without a sound {MADE_WITH} and {FILE}",
        "what lwsim experiment crate writes",
        "check the path",
    )


def _then(folder: Path, table: str) -> pd.DataFrame:
    """A table of the crate, each row with where it stands in the design."""
    try:
        plan, found = (pd.read_parquet(folder / RESULTS / f"{one}.parquet") for one in ("plan", table))
    except (OSError, ValueError) as error:
        raise InputError(
            f"crate {shown_path(folder)}", f"{RESULTS}/{table}.parquet", f"not readable ({error})"[:200], "", "get it again"
        ) from None
    clash = [column for column in found.columns if column in plan.columns and column != "key"]
    return plan.merge(found.drop(columns=clash), on="key")


def _now(store: Store, name: str, table: str) -> pd.DataFrame:
    return reading.yearly(store, name) if table == "yearly" else reading.totals(store, name)


def _compare(answer: Answer, then: pd.DataFrame, now: pd.DataFrame, columns: tuple[str, ...], spot: list[str]) -> None:
    """Compare numbers to the last bit; what is missing on either side counts as different."""
    both = then.merge(now, on=spot, how="outer", suffixes=("_then", "_now"), indicator=True)
    answer.runs = max(answer.runs, len(then.drop_duplicates(SPOT)))
    furthest = 0.0
    for name in columns:
        if f"{name}_then" not in both or f"{name}_now" not in both:
            answer.apart += len(both)
            continue
        old, new = both[f"{name}_then"].to_numpy(dtype=float), both[f"{name}_now"].to_numpy(dtype=float)
        same = (old == new) | (np.isnan(old) & np.isnan(new))
        same &= (both["_merge"] == "both").to_numpy()
        answer.numbers += len(both)
        answer.apart += int((~same).sum())
        gaps = np.abs(new - old) / np.maximum(np.abs(old), 1e-12)
        if (~same).any() and (at := np.nanargmax(np.where(same | np.isnan(gaps), -1.0, gaps))) >= 0 and gaps[at] > furthest:
            furthest = float(gaps[at])
            where = ", ".join(f"{key} {both[key].iloc[at]}" for key in spot)
            answer.worst = f"{name} at {where}: {old[at]:.6g} in the crate, {new[at]:.6g} now"


def _compare_files(answer: Answer, then: Path, now: Path, figure: str) -> None:
    """Compare tables and figures byte by byte: those in text forms, which hold no date."""
    for path in sorted([*then.glob("tables/*.csv"), *then.glob(f"figures/{figure or '*'}.svg")]):
        answer.files += 1
        other = now / path.relative_to(then)
        if not other.is_file() or other.read_bytes() != path.read_bytes():
            answer.other.append(path.relative_to(then).as_posix())
