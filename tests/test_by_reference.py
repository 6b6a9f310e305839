"""Tables by reference: compiled code reads and writes the very columns that Python sees, in copies and joined tables too."""

import copy
import pickle
from typing import Annotated, NamedTuple

import numpy as np
import pytest

from lwsim.agents.by_reference import by_reference
from lwsim.agents.columns import BESIDE, F4, I1_BESIDE, U8, bytes_a_row, filled, joined, layout
from lwsim.agents.columns import blank as blank_table
from lwsim.agents.fetching import fetch_ahead
from lwsim.agents.people import People
from lwsim.compiled import IS_COMPILED, loop


@by_reference
class Things(NamedTuple):
    """Columns of every kind: by itself, beside others, of two dimensions."""

    who: U8
    mass: F4
    shade: I1_BESIDE
    place: Annotated[np.ndarray, np.int32, BESIDE]
    price: Annotated[np.ndarray, np.float64, BESIDE]
    ties: Annotated[np.ndarray, np.int16, 2]


def things(count: int) -> Things:
    numbers = np.arange(count)
    ties = np.arange(3 * count, dtype=np.int16).reshape(count, 3)
    given = [numbers.astype(np.uint64), numbers / 2, numbers % 5, -numbers, numbers / 7, ties]
    kinds = [column.dtype for column in layout(Things)[0].values()]
    return filled(Things, [column.astype(kind) for column, kind in zip(given, kinds, strict=True)])


@loop
def use(things, rows, count):
    """Reads and writes a column of every kind. Returns a sum over all of them."""
    total = 0.0
    for n in range(count):
        fetch_ahead(things, rows, n, count, (things.mass, things.who))
        i = rows[n]
        total += things.mass[i] + things.shade[i] + things.place[i] + things.price[i] + things.who[i]
        for k in range(things.ties.shape[1]):
            total += things.ties[i, k]
        things.shade[i] = 7
        things.place[i] += 1000
        things.ties[i, 1] = -1
    return total


def by_hand(table: Things, rows: np.ndarray) -> float:
    columns = (table.mass, table.shade, table.place, table.price, table.who)
    return float(sum(column[rows].astype(float).sum() for column in columns) + table.ties[rows].sum())


def touched(table: Things, rows: np.ndarray) -> bool:
    left = np.setdiff1d(np.arange(table.who.size), rows)
    wrote = (table.shade[rows] == 7).all() and (table.place[rows] == 1000 - rows.astype(int)).all()
    return wrote and (table.ties[rows, 1] == -1).all() and (table.place[left] == -left).all()


@pytest.mark.parametrize("count", [1, 9, 1000])
def test_compiled_code_reads_and_writes_the_same_columns(count):
    table, rows = things(count), np.arange(0, count, 3, dtype=np.uint32)
    expected = by_hand(table, rows)
    assert use(table, rows, rows.size) == pytest.approx(expected)
    assert touched(table, rows)


WAYS = {
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "pickle": lambda table: pickle.loads(pickle.dumps(table)),
    "joined": lambda table: joined(table, blank_of(0)),
    "replaced": lambda table: table._replace(mass=table.mass.copy()),
}


def blank_of(count: int) -> Things:
    return filled(Things, [column[:count] for column in things(1)])


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_is_known_by_its_own_address(way):
    """After the first has been handed over, whatever is made of it is another table: what happens to one stays there."""
    first, rows = things(20), np.array([3, 4], dtype=np.uint32)
    use(first, rows[:1], 0)
    second = WAYS[way](first)
    assert type(second) is Things and all((one == other).all() for one, other in zip(first, second, strict=True))
    use(second, rows, 2)
    assert touched(second, rows)
    shared = way in ("replaced",)  # which keeps the other columns, as it does for any named tuple
    assert (first.place[rows] >= 990).all() == shared


def test_columns_beside_each_other_share_a_row():
    columns, width = layout(Things)
    assert width == 16 and [column.offset for column in columns.values()] == [None, None, 12, 8, 0, None]
    table = things(5)
    assert table.price.strides == table.shade.strides == (16,) and table.mass.strides == (4,)
    assert table.price.ctypes.data % 64 == 0


@pytest.mark.skipif(not IS_COMPILED, reason="plain Python reads columns by their names")
@pytest.mark.parametrize(
    "wrong",
    [{"mass": np.zeros(4)}, {"place": np.zeros(4, dtype=np.int32)}, {"ties": np.zeros((3, 4), dtype=np.int16).T}],
    ids=["another number", "not beside", "by columns"],
)
def test_a_table_laid_out_otherwise_is_refused(wrong):
    with pytest.raises(TypeError, match="not laid out as declared"):
        use(things(4)._replace(**wrong), np.zeros(1, dtype=np.uint32), 1)


def test_a_persons_row_stays_small():
    """63 bytes: those that stand beside each other leave no gap."""
    assert layout(People)[1] == 28
    assert bytes_a_row(blank_table(People, 10)) <= 64 + 6  # notes, which are not taken as a rule, are six
