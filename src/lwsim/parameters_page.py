"""docs/parameters.md, written from the model's own declarations: nothing on it is typed by hand."""

from collections import Counter
from collections.abc import Iterable, Iterator

from .parameters import STANDINGS, Parameter, Room
from .rooms import ROOMS, all_parameters
from .worlds import central

HEAD = """# Parameters

Written by `lwsim parameters --markdown > docs/parameters.md`; do not edit it by hand.

Every number of the model, in the order of its rooms. A plausible world draws each from a triangle over *low* to *high*
that peaks at *value*, and moves them together towards what is published of today (`src/lwsim/worlds.py`): *in worlds* is
where nine worlds in ten lie after that. A number whose low and high are one is not drawn. A scenario may set any of them
within its range under `[parameters]`. A source is `KEY: where in it`; the keys are those of `docs/sources.bib`, which also
says how each source was read.

How well a number is known: **measured**, as it stands in data; **literature**, from published studies; **expert**, from
people who know; **calibrated**, set so that the model shows a published pattern; **assumed**, our judgement, with a range
wide enough to own up to it.
"""


def to_markdown() -> str:
    """The whole page."""
    parts = [HEAD, _counted(all_parameters().values()), *map(_section, ROOMS)]
    return "\n".join(parts)


def _counted(found: Iterable[Parameter]) -> str:
    """How many numbers have each standing, in one line."""
    standings = Counter(one.standing for one in found)
    several = ", ".join(f"{standings[standing]} {standing}" for standing in STANDINGS)
    return f"{standings.total()} numbers: {several}.\n"


def _section(room: type[Room]) -> str:
    """One room: its caption, where it lives, a row for each number."""
    return "\n".join(_lines(room)) + "\n"


def _lines(room: type[Room]) -> Iterator[str]:
    yield f"## {room.room}\n"
    yield f"{(room.__doc__ or '').splitlines()[0]} (`src/{room.__module__.replace('.', '/')}.py`)\n"
    yield "| name | value | unit | low to high | in worlds | standing | source | what it is | what would settle it |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for one in room.declared.values():
        scope = _figure(one.low) if one.low == one.high else f"{_figure(one.low)} to {_figure(one.high)}"
        lie = " to ".join(f"{value:,.3g}" for value in central().get(one.name, ()))
        cells = (f"`{one.name}`", _figure(one.value), one.unit, scope, lie, one.standing, one.source, one.says, _settled(one))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _settled(one: Parameter) -> str:
    """What would settle an assumed number, or the pattern that a calibrated one was set to."""
    return f"set to: {one.fitted_to}" if one.fitted_to else one.settled_by


def _figure(value: float) -> str:
    """A number as it was declared, never in powers of ten, with thousands parted."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.10f}".rstrip("0").rstrip(".")
