"""Nothing is there for show: every switch, rival theory and parameter, changed, changes what is counted."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import lwsim.rooms
from lwsim.measures import NAMES
from lwsim.rooms import RIVALS, ROOMS, SWITCHES, all_parameters, switches_of
from living import RELATIONAL, born, town, what_if

BUSY = (
    {"week": 2, "kind": "set_forces", "purpose": 0.1, "over": 10},
    {"week": 3, "kind": "found_collaborative", "every": 2, "seats_voluntary": 0.3, "seats_lived_experience": 0.3},
    {"week": 5, "kind": "staffing_shock", "share": 0.2, "weeks": 30},
    {"week": 12, "kind": "cut", "pot": "statutory", "share": 0.1},
    {"week": 20, "kind": "demand_surge", "size": 2.0, "weeks": 26, "severity": 0.1},
    {"week": 40, "kind": "demand_surge", "size": 0.3, "weeks": 26},
)
TEAM = {
    "week": 1,
    "kind": "open_service",
    "key": "new",
    "service_kind": "living_well",
    "employer": "An alliance",
    "posts": {"clinician": 2.0, "support_worker": 2.0, "peer_worker": 2.0},
}
SPENDING = {"week": 0, "kind": "cut", "pot": "statutory", "share": 0.6}
CONTEXTS = {
    "relational": (104, "small_town", 1.0, {"forces": RELATIONAL, "events": [TEAM, *BUSY]}),
    "steep": (104, "small_town", 1.0, {"rivals": {"waiting_loss": "steep", "coupling": "reverse"}}),
    "starved": (156, "small_town", 1.0, {"events": [SPENDING], "money": {"change": -0.4}}),
    "salford": (104, "salford", 0.03, {"forces": RELATIONAL, "events": [TEAM, *BUSY]}),
}
"""Lives in which this or that matters: (weeks, place, sample, the scenario's changes)."""


@cache
def as_it_is(context: str) -> np.ndarray:
    """The weeks of a context with nothing changed."""
    weeks, place, sample, changes = CONTEXTS[context]
    return born(what_if(*changes.get("events", ()), **_sections(changes)), weeks, place, sample)


def _sections(changes: dict) -> dict:
    return {name: section for name, section in changes.items() if name != "events"}


def changed(context: str, section: str, change: dict) -> bool:
    """Whether a change of one section changes any measure in any week of a context."""
    weeks, place, sample, changes = CONTEXTS[context]
    sections = _sections(changes)
    sections[section] = {**sections.get(section, {}), **change}
    lived = born(what_if(*changes.get("events", ()), **sections), weeks, place, sample)
    return not np.array_equal(lived, as_it_is(context))


def matters(section: str, *changes: dict) -> bool:
    """Whether one of these changes changes anything in any of the contexts, tried one after the other."""
    return any(changed(context, section, change) for context in CONTEXTS for change in changes)


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_does_something(switch):
    """A mechanism switched off changes some measure in some week."""
    assert matters("switches", {switch: False})


@pytest.mark.parametrize(("question", "answer"), [(q, a) for q, answers in RIVALS.items() for a in answers[1:]])
def test_every_rival_theory_does_something(question, answer):
    """Another answer where theories disagree changes some measure in some week."""
    assert matters("rivals", {question: answer})


def test_a_switch_switched_off_is_off():
    """Switches reach the model by name, the others stay on."""
    switches = switches_of({"mandate": False})
    assert not switches["mandate"] and sum(switches.values()) == len(SWITCHES) - 1


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, one in all_parameters().items() if one.low < one.high])
def test_every_uncertain_parameter_does_something(name):
    """A number moved to an end of its range changes some measure in some week."""
    one = all_parameters()[name]
    ends = [end for end in (one.low, one.high) if end != one.value]
    assert matters("parameters", *({name: end} for end in ends))


def _names_read() -> set[str]:
    """Every attribute that the package's code reads, and every text in it (levers are read by name)."""
    found: set[str] = set()
    for file in Path(lwsim.rooms.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
    return found


def test_every_parameter_is_read_somewhere():
    """Each declared number is read by its name in the code; levers' strengths are read by their lever's name."""
    read = _names_read() | set(lwsim.rooms.forces.LEVERS)
    unread = [name for room in ROOMS for name in room.declared if name.split(".")[1] not in read]
    assert unread == []


def test_every_parameter_is_listed():
    """The one list holds each room's every parameter once, with unit, range, source and standing."""
    listed = all_parameters()
    assert list(listed) == [name for room in ROOMS for name in room.declared]
    assert len({room.room for room in ROOMS}) == len(ROOMS)
    for name, one in listed.items():
        assert one.name == name and one.unit and one.source and one.says.endswith("."), name
        assert one.low <= one.value <= one.high, name
        assert one.standing != "assumed" or one.settled_by, f"{name}: what would settle it?"
        assert one.standing != "calibrated" or one.fitted_to, f"{name}: fitted to what?"


def test_the_contexts_live():
    """Each context is a life of its own in which some measure moves."""
    lives = {name: as_it_is(name) for name in CONTEXTS}
    assert {name: rows.shape for name, rows in lives.items()} == {
        name: (weeks + 1, len(NAMES)) for name, (weeks, *_) in CONTEXTS.items()
    }
    assert all((rows[0] != rows[-1]).any() for rows in lives.values())
    assert town("salford").adults > 100_000
