"""What a screen asks, the lives that it takes to answer, and the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

import numpy as np

from ..comparison import Comparison
from ..files import toml_text
from ..model import begin
from ..pairing import compared, worlds_of
from ..place_file import Place
from ..run_checks import check_size
from ..scenario_file import DEFAULT_YEARS, Scenario
from ..scenario_fit import check_fit
from ..single import Outcome, live, world_of
from ..state import State
from ..units import weeks_from_years

Look = Callable[[State], None]
"""Called after every week that is lived; it may raise to stop."""


@lru_cache(maxsize=256)
def _digest(value: Place | Scenario) -> str:
    """A short name that equal places or scenarios share, in every process."""
    return hashlib.sha256(toml_text(value.table()).encode()).hexdigest()[:24]


def only_what_acts(scenario: Scenario) -> Scenario:
    """The scenario without its words, so that renaming one does not mean living it again."""
    plain = {"look_at": "", "author": "", "sources": (), "years": DEFAULT_YEARS}
    return scenario.model_copy(update={"title": "-", "question": "-"} | plain)


@dataclass(frozen=True)
class Start:
    """Where lives begin: a place that has settled in one world, before any scenario has changed anything."""

    place: Place = field(compare=False, repr=False)
    world_says: Scenario = field(compare=False, repr=False)
    """A scenario of which only parameters, switches and rivals count."""
    seed: int
    sample: float
    world: int
    key: str
    """Short name of place and world."""

    @classmethod
    def of(cls, place: Place, scenario: Scenario, seed: int, sample: float, world: int) -> Start:
        """The start of a scenario's lives."""
        says = hashlib.sha256(repr(world_of(scenario)).encode()).hexdigest()[:24]
        return cls(place, scenario, seed, sample, world, f"{_digest(place)}-{says}")

    @property
    def name(self) -> tuple[str, int, float, int]:
        """All that tells it from other starts, without the place itself."""
        return self.key, self.seed, self.sample, self.world

    def settle(self, look: Look) -> State:
        """Live the ordinary weeks before week 0."""
        return begin(self.place, self.world_says, seed=self.seed, sample=self.sample, world=self.world, each=look)


class Piece(Protocol):
    """A part of an answer that one worker makes in one go from a settled start; equal pieces have equal results."""

    @property
    def start(self) -> Start: ...
    def __hash__(self) -> int: ...
    def work(self, state: State, look: Look) -> Any: ...


@dataclass(frozen=True)
class Life:
    """One world lived under one scenario; its result is an `Outcome`."""

    start: Start
    scenario: Scenario = field(compare=False, repr=False)
    weeks: int
    key: str
    """Short name of what the scenario does."""

    @classmethod
    def of(cls, start: Start, scenario: Scenario, weeks: int) -> Life:
        """The life of a scenario; its words are left behind."""
        acts = only_what_acts(scenario)
        return cls(start, acts, weeks, _digest(acts))

    def work(self, state: State, look: Look) -> Outcome:
        """Live the weeks."""
        return live(state, self.scenario, self.weeks, look)


@dataclass(frozen=True)
class Question:
    """A place under one or more scenarios in so many worlds (one world: the usual numbers). Raises InputError."""

    place: Place
    scenarios: tuple[Scenario, ...]
    years: float
    seed: int = 1
    sample: float = 1.0
    worlds: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be run before anybody waits for it."""
        check_size(self.years, self.sample, self.place.adults)
        for scenario in self.scenarios:
            check_fit(scenario, self.place, self.years)

    def bundles(self) -> tuple[tuple[Life, ...], ...]:
        """The lives it takes, (worlds, scenarios): those of one world belong together."""
        weeks, found = weeks_from_years(self.years), []
        for world in worlds_of(self.worlds):
            starts = [Start.of(self.place, one, self.seed, self.sample, world) for one in self.scenarios]
            found.append(tuple(Life.of(start, one, weeks) for start, one in zip(starts, self.scenarios, strict=True)))
        return tuple(found)

    def answer(self, kind: str, done: Mapping[int, Sequence[Outcome]], seconds: float) -> Answer:
        """The answer from the worlds that are done so far. done: bundle by number -> outcomes by scenario."""
        found = [list(done[at]) for at in sorted(done)]
        return Answer(self, kind, tuple(worlds_of(self.worlds)[at] for at in sorted(done)), found, seconds)


@dataclass(frozen=True, eq=False)
class Answer:
    """What is known of a question so far. worlds: those done, in order.  outcomes: [world][scenario]."""

    question: Question = field(repr=False)
    kind: str
    worlds: tuple[int, ...]
    outcomes: list[list[Outcome]] = field(repr=False)
    seconds: float
    """Since it was asked."""

    @property
    def done(self) -> int:
        """Worlds done."""
        return len(self.worlds)

    @property
    def asked(self) -> int:
        """Worlds asked for."""
        return self.question.worlds

    @property
    def is_whole(self) -> bool:
        """Whether every world is in."""
        return self.done == self.asked

    @cached_property
    def weekly(self) -> np.ndarray:
        """The mean over the worlds done: (scenarios, weeks + 1, measures); of one world, that world."""
        sides = [np.stack([world[at].weekly for world in self.outcomes]) for at in range(len(self.question.scenarios))]
        return np.stack([side[0] if len(side) == 1 else side.mean(axis=0) for side in sides])

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison over the worlds done; whole, it is `lwsim.compare`'s to the last bit. Of two or more scenarios."""
        asked = self.question
        # Worlds beyond the first are drawn ones, even while only one of them is in.
        return compared(asked.place, asked.scenarios, self.outcomes, asked.years, asked.seed, asked.sample, asked.worlds > 1)
