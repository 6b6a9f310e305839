"""An experiment: a question, its places, scenarios, factors, design, worlds and replicates, checked and frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from ..checking import checked
from ..errors import InputError, did_you_mean, shown
from ..fields import FromFile, Frozen, FrozenTable, Line, MaybeLine, Paragraph, Question, refuse
from ..file_kinds import EXPERIMENT, is_kind, read_as, refuse_another
from ..files import shown_path
from ..library import PLAIN_NAME, scenarios_folder
from ..scenario_events import LONGEST_YEARS
from ..units import weeks_from_years
from .factors import FactorFacts

FILE = "experiment.toml"
KINDS = ("scenarios", "grid", "one-at-a-time", "latin-hypercube", "sobol", "saltelli", "morris", "table")
DesignKind = Literal["scenarios", "grid", "one-at-a-time", "latin-hypercube", "sobol", "saltelli", "morris", "table"]
MOST_POINTS = 1_000_000
"""Points of a design, which are in memory; worlds and replicates come on top."""


class Design(Frozen):
    """Which combinations of the factors' values are lived."""

    kind: DesignKind = "scenarios"
    """How points are chosen; "scenarios" when nothing is varied but the scenarios."""
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)] | None = None
    """Latin hypercube, sobol: how many points. saltelli: base samples. morris: trajectories."""
    levels: Annotated[int, Field(ge=2, le=100)] | None = None
    """Values taken of a factor that has a range; left out, 5 in a grid and one-at-a-time, 4 in Morris's design."""
    second_order: bool = False
    """Saltelli: also the pairs of factors, at nearly twice the points."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    """What the design's own choices are drawn from; it has nothing to do with the luck of the runs."""
    file: MaybeLine = ""
    """Table: a CSV file beside the experiment, a column for each factor and a row for each point."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind in ("latin-hypercube", "sobol", "saltelli", "morris") and self.points is None:
            raise refuse(key="points", value="missing", allowed=f"a whole number, for {self.kind} needs one")
        if (self.kind == "table") != bool(self.file):
            raise refuse(
                key="file", value="missing" if self.kind == "table" else "given", allowed="a file for kind table alone"
            )
        return self


class Experiment(FromFile):
    """A question put to the model as many runs: everything that decides which runs, and nothing of how they are run."""

    title: Line
    """What the experiment is called."""
    question: Question
    """The question it asks."""
    about: Paragraph = ""
    """What to look at in its results."""
    places: Annotated[tuple[Line, ...], Field(strict=False, min_length=1, max_length=100)]
    """Places by name, or files beside the experiment."""
    scenarios: Annotated[tuple[Line, ...], Field(strict=False, min_length=1, max_length=100)] = ("ordinary",)
    """Scenarios by name, or files beside the experiment; the first is what the others are set against."""
    factors: Annotated[tuple[FactorFacts, ...], Field(strict=False, max_length=1000)] = ()
    """What is varied."""
    design: Design = Design()
    """Which combinations are lived."""
    worlds: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """Plausible worlds: 1 = the usual numbers; more = worlds 1, 2, ... with the uncertain numbers drawn."""
    replicates: Annotated[int, Field(ge=1, le=100_000)] = 1
    """Runs of each world on different luck."""
    years: Annotated[float, Field(gt=0.0, le=LONGEST_YEARS)] = 5.0
    """How long each run is."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    """The number that worlds and luck are made from."""
    sample: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """Share of the adults."""
    same_luck: bool = True
    """Whether all points and scenarios live through the same luck, so that they differ by what they are alone."""
    measures: Annotated[tuple[Line, ...], Field(strict=False, max_length=200)] = ()
    """Measures that the analysis speaks of; left out, the headlines. Every measure is kept by year in any case."""
    every: Literal["year", "week"] = "year"
    """Whether the measures named are also kept week by week."""
    reduced: Annotated[Mapping[str, Any], AfterValidator(FrozenTable)] = FrozenTable[Any]()
    """What is different in the small form that is rerun in seconds: worlds = 2, places = ["small_town"] ..."""

    @property
    def folder(self) -> Path:
        """Where its other files are."""
        return Path(self._origin).parent

    @property
    def name(self) -> str:
        """Its folder's name, or its title, as a name that a file can have."""
        words = Path(self._origin).resolve().parent.name if self._origin else self.title
        return re.sub(r"[^A-Za-z0-9_-]+", "-", words).strip("-_").lower()[:80] or "experiment"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        names = [one.name for one in self.factors]
        if weeks_from_years(self.years) < 1:
            raise refuse(key="years", value=shown(self.years), allowed="at least one week (0.02 years)")
        if twice := next((name for at, name in enumerate(names) if name in names[:at]), None):
            raise refuse(key="factors", value=f"a list with {shown(twice)} twice", way_out="give each factor its own name")
        if bool(names) != (self.design.kind != "scenarios"):
            allowed = f"one of {', '.join(KINDS[1:])}" if names else "scenarios, as there are no factors"
            raise refuse(key="design.kind", value=shown(self.design.kind), allowed=allowed)
        return self

    def reduced_form(self) -> Experiment:
        """The small form of the experiment that its [reduced] table describes. Raises InputError."""
        table = {key: value for key, value in self.table().items() if key != "reduced"}
        for key, value in self.reduced.items():
            table[key] = {**table.get(key, {}), **value} if isinstance(value, Mapping) else value
        small = checked(Experiment, table, f"{self.origin} [reduced]")
        return small.came_from(self._origin)


def experiment_from_table(table: Mapping[str, Any], file: str = "") -> Experiment:
    """The experiment that a table holds. Raises InputError with every problem found."""
    found = checked(Experiment, table, file)
    return found.came_from(file) if file else found


def is_experiment(table: Mapping[str, Any]) -> bool:
    """Whether a file's table is meant as an experiment, sound or not."""
    return is_kind(EXPERIMENT, table)


def load_experiment(name_or_path: str | Path) -> Experiment:
    """An experiment by name (tension-map), by its folder or by its file. Raises InputError."""
    path = find_experiment(name_or_path)
    table = read_as(EXPERIMENT, path)
    refuse_another(EXPERIMENT, table, shown_path(path))
    found = checked(Experiment, table, shown_path(path)).came_from(str(path))
    if found.reduced:
        found.reduced_form()  # so that a fault in it is told now
    return found


def experiment_folders() -> list[Path]:
    """Where experiments are looked for by name: ./experiments, and that of the checkout."""
    found = [Path.cwd() / "experiments", scenarios_folder().parent / "experiments"]
    return [
        folder
        for at, folder in enumerate(found)
        if folder.is_dir() and folder.resolve() not in {f.resolve() for f in found[:at]}
    ]


def experiments() -> list[Path]:
    """The files of all experiments that have a name."""
    return [file for folder in experiment_folders() for file in sorted(folder.glob(f"*/{FILE}"))]


def find_experiment(name_or_path: str | Path) -> Path:
    """The file of an experiment given by name, folder or file. Raises InputError."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.lower().endswith(".toml"):
        path = Path(text)
        return path / FILE if path.is_dir() else path
    known = {file.parent.name: file for file in experiments()}
    if PLAIN_NAME.fullmatch(text) and text in known:
        return known[text]
    way_out = did_you_mean(text, known) + f" (to read a file, give its path: ./{FILE})"
    raise InputError(f"experiment {shown(text)}", "", "not known", "", way_out)
