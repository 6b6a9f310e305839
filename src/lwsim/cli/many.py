"""What the commands that live many worlds share: their options, their setting, rows as tables and as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import options
from .showing import note

if TYPE_CHECKING:
    from ..lives import Setting

sample = click.option(
    "--sample",
    type=options.Number(0.0, 1.0, open_low=True),
    default=0.1,
    show_default=True,
    help="Share of the adults to simulate, with workforce and groups scaled along; 1 is everyone.",
)
workers = click.option(
    "--workers",
    type=click.IntRange(1, options.MOST_WORKERS),
    default=None,
    help="Processes to run in; the result is the same for any number. [default: all cores]",
)
measure = click.option(
    "--measure",
    default="need_met",
    show_default=True,
    metavar="NAME",
    help="A measure that has a better side.",
)


def worlds(default: int, fewest: int = 2) -> Callable:
    """The option that says how many plausible worlds."""
    return click.option(
        "--worlds",
        type=click.IntRange(fewest, options.MOST_WORLDS),
        default=default,
        show_default=True,
        help="Plausible worlds: draws of the uncertain parameters, each lived under every scenario.",
    )


def setting(years: Sequence[float], worlds: int, seed: int, sample: float, workers: int | None) -> Setting:
    """The setting of a command's runs; of a sample it is said what it is."""
    from ..lives import Setting

    say_sample(sample)
    return Setting(tuple(years), worlds, seed, sample, workers)


def say_sample(sample: float) -> None:
    """Warn of a sample: it is not only rougher. sample: share of the adults."""
    if sample < 1.0:
        note(
            f"{100 * sample:.3g}% of the adults are lived. A sample is a smaller place, where other things may be best: quote "
            "what --sample 1 shows (docs/limits.md)."
        )


def whole_years(horizon: float) -> tuple[float, ...]:
    """Each whole year up to a horizon, and the horizon."""
    found = [float(year) for year in range(1, math.floor(horizon) + 1)]
    return tuple(found) if found and found[-1] == horizon else (*found, horizon)


def plain_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Named tuples as plain values for JSON; a number that does not exist is None."""
    return [{key: _plain(value) for key, value in row._asdict().items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return list(value) if isinstance(value, tuple) else value


def write_table(rows: Sequence[Any], path: Path) -> None:
    """Rows as a CSV file, whole or not at all."""
    import pandas as pd

    from ..files import write_whole

    write_whole(path, pd.DataFrame(plain_rows(rows)).to_csv(index=False, lineterminator="\n"))
    note(f"Written: {path}")
