"""Nothing is there for show: every switch, rival theory and parameter, changed, changes what is counted."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import lwsim.rooms
from living import RELATIONAL, town, what_if
from lwsim.forces import FORCES
from lwsim.measures import NAMES
from lwsim.model import begin
from lwsim.place_file import Place, place_from_table
from lwsim.rooms import RIVALS, ROOMS, SWITCHES, all_parameters, switches_of
from lwsim.scenario_file import Scenario
from lwsim.single import live

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
PIONEERS = {"innovation.ideas": 0.06, "innovation.spread_of_value": 0.07, "collaborative.approval": 8.0}
FORUM = {"week": 3, "kind": "found_collaborative", "every": 1, "seats_voluntary": 0.3, "seats_lived_experience": 0.3}


def at_end(end: str, *names: str) -> dict[str, float]:
    """Parameters at the low or high end of their ranges."""
    return {name: getattr(all_parameters()[name], end) for name in names}


MEETING = at_end("high", "ties.across_today", "ties.across_forum", "ties.across_team")
FREE = PIONEERS | at_end("high", "levers.assurance", "levers.environment")
BRIEF = at_end("low", "commissioning.contract_weeks", "commissioning.renewed", "growth.closes_at")
QUICK = at_end("high", "levers.stretch", "places.booked") | at_end(
    "low",
    *("caseload.hours_team", "caseload.hours_therapy", "caseload.hours_living_well"),
    *("working_week.recording", "working_week.travel", "working_week.coordination", "working_week.environment_today"),
    *("front_door.assess_team", "front_door.assess_therapy", "front_door.assess_living_well", "front_door.assessing_most"),
)
PROTECTED = {"week": 1, "kind": "protected_time", "hours": 8.0}
UNFUNDED = {"week": 0, "kind": "cut", "pot": "voluntary", "share": 0.9}
CONTEXTS = {
    "relational": (78, "small_town", 1.0, {"forces": RELATIONAL, "events": [TEAM, *BUSY]}),
    "steep": (78, "small_town", 1.0, {"rivals": {"waiting_loss": "steep", "coupling": "reverse"}}),
    "starved": (104, "small_town", 1.0, {"events": [SPENDING], "money": {"change": -0.4}}),
    "staffed": (156, "staffed_town", 1.0, {"forces": {"power": 0.8, "practice": 0.8}, "parameters": PIONEERS}),
    "meeting": (52, "small_town", 1.0, {"forces": RELATIONAL, "parameters": MEETING, "events": [TEAM, FORUM]}),
    "free": (156, "staffed_town", 1.0, {"forces": dict.fromkeys(FORCES, 1.0), "parameters": FREE, "events": [PROTECTED]}),
    "quick": (78, "small_town", 1.0, {"forces": {"purpose": 0.0}, "parameters": QUICK, "events": [TEAM]}),
    "brief": (260, "small_town", 1.0, {"forces": {"power": 0.0}, "parameters": BRIEF, "events": [UNFUNDED]}),
    "salford": (78, "salford", 0.1, {"forces": {"purpose": 0.8, "power": 1.0}, "events": [TEAM, *BUSY]}),
}
"""Lives in which this or that matters: (weeks, place, sample, the scenario's changes)."""


@cache
def place_of(name: str) -> Place:
    """A place of the shelf, or the small town with thirty times the staff and a tenth of the people."""
    if name != "staffed_town":
        return town(name)
    table = town().table()
    for community in table["communities"]:
        community["adults"] //= 10
    for service in table["services"]:
        service["posts"] = {role: 30.0 * posts for role, posts in service["posts"].items()}
    return place_from_table(table)


def lived(scenario: Scenario, weeks: int, place: str, sample: float) -> np.ndarray:
    """Every measure in every week of a place under a scenario that held in its past too."""
    return live(begin(place_of(place), scenario, seed=1, sample=sample, world=0), scenario, weeks).weekly


@cache
def as_it_is(context: str) -> np.ndarray:
    """The weeks of a context with nothing changed."""
    weeks, place, sample, changes = CONTEXTS[context]
    return lived(what_if(*changes.get("events", ()), **_sections(changes)), weeks, place, sample)


def _sections(changes: dict) -> dict:
    return {name: section for name, section in changes.items() if name != "events"}


def changed(context: str, section: str, change: dict) -> bool:
    """Whether a change of one section changes any measure in any week of a context."""
    weeks, place, sample, changes = CONTEXTS[context]
    sections = _sections(changes)
    sections[section] = {**sections.get(section, {}), **change}
    weeks_lived = lived(what_if(*changes.get("events", ()), **sections), weeks, place, sample)
    return not np.array_equal(weeks_lived, as_it_is(context))


LIMITS = {
    "ties.across_most": "meeting",
    "collaborative.approval_least": "free",
    "innovation.slack_most": "free",
    "places.caseload_most": "quick",
    "commissioning.leaves_place": "brief",
    "commissioning.contract_least": "brief",
    "growth.closes_at": "brief",
    "growth.closure_costs": "brief",
}
"""Numbers that hold only where something goes far, and the context in which it does."""
NEW_PRACTICE = ("innovation", "collaborative", "mandate", "openness", "copying", "ties_carry", "evaporation", "backlash")


def matters(name: str, section: str, *changes: dict) -> bool:
    """Whether one of these changes changes anything in any of the contexts, the likeliest for the name tried first."""
    likeliest = "relational"
    if any(word in name for word in NEW_PRACTICE):
        likeliest = "staffed"
    elif "assurance_" in name:
        likeliest = "salford"
    likeliest = LIMITS.get(name, likeliest)
    contexts = sorted(CONTEXTS, key=lambda context: context != likeliest)
    return any(changed(context, section, change) for context in contexts for change in changes)


IDLE: dict[str, str] = {}
"""Switches and parameters known to do nothing, and why: an empty table is the aim."""


def _marked(names: Iterable[str]) -> list:
    why = {name: pytest.mark.xfail(strict=True, reason=reason) for name, reason in IDLE.items()}
    return [pytest.param(name, marks=why.get(name, ())) for name in names]


@pytest.mark.parametrize("switch", _marked(SWITCHES))
def test_every_switch_does_something(switch):
    """A mechanism switched off changes some measure in some week."""
    assert matters(switch, "switches", {switch: False})


@pytest.mark.parametrize(("question", "answer"), [(q, a) for q, answers in RIVALS.items() for a in answers[1:]])
def test_every_rival_theory_does_something(question, answer):
    """Another answer where theories disagree changes some measure in some week."""
    assert matters(question, "rivals", {question: answer})


def test_a_switch_switched_off_is_off():
    """Switches reach the model by name, the others stay on."""
    switches = switches_of({"mandate": False})
    assert not switches["mandate"] and sum(switches.values()) == len(SWITCHES) - 1


@pytest.mark.slow
@pytest.mark.parametrize("name", _marked(name for name, one in all_parameters().items() if one.low < one.high))
def test_every_uncertain_parameter_does_something(name):
    """A number moved to an end of its range changes some measure in some week."""
    one = all_parameters()[name]
    ends = [end for end in (one.low, one.high) if end != one.value]
    assert matters(name, "parameters", *({name: end} for end in ends))


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
