"""What a tab can keep of a comparison: files made on the server and handed to its own browser alone."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import NamedTuple

from ..answering.questions import Answer
from ..errors import InputError
from ..files import toml_from_bytes
from ..report.gathered import report_context
from ..report.page import page
from ..report.tables import csv_text
from ..report.workbook import workbook
from ..scenario_file import Scenario, scenario_from_table, to_toml
from ..vocabulary import vocabulary
from .state import State, is_shelf_place, shelf_scenario

MOST_SENT = 1_000_000
"""Bytes of a file that may be opened, the same as the command line's."""


class Kept(NamedTuple):
    """A file to save."""

    name: str
    kind: str
    content: bytes


def file_name(title: str, ending: str) -> str:
    """A plain file name from a title."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "scenario"
    return f"{plain}.{ending}"


def is_on_shelf(scenario: Scenario) -> bool:
    """Whether a scenario is exactly the one that the shelf has under its name."""
    try:
        return shelf_scenario(scenario.name) == scenario
    except InputError:
        return False


def command(answer: Answer) -> str:
    """How to repeat an answer on the command line; a changed scenario or place by the file that is saved beside it."""
    asked = answer.question
    place = asked.place.name if is_shelf_place(asked.place) else f"./{file_name(asked.place.title, 'toml')}"
    names = [one.name if is_on_shelf(one) else f"./{file_name(one.title, 'toml')}" for one in asked.scenarios]
    said = [
        "--worlds",
        str(answer.done),
        "--years",
        f"{asked.years:g}",
        "--seed",
        str(asked.seed),
        "--sample",
        repr(asked.sample),
    ]
    return shlex.join(["lwsim", "compare", place, *names, *said])


def scenario_file(state: State, slot: int) -> Kept:
    """A scenario as the file that the command line reads, to the last bit."""
    one = state.scenarios[slot]
    return Kept(file_name(one.title, "toml"), "application/toml", to_toml(one).encode())


def opened(name: str, raw: bytes) -> Scenario:
    """The scenario that an uploaded file holds. Raises InputError."""
    plain = re.sub(r"[^\w .-]", "", name)[:80] or "the file"
    return scenario_from_table(toml_from_bytes(raw, plain), plain, vocabulary())


def _report(answer: Answer) -> Kept:
    context = report_context(answer.question.place, answer.question.scenarios, command(answer))
    return Kept(file_name(_about(answer), "html"), "text/html", page(answer.comparison, context).encode())


def _table(answer: Answer) -> Kept:
    return Kept(file_name(_about(answer), "csv"), "text/csv", csv_text(answer.comparison).encode())


def _book(answer: Answer) -> Kept:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = workbook(answer.comparison, answer.question.scenarios, command(answer))
    return Kept(file_name(_about(answer), "xlsx"), kind, book)


def _about(answer: Answer) -> str:
    return " ".join([answer.comparison.place, *answer.comparison.labels])


MAKERS: dict[str, Callable[[Answer], Kept]] = {"report": _report, "csv": _table, "excel": _book}
"""What can be made of an answer, by the name that the page asks by."""
