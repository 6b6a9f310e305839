"""`lwsim explain`: why the difference is what it is, by force and by mechanism, year by year."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from . import many, options
from .loading import load
from .runs import get_ready
from .showing import console, note, plain_table, print_json, progress

if TYPE_CHECKING:
    from ..explain import Contribution, Explanation

SHOWN = ("need_met", "capacity_change")
HEADINGS = {
    "total": "The whole difference",
    "force": "By force: added on joining, averaged over all orders (Shapley); these sum to the whole",
    "alone": "Moved alone",
    "together": "Brought only together (interaction, Harsanyi dividends); with those alone they sum to the whole",
    "mechanism": "By mechanism: lost when it alone is switched off in both; these overlap and need not sum",
}
MOST_MECHANISMS = 12


@click.command(short_help="Say why the difference between two scenarios is what it is.")
@options.place
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--forces-only", is_flag=True, help="Leave the mechanisms out: a tenth of the work.")
@options.shared(many.worlds(12), options.years, options.seed, many.sample, many.workers, options.out, options.as_json)
def explain(
    place: str,
    first: str,
    second: str,
    forces_only: bool,
    worlds: int,
    years: float | None,
    seed: int,
    sample: float,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Take the difference B minus A on PLACE apart: by purpose, power and practice, and by mechanism.

    All mixtures of A and B are lived in the same worlds on the same luck. With --out, writes explanation.csv and, for need
    met and for capacity, waterfalls as SVG.
    """
    started = time.monotonic()
    where, (one, other), horizon = load(place, (first, second), years)
    get_ready(out)
    from ..explain import explain as take_apart

    plan = many.setting(many.whole_years(horizon), worlds, seed, sample, workers)
    with progress("Lives") as told:
        found = take_apart(where, one, other, plan, mechanisms=not forces_only, told=told)
    if as_json:
        print_json(_as_json(found))
    else:
        _show(found)
    if out:
        many.write_table(found.rows, out / "explanation.csv")
        _draw(found, out)
    note(f"Took {time.monotonic() - started:.0f} seconds.")


def _as_json(found: Explanation) -> dict:
    """Everything for a program to read."""
    setup = {key: value for key, value in vars(found.setting).items() if key != "workers"}
    return {
        "place": found.place,
        "first": found.first,
        "second": found.second,
        "sign": "difference = second minus first, world by world on the same luck",
        "setup": setup | {"years": list(found.setting.years)},
        "players": list(found.players),
        "levels": [
            {"measure": name, "year": year, "first": ends[0], "second": ends[1]} for (name, year), ends in found.levels.items()
        ],
        "contributions": many.plain_rows(found.rows),
    }


def _show(found: Explanation) -> None:
    """A table for each shown measure: parts down, years across."""
    from ..measures import MEASURES
    from ..wording import by_year, difference_unit, value

    plan = found.setting
    click.echo(
        f"{found.place}: {found.second} minus {found.first}, {plan.worlds} plausible worlds on the same luck, "
        f"seed {plan.seed}, {plan.sample:.3g} of the adults. In brackets the 95% interval of the mean over worlds.\n"
    )
    for name in SHOWN:
        measure, last = MEASURES[name], plan.years[-1]
        ends = found.levels[name, last]
        said = " and ".join(f"{who} {value(measure, end)}" for who, end in zip((found.first, found.second), ends, strict=True))
        click.echo(f"{measure.title}, in {difference_unit(measure)}; by {by_year(last)} {said}")
        for kind, heading in HEADINGS.items():
            _show_kind(found, name, kind, heading)
        click.echo()


def _show_kind(found: Explanation, name: str, kind: str, heading: str) -> None:
    """The rows of one kind under their heading; of mechanisms the largest that are told apart from nothing."""
    from ..explain import strongest
    from ..wording import by_year

    years = found.setting.years
    last = found.of(name, years[-1], kind)
    rows = strongest(last, MOST_MECHANISMS) if kind == "mechanism" else last
    if not last:
        return
    click.echo(heading)
    if rows:
        table = plain_table("", *map(by_year, years))
        for row in rows:
            across = [one for year in years for one in found.of(name, year, kind) if one.part == row.part]
            table.add_row(f"  {escape(row.part)}", *_cells(across))
        console().print(table)
    if kind == "mechanism" and len(rows) < len(last):
        click.echo(f"  ({len(last) - len(rows)} {'more ' if rows else ''}are smaller, or may be no effect at all)")


def _cells(rows: Sequence[Contribution]) -> list[str]:
    """A contribution with its interval, for each year."""
    from ..measures import MEASURES
    from ..wording import fine

    said = []
    for row in rows:
        mean, low, high = (fine(MEASURES[row.measure], part) for part in (row.mean, row.mean_low, row.mean_high))
        said.append(mean if row.mean_low == row.mean_high else f"{mean} ({low} to {high})")
    return said


def _draw(found: Explanation, out: Path) -> None:
    """Waterfalls as SVG files."""
    from ..files import write_whole
    from ..report import waterfall

    last = found.setting.years[-1]
    for name in SHOWN:
        drawings = {"forces": waterfall.of_forces(found, name, last)}
        if found.of(name, last, "mechanism"):
            drawings["mechanisms"] = waterfall.of_mechanisms(found, name, last)
        for kind, drawing in drawings.items():
            path = out / f"{name}-{kind}.svg"
            write_whole(path, str(waterfall.alone(drawing)))
            note(f"Written: {path}")
