"""Which assumptions a verdict leans on most: read off worlds already lived, or screened by Morris's method.

`leaning` costs nothing: worlds that were compared differ in their draws, so the numbers that go with a larger or smaller
difference can be ranked (Spearman). With hundreds of numbers and tens of worlds some go with it by chance; the strongest
that chance brings is found by shuffling, and what lies below it is said not to be told apart. Published patterns tie some
numbers to others (`worlds`), so that one may stand for another; `screen` moves each by itself.
`screen` runs afresh: Morris trajectories (SALib), first over whole rooms of the model, then over the single numbers of the
rooms that matter. A number's weight is the mean absolute change of the difference when it moves across its range, on the
same luck; what luck alone would make of such a change is measured beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import rankdata

from .batch.pool import in_order
from .comparison import Comparison
from .diary import Told
from .lives import Lives, live_by_year
from .measures import NAMES
from .pairing import Pairing
from .parameters import Parameter
from .place_file import Place
from .readiness import make_ready
from .rooms import all_parameters
from .scenario_file import Scenario
from .units import weeks_from_years
from .wording import unit_words
from .worlds import drawn

SHUFFLES = 200
BY_CHANCE = 0.95
"""A rank correlation counts when it beats the strongest of this share of shuffles."""
LOW, HIGH = 0.1, 0.9
"""Shares of each number's distribution between which Morris's steps move it: extremes of all at once are not plausible."""
LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))
"""The length of one of Morris's steps, as a share of LOW..HIGH."""
LUCKS = 12
"""Runs at the usual numbers under different luck that measure what luck alone does."""


class Lean(NamedTuple):
    """One assumption and how the difference goes with it.

    weight: with `leaning` the rank correlation (-1..1), with `screen` the mean absolute change, in the measure's unit.
    told: whether that is more than chance or luck would make of it.
    """

    name: str
    weight: float
    told: bool
    says: str
    value: float
    low: float
    high: float
    unit: str
    standing: str
    source: str
    settled_by: str


@dataclass(frozen=True)
class Screening:
    """What Morris's method found. noise: the weight that luck alone would give.  rooms: weight by room, largest first."""

    measure: str
    year: float
    noise: float
    rooms: tuple[tuple[str, float], ...]
    leans: tuple[Lean, ...]
    runs: int


def leaning(comparison: Comparison, name: str, other: int = 1, most: int = 5) -> list[Lean]:
    """The assumptions that the difference on a measure in the last year goes with most, from the worlds that were lived.

    Empty where one world was run or no number was drawn. Costs no run.
    """
    setup = comparison.setup
    if not setup.drawn or setup.worlds < 4:
        return []
    apart = comparison.yearly(other, name)[:, -1] - comparison.yearly(0, name)[:, -1]
    return ranked(draws_of(setup.drawn, setup.worlds, setup.seed), apart, setup.drawn, most)


def draws_of(names: Sequence[str], worlds: int, seed: int) -> np.ndarray:
    """The numbers that were drawn in worlds 1..worlds: (worlds, names)."""
    return np.array([[values[name] for name in names] for values in (drawn(world, seed) for world in range(1, worlds + 1))])


def ranked(draws: np.ndarray, apart: np.ndarray, names: Sequence[str], most: int) -> list[Lean]:
    """Names by the strength of their rank correlation with a difference. draws: (worlds, names).  apart: (worlds,)."""
    there = np.isfinite(apart)
    draws, apart = draws[there], apart[there]
    if len(apart) < 4 or np.ptp(apart) == 0.0:
        return []
    goes_with = correlations(draws, apart)
    bar = strongest_by_chance(draws, apart)
    order = np.argsort(-np.abs(goes_with), kind="stable")[:most]
    numbers = all_parameters()
    return [_lean(names[at], float(goes_with[at]), bool(abs(goes_with[at]) > bar), numbers) for at in order]


