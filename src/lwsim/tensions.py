"""The map of tensions: a plane of force settings lived on the same luck, and what can honestly be read off it.

Two forces span the plane and the third is held. Every setting is lived in the same worlds from the same settled starts, so
settings differ by what is done and not by luck. The map comes coarse first and then finer, one world and then several.

With several worlds a setting is set against the best one world by world: where the 95% interval of the paired difference
holds zero, the two cannot be told apart. Every setting that is shown was lived in the same worlds. On the frontier between
now and later lie the settings that no other setting beats on both; one that is beaten by no more than noise may lie on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from . import statistics as st
from .answering.points import Point, pointing
from .errors import InputError, did_you_mean, shown
from .forces import FORCES
from .measures import MEASURES, NAMES
from .pairing import worlds_of
from .place_file import Place
from .rooms import all_parameters
from .run_checks import check_size
from .scenario_file import Change, Forces, Scenario
from .scenario_fit import check_fit

STEPS = (3, 5, 9)
"""Settings along each side, round by round: every round holds the settings of the one before."""


class Setting(NamedTuple):
    """Where the three forces stand, 0..1 each, in the order of `FORCES`."""

    purpose: float
    power: float
    practice: float


@dataclass(frozen=True)
class Plane:
    """Two forces that span the map, the third held; `base` is what all its settings share beside their forces.

    years: the points in time that are kept, in order, the last the horizon.
    """

    place: Place
    base: Scenario
    across: str = "purpose"
    up: str = "power"
    held: float = 0.5
    years: tuple[float, ...] = (1.0, 2.0, 3.0, 4.0, 5.0)
    seed: int = 1
    sample: float = 0.05
    worlds: int = 4

    def __post_init__(self) -> None:
        """Refuse a plane that is none. Raises InputError."""
        for force in (self.across, self.up):
            if force not in FORCES:
                raise InputError("map", "force", shown(force), f"one of {', '.join(FORCES)}")
        if self.across == self.up:
            raise InputError("map", "forces", shown(self.up), "two different forces", "choose another for one side")
        if not 0.0 <= self.held <= 1.0:
            raise InputError("map", self.third, self.held, "from 0 to 1")
        check_size(self.years[-1], self.sample)

    @property
    def third(self) -> str:
        """The force that is held."""
        return next(force for force in FORCES if force not in (self.across, self.up))

    def setting(self, across: float, up: float) -> Setting:
        """The setting at a point of the plane."""
        return Setting(**{self.across: across, self.up: up, self.third: self.held})

    def spot(self, setting: Setting) -> tuple[float, float]:
        """Where a setting lies on the plane."""
        return getattr(setting, self.across), getattr(setting, self.up)

    def under(self, *, staff: float = 0.0, money: float = 0.0) -> Plane:
        """The same plane with funded posts and budget changed by fractions, on top of what its base says."""
        return replace(self, base=changed(self.base, staff=staff, money=money))


class Spot(NamedTuple):
    """One way of running the place that the map holds: a setting of its grid, or a whole scenario."""

    setting: Setting
    scenario: Scenario


def changed(scenario: Scenario, *, staff: float = 0.0, money: float = 0.0) -> Scenario:
    """The scenario with so much more (or fewer) staff and money, as fractions, within what a scenario may say."""
    if not staff and not money:
        return scenario
    posts, pounds = (
        float(np.clip(now.change + more, -0.5, 0.5)) for now, more in ((scenario.staff, staff), (scenario.money, money))
    )
    return scenario.model_copy(update={"staff": Change(change=posts), "money": Change(change=pounds)})


def stands(scenario: Scenario) -> Setting:
    """Where a scenario states the forces; one that it leaves out stands as in today's ordinary system."""
    today = all_parameters()
    stated = {force: getattr(scenario.forces, force) for force in FORCES}
    return Setting(**{force: today[f"forces.ordinary_{force}"].value if at is None else at for force, at in stated.items()})


def grid(plane: Plane, steps: int) -> list[Spot]:
    """The spots of a plane with so many settings along each side, row by row from the lower left."""
    marks = [step / (steps - 1) for step in range(steps)]
    settings = [plane.setting(across, up) for up in marks for across in marks]
    return [Spot(one, plane.base.model_copy(update={"forces": Forces(**one._asdict())})) for one in settings]


