"""`lwsim run` and `lwsim compare`: progress on stderr, results on stdout or in a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from . import options
from .showing import console, note, plain_table, print_json, progress

if TYPE_CHECKING:
    from ..comparison import Comparison

a_scenario = click.option(
    "--scenario", default="ordinary", show_default=True, metavar="NAME", help="A scenario's name or its file."
)
two_or_three = click.argument("scenarios", metavar="A B [C]", nargs=-1, required=True)
worlds_option = click.option(
    "--worlds",
    type=click.IntRange(1, options.MOST_WORLDS),
    default=40,
    show_default=True,
    help="Plausible worlds: draws of the uncertain parameters, each run under every scenario.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, options.MOST_WORKERS),
    default=None,
    help="Processes to run in; the result is the same for any number. [default: all cores]",
)


@click.command(short_help="Run one place under one scenario.")
@options.shared(
    options.place, a_scenario, options.years, options.seed, options.sample, options.out, options.as_json
)
def run(
    place: str, scenario: str, years: float | None, seed: int, sample: float, out: Path | None, as_json: bool
) -> None:
    """Run PLACE (a name or a file) under one scenario, week by week.

    With --out, writes tidy tables by week, deprivation fifth, community, service and role, and the ledger.
    """
    from .. import run as runs

    with progress("Weeks") as tell:
        result = runs.run(place, scenario, years=years, seed=seed, sample=sample, on_week=tell)
    del out, as_json, result


@click.command(short_help="Compare two or three scenarios on the same luck.")
@options.shared(
    options.place,
    two_or_three,
    worlds_option,
    options.years,
    options.seed,
    options.sample,
    workers_option,
    options.out,
    options.as_json,
)
def compare(
    place: str,
    scenarios: tuple[str, ...],
    worlds: int,
    years: float | None,
    seed: int,
    sample: float,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare scenarios A and B (and C) on PLACE (names or files), on the same luck in many plausible worlds.

    Prints the verdict in words and a table. With --out, writes comparison.csv and report.html.
    """
    if not 2 <= len(scenarios) <= 3:
        raise click.UsageError(f"A comparison takes two or three scenarios, not {len(scenarios)}.")
    from .. import compare as comparing

    started = time.monotonic()
    with progress("Worlds") as tell:
        comparison = comparing.compare(
            place,
            scenarios,
            worlds=worlds,
            years=years,
            seed=seed,
            sample=sample,
            workers=workers,
            on_world=tell,
        )
    show(comparison, as_json)
    if out:
        write(comparison, out)
    note(f"Took {time.monotonic() - started:.0f} seconds.")


def show(comparison: Comparison, as_json: bool) -> None:
    """The verdict and the short table on standard output, or everything as JSON."""
    from ..report.tables import terminal_rows
    from ..verdict import verdict

    said = verdict(comparison)
    if as_json:
        print_json({**comparison.to_json(), "verdict": said.to_json()})
        return
    click.echo(said.text() + "\n")
    headings, rows = terminal_rows(comparison)
    table = plain_table(*headings)
    for row in rows:
        table.add_row(*map(escape, row))
    console().print(table)


def write(comparison: Comparison, out: Path) -> None:
    """The comparison as files in a folder, each whole or not at all."""
    from ..report.page import write_report
    from ..report.tables import write_csv

    out.mkdir(parents=True, exist_ok=True)
    write_csv(comparison, out / "comparison.csv")
    write_report(comparison, out / "report.html")
    note(f"Written: {out / 'comparison.csv'}, {out / 'report.html'}")
