"""`lwsim audit`: which side each mechanism favours, who is ahead where, and checks that must hold exactly."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from . import many, options
from .catching import NOT_HELD
from .loading import place_named
from .runs import get_ready
from .showing import console, note, plain_table, print_json, progress

if TYPE_CHECKING:
    from ..audit import Check, Lean, Range, Ranking, Standing
    from ..lives import Setting
    from ..place_file import Place

PARTS = ("checks", "standings", "mechanisms", "futures")
TAKEN_APART = "salford"
"""The place that mechanisms are taken apart on when none is named: the place of the main job."""
MECHANISMS_BY = 5.0
"""The latest year by which mechanisms are taken apart and futures ranked; leads are followed further."""

years = click.option(
    "--years",
    type=options.Number(0.5, options.MOST_YEARS, step=0.5),
    default=10.0,
    show_default=True,
    help=f"How long to follow who is ahead; mechanisms and futures are looked at up to year {MECHANISMS_BY:g}.",
)


@click.command(short_help="Ask whether the model is rigged: which side each mechanism favours.")
@click.argument("places", metavar="[PLACE ...]", nargs=-1)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Only this part; may be given more than once.")
@options.shared(many.worlds(16), years, options.seed, many.sample, many.workers, options.out, options.as_json)
def audit(
    places: tuple[str, ...],
    only: tuple[str, ...],
    worlds: int,
    years: float,
    seed: int,
    sample: float,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare the two poles, mechanistic and relational, with each mechanism off in turn, on the same luck.

    Prints who is ahead on need met and capacity by year in each PLACE (every place when none is named); for the first
    PLACE (or Salford), which pole each mechanism favours on each headline measure; whether rankings survive unlike
    futures; and two checks that must hold exactly. Exit code 0 only if both hold, 4 if one does not.

    With the usual settings it takes some twenty minutes on two cores; --only, --worlds and --sample shorten it.
    """
    started = time.monotonic()
    where = _places(places)
    parts = only or PARTS
    get_ready(out)
    leads = (*(year for year in _audit().AT_YEARS if year < years), years)
    plan = many.setting(leads, worlds, seed, sample, workers)
    found = _found(where, parts, plan, min(years, MECHANISMS_BY))
    if as_json:
        print_json(_as_json(found, where, plan))
    else:
        _show(found, where, plan)
    if out:
        for part in parts:
            many.write_table(found[part], out / f"audit-{part}.csv")
        many.write_table(found["ranges"], out / "audit-ranges.csv")
    note(f"Took {time.monotonic() - started:.0f} seconds.")
    if not all(check.holds for check in found["checks"]):
        sys.exit(NOT_HELD)


def _audit() -> Any:
    """The audit room, loaded when it is needed."""
    from .. import audit as room

    return room


def _places(names: Sequence[str]) -> list[Place]:
    """The places to audit, the one that is taken apart first. Raises InputError."""
    from .. import library
    from ..single import as_place

    if names:
        return [place_named(name) for name in names]
    shelf = [one.name for one in library.places()]
    return [as_place(name) for name in sorted(shelf, key=lambda name: name != TAKEN_APART)]


def _found(where: Sequence[Place], parts: Sequence[str], plan: Setting, by: float) -> dict[str, list]:
    """The rows of every part that was asked for."""
    room, first = _audit(), where[0]
    near = replace(plan, years=(*(year for year in plan.years if year < by), by))
    found: dict[str, list] = {part: [] for part in PARTS} | {"ranges": room.ranges()}
    if "checks" in parts:
        found["checks"] = room.exact_checks(first, replace(near, worlds=min(4, plan.worlds)))
    if "standings" in parts:
        for place in where:
            with progress(f"{place.title}: who is ahead") as told:
                found["standings"] += room.standings(place, plan, told)
    if "mechanisms" in parts:
        with progress(f"{first.title}: mechanisms") as told:
            found["mechanisms"] = room.leans(first, near, told)
    if "futures" in parts:
        with progress(f"{first.title}: futures") as told:
            found["futures"] = room.rankings(first, near, told)
    return found


def _as_json(found: dict[str, list], where: Sequence[Place], plan: Setting) -> dict[str, Any]:
    """Everything for a program to read."""
    room = _audit()
    dead, quiet = room.idle(found["mechanisms"])
    setup = {key: value for key, value in vars(plan).items() if key != "workers"}
    return {
        "places": [place.title for place in where],
        "poles": list(room.POLES),
        "sign": "difference = relational minus mechanistic, world by world on the same luck",
        "setup": setup | {"years": list(plan.years)},
        **{part: many.plain_rows(rows) for part, rows in found.items()},
        "did_nothing": dead,
        "favoured_neither": quiet,
        "cannot_show": list(room.CANNOT_SHOW),
    }


