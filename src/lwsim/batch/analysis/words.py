"""An experiment's results as a few tables in Markdown, for its README: written by a command, never by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from ... import statistics as st
from ...errors import InputError
from ...files import shown_path, write_whole
from ...measures import Measure
from ...wording import by_year, in_sentence, signed, size, value
from ..address import model_version
from .study import Study

BEGIN, END = "<!-- results: lwsim experiment analyse NAME --into README.md -->", "<!-- end of results -->"
MOST_LABELS, MOST_FACTORS = 12, 6


def adults_lived(sample: float) -> str:
    """How much of a place was lived: 'all adults', '2% of the adults'. sample: 0..1."""
    return "all adults" if sample == 1.0 else f"{100 * sample:.3g}% of the adults"


def results(study: Study, tables: Mapping[str, pd.DataFrame]) -> str:
    """The results in Markdown: differences where ways are few, best and worst where they are many, indices, regions."""
    one = study.plan.experiment
    counts = (
        f"{study.plan.total:,} runs: {len(study.plan.points):,} points, places {len(study.places):,}, worlds {one.worlds:,}"
    )
    lines = [
        f"{counts}; {one.years:g} years, {adults_lived(one.sample)}; model `{model_version()}`. A model, not a forecast.\n"
    ]
    if "paired" in tables and tables["paired"]["label"].nunique() <= MOST_LABELS:
        lines += _in_short(study, tables["paired"])
        lines += _differences(study, tables["paired"])
        lines += _regrets(study, tables["regret"]) if "regret" in tables else []
        lines += _needed(study, tables.get("precision", pd.DataFrame()))
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


def _in_short(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """Which differences can be told from nothing, and which way they go: the 95% interval of the mean leaves nothing out."""
    for place in study.places:
        rows = table[table["place"] == place]
        yield f"{place}, what can be told from *{rows['against'].iloc[0]}* by {by_year(study.horizon)}:\n"
        for name, measure in study.measures.items():
            here = rows[rows["measure"] == name]
            above, below = here[here["mean_low"] > 0]["label"], here[here["mean_high"] < 0]["label"]
            words = ("better", "worse") if measure.better > 0 else ("worse", "better") if measure.better else ("more", "less")
            parts = [
                f"{word}: {_listed(labels, here)}" for word, labels in zip(words, (above, below), strict=True) if len(labels)
            ]
            rest = len(here) - len(above) - len(below)
            parts += [f"not told apart: {rest} of {len(here)}"] if rest else []
            yield f"- {measure.title}: {'; '.join(parts)}."
        yield ""


def _listed(labels: pd.Series, of: pd.DataFrame) -> str:
    """Labels by name, or in one word where it is every one of several."""
    return f"all {len(of)}" if len(labels) == len(of) > 1 else " / ".join(labels)


def _regrets(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """How far each way falls short of the best one for that world."""
    names = [name for name in study.measures if name in set(table["measure"])]
    for place in study.places:
        yield f"{place}, short of the best one for that world, in the mean (at worst; share of worlds it is best in):\n"
        yield "| | " + " | ".join(study.measures[name].title for name in names) + " |"
        yield "|---" * (len(names) + 1) + "|"
        rows = table[table["place"] == place]
        for label in dict.fromkeys(rows["label"]):
            here = rows[rows["label"] == label].set_index("measure")
            yield f"| {label} | " + " | ".join(_short(study.measures[name], here.loc[name]) for name in names) + " |"
        yield ""


def _short(measure: Measure, row: pd.Series) -> str:
    mean, worst = (signed(measure, row[key]).removeprefix("+") for key in ("mean_regret", "worst_regret"))
    return f"{mean} ({worst}; {row['share_best']:.0%})"


def _needed(study: Study, table: pd.DataFrame) -> Iterator[str]:
    """How many worlds would settle the differences, by the spread that was found."""
    if not len(table):
        return
    yield "Worlds for a 95% interval of ±10% of a difference, from the easiest to the hardest row above:\n"
    for name, measure in study.measures.items():
        rows = table[table["measure"] == name].sort_values("runs_paired")
        counts = [f"{count:,.0f}" for count in rows["runs_paired"] if math.isfinite(count)]
        if counts:
            own = rows[rows["runs_unpaired"].map(math.isfinite)]["runs_unpaired"].min()
            unpaired = f" (without shared luck {own:,.0f} at least)" if math.isfinite(own) else ""
            yield f"- {measure.title}: {counts[0]} to {counts[-1]}{unpaired}."
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
    yield "| place | measure | best | at | worst | at | not told apart from the best |\n|---|---|---|---|---|---|---|"
    for name, measure in study.measures.items():
        for place in study.places:
            rows = last[(last["place"] == place) & (last["measure"] == name)].sort_values("mean", ascending=measure.better < 0)
            best, worst = rows.iloc[0], rows.iloc[-1]
            cells = (f"{value(measure, one['mean'])} | {one['label']}" for one in (best, worst))
            yield f"| {place} | {measure.title} | " + " | ".join(cells) + f" | {_alike(study, place, name, best)} |"
    yield ""


def _alike(study: Study, place: str, name: str, best: pd.Series) -> str:
    """How many other ways have a paired difference from the best whose 95% interval holds nothing."""
    table = study.values(place, name)
    first = table[best["scenario"], best["point"]].to_numpy()
    others = [st.summary(st.paired_difference(first, table[arm].to_numpy())) for arm in table.columns]
    alike = sum(not (one.mean_low > 0 or one.mean_high < 0) for one in others) - 1
    return f"{alike} of {len(others) - 1}"


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
            yield f"{place}, {in_sentence(measure.title)} by {when}, {study.asks}: {strength} index ± 95% interval.\n"
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
            yield _settled(study, last, strength)
            yield ""


def _settled(study: Study, last: pd.DataFrame, strength: str) -> str:
    """How many factors are told apart from the strongest, and what to do where that is few. last: strongest first."""
    ends = last[f"{strength}_interval"]
    apart = (last[strength] + ends).iloc[1:] < (last[strength] - ends).iloc[0]
    told = f"Told apart from the strongest by their intervals: {int(apart.sum())} of the other {len(apart)}."
    if apart.mean() > 0.5:
        return told
    more = f"lwsim experiment extend {study.plan.experiment.name} --points {4 * int(last['base_samples'].iloc[0])}"
    return f"{told} The design is too small to say which matter most; `{more}` goes on from here."


def _index(measure: Measure, rows: pd.DataFrame, strength: str) -> str:
    if not len(rows):
        return ""
    row = rows.iloc[0]
    if strength == "effect":
        return f"{size(measure, row['effect'])} ± {size(measure, row['effect_interval'])}"
    return f"{row[strength]:.2f} ± {row[f'{strength}_interval']:.2f}"
