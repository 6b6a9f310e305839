"""`lwsim lessons` and `lwsim lesson`: what there is to learn, whether a lesson's file can be used, and its findings."""

from __future__ import annotations

import click
from rich.markup import escape

from . import options
from .checks import say_of_each
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


@click.group(short_help="Check a lesson's file, or run a lesson in the terminal.")
def lesson() -> None:
    """Check a lesson's file, or run a lesson in the terminal."""


@lesson.command(short_help="Say what is wrong with a lesson's file.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@options.as_json
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check lesson files; say what is wrong, where, and the way out.

    Exits 0 when every file can be used, 1 otherwise. How to write one: docs/teaching/lessons.md.
    """
    say_of_each(files, _read, as_json)


def _read(file: str) -> tuple[str, str]:
    """The kind of a lesson's file that can be used, and a line about it. Raises InputError for any other."""
    from ..lessons.lesson_file import load_lesson

    one = load_lesson(file)
    return "lesson", f"a lesson that can be used: {one.title}, {one.minutes} minutes"


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
