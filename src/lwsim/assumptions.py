"""Every assumption as a row that can be read, searched and changed: what it is, where it comes from, what would settle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .errors import InputError, did_you_mean, shown
from .rooms import ROOMS, all_parameters
from .scenario_file import Scenario
from .sources import cited
from .vocabulary import vocabulary


class Assumption(NamedTuple):
    """One number of the model with its footnote. where: the file that declares it.  sources: (citation, address or '')."""

    name: str
    room: str
    about: str
    where: str
    says: str
    value: float
    unit: str
    low: float
    high: float
    standing: str
    source: str
    sources: tuple[tuple[str, str], ...]
    settled_by: str
    fitted_to: str

    @property
    def can_change(self) -> bool:
        """Whether its range leaves it anything to change to."""
        return self.low < self.high


def all_assumptions() -> tuple[Assumption, ...]:
    """Every number of the model, in the order of its rooms."""
    found = []
    for room in ROOMS:
        about, where = (room.__doc__ or "").splitlines()[0], f"src/{room.__module__.replace('.', '/')}.py"
        for one in room.declared.values():
            known = tuple((source.cite(), source.url or "") for source in cited(one.source))
            found.append(
                Assumption(
                    name=one.name,
                    room=room.room,
                    about=about,
                    where=where,
                    says=one.says,
                    value=one.value,
                    unit=one.unit,
                    low=one.low,
                    high=one.high,
                    standing=one.standing,
                    source=one.source,
                    sources=known,
                    settled_by=one.settled_by,
                    fitted_to=one.fitted_to,
                )
            )
    return tuple(found)


def changed(scenarios: Sequence[Scenario], name: str, value: float | None) -> tuple[Scenario, ...]:
    """All scenarios with one number set to a value within its range, or as usual again (None). Raises InputError.

    In all of them alike: what the world is does not depend on how it is run.
    """
    numbers = all_parameters()
    if name not in numbers:
        raise InputError("assumption", shown(name), "not known", "", did_you_mean(name, numbers))
    low, high = vocabulary().parameters[name]
    if value is not None and not low <= value <= high:
        allowed = f"from {low:g} to {high:g}, its plausible range"
        raise InputError("assumption", name, shown(value), allowed, "choose a value within it")
    usual = value is None or value == numbers[name].value
    return tuple(one.with_changes(parameters={name: None if usual else value}) for one in scenarios)


def changes_in(scenarios: Sequence[Scenario]) -> dict[str, tuple[float | None, ...]]:
    """The numbers that any scenario sets, each with what every scenario has for it; None = as usual."""
    names = sorted({name for one in scenarios for name in one.parameters})
    return {name: tuple(one.parameters.get(name) for one in scenarios) for name in names}