@dataclass(frozen=True)
class MapQuestion:
    """A plane and the scenarios to be set on it, as the answering room takes a question. Raises InputError.

    finest: settings along each side of the finest round.
    """

    plane: Plane
    scenarios: tuple[Scenario, ...] = ()
    finest: int = STEPS[-1]

    def __post_init__(self) -> None:
        """Refuse what cannot be run before anybody waits for it."""
        for one in (self.plane.base, *self.scenarios):
            check_fit(one, self.plane.place, self.plane.years[-1])

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The scenarios, then the settings of the finest round."""
        return (*(Spot(stands(one), one) for one in self.scenarios), *grid(self.plane, self.finest))

    @cached_property
    def order(self) -> tuple[tuple[int, int], ...]:
        """Everything to be lived as (row of the world, number of the spot), the most telling first.

        One world of the coarse map and of the scenarios, then of the next finer one; then the other worlds of both; the
        finest map last.
        """
        points = range(len(self.scenarios))
        number = {spot.setting: len(points) + at for at, spot in enumerate(self.spots[len(points) :])}
        rounds = [[number[spot.setting] for spot in grid(self.plane, steps)] for steps in STEPS if steps <= self.finest]
        worlds = range(len(worlds_of(self.plane.worlds)))
        whole = [*points, *(at for one in rounds for at in one)]
        coarse = [*points, *(at for one in rounds[:2] for at in one)]
        runs = [(0, at) for at in coarse] + [(world, at) for world in worlds for at in coarse]
        return tuple(dict.fromkeys([*runs, *((world, at) for world in worlds for at in whole)]))

    def bundles(self) -> tuple[tuple[Point, ...], ...]:
        """One run each, in their order."""
        plane, worlds = self.plane, worlds_of(self.plane.worlds)
        point = pointing(plane.place, plane.years, plane.seed, plane.sample)
        return tuple((point(worlds[world], self.spots[at].scenario),) for world, at in self.order)

    def answer(self, kind: str, done: Mapping[int, Sequence[np.ndarray]], seconds: float) -> Map:
        """The map as far as it has been lived. done: number in `order` -> its one result."""
        worlds = len(worlds_of(self.plane.worlds))
        values = np.full((worlds, len(self.spots), len(self.plane.years), len(NAMES)), np.nan)
        for number, (found,) in done.items():
            values[self.order[number]] = found
        return Map(self, values, len(done), seconds)


class Gap(NamedTuple):
    """How far from the best a spot is, paired world by world, with the 95% interval of the mean."""

    mean: float
    low: float
    high: float

    @property
    def is_told(self) -> bool:
        """Whether the two can be told apart."""
        return bool(self.low > 0 or self.high < 0)


class Cell(NamedTuple):
    """One spot of a map on one measure. low, high: 95% interval of where it stands on the map (`within`).

    gap: how far from the best; None with few worlds or where neither way is better.
    """

    spot: Spot
    mean: float
    low: float
    high: float
    is_best: bool
    gap: Gap | None


class Trade(NamedTuple):
    """One spot between now and later. is_beaten: some spot is better on both means.  is_clearly: beyond noise; None unknown."""

    spot: Spot
    now: float
    later: float
    now_interval: tuple[float, float]
    later_interval: tuple[float, float]
    is_beaten: bool
    is_clearly: bool | None


@dataclass(frozen=True, eq=False)
class Map:
    """Spots of a plane with what they came to. values: (worlds, spots, years, measures), NaN where not lived."""

    question: MapQuestion
    values: np.ndarray
    done: int
    """Runs that are in."""
    seconds: float = 0.0
    """Since it was asked."""

    @property
    def plane(self) -> Plane:
        """The plane that was asked for."""
        return self.question.plane

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The scenarios, then the settings."""
        return self.question.spots

    @property
    def asked(self) -> int:
        """Runs that were asked for."""
        return len(self.question.order)

    @cached_property
    def shown(self) -> tuple[int, np.ndarray, np.ndarray]:
        """What can be read: settings along each side, and which worlds (rows) and spots (columns) it is read from.

        All its spots are lived in all its worlds, so none looks better for having met other worlds than its neighbour. Of the
        rounds, the one with most worlds, and of those the finest; (0, none, none) before the first is whole.
        """
        lived, several = np.isfinite(self.values[:, :, -1, NAMES.index("need_met")]), len(self.question.scenarios)
        number = {spot.setting: several + at for at, spot in enumerate(self.spots[several:])}
        best = 0, np.zeros(0, dtype=int), np.zeros(0, dtype=int)
        for steps in (0, *(one for one in STEPS if one <= self.question.finest)):
            spots = np.array([*range(several), *(number[spot.setting] for spot in grid(self.plane, steps))], dtype=int)
            worlds = np.flatnonzero(lived[:, spots].all(axis=1))
            if worlds.size and worlds.size >= best[1].size and (steps or not self.question.finest):
                best = steps, worlds, spots
        return best

    @property
    def steps(self) -> int:
        """Settings along each side of the map that can be read; 0 for none."""
        return self.shown[0]

    @property
    def worlds(self) -> int:
        """Worlds that the map is read from."""
        return self.shown[1].size

    def column(self, measure: str, year: float) -> np.ndarray:
        """One measure in the year that ended then, of what can be read: (worlds, spots). Raises InputError."""
        if measure not in NAMES:
            raise InputError("map", "measure", shown(measure), "a weekly measure", did_you_mean(measure, NAMES))
        if year not in self.plane.years:
            raise InputError("map", "year", year, f"one of {', '.join(f'{one:g}' for one in self.plane.years)}")
        _, worlds, spots = self.shown
        return self.values[np.ix_(worlds, spots)][:, :, self.plane.years.index(year), NAMES.index(measure)]

    def cells(self, measure: str, year: float) -> list[Cell]:
        """Every spot that can be read on one measure, scenarios first; the best is the best of the settings."""
        values, several = self.column(measure, year), len(self.question.scenarios)
        if not values.size:
            return []
        mean, (low, high), better = st.mean(values), within(values, several), MEASURES[measure].better
        best = several + int((mean[several:] * better).argmax()) if better and len(mean) > several else None
        gaps = [None] * len(mean) if best is None else gaps_to(values, best)
        return [
            Cell(self.spots[at], float(mean[i]), float(low[i]), float(high[i]), i == best, gaps[i])
            for i, at in enumerate(self.shown[2])
        ]

    def frontier(self, now: str, later: str, year: float) -> list[Trade]:
        """Every spot that can be read between `now` in the year that ended then and `later` at the horizon; scenarios first.

        A spot is beaten by settings of the map only: a scenario may spend or do something else besides.
        """
        several = len(self.question.scenarios)
        both = [self.column(now, year), self.column(later, self.plane.years[-1])]
        if not both[0].size:
            return []
        sides = [values * MEASURES[name].better for values, name in zip(both, (now, later), strict=True)]
        ends = [within(values, several) for values in both]
        found = []
        for i, at in enumerate(self.shown[2]):
            now_ends, later_ends = ((float(low[i]), float(high[i])) for low, high in ends)
            now_mean, later_mean = (float(st.mean(values[:, i])) for values in both)
            is_beaten, is_clearly = beaten(sides, i, several)
            found.append(Trade(self.spots[at], now_mean, later_mean, now_ends, later_ends, is_beaten, is_clearly))
        return found


