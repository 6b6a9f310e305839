"""Is the model rigged? Each mechanism's lean, who is ahead where and when, and two checks that must hold exactly.

Two named systems stand at the poles of the three forces. Every mechanism is switched off in both, one at a time, on the
same worlds and the same luck; what the difference between the two loses is what the mechanism gave, and to whom. With all
effects of the forces off the two must be the same to the last bit, and with their forces exchanged every difference must
change its sign and nothing else. All of it is run through the door that `lwsim compare` uses: each figure can be had again
by writing the switch into two scenario files and comparing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import numpy as np

from . import lives as lv
from . import statistics as st
from .batch.pool import in_order
from .diary import Told
from .forces import FORCES, LEVERS
from .measures import MEASURES, NAMES
from .pairing import Pairing, live_pairing, worlds_of
from .place_file import Place
from .readiness import make_ready
from .rooms import all_parameters
from .scenario_events import StaffingShock
from .scenario_file import Scenario
from .single import as_scenario
from .units import weeks_from_years

POLES = ("mechanistic", "relational")
"""The two named systems; a difference is the second minus the first."""
CONTENDERS = (*POLES, "held-in-tension", "ordinary")
"""The scenarios whose ranking is put to unlike futures."""
LEADS = ("need_met", "capacity_change")
"""What the ranking is by: the two measures that stand first everywhere."""
AT_YEARS = (1.0, 2.0, 3.0, 5.0, 10.0)
SURE = 0.99
"""Confidence asked before a mechanism is said to favour a side: hundreds of figures are looked at, so 95% would mislead."""

_EFFECTS = [at for at, name in enumerate(NAMES) if name not in {f"lived_{force}" for force in FORCES}]
"""Columns of every measure but the lived settings: those are the cause, and stay apart when their effects are off."""

CANNOT_SHOW = (
    "Whether a mechanism is missing. A model can lean by what it leaves out, and no switch shows that: see docs/limits.md.",
    "Whether a range is right. A range that is too narrow, or lies too high, leans without any mechanism being wrong.",
    "What mechanisms do together. Each is switched off alone, so two that stand in for each other can both seem idle.",
    "What is true. Even-handed is not the same as correct; where the evidence leans, an honest model leans with it.",
)
"""What the audit says of itself, every time."""


class Lean(NamedTuple):
    """What one mechanism does to the difference between the poles on one measure by one year.

    effect: the difference with the mechanism minus that without it, mean over worlds; low, high its 99% interval.
    favours: a pole, 'neither' (exactly nothing), or 'cannot tell'; for a measure without a better side, 'higher in ...'.
    level: what the mechanism does to the first pole itself: one that moves both alike is even-handed, not idle.
    """

    place: str
    mechanism: str
    says: str
    measure: str
    year: float
    effect: float
    low: float
    high: float
    favours: str
    level: float


class Standing(NamedTuple):
    """Who is ahead in one place on one measure by one year, in shares of worlds; the mean difference and its 95% interval."""

    place: str
    measure: str
    year: float
    worlds: int
    first_ahead: float
    second_ahead: float
    difference: float
    low: float
    high: float


class Ranking(NamedTuple):
    """The order of the contenders in one future on one measure, best first, and in what share of worlds each is first.

    turned: pairs (ahead in the ordinary future, ahead in this one) whose order is settled in both and not the same.
    """

    place: str
    future: str
    measure: str
    year: float
    order: tuple[str, ...]
    means: tuple[float, ...]
    first_in: tuple[float, ...]
    turned: tuple[tuple[str, str], ...]


class Check(NamedTuple):
    """Something that must hold exactly. figure: the largest deviation found, over all measures, weeks and worlds."""

    place: str
    check: str
    says: str
    figure: float
    holds: bool


class Range(NamedTuple):
    """How strongly one lever of the forces may act, and whether its range reaches down to no effect at all."""

    lever: str
    force: str
    value: float
    low: float
    high: float
    unit: str
    standing: str
    reaches_none: bool


def poles() -> tuple[Scenario, Scenario]:
    """The two named systems."""
    first, second = (as_scenario(name) for name in POLES)
    return first, second


def leans(place: Place, setting: lv.Setting, told: Told | None = None) -> list[Lean]:
    """What every mechanism, and every choice between rival theories, gives to each pole."""
    pair = poles()
    variants = {"as it is": pair, **lv.one_at_a_time(pair)}
    lived = lv.live_all(place, variants, setting, told)
    whole = lived.pop("as it is")
    return [
        _lean(place.title, variant, name, year, at, whole, off)
        for variant, off in lived.items()
        for name in lv.HEADLINES
        for at, year in enumerate(setting.years)
    ]


def _lean(place: str, variant: str, name: str, year: float, at: int, whole: np.ndarray, off: np.ndarray) -> Lean:
    """One mechanism's effect on one measure by one year. whole, off: (worlds, 2, years, measures)."""
    given = (lv.differences(whole, name) - lv.differences(off, name))[:, at]
    column = NAMES.index(name)
    level = float(np.mean(whole[:, 0, at, column] - off[:, 0, at, column]))
    low, high = (float(edge) for edge in st.mean_interval(given, SURE))
    favours = favoured(given, MEASURES[name].better)
    return Lean(place, variant, lv.says_of(variant), name, year, float(given.mean()), low, high, favours, level)


