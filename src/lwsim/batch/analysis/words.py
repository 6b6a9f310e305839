"""An experiment's results as a few tables in Markdown, for its README: written by a command, never by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from ...errors import InputError
from ...files import shown_path, write_whole
from ...measures import Measure
from ...wording import by_year, signed, size, value
from ..address import model_version
from .study import Study

BEGIN, END = "<!-- results: lwsim experiment analyse NAME --into README.md -->", "<!-- end of results -->"
MOST_LABELS, MOST_FACTORS = 12, 6


def results(study: Study, tables: Mapping[str, pd.DataFrame]) -> str:
    """The results in Markdown: differences where ways are few, best and worst where they are many, indices, regions."""
    one = study.plan.experiment
    counts = (
        f"{study.plan.total:,} runs: {len(study.plan.points):,} points, places {len(study.places):,}, worlds {one.worlds:,}"
    )
    lines = [
        f"{counts}; {one.years:g} years, {one.sample:.0%} of the adults; model `{model_version()}`. A model, not a forecast.\n"
    ]
    if "paired" in tables and tables["paired"]["label"].nunique() <= MOST_LABELS:
        lines += _differences(study, tables["paired"])
    elif "levels" in tables:
        lines += _extremes(study, tables["levels"])
    if "indices" in tables:
        lines += _indices(study, tables["indices"])
    if "regions" in tables:
        lines += [f"- {row.place}: {row.says.splitlines()[0]}" for row in tables["regions"].itertuples()]
    return "\n".join(lines) + "\n"


def put_into(path: Path, words: str) -> None:
    """Put the results between the marks of a README, whole or not at all. Raises InputError where the marks are missing."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(shown_path(path), "", f"not readable ({reason})", "", "name a README") from None
    if BEGIN not in text or END not in text:
        raise InputError(shown_path(path), "", "without the two marks", f"a line {BEGIN} and one {END}", "add them")
    write_whole(
        path,
        re.sub(rf"({re.escape(BEGIN)}\n).*?({re.escape(END)})", lambda found: found[1] + words + found[2], text, flags=re.S),
    )


def _differences(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """Each contrast's mean difference with its 95% interval, and in how many worlds it is ahead."""
    for place in study.places:
        rows = table[table["place"] == place]
        against = f"from *{rows['against'].iloc[0]}* (95% interval of the mean; share of worlds ahead)"
        yield f"{place}, difference by {by_year(study.horizon)} {against}:\n"
        yield "| | " + " | ".join(measure.title for measure in study.measures.values()) + " |"
        yield "|---" * (len(study.measures) + 1) + "|"
        for label in dict.fromkeys(rows["label"]):
            cells = [
                _cell(measure, rows[(rows["label"] == label) & (rows["measure"] == name)])
                for name, measure in study.measures.items()
            ]
            yield f"| {label} | " + " | ".join(cells) + " |"
        yield ""


def _cell(measure: Measure, rows: pd.DataFrame) -> str:
    if not len(rows):
        return ""
    row = rows.iloc[0]
    ahead = "" if pd.isna(row["share_ahead"]) else f"; {row['share_ahead']:.0%}"
    return f"{signed(measure, row['mean'])} ({signed(measure, row['mean_low'])} to {signed(measure, row['mean_high'])}{ahead})"


def _extremes(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """The best and the worst way for each measure in each place."""
    last = table[table["year"] == study.horizon]
    yield f"Means over worlds by {by_year(study.horizon)}:\n"
    yield "| place | measure | best | at | worst | at |\n|---|---|---|---|---|---|"
    for name, measure in study.measures.items():
        for place in study.places:
            rows = last[(last["place"] == place) & (last["measure"] == name)].sort_values("mean", ascending=measure.better < 0)
            best, worst = rows.iloc[0], rows.iloc[-1]
            cells = (f"{value(measure, one['mean'])} | {one['label']}" for one in (best, worst))
            yield f"| {place} | {measure.title} | " + " | ".join(cells) + " |"
    yield ""


def _indices(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """The strongest factors of each measure, at all of the design and at half of it."""
    strength = "total" if "total" in table else "effect"
    for name, measure in study.measures.items():
        for place in study.places:
            rows = table[(table["place"] == place) & (table["measure"] == name)]
            if not len(rows):
                yield f"{place}, {measure.title}: no index, for a run of the design failed or nothing varied.\n"
                continue
            sizes = sorted(rows["base_samples"].unique())
            when = by_year(study.horizon)
            yield f"{place}, {measure.title.lower()} by {when}, {study.asks}: {strength} index ± 95% interval.\n"
            yield "| factor | " + " | ".join(f"{count:g} base samples" for count in sizes) + " |"
            yield "|---" * (len(sizes) + 1) + "|"
            last = rows[rows["base_samples"] == sizes[-1]].sort_values(strength, ascending=False)
            for factor in last["factor"].head(MOST_FACTORS):
                cells = (
                    _index(measure, rows[(rows["factor"] == factor) & (rows["base_samples"] == count)], strength)
                    for count in sizes
                )
                yield f"| {str(factor).replace('_', ' ')} | " + " | ".join(cells) + " |"
            yield ""


def _index(measure: Measure, rows: pd.DataFrame, strength: str) -> str:
    if not len(rows):
        return ""
    row = rows.iloc[0]
    if strength == "effect":
        return f"{size(measure, row['effect'])} ± {size(measure, row['effect_interval'])}"
    return f"{row[strength]:.2f} ± {row[f'{strength}_interval']:.2f}"