def _show(found: dict[str, list], where: Sequence[Place], plan: Setting) -> None:
    """Every part as a table with its caption."""
    room = _audit()
    first, second = room.POLES
    click.echo(
        f"{first.capitalize()} (M) and {second} (R), {plan.worlds} plausible worlds, seed {plan.seed}, "
        f"{plan.sample:.3g} of the adults. Differences are {second} minus {first}, in the same world on the same luck.\n"
    )
    if found["checks"]:
        _show_checks(found["checks"])
    if found["standings"]:
        _show_standings(found["standings"], plan)
    if found["mechanisms"]:
        _show_mechanisms(found["mechanisms"], where[0].title)
    if found["futures"]:
        _show_futures(found["futures"])
    _show_ranges(found["ranges"])
    click.echo("What this cannot show:\n" + "\n".join(f"- {words}" for words in room.CANNOT_SHOW))


def _show_checks(checks: Sequence[Check]) -> None:
    """What must hold exactly."""
    click.echo("Checks that must hold exactly")
    for check in checks:
        holds = "holds" if check.holds else "DOES NOT HOLD"
        click.echo(f"- {check.check}: {holds}. {check.says} Largest deviation over all measures and weeks: {check.figure:g}.")
    click.echo()


def _show_standings(rows: Sequence[Standing], plan: Setting) -> None:
    """In what share of worlds each pole is ahead, a column a year."""
    from ..measures import MEASURES
    from ..wording import by_year, signed

    click.echo("Who is ahead: share of worlds in which M / R is ahead; in brackets the mean difference, R minus M")
    table = plain_table("Place", "Measure", *map(by_year, plan.years))
    for place, name in dict.fromkeys((row.place, row.measure) for row in rows):
        cells = [
            f"{row.first_ahead:.0%} / {row.second_ahead:.0%} ({signed(MEASURES[name], row.difference)})"
            for row in rows
            if (row.place, row.measure) == (place, name)
        ]
        table.add_row(escape(place), MEASURES[name].title, *cells)
    console().print(table)
    click.echo()


def _show_mechanisms(rows: Sequence[Lean], place: str) -> None:
    """Which pole each mechanism favours on each headline measure, by the last year."""
    from ..lives import HEADLINES
    from ..measures import MEASURES
    from ..wording import by_year

    year = rows[-1].year
    click.echo(
        f"What each mechanism does to the difference in {place} by {by_year(year)}: with it minus without it, and its side.\n"
        "'·': may be no effect at all (99% interval); '0': exactly nothing, in every world. Rival theories stand last.\n"
        "All rows are set against the same whole runs, so their errors go together: read a row that stands out from the rest."
    )
    table = plain_table("Mechanism", *(_short(MEASURES[name].title) for name in HEADLINES))
    for mechanism in dict.fromkeys(row.mechanism for row in rows):
        cells = [_cell(row) for row in rows if row.mechanism == mechanism and row.year == year]
        table.add_row(mechanism, *cells)
    console().print(table)
    dead, quiet = _audit().idle(rows)
    click.echo(f"Moved nothing at all here: {', '.join(dead) or 'none'}.")
    click.echo(f"Moved levels, but favoured neither pole for sure on any of these: {', '.join(quiet) or 'none'}.\n")


def _short(title: str) -> str:
    """A title that fits a narrow column."""
    return title.replace("Immediate need met", "Need met").replace("Long-term capacity", "Capacity")


def _cell(row: Lean) -> str:
    """An effect with the letter of the pole it favours."""
    from ..measures import MEASURES
    from ..wording import fine

    if row.favours == "neither":
        return "0"
    if row.favours == "cannot tell":
        return "·"
    letter = "" if row.favours.startswith("higher") else f" {row.favours[0].upper()}"
    return fine(MEASURES[row.measure], row.effect) + letter


def _show_futures(rows: Sequence[Ranking]) -> None:
    """The ranking in each future."""
    from ..measures import MEASURES
    from ..wording import by_year, value

    click.echo(f"Whether the ranking survives unlike futures, by {by_year(rows[0].year)}; in brackets the mean over worlds")
    table = plain_table("Measure", "Future", "Order, best first", "Orders settled both ways that turned round")
    for row in rows:
        measure = MEASURES[row.measure]
        order = ", ".join(f"{name} ({value(measure, mean)})" for name, mean in zip(row.order, row.means, strict=True))
        turned = "; ".join(f"{ahead} over {behind} no more" for ahead, behind in row.turned) or "none"
        table.add_row(measure.title, row.future, order, turned)
    console().print(table)
    click.echo()


def _show_ranges(rows: Sequence[Range]) -> None:
    """How strongly the levers of the forces may act."""
    click.echo("Ranges of the levers of the forces (lwsim parameters lists every number's)")
    table = plain_table("Lever", "Force", "Usual", "Plausible", "Unit", "Standing", "Reaches no effect")
    for row in rows:
        reaches = "yes" if row.reaches_none else "no"
        table.add_row(row.lever, row.force, f"{row.value:g}", f"{row.low:g} to {row.high:g}", row.unit, row.standing, reaches)
    console().print(table)
    bound = [row.lever for row in rows if not row.reaches_none]
    click.echo(f"{len(rows) - len(bound)} of {len(rows)} reach down to no effect; not so: {', '.join(bound) or 'none'}.\n")
