"""`lwsim lessons` and `lwsim lesson`: what there is to learn, whether a lesson's file can be used, and its findings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from rich.markup import escape

from ..errors import InputError
from . import options
from .catching import REFUSED, end
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
    answers = [_answer(file) for file in files]
    if as_json:
        print_json(answers if len(answers) > 1 else answers[0])
    else:
        for answer in answers:
            if answer["valid"]:
                click.echo(f"{answer['file']}: {answer['says']}")
    if wrong := [answer["says"] for answer in answers if not answer["valid"]]:
        end("\n".join(wrong), REFUSED)


def _answer(file: str) -> dict[str, Any]:
    """What there is to say of one file."""
    from ..lessons.lesson_file import load_lesson

    try:
        one = load_lesson(file)
    except InputError as error:
        problems = [asdict(problem) for problem in error.problems]
        return {"file": file, "valid": False, "says": str(error), "count": error.count, "problems": problems}
    return {
        "file": file,
        "valid": True,
        "says": f"a lesson that can be used: {one.title}, {one.minutes} minutes",
        "problems": [],
    }


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
