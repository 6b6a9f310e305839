"""What would have to be true for one scenario to beat another: scenario discovery in plain words.

Many plausible worlds are lived under both scenarios on the same luck. PRIM (the Patient Rule Induction Method, from the EMA
Workbench) then peels the space of uncertain numbers down to a box in which the second scenario nearly always wins. With
hundreds of numbers and some hundred worlds such a search also finds boxes in pure noise. So a box is found in part of the
worlds and judged in those kept aside; a bound that chance could as well have set is dropped; and a box that does not hold
up in the kept worlds is not told as a finding.
Coverage: the share of all wins that lie in the box.  Density: the share of worlds in the box that are wins.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from inspect import signature
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, fisher_exact

from . import statistics as st
from .parameters import Parameter
from .wording import unit_words

KEPT_ASIDE = 1 / 3
"""Share of the worlds that a box is judged in and that the search never sees."""
FEWEST = 8
"""Wins, and losses, that a search needs at least in the worlds it sees."""
DENSE = 0.8
"""Density a box should reach."""
BY_CHANCE = 0.001
"""A bound is dropped when worlds taken blindly would do as well more often than this; hundreds of numbers were searched."""
HOLDS_UP = 0.05
"""A box holds up when, in the worlds kept aside, wins are denser in it than outside with at most this chance of luck."""


ANY = 1e-6
"""The library's threshold: it calls a world of interest when its outcome, 0 or 1, reaches this."""


class Bound(NamedTuple):
    """One side of a box: a number of the model lies in low..high; an end that is not bound is infinite."""

    name: str
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Box:
    """A set of bounds with how well it tells wins from losses, where it was found and in the worlds kept aside.

    inside, wins_inside: worlds in the box, and wins among them; wins: all wins.  kept_*: the same in worlds kept aside.
    """

    bounds: tuple[Bound, ...]
    worlds: int
    wins: int
    inside: int
    wins_inside: int
    kept_worlds: int = 0
    kept_wins: int = 0
    kept_inside: int = 0
    kept_wins_inside: int = 0
    chance: float = math.nan

    @property
    def coverage(self) -> float:
        """Share of all wins that lie in the box."""
        return self.wins_inside / self.wins if self.wins else math.nan

    @property
    def density(self) -> float:
        """Share of worlds in the box that are wins."""
        return self.wins_inside / self.inside if self.inside else math.nan

    @property
    def holds_up(self) -> bool:
        """Whether the worlds kept aside bear the box out."""
        return bool(self.bounds) and self.chance <= HOLDS_UP


def find_box(draws: np.ndarray, names: Sequence[str], wins: np.ndarray) -> Box | None:
    """The box of uncertain numbers in which wins are dense, or None where there are too few wins or losses to look.

    draws: (worlds, names), the numbers of each world.  wins: (worlds,) bool.  Every third world is kept aside.
    """
    kept = np.zeros(len(wins), dtype=bool)
    kept[:: round(1 / KEPT_ASIDE)] = True
    seen = ~kept
    if min(int(wins[seen].sum()), int((~wins[seen]).sum())) < FEWEST:
        return None
    limits = _peeled(draws[seen], names, wins[seen])
    bounds = _pruned(limits, draws[seen], names, wins[seen])
    return judged(Box(bounds, 0, 0, 0, 0), draws, names, wins, kept)


def judged(box: Box, draws: np.ndarray, names: Sequence[str], wins: np.ndarray, kept: np.ndarray) -> Box:
    """The box with its counts, where it was found and where it was not. kept: (worlds,) bool."""
    inside = is_inside(box.bounds, draws, names)
    seen = ~kept
    counts = [int((part & rows).sum()) for rows in (seen, kept) for part in (inside | True, wins, inside, inside & wins)]
    worlds, all_wins, within, wins_within = counts[4:]
    outside = [[wins_within, within - wins_within], [all_wins - wins_within, worlds - within - (all_wins - wins_within)]]
    chance = float(fisher_exact(outside, alternative="greater")[1])
    return replace(Box(box.bounds, *counts), chance=chance)


