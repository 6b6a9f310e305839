"""A factor of an experiment: what it sets in a scenario, which values it takes, and how a share becomes one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from ..errors import InputError, did_you_mean, shown
from ..fields import Frozen, FrozenTable, MaybeLine, Number, refuse
from ..parameters import Parameter
from ..scenario_file import Scenario, Vocabulary

FORCES = ("purpose", "power", "practice")
PLAIN = {"forces": FORCES, "money": ("change",), "staff": ("change",)}
"""Sections of a scenario with numbers that are not the model's own."""
SETTINGS = {
    **{f"forces.{one}": (0.0, 1.0) for one in FORCES},
    "money.change": (-0.5, 0.5),
    "staff.change": (-0.5, 0.5),
}
"""What a scenario allows where no parameter says so."""
MADE_NAME = r"^[A-Za-z][A-Za-z0-9_.-]{0,79}\z"
EVENT = re.compile(r"events\[(\d+)\]\.([a-z_]+)")
EVERY_PARAMETER = "parameters.*"

Value = bool | float | str


class FactorFacts(Frozen):
    """One thing that an experiment varies."""

    named_by = "name"

    name: Annotated[str, Field(pattern=MADE_NAME)]
    """What the factor is called; the column of its values."""
    sets: MaybeLine = ""
    """What it sets: forces.purpose, parameters.need.onset, events[1].week, money.change, switches.NAME, rivals.NAME."""
    low: Number | None = None
    """Lowest value; left out, that of the parameter or setting."""
    high: Number | None = None
    """Highest value; left out, that of the parameter or setting."""
    values: Annotated[tuple[Value, ...], Field(strict=False, max_length=1000)] = ()
    """The values it takes, instead of a range."""
    options: Annotated[Mapping[str, Mapping[str, Any]], AfterValidator(FrozenTable)] = FrozenTable[Mapping[str, Any]]()
    """Named alternatives, each a piece of a scenario: tables change what they name, events are added."""
    group: MaybeLine = ""
    """Factors of one group move together in Saltelli's and Morris's designs; "room" groups parameters.* by room."""
    usual: Value | None = None
    """Where it stands while others are moved one at a time; left out, the first value or the middle."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        ways = [bool(self.values), bool(self.options), self.low is not None or self.high is not None]
        if sum(ways) > 1:
            raise refuse(value="given more than one of values, options and low/high", allowed="one of them")
        if bool(self.options) == bool(self.sets):
            raise refuse(value="without sets or options" if not self.sets else "given sets and options", allowed="one of them")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise refuse(key="high", value=shown(self.high), allowed=f"more than low, {self.low:g}")
        if len(set(map(repr, self.values))) < len(self.values):
            raise refuse(key="values", value="a list with a value twice", way_out="name each value once")
        return self


class Factor(NamedTuple):
    """A factor ready to use. levels: its values where it has a list; drawn: the parameter whose distribution it follows."""

    name: str
    sets: str
    low: float
    high: float
    levels: tuple[Value, ...]
    options: Mapping[str, Mapping[str, Any]]
    group: str
    usual: Value
    drawn: Parameter | None

    def at(self, share: float) -> Value:
        """The value at a share (0..1) of the range, of the parameter's own distribution, or of the list."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        if self.drawn is not None:
            return self.drawn.drawn(share)
        return self.low + share * (self.high - self.low)

    def spaced(self, count: int) -> tuple[Value, ...]:
        """Its list, or so many values from low to high at even distances."""
        if self.levels:
            return self.levels
        return tuple(self.low + step * (self.high - self.low) / (count - 1) for step in range(count))


def ready(facts: FactorFacts, words: Vocabulary, numbers: Mapping[str, Parameter], file: str) -> list[Factor]:
    """The factors that one table of the file stands for: one, or every uncertain parameter. Raises InputError."""
    where = f"factors.{facts.name}"
    if facts.options:
        labels = tuple(facts.options)
        usual = labels[0] if facts.usual is None else facts.usual
        return [Factor(facts.name, "", 0.0, 1.0, labels, facts.options, facts.group, _known(usual, labels, where, file), None)]
    if facts.sets == EVERY_PARAMETER:
        return [
            Factor(name, f"parameters.{name}", one.low, one.high, (), {}, _room_of(facts, name), one.value, one)
            for name, one in numbers.items()
            if one.low < one.high
        ]
    _check_sets(facts.sets, words, f"{where}.sets", file)
    if facts.values:
        levels = tuple(float(one) if _is_number(one) else one for one in facts.values)
        usual = levels[0] if facts.usual is None else facts.usual
        usual = float(usual) if _is_number(usual) else usual
        return [Factor(facts.name, facts.sets, 0.0, 1.0, levels, {}, facts.group, _known(usual, levels, where, file), None)]
    return [_of_a_range(facts, numbers, where, file)]


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _known(usual: Value, levels: tuple[Value, ...], where: str, file: str) -> Value:
    """The usual value, which must be one of the list."""
    if usual not in levels:
        allowed = f"one of {', '.join(str(one) for one in levels[:20])}"
        raise InputError(file, f"{where}.usual", shown(usual), allowed, "leave it out for the first")
    return usual


