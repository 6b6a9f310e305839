"""`lwsim check`: whether a place or scenario file can be used, and if not, what is wrong and where."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from . import options
from .catching import REFUSED, end
from .showing import print_json


@click.command(short_help="Say what is wrong with a place or scenario file.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@options.as_json
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check place and scenario files; say what is wrong, where, and the way out.

    Exits 0 when every file can be used, 1 otherwise.
    """
    say_of_each(files, _read, as_json)


def say_of_each(files: tuple[str, ...], read: Callable[[str], tuple[str, str]], as_json: bool) -> None:
    """Say of each file whether it can be used, and end with an error if one cannot.

    read: the kind of a file that can be used, and a line about it; raises InputError for any other.
    """
    answers = [_answer(file, read) for file in files]
    if as_json:
        print_json(answers if len(answers) > 1 else answers[0])
    else:
        for answer in answers:
            if answer["valid"]:
                click.echo(f"{answer['file']}: {answer['says']}")
    if wrong := [answer["says"] for answer in answers if not answer["valid"]]:
        end("\n".join(wrong), REFUSED)


def _answer(file: str, read: Callable[[str], tuple[str, str]]) -> dict[str, Any]:
    """What there is to say of one file."""
    try:
        kind, says = read(file)
    except InputError as error:
        problems = [asdict(problem) for problem in error.problems]
        return {"file": file, "valid": False, "says": str(error), "count": error.count, "problems": problems}
    return {"file": file, "valid": True, "kind": kind, "says": says, "problems": []}


def _read(file: str) -> tuple[str, str]:
    """The kind of a file that can be used, and a line about it. Raises InputError for any other."""
    from ..library import PLAIN_NAME
    from ..place_file import Place
    from ..scenario_file import check_file
    from ..vocabulary import vocabulary

    if PLAIN_NAME.fullmatch(file) and not Path(file).exists():
        raise InputError(file, "", "not there", "a file, not a name", f"give its path, such as ./{file}.toml")
    found = check_file(file, vocabulary())
    if isinstance(found, Place):
        parts = (
            _count(found.communities, "community"),
            _count(found.services, "service"),
            _count(found.groups, "group"),
        )
        return (
            "place",
            f"a place that can be used: {found.title}, {found.adults:,} adults, {', '.join(parts)}",
        )
    events = _count(found.events, "event")
    return "scenario", f"a scenario that can be used: {found.title}, {found.years:g} years, {events}"


def _count(items: tuple, word: str) -> str:
    """'1 event', '3 events', '2 communities'."""
    many = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{len(items)} {word if len(items) == 1 else many}"
