"""Figures of an experiment, as vector drawings for print and for the page: the one file that knows matplotlib."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ...errors import InputError
from ...measures import Measure
from ...wording import by_year, difference_unit, in_full, in_sentence, signed, unit_words, value
from .study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET = "#222222", "#8a8a8a"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's colours, told apart by colour-blind readers; every line carries its name as well."""
MARKERS = "osD^vP*X"
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 8, "axes.titlesize": 9, "axes.titlelocation": "left", "axes.edgecolor": QUIET,
    "axes.spines.top": False, "axes.spines.right": False, "xtick.color": INK, "ytick.color": INK, "text.color": INK,
    "svg.fonttype": "none", "svg.hashsalt": "lwsim", "pdf.fonttype": 42, "figure.constrained_layout.use": True,
}  # fmt: skip
WIDTH = 6.9
"""Inches of a journal's two columns."""
MOST_BARS = 20


class Drawn(NamedTuple):
    """A figure with its name, what it shows in words, and the table behind it."""

    name: str
    title: str
    says: str
    table: str
    figure: Figure


def plotting() -> Any:
    """matplotlib without a screen. Raises InputError where it is not installed."""
    try:
        import matplotlib
    except ImportError:
        raise InputError("figures", "", "not to be drawn without matplotlib", "", "pip install 'lwsim[analysis]'") from None
    matplotlib.use("Agg")
    for key, setting in STYLE.items():
        matplotlib.rcParams[key] = setting
    from matplotlib import pyplot

    return pyplot


def saved(figure: Figure, form: str) -> bytes:
    """A figure as SVG or PDF, the same bytes for the same figure."""
    held = io.BytesIO()
    no_date = {"Date": None} if form == "svg" else {"CreationDate": None}
    figure.savefig(held, format=form, metadata=no_date)
    return held.getvalue()


def response_map(study: Study, place: str, measure: Measure, table: pd.DataFrame) -> Drawn | None:
    """Colour over the first two factors of a grid, one panel for each value of a third. table: that of `levels`."""
    if not study.map_factors:
        return None
    across, up, *third = (one.name for one in study.map_factors)
    rows = table[(table["place"] == place) & (table["measure"] == measure.name) & (table["year"] == study.horizon)]
    rows = rows[rows["scenario"] == next(iter(study.plan.scenarios))]
    panels = sorted(rows[third[0]].unique()) if third else [None]
    plot = plotting()
    figure, axes = plot.subplots(
        1, len(panels), figsize=(WIDTH, 0.62 * WIDTH / max(len(panels), 1.6) + 0.5), squeeze=False, sharey=True
    )
    low, high = float(rows["mean"].min()), float(rows["mean"].max())
    for axis, panel in zip(axes[0], panels, strict=True):
        shown = rows if panel is None else rows[rows[third[0]] == panel]
        grid = shown.pivot(index=up, columns=across, values="mean")
        drawn = axis.imshow(grid.to_numpy(), origin="lower", aspect="auto", cmap="cividis", vmin=low, vmax=high)
        axis.set_xticks(range(grid.shape[1]), [f"{at:g}" for at in grid.columns])
        axis.set_yticks(range(grid.shape[0]), [f"{at:g}" for at in grid.index])
        axis.set_xlabel(across)
        for (row, column), cell in np.ndenumerate(grid.to_numpy()):
            light = (cell - low) > 0.55 * (high - low)
            axis.text(
                column, row, value(measure, cell), ha="center", va="center", fontsize=6, color="black" if light else "white"
            )
        if panel is not None:
            axis.set_title(f"{third[0]} {panel:g}")
    axes[0][0].set_ylabel(up)
    figure.colorbar(drawn, ax=axes[0].tolist(), label=f"{measure.title} ({unit_words(measure.unit)})", shrink=0.9)
    best = rows.loc[rows["mean"].idxmax() if measure.better >= 0 else rows["mean"].idxmin()]
    says = f"Mean of {in_sentence(measure.title)} by {by_year(study.horizon)} "
    says += f"from {in_full(measure, low)} to {in_full(measure, high)}; "
    says += f"{'highest' if measure.better >= 0 else 'lowest'} at {best['label']}."
    return Drawn(f"map-{place}-{measure.name}", f"{place}: {measure.title}", says, "levels", figure)


