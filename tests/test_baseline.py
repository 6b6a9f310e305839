"""Memory: the model says of the small town what it said when the baseline was last renewed."""

from __future__ import annotations

import numpy as np

from lwsim.measures import NAMES
from renew_baseline import FILE, SCENARIOS, YEARS, kept, moved, now

WAY_OUT = """
{count} values of {file} moved:
{lines}
If that is meant: renew it with `python tests/renew_baseline.py`, and write a line under "Results change" in CHANGELOG.md
that says in users' words what moved and why. If it is not, the last change did more than it meant to."""


def told(lines: list[str]) -> str:
    """What moved, and the way out."""
    shown = [*lines[:20], *(["..."] if len(lines) > 20 else [])]
    return WAY_OUT.format(count=len(lines), file=FILE.name, lines="\n".join(f"  {line}" for line in shown))


def test_the_model_says_what_it_said():
    """Yearly means of every measure under three scenarios are those of the baseline, to a billionth."""
    lines = moved(kept(), now())
    assert not lines, told(lines)


def test_the_baseline_holds_every_measure():
    """The file has every scenario, measure and year, each a number."""
    table = kept()
    assert set(table) == {(scenario, name) for scenario in SCENARIOS for name in NAMES}
    assert all(len(values) == YEARS and np.isfinite(values).all() for values in table.values())


def test_what_moved_is_said():
    """A value that moved, came or went is named, with what to do about it; a billionth is nothing."""
    old = {("ordinary", "waiting"): (10.0, 20.0), ("ordinary", "lost"): (1.0, 1.0)}
    new = {("ordinary", "waiting"): (10.0 + 1e-10, 25.0), ("ordinary", "spend"): (1.0, 1.0)}
    lines = moved(old, new)
    assert lines == [
        "ordinary: lost is gone",
        "ordinary: spend is new",
        "ordinary: waiting, year 2: 20 -> 25 (+20.00%)",
    ]
    assert moved(old, old) == []
    words = told(lines)
    assert "renew_baseline.py" in words and "Results change" in words and "waiting, year 2" in words


def test_a_number_that_is_none_has_moved():
    """A value that is no number any more counts as moved."""
    assert len(moved({("a", "b"): (1.0,)}, {("a", "b"): (float("nan"),)})) == 1
