"""`lwsim run` and `lwsim compare`: progress on stderr, results on stdout or in a folder."""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from ..errors import InputError
from . import options
from .compiling import compile_first
from .loading import load
from .outcome import as_values, print_table
from .showing import console, note, plain_table, print_json, progress

if TYPE_CHECKING:
    from ..comparison import Comparison
    from ..report.context import ReportContext

a_scenario = click.option(
    "--scenario", default="ordinary", show_default=True, metavar="NAME", help="A scenario's name or its file."
)
two_to_four = click.argument("scenarios", metavar="A B [C [D]]", nargs=-1, required=True)
worlds_option = click.option(
    "--worlds",
    type=click.IntRange(1, options.MOST_WORLDS),
    default=40,
    show_default=True,
    help="Plausible worlds: draws of the uncertain parameters, each run under every scenario.",
)
with_profile = click.option("--profile", is_flag=True, help="Say where the time went, by step of the week.")
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, options.MOST_WORKERS),
    default=None,
    help="Processes to run in; the result is the same for any number. [default: all cores]",
)


@click.command(short_help="Run one place under one scenario.")
@options.shared(
    options.place, a_scenario, options.years, options.seed, options.sample, options.out, options.as_json, with_profile
)
def run(
    place: str,
    scenario: str,
    years: float | None,
    seed: int,
    sample: float,
    out: Path | None,
    as_json: bool,
    profile: bool,
) -> None:
    """Run PLACE (a name or a file) under one scenario, week by week.

    With --out, writes tidy tables by week, deprivation fifth, community, service and role, and the ledger.
    """
    from ..single import run as live
    from .profiling import print_steps, profiled

    where, (what,), horizon = load(place, [scenario], years)
    get_ready(out)
    with progress("Weeks") as tell:
        work = partial(live, where, what, years=horizon, seed=seed, sample=sample, on_week=tell)
        result, steps = profiled(work) if profile else (work(), [])
    if as_json:
        setup = {"years": horizon, "seed": seed, "sample": sample}
        print_json(
            {
                "place": where.title,
                "scenario": what.title,
                "setup": setup,
                "measures": as_values(result.outcome.weekly),
                **({"profile": [asdict(step) for step in steps]} if profile else {}),
            }
        )
    else:
        click.echo(f"{where.title}: {what.title}\n")
        print_table(result.outcome.weekly)
        if profile:
            print_steps(steps)
    if out:
        result.write(out)
        note(f"Written to {out}")


@click.command(short_help="Compare two to four scenarios on the same luck.")
@options.shared(
    options.place,
    two_to_four,
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
    """Compare scenarios A and B (and C, and D) on PLACE (names or files), on the same luck in many plausible worlds.

    Prints the verdict in words and a table. With --out, writes comparison.csv and report.html.
    """
    from ..comparison import FEWEST_SIDES, MOST_SIDES

    if not FEWEST_SIDES <= len(scenarios) <= MOST_SIDES:
        raise click.UsageError(f"A comparison takes two to four scenarios, not {len(scenarios)}.")
    from ..pairing import compare as compare_systems

    started = time.monotonic()
    where, what, horizon = load(place, scenarios, years)
    get_ready(out)
    with progress("Worlds") as tell:
        found = compare_systems(
            where, what, worlds=worlds, years=horizon, seed=seed, sample=sample, workers=workers, on_world=tell
        )
    show(found, as_json)
    if out:
        settings = {"worlds": worlds, "years": horizon, "seed": seed, "sample": sample}
        said = [word for name, value in settings.items() for word in (f"--{name}", plain(value))]
        command = shlex.join(["lwsim", "compare", place, *scenarios, *said, "--out", str(out)])
        from ..report.gathered import report_context

        write(found, report_context(where, what, command), out)
    note(f"Took {time.monotonic() - started:.0f} seconds.")


def get_ready(out: Path | None) -> None:
    """Make the folder for results before any work is done, and compile the model if it has yet to be.

    Raises InputError where the folder cannot be made or written to.
    """
    if out is not None:
        _make_folder(out)
    compile_first()


def _make_folder(out: Path) -> None:
    """The folder and those above it. Raises InputError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK | os.X_OK):
            raise PermissionError(None, "no right to write there")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be that of a folder"
        raise InputError(f"--out {out}", "", f"not usable ({reason})", "", "name a folder of your own") from None


def plain(value: float) -> str:
    """A number as one would type it: 5 for 5.0."""
    return str(int(value)) if value == int(value) else repr(value)


def show(comparison: Comparison, as_json: bool) -> None:
    """The verdict and the short table on standard output, or everything as JSON."""
    from ..report.tables import terminal_rows
    from ..verdicts import verdict

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


def write(comparison: Comparison, context: ReportContext, out: Path) -> None:
    """The comparison as files in a folder, each whole or not at all."""
    from ..report.page import write_report
    from ..report.tables import write_csv

    table, page = out / "comparison.csv", out / "report.html"
    write_csv(comparison, table)
    write_report(comparison, context, page)
    note(f"Written: {table}, {page}")
