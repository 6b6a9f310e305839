"""`lwsim sensitivity`: the assumptions that the difference leans on most, each with its source."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from . import many, options
from .loading import load
from .runs import get_ready
from .showing import note, print_json, progress

if TYPE_CHECKING:
    from ..measures import Measure
    from ..sensitivity import Screening


@click.command(short_help="Say which assumptions the difference leans on most.")
@options.place
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@many.measure
@click.option(
    "--trajectories",
    type=click.IntRange(2, 100),
    default=6,
    show_default=True,
    help="Morris trajectories in each of two rounds; more are surer and take longer.",
)
@click.option(
    "--rooms", type=click.IntRange(1, 30), default=4, show_default=True, help="How many rooms of the model to look into."
)
@options.shared(options.years, options.seed, many.sample, many.workers, options.as_json)
def sensitivity(
    place: str,
    first: str,
    second: str,
    measure: str,
    trajectories: int,
    rooms: int,
    years: float | None,
    seed: int,
    sample: float,
    workers: int | None,
    as_json: bool,
) -> None:
    """Screen the model's uncertain numbers for those that the difference B minus A on PLACE leans on most (Morris).

    First whole rooms of the model are moved together, then each number of the rooms that weigh most by itself. What luck
    alone would make of a number is measured beside it, and what lies below that is said so.
    """
    from ..lives import judged

    started = time.monotonic()
    counted = judged(measure)
    where, (one, other), horizon = load(place, (first, second), years)
    get_ready(None)
    from ..sensitivity import Pair, screen

    many.say_sample(sample)
    pair = Pair(where, (one, other), horizon, seed, sample, measure)
    with progress("Runs") as told:
        found = screen(pair, trajectories=trajectories, rooms=rooms, workers=workers, told=told)
    if as_json:
        print_json(
            {
                "place": where.title,
                "first": one.title,
                "second": other.title,
                "measure": measure,
                "year": horizon,
                "luck_alone": found.noise,
                "pairs_of_runs": found.runs,
                "rooms": [{"room": room, "weight": weight} for room, weight in found.rooms],
                "assumptions": many.plain_rows(found.leans),
            }
        )
    else:
        click.echo(f"{where.title}: {other.title} minus {one.title}\n")
        _show(found, counted)
    note(f"Took {time.monotonic() - started:.0f} seconds.")


def _show(found: Screening, measure: Measure) -> None:
    """The assumptions in words, with what luck alone would do."""
    from ..sensitivity import in_words
    from ..wording import by_year, in_sentence, size

    click.echo(f"The {len(found.leans)} assumptions that {in_sentence(measure.title)} by {by_year(found.year)} leans on most")
    click.echo("(mean change of the difference when the number takes a step of half its plausible range)\n")
    for place, lean in enumerate(found.leans, start=1):
        click.echo(f"{place}. {size(measure, lean.weight)}: {' '.join(in_words(lean))}")
    click.echo(f"\nLuck alone makes up to about {size(measure, found.noise)}: a number below that is not told apart from it.")
    rooms = ", ".join(f"{room.replace('_', ' ')} ({size(measure, weight)})" for room, weight in found.rooms)
    click.echo(f"By room of the model, all its numbers moved together: {rooms}.")
    click.echo(f"{found.runs} pairs of runs. A screening ranks: it gives no interval, nor sees what no number stands for.")
