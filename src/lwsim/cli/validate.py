"""`lwsim validate`: published patterns against what today's ordinary system gives."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from ..files import check_writable
from . import options
from .catching import NOT_HELD
from .loading import place_named
from .showing import console, note, plain_table, print_json, progress

if TYPE_CHECKING:
    from ..place_file import Place
    from ..validation.check import Row

MOST_SEEDS, MOST_WORLDS = 100, 1000


@click.command(short_help="Hold today's ordinary system against published figures.")
@click.argument("place", metavar="[PLACE]", required=False, default="")
@click.option(
    "--seeds",
    type=click.IntRange(1, MOST_SEEDS),
    default=None,
    help="How many runs, each with its own luck. [default: 4]",
)
@click.option(
    "--worlds",
    type=click.IntRange(1, MOST_WORLDS),
    default=None,
    help="Plausible worlds 1, 2, ... of seed 1, a run each, in place of the usual numbers: in how many does each pattern hold?",
)
@options.sample
@options.as_json
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write docs/validation.md to; it lives 40 plausible worlds too, and without PLACE the real places.",
)
def validate(place: str, seeds: int | None, worlds: int | None, sample: float, as_json: bool, page: Path | None) -> None:
    """Run today's ordinary system and hold each published pattern against it.

    Without PLACE, on a made-up place with England's spread of deprivation and England's posts a head, because the
    published figures are England's. With PLACE, each row says what is expected to differ there and why: the place's own
    figure where one is published, ranges moved with its deprivation, ends left open where its posts or beds differ.

    Exit code 0 only if every pattern holds, 4 if one does not. With --worlds always 0: a pattern that fails in a world is no
    error.
    """
    from ..validation.check import SEEDS

    where = _place(place)
    if worlds:
        if seeds or page:
            raise click.UsageError(
                "--worlds goes with neither --seeds (a world has luck of its own) nor --page (which has its own worlds)"
            )
        _in_worlds(where, _rows(where, sample, worlds=worlds), as_json)
        return
    if page:
        check_writable(page)
    rows = _rows(where, sample, seeds=seeds or SEEDS)
    if page:
        from ..validation.page import PAGE_WORLDS, write_page

        elsewhere = [] if place else [(one, _rows(one, sample, seeds=seeds or SEEDS)) for one in _real_places()]
        write_page(page, where, rows, _rows(where, sample, worlds=PAGE_WORLDS), elsewhere)
    if as_json:
        print_json([row.table() for row in rows])
    else:
        _show(where, rows)
    if not all(row.holds for row in rows):
        sys.exit(NOT_HELD)


def _place(name: str) -> Place:
    """The place named, or the England-average one. Raises InputError."""
    from ..validation.average import average_england

    return place_named(name) if name else average_england()


def _real_places() -> list[Place]:
    """The places that come with lwsim and are not invented, by name."""
    from ..library import places
    from ..single import as_place

    return [where for where in (as_place(listed.name) for listed in places()) if not where.is_invented]


def _rows(place: Place, sample: float, **how_many: Any) -> list[Row]:
    """Every pattern that the place can show, against the runs. how_many: `seeds`, or `worlds`."""
    from ..validation.check import validate as hold_against

    with progress("Validating") as told:
        return hold_against(place, sample=sample, told=told, **how_many)


def _in_worlds(place: Place, rows: list[Row], as_json: bool) -> None:
    """In how many worlds each pattern holds, and how many patterns in a world."""
    import numpy as np

    from ..validation.check import by_kind, patterns_held

    if as_json:
        print_json([_of_worlds(row) for row in rows])
        return
    table = plain_table("Pattern", "Published", "Nine worlds in ten", "Holds in", "Kind")
    table.columns[0].no_wrap = False
    for row in rows:
        one = row.target
        low, high = row.central
        table.add_row(
            f"{escape(one.title)}\n[dim]{one.unit}",
            f"{one.published:.4g}  [dim]({one.low:.4g} to {one.high:.4g})",
            f"{low:.4g} to {high:.4g}",
            f"{row.held.mean():.0%}",
            one.kind,
        )
    console().print(table)
    for kind, of_kind in by_kind(rows).items():
        held = patterns_held(of_kind)
        note(
            f"{place.title}: of {len(of_kind)} patterns {kind} {held.min()} to {held.max()} hold in a world, "
            f"in half of the {held.size:,} worlds {int(np.median(held))} or more."
        )
    note("Worlds were fitted to average England with every adult; elsewhere more of them miss.")


def _of_worlds(row: Row) -> dict:
    """A row as plain values: what each world gave, and in how many the pattern holds."""
    return {name: value for name, value in row.table().items() if name not in ("simulated", "spread", "holds")} | {
        "worlds": [value if math.isfinite(value) else None for value in row.runs],
        "held_in": int(row.held.sum()),
    }


def _show(place: Place, rows: list[Row]) -> None:
    """The table, and how many hold."""
    from ..validation.targets import FITTED

    table = plain_table("Pattern", "Published", "Simulated", "Holds", "Kind", "Source")
    table.columns[0].no_wrap = False  # what is expected of a place is a sentence, which would push all else off the page
    for row in rows:
        one = row.target
        table.add_row(
            f"{escape(one.title)}\n[dim]{one.unit}{f'; {escape(one.expects)}' if one.expects else ''}",
            f"{one.published:.4g}  [dim]({one.low:.4g} to {one.high:.4g})",
            f"{row.simulated:.4g}" + (f"  [dim]± {row.spread:.2g}" if len(row.runs) > 1 else ""),
            "yes" if row.holds else "[bold]NO",
            one.kind,
            f"{one.source}, {one.year}",
        )
    console().print(table)
    for kind in dict.fromkeys(row.target.kind for row in rows):
        some = [row for row in rows if row.target.kind == kind]
        what = "used in setting the model's numbers" if kind == FITTED else "never used for that"
        note(f"{place.title}: {sum(row.holds for row in some)} of {len(some)} patterns {what} hold ({kind}).")
