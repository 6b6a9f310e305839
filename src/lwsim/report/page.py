"""One page for a board, a modeller and a reviewer: a comparison as a single file that opens offline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ..comparison import LETTERS, Comparison
from ..files import write_whole
from ..limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR
from ..parameters import STANDINGS
from ..sensitivity import in_words, leaning
from ..themes import CAPACITY, NEED, STOCKS, THEMES
from ..verdicts import PairVerdict, verdict
from ..wording import Described, by_year, difference_unit, span, worlds_run
from .charts import LARGE, SMALL, difference_chart, level_chart
from .context import ReportContext, account, standings, tracks
from .dots import change_chart
from .marks import Frame
from .tables import Block, blocks, names_without_theme, totals

FACT_STANDINGS = ("published", "derived", "estimated", "invented")


HERE = Path(__file__).parent


class Figure(NamedTuple):
    """A chart with its heading, a sentence on it and the numbers behind it."""

    measure: Described
    heading: str
    drawing: Markup
    says: str
    block: Block


class Leaning(NamedTuple):
    """What the difference of one scenario from the first on one measure leans on: each assumption and which way it goes."""

    heading: str
    told: int
    lines: list[tuple[str, list[str]]]


class Group(NamedTuple):
    """A theme's tables: blocks shown at once, and more folded away."""

    title: str
    blocks: list[Block]
    more: list[Block]


def write_report(comparison: Comparison, context: ReportContext, path: Path) -> None:
    """Write the report as one HTML file; whole or not at all."""
    write_whole(path, page(comparison, context))


def _room() -> Environment:
    """Where the templates stand."""
    room = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters["unbroken"] = _unbroken
    return room


def still(comparison: Comparison, notice: str) -> str:
    """The verdict and the two headline charts, to stand in a shadow root of another page. notice: words for the first line."""
    return (
        _room()
        .get_template("still.html.j2")
        .render(
            style=Markup((HERE / "page.css").read_text(encoding="utf-8").replace(":root", ":host")),
            comparison=comparison,
            labels=comparison.labels,
            span=span(comparison.weeks),
            worlds=worlds_run(comparison.setup.worlds),
            verdict=verdict(comparison),
            first_findings=_first_findings,
            figures=[level for level, _ in _headline_figures(comparison)],
            notice=notice,
        )
    )


def page(comparison: Comparison, context: ReportContext) -> str:
    """The report as HTML that asks nothing of the network."""
    return (
        _room()
        .get_template("page.html.j2")
        .render(
            style=Markup((HERE / "page.css").read_text(encoding="utf-8")),
            comparison=comparison,
            context=context,
            letters=LETTERS,
            labels=comparison.labels,
            span=span(comparison.weeks),
            last=by_year(comparison.years[-1]),
            worlds=worlds_run(comparison.setup.worlds),
            verdict=verdict(comparison),
            first_findings=_first_findings,
            other_findings=_other_findings,
            not_a_forecast=NOT_A_FORECAST,
            what_it_is_for=WHAT_IT_IS_FOR,
            limits=LIMITS,
            tracks=tracks(context),
            some_today=any(place.is_today for track in tracks(context) for place in track.places),
            accounts=[account(scenario) for scenario in context.scenarios],
            headlines=_headline_figures(comparison),
            multiples=_small_figures(comparison),
            stocks=_stocks(comparison),
            glance=[(theme.title, found) for theme in THEMES if (found := blocks(comparison, theme.shown, last_only=True))],
            groups=_groups(comparison),
            assumptions=_assumptions(comparison),
            parameter_standings=standings(context.parameters, STANDINGS),
            fact_standings=standings(context.provenance, FACT_STANDINGS),
        )
    )


def _unbroken(sentence: str) -> Markup:
    """A sentence as HTML whose signed numbers are never broken after the sign."""
    parts = re.split(r"([+−][£\d][\d,.m]*\d)", sentence)
    kept = Markup('<span class="keep">{}</span>')
    return Markup().join(kept.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def _first_findings(pair: PairVerdict) -> tuple:
    """What a pair's verdict says on need met and capacity built."""
    return tuple(finding for finding in pair.findings if finding.measure in (NEED, CAPACITY))


def _other_findings(pair: PairVerdict) -> tuple:
    """What a pair's verdict says on the rest."""
    return tuple(finding for finding in pair.findings if finding.measure not in (NEED, CAPACITY))


def _headline_figures(comparison: Comparison) -> list[tuple[Figure, Figure]]:
    """Need met and capacity built, each in level and as a paired difference."""
    found = []
    for name in (NEED, CAPACITY):
        if comparison.has(name):
            level = _figure(comparison, name, LARGE)
            others = " and ".join(comparison.labels[1:])
            apart = Figure(
                level.measure,
                f"{level.heading}: {others} minus {comparison.labels[0]}",
                difference_chart(comparison, name),
                f"The difference in {difference_unit(level.measure)}, world by world on the same luck.",
                level.block,
            )
            found.append((level, apart))
    return found


def _assumptions(comparison: Comparison) -> list[Leaning]:
    """The five assumptions that each difference from the first scenario leans on most, from the worlds that were lived."""
    found = []
    for name in (NEED, CAPACITY):
        for other in range(1, len(comparison.sides)) if comparison.has(name) else ():
            leans = leaning(comparison, name, other)
            if leans:
                title, first = comparison.measure(name).title, comparison.labels[0]
                lines = [("larger" if lean.weight > 0 else "smaller", in_words(lean)) for lean in leans]
                heading = f"{title}: {comparison.labels[other]} minus {first}"
                found.append(Leaning(heading, sum(lean.told for lean in leans), lines))
    return found


def _small_figures(comparison: Comparison) -> list[tuple[str, Figure]]:
    """A small chart for each other shown measure, with the name of its theme."""
    return [
        (theme.title, _figure(comparison, name, SMALL))
        for theme in THEMES
        for name in theme.shown
        if name not in (NEED, CAPACITY) and comparison.has(name)
    ]


def _figure(comparison: Comparison, name: str, frame: Frame) -> Figure:
    """One measure's chart in level, with the numbers behind it."""
    block = blocks(comparison, [name])[0]
    return Figure(block.measure, block.measure.title, level_chart(comparison, name, frame), block.measure.says, block)


def _stocks(comparison: Comparison) -> tuple[Markup, list[Block]] | None:
    """Capacity taken apart into its stocks, where they were recorded."""
    names = [name for name in STOCKS if comparison.has(name)]
    if not names:
        return None
    return change_chart(comparison, names, "Capacity taken apart: change since week 0"), blocks(comparison, names)


def _groups(comparison: Comparison) -> list[Group]:
    """Every measure in every year, theme by theme, and at the end those that no theme lists."""
    found = [Group(theme.title, blocks(comparison, theme.shown), blocks(comparison, theme.more)) for theme in THEMES]
    found.append(Group("other measures", [], blocks(comparison, names_without_theme(comparison))))
    found.append(Group("Over the whole run", totals(comparison), []))
    return [group for group in found if group.blocks or group.more]


__all__ = ("ReportContext", "page", "write_report")
