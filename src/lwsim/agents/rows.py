"""Rows: lists of people's rows, in order, and how they are searched, merged and parted."""

import numpy as np

from ..compiled import loop, rule, walk
from .kinds import UNSUPPORTED, WELL

NO_ROW = np.uint32(2**32 - 1)
"""Beyond any row there is."""


@rule
def first_from(rows, first, count, row):
    """The place, from `first` on, of the first of `rows` that is `row` or beyond; `count` if none is. rows: in order."""
    low, high = first, count
    while low < high:
        middle = (low + high) >> 1
        if rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


@walk
def those_at(place, rows, count, where, found):
    """Fill `found`, as long as `rows`, with those of the first `count` of `rows` who are at this place; returns how many."""
    there = 0
    for n in range(count):
        found[there] = rows[n]
        there += place[rows[n]] == where
    return there


@loop
def merge(place, need, needing, fresh, count, merged):
    """Fill `merged` with those of `need` who are not well again and the `count` rows of `fresh`, in order. Returns how many.

    place: (people,).  Somebody who was well again and is in distress anew, in the same week, is in both.
    """
    kept = taken = 0
    next_one = fresh[0] if count > 0 else NO_ROW
    for n in range(needing):
        i = need[n]
        if i >= next_one:
            while taken < count and fresh[taken] < i:
                merged[kept] = fresh[taken]
                kept += 1
                taken += 1
            taken += taken < count and fresh[taken] == i
            next_one = fresh[taken] if taken < count else NO_ROW
        merged[kept] = i
        kept += place[i] != WELL
    while taken < count:
        merged[kept] = fresh[taken]
        kept += 1
        taken += 1
    return kept


@loop
def part(place, need, needing, placed, alone):
    """Part those in need: fill `placed` with the rows of those at a door, waiting, or with somebody, and `alone` with the rest.

    Returns how many are placed.
    """
    count = 0
    for n in range(needing):
        i = need[n]
        placed[count] = i
        alone[n - count] = i
        count += place[i] != UNSUPPORTED
    return count
