"""Everybody's life as a list of changes: written down in the weeks in which anything about a person changes, and only then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..agents.columns import F4, I1, I2, I4, blank
from ..agents.kinds import WELL
from ..answering.questions import Life, Look, Start
from ..compiled import loop, rule
from ..single import Outcome, live
from ..state import State


class Changes(NamedTuple):
    """One row for each person and week in which something changed, in the order of the weeks; states are as the week ended.

    week: 0 the start, 1 the first week lived.  row: of the person.  happened: bits (happenings.py).  The others are those of
    `People`; band: of distress, 0 well .. 3 severe.
    """

    week: I2
    row: I4
    happened: I4
    place: I1
    band: I1
    with_gp: I1
    service: I2
    group: I2
    staff: I4
    severity: F4


@rule
def band_of(people, i, edges):
    """The band of distress of person i: 0 well, 1 mild, 2 moderate, 3 severe. edges: moderate and severe."""
    if people.place[i] == WELL:
        return 0
    s = people.severity[i]
    return 3 if s >= edges[1] else (2 if s >= edges[0] else 1)


@loop
def write_changes(people, rows, count, week, edges, last, seen, to, at):
    """Write down those of `rows` about whom something changed in `week`. Returns how many rows `to` holds then.

    last: (people, 6) what was written of each last: place, band, GP, service, group, staff.  seen: (people,) week of it.
    to: space for changes, of which `at` are taken.
    """
    for n in range(count):
        i = rows[n]
        band = band_of(people, i, edges)
        happened = people.happened[i] if people.noted_at[i] == week - 1 and week > 0 else 0
        is_same = (
            last[i, 0] == people.place[i]
            and last[i, 1] == band
            and last[i, 2] == people.with_gp[i]
            and last[i, 3] == people.service[i]
            and last[i, 4] == people.group[i]
            and last[i, 5] == people.staff[i]
        )
        if (is_same and happened == 0) or seen[i] == week:
            continue
        seen[i] = week
        last[i, 0], last[i, 1], last[i, 2] = people.place[i], band, people.with_gp[i]
        last[i, 3], last[i, 4], last[i, 5] = people.service[i], people.group[i], people.staff[i]
        to.week[at], to.row[at], to.happened[at] = week, i, happened
        to.place[at], to.band[at], to.with_gp[at] = people.place[i], band, people.with_gp[i]
        to.service[at], to.group[at], to.staff[at] = people.service[i], people.group[i], people.staff[i]
        to.severity[at] = people.severity[i]
        at += 1
    return at


class Recorder:
    """Writes down changes as weeks go by: begin with a settled start, then call it after every week."""

    def __init__(self, state: State) -> None:
        state.take_notes()
        people = state.people
        self.last = np.full((people.who.size, 6), -2, dtype=np.int32)
        self.seen = np.full(people.who.size, -1, dtype=np.int32)
        self.to = blank(Changes, max(1024, 2 * state.needing))
        self.at = 0
        self.edges = (state.p.need.moderate_edge, state.p.need.severe_edge)
        self.thresholds: list[np.ndarray] = []
        self.before = np.zeros(0, dtype=np.uint32)
        self._write(state, 0, np.arange(people.who.size, dtype=np.uint32))
        self._after(state)

    def __call__(self, state: State) -> None:
        """After a week: those who were in need before it and those who are now can have changed; nobody else."""
        self._write(state, state.week, self.before)
        self._write(state, state.week, state.need[: state.needing])
        self._after(state)

    def _after(self, state: State) -> None:
        self.before = state.need[: state.needing].copy()
        self.thresholds.append(state.services.threshold.copy())
        self.names = {name: list(state.names[name]) for name in ("communities", "services", "groups")}

    def _write(self, state: State, week: int, rows: np.ndarray) -> None:
        if self.at + rows.size > self.to.week.size:
            more = blank(Changes, max(rows.size, self.to.week.size))
            self.to = Changes(*(np.concatenate(pair) for pair in zip(self.to, more, strict=True)))
        self.at = write_changes(state.people, rows, rows.size, week, self.edges, self.last, self.seen, self.to, self.at)

    def changes(self) -> Changes:
        """What was written so far, without the spare room."""
        return Changes(*(column[: self.at].copy() for column in self.to))


@dataclass(frozen=True, eq=False)
class Lived:
    """Everybody's life in one run, with what it takes to tell it.

    community: (people,) row of each person's.  enduring: (people,) 1 with an enduring condition.
    thresholds: (weeks + 1, services) severity below which a community team turned people away; NaN where there was none.
    """

    changes: Changes
    outcome: Outcome
    weeks: int
    scale: float
    community: np.ndarray
    enduring: np.ndarray
    thresholds: np.ndarray
    names: dict[str, list[str]]

    @cached_property
    def order(self) -> np.ndarray:
        """Places in `changes` person by person, each person's in the order of the weeks."""
        return np.argsort(self.changes.row, kind="stable")

    @cached_property
    def first(self) -> np.ndarray:
        """(people + 1,): where each person's stretch of `order` begins; everybody has at least the start."""
        return np.searchsorted(self.changes.row[self.order], np.arange(self.community.size + 1))

    def of(self, row: int) -> list[Entry]:
        """One person's life."""
        places = self.order[self.first[row] : self.first[row + 1]]
        return [Entry(*(column[at].item() for column in self.changes)) for at in places]


class Entry(NamedTuple):
    """One row of `Changes` as plain numbers."""

    week: int
    row: int
    happened: int
    place: int
    band: int
    with_gp: int
    service: int
    group: int
    staff: int
    severity: float


@dataclass(frozen=True)
class LifeStories:
    """A piece of work for the desk: one life of a system, with everybody's changes written down. Its result is a `Lived`."""

    life: Life

    @property
    def start(self) -> Start:
        """The settled start."""
        return self.life.start

    def work(self, state: State, look: Look) -> Lived:
        """Live the weeks and write."""
        recorder = Recorder(state)

        def each(now: State) -> None:
            recorder(now)
            look(now)

        outcome = live(state, self.life.scenario, self.life.weeks, each)
        return lived(state, recorder, outcome)


def lived(start: State, recorder: Recorder, outcome: Outcome) -> Lived:
    """What a recorder wrote, as it is handed on."""
    last = recorder.thresholds[-1].size
    thresholds = np.full((len(recorder.thresholds), last), np.nan, dtype=np.float32)
    for week, row in enumerate(recorder.thresholds):
        thresholds[week, : row.size] = row
    people = start.people
    return Lived(
        recorder.changes(),
        outcome,
        outcome.weekly.shape[0] - 1,
        start.scale,
        people.community.copy(),
        people.is_enduring.copy(),
        thresholds,
        recorder.names,
    )