def correlations(draws: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation of each column with a difference: (names,); 0 for a column that does not vary."""
    return _with(_standard(draws), apart)


def _with(columns: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Correlation of standard columns of ranks with the ranks of a difference."""
    return columns.T @ _standard(apart[:, None])[:, 0] / len(apart)


def _standard(values: np.ndarray) -> np.ndarray:
    """Ranks within each column, with mean 0 and spread 1; a column without spread is all 0."""
    ranks = rankdata(values, axis=0)
    spread = ranks.std(axis=0)
    return (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0) * (spread > 0)


def strongest_by_chance(draws: np.ndarray, apart: np.ndarray) -> float:
    """The strongest correlation that shuffled worlds show, in BY_CHANCE of the shuffles not surpassed.

    The shuffles are always the same, so that the same worlds give the same words.
    """
    shuffled, columns = np.random.default_rng(0), _standard(draws)
    strongest = [np.abs(_with(columns, shuffled.permutation(apart))).max() for _ in range(SHUFFLES)]
    return float(np.quantile(strongest, BY_CHANCE))


def _lean(name: str, weight: float, told: bool, numbers: dict[str, Parameter]) -> Lean:
    """An assumption with its footnote; a made-up name, as tests use, has none."""
    if name not in numbers:
        return Lean(name, weight, told, "", np.nan, np.nan, np.nan, "", "", "", "")
    one = numbers[name]
    return Lean(name, weight, told, one.says, one.value, one.low, one.high, one.unit, one.standing, one.source, one.settled_by)


def in_words(lean: Lean) -> list[str]:
    """An assumption in words: what it is, its range, its standing and source, and what would settle it."""
    unit = unit_words(lean.unit)
    said = [
        f"{lean.says.rstrip('.')} ({lean.name}).",
        f"Usually {lean.value:g}, plausible {lean.low:g} to {lean.high:g} ({unit}); {lean.standing}, {lean.source}.",
    ]
    if lean.settled_by:
        said.append(f"Would be settled by {lean.settled_by}.")
    return said if lean.told else [*said, "Not told apart from luck here."]


@dataclass(frozen=True)
class Pair:
    """Two scenarios on one place, to be lived under numbers of one's choosing. What they name themselves stays."""

    place: Place
    scenarios: tuple[Scenario, Scenario]
    year: float
    seed: int
    sample: float
    measure: str


class Point(NamedTuple):
    """A pair at one point of the space of numbers. luck: 0 the pair's own seed, 1, 2, ... others."""

    pair: Pair
    values: dict[str, float]
    luck: int = 0


def difference_at(point: Point) -> float:
    """The paired difference at one point."""
    pair = point.pair
    moved = tuple(one.model_copy(update={"parameters": {**point.values, **one.parameters}}) for one in pair.scenarios)
    pairing = Pairing(pair.place, moved, weeks_from_years(pair.year), pair.seed + point.luck, pair.sample, 0)
    first, second = live_by_year(Lives(pairing, (pair.year,)))[:, 0, NAMES.index(pair.measure)]
    return float(second - first)


def screen(
    pair: Pair, *, trajectories: int = 6, rooms: int = 4, most: int = 5, workers: int | None = None, told: Told | None = None
) -> Screening:
    """Morris's screening in two rounds: whole rooms, then each number of the rooms that weigh most.

    trajectories: of each round; few are rough.  rooms: how many rooms are looked into.
    """
    uncertain = [name for name, one in all_parameters().items() if one.low < one.high]
    room_of = [name.partition(".")[0] for name in uncertain]
    asked = _Asked(pair, workers, told)
    noise = luck_alone(asked([Point(pair, {}, luck) for luck in range(1, LUCKS + 1)]))
    by_room = morris(uncertain, room_of, trajectories, pair.seed, asked)
    largest = sorted(by_room, key=lambda room: -by_room[room])
    inside = [name for name in uncertain if name.partition(".")[0] in largest[:rooms]]
    weights = morris(inside, inside, trajectories, pair.seed + 1, asked)
    numbers = all_parameters()
    order = sorted(weights, key=lambda name: -weights[name])[:most]
    leans = tuple(_lean(name, weights[name], weights[name] > noise, numbers) for name in order)
    return Screening(pair.measure, pair.year, noise, tuple((room, by_room[room]) for room in largest), leans, asked.done)


class _Asked:
    """Lives points and counts them, telling how many were done."""

    def __init__(self, pair: Pair, workers: int | None, told: Told | None) -> None:
        self.pair, self.workers, self.told, self.done = pair, workers, told, 0

    def __call__(self, points: Sequence[Point]) -> np.ndarray:
        make_ready()
        found, before = [], self.done
        for apart in in_order(difference_at, points, self.workers):
            found.append(apart)
            self.done += 1
            if self.told:
                self.told(self.done - before, len(points))
        return np.array(found)


def morris(names: Sequence[str], groups: Sequence[str], trajectories: int, seed: int, asked: Any) -> dict[str, float]:
    """Mean absolute elementary effect by group, for one step across its range. asked: Points -> differences.

    names, groups: each number and the group it moves with.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sampling

    problem = {"num_vars": len(names), "names": list(names), "groups": list(groups), "bounds": [[LOW, HIGH]] * len(names)}
    shares = sampling.sample(problem, trajectories, num_levels=LEVELS, seed=seed % 2**32)
    numbers = all_parameters()
    values = [{name: numbers[name].drawn(share) for name, share in zip(names, row, strict=True)} for row in shares]
    apart = asked([Point(asked.pair, each) for each in values])
    found = analysis.analyze(problem, shares, apart, num_levels=LEVELS, seed=seed % 2**32)
    steps = (float(weight) * STEP for weight in found["mu_star"])  # SALib gives effects per whole range
    return dict(zip(map(str, found["names"]), steps, strict=True))


def luck_alone(apart: np.ndarray) -> float:
    """The weight that a number without any effect could get from luck: the mean absolute gap between two unlike lucks.

    Neighbouring points share their luck until one person's week differs; two unrelated runs are the worst that can come.
    """
    gaps = np.abs(apart[:, None] - apart[None, :])[np.triu_indices(len(apart), 1)]
    return float(gaps.mean())
