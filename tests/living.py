"""Living systems for tests: settled places, scenarios from a few words, and what their tables should add up to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from lwsim.agents.kinds import (
    AT_DOOR,
    IN_CARE,
    IN_CRISIS,
    IN_GROUP,
    INPATIENT,
    UNSUPPORTED,
    WAITING,
    WELL,
)
from lwsim.measures import NAMES, record
from lwsim.model import begin, live_a_week, take_on
from lwsim.place_file import Place, load_place
from lwsim.scenario_file import Scenario, load_scenario, scenario_from_table
from lwsim.single import live
from lwsim.state import State
from lwsim.vocabulary import vocabulary

RELATIONAL = {"purpose": 0.75, "power": 0.75, "practice": 0.75}


@cache
def town(name: str = "small_town") -> Place:
    """A place of the shelf."""
    return load_place(name)


@cache
def shelf(name: str) -> Scenario:
    """A scenario of the shelf."""
    return load_scenario(name, vocabulary())


def what_if(*events: dict[str, Any], **changes: Any) -> Scenario:
    """A scenario with these events and sections, its names checked as a file's would be."""
    table = {"title": "A test", "question": "What then?", "years": 20, "events": list(events), **changes}
    return scenario_from_table(table, "test", vocabulary())


@cache
def settled(name: str = "small_town", sample: float = 1.0, seed: int = 1) -> State:
    """A place at week 0. Shared by every test that asks for it: never live in it, fork it."""
    return begin(town(name), what_if(), seed=seed, sample=sample, world=0)


def started(scenario: Scenario, start: State | None = None) -> State:
    """A fork of a settled state (the small town, if left out) that has taken a scenario on, in week 0."""
    state = (start or settled()).fork()
    take_on(state, scenario)
    return state


def onwards(state: State, weeks: int, each: Callable[[State], None] | None = None) -> State:
    """Live that many weeks, calling `each` after every one. Returns the same state."""
    for _ in range(weeks):
        live_a_week(state)
        if each:
            each(state)
        state.staff_changes.clear()
    return state


def after(weeks: int, *events: dict[str, Any], start: State | None = None, **changes: Any) -> State:
    """A settled place after that many weeks under these events and sections."""
    return onwards(started(what_if(*events, **changes), start), weeks)


def weekly(scenario: Scenario, weeks: int, start: State | None = None) -> np.ndarray:
    """Every measure in every week, (weeks + 1, measures), from a settled place under a scenario."""
    return live(start or settled(), scenario, weeks).weekly


def born(scenario: Scenario, weeks: int, name: str = "small_town", sample: float = 1.0) -> np.ndarray:
    """The same where the scenario's switches, rivals and parameters held in the warm-up too."""
    return live(begin(town(name), scenario, seed=1, sample=sample, world=0), scenario, weeks).weekly


def measured(state: State, name: str) -> float:
    """One measure of a state as it stands."""
    return float(record(state)[NAMES.index(name)])


def same(first: Any, second: Any) -> bool:
    """Whether two numbers, texts, arrays, or anything made of them, are the same to the last bit."""
    if isinstance(first, np.ndarray):
        return (first.dtype, first.shape, first.tobytes()) == (second.dtype, second.shape, second.tobytes())
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, (list, tuple)):
        return len(first) == len(second) and all(map(same, first, second))
    if hasattr(first, "__dict__"):
        return type(first) is type(second) and same(vars(first), vars(second))
    return bool(first == second)


def counted(state: State) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What the counters say, and what counting the people afresh gives: (said, counted) by counter."""
    people, services, groups, staff = state.people, state.services, state.groups, state.staff

    def number(rows: np.ndarray, among: int) -> np.ndarray:
        return np.bincount(rows[rows >= 0], minlength=among)

    def at(*places: int) -> np.ndarray:
        return number(people.service[np.isin(people.place, places)], services.who.size)

    return {
        "at the door": (services.at_door, at(AT_DOOR)),
        "waiting": (services.waiting, at(WAITING)),
        "in a service's care": (services.caseload, at(IN_CARE, IN_CRISIS, INPATIENT)),
        "with a group": (groups.supported, number(people.group[people.place == IN_GROUP], groups.who.size)),
        "with a practitioner": (staff.caseload, number(people.staff, staff.who.size)),
    }


def misplaced(state: State) -> dict[str, np.ndarray]:
    """Rows of people who are nowhere, or with somebody whom their place in the system does not allow."""
    people, services, groups, staff = state.people, state.services, state.groups, state.staff
    place = people.place
    has_service, has_group, has_staff = people.service >= 0, people.group >= 0, people.staff >= 0
    there = has_staff & (staff.is_filled[people.staff] == 1) & (staff.is_open[people.staff] == 1)
    wrong = {
        "in no place": (place < WELL) | (place > INPATIENT),
        "with nobody, yet with a row": np.isin(place, (WELL, UNSUPPORTED)) & (has_service | has_group | has_staff),
        "at a door, on a list or in care of no open service": np.isin(place, (AT_DOOR, WAITING, IN_CARE, IN_CRISIS, INPATIENT))
        & ~(has_service & (services.is_open[people.service] == 1)),
        "in care of nobody who works there": (place == IN_CARE) & ~(there & (staff.service[people.staff] == people.service)),
        "with a practitioner, yet not in care": (place != IN_CARE) & has_staff,
        "in no open group": (place == IN_GROUP) & ~(has_group & (groups.is_open[people.group] == 1)),
        "with a group, yet not in it": (place != IN_GROUP) & has_group,
        "well, yet in distress": (place == WELL) & (people.severity > 0),
        "in distress, yet on no list of need": (place != WELL) & ~np.isin(np.arange(place.size), state.need[: state.needing]),
    }
    return {what: np.flatnonzero(rows) for what, rows in wrong.items() if rows.any()}
