"""The week, as a list of verbs; how a place comes to week 0, and takes on a scenario."""

from collections.abc import Callable

from . import forces, lots
from .agents.counts import new_tally
from .agents.services import start_week
from .build import build
from .errors import InputError
from .forces import FORCES
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
from .place_file import Place
from .rooms import Numbers, rivals_of, switches_of
from .scenario_file import Scenario
from .state import State
from .stocks import capacity, stocks
from .sums import sums_of
from .worlds import drawn, luck_of

WARM_UP = 104
"""Weeks that a place lives as an ordinary system before week 0, so that queues, caseloads and ties have settled."""


def live_a_week(state: State) -> None:
    """One week, in the order in which things happen. The order of the model lives here and nowhere else."""
    state.tally = new_tally(state.communities.who.size, state.services.who.size)
    start_week(state.services)
    events.turn(state)  # first: what is decided for this week holds from Monday
    forces.turn(state)  # levers are read once, so that everybody lives the same week
    need.turn(state)  # today's distress decides who asks
    working_week.set_out(state)  # hours are there before anybody asks for them
    neighbours.set_out(state)  # and so are those of groups and neighbours
    crisis.come_home_first(state)  # a bed is free before it is needed
    lots.turn(state)  # one look at everybody in need: whom this week's luck allows a crisis, asking, or recovery with the GP
    crisis.turn(state)  # crises do not wait for the queue, and take hours first
    help_seeking.turn(state)  # after crises: who is in hospital asks nobody
    front_door.turn(state)  # after asking, so nobody waits a week to be sent
    working_week.settle(state)  # what assessments took is gone before places are given
    places.turn(state)  # room is known now
    caseload.turn(state)  # everybody with a place asks for hours; they are shared
    support.turn(state)  # those who came are supported the same week; then the week's people are counted
    workforce.turn(state)  # after the work: strain is of this week's load
    ties.turn(state)  # people who stayed met
    collaborative.turn(state)  # trust after this week's leavers and meetings
    innovation.turn(state)  # practice moves along this week's ties
    commissioning.turn(state)  # the week's books close on what was used
    growth.turn(state)  # groups live on what they were paid
    pressure.turn(state)  # last: what leaders feel next week is this week as it ended
    state.week += 1


def begin(
    place: Place,
    scenario: Scenario,
    *,
    seed: int,
    sample: float,
    world: int,
    each: Callable[[State], None] | None = None,
) -> State:
    """A place after its ordinary weeks, at week 0, before the scenario has changed anything.

    Only the scenario's parameters, switches and rivals count here: they say what the world is, not what is done in it.
    each: called after every week.
    """
    values = drawn(world, seed) | dict(scenario.parameters)
    state = build(
        place,
        Numbers(values),
        seed=luck_of(seed, world),
        scale=sample,
        switches=switches_of(dict(scenario.switches)),
        rivals=rivals_of(dict(scenario.rivals)),
        week=-WARM_UP,
    )
    while state.week < 0:
        live_a_week(state)
        if each:
            each(state)
    state.staff_changes.clear()
    state.origin["capacity"] = float(capacity(stocks(state, sums_of(state)))[0])
    return state


def take_on(state: State, scenario: Scenario) -> None:
    """From this week on the system lives under the scenario: its stated forces, money, staff and events."""
    for number, force in enumerate(FORCES):
        value = getattr(scenario.forces, force)
        state.forces.stated[number] = state.forces.ordinary[number] if value is None else value
    state.forces.aims = []
    state.calendar = {}
    for event in scenario.by_date:
        state.calendar.setdefault(event.week, []).append(event)
    events.change_from_the_start(state, scenario.money.change, scenario.staff.change)


def same_world(past: Scenario, new: Scenario) -> None:
    """Refuse a new scenario for a life under way that says something else of what the world is. Raises InputError."""
    for key in ("parameters", "switches", "rivals"):
        if dict(getattr(past, key)) != dict(getattr(new, key)):
            raise InputError(
                new.title,
                key,
                dict(getattr(new, key)),
                f"what the life so far had: {dict(getattr(past, key))}",
                "start a new system, whose past is of that world too",
            )
