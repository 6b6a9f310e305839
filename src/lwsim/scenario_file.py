"""A scenario: a small, titled difference to a place as it is, checked and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from .checking import checked
from .errors import Problem, did_you_mean, nearest, raise_all, shown, shown_key
from .fields import (
    FromFile,
    Frozen,
    FrozenTable,
    Line,
    MaybeLine,
    Number,
    Paragraph,
    Question,
    Share,
    as_table,
    refuse,
)
from .file_kinds import PLACE, SCENARIO, is_kind, read_as, refuse_another
from .files import read_toml, shown_path, toml_text
from .library import find_scenario
from .place_file import Place, place_from_table
from .scenario_events import LONGEST_YEARS, AnyEvent
from .units import weeks_from_years

DEFAULT_YEARS = 5.0


@dataclass(frozen=True)
class Vocabulary:
    """The names that scenarios may use for what the model declares: handed in, files know no mechanisms."""

    switches: frozenset[str] = frozenset()
    """Mechanisms that can be switched off."""
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions on which theories disagree, each with its possible answers."""
    parameters: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Parameters by full name ('need.onset'), each with the low and high end of its range."""


class Forces(Frozen):
    """Stated settings of the forces from week 0; one left out stays as in today's ordinary system."""

    purpose: Share | None = None
    """0 = impact now, 1 = invest in the future."""
    power: Share | None = None
    """0 = assure, 1 = innovate."""
    practice: Share | None = None
    """0 = support individuals, 1 = create environments."""


class Change(Frozen):
    """A change from week 0 on."""

    change: Annotated[float, Field(ge=-0.5, le=0.5)] = 0.0
    """As a fraction: 0.1 = a tenth more, -0.1 = a tenth less."""


class Scenario(FromFile):
    """What is different from today: settings, money, staff, and dated events."""

    title: Line
    """What the scenario is called."""
    question: Question
    """The question it asks."""
    look_at: Paragraph = ""
    """What to look at in its results."""
    author: MaybeLine = ""
    """Who wrote it."""
    sources: Annotated[tuple[Line, ...], Field(strict=False, max_length=100)] = ()
    """What it is based on."""
    years: Annotated[float, Field(gt=0.0, le=LONGEST_YEARS)] = DEFAULT_YEARS
    """Suggested length of a run in years."""
    forces: Forces = Forces()
    """Stated settings of purpose, power and practice from week 0."""
    money: Change = Change()
    """Change of the commissioned budget."""
    staff: Change = Change()
    """Change of funded posts."""
    switches: Annotated[Mapping[str, bool], AfterValidator(FrozenTable)] = FrozenTable[bool]()
    """Mechanisms by name: false switches one off."""
    rivals: Annotated[Mapping[str, str], AfterValidator(FrozenTable)] = FrozenTable[str]()
    """The answer taken where theories disagree."""
    parameters: Annotated[Mapping[str, Number], AfterValidator(FrozenTable)] = FrozenTable[float]()
    """Numbers of the model that differ from their usual value."""
    events: Annotated[tuple[Annotated[AnyEvent, Field(discriminator="kind")], ...], Field(strict=False, max_length=200)] = ()
    """What happens by date, in the order of the file."""

    @property
    def weeks(self) -> int:
        """Suggested length of a run in weeks."""
        return weeks_from_years(self.years)

    @property
    def switched_off(self) -> frozenset[str]:
        """The mechanisms that are switched off."""
        return frozenset(name for name, is_on in self.switches.items() if not is_on)

    @property
    def by_date(self) -> tuple[AnyEvent, ...]:
        """The events in order of their weeks; those of one week in the order of the file."""
        return tuple(sorted(self.events, key=lambda event: event.week))

    @model_validator(mode="after")
    def _a_week_at_least(self) -> Self:
        if self.weeks < 1:
            raise refuse(key="years", value=shown(self.years), allowed="at least one week (0.02 years)")
        return self

    def with_changes(self, **changes: Any) -> Scenario:
        """A changed copy, checked as a file would be. Raises InputError.

        A table (forces, money, staff, switches, rivals, parameters) changes the keys it names and keeps the
        others; None takes a key away: with_changes(title="More power", forces={"power": 0.8}).
        """
        table = self.table()
        for key, value in changes.items():
            new, old = as_table(value), table.get(key)
            if isinstance(new, dict):
                new = {k: v for k, v in ({**(old or {}), **new}).items() if v is not None}
            table[key] = new
        kept = {key: value for key, value in table.items() if value is not None}
        return scenario_from_table(kept, self.origin)


