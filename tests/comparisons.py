"""Comparisons made up from numbers, for the tests of everything that reads one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lwsim.comparison import Comparison, Setup, Side


@dataclass(frozen=True)
class Made:
    """A measure made for a test; the same fields as the real one."""

    name: str
    unit: str
    title: str
    says: str
    better: int
    over: str
    format: str


NEED = Made(
    "need_met",
    "share",
    "Immediate need met",
    "Of this week's distress, the share met by support that fits.",
    1,
    "year",
    "{:.1%}",
)
CAPACITY = Made(
    "capacity_change",
    "change on week 0",
    "Long-term capacity built",
    "Hours of effective support a week that the system could give, against week 0.",
    1,
    "end",
    "{:+.1%}",
)
WAITING = Made("waiting", "people", "People waiting", "People who wait for a place.", -1, "end", "{:,.0f}")
SPEND = Made("spend", "pounds a week", "Spending", "Pounds spent a week.", 0, "year", "{:,.0f}")
POUNDS = Made("pounds", "pounds", "Money spent", "Pounds spent over the horizon.", 0, "horizon", "{:,.0f}")
PER_RECOVERY = Made(
    "pounds_per_recovery",
    "pounds",
    "Pounds per recovery",
    "Pounds spent for each recovery.",
    -1,
    "horizon",
    "{:,.0f}",
)


def setup(weeks: int, worlds: int, **changes: object) -> Setup:
    """How the made worlds were run."""
    plain = Setup(weeks / 52, worlds, seed=1, sample=1.0, version="0.1.0", drawn=("need.onset", "workforce.leaving"))
    return replace(plain, **changes)  # type: ignore[arg-type]


def compared(*sides: np.ndarray, measures: tuple[Made, ...] = (NEED, CAPACITY), titles: str = "ABCD") -> Comparison:
    """A comparison of given weekly arrays (worlds, weeks + 1, measures), without totals."""
    names = {"A": "Mechanistic", "B": "Relational", "C": "Balanced", "D": "Tried"}
    worlds, weeks = sides[0].shape[0], sides[0].shape[1] - 1
    made = tuple(
        Side(names[letter].lower(), names[letter], weekly, np.zeros((worlds, 0)))
        for letter, weekly in zip(titles, sides, strict=False)
    )
    return Comparison("Testford", made, measures, (), setup(weeks, worlds))


def paths(worlds: int, *ends: tuple[float, float, float], weeks: int = 260, seed: int = 1) -> np.ndarray:
    """Weekly values, a measure for each (start, end, spread over worlds): straight lines, a tilt a world."""
    draws = np.random.default_rng(seed).normal(size=(worlds, 1, len(ends)))
    start, end, spread = (np.array(part) for part in zip(*ends, strict=True))
    along = np.linspace(0.0, 1.0, weeks + 1)[None, :, None]
    return start + (end - start + spread * draws) * along
