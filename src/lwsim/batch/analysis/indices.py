"""Which factors the answer leans on: Sobol's and Morris's indices (SALib) with how they settle, and PRIM's regions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...conditions import Box, find_box, wins_of
from ...rooms import all_parameters
from ...sensitivity import draws_of
from ..design import MORRIS_LEVELS, problem, shares
from .study import Study

SHARES = (0.25, 0.5, 1.0)
"""Parts of the design at which indices are worked out again, to see whether they have settled."""
FEWEST = 4


def indices(study: Study) -> pd.DataFrame:
    """The indices of every factor (or group of factors) at a quarter, a half and all of the design, with 95% intervals.

    Sobol: first_order and total, shares of the answer's variance. Morris: mean absolute effect of the whole range and the
    spread of effects. A part of the design in which a run failed has none.
    """
    kind = study.plan.experiment.design.kind
    rows = []
    for place in study.places:
        for name in study.measures:
            answer = study.answer(place, name)
            for part, told in (_sobol if kind == "saltelli" else _morris)(study, answer):
                rows.append(told.assign(place=place, measure=name, answer=study.asks, base_samples=part))
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    first = ["place", "measure", "answer", "base_samples", "factor"]
    return found[[*first, *(column for column in found.columns if column not in first)]] if len(found) else found


def _parts(count: int, *, doubling: bool) -> list[int]:
    """How many base samples each look takes. doubling: only whole halvings, as Sobol's sequence wants."""
    parts = {max(FEWEST, int(share * count)) for share in SHARES}
    return sorted({part for part in parts if part <= count and (not doubling or count % part == 0)} | {count})


def _sobol(study: Study, answer: np.ndarray) -> Iterator[tuple[int, pd.DataFrame]]:
    """Sobol's indices. A base sample is a row of the sequence with one more row for each factor, and one."""
    from SALib.analyze import sobol

    design, told = study.plan.experiment.design, problem(study.plan.factors)
    names = list(dict.fromkeys(told.get("groups", told["names"])))
    block = (2 if design.second_order else 1) * len(names) + 2
    for part in _parts(design.points or 0, doubling=True):
        seen = answer[: part * block]
        if not np.isfinite(seen).all() or np.ptp(seen) == 0.0:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of rounding where a factor does nothing
            found = sobol.analyze(told, seen, calc_second_order=design.second_order, seed=design.seed)
        columns = {"first_order": "S1", "first_order_interval": "S1_conf", "total": "ST", "total_interval": "ST_conf"}
        yield part, pd.DataFrame({"factor": names, **{column: found[key] for column, key in columns.items()}})


def _morris(study: Study, answer: np.ndarray) -> Iterator[tuple[int, pd.DataFrame]]:
    """Morris's measures. A base sample is a trajectory."""
    from SALib.analyze import morris

    design, told = study.plan.experiment.design, problem(study.plan.factors)
    at = shares(design, study.plan.factors, study.plan.file)
    names = list(dict.fromkeys(told.get("groups", told["names"])))
    block = len(names) + 1
    for part in _parts(design.points or 0, doubling=False):
        seen = answer[: part * block]
        if not np.isfinite(seen).all():
            continue
        levels = design.levels or MORRIS_LEVELS
        found = morris.analyze(told, at[: part * block], seen, num_levels=levels, seed=design.seed)
        columns = {"effect": "mu_star", "effect_interval": "mu_star_conf", "spread_of_effects": "sigma"}
        table = {column: np.ma.filled(found[key], np.nan) for column, key in columns.items()}
        yield part, pd.DataFrame({"factor": list(map(str, found["names"])), **table})


def region(study: Study, place: str, name: str) -> tuple[Box | None, int, int] | None:
    """The box of factors (or of the worlds' drawn numbers) in which the last scenario beats the first.

    Returns the box, the wins and the cases; nothing where there are not two scenarios, or nothing varies by number.
    """
    measure = study.measures[name]
    if not study.has_regions or not measure.better:
        return None
    draws, columns, apart = _cases(study, place, name)
    if not columns or not len(apart):
        return None
    wins = wins_of(apart, measure.better)
    return find_box(draws, columns, wins), int(wins.sum()), len(wins)


def _cases(study: Study, place: str, name: str) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Cases to tell wins from losses by: points of a sampled design, or else plausible worlds."""
    names = list(study.plan.scenarios)
    if study.is_sampled:
        columns = [one.name for one in study.plan.factors if not one.levels]
        apart = study.answer(place, name)
        points = np.array(
            [
                [value for one, value in zip(study.plan.factors, point, strict=True) if not one.levels]
                for point in study.plan.points
            ],
            dtype=float,
        )
    else:
        table = study.values(place, name)
        columns = [key for key, one in all_parameters().items() if one.low < one.high]
        first, last = ((scenario, study.reference) for scenario in (names[0], names[-1]))
        worlds = study.plan.experiment.worlds
        apart = (table[last] - table[first]).groupby("world").mean().reindex(range(1, worlds + 1)).to_numpy()
        points = draws_of(columns, worlds, study.plan.experiment.seed)
    there = np.isfinite(apart)
    return (points[there], columns, apart[there]) if len(points) else (points, [], apart)
