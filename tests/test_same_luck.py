"""Luck is shared and addressed: an idle change changes nothing, and one adult more changes nobody else's draws."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from living import RELATIONAL, born, onwards, same, settled, shelf, started, town, weekly, what_if
from lwsim.build import build
from lwsim.local_system import LocalSystem
from lwsim.measures import NAMES
from lwsim.model import begin
from lwsim.pairing import compare
from lwsim.place_file import place_from_table
from lwsim.rooms import EFFECTS_OF_FORCES, RIVALS, SWITCHES, Numbers, rivals_of, switches_of

STATED = [place for place, name in enumerate(NAMES) if not name.startswith("lived_")]
NO_EFFECT = {"switches": dict.fromkeys(EFFECTS_OF_FORCES, False)}
MECHANISTIC = {"purpose": 0.15, "power": 0.15, "practice": 0.15}


def test_a_scenario_against_itself_differs_by_nothing():
    """Two scenarios that say the same differ by exactly 0 in every measure, week, world and total."""
    first, second = compare(town(), ["relational", "relational"], worlds=3, years=1, workers=1).sides
    assert np.array_equal(first.weekly, second.weekly)
    assert np.array_equal(first.totals, second.totals, equal_nan=True)


@pytest.mark.parametrize(
    "idle",
    [
        {"switches": dict.fromkeys(SWITCHES, True)},
        {"rivals": {name: answers[0] for name, answers in RIVALS.items()}},
        {"parameters": {"need.onset": Numbers({}).need.onset}},  # type: ignore[attr-defined]
        {"money": {"change": 0.0}, "staff": {"change": 0.0}},
    ],
    ids=["switches on", "usual theories", "a usual number", "no money, no staff"],
)
def test_saying_what_holds_anyway_changes_nothing(idle):
    """A table that says what holds without it makes a difference of exactly 0 in a compared pair."""
    sides = compare(town(), [what_if(), what_if(**idle)], worlds=1, years=1, workers=1).sides
    assert np.array_equal(sides[0].weekly, sides[1].weekly)
    assert np.array_equal(sides[0].totals, sides[1].totals, equal_nan=True)


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "set_forces", **RELATIONAL},
        {"kind": "protected_time", "hours": 0.0},
        {"kind": "demand_surge", "size": 1.0, "weeks": 30},
        {"kind": "staffing_shock", "share": 0.0},
        {"kind": "resize_service", "service": "gp", "change": 0.0},
        {"kind": "efficiency_target", "share": 0.0},
    ],
    ids=lambda event: event["kind"],
)
def test_an_event_without_effect_changes_nothing(event):
    """An event that sets what is set, adds nothing or takes nothing differs by exactly 0 from no event."""
    with_it, without = what_if({"week": 0, **event}, forces=RELATIONAL), what_if(forces=RELATIONAL)
    assert np.array_equal(weekly(with_it, 104), weekly(without, 104))


@pytest.mark.parametrize(("name", "sample"), [("small_town", 1.0), ("salford", 0.02)])
def test_without_their_effects_the_forces_make_no_difference(name, sample):
    """With every effect of a force off, mechanistic and relational are the same but for the forces themselves."""
    mechanistic = born(what_if(forces=MECHANISTIC, **NO_EFFECT), 104, name, sample)
    relational = born(what_if(forces=RELATIONAL, **NO_EFFECT), 104, name, sample)
    np.testing.assert_array_equal(mechanistic[:, STATED], relational[:, STATED])
    assert not np.array_equal(mechanistic, relational), "the forces are stated apart, so they are lived apart"


def test_with_their_effects_they_do():
    """The same pair with the effects on differs, so the test above can fail."""
    pair = [weekly(what_if(forces=forces), 52)[:, STATED] for forces in (MECHANISTIC, RELATIONAL)]
    assert not np.array_equal(*pair)


def _built(place):
    return build(place, Numbers({}), seed=1, scale=1.0, switches=switches_of({}), rivals=rivals_of({}), week=-104)


@pytest.mark.parametrize("community", [0, 2])
def test_one_adult_more_changes_nobody_elses_draws(community):
    """One adult more in one community leaves every other person, and every practitioner, with the same start."""
    table = town().table()
    table["communities"][community]["adults"] += 1
    before, grown = _built(town()), _built(place_from_table(table))
    same_people = np.isin(grown.people.who, before.people.who)
    assert grown.people.who.size == before.people.who.size + 1 and (~same_people).sum() == 1
    for name, column in grown.people._asdict().items():
        if column.size == 0:  # notes, which nobody takes here
            continue
        np.testing.assert_array_equal(column[same_people], getattr(before.people, name), err_msg=name)
    for name, column in grown.staff._asdict().items():
        np.testing.assert_array_equal(column, getattr(before.staff, name), err_msg=name)


def test_one_adult_more_leaves_the_rest_of_the_well_alone():
    """In the first week of living too: of all others only those change place whom the newcomer's place moved."""
    table = town().table()
    table["communities"][1]["adults"] += 1
    before, grown = _built(town()), _built(place_from_table(table))
    keep = np.isin(grown.people.who, before.people.who)
    for state in (before, grown):
        onwards(state, 1)
    assert (grown.people.place[keep] != before.people.place).sum() <= 1
    np.testing.assert_array_equal(grown.people.onset_at[keep], before.people.onset_at)


