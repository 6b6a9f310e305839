"""A team's half-years on the real model: the same bytes whenever and wherever they are lived again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..answering.questions import Look, Start
from ..forces import FORCES
from ..library import named_place, named_scenario
from ..measures import NAMES
from ..place_file import load_place
from ..scenario_file import Scenario, load_scenario, to_toml
from ..scenario_fit import check_fit
from ..single import live
from ..state import State
from ..units import WEEKS_A_YEAR
from ..vocabulary import vocabulary
from .agreed import Agreed
from .compose import WEEKS_A_ROUND, Prices, composed

POT = 0.01
"""Share of the commissioned budget that is free to bargain over each half-year: a rule of the game, assumed; about a tenth of
the budget over ten rounds, near what empty posts leave free."""


@dataclass(frozen=True)
class World:
    """All that decides what a team lives: nothing else goes in. place, base: names on the shelf."""

    place: str
    base: str
    seed: int
    sample: float
    rounds: tuple[Agreed, ...] = ()
    surprises: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def key(self) -> str:
        """A short name for exactly this world."""
        told = [self.place, self.base, self.seed, self.sample, [one.table() for one in self.rounds], self.surprises]
        return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, eq=False)
class Lived:
    """What a team has lived so far.

    weekly: (26 x rounds + 1, measures) in the order of `measures.NAMES`.  pot: pounds a year free to move each round.
    today: where the forces stand in the ordinary system.  groups: names of the voluntary groups still open.
    """

    weekly: np.ndarray
    pot: float
    today: dict[str, float]
    groups: tuple[str, ...]
    scenario: str

    @cached_property
    def digest(self) -> str:
        """A fingerprint of every number: two lives are the same if and only if it is."""
        return hashlib.blake2b(np.ascontiguousarray(self.weekly).tobytes(), digest_size=12).hexdigest()

    def weeks(self, name: str) -> np.ndarray:
        """One measure, week by week from week 0: (weeks + 1,)."""
        return self.weekly[:, NAMES.index(name)]

    def at_end_of(self, rounds: int, name: str) -> float:
        """A measure's mean over the last quarter of the half-years lived up to `rounds`; the start itself for none."""
        last = rounds * WEEKS_A_ROUND
        return float(self.weeks(name)[max(0, last - 12) : last + 1].mean()) if rounds else float(self.weeks(name)[0])


def live_world(world: World) -> Lived:
    """Live a team's half-years from week 0 on. Raises InputError."""
    life = WorldQuestion(world).life
    return life.work(life.start.settle(_unseen), _unseen)


def _unseen(state: State) -> None:
    """Nobody looks while it is lived."""


@dataclass(frozen=True)
class WorldLife:
    """A team's half-years as the answering room lives them; its result is a `Lived`."""

    start: Start
    world: World = field(compare=False, repr=False)
    base: Scenario = field(compare=False, repr=False)
    key: str

    def work(self, state: State, look: Look) -> Lived:
        """Compose the scenario from this place's own prices, and live the weeks."""
        p, place, world = state.p.commissioning, self.start.place, self.world
        prices = Prices(float(p.clinician), float(p.support_worker), float(p.peer_worker), float(p.other_costs))
        pot = POT * state.money.income * WEEKS_A_YEAR / state.scale
        scenario = composed(self.base, place, world.rounds, world.surprises, pot, prices)
        check_fit(scenario, place, scenario.years)
        last = [state]

        def each(living: State) -> None:
            last[0] = living
            look(living)

        outcome = live(state, scenario, len(world.rounds) * WEEKS_A_ROUND, each)
        names, is_open = last[0].names["groups"], last[0].groups.is_open
        groups = tuple(name for name, still in zip(names, is_open, strict=True) if still == 1)
        today = {force: float(state.forces.ordinary[number]) for number, force in enumerate(FORCES)}
        return Lived(outcome.weekly, pot, today, groups, to_toml(scenario))


@dataclass(frozen=True)
class WorldQuestion:
    """What must be asked to live one team's world. Raises InputError."""

    world: World

    @cached_property
    def life(self) -> WorldLife:
        """The one life that it takes."""
        world = self.world
        place, base = load_place(named_place(world.place)), load_scenario(named_scenario(world.base))
        return WorldLife(Start.of(place, base, world.seed, world.sample, 0), world, base, world.key)

    def bundles(self) -> tuple[tuple[WorldLife, ...], ...]:
        """One bundle of one life."""
        return ((self.life,),)

    def answer(self, kind: str, done: Mapping[int, Sequence[Lived]], seconds: float) -> Lived:
        """What was lived."""
        return done[0][0]


def check_shelf(place: str, base: str) -> tuple[str, str]:
    """Titles of a place and a base scenario on the shelf. Raises InputError for names that are not there or do not fit."""
    where = load_place(named_place(place))
    what = load_scenario(named_scenario(base), vocabulary())
    check_fit(what, where, what.years)
    return where.title, what.title
