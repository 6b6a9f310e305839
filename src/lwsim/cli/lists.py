"""`lwsim places`, `lwsim scenarios` and `lwsim parameters`: what there is to choose from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from ..errors import InputError, shown
from . import options
from .showing import console, note, plain_table, print_json

if TYPE_CHECKING:
    from ..library import Listed
    from ..parameters import Parameter


@click.command(short_help="List the places to choose from.")
@options.as_json
def places(as_json: bool) -> None:
    """List the places that come with lwsim.

    A place of your own is a TOML file; give its path wherever a name is asked for: small_town is the one listed here,
    ./small_town.toml the file in this folder.
    """
    from .. import library

    _list(library.places(), "about", as_json)


@click.command(short_help="List the scenarios to choose from.")
@options.as_json
def scenarios(as_json: bool) -> None:
    """List the scenarios that come with lwsim, each with its question.

    A scenario of your own is a TOML file; give its path wherever a name is asked for: ordinary is the one listed here,
    ./ordinary.toml the file in this folder.
    """
    from .. import library

    _list(library.scenarios(), "question", as_json)


def _list(found: Iterable["Listed"], key: str, as_json: bool) -> None:
    """Names, titles and what each says under a key, as a table or as JSON."""
    rows = [{"name": one.name, "title": one.title, key: _said(one, key), "file": str(one.path)} for one in found]
    if as_json:
        print_json(rows)
        return
    table = plain_table("Name", "Title", key.capitalize())
    for row in rows:
        table.add_row(row["name"], escape(row["title"]), escape(row[key]))
    console().print(table)


def _said(one: "Listed", key: str) -> str:
    """What a file says under a key; a broken file says nothing here, and `lwsim check` says why."""
    from ..files import read_toml

    try:
        return " ".join(str(read_toml(one.path).get(key, "")).split())
    except InputError:
        return ""


@click.command(short_help="List every number of the model with its source.")
@click.argument("word", metavar="[WORD]", required=False, default="")
@options.as_json
@click.option("--markdown", is_flag=True, help="Print the page docs/parameters.md: all of them, by room, whatever WORD.")
def parameters(word: str, as_json: bool, markdown: bool) -> None:
    """List every number of the model with its unit, range, standing and source.

    With WORD, only those that have it in their name, sentence or source (burnout, apms-2023, assumed). Below each range stands
    where nine plausible worlds in ten lie, whose numbers are moved together towards what is published.
    """
    if markdown:
        from ..parameters_page import to_markdown

        click.echo(to_markdown(), nl=False)
        return
    from ..rooms import all_parameters
    from ..worlds import central

    found, lie = [one for one in all_parameters().values() if word.lower() in _searched(one)], central()
    if as_json:
        print_json([asdict(one) | {"in_worlds": lie.get(one.name, (one.value, one.value))} for one in found])
        return
    if not found:
        note(f"No number has {shown(word)} in its name, sentence, standing or source; lwsim parameters lists all.")
        return
    table = plain_table("Name", "Value", "Range, and nine worlds in ten", "Unit", "Standing", "What it is, and the source")
    for one in found:
        scope = f"{one.low:g} to {one.high:g}"
        if one.name in lie:
            scope += "\n[dim]{:.3g} to {:.3g}".format(*lie[one.name])
        table.add_row(
            one.name,
            f"{one.value:g}",
            scope,
            one.unit,
            one.standing,
            f"{escape(one.says)}\n[dim]{escape(one.source)}",
        )
    console().print(table)
    counts = Counter(one.standing for one in found)
    shares = (f"{number} {standing} ({number / len(found):.0%})" for standing, number in counts.most_common())
    note(f"{len(found)} parameters: " + ", ".join(shares))


def _searched(one: "Parameter") -> str:
    """The text that WORD is looked for in."""
    return " ".join((one.name, one.says, one.source, one.standing)).lower()
