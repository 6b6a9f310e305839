"""LocalSystem: one local mental health system, alive; an ordinary Mesa model whose step is one week."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import mesa

from .agents.actors import Community, Practitioner, Service, VoluntaryGroup
from .model import begin, live_a_week, same_world, take_on
from .place_file import Place
from .run_checks import LARGEST_SEED, LARGEST_WORLD, check_size, whole_number
from .scenario_file import Scenario
from .scenario_fit import check_fit
from .single import as_place, as_scenario
from .state import State


class LocalSystem(mesa.Model):
    """A local mental health system under a scenario: `.step()` is one week, actors are Mesa agents, people are columns.

    place, scenario: as loaded, or their names or files.  seed: luck.  sample: share of the adults, with staff, groups and money
    scaled along.  world: 0 the usual numbers, 1, 2, ... plausible worlds.  state: a settled state to start from (it is copied).
    goes_on: the state already lives under the scenario.
    Raises InputError for a name, a file, a number that cannot be used, and when the scenario does not fit the place.
    """

    scenario: Scenario = None  # type: ignore[assignment]  # declared here because Mesa's own, from 3.5 on, writes into what it is given

    def __init__(
        self,
        place: Place | str | Path,
        scenario: Scenario | str | Path,
        *,
        seed: int = 1,
        sample: float = 1.0,
        world: int = 0,
        state: State | None = None,
        goes_on: bool = False,
    ) -> None:
        where, what = as_place(place), as_scenario(scenario)
        _, sample = check_size(what.years, sample, where.adults)
        seed, world = whole_number("seed", seed, 0, LARGEST_SEED), whole_number("world", world, 0, LARGEST_WORLD)
        check_fit(what, where)
        super().__init__(rng=seed)
        self.place, self.scenario = where, what
        self.state = state.fork() if state is not None else begin(where, what, seed=seed, sample=sample, world=world)
        if not goes_on:
            take_on(self.state, what)
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

    def fork(self, scenario: Scenario | str | Path | None = None) -> Self:
        """Another life from this week on: the same past, and a new scenario if one is given."""
        new = self.scenario if scenario is None else as_scenario(scenario)
        same_world(self.scenario, new)
        return type(self)(self.place, new, state=self.state, goes_on=scenario is None)

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
    def load(cls, path: str | Path, scenario: Scenario | str | Path | None = None) -> Self:
        """The system as it was saved, to go on as it was or under a new scenario."""
        from .checkpoints import load

        place, past, state = load(path)
        new = past if scenario is None else as_scenario(scenario)
        same_world(past, new)
        return cls(place, new, state=state, goes_on=scenario is None)

    def person(self, row: int) -> dict[str, Any]:
        """The columns of one person as plain values."""
        return {name: column[row].item() for name, column in self.state.people._asdict().items() if column.size}
