"""docs/validation.md, written from a validation run and the model's own declarations: nothing on it is typed by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..files import write_whole
from ..place_file import Place
from ..rooms import all_parameters
from ..sources import source
from .check import YEARS, Row, by_kind, patterns_held
from .targets import EITHER_WAY, FITTED, KEPT_ASIDE

HEAD = """# Validation

Written by `lwsim validate --page docs/validation.md`; do not edit it by hand.

{holding} of {count} published patterns hold: {fitted_holding} of {fitted} used in setting the model's numbers (*fitted*), and
{aside_holding} of {aside} never aimed at in that (*kept aside*: these are the test, as far as they do not follow from what was
fitted; the list of ranges below says which do).

**How.** {place}: {about} Today's ordinary system (`scenarios/ordinary.toml`), {runs} runs, each with luck of its own, two
warm-up years and then {years} years, which are compared. The published figures are England's; run on a real place
(`lwsim validate salford`), each row says what is expected to differ there and why: the place's own published figure, ranges
moved by the published deprivation gradient, or an end left open where its posts or beds for the need differ from England's.
**Simulated** is the mean over the runs and, after ±, their standard deviation. A pattern **holds** when the mean lies in the
range, which is the sources' own spread; where one figure stands alone it is {either_way:.0%} either way. Where each range is
from stands below. Published *changes* (a front door, doubled treatment, smaller caseloads) are made in
`experiments/published-changes/`, beside what their studies found.
"""

PAGE_WORLDS = 40
"""Plausible worlds that the page tells of."""


def _figure(value: float) -> str:
    """A figure with three or four significant digits, never in powers of ten."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| pattern | unit | published | range | simulated | holds | source |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        one = row.target
        yield (
            f"| {one.title} | {one.unit} | {_figure(one.published)} | {_figure(one.low)} to {_figure(one.high)} "
            f"| {_figure(row.simulated)} ± {_figure(row.spread)} | {'yes' if row.holds else '**no**'} "
            f"| {one.source}, {one.year} |"
        )


def _misses(rows: Sequence[Row]) -> Iterator[str]:
    missing = [row for row in rows if not row.holds]
    if not missing:
        return
    yield "\n## What does not hold, and why\n"
    for row in missing:
        side = "above" if row.simulated > row.target.high else "below"
        yield f"- **{row.target.title}** ({row.target.kind}): {_figure(row.simulated)}, {side} the range. {row.target.if_not}"


def _in_worlds(rows: Sequence[Row]) -> Iterator[str]:
    """In how many plausible worlds each pattern holds: what the ranges and the fit of worlds leave."""
    yield "\n## In plausible worlds\n"
    yield f"Worlds 1 to {len(rows[0].runs)} of seed 1, a run each, with numbers and luck of its own (`src/lwsim/worlds.py`).\n"
    for kind, of_kind in by_kind(rows).items():
        held = patterns_held(of_kind)
        yield (
            f"- *{kind}*: {held.min()} to {held.max()} of {len(of_kind)} hold in a world, in half of the worlds "
            f"{int(np.median(held))} or more."
        )
    yield "\n`lwsim validate --worlds 100` asks more of them.\n"
    yield "| pattern | unit | range | nine worlds in ten | holds in | kind |"
    yield "|---|---|---|---|---|---|"
    for row in sorted(rows, key=lambda row: row.held.mean()):
        one, (low, high) = row.target, row.central
        yield (
            f"| {one.title} | {one.unit} | {_figure(one.low)} to {_figure(one.high)} | {_figure(low)} to {_figure(high)} "
            f"| {row.held.mean():.0%} | {one.kind} |"
        )


def _elsewhere(places: Sequence[tuple[Place, Sequence[Row]]]) -> Iterator[str]:
    """How the same numbers do on real places, none of which was used in setting them."""
    if not places:
        return
    yield "\n## On the real places, none of which was used in setting the numbers\n"
    yield "Beside each miss: what is expected of the place (`lwsim validate PLACE` says why), and what comes out.\n"
    for place, rows in places:
        yield f"- **{place.title}**: {sum(row.holds for row in rows)} of {len(rows)} patterns hold."
        for row in (row for row in rows if not row.holds):
            one = row.target
            expected = f"{_figure(one.low)} to {_figure(one.high)} {one.unit}"
            yield f"  - {one.title}: {expected}; comes out at {_figure(row.simulated)}."


def _readings(rows: Sequence[Row]) -> Iterator[str]:
    yield "\n## Where each range is from, and how the model's quantity differs from the published one\n"
    for row in rows:
        one = row.target
        reads = f" Read as: {one.reads}." if one.reads else ""
        yield f"- **{one.title}.** Range: {one.range_from}.{reads}"


def _fitted_numbers() -> Iterator[str]:
    yield "\n## Numbers that were fitted\n"
    yield "| number | value | range | unit | fitted to |"
    yield "|---|---|---|---|---|"
    for one in all_parameters().values():
        if one.standing == "calibrated":
            yield f"| `{one.name}` | {one.value:g} | {one.low:g} to {one.high:g} | {one.unit} | {one.fitted_to} |"
    yield "\n`experiments/calibration/` says how, and fits them again."
    yield "Every other number stands on its own source (`docs/parameters.md`)."


def page(
    place: Place, rows: Sequence[Row], worlds: Sequence[Row], elsewhere: Sequence[tuple[Place, Sequence[Row]]] = ()
) -> str:
    """The whole page. worlds: the rows of plausible worlds.  elsewhere: the rows of other places, told in short."""
    fitted = [row for row in rows if row.target.kind == FITTED]
    aside = [row for row in rows if row.target.kind == KEPT_ASIDE]
    about = place.about[0].lower() + place.about[1:] if place.about else ""
    parts = [
        HEAD.format(
            holding=sum(row.holds for row in rows),
            count=len(rows),
            fitted_holding=sum(row.holds for row in fitted),
            fitted=len(fitted),
            aside_holding=sum(row.holds for row in aside),
            aside=len(aside),
            place=place.title,
            about=about,
            runs=len(rows[0].runs),
            years=YEARS,
            either_way=EITHER_WAY,
        ),
        "\n## Fitted\n",
        *_table(fitted),
        "\n## Kept aside\n",
        *_table(aside),
        *_misses(rows),
        *_in_worlds(worlds),
        *_elsewhere(elsewhere),
        *_fitted_numbers(),
        *_readings(rows),
        "\n## Sources\n",
        *(f"- {key}: {source(key).cite()}" for key in sorted({row.target.source for row in rows})),
    ]
    return "\n".join(parts) + "\n"


def write_page(path: Path, *told: Any) -> None:
    """Write the page, whole or not at all. told: as `page` has it."""
    write_whole(path, page(*told))
