"""The plan of an experiment: every run it asks for, in an order in which runs that share a settled start stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, did_you_mean, shown
from ..measures import MEASURES
from ..pairing import worlds_of
from ..place_file import Place, load_place
from ..rooms import all_parameters
from ..run_checks import check_size
from ..scenario_file import Scenario, check_names, load_scenario
from ..scenario_fit import check_fit
from ..themes import THEMES
from ..units import weeks_from_years
from ..vocabulary import vocabulary
from .address import PlaceContent, Run, digest, luck_for
from .design import points
from .experiment_file import Experiment
from .factors import Factor, Value, ready, with_values

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 5_000
"""Rows of the plan that are in memory at once."""


@dataclass(frozen=True)
class Asked:
    """One run that the experiment asks for, and where in its design it stands."""

    key: str
    point: int
    place: str
    scenario: str
    world: int
    replicate: int
    values: tuple[Value, ...]
    run: Run


class Plan:
    """Everything an experiment asks for. Making it checks all names, ranges and files. Raises InputError.

    Points, places and scenarios are in memory; runs are made one at a time.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.file = experiment.origin
        check_size(experiment.years, experiment.sample)
        self.weeks = weeks_from_years(experiment.years)
        self.measures = _measures(experiment)
        self.places = {_named(name): PlaceContent(_place(experiment, name)) for name in experiment.places}
        self.scenarios = {_named(name): _scenario(experiment, name) for name in experiment.scenarios}
        _told_apart(experiment, "places", len(self.places))
        _told_apart(experiment, "scenarios", len(self.scenarios))
        self.factors = _factors(experiment)
        self.points = points(experiment.design, self.factors, experiment.folder, self.file)
        self._check_each_factor()

    @property
    def total(self) -> int:
        """How many runs the plan asks for; a run asked for twice is counted twice and lived once."""
        one = self.experiment
        return len(self.points) * len(self.places) * len(self.scenarios) * one.worlds * one.replicates

    @property
    def weekly(self) -> tuple[str, ...]:
        """The measures kept by week."""
        return self.measures if self.experiment.every == "week" else ()

    def _check_each_factor(self) -> None:
        """Refuse a factor whose ends or values a scenario, a place or the model does not allow."""
        usual = [one.usual for one in self.factors]
        for at, one in enumerate(self.factors):
            for value in one.levels or (one.low, one.high):
                self._check_point([*usual[:at], value, *usual[at + 1 :]], f"factors.{one.name}")
        self._check_point(usual, "factors")

    def _check_point(self, point: Sequence[Value], key: str) -> None:
        """Refuse a point that some scenario or place does not allow. Raises InputError that names the factor."""
        words = vocabulary()
        for name, scenario in self.scenarios.items():
            lived = self._lived(name, scenario, point, key)
            with self._telling_of(name, key if lived is not scenario else ""):
                check_names(lived, words)
                for place in self.places.values():
                    check_fit(lived, place.place, self.experiment.years)

    def _lived(self, name: str, scenario: Scenario, point: Sequence[Value], key: str) -> Scenario:
        """The scenario at a point. Raises InputError that names the factor."""
        with self._telling_of(name, key):
            return with_values(scenario, self.factors, point, self.experiment.years)

    @contextmanager
    def _telling_of(self, scenario: str, key: str) -> Iterator[None]:
        """Have what is wrong with a scenario at a point told by file, factor and scenario. key: '' leaves it as it is."""
        try:
            yield
        except InputError as error:
            if not key:
                raise
            told = error.problems[0]
            where = f"{key} (scenario {scenario}, {told.key})" if told.key else f"{key} (scenario {scenario})"
            raise InputError(self.file, where, told.value, told.allowed, told.way_out) from None

    @cached_property
    def _order(self) -> list[int]:
        """Points in an order in which those that say the same of the world stand together."""
        worldly = [at for at, one in enumerate(self.factors) if one.options or one.sets.partition(".")[0] in WORLDLY]
        if not worldly or len(worldly) == len(self.factors):
            return list(range(len(self.points)))
        return sorted(range(len(self.points)), key=lambda at: [repr(self.points[at][column]) for column in worldly])

    def runs(self) -> Iterator[Asked]:
        """Every run asked for. Raises InputError for a point that a scenario does not allow."""
        one = self.experiment
        moves_events = any(factor.options or factor.sets.startswith("events") for factor in self.factors)
        for place_name, place in self.places.items():
            for world in worlds_of(one.worlds):
                for replicate in range(1, one.replicates + 1):
                    for at in self._order:
                        for name, scenario in self.scenarios.items():
                            lived = self._lived(name, scenario, self.points[at], f"point {at + 1}")
                            if moves_events:
                                check_fit(lived, place.place, one.years)
                            apart = "" if one.same_luck else digest([at, name])
                            luck = luck_for(one.seed, world, replicate, apart)
                            run = Run(place, lived, world, one.seed, luck, self.weeks, one.sample)
                            yield Asked(run.key, at, place_name, name, world, replicate, self.points[at], run)

    def schema(self) -> pa.Schema:
        """The columns of the plan's table: how a run is called, where it stands in the design, and each factor's value."""
        import pyarrow as pa

        whole, text = pa.int64(), pa.string()
        names = [("key", text), ("point", whole), ("place", text), ("scenario", text), ("world", whole), ("replicate", whole)]
        return pa.schema([*names, *((one.name, pa.type_for_alias(_type_of(one))) for one in self.factors)])

    def tables(self) -> Iterator[pa.Table]:
        """The plan's table, some thousand rows at a time."""
        import pyarrow as pa

        names = self.schema().names
        rows: list[tuple[Any, ...]] = []
        for asked in self.runs():
            rows.append((asked.key, asked.point, asked.place, asked.scenario, asked.world, asked.replicate, *asked.values))
            if len(rows) >= ROWS_AT_ONCE:
                yield pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)), schema=self.schema())
                rows = []
        if rows:
            yield pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)), schema=self.schema())


