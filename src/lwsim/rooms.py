"""Every room of the model in one list: its parameters, its switches, its rival theories."""

from typing import Any

from . import forces
from .mechanisms import (
    caseload,
    collaborative,
    commissioning,
    crisis,
    events,
    front_door,
    growth,
    help_seeking,
    innovation,
    need,
    neighbours,
    places,
    pressure,
    support,
    ties,
    workforce,
    working_week,
)
from .parameters import Parameter, Room

ROOMS: tuple[type[Room], ...] = (
    forces.Forces,
    forces.Levers,
    need.Need,
    help_seeking.HelpSeeking,
    front_door.FrontDoor,
    places.Places,
    working_week.WorkingWeek,
    caseload.Caseload,
    support.Support,
    crisis.Crisis,
    neighbours.Neighbours,
    workforce.Workforce,
    ties.Ties,
    collaborative.Collaborative,
    innovation.Innovation,
    commissioning.Commissioning,
    growth.Growth,
    pressure.Pressure,
    events.Events,
)
_FILES: tuple[Any, ...] = (
    forces,
    need,
    help_seeking,
    front_door,
    places,
    working_week,
    caseload,
    support,
    crisis,
    neighbours,
    workforce,
    ties,
    collaborative,
    innovation,
    commissioning,
    growth,
    pressure,
    events,
)

SWITCHES: dict[str, str] = {name: says for file in _FILES for name, says in file.SWITCHES.items()}
"""Every mechanism that can be switched off, with its sentence."""

RIVALS: dict[str, tuple[str, ...]] = {name: answers for file in _FILES for name, answers in getattr(file, "RIVALS", {}).items()}
"""Every question on which theories disagree, with its answers; the first is taken unless a scenario says otherwise."""

EFFECTS_OF_FORCES: tuple[str, ...] = (*(f"lever_{name}" for name in forces.LEVERS), "strain_of_distance")
"""The switches that, all off, leave purpose, power and practice without any effect."""


def all_parameters() -> dict[str, Parameter]:
    """Every number of the model by full name ('need.onset'), in the order of the rooms."""
    return {name: declared for room in ROOMS for name, declared in room.declared.items()}


class Numbers:
    """The numbers of one world: a plain named tuple of floats for each room, by the room's name (`p.need.onset`)."""

    def __init__(self, values: dict[str, float]) -> None:
        for room in ROOMS:
            setattr(self, room.room, room.plain(values))


def switches_of(changes: dict[str, bool]) -> dict[str, bool]:
    """Every switch, on unless `changes` says otherwise."""
    return {name: bool(changes.get(name, True)) for name in SWITCHES}


def rivals_of(changes: dict[str, str]) -> dict[str, str]:
    """The answer taken to every question on which theories disagree."""
    return {name: changes.get(name, answers[0]) for name, answers in RIVALS.items()}