def differences(study: Study, measure: Measure, table: pd.DataFrame) -> Drawn | None:
    """Each contrast's paired difference with its intervals: a dot, 95% of the mean thick, 90% of worlds thin."""
    rows = table[table["measure"] == measure.name]
    if not len(rows) or len(rows) > MOST_BARS * len(study.places):
        return None
    labels = list(dict.fromkeys(rows["label"]))
    plot = plotting()
    figure, axis = plot.subplots(figsize=(WIDTH, 0.6 + 0.16 * len(labels) * max(1, len(study.places)) + 0.3))
    step = 0.8 / len(study.places)
    for at, place in enumerate(study.places):
        here = rows[rows["place"] == place]
        heights = [-labels.index(label) - (at - (len(study.places) - 1) / 2) * step for label in here["label"]]
        colour, marker = COLOURS[at % len(COLOURS)], MARKERS[at % len(MARKERS)]
        axis.hlines(heights, here["low"], here["high"], color=colour, lw=0.8)
        axis.hlines(heights, here["mean_low"], here["mean_high"], color=colour, lw=2.6)
        axis.plot(here["mean"], heights, marker, color=colour, ms=4, label=place)
    axis.axvline(0, color=QUIET, lw=0.8)
    axis.set_yticks([-at for at in range(len(labels))], labels)
    axis.set_xlabel(f"{measure.title}: difference ({difference_unit(measure)})")
    axis.set_title(f"Against {rows['against'].iloc[0]}, by {by_year(study.horizon)}")
    if len(study.places) > 1:
        axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    says = "Thick: 95% interval of the mean. Thin: nine worlds in ten. "
    most = rows.loc[rows["mean"].abs().idxmax()]
    says += f"Largest: {most['label']} in {most['place']}, {signed(measure, most['mean'])}."
    return Drawn(f"difference-{measure.name}", f"{measure.title}: difference", says, "paired", figure)


def bars(study: Study, place: str, measure: Measure, table: pd.DataFrame) -> Drawn | None:
    """Sobol's total and first-order indices, or Morris's effects, of the strongest factors."""
    if not len(table):
        return None
    rows = table[(table["place"] == place) & (table["measure"] == measure.name)]
    rows = rows[rows["base_samples"] == rows["base_samples"].max()] if len(rows) else rows
    if not len(rows):
        return None
    strength, is_sobol = ("total", True) if "total" in rows else ("effect", False)
    rows = rows.sort_values(strength, ascending=False).head(MOST_BARS)[::-1]
    plot = plotting()
    figure, axis = plot.subplots(figsize=(WIDTH, 0.6 + 0.2 * len(rows)))
    heights = np.arange(len(rows))
    series = [("total", "in all", COLOURS[0], 0.14), ("first_order", "by itself", COLOURS[1], -0.14)] if is_sobol else []
    for column, name, colour, off in series or [("effect", "mean absolute effect", COLOURS[0], 0.0)]:
        axis.errorbar(
            rows[column], heights + off, xerr=rows[f"{column}_interval"], fmt="o", ms=4, color=colour, lw=1, label=name
        )
    axis.axvline(0, color=QUIET, lw=0.8)
    axis.set_yticks(heights, [str(name).replace("_", " ") for name in rows["factor"]])
    axis.set_xlabel("share of the variance" if is_sobol else f"effect of the whole range ({difference_unit(measure)})")
    axis.set_title(f"{place}: {measure.title}, {study.asks}")
    axis.legend(frameon=False, loc="lower right")
    most = rows.iloc[-1]
    says = f"Strongest: {most['factor']}, {most[strength]:.2g} ± {most[f'{strength}_interval']:.2g}. Lines: 95% intervals."
    title = f"{place}: what {in_sentence(measure.title)} leans on"
    return Drawn(f"indices-{place}-{measure.name}", title, says, "indices", figure)