def favoured(given: np.ndarray, better: int) -> str:
    """Which pole an effect favours, in a word. given: (worlds,), in the direction second minus first."""
    if not given.any():
        return "neither"
    low, high = st.mean_interval(given, SURE)
    if not (low > 0 or high < 0):
        return "cannot tell"
    side = POLES[int((low > 0) == (better >= 0))]
    return side if better else f"higher in {side}"


def standings(place: Place, setting: lv.Setting, told: Told | None = None) -> list[Standing]:
    """In what share of worlds each pole is ahead, by year."""
    lived = lv.live_all(place, {"": poles()}, setting, told)[""]
    found = []
    for name in LEADS:
        apart = lv.differences(lived, name)
        better = MEASURES[name].better
        ahead, behind = st.share_ahead(apart, better), st.share_ahead(apart, -better)
        low, high = st.mean_interval(apart)
        for at, year in enumerate(setting.years):
            figures = (behind[at], ahead[at], apart[:, at].mean(), low[at], high[at])
            found.append(Standing(place.title, name, year, len(apart), *map(float, figures)))
    return found


def futures() -> dict[str, tuple]:
    """Four unlike futures as events that every scenario must live through: name -> events."""
    return {
        "ordinary": (),
        "surge": as_scenario("demand-surge").events,
        "austerity": as_scenario("mechanistic-under-austerity").events,
        "workforce crisis": (StaffingShock(week=52, share=0.15, weeks=104),),
    }


def rankings(place: Place, setting: lv.Setting, told: Told | None = None) -> list[Ranking]:
    """The order of the contenders in each future, and whether that of the ordinary future survives."""
    contenders = [as_scenario(name) for name in CONTENDERS]
    variants = {
        future: [one.model_copy(update={"events": (*one.events, *events)}) for one in contenders]
        for future, events in futures().items()
    }
    lived = lv.live_all(place, variants, setting, told)
    found = []
    for name in LEADS:
        better, column = MEASURES[name].better, NAMES.index(name)
        usual: set[tuple[str, str]] = set()
        for future, values in lived.items():
            scores = better * values[:, :, -1, column]
            order, means, first_in = ranked(scores, CONTENDERS)
            settled = settled_pairs(scores, CONTENDERS)
            usual = usual or settled
            turned = tuple((behind, ahead) for ahead, behind in sorted(settled) if (behind, ahead) in usual)
            signed = tuple(better * mean for mean in means)
            found.append(Ranking(place.title, future, name, setting.years[-1], order, signed, first_in, turned))
    return found