def is_inside(bounds: Sequence[Bound], draws: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Which worlds lie in the box: (worlds,) bool."""
    inside = np.ones(len(draws), dtype=bool)
    for bound in bounds:
        column = draws[:, list(names).index(bound.name)]
        inside &= (column >= bound.low) & (column <= bound.high)
    return inside


def _peeled(draws: np.ndarray, names: Sequence[str], wins: np.ndarray) -> list[Bound]:
    """PRIM's box: the largest on its peeling path that is dense enough, or its densest."""
    import pandas as pd

    with warnings.catch_warnings():  # on loading it remarks on cluster libraries that are not there
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim

        older = {"threshold": ANY} if "threshold" in signature(prim.Prim).parameters else {}  # from 3.0 on no box is too thin
        search = prim.Prim(pd.DataFrame(draws, columns=list(names)), wins.copy(), peel_alpha=0.1, mass_min=0.1, **older)
        box = search.find_box()
    path = box.peeling_trajectory
    dense = path[path["density"] >= DENSE]
    at = int(dense["coverage"].idxmax()) if len(dense) else int(path["density"].idxmax())
    limits = box.box_lims[at]
    found = []
    for name, column in zip(names, draws.T, strict=True):
        low, high = (float(limits[name].iloc[end]) for end in (0, 1))
        low, high = (low if low > column.min() else -math.inf), (high if high < column.max() else math.inf)
        if math.isfinite(low) or math.isfinite(high):
            found.append(Bound(name, low, high, math.nan))
    return found


def _pruned(bounds: Sequence[Bound], draws: np.ndarray, names: Sequence[str], wins: np.ndarray) -> tuple[Bound, ...]:
    """The box without bounds that chance could have set: the least sure goes first, until all left are sure.

    A bound's chance is that of as many wins inside if its worlds were taken blindly from the box without it.
    """
    left = list(bounds)
    while left:
        rated = [_rated(bound, left, draws, names, wins) for bound in left]
        worst = max(rated, key=lambda bound: bound.chance)
        if worst.chance <= BY_CHANCE:
            return tuple(sorted(rated, key=lambda bound: bound.chance))
        left = [bound for bound in left if bound.name != worst.name]
    return ()


def _rated(bound: Bound, bounds: Sequence[Bound], draws: np.ndarray, names: Sequence[str], wins: np.ndarray) -> Bound:
    """A bound with the chance that it is luck."""
    without = is_inside([other for other in bounds if other.name != bound.name], draws, names)
    within = is_inside(bounds, draws, names)
    share = float(wins[without].mean())
    chance = float(binom.sf(int(wins[within].sum()) - 1, int(within.sum()), share))
    return bound._replace(chance=chance)


def in_words(
    box: Box | None,
    wins: int,
    worlds: int,
    first: str,
    second: str,
    numbers: dict[str, Parameter],
    on: str,
    cases: str = "plausible worlds",
) -> str:
    """The finding as plain sentences. on: what is compared and when, as 'immediate need met by year 5'.

    cases: what is counted, in words.
    """
    said = f"{second} is ahead of {first} on {on} in {wins:,} of {worlds:,} {cases}."
    if wins == 0 or wins == worlds:
        return f"{said} Nothing within the ranges of the model's numbers turns that round in these worlds."
    if box is None:
        few = min(wins, worlds - wins)
        only = f"With only {few} world{'s' if few > 1 else ''} the other way round"
        return f"{said} {only}, what they have in common cannot be told; run more worlds."
    if not box.bounds:
        return f"{said} No bound on any one number, or few together, tells the two apart better than chance would."
    lines = [said, f"{second} tends to be ahead where:"]
    lines += [f"- {_bound_words(bound, numbers[bound.name])}" for bound in box.bounds]
    lines.append(
        f"Where it was looked for, {box.wins_inside} of {box.inside} such worlds are wins (density {box.density:.0%}), "
        f"which are {box.coverage:.0%} of all wins there (coverage)."
    )
    lines.append(_kept_words(box))
    return "\n".join(lines)


def _kept_words(box: Box) -> str:
    """How the box did in the worlds kept aside."""
    base = box.kept_wins / box.kept_worlds
    if not box.kept_inside:
        return f"None of the {box.kept_worlds} worlds kept aside lies there, so this has not been tested."
    said = (
        f"In the {box.kept_worlds} worlds kept aside, {box.kept_wins_inside} of {box.kept_inside} such worlds are wins, "
        f"against {base:.0%} of all"
    )
    return f"{said}: " + ("it holds up." if box.holds_up else "it does not hold up; read it as a hint and run more worlds.")


def _bound_words(bound: Bound, number: Parameter) -> str:
    """One bound in words: what the number is, where it must lie, and what is plausible."""
    says = number.says.rstrip(".")
    unit = "" if number.unit in ("share", "0..1") else f" {unit_words(number.unit)}"
    if math.isinf(bound.high):
        where = f"at least {bound.low:.3g}{unit}"
    elif math.isinf(bound.low):
        where = f"at most {bound.high:.3g}{unit}"
    else:
        where = f"between {bound.low:.3g} and {bound.high:.3g}{unit}"
    usual = f"usually {number.value:.3g}, plausible {number.low:.3g} to {number.high:.3g}; {number.standing}"
    return f"{says} ({bound.name}): {where} ({usual})"


def wins_of(differences: np.ndarray, better: int) -> np.ndarray:
    """Worlds in which the second scenario is ahead. differences: (worlds,), second minus first; a tie is no win."""
    there = st.paired_difference(np.zeros_like(differences), differences)
    return np.where(np.isfinite(there), there, 0.0) * better > 0