FEWEST = 3
"""Worlds below which no interval is given: two would span anything."""


def within(values: np.ndarray, several: int) -> tuple[np.ndarray, np.ndarray]:
    """The 95% interval of where each spot stands against the whole map, around its mean; NaN with few worlds.

    values: (worlds, spots), of which the first `several` are scenarios.  What moves the whole map from world to world is
    taken out: a map is read by how its settings differ.
    """
    base = values[:, several:] if values.shape[1] > several else values
    level = base.mean(axis=1, keepdims=True)
    low, high = st.mean_interval(values - level)
    enough = np.nan if len(values) < FEWEST else float(level.mean())
    return low + enough, high + enough


def gaps_to(values: np.ndarray, best: int) -> list[Gap | None]:
    """How far each spot is from the best, world by world; None with few worlds. values: (worlds, spots)."""
    if len(values) < FEWEST:
        return [None] * values.shape[1]
    gaps = values - values[:, [best]]
    low, high = st.mean_interval(gaps)
    return [Gap(float(st.mean(gaps[:, i])), float(low[i]), float(high[i])) for i in range(values.shape[1])]


def beaten(sides: Sequence[np.ndarray], i: int, several: int) -> tuple[bool, bool | None]:
    """Whether a setting is ahead of spot i on both sides, by the means; and whether beyond noise, None with few worlds.

    sides: (worlds, spots) each, more is better; the first `several` spots beat nobody.
    """
    gaps = [values[:, several:] - values[:, [i]] for values in sides]
    means = [st.mean(gap) for gap in gaps]
    ahead = (means[0] >= 0) & (means[1] >= 0) & ((means[0] > 0) | (means[1] > 0))
    if not ahead.any():
        return False, False
    if len(sides[0]) < FEWEST:
        return True, None
    now, later = (st.mean_interval(gap)[0] for gap in gaps)
    return True, bool(((now >= 0) & (later >= 0) & ((now > 0) | (later > 0))).any())
