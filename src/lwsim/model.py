"""LocalSystem: one local mental health system, alive; an ordinary Mesa model whose step is one week."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import mesa

from . import forces
from .agents.communities import Community
from .agents.counts import new_tally
from .agents.groups import VoluntaryGroup
from .agents.practitioners import Practitioner
from .agents.services import Service, start_week
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
from .rooms import Numbers, drawn, luck_of, rivals_of, switches_of
from .scenario_file import Scenario
from .scenario_fit import check_fit
from .state import State
from .stocks import stocks
from .sums import sums_of

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
    state.origin["capacity"] = float(stocks(state, sums_of(state)).sum())
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


class LocalSystem(mesa.Model):
    """A local mental health system under a scenario: `.step()` is one week, actors are Mesa agents, people are columns.

    place, scenario: as loaded.  seed: luck.  sample: share of the adults, with staff, groups and money scaled along.
    world: 0 the usual numbers, 1, 2, ... plausible worlds.  state: a settled state to start from (it is copied).
    goes_on: the state already lives under the scenario.
    Raises InputError when the scenario does not fit the place.
    """

    def __init__(
        self,
        place: Place,
        scenario: Scenario,
        *,
        seed: int = 1,
        sample: float = 1.0,
        world: int = 0,
        state: State | None = None,
        goes_on: bool = False,
    ) -> None:
        check_fit(scenario, place)
        super().__init__(rng=seed)
        self.place, self.scenario = place, scenario
        self.state = state.fork() if state is not None else begin(place, scenario, seed=seed, sample=sample, world=world)
        if not goes_on:
            take_on(self.state, scenario)
        self._holders: dict[int, Practitioner] = {}
        names = self.state.names
        for row, name in enumerate(names["communities"]):
            Community(self, row, name)
        self._services = {
            row: Service(self, row, name) for row, name in enumerate(names["services"]) if self.state.services.is_open[row]
        }
        self._groups = {
            row: VoluntaryGroup(self, row, name) for row, name in enumerate(names["groups"]) if self.state.groups.is_open[row]
        }
        for row in (self.state.staff.is_filled == 1).nonzero()[0]:
            self._holders[int(row)] = Practitioner(self, int(row))

    @property
    def week(self) -> int:
        """Weeks lived since week 0."""
        return self.state.week

    def step(self) -> None:
        """Live one week."""
        live_a_week(self.state)
        self._match_agents()

    def _match_agents(self) -> None:
        """Bring the agents in line with who left, came, opened and closed."""
        for what, row in self.state.staff_changes:
            if what == "left" and row in self._holders:
                self._holders.pop(row).remove()
            elif what == "hired":
                self._holders[row] = Practitioner(self, row)
            elif what == "opened":
                self._services[row] = Service(self, row, self.state.names["services"][row])
            elif what == "shut" and row in self._services:
                self._services.pop(row).remove()
            elif what == "closed" and row in self._groups:
                self._groups.pop(row).remove()
        self.state.staff_changes.clear()

    def fork(self, scenario: Scenario | None = None) -> Self:
        """Another life from this week on: the same past, and a new scenario if one is given."""
        if scenario is not None:
            same_world(self.scenario, scenario)
        return type(self)(self.place, scenario or self.scenario, state=self.state, goes_on=scenario is None)

    def weeks(self, count: int) -> Iterator[int]:
        """Live `count` weeks, giving each week's number as it ends."""
        for _ in range(count):
            self.step()
            yield self.week

    def save(self, path: str | Path) -> None:
        """Write a checkpoint, whole or not at all."""
        from .checkpoints import save

        save(path, self.place, self.scenario, self.state)

    @classmethod
    def load(cls, path: str | Path, scenario: Scenario | None = None) -> Self:
        """The system as it was saved, to go on as it was or under a new scenario."""
        from .checkpoints import load

        place, past, state = load(path)
        if scenario is not None:
            same_world(past, scenario)
        return cls(place, scenario or past, state=state, goes_on=scenario is None)

    def person(self, row: int) -> dict[str, Any]:
        """The columns of one person as plain values."""
        return {name: column[row].item() for name, column in self.state.people._asdict().items()}
