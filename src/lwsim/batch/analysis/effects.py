"""Levels, paired differences, regret, crossovers, and how many runs a wished precision needs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from ... import statistics as st
from ...comparison import QUARTER
from .study import Arm, Study

WISHED = 0.10
"""The half-width of an interval that is wished for, as a share of the mean difference."""


def levels(study: Study) -> pd.DataFrame:
    """Every arm in every year: mean over worlds and luck, the central 90% of them, and the 95% interval of the mean."""
    rows = []
    for place in study.places:
        for year, frame in study.yearly.groupby("year"):
            for name in study.measures:
                table = study.values(place, name, frame)
                for arm in study.arms:
                    if arm in table.columns:
                        rows.append(
                            {**_where(study, place, arm), "measure": name, "year": year, **_summary(table[arm].to_numpy())}
                        )
    return pd.DataFrame(rows)


def paired(study: Study) -> pd.DataFrame:
    """Every contrast in the last year: the difference on the same luck, its intervals, and the share of worlds ahead."""
    rows = []
    for name, measure in study.measures.items():
        tables = {place: study.values(place, name) for place in study.places}
        for place, arm, against in study.contrasts():
            apart = _apart(tables[place], arm, against)
            if apart is None:
                continue
            ahead = float(st.share_ahead(apart, measure.better)) if measure.better else math.nan
            told = {"measure": name, "against": study.label(against), **_summary(apart), "share_ahead": ahead}
            rows.append({**_where(study, place, arm), **told})
    return pd.DataFrame(rows)


def precision(study: Study) -> pd.DataFrame:
    """Runs of each arm for an interval of ±10% of the difference: on shared luck, and if each arm had its own.

    Worked out from the spread that was found; at least 2, NaN where the difference is exactly zero.
    """
    rows = []
    for name in study.measures:
        tables = {place: study.values(place, name) for place in study.places}
        for place, arm, against in study.contrasts():
            apart = _apart(tables[place], arm, against)
            if apart is None or len(apart) < 2:
                continue
            alone = math.hypot(*(float(st.spread(tables[place][one].to_numpy())) for one in (arm, against)))
            wished = WISHED * abs(float(st.mean(apart)))
            told = {"measure": name, "against": study.label(against), "difference": float(st.mean(apart)), "wished": wished}
            spread = float(st.spread(apart))
            told |= {"spread_paired": spread, "spread_unpaired": alone}
            told |= {"runs_paired": runs_for(spread, wished), "runs_unpaired": runs_for(alone, wished)}
            rows.append({**_where(study, place, arm), **told})
    return pd.DataFrame(rows)


def runs_for(spread: float, wished: float) -> float:
    """Runs after which the interval of a mean is narrower than ±wished; NaN for a wish of nothing, else infinity at worst."""
    if not (wished > 0 and math.isfinite(spread)):
        return math.nan
    return math.inf if (spread / wished) ** 2 > st.MOST_WORLDS else st.worlds_until(spread / wished)


def regret(study: Study) -> pd.DataFrame:
    """How far each arm falls short of the best one for that world, measure by measure: in the mean and at worst."""
    rows = []
    for name, measure in study.measures.items():
        if not measure.better or len(study.arms) < 2:
            continue
        for place in study.places:
            table = study.values(place, name)
            values = measure.better * np.column_stack([table[arm].to_numpy() for arm in study.arms if arm in table.columns])
            values = values[np.isfinite(values).all(axis=1)]
            if not len(values):
                continue
            short = values.max(axis=1, keepdims=True) - values
            for arm, column in zip([arm for arm in study.arms if arm in table.columns], short.T, strict=True):
                told = {
                    "measure": name,
                    "mean_regret": column.mean(),
                    "worst_regret": column.max(),
                    "share_best": (column == 0).mean(),
                }
                rows.append({**_where(study, place, arm), **told, "worlds": len(column)})
    return pd.DataFrame(rows)


def crossovers(study: Study, weekly: pd.DataFrame | None, name: str) -> pd.DataFrame:
    """When the lead on a measure changes hands for good, contrast by contrast, in each world.

    weekly: rows place, scenario, point, world, replicate, week, value; without it the years are looked at.
    A lead is judged by its running mean over a quarter, so that one odd week does not hand it over.
    """
    frame, clock = (study.yearly.rename(columns={name: "value"}), "year") if weekly is None else (weekly, "week")
    rows = []
    for place in study.places:
        here = frame[frame["place"] == place]
        table = here.pivot_table(index=["world", "replicate"], columns=["scenario", "point", clock], values="value")
        for _, arm, against in (one for one in study.contrasts() if one.place == place):
            if arm not in table.columns.droplevel(2) or against not in table.columns.droplevel(2):
                continue
            apart = st.paired_difference(table[against].to_numpy(), table[arm].to_numpy())
            smooth = apart if weekly is None else st.running_mean(apart, QUARTER)
            at = st.crossover_week(smooth)
            when = np.sort(table[arm].columns.to_numpy(dtype=float))[np.where(np.isfinite(at), at, 0).astype(int)]
            when = when[np.isfinite(at)]
            middle = np.median(when) if len(when) else math.nan
            told = {"measure": name, "against": study.label(against), "worlds": len(at), "worlds_crossing": len(when)}
            ends = np.quantile(when, [0.05, 0.95]) if len(when) else (math.nan, math.nan)
            rows.append(
                {
                    **_where(study, place, arm),
                    **told,
                    f"median_{clock}": middle,
                    f"low_{clock}": ends[0],
                    f"high_{clock}": ends[1],
                }
            )
    return pd.DataFrame(rows)


def _where(study: Study, place: str, arm: Arm) -> dict[str, Any]:
    """Columns that say which arm a row is about."""
    values = dict(zip((one.name for one in study.plan.factors), study.plan.points[arm.point], strict=True))
    return {"place": place, "scenario": arm.scenario, "point": arm.point, **values, "label": study.label(arm)}


def _summary(values: np.ndarray) -> dict[str, float]:
    parts = {name: float(part) for name, part in st.summary(values)._asdict().items()}
    return {**parts, "runs": int(np.isfinite(values).sum())}


def _apart(table: pd.DataFrame, arm: Arm, against: Arm) -> np.ndarray | None:
    """The paired difference, world by world, or nothing where one of the two was never lived."""
    if arm not in table.columns or against not in table.columns:
        return None
    return st.paired_difference(table[against].to_numpy(), table[arm].to_numpy())