def _of_a_range(facts: FactorFacts, numbers: Mapping[str, Parameter], where: str, file: str) -> Factor:
    """A factor with a low and a high end."""
    name = facts.sets.removeprefix("parameters.")
    number = numbers.get(name) if facts.sets.startswith("parameters.") else None
    ends = (number.low, number.high) if number else SETTINGS.get(facts.sets)
    low = facts.low if facts.low is not None else ends[0] if ends else None
    high = facts.high if facts.high is not None else ends[1] if ends else None
    if low is None or high is None:
        raise InputError(
            file, where, "without low and high", "low = 1, high = 2, or values = [1, 2]", "say which values it takes"
        )
    if number and not number.low <= low <= high <= number.high:
        allowed = f"within {number.low:g} to {number.high:g}, its plausible range"
        raise InputError(file, where, f"from {low:g} to {high:g}", allowed, "leave low and high out for all of it")
    if not low < high:
        raise InputError(file, where, f"from {low:g} to {high:g}", "low below high", "a single value belongs in the scenario")
    own = number if number and facts.low is None and facts.high is None else None
    middle = own.value if own else (low + high) / 2
    usual = middle if facts.usual is None else facts.usual
    if not _is_number(usual) or not low <= float(usual) <= high:
        raise InputError(file, f"{where}.usual", shown(usual), f"from {low:g} to {high:g}", "leave it out for the middle")
    return Factor(facts.name, facts.sets, low, high, (), {}, facts.group, float(usual), own)


def _room_of(facts: FactorFacts, name: str) -> str:
    return name.partition(".")[0] if facts.group == "room" else facts.group


def _check_sets(sets: str, words: Vocabulary, key: str, file: str) -> None:
    """Refuse a path that leads to nothing a scenario has. Raises InputError."""
    section, _, rest = sets.partition(".")
    inside: Mapping[str, Any] = {
        **{name: dict.fromkeys(names) for name, names in PLAIN.items()},
        "parameters": words.parameters,
        "switches": dict.fromkeys(words.switches),
        "rivals": words.rivals,
    }
    if EVENT.fullmatch(sets):
        return
    if section.startswith("events"):
        raise InputError(file, key, shown(sets), "events[1].week, say: the first event's week", "count the events from 1")
    if section not in inside:
        raise InputError(file, key, shown(sets), "SECTION.NAME", did_you_mean(section, [*inside, "events[1]"]))
    if rest not in inside[section]:
        raise InputError(file, key, f"{shown(sets)}, not known", "", did_you_mean(rest, inside[section], f"in {section}"))


def with_values(scenario: Scenario, factors: Sequence[Factor], point: Sequence[Value], years: float) -> Scenario:
    """The scenario with every factor at its value, for a run of so long. Raises InputError where it does not allow it."""
    changes: dict[str, Any] = {}
    added: list[Any] = []
    events = [event.table() for event in scenario.events]
    for factor, value in zip(factors, point, strict=True):
        if factor.options:
            piece = dict(factor.options[str(value)])
            added += piece.pop("events", [])
            for section, table in piece.items():
                changes[section] = {**changes.get(section, {}), **table} if isinstance(table, Mapping) else table
        elif found := EVENT.fullmatch(factor.sets):
            _set_event(events, int(found[1]), found[2], value, scenario, factor)
        else:
            section, _, name = factor.sets.partition(".")
            changes.setdefault(section, {})[name] = value
    if added or any(EVENT.fullmatch(factor.sets) for factor in factors):
        changes["events"] = [*events, *added]
    return scenario.with_changes(years=years, **changes) if changes else scenario


def _set_event(events: list[dict[str, Any]], number: int, key: str, value: Value, scenario: Scenario, factor: Factor) -> None:
    """Set one field of one event, a whole number where it was one."""
    if not 1 <= number <= len(events):
        there = f"the scenario has {len(events)}" if events else "the scenario has none"
        raise InputError(scenario.origin, f"events[{number}]", "not there", there, f"factor {factor.name} sets it")
    old = events[number - 1].get(key)
    whole = (isinstance(old, int) and not isinstance(old, bool)) or key in ("week", "weeks", "over", "every")
    events[number - 1][key] = round(float(value)) if whole and _is_number(value) else value
