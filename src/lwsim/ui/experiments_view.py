"""Experiments as their page draws them: the shelf with how far each is, and results with words beside every number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ..batch.analysis.findings import Findings
from ..batch.shelf import OnShelf
from ..measures import MEASURES, Measure
from ..report.marks import nice_ticks
from ..wording import MISSING, bare, by_year, difference_unit, duration, in_full, in_sentence, signed, size, value, value_unit

MOST_ROWS = 400
"""Rows that are drawn; a table that is kept as a file has all."""


class Look(NamedTuple):
    """What is looked at of an experiment."""

    view: str
    measure: str
    place: str
    year: float


class View(NamedTuple):
    """A way of looking at results: its key, how it is called, and the table it draws."""

    key: str
    says: str
    table: str


VIEWS = (
    View("differences", "Differences", "paired"),
    View("levels", "Levels", "levels"),
    View("map", "Map", "levels"),
    View("leans", "What it leans on", "indices"),
    View("regret", "Regret", "regret"),
    View("crossovers", "Crossovers", "crossovers"),
    View("needed", "Runs needed", "precision"),
    View("regions", "Where it wins", "regions"),
)
"""In the order in which the page offers them."""


def views_of(found: Findings) -> list[View]:
    """The ways of looking that an experiment's design gives."""
    there = {*found.tables, *(("regions",) if found.has_regions else ())}
    return [one for one in VIEWS if one.table in there and (one.key != "map" or found.axes)]


