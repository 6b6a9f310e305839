"""What the terminal shows: tables that fit the window, JSON that any program reads, progress on stderr."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

PIPED_WIDTH = 140
"""Columns of a table that goes into a file or another program."""

TENTHS = 10
"""Lines of progress where stderr is not a terminal."""


def console() -> Console:
    """Standard output: as wide as the window, or wide enough for our tables where there is none."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def print_json(value: Any) -> None:
    """A value as JSON on standard output; a NaN would be a fault, for no JSON has one."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def note(words: str) -> None:
    """A remark for the person at the terminal, on stderr: it never mixes with results."""
    click.echo(words, err=True)


def plain_table(*headings: str) -> Table:
    """A table without vertical rules, first column kept whole."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column, heading in enumerate(headings):
        table.add_column(heading, no_wrap=column == 0, overflow="fold")
    return table


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long piece of work is: a bar in a terminal, a line at each tenth elsewhere.

    Gives a function to call with how many are done, of how many.
    """
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def bar(what: str, is_terminal: bool) -> Iterator[Callable[[int, int, str], None]]:
    """Progress with words of its own beside it: a bar in a terminal, a line at each tenth elsewhere."""
    if not is_terminal:
        tell = _lines(what)
        yield lambda done, total, words: tell(done, total, words)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        task = shown.add_task(what, total=None, words="")
        yield lambda done, total, words: shown.update(task, completed=done, total=total, words=words)


def _lines(what: str) -> Callable[..., None]:
    """Progress for a log: one line each time another tenth is done."""
    said = 0

    def tell(done: int, total: int, words: str = "") -> None:
        nonlocal said
        tenth = done * TENTHS // total if total else 0
        if tenth > said:
            said = tenth
            note(f"{what}: {done} of {total}" + (f" ({words})" if words else ""))

    return tell