WORLDLY = ("parameters", "switches", "rivals")


def _type_of(factor: Factor) -> str:
    """The type of a factor's column."""
    kinds = {type(level) for level in factor.levels}
    if kinds == {bool}:
        return "bool"
    return "string" if str in kinds or bool in kinds else "double"


def _named(name: str) -> str:
    """A place's or scenario's short name: that of its file without folder and ending."""
    return Path(name).stem if name.endswith(".toml") else name


def _beside(experiment: Experiment, name: str) -> str:
    """A file as the experiment names it, from its own folder."""
    is_file = name.endswith(".toml") or "/" in name or "\\" in name
    return str(experiment.folder / name) if is_file else name


def _place(experiment: Experiment, name: str) -> Place:
    return load_place(_beside(experiment, name))


def _scenario(experiment: Experiment, name: str) -> Scenario:
    return load_scenario(_beside(experiment, name), vocabulary())


def _told_apart(experiment: Experiment, key: str, found: int) -> None:
    """Refuse two places or scenarios of one name."""
    if found < len(getattr(experiment, key)):
        raise InputError(
            experiment.origin, key, "a list with a name twice", "", "name each once, and give files different names"
        )


def _measures(experiment: Experiment) -> tuple[str, ...]:
    """The measures that the analysis speaks of."""
    for name in experiment.measures:
        if name not in MEASURES:
            raise InputError(experiment.origin, "measures", f"{shown(name)}, not known", "", did_you_mean(name, MEASURES))
    return experiment.measures or tuple(name for theme in THEMES for name in theme.shown[:1] if name in MEASURES)


def _factors(experiment: Experiment) -> list[Factor]:
    """The factors, those that stand for many spread out. A number that a scenario sets itself is no factor."""
    words, numbers, file = vocabulary(), all_parameters(), experiment.origin
    found = [factor for facts in experiment.factors for factor in ready(facts, words, numbers, file)]
    single = {facts.sets for facts in experiment.factors}
    expanded = [one for one in found if one.sets not in single or one.name in {facts.name for facts in experiment.factors}]
    if twice := next(
        (one for at, one in enumerate(expanded) if one.sets and one.sets in {o.sets for o in expanded[:at]}), None
    ):
        raise InputError(
            file, f"factors.{twice.name}.sets", f"{shown(twice.sets)}, set by another factor too", "", "keep one of them"
        )
    if len({one.name for one in expanded}) < len(expanded):
        raise InputError(file, "factors", "two of one name", "", "give each factor its own name")
    return expanded
