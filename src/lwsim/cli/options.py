"""The arguments and options that several commands share, each with its range and what it means."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

MOST_WORLDS = 10_000
MOST_YEARS = 20
MOST_WORKERS = 1_024
LARGEST_SEED = 2**63 - 1


class Number(click.ParamType):
    """A number within a range; unlike click's own, it lets no NaN or infinity through.

    open_low: the low end itself is outside.  step: only whole multiples of it, where given.
    """

    name = "number"

    def __init__(self, low: float, high: float, *, open_low: bool = False, step: float | None = None) -> None:
        self.low, self.high, self.open_low, self.step = low, high, open_low, step

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error that says what is allowed."""
        try:
            number = float(value)
        except ValueError:
            self.fail(f"{value!r} is not a number; {self.allowed()}.", param, ctx)
        above = number > self.low if self.open_low else number >= self.low
        if not (math.isfinite(number) and above and number <= self.high):
            self.fail(f"{value} is out of range; {self.allowed()}.", param, ctx)
        if self.step and (number / self.step) % 1:
            self.fail(f"{value} is not a whole multiple of {self.step:g}; {self.allowed()}.", param, ctx)
        return number

    def allowed(self) -> str:
        """The range in words."""
        low = f"more than {self.low:g}" if self.open_low else f"{self.low:g}"
        steps = f", in steps of {self.step:g}" if self.step else ""
        return f"allowed: {low} to {self.high:g}{steps}"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """NUMBER, without the word 'number' in brackets that click would add."""
        return "NUMBER"


place = click.argument("place", metavar="PLACE")
years = click.option(
    "--years",
    type=Number(0.5, MOST_YEARS, step=0.5),
    default=None,
    help=f"How long to run: half a year to {MOST_YEARS}, in half years. [default: the longest that a scenario suggests]",
)
seed = click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=1,
    show_default=True,
    help="The number that all luck is made from; the same seed gives the same result.",
)
sample = click.option(
    "--sample",
    type=Number(0.0, 1.0, open_low=True),
    default=1.0,
    show_default=True,
    help="Share of the adults to simulate, with workforce and groups scaled along; 1 is everyone.",
)
out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder to write the results to; made where it is not there. Without it nothing is written.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")


def shared(*decorators: Callable) -> Callable:
    """One decorator of several, applied so that --help lists them in the order given."""

    def apply(command: Callable) -> Callable:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply
