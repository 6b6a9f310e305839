"""`lwsim conditions`: what would have to be true for one scenario to beat another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from . import many, options
from .loading import load
from .runs import get_ready
from .showing import note, print_json, progress

if TYPE_CHECKING:
    from ..conditions import Box


@click.command(short_help="Say what would have to be true for B to beat A.")
@options.place
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@many.measure
@click.option(
    "--year",
    type=options.Number(0.5, options.MOST_YEARS, step=0.5),
    default=5.0,
    show_default=True,
    help="By when B is to be ahead.",
)
@options.shared(many.worlds(200, fewest=10), options.seed, many.sample, many.workers, options.as_json)
def conditions(
    place: str,
    first: str,
    second: str,
    measure: str,
    year: float,
    worlds: int,
    seed: int,
    sample: float,
    workers: int | None,
    as_json: bool,
) -> None:
    """Find the plausible worlds in which B is ahead of A on PLACE, and say in plain words what they have in common.

    The search (PRIM) sees two thirds of the worlds; what it finds is judged in the rest.
    """
    from ..lives import judged

    started = time.monotonic()
    counted = judged(measure)
    where, pair, _ = load(place, (first, second), year)
    get_ready(None)
    from .. import conditions as room
    from ..lives import differences, live_all
    from ..rooms import all_parameters
    from ..sensitivity import draws_of
    from ..wording import by_year, in_sentence

    plan = many.setting((year,), worlds, seed, sample, workers)
    with progress("Worlds") as told:
        lived = live_all(where, {"": pair}, plan, told)[""]
    numbers = all_parameters()
    fixed = {name for one in pair for name in one.parameters}
    names = [name for name, one in numbers.items() if one.low < one.high and name not in fixed]
    wins = room.wins_of(differences(lived, measure)[:, 0], counted.better)
    box = room.find_box(draws_of(names, worlds, seed), names, wins)
    titles = pair[0].title, pair[1].title
    on = f"{in_sentence(counted.title)} by {by_year(year)}"
    said = room.in_words(box, int(wins.sum()), worlds, *titles, numbers, on)
    if as_json:
        setup = {"measure": measure, "year": year, "worlds": worlds, "seed": seed, "sample": sample}
        found = {"place": where.title, "first": titles[0], "second": titles[1], "setup": setup}
        print_json(found | {"wins": int(wins.sum()), "says": said, "box": _as_json(box)})
    else:
        click.echo(said)
    note(f"Took {time.monotonic() - started:.0f} seconds.")


def _as_json(box: Box | None) -> dict[str, Any] | None:
    """A box for a program to read."""
    if box is None:
        return None
    return {
        "bounds": many.plain_rows(box.bounds),
        "coverage": box.coverage if box.wins else None,
        "density": box.density if box.inside else None,
        "holds_up": box.holds_up,
        "counts": {key: value for key, value in vars(box).items() if isinstance(value, int)},
    }