def scenario_from_table(table: Mapping[str, Any], file: str = "", vocabulary: Vocabulary | None = None) -> Scenario:
    """The scenario that a table holds. Raises InputError with every problem found.

    file: what errors call it.  vocabulary: left out, switches, rivals and parameters are not checked.
    """
    refuse_another(SCENARIO, table, file)
    scenario = checked(Scenario, table, file)
    problems = list(late_events(scenario, scenario.years, file))
    if vocabulary is not None:
        problems.extend(_unknown_names(scenario, vocabulary, file))
    raise_all(problems)
    return scenario


def scenario_from_file(path: Path | str, vocabulary: Vocabulary | None = None) -> Scenario:
    """The scenario that a file holds. Raises InputError with every problem found."""
    file = shown_path(path)
    return scenario_from_table(read_as(SCENARIO, path), file, vocabulary).came_from(file)


def load_scenario(name_or_path: str | Path, vocabulary: Vocabulary | None = None) -> Scenario:
    """A scenario by name (relational) or by its file. Raises InputError."""
    return scenario_from_file(find_scenario(name_or_path), vocabulary)


def check_file(path: Path | str, vocabulary: Vocabulary | None = None) -> Place | Scenario:
    """The place or scenario that a file holds, told apart by its sections. Raises InputError."""
    table, file = read_toml(path), shown_path(path)
    if is_kind(PLACE, table):
        return place_from_table(table, file).came_from(file)
    return scenario_from_table(table, file, vocabulary).came_from(file)


def to_toml(scenario: Scenario) -> str:
    """The scenario as a file that reads back to an equal one; what a file may leave out is left out."""
    return toml_text(scenario.table())


def check_names(scenario: Scenario, vocabulary: Vocabulary) -> None:
    """Refuse switches, rivals and parameters that the model does not have. Raises InputError."""
    raise_all(list(_unknown_names(scenario, vocabulary, scenario.origin)))


def late_events(scenario: Scenario, years: float, file: str) -> Iterator[Problem]:
    """Events that a run of so many years would never reach."""
    weeks = weeks_from_years(years)
    for number, event in enumerate(scenario.events, 1):
        if event.week >= weeks:
            yield Problem(
                file,
                f"events[{number}].week",
                str(event.week),
                f"a week before {weeks}, the end of year {years:g}",
                "take the event out, date it earlier, or make years longer",
            )


def _unknown_names(scenario: Scenario, vocabulary: Vocabulary, file: str) -> Iterator[Problem]:
    """Names that the model does not have, and values that it does not allow for them."""
    lists = "lwsim parameters lists all"
    for name in scenario.switches:
        if name not in vocabulary.switches:
            yield Problem(file, shown_key("switches", name), "not known", "", did_you_mean(name, vocabulary.switches))
    for name, answer in scenario.rivals.items():
        answers = vocabulary.rivals.get(name)
        if answers is None:
            yield Problem(file, shown_key("rivals", name), "not known", "", did_you_mean(name, vocabulary.rivals))
        elif answer not in answers:
            yield Problem(
                file,
                shown_key("rivals", name),
                shown(answer),
                f"one of {', '.join(answers)}",
                nearest(answer, answers),
            )
    for name, value in scenario.parameters.items():
        ends = vocabulary.parameters.get(name)
        if ends is None:
            way_out = did_you_mean(name, vocabulary.parameters, lists)
            yield Problem(file, shown_key("parameters", name), "not known", "", way_out)
        elif not ends[0] <= value <= ends[1]:
            allowed = f"from {ends[0]:g} to {ends[1]:g}, its plausible range"
            yield Problem(file, shown_key("parameters", name), shown(value), allowed, lists)