def settled_pairs(scores: np.ndarray, names: Sequence[str]) -> set[tuple[str, str]]:
    """Every (ahead, behind) whose mean paired difference leaves zero out of its 99% interval. scores: (worlds, names)."""
    found = set()
    for ahead, behind in permutations(range(len(names)), 2):
        low, _ = st.mean_interval(scores[:, ahead] - scores[:, behind], SURE)
        if low > 0:
            found.add((names[ahead], names[behind]))
    return found


def ranked(better: np.ndarray, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """Names by mean over worlds, best first, with their means and the share of worlds each is first in.

    better: (worlds, names), more is better.  A tie for first counts for nobody.
    """
    means = better.mean(axis=0)
    order = np.argsort(-means, kind="stable")
    best = better == better.max(axis=1, keepdims=True)
    alone = (best & (best.sum(axis=1, keepdims=True) == 1)).mean(axis=0)
    return (
        tuple(names[at] for at in order),
        tuple(float(means[at]) for at in order),
        tuple(float(alone[at]) for at in order),
    )


@dataclass(frozen=True)
class Checked:
    """One world in which the exact checks are made."""

    pairing: Pairing


def check_a_world(task: Checked) -> tuple[float, float]:
    """The largest deviation of the zero check and of the swap check in one world. pairing.scenarios: the two poles."""
    first, second = task.pairing.scenarios
    idle = (lv.without_effects(first), lv.without_effects(second))
    swapped = (lv.with_forces_of(first, second, FORCES), lv.with_forces_of(second, first, FORCES))
    pairing = Pairing(**{**vars(task.pairing), "scenarios": (*idle, first, second, *swapped)})
    a, b, one, other, one_swapped, other_swapped = (outcome.weekly for outcome in live_pairing(pairing))
    a, b = a[:, _EFFECTS], b[:, _EFFECTS]
    return largest_gap(a, b), max(largest_gap(one, other_swapped), largest_gap(other, one_swapped))


def largest_gap(first: np.ndarray, second: np.ndarray) -> float:
    """The largest gap between two arrays; a number on one side only is an infinite gap, on neither side none."""
    alike = (first == second) | (np.isnan(first) & np.isnan(second))
    return float(np.nan_to_num(np.abs(np.where(alike, 0.0, second - first)), nan=np.inf).max())


def exact_checks(place: Place, setting: lv.Setting) -> list[Check]:
    """Whether the poles are the same without effects of the forces, and whether exchanging their forces exchanges signs."""
    weeks = weeks_from_years(setting.years[-1])
    tasks = [
        Checked(Pairing(place, poles(), weeks, setting.seed, setting.sample, world)) for world in worlds_of(setting.worlds)
    ]
    make_ready()
    zero, swap = (max(column) for column in zip(*in_order(check_a_world, tasks, setting.workers), strict=True))
    said = "With every effect of the forces switched off, the two poles are the same to the last bit."
    turned = "With the forces of the two poles exchanged, every difference changes its sign and nothing else."
    return [Check(place.title, "exact zero", said, zero, zero == 0.0), Check(place.title, "swap", turned, swap, swap == 0.0)]


def ranges() -> list[Range]:
    """How strongly each lever may act."""
    numbers = all_parameters()
    found = []
    for name, lever in LEVERS.items():
        one = numbers[f"levers.{name}"]
        reaches = one.low <= 0.0 <= one.high
        found.append(Range(name, FORCES[lever.force], one.value, one.low, one.high, one.unit, one.standing, reaches))
    return found


def idle(found: Sequence[Lean]) -> tuple[list[str], list[str]]:
    """Mechanisms that moved nothing at all, and those that moved levels but neither pole against the other for sure."""
    names = list(dict.fromkeys(lean.mechanism for lean in found))
    rows = {name: [lean for lean in found if lean.mechanism == name] for name in names}
    dead = [name for name in names if all(lean.favours == "neither" and lean.level == 0.0 for lean in rows[name])]
    quiet = [
        name for name in names if name not in dead and all(lean.favours in ("neither", "cannot tell") for lean in rows[name])
    ]
    return dead, quiet