def settling(study: Study, place: str, measure: Measure, table: pd.DataFrame) -> Drawn | None:
    """How the indices of the strongest factors move as the design grows."""
    rows = table[(table["place"] == place) & (table["measure"] == measure.name)] if len(table) else table
    if not len(rows) or rows["base_samples"].nunique() < 2:
        return None
    strength = "total" if "total" in rows else "effect"
    last = rows[rows["base_samples"] == rows["base_samples"].max()].sort_values(strength, ascending=False)
    plot = plotting()
    figure, axis = plot.subplots(figsize=(0.6 * WIDTH, 2.6))
    for at, name in enumerate(last["factor"].head(5)):
        line = rows[rows["factor"] == name].sort_values("base_samples")
        style = {"color": COLOURS[at], "marker": MARKERS[at], "ms": 4, "lw": 1}
        axis.errorbar(line["base_samples"], line[strength], yerr=line[f"{strength}_interval"], label=str(name), **style)
    axis.set_xscale("log", base=2)
    axis.set_xticks(sorted(rows["base_samples"].unique()), [f"{count:g}" for count in sorted(rows["base_samples"].unique())])
    axis.minorticks_off()
    axis.set_xlabel("base samples")
    axis.set_ylabel("total index" if strength == "total" else "mean absolute effect")
    axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    says = "An index has settled where its line is flat within its intervals."
    return Drawn(f"settling-{place}-{measure.name}", f"{place}: have the indices settled?", says, "indices", figure)


def over_time(study: Study, place: str, measure: Measure, table: pd.DataFrame) -> Drawn | None:
    """Each arm year by year, the mean with its interval. table: that of `levels`."""
    rows = table[(table["place"] == place) & (table["measure"] == measure.name)]
    arms = list(dict.fromkeys(rows["label"]))
    if not 2 <= len(arms) <= 12 or rows["year"].nunique() < 3:
        return None
    plot = plotting()
    figure, axis = plot.subplots(figsize=(WIDTH, 3.2))
    for at, label in enumerate(arms):
        line = rows[rows["label"] == label].sort_values("year")
        colour = COLOURS[at % len(COLOURS)]
        dash = ("-", "--", ":")[at // len(COLOURS) % 3]
        axis.plot(line["year"], line["mean"], dash, marker=MARKERS[at % len(MARKERS)], ms=3, lw=1.1, color=colour, label=label)
        axis.fill_between(line["year"], line["mean_low"], line["mean_high"], color=colour, alpha=0.08, lw=0)
    axis.set_xlabel("year")
    axis.set_ylabel(f"{measure.title} ({unit_words(measure.unit)})")
    axis.set_title(place)
    axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    ends = rows[rows["year"] == study.horizon]
    best, most = (ends["mean"].idxmax(), "most") if measure.better >= 0 else (ends["mean"].idxmin(), "least")
    says = f"Means with 95% intervals. By {by_year(study.horizon)} {ends.loc[best, 'label']} has the {most}: "
    says += f"{in_full(measure, ends.loc[best, 'mean'])}."
    return Drawn(f"time-{place}-{measure.name}", f"{place}: {measure.title} over time", says, "levels", figure)


def drawings(study: Study, tables: dict[str, pd.DataFrame]) -> Iterator[Drawn]:
    """Every figure that the experiment's design gives, one at a time: whoever asks closes it before the next."""
    for measure in study.measures.values():
        found: list[Callable[[], Drawn | None]] = []
        if study.arms and len(tables["paired"]):
            found.append(partial(differences, study, measure, tables["paired"]))
        for place in study.places:
            if study.arms:
                found += [partial(draw, study, place, measure, tables["levels"]) for draw in (response_map, over_time)]
            if "indices" in tables:
                found += [partial(draw, study, place, measure, tables["indices"]) for draw in (bars, settling)]
        for draw in found:
            if drawn := draw():
                yield drawn
