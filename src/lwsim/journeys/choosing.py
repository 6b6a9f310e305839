"""Whose story to tell: by search, by chance, or by how much two lives differ; and what became of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..agents.happenings import CRISIS_CONTACT, HAPPENINGS
from ..agents.kinds import AT_DOOR, UNSUPPORTED, WAITING, WELL
from ..compiled import loop
from .recording import Changes, Lived
from .situations import SITUATION_OF

COUNTS = ("weeks_in_distress", "weeks_without_support", "weeks_waiting", "weeks_severe", "crises")
"""What is added up of each life; weeks as they ended, the start not counted."""
DIFFERENCES = {
    "apart": "weeks in which they are somewhere else in the two systems",
    "weeks_in_distress": "weeks in distress",
    "weeks_without_support": "weeks in distress with nobody",
    "weeks_waiting": "weeks at a door or on a list",
    "weeks_severe": "weeks in severe distress",
    "crises": "crisis contacts",
}
"""By what two lives of a person are set against each other."""


@loop
def add_up(changes, order, first, weeks, out):
    """Add up every life. out: (people, COUNTS) zeros."""
    for i in range(out.shape[0]):
        for n in range(first[i], first[i + 1]):
            at = order[n]
            ends = changes.week[order[n + 1]] if n + 1 < first[i + 1] else weeks + 1
            length = ends - max(changes.week[at], 1)
            place, gp = changes.place[at], changes.with_gp[at]
            if place != WELL and length > 0:
                out[i, 0] += length
                out[i, 1] += length * (gp == 0 and (place == UNSUPPORTED or place == AT_DOOR or place == WAITING))
                out[i, 2] += length * (place == AT_DOOR or place == WAITING)
                out[i, 3] += length * (changes.band[at] == 3)
            out[i, 4] += (changes.happened[at] & CRISIS_CONTACT) > 0


@loop
def weeks_apart(one, order, first, other, other_order, other_first, weeks, out):
    """Weeks in which each person is in another situation in the two runs. out: (people,)."""
    for i in range(out.size):
        a, b = first[i], other_first[i]
        week = 0
        while week <= weeks:
            while a + 1 < first[i + 1] and one.week[order[a + 1]] <= week:
                a += 1
            while b + 1 < other_first[i + 1] and other.week[other_order[b + 1]] <= week:
                b += 1
            until = weeks + 1
            if a + 1 < first[i + 1]:
                until = min(until, one.week[order[a + 1]])
            if b + 1 < other_first[i + 1]:
                until = min(until, other.week[other_order[b + 1]])
            x, y = order[a], other_order[b]
            if SITUATION_OF[one.place[x]][one.with_gp[x]] != SITUATION_OF[other.place[y]][other.with_gp[y]]:
                out[i] += until - max(week, 1)
            week = until


class Context(NamedTuple):
    """What became of everybody, by one difference: people in the run, not scaled up."""

    people: int
    same: int
    """Whose weeks are the same, as far as they are told."""
    more_in_first: int
    more_in_second: int


@dataclass(frozen=True, eq=False)
class Pair:
    """Two runs of the same people. counts: (2, people, COUNTS).  apart: (people,) weeks."""

    first: Lived
    second: Lived
    counts: np.ndarray
    apart: np.ndarray

    @classmethod
    def of(cls, first: Lived, second: Lived) -> Pair:
        """Set two runs side by side. Raises ValueError where they are not of the same people."""
        if not np.array_equal(first.community, second.community) or first.weeks != second.weeks:
            raise ValueError("two runs of other people or lengths cannot be set side by side")
        people = first.community.size
        counts = np.zeros((2, people, len(COUNTS)), dtype=np.int32)
        for lived, out in zip((first, second), counts, strict=True):
            add_up(lived.changes, lived.order, lived.first, lived.weeks, out)
        apart = np.zeros(people, dtype=np.int32)
        weeks_apart(first.changes, first.order, first.first, second.changes, second.order, second.first, first.weeks, apart)
        return cls(first, second, counts, apart)

    def difference(self, by: str) -> np.ndarray:
        """How much more the second life has of something, by person: (people,). Of "apart" weeks, never below 0."""
        if by == "apart":
            return self.apart
        return self.counts[1, :, COUNTS.index(by)] - self.counts[0, :, COUNTS.index(by)]

    def context(self, by: str) -> Context:
        """For how many it is the same, more in the first, more in the second."""
        difference = self.difference(by)
        if by == "apart":
            return Context(difference.size, int((difference == 0).sum()), 0, int((difference > 0).sum()))
        return Context(
            difference.size,
            int((self.apart == 0).sum()),
            int((difference < 0).sum()),
            int((difference > 0).sum()),
        )

    def find(
        self,
        *,
        community: int | None = None,
        enduring: bool | None = None,
        band: int | None = None,
        situation: int | None = None,
        happened: str | None = None,
    ) -> np.ndarray:
        """Rows of people who fit all that is asked: where they live, how they stood at week 0, what happened in either life.

        band: of distress at week 0, 0..3.  situation: place in SITUATIONS at week 0.  happened: one of HAPPENINGS.
        """
        fits = np.ones(self.apart.size, dtype=bool)
        start: Changes = self.first.changes
        at = self.first.order[self.first.first[:-1]]
        if community is not None:
            fits &= self.first.community == community
        if enduring is not None:
            fits &= (self.first.enduring == 1) == enduring
        if band is not None:
            fits &= start.band[at] == band
        if situation is not None:
            fits &= np.array(SITUATION_OF)[start.place[at], start.with_gp[at]] == situation
        if happened is not None:
            bit = 1 << HAPPENINGS.index(happened)
            ever = np.zeros(self.apart.size, dtype=bool)
            for lived in (self.first, self.second):
                ever[lived.changes.row[(lived.changes.happened & bit) > 0]] = True
            fits &= ever
        return np.flatnonzero(fits)

    def most(self, rows: np.ndarray, by: str, count: int) -> np.ndarray:
        """Of some people, those whose two lives differ most by something, the most first; ties by their number."""
        size = np.abs(self.difference(by)[rows])
        return rows[np.argsort(-size, kind="stable")[:count]]


def label(lived: Lived, row: int) -> str:
    """What a person is called: by neighbourhood and number in it, the same in every run of the place."""
    community = int(lived.community[row])
    number = row - int(np.searchsorted(lived.community, community)) + 1
    return f"{lived.names['communities'][community]} {number}"


def row_of(lived: Lived, community: str, number: int) -> int | None:
    """The row of somebody by neighbourhood and number, or None."""
    if community not in lived.names["communities"]:
        return None
    c = lived.names["communities"].index(community)
    first, last = np.searchsorted(lived.community, [c, c + 1])
    return int(first) + number - 1 if 1 <= number <= last - first else None