def test_another_seed_is_another_town():
    """A seed is used: people and weeks differ with it."""
    first, second = settled(seed=1), settled(seed=2)
    assert not np.array_equal(first.people.vulnerability, second.people.vulnerability)
    assert not np.array_equal(weekly(what_if(), 20, first), weekly(what_if(), 20, second))


SCRIPT = """
import hashlib
from lwsim.pairing import compare
sides = compare("small_town", ["mechanistic", "relational"], worlds=2, years=0.5, workers=1).sides
print(hashlib.sha256(b"".join(side.weekly.tobytes() + side.totals.tobytes() for side in sides)).hexdigest())
"""


def _digest(workers: int) -> str:
    pair = ["mechanistic", "relational"]
    sides = compare("small_town", pair, worlds=2, years=0.5, workers=workers).sides
    return hashlib.sha256(b"".join(s.weekly.tobytes() + s.totals.tobytes() for s in sides)).hexdigest()


def test_the_same_bytes_again():
    """The same inputs give the same bytes twice in one process, in a fresh one, and on two workers."""
    here = _digest(1)
    fresh = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert {here, _digest(1), _digest(2), fresh.stdout.strip()} == {here}


def test_two_live_systems_never_see_each_other():
    """Two systems stepped in turn live as each would alone."""
    alone = [onwards(started(shelf(name)), 30) for name in ("mechanistic", "relational")]
    pair = [LocalSystem(town(), shelf(name), state=settled()) for name in ("mechanistic", "relational")]
    for _ in range(30):
        for system in pair:
            system.step()
    for state, system in zip(alone, pair, strict=True):
        assert same(state.people, system.state.people) and same(state.staff, system.state.staff)
        assert state.money.in_hand == system.state.money.in_hand


def test_living_on_does_not_touch_the_start():
    """A settled state that was lived from is as it was."""
    start = begin(town(), what_if(), seed=7, sample=1.0, world=0)
    kept = start.fork()
    first = weekly(shelf("relational"), 20, start)
    assert same(kept.people, start.people) and same(kept.staff, start.staff)
    assert np.array_equal(first, weekly(shelf("relational"), 20, start))


def test_the_order_of_scenarios_does_not_matter():
    """Naming B before A gives each the numbers it had."""
    pair = ["mechanistic", "relational"]
    there = compare(town(), pair, worlds=2, years=0.5, workers=1)
    back = compare(town(), pair[::-1], worlds=2, years=0.5, workers=1)
    for first, second in zip(there.sides, back.sides[::-1], strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(first.totals), pd.DataFrame(second.totals))
        assert np.array_equal(first.weekly, second.weekly)