def shelf_view(shelf: Sequence[OnShelf]) -> list[dict[str, Any]]:
    """The shelf as plain values: what each experiment asks, and how far it is."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "question": one.question,
            "is_faulty": one.experiment is None,
            "reduced": one.name.endswith("-reduced"),
            **_standing(one),
        }
        for one in shelf
    ]


def _standing(one: OnShelf) -> dict[str, Any]:
    """How far it is, as a state, a share and words."""
    now = one.standing
    if now is None:
        return {"state": "faulty" if one.experiment is None else "not run", "share": 0.0, "has_results": False, "says": ""}
    says = [f"{now.there:,} of {now.total:,} runs"]
    if now.failed:
        says.append(f"{now.failed:,} failed")
    if now.state == "running":
        says += [f"{now.rate:.1f} a second", f"{duration(now.seconds_left)} left"]
    if not now.is_of_this_model:
        says.append("lived by another model than this one")
    share = (now.there + now.failed) / now.total if now.total else 1.0
    return {"state": now.state, "share": share, "has_results": now.there > 0, "says": "; ".join(says)}


def results_view(found: Findings, look: Look) -> dict[str, Any]:
    """What the page draws of one way of looking: a lead, and rows with a picture, a map, or words alone."""
    view = next(one for one in VIEWS if one.key == look.view)
    rows = rows_of(found, look, view)
    empty: dict[str, Any] = {"key": view.key, "lead": "", "heads": [], "rows": [], "scale": None, "map": None, "more": 0}
    if not len(rows):
        return empty | {"lead": "There is nothing of this kind to show for this measure here."}
    drawn = DRAWN[view.key](found, look, MEASURES[look.measure], rows.head(MOST_ROWS))
    return empty | drawn | {"more": max(0, len(rows) - MOST_ROWS)}


def rows_of(found: Findings, look: Look, view: View) -> pd.DataFrame:
    """The rows of a table that a look is about."""
    table = found.tables[view.table]
    if not len(table):
        return table
    rows = table[(table["place"] == look.place) & (table["measure"] == look.measure)]
    if view.table == "levels":
        rows = rows[rows["year"] == look.year]
    if view.key == "leans" and len(rows):
        strength = "total" if "total" in rows else "effect"
        rows = rows[rows["base_samples"] == rows["base_samples"].max()].sort_values(strength, ascending=False)
    return rows


def _differences(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    most = rows.loc[rows["mean"].abs().idxmax()]
    lead = f"{measure.title} by {by_year(found.horizon)}, each against {most['against']} in the same worlds on the same luck. "
    lead += f"Largest difference: {most['label']}, {signed(measure, most['mean'])} ({difference_unit(measure)})."
    heads = ["Difference", "95% interval of the mean", "Nine worlds in ten", "Worlds ahead", "Runs"]
    drawn = []
    for row in rows.to_dict("records"):
        ahead = MISSING if pd.isna(row["share_ahead"]) else f"{row['share_ahead']:.0%}"
        cells = [signed(measure, row["mean"]), *_ranges(row, lambda it: signed(measure, it)), ahead, f"{row['runs']:,}"]
        drawn.append(_dot(row, cells))
    return {"lead": lead, "heads": heads, "rows": drawn, "scale": _scale(drawn, lambda it: signed(measure, it), has_zero=True)}


def _levels(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    best = rows.loc[(rows["mean"] * (measure.better or 1)).idxmax()]
    lead = f"{measure.title} by {by_year(look.year)} ({value_unit(measure)}), the mean over worlds. "
    lead += f"{'Best' if measure.better else 'Highest'}: {best['label']}, {in_full(measure, best['mean'])}."
    heads = ["Mean", "95% interval of the mean", "Nine worlds in ten", "Runs"]
    drawn = [
        _dot(row, [value(measure, row["mean"]), *_ranges(row, lambda it: value(measure, it)), f"{row['runs']:,}"])
        for row in rows.to_dict("records")
    ]
    return {"lead": lead, "heads": heads, "rows": drawn, "scale": _scale(drawn, lambda it: value(measure, it))}


def _ranges(row: dict[str, Any], said: Callable[[float], str]) -> tuple[str, str]:
    """The interval of the mean and the range of worlds, in words."""
    return tuple(  # type: ignore[return-value]
        f"{said(row[low])} to {said(row[high])}" if math.isfinite(row[low]) else MISSING
        for low, high in (("mean_low", "mean_high"), ("low", "high"))
    )


def _dot(row: dict[str, Any], cells: Sequence[str]) -> dict[str, Any]:
    """A row with its dot, a thick line for the interval of the mean, a thin one for the worlds."""
    ends = [row["mean_low"], row["mean_high"], row["low"], row["high"]]
    low, high, far_low, far_high = (float(end) if math.isfinite(end) else float(row["mean"]) for end in ends)
    return {"label": row["label"], "at": float(row["mean"]), "thick": [low, high], "thin": [far_low, far_high], "cells": cells}


def _leans(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    is_sobol = "total" in rows and rows["total"].notna().any()
    strength = "total" if is_sobol else "effect"
    most = rows.iloc[0]
    named = str(most["factor"]).replace("_", " ")
    lead = f"{measure.title} by {by_year(found.horizon)}, {found.asks}: "
    lead += "the share of its variance that would go if this were known. " if is_sobol else "what the whole range moves. "
    lead += f"Strongest at {most['base_samples']:,.0f} base samples: {named}. Where intervals overlap, two are not told apart."
    heads = ["In all", "By itself"] if is_sobol else ["Mean absolute effect", "Spread of effects"]
    drawn = []
    for row in rows.to_dict("records"):
        at, half = float(row[strength]), float(row[f"{strength}_interval"])
        if is_sobol:
            cells = [f"{bare(row[key])} ± {bare(row[f'{key}_interval'])}" for key in ("total", "first_order")]
        else:
            cells = [f"{size(measure, at)} ± {size(measure, half)}", size(measure, row["spread_of_effects"])]
        ends = [at - half, at + half] if math.isfinite(half) else [at, at]
        drawn.append({"label": str(row["factor"]).replace("_", " "), "at": at, "thick": ends, "thin": ends, "cells": cells})
    say = bare if is_sobol else _short(measure)
    return {"lead": lead, "heads": heads, "rows": drawn, "scale": _scale(drawn, say, has_zero=True)}


def _regret(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    least = rows.loc[rows["worst_regret"].idxmin()]
    on = f"{in_sentence(measure.title)} by {by_year(found.horizon)}"
    lead = f"How far each falls short of the best one for that world, {on}. "
    lead += f"Least to regret at worst: {least['label']}, {size(measure, least['worst_regret'])}."
    heads = ["Short in the mean", "Short at worst", "Best in", "Runs"]
    drawn = []
    for row in rows.to_dict("records"):
        mean, worst = float(row["mean_regret"]), float(row["worst_regret"])
        cells = [size(measure, mean), size(measure, worst), f"{row['share_best']:.0%}", f"{row['worlds']:,}"]
        drawn.append({"label": row["label"], "at": mean, "thick": [mean, mean], "thin": [mean, worst], "cells": cells})
    return {"lead": lead, "heads": heads, "rows": drawn, "scale": _scale(drawn, _short(measure), has_zero=True)}


def _crossovers(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    clock = "week" if "median_week" in rows and rows["median_week"].notna().any() else "year"
    lead = f"When the lead in {in_sentence(measure.title)} changes hands for good, against {rows['against'].iloc[0]}."
    heads = ["Worlds in which it does", f"Middle one ({clock})", f"Nine in ten ({clock}s)"]
    drawn = []
    for row in rows.to_dict("records"):
        middle, low, high = (row.get(f"{part}_{clock}", math.nan) for part in ("median", "low", "high"))
        said = [f"{middle:g}", f"{low:g} to {high:g}"] if math.isfinite(middle) else [MISSING, MISSING]
        drawn.append({"label": row["label"], "cells": [f"{row['worlds_crossing']:,} of {row['worlds']:,}", *said]})
    return {"lead": lead, "heads": heads, "rows": drawn}


def _needed(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    lead = "Runs of each for an interval of ±10% of the difference that was found: on shared luck, and if each had its own."
    heads = ["Difference", "Wished: ±", "Runs, paired", "Runs, unpaired"]
    drawn = []
    for row in rows.to_dict("records"):
        counts = [f"{row[key]:,.0f}" if math.isfinite(row[key]) else MISSING for key in ("runs_paired", "runs_unpaired")]
        cells = [signed(measure, row["difference"]), size(measure, row["wished"]), *counts]
        drawn.append({"label": row["label"], "cells": cells})
    return {"lead": lead, "heads": heads, "rows": drawn}


def _regions(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    return {"lead": str(rows.iloc[0]["says"])}


def _map(found: Findings, look: Look, measure: Measure, rows: pd.DataFrame) -> dict[str, Any]:
    """A panel for each value of the third factor; the first scenario alone, as in the figure for print."""
    across, up, *third = found.axes
    rows = rows[rows["scenario"] == rows["scenario"].iloc[0]]
    panels = []
    for panel in sorted(rows[third[0]].unique()) if third else [None]:
        here = rows if panel is None else rows[rows[third[0]] == panel]
        cells = [
            {"x": float(row[across]), "y": float(row[up]), "at": float(row["mean"]), "said": value(measure, row["mean"])}
            for row in here.to_dict("records")
        ]
        panels.append({"title": "" if panel is None else f"{third[0]} {panel:g}", "cells": cells})
    told = _levels(found, look, measure, rows)
    xs, ys = (sorted(float(one) for one in rows[axis].unique()) for axis in (across, up))
    low, high = float(rows["mean"].min()), float(rows["mean"].max())
    marks = [value(measure, low + share * (high - low)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    drawn = {"across": across, "up": up, "xs": xs, "ys": ys, "panels": panels, "low": low, "high": high, "marks": marks}
    return told | {"map": drawn}


def _short(measure: Measure) -> Callable[[float], str]:
    """How sizes are written on an axis: without sign or unit."""
    return lambda amount: signed(measure, amount).removeprefix("+")


def _scale(drawn: Sequence[dict[str, Any]], said: Callable[[float], str], *, has_zero: bool = False) -> dict[str, Any]:
    """The axis below the dots: its ends, and round numbers in words."""
    ends = [end for one in drawn for end in (*one["thin"], *one["thick"], one["at"]) if math.isfinite(end)]
    ticks = nice_ticks(min([*ends, 0.0] if has_zero else ends), max([*ends, 0.0] if has_zero else ends), 3)
    return {"low": ticks[0], "high": ticks[-1], "marks": [{"at": tick, "said": said(tick)} for tick in ticks]}


DRAWN: dict[str, Callable[[Findings, Look, Measure, pd.DataFrame], dict[str, Any]]] = {
    "differences": _differences, "levels": _levels, "map": _map, "leans": _leans, "regret": _regret,
    "crossovers": _crossovers, "needed": _needed, "regions": _regions,
}  # fmt: skip
