"""Many ways of running one place, lived on the same luck in many worlds and kept as values by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .batch.pool import in_order
from .diary import Told
from .errors import InputError, did_you_mean, shown
from .measures import MEASURES, NAMES, Measure
from .pairing import Pairing, live_pairing, worlds_of
from .place_file import Place
from .readiness import make_ready
from .rooms import EFFECTS_OF_FORCES, RIVALS, SWITCHES
from .scenario_file import Scenario
from .units import WEEKS_A_YEAR, weeks_from_years

HEADLINES = (
    "need_met",
    "capacity_change",
    "waiting",
    "crisis_contacts",
    "burnt_out",
    "leaving",
    "voluntary_hours",
    "gap_need_met",
    "spend",
)
"""The measures that an audit and an explanation speak of: each theme's first, and spending."""

_AT_END = np.array([MEASURES[name].over == "end" for name in NAMES])


@dataclass(frozen=True)
class Setting:
    """How worlds are lived. years: the points in time that are kept, in order, the last the horizon."""

    years: tuple[float, ...]
    worlds: int = 16
    seed: int = 1
    sample: float = 1.0
    workers: int | None = None


@dataclass(frozen=True)
class Lives:
    """One world to be lived under several scenarios, of which only values by year are kept."""

    pairing: Pairing
    years: tuple[float, ...]


def live_by_year(task: Lives) -> np.ndarray:
    """One world under every scenario on the same luck: (scenarios, years, measures) in the order of `NAMES`."""
    return np.stack([by_year(outcome.weekly, task.years) for outcome in live_pairing(task.pairing)])


def by_year(weekly: np.ndarray, years: Sequence[float], at_end: np.ndarray = _AT_END) -> np.ndarray:
    """What each measure came to in the year that ended at each point in time.

    weekly: (weeks + 1, measures), row 0 the start.  at_end: which of them are stocks, those of `NAMES` if left out.
    Returns (years, measures): of a measure counted over a year the mean
    of those 52 weeks (or of the weeks there were), of a stock the last week.
    """
    rows = []
    for year in years:
        last = weeks_from_years(year)
        first = max(1, last - WEEKS_A_YEAR + 1)
        rows.append(np.where(at_end, weekly[last], weekly[first : last + 1].mean(axis=0)))
    return np.stack(rows)


def live_all(
    place: Place, variants: Mapping[str, Sequence[Scenario]], setting: Setting, told: Told | None = None
) -> dict[str, np.ndarray]:
    """Every variant (a name and its scenarios) in every world: each (worlds, scenarios, years, measures).

    World and luck are the same for all variants, and those that `lwsim compare` would use with this seed.
    """
    worlds = worlds_of(setting.worlds)
    weeks = weeks_from_years(setting.years[-1])
    tasks = [
        Lives(Pairing(place, tuple(scenarios), weeks, setting.seed, setting.sample, world), setting.years)
        for scenarios in variants.values()
        for world in worlds
    ]
    make_ready()
    found = []
    for one in in_order(live_by_year, tasks, setting.workers):
        found.append(one)
        if told:
            told(len(found), len(tasks))
    count = len(worlds)
    return {name: np.stack(found[at * count : (at + 1) * count]) for at, name in enumerate(variants)}


def differences(lives: np.ndarray, name: str, first: int = 0, second: int = 1) -> np.ndarray:
    """Paired difference of one measure, second scenario minus first: (worlds, years)."""
    at = NAMES.index(name)
    return lives[:, second, :, at] - lives[:, first, :, at]


def without(scenario: Scenario, switch: str) -> Scenario:
    """The scenario with a mechanism switched off."""
    return scenario.with_changes(switches={switch: False})


def without_effects(scenario: Scenario) -> Scenario:
    """The scenario with every effect of purpose, power and practice switched off."""
    return scenario.with_changes(switches=dict.fromkeys(EFFECTS_OF_FORCES, False))


def with_forces_of(scenario: Scenario, other: Scenario, forces: Sequence[str]) -> Scenario:
    """The scenario with the named forces as another states them, or as today where the other states none."""
    return scenario.with_changes(forces={force: getattr(other.forces, force) for force in forces})


def one_at_a_time(scenarios: Sequence[Scenario]) -> dict[str, tuple[Scenario, ...]]:
    """Each mechanism switched off by itself, and each rival theory taken, in all the scenarios.

    What a scenario has off already is passed over, as is a rival that one of them names itself.
    """
    found: dict[str, tuple[Scenario, ...]] = {}
    off = frozenset().union(*(one.switched_off for one in scenarios))
    for switch in SWITCHES:
        if switch not in off:
            found[switch] = tuple(without(one, switch) for one in scenarios)
    for question, answers in RIVALS.items():
        if not any(question in one.rivals for one in scenarios):
            for answer in answers[1:]:
                taken = tuple(one.with_changes(rivals={question: answer}) for one in scenarios)
                found[f"{question}: {answer}"] = taken
    return found


def says_of(variant: str) -> str:
    """What a variant of `one_at_a_time` is about, in a sentence."""
    if variant in SWITCHES:
        return SWITCHES[variant]
    question, answer = variant.split(": ")
    return f"Rival theory of {question.replace('_', ' ')}: {RIVALS[question][0]} instead of {answer}."


def judged(name: str) -> Measure:
    """A weekly measure that says which way is better. Raises InputError for any other."""
    known = [one for one, measure in MEASURES.items() if measure.better]
    if name not in MEASURES:
        raise InputError(f"measure {shown(name)}", "", "not known", "", did_you_mean(name, known))
    if name not in known:
        way_out = f"choose one that has a better side, such as {', '.join(known[:3])}"
        raise InputError(f"measure {shown(name)}", "", "neither better high nor low, so nobody can be ahead on it", "", way_out)
    return MEASURES[name]
