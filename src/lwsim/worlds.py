"""Worlds: the numbers of a plausible world, drawn from their ranges and moved together to where published patterns hold.

Each uncertain number alone follows a triangle over its range. Together most such draws describe places unlike any in England:
too many referred, too few well again. What is published about today's services speaks on a few dozen combinations of numbers;
`worlds.csv` holds those, as `experiments/calibration/worlds.py` found them by living some thousand worlds. Along each
combination a world is moved by its `shift` and spread over `kept` of what the ranges alone allow; on all others it is left as
it was drawn. Numbers stay within their ranges. Which scenario does well in a world is never looked at; a lead can move all the
same, for what is published of records or of crises bears on what there is to gain.
"""

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .errors import InputError
from .luck import Luck, inverse_normal
from .rooms import all_parameters

FILE = Path(__file__).with_name("worlds.csv")
"""A row for each uncertain number, with the range it was fitted in; a column a combination, above it its shift and spread."""
FACTS = ("number", "low", "value", "high")
SHIFT, KEPT = "shift", "kept"
RIGHT_ANGLE = 0.01
"""More than rounding makes of products of combinations."""
WAY_OUT = "install lwsim again, or make it anew: experiments/calibration"
DIGITS = 12
"""Shares are rounded to so many digits, which hides that the last one of a sum is not everywhere the same."""


class Fit(NamedTuple):
    """What published patterns say of the numbers together, in standard normal terms of each number's own distribution.

    numbers: (n,) full names.  ranges: (n,) of low, value and high when they were fitted.  loadings: (n, combinations), each of
    length 1 and at right angles to the others, unless numbers were left out since.  shifts, kept: (combinations,) sd.
    """

    numbers: tuple[str, ...]
    ranges: tuple[tuple[float, float, float], ...]
    loadings: np.ndarray
    shifts: np.ndarray
    kept: np.ndarray

    def moved(self, bells: np.ndarray) -> np.ndarray:
        """Draws as the patterns leave them. bells: (n,) independent standard normal draws. Returns (n,)."""
        along = (self.loadings * bells[:, None]).sum(axis=0)
        return bells + (self.loadings * (self.shifts + (self.kept - 1.0) * along)).sum(axis=1)

    def each(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation of each number's draws, (n,) each, whatever the others are."""
        return self.loadings @ self.shifts, np.sqrt(1.0 - self.loadings**2 @ (1.0 - self.kept**2))


@cache
def fit() -> Fit:
    """The fit that is in use: of the numbers that are still as they were fitted. Raises InputError for a damaged file."""
    found, declared = read(FILE), all_parameters()
    facts = {name: (one.low, one.value, one.high) for name, one in declared.items()}
    as_fitted = [facts.get(name) == of for name, of in zip(found.numbers, found.ranges, strict=True)]
    kept = [at for at, is_so in enumerate(as_fitted) if is_so]
    names, ranges = tuple(found.numbers[at] for at in kept), tuple(found.ranges[at] for at in kept)
    return found._replace(numbers=names, ranges=ranges, loadings=found.loadings[kept])


def read(file: Path) -> Fit:
    """A fit as it was written. Raises InputError where it is none."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            rows = {row[0]: tuple(map(float, row[1:])) for row in list(csv.reader(opened))[1:]}
        shifts, kept = (np.array(rows.pop(name)[3:]) for name in (SHIFT, KEPT))
        loadings = np.array([row[3:] for row in rows.values()])
        between = loadings.T @ loadings
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise InputError(str(file), "", f"not to be read ({error})", "the table that comes with lwsim", WAY_OUT) from error
    if not (np.isfinite(shifts).all() and (kept > 0).all() and (kept <= 1).all()):
        raise InputError(str(file), f"{SHIFT}, {KEPT}", "no shifts, or not within 0..1", "as the fit was written", WAY_OUT)
    if np.abs(between - np.eye(kept.size)).max() > RIGHT_ANGLE:
        raise InputError(str(file), "", "combinations that are not at right angles", "as the fit was written", WAY_OUT)
    return Fit(tuple(rows), tuple((low, value, high) for low, value, high, *_ in rows.values()), loadings, shifts, kept)


def write(found: Fit, file: Path) -> None:
    """Write a fit, to take the place of `FILE`."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        out.writerow([*FACTS, *(f"c{number}" for number in range(1, found.shifts.size + 1))])
        for name, values in ((SHIFT, found.shifts), (KEPT, found.kept)):
            out.writerow([name, "nan", "nan", "nan", *(f"{value:.4f}" for value in values)])
        for name, facts, loadings in zip(found.numbers, found.ranges, found.loadings, strict=True):
            out.writerow([name, *(f"{fact!r}" for fact in facts), *(f"{value:.4f}" for value in loadings)])


def share_of(bell: float) -> float:
    """The share (0..1) of a standard normal distribution that lies below a value."""
    return round(0.5 * math.erfc(-bell / math.sqrt(2.0)), DIGITS)


def drawn(world: int, seed: int) -> dict[str, float]:
    """The numbers of one plausible world, by full name. World 0 has every number at its usual value.

    Each number is drawn by its own name, so that one number more or less changes no other draw; then the draws are moved
    together. A number that the fit does not know, or knew in another range, follows its own distribution.
    """
    if world == 0:
        return {}
    luck, declared, known = Luck(seed), all_parameters(), fit()
    shares = {name: luck.one(f"world.{name}", world) for name in declared}
    bells = np.array([inverse_normal(shares[name]) for name in known.numbers])
    shares |= {name: share_of(bell) for name, bell in zip(known.numbers, known.moved(bells).tolist(), strict=True)}
    return {name: one.drawn(shares[name]) for name, one in declared.items()}


def central(ends: tuple[float, ...] = (0.05, 0.95)) -> dict[str, tuple[float, ...]]:
    """Each uncertain number at these shares of all plausible worlds, by full name; by default what holds nine in ten."""
    middles, spreads = (values.tolist() for values in fit().each())
    bells, declared = [inverse_normal(end) for end in ends], all_parameters()
    return {
        name: tuple(declared[name].drawn(share_of(middle + spread * bell)) for bell in bells)
        for name, middle, spread in zip(fit().numbers, middles, spreads, strict=True)
    }


def luck_of(seed: int, world: int) -> int:
    """The seed of a world's luck: every world has luck of its own, world 0 that of the seed itself."""
    return seed if world == 0 else int(Luck(seed).key("world.luck", world))
