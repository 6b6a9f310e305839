"""What a real place should show other than England, and why: its own published figures, its deprivation, its posts and beds.

The patterns are England's. For a place each is taken in one of four ways, and the row says which: the place's own published
figure where one is known; England's range moved by the published deprivation gradient; England's range with one end open, where
the place has more or fewer posts or beds for its need and no study says how far that moves the pattern; or England's as it is.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..adding import in_turn
from ..place_file import Place
from .average import BEDS, POSTS
from .targets import ABOVE, BELOW, Target

LEAST, MOST = 0.160, 0.262
"""Distress in the least and most deprived fifth of areas [apms-2023-press]."""

RECOVERING = 0.524, 0.405
"""Recovery of finishers in the least and most deprived tenth of areas [nhs-talking-therapies-2025]."""

ALIKE = 0.05
"""A place whose posts or beds for its need lie within this share of England's counts as England."""

LOAD = {
    "treated": -1,
    "treated_harder": -1,
    "therapy_start": -1,
    "therapy_finish": -1,
    "therapy_recover": -1,
    "therapy_recovery": -1,
    "therapy_drop_out": 1,
    "therapy_in_six_weeks": -1,
    "therapy_in_18_weeks": -1,
    "missed_first": 1,
    "team_rejected": 1,
    "team_wait": 1,
    "team_over_four_weeks": 1,
    "burnt_out": 1,
    "leaving": 1,
    "sickness": 1,
    "vacancy": 1,
}
"""Patterns that rise (+1) or fall (-1) where there is more need for each post."""

BEDDED = {"admissions": 1, "occupancy": -1, "home_treatment": -1}
"""Patterns that rise (+1) or fall (-1) where there are more beds for the need."""


@dataclass(frozen=True)
class Own:
    """A place's own published figure for a pattern."""

    published: float
    low: float
    high: float
    source: str
    year: str
    says: str


ALLIANCE = ("lambeth-lwna-2022", "2021/22")

OWN: dict[str, dict[str, Own]] = {
    "Lambeth": {
        "enduring": Own(0.0128, 0.0106, 0.0128, *ALLIANCE, "4,000 on registers, of all or of adult patients"),
        "therapy_referrals": Own(60.3, 50.3, 60.3, *ALLIANCE, "9,114 to 10,925 people helped, at 69 starts of 100"),
        "therapy_recovery": Own(0.56, 0.504, 0.616, *ALLIANCE, "56% recover"),
        "admissions": Own(314.0, 265.0, 383.0, *ALLIANCE, "74.5 to 88.1 beds in use, stays of 32 to 39 days"),
    },
    "Luton": {"missed_first": Own(0.24, 0.20, 0.264, "dna-south-essex-2012", "2012", "24% of contacts missed")},
}
"""Figures published for a place itself, by its title and the pattern's name."""


def need_ratio(place: Place) -> float:
    """Distress that a place's deprivation leads to expect, over England's average: the published gradient, log-linear."""
    slope = np.log(MOST / LEAST) / 0.8
    deprivation = np.array([one.deprivation for one in place.communities])
    here = np.average(np.exp(slope * (deprivation - 0.5)), weights=_adults(place))
    england = np.exp(slope * (np.linspace(0.05, 0.95, 10) - 0.5)).mean()
    return float(here / england)


def _adults(place: Place) -> np.ndarray:
    return np.array([one.adults for one in place.communities], dtype=float)


def recovery_ratio(place: Place) -> float:
    """Recovery of finishers that a place's deprivation leads to expect, over England's: the published gradient."""
    least, most = RECOVERING
    deprivation = np.array([one.deprivation for one in place.communities])
    middle = (least + most) / 2
    return float(1.0 - (least - most) / 0.9 * np.average(deprivation - 0.5, weights=_adults(place)) / middle)


def load_ratio(place: Place) -> float:
    """Need for each post, over England's: above 1 where posts do not follow deprivation."""
    posts = in_turn(one.posts.clinician + one.posts.support_worker + one.posts.peer_worker for one in place.services)
    england = in_turn(per_100k for per_100k, *_ in POSTS.values())
    return need_ratio(place) * england / max(posts / _adults(place).sum() * 100_000, 1e-9)


def beds_ratio(place: Place) -> float:
    """Beds for the need there is, over England's."""
    beds = sum(one.beds or 0 for one in place.services)
    return beds / _adults(place).sum() * 100_000 / BEDS / need_ratio(place)


def _opened(target: Target, driver: float, direction: int, what: str) -> Target:
    """England's range with the end open to which the place's posts or beds push the pattern."""
    up = (driver > 1.0) == (direction > 0)
    words = f"{'above' if up else 'below'} England's range is no surprise: {what} {driver:.2f} times England's"
    return replace(target, open_end=ABOVE if up else BELOW, expects=f"{target.expects}; {words}" if target.expects else words)


def in_place(target: Target, place: Place) -> Target | None:
    """A pattern as it applies to a place, with what is expected there and why; None where the place cannot show it."""
    needed = {
        "prevalence_least_deprived": {0},
        "prevalence_most_deprived": {4},
        "deprivation_ratio": {0, 4},
        "therapy_recovery_gap": {0, 4},
    }
    fifths = {min(4, int(one.deprivation * 5)) for one in place.communities}
    if not needed.get(target.name, set()) <= fifths:
        return None
    own = OWN.get(place.title, {}).get(target.name)
    if own:
        says = f"{place.title}'s own figure: {own.says}"
        return replace(
            target, published=own.published, low=own.low, high=own.high, source=own.source, year=own.year, expects=says
        )
    times = need_ratio(place) ** target.deprivation
    if target.name in ("therapy_recovery", "therapy_recover"):
        times = recovery_ratio(place)
    if abs(times - 1.0) > ALIKE / 5:
        target = replace(target, low=target.low * times, high=target.high * times, published=target.published * times)
        target = replace(target, expects=f"England's times {times:.2f} for deprivation")
    load, beds = load_ratio(place), beds_ratio(place)
    if target.name in LOAD and abs(load - 1.0) > ALIKE:
        return _opened(target, load, LOAD[target.name], "need for each post is")
    if target.name in BEDDED and abs(beds - 1.0) > ALIKE:
        return _opened(target, beds, BEDDED[target.name], "beds for the need are")
    return target
