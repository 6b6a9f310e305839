"""`lwsim lessons` and `lwsim lesson`: what there is to learn, and what a lesson finds."""

from __future__ import annotations

import click
from rich.markup import escape

from . import options
from .showing import console, note, plain_table, print_json


@click.command(short_help="List the lessons.")
@options.as_json
def lessons(as_json: bool) -> None:
    """List the lessons that come with lwsim, each with its question. `lwsim app` shows them under Learn."""
    from ..lessons.lesson_file import told_as
    from ..lessons.shelf import lessons as shelf

    rows = [dict(told_as(one)) for one in shelf()]
    if as_json:
        print_json(rows)
        return
    table = plain_table("Name", "Title", "Minutes", "Question")
    for row in rows:
        table.add_row(row["name"], escape(row["title"]), str(row["minutes"]), escape(row["question"]))
    console().print(table)


@click.group(short_help="Run a lesson in the terminal.")
def lesson() -> None:
    """Run a lesson in the terminal; `lwsim check FILE` says whether a lesson's file can be used."""


@lesson.command("run", short_help="Run a lesson and print what it finds.")
@click.argument("name", metavar="NAME")
@click.option("--worlds", type=click.IntRange(1, 100), default=None, help="Plausible worlds. [default: the lesson's own]")
def run_lesson(name: str, worlds: int | None) -> None:
    """Run a lesson of the shelf and print its texts under See and Explain, with the findings of this run."""
    from ..lessons.findings import filled
    from ..lessons.shelf import named_lesson
    from ..lessons.told import scenarios_of
    from ..pairing import compare

    one = named_lesson(name)
    comparison = compare(
        one.place,
        scenarios_of(one),
        worlds=worlds or one.worlds,
        years=one.years,
        seed=one.seed,
        sample=one.sample,
    )
    click.echo(f"{one.title}\n{one.question}\n")
    for step, text in zip(("See", "Explain"), one.steps[2:], strict=True):
        click.echo(f"{step}\n\n{filled(text, comparison)}\n")
    note(f"{comparison.setup.worlds} worlds of {one.place}, {one.years:g} years, luck {one.seed}")
