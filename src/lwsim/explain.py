"""Why the difference is what it is: what purpose, power and practice give, alone and together, and each mechanism.

The two scenarios are taken apart into players: each force they state differently, and, where they differ in more than
that (events, money, staff, switches), all the rest as one. Every mixture of the two is lived in the same worlds on the
same luck: eight corners for three forces. A player's Shapley contribution is what it adds when it joins, averaged over all
orders in which the players can join; the contributions sum to the difference exactly. What players do only together is
shown beside it as Harsanyi dividends: a pair's dividend is what the two bring beyond what each brings alone.
A mechanism's contribution is the difference that is lost when it is switched off in both; these overlap and do not sum.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import NamedTuple, TypeVar

import numpy as np

from . import lives as lv
from . import statistics as st
from .diary import Told
from .forces import FORCES
from .place_file import Place
from .scenario_file import Scenario

REST = "everything else"
"""The player that holds all in which two scenarios differ beside their forces."""
_WORKING_PARTS = ("money", "staff", "switches", "rivals", "parameters", "events")
"""Parts of a scenario that do something, beside its forces."""

Player = TypeVar("Player", bound=Hashable)


class Contribution(NamedTuple):
    """What one part gives to the paired difference (B minus A) on one measure by one year.

    kind: 'force' (Shapley), 'alone' (a force moved by itself), 'together' (a Harsanyi dividend), 'mechanism' (switched off)
    or 'total'.  mean_low, mean_high: 95% interval of the mean over worlds; low, high: nine worlds in ten.
    """

    kind: str
    part: str
    says: str
    measure: str
    year: float
    mean: float
    low: float
    high: float
    mean_low: float
    mean_high: float


@dataclass(frozen=True)
class Explanation:
    """The difference between two scenarios on one place, taken apart."""

    place: str
    first: str
    second: str
    players: tuple[str, ...]
    rows: tuple[Contribution, ...]
    setting: lv.Setting
    levels: dict[tuple[str, float], tuple[float, float]]
    """(measure, year) -> mean of the first and of the second scenario."""

    def of(self, measure: str, year: float, *kinds: str) -> list[Contribution]:
        """The rows of one measure and year, of some kinds or all."""
        return [row for row in self.rows if row.measure == measure and row.year == year and (not kinds or row.kind in kinds)]


def players_of(first: Scenario, second: Scenario) -> tuple[str, ...]:
    """In what two scenarios differ: the forces they state differently, and the rest where that differs too."""
    forces = tuple(force for force in FORCES if getattr(first.forces, force) != getattr(second.forces, force))
    return (*forces, REST) if any(getattr(first, part) != getattr(second, part) for part in _WORKING_PARTS) else forces


def mixture(first: Scenario, second: Scenario, coalition: frozenset[str]) -> Scenario:
    """The first scenario with the players of a coalition as the second has them."""
    base, other = (second, first) if REST in coalition else (first, second)
    forces = [force for force in FORCES if (force in coalition) != (REST in coalition)]
    return lv.with_forces_of(base, other, forces) if forces else base


def coalitions(players: Sequence[Player]) -> list[frozenset[Player]]:
    """Every set of players, from none to all."""
    return [frozenset(some) for size in range(len(players) + 1) for some in combinations(players, size)]


def shapley(worth: Mapping[frozenset[Player], np.ndarray], players: Sequence[Player]) -> dict[Player, np.ndarray]:
    """What each player adds on joining, averaged over all orders of joining; the sum is worth[all] - worth[none].

    worth: what each coalition comes to, arrays of one shape.
    """
    found = {}
    for player in players:
        others = [one for one in players if one != player]
        found[player] = np.zeros_like(worth[frozenset()], dtype=float)
        for some in coalitions(others):
            share_of_orders = factorial(len(some)) * factorial(len(others) - len(some)) / factorial(len(players))
            found[player] += share_of_orders * (worth[some | {player}] - worth[some])
    return found


def dividends(worth: Mapping[frozenset[Player], np.ndarray], players: Sequence[Player]) -> dict[frozenset[Player], np.ndarray]:
    """What each coalition brings beyond all its smaller ones (Harsanyi dividends); they too sum to the whole difference."""
    found: dict[frozenset[Player], np.ndarray] = {}
    for some in coalitions(players)[1:]:
        smaller = [part for part in found if part < some]
        found[some] = worth[some] - worth[frozenset()] - sum((found[part] for part in smaller), np.zeros_like(worth[some]))
    return found


def explain(
    place: Place, first: Scenario, second: Scenario, setting: lv.Setting, *, mechanisms: bool = True, told: Told | None = None
) -> Explanation:
    """Take the difference between two scenarios apart. mechanisms: whether to switch each off as well (most of the work)."""
    variants = variants_of(first, second, mechanisms=mechanisms)
    return taken_apart(place.title, (first, second), setting, lv.live_all(place, variants, setting, told))


CORNERS = "corners"
"""The variant that holds every mixture of the two scenarios."""


def variants_of(first: Scenario, second: Scenario, *, mechanisms: bool = True) -> dict[str, Sequence[Scenario]]:
    """Everything that must be lived to take a difference apart: the mixtures, then both with each mechanism off."""
    corners = coalitions(players_of(first, second))
    variants: dict[str, Sequence[Scenario]] = {CORNERS: [mixture(first, second, some) for some in corners]}
    return variants | lv.one_at_a_time((first, second)) if mechanisms else variants


def taken_apart(
    place: str, pair: tuple[Scenario, Scenario], setting: lv.Setting, lived: Mapping[str, np.ndarray]
) -> Explanation:
    """The explanation from what was lived of `variants_of`, each (worlds, scenarios, years, measures) of the same worlds.

    A mechanism that was not lived is left out; the mixtures must be there.
    """
    first, second = pair
    players = players_of(first, second)
    corners = coalitions(players)
    at_corner = dict(zip(corners, np.moveaxis(lived[CORNERS], 1, 0), strict=True))
    off = {name: values for name, values in lived.items() if name != CORNERS}
    rows: list[Contribution] = []
    for name in lv.HEADLINES:
        column = lv.NAMES.index(name)
        worth = {some: values[:, :, column] for some, values in at_corner.items()}
        total = worth[frozenset(players)] - worth[frozenset()]
        parts = _parts(worth, players, total)
        parts += [("mechanism", one, lv.says_of(one), total - lv.differences(values, name)) for one, values in off.items()]
        rows += [row for part in parts for row in _rows(*part, name, setting.years)]
    ends = (at_corner[frozenset()], at_corner[frozenset(players)])
    return Explanation(place, first.title, second.title, players, tuple(rows), setting, _levels(ends, setting.years))


Part = tuple[str, str, str, np.ndarray]
"""Kind, name, sentence and values (worlds, years) of one contribution."""


def _parts(worth: Mapping[frozenset[str], np.ndarray], players: Sequence[str], total: np.ndarray) -> list[Part]:
    """The total, each player's share of it, and what players bring alone and together."""
    parts: list[Part] = [("total", "total", "The whole difference.", total)]
    for player, given in shapley(worth, players).items():
        parts.append(("force", player, "Added on joining, averaged over all orders of joining.", given))
    for some, given in dividends(worth, players).items():
        named = " and ".join(player for player in players if player in some)
        if len(some) == 1:
            parts.append(("alone", named, "Moved by itself, the others left as in the first scenario.", given))
        else:
            parts.append(("together", named, "Brought only together, beyond what fewer of them bring.", given))
    return parts


def _rows(kind: str, part: str, says: str, given: np.ndarray, name: str, years: Sequence[float]) -> list[Contribution]:
    """A row for each year. given: (worlds, years)."""
    mean, low, high, mean_low, mean_high = st.summary(given)
    return [
        Contribution(kind, part, says, name, year, *(float(figure[at]) for figure in (mean, low, high, mean_low, mean_high)))
        for at, year in enumerate(years)
    ]


def _levels(ends: tuple[np.ndarray, np.ndarray], years: Sequence[float]) -> dict[tuple[str, float], tuple[float, float]]:
    """Mean of both scenarios by measure and year. ends: (worlds, years, measures) each."""
    means = [lives.mean(axis=0) for lives in ends]
    return {
        (name, year): (float(means[0][at, column]), float(means[1][at, column]))
        for name in lv.HEADLINES
        for column in (lv.NAMES.index(name),)
        for at, year in enumerate(years)
    }


def strongest(rows: Sequence[Contribution], most: int) -> list[Contribution]:
    """Mechanisms whose contribution is told apart from nothing, the largest first; at most so many."""
    told = [row for row in rows if row.mean_low > 0 or row.mean_high < 0]
    return sorted(told, key=lambda row: -abs(row.mean))[:most]
