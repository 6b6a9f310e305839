"""What a screen needs of an experiment's results, as plain values that travel between processes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...report.experiment_page import Sheet
from ..store import Store
from .analyse import analyse, regions, sheet_of, study_of, tables_of


@dataclass(frozen=True, eq=False)
class Findings:
    """The tables of an experiment, and what they can be chosen by.

    axes: the two or three factors that a response map has across, up and by panel, or none.  asks: what indices are about.
    has_regions: whether it can be told where one scenario beats another; that takes a while, so it is asked for apart.
    """

    name: str
    sheet: Sheet
    places: tuple[str, ...]
    measures: tuple[str, ...]
    horizon: float
    axes: tuple[str, ...]
    asks: str
    has_regions: bool
    tables: dict[str, pd.DataFrame]

    @property
    def years(self) -> tuple[float, ...]:
        """The years that were kept; of a sampled design, which is told by its last year, that alone."""
        kept = self.tables["levels"]["year"].unique().tolist() if "levels" in self.tables else [self.horizon]
        return tuple(float(year) for year in kept)


def findings(folder: Path, name: str) -> Findings:
    """What the store holds of an experiment now, finished or not. Raises InputError where nothing of it was lived."""
    store = Store(folder, make=False)
    study = study_of(store, name)
    axes = tuple(one.name for one in study.map_factors)
    places, measures = tuple(study.places), tuple(study.measures)
    tables = tables_of(store, name, study, with_regions=False)
    sheet = sheet_of(store, name, study)
    return Findings(name, sheet, places, measures, study.horizon, axes, study.asks, study.has_regions, tables)


def regions_of(folder: Path, name: str) -> pd.DataFrame:
    """Where one scenario beats another, a row for each place and measure; takes a while. Raises InputError."""
    return regions(study_of(Store(folder, make=False), name))


def whole_page(folder: Path, name: str) -> bytes:
    """The page of an experiment as `lwsim experiment analyse` writes it. Raises InputError."""
    with tempfile.TemporaryDirectory() as room:
        analyse(Store(folder, make=False), name, Path(room), forms=("svg",))
        return (Path(room) / "index.html").read_bytes()
