"""`lwsim check`: whether a file that somebody wrote can be used, and if not, what is wrong and where."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from . import options
from .catching import REFUSED, end
from .loading import say_which_beside
from .showing import print_json


@click.command(short_help="Say what is wrong with a place, scenario, experiment or lesson.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@options.as_json
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check places, scenarios, experiments (TOML) and lessons (.md); say what is wrong, where, and the way out.

    What a file is, its sections say. An experiment is checked as before a run, with the places and scenarios that it names.
    Exits 0 when every file can be used, 1 otherwise.
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
    try:
        kind, says = _read(file)
    except InputError as error:
        problems = [asdict(problem) for problem in error.problems]
        return {"file": file, "valid": False, "says": str(error), "count": error.count, "problems": problems}
    return {"file": file, "valid": True, "kind": kind, "says": says, "problems": []}


def _read(file: str) -> tuple[str, str]:
    """The kind of a file that can be used, and a line about it. Raises InputError for any other."""
    from ..batch.experiment_file import is_experiment
    from ..files import read_toml
    from ..library import PLAIN_NAME

    if PLAIN_NAME.fullmatch(file) and not Path(file).exists():
        raise InputError(file, "", "not there", "a file, not a name", f"give its path, such as ./{file}.toml")
    if file.lower().endswith(".md"):
        return _read_lesson(file)
    if is_experiment(read_toml(file)):
        return _read_experiment(file)
    return _read_place_or_scenario(file)


def _read_lesson(file: str) -> tuple[str, str]:
    from ..lessons.lesson_file import load_lesson

    one = load_lesson(file)
    return "lesson", f"a lesson that can be used: {one.title}, {one.minutes} minutes"


def _read_experiment(file: str) -> tuple[str, str]:
    """The experiment, and its small form where it has one, with all that they name."""
    from ..batch.experiment_file import load_experiment
    from ..batch.plan import Plan

    one = load_experiment(Path(file))
    runs = _count(Plan(one).total, "run")
    say_which_beside(one)
    if one.reduced:
        runs += f", {_count(Plan(one.reduced_form()).total, 'run')} in its reduced form"
    return "experiment", f"an experiment that can be used: {one.title}, {runs}"


def _read_place_or_scenario(file: str) -> tuple[str, str]:
    from ..place_file import Place
    from ..scenario_file import check_file
    from ..vocabulary import vocabulary

    found = check_file(file, vocabulary())
    if isinstance(found, Place):
        counts = {"community": found.communities, "service": found.services, "group": found.groups}
        parts = ", ".join(_count(len(items), word) for word, items in counts.items())
        return "place", f"a place that can be used: {found.title}, {found.adults:,} adults, {parts}"
    events = _count(len(found.events), "event")
    return "scenario", f"a scenario that can be used: {found.title}, {found.years:g} years, {events}"


def _count(number: int, word: str) -> str:
    """'1 event', '3 events', '2 communities'."""
    many = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{number:,} {word if number == 1 else many}"
