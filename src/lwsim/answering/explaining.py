"""Why, as a question: the mixtures of two scenarios world by world, then each mechanism switched off; an answer that grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..errors import InputError
from ..explain import CORNERS, Explanation, players_of, taken_apart, variants_of
from ..lives import Setting
from ..pairing import worlds_of
from ..place_file import Place
from ..run_checks import check_size
from ..scenario_file import Scenario
from ..scenario_fit import check_fit
from .points import Point, pointing


@dataclass(frozen=True)
class WhyQuestion:
    """Two scenarios on a place, to be taken apart. mechanisms: whether each is switched off as well. Raises InputError.

    setting: its years are the points in time that are explained, the last the horizon.
    """

    place: Place
    pair: tuple[Scenario, Scenario]
    setting: Setting
    mechanisms: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be run, or taken apart, before anybody waits for it."""
        check_size(self.setting.years[-1], self.setting.sample)
        for one in self.pair:
            check_fit(one, self.place, self.setting.years[-1])
        if not players_of(*self.pair):
            raise InputError("why", "scenarios", self.pair[1].title, "two that differ", "move a slider of one of them")

    @cached_property
    def variants(self) -> dict[str, Sequence[Scenario]]:
        """What is to be lived, by name."""
        return variants_of(*self.pair, mechanisms=self.mechanisms)

    @cached_property
    def order(self) -> tuple[tuple[str, int], ...]:
        """(variant, row of the world): the mixtures in every world, then a mechanism at a time."""
        return tuple((name, row) for name in self.variants for row in range(len(worlds_of(self.setting.worlds))))

    def bundles(self) -> tuple[tuple[Point, ...], ...]:
        """One variant in one world each."""
        worlds, setting = worlds_of(self.setting.worlds), self.setting
        point = pointing(self.place, setting.years, setting.seed, setting.sample)
        return tuple(tuple(point(worlds[row], one) for one in self.variants[name]) for name, row in self.order)

    def answer(self, kind: str, done: Mapping[int, Sequence[np.ndarray]], seconds: float) -> Why:
        """The explanation over the worlds whose mixtures are in, with the mechanisms that are in for all of them."""
        found: dict[str, dict[int, np.ndarray]] = {}
        for number, lives in done.items():
            name, row = self.order[number]
            found.setdefault(name, {})[row] = np.stack(lives)
        rows = sorted(found.get(CORNERS, {}))
        if not rows:
            return Why(self, None, len(done))
        lived = {
            name: np.stack([worlds[row] for row in rows])
            for name, worlds in found.items()
            if name == CORNERS or (set(rows) <= set(worlds) and len(rows) == self.setting.worlds)
        }
        return Why(self, taken_apart(self.place.title, self.pair, self.setting, lived), len(done), len(rows), len(lived) - 1)


@dataclass(frozen=True, eq=False)
class Why:
    """An explanation as far as it has come. worlds: in which the mixtures were lived.  mechanisms: switched off in all."""

    question: WhyQuestion
    explanation: Explanation | None
    done: int
    worlds: int = 0
    mechanisms: int = 0

    @property
    def asked(self) -> int:
        """Bundles that were asked for."""
        return len(self.question.order)
