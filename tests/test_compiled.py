"""Compiled code is kept on disk, and an old rule is never lived by: whatever goes into a loop is looked at, in any file."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import pytest
from numba import typeof

from lwsim import compiled, run, scenario
from lwsim.agents.columns import blank
from lwsim.compiled import Pass, contents, laid_out, loop, rule
from lwsim.library import scenarios
from lwsim.rooms import RIVALS, SWITCHES

RULES = """
from typing import NamedTuple
import numpy as np
from lwsim.compiled import rule
STEP = 1
class Table(NamedTuple):
    near: np.ndarray
    far: np.ndarray
@rule
def longer(x):
    return x + STEP
"""
LOOP = """
import sys
import numpy as np
from lwsim.compiled import is_kept, loop
from rules import Table, longer
@loop
def walk(table, n):
    total = 0
    for i in range(n):
        total += longer(table.near[i])
    return total
known = is_kept(walk)
print(walk(Table(*np.array([[1, 2], [10, 20]])), 2), known, len(walk.stats.cache_hits))
"""


@pytest.fixture
def walk(tmp_path: Path):
    """A loop and, in another file, the rule it uses: run in a fresh process, with one fixed folder for compiled code."""

    def run(*changed: str) -> list[str]:
        (tmp_path / "rules.py").write_text(RULES.replace(*changed) if changed else RULES)
        (tmp_path / "walk.py").write_text(LOOP)
        os.utime(tmp_path / "walk.py", (1e9, 1e9))  # as an update leaves a file that it does not touch
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kept")}
        told = subprocess.run(
            [sys.executable, "walk.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return told.stdout.split()

    return run


def test_compiled_code_is_found_again_and_an_old_rule_is_not(walk):
    """The answer, whether it was known to be compiled, and whether it was taken from disk: as the other file changes."""
    assert walk() == ["5", "False", "0"]
    assert walk() == ["5", "True", "1"]
    assert walk("return x + STEP", "# a remark\n    return x + STEP") == ["5", "True", "1"]
    assert walk("return x + STEP", "return x - STEP") == ["1", "False", "0"]
    assert walk("STEP = 1", "STEP = 3") == ["9", "False", "0"]
    assert walk("near: np.ndarray\n    far: np.ndarray", "far: np.ndarray\n    near: np.ndarray") == ["32", "False", "0"]
    assert walk()[::2] == ["5", "0"], "the rule is known again, the table is another"


def test_what_a_function_says_of_itself_does_not_count():
    def plain(x):
        return x + 1

    def told(x):
        """Says something."""
        return x + 1

    def other(x):
        return x + 2

    assert contents(plain) == contents(told) != contents(other)


def test_where_nothing_can_be_kept_the_model_still_lives(tmp_path):
    """A read-only home and source: compiled in memory, without a word."""
    code = (
        "import numba.core.caching as c; c.CacheImpl._locator_classes = []; c.CompileResultCacheImpl._locator_classes = [];"
        "from lwsim.luck import chances; import numpy as np; print(chances(np.uint64(1), np.ones(1, np.uint64)).size)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"


def test_a_rule_reads_the_same_uncompiled():
    @rule
    def half(x):
        return 0.5 * x

    @loop
    def halve(xs):
        for i in range(xs.size):
            xs[i] = half(xs[i])

    one, other = np.arange(3.0), np.arange(3.0)
    halve(one)
    halve.py_func(other)
    assert np.array_equal(one, other) and one[2] == 1.0


class Pair(NamedTuple):
    """A table of two columns."""

    first: Annotated[np.ndarray, np.float32]
    second: Annotated[np.ndarray, np.int16]


@loop
def summed(pair, times):
    total = 0.0
    for i in range(pair.first.size):
        total += pair.first[i] * times + pair.second[i]
    return total


@pytest.mark.skipif(not compiled.IS_COMPILED, reason="nothing is compiled")
def test_the_short_way_in_takes_each_kind_of_argument_to_its_own_form():
    """Whole numbers and decimals, tables made anew and longer ones: each call gives what plain Python gives."""
    for rows in (3, 5):
        pair = blank(Pair, rows)
        pair.first[:], pair.second[:] = np.arange(rows) / 2, -np.arange(rows)
        for times in (2, 2.5, np.float64(0.5), np.int8(3), True, 2):
            assert summed(pair, times) == sum(np.arange(rows) / 2 * float(times) - np.arange(rows))
    assert len(summed.overloads) > 1


def test_arrays_that_compiled_code_reads_otherwise_are_of_other_kinds():
    """Another type, number of dimensions, order in memory, or one that must not be written to."""
    whole = np.zeros((4, 4))
    shut = np.zeros((4, 4))
    shut.flags.writeable = False
    others = [whole, whole.astype(np.float32), whole[0], whole.T, whole[:, 0], shut]
    assert len({compiled.kind(one) for one in others}) == len(others)
    assert compiled.kind(whole) == compiled.kind(np.ones((2, 7)))
    assert compiled.kind((whole, 1)) != compiled.kind((whole.T, 1))
    assert compiled.kind((1, 2.0)) != compiled.kind((1.0, 2.0))


@loop
def added_up(xs, flags):
    total = 0.0
    for i in range(xs.shape[0]):
        total += xs[i]
    return total + flags[0]


def test_each_call_reads_its_arrays_as_they_are():
    """The same pass over arrays of other numbers, orders in memory and rights, again and again, in any order."""
    plain, shut = np.arange(6.0), np.arange(6.0) * 5
    shut.flags.writeable = False
    arrays = [
        plain,
        plain.astype(np.float32) * 2,
        plain.astype(np.int16) * 3,
        np.arange(12.0)[::2] * 4,
        shut,
        plain.astype(np.int64),
    ]
    for order in (arrays, arrays[::-1], arrays[::2] + arrays):
        for xs in order:
            for flags in ((True, False), (2, False), (0.5, 1)):
                assert added_up(xs, flags) == xs.sum() + flags[0]


@laid_out
class Amounts(NamedTuple):
    """A table of numbers of declared kinds."""

    people: int
    share: float
    is_open: bool


@loop
def weighed(amounts):
    return amounts.people * amounts.share * amounts.is_open


@pytest.mark.skipif(not compiled.IS_COMPILED, reason="nothing is compiled")
def test_a_laid_out_table_of_other_kinds_than_declared_is_refused_the_first_time():
    """Whole numbers that a later call would be read as, where decimals are declared: they would be cut off in silence."""
    with pytest.raises(TypeError, match=r"Amounts.share is 2, but declared float"):
        weighed(Amounts(3, 2, True))
    assert [weighed(Amounts(3, share, True)) for share in (0.5, np.float64(0.25), 2)] == [1.5, 0.75, 6.0]


@pytest.mark.skipif(not compiled.IS_COMPILED, reason="nothing is compiled")
def test_laid_out_tables_keep_their_kinds_in_every_scenario(monkeypatch):
    """A pass knows such a table by its class alone: compiled code reads each of them alike, whatever is switched or chosen."""
    seen: dict[type, set] = {}
    call, turn = Pass.__call__, count()

    def watched(self, *args):
        is_looked_at = next(turn) % 11 == 0  # each pass in one week of eleven
        for one in args:
            if is_looked_at and isinstance(one, tuple) and type(one) in compiled.LAID_OUT:
                seen.setdefault(type(one), set()).add(typeof(one))
        return call(self, *args)

    monkeypatch.setattr(Pass, "__call__", watched)
    ordinary = scenario("ordinary")
    off = ordinary.model_copy(update={"switches": dict.fromkeys(SWITCHES, False)})
    other = ordinary.model_copy(update={"rivals": {name: answers[-1] for name, answers in RIVALS.items()}})
    eventful = [one for one in map(scenario, (found.name for found in scenarios())) if one.events]
    for one in [*eventful, off, other]:
        run("small_town", one, years=3, sample=0.02)
    assert {Amounts, Pair}.isdisjoint(seen) and len(seen) > 25
    assert {its.__name__: kinds for its, kinds in seen.items() if len(kinds) != 1} == {}
