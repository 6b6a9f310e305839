"""A full run's diary: what is kept beside the system's measures, week by week, and its tidy tables as plain columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import numpy as np

from . import measures, parts
from .agents.kinds import FIFTHS, ROLES
from .state import State

Told = Callable[[int, int], None]
"""Called with what is done and how much there is."""
Columns = dict[str, np.ndarray]
"""A table: its columns by name, all of one length."""


class Diary:
    """Keeps what a full result holds beside the system's measures, a week at a time."""

    def __init__(self, told: Told | None, weeks: int) -> None:
        self.told, self.weeks, self.done = told, weeks, 0
        self.parts: list[parts.Noted] = []
        self.money: list[dict[str, float]] = []

    def __call__(self, state: State) -> None:
        self.parts.append(parts.noted(state))
        money = state.money
        self.money.append(
            {"in_hand_before": money.before, "income": money.received, **money.spent, "in_hand_after": money.in_hand}
        )
        self.names, self.fifths = state.names, state.communities.fifth
        self.scale, self.burnt_out = state.scale, state.p.workforce.burnt_out
        self.done += 1
        if self.told:
            self.told(self.done, self.weeks)

    def by_community(self) -> Columns:
        """week, community, measure, value: people (severity-weighted for distress and met) at the place's full size."""
        weeks = [parts.communities(week, self.scale) for week in self.parts]
        return _tidy(weeks, self.names["communities"], parts.BY_COMMUNITY, "community")

    def by_fifth(self) -> Columns:
        """week, fifth (1 least .. 5 most deprived), measure, value: the communities' counts summed, and need met."""
        sums = []
        for counts in (parts.communities(week, self.scale) for week in self.parts):
            summed = np.stack([np.bincount(self.fifths, weights=column, minlength=FIFTHS) for column in counts.T], axis=1)
            distress, met = (summed[:, parts.BY_COMMUNITY.index(name)] for name in ("distress", "met"))
            share = np.divide(met, distress, out=np.full(FIFTHS, np.nan), where=distress > 0)
            sums.append(np.column_stack([summed, share]))
        table = _tidy(sums, [str(fifth + 1) for fifth in range(FIFTHS)], (*parts.BY_COMMUNITY, "need_met"), "fifth")
        there = ~np.isnan(table["value"])  # no need met where there is no distress
        return {name: column[there] for name, column in table.items()}

    def by_service(self) -> Columns:
        """week, service, measure, value: people at the place's full size."""
        weeks = [parts.services(week, self.scale) for week in self.parts]
        return _tidy(weeks, self.names["service_keys"], parts.BY_SERVICE, "service")

    def by_role(self) -> Columns:
        """week, role, measure, value: whole-time staff in post, wellbeing, share burnt out, caseload."""
        weeks = [parts.roles(week, self.scale, self.burnt_out) for week in self.parts]
        return _tidy(weeks, ROLES, parts.BY_ROLE, "role")

    def ledger(self) -> Columns:
        """week, pounds in hand before, income, spending by pot, pounds in hand after (of the run's sample)."""
        weeks = np.arange(1, len(self.money) + 1)
        return {"week": weeks, **{name: np.array([week[name] for week in self.money]) for name in self.money[0]}}


def weekly(rows: np.ndarray) -> Columns:
    """week, measure, value: the system, week 0 (the start) to the last. rows: (weeks + 1, measures)."""
    weeks = np.repeat(np.arange(rows.shape[0]), rows.shape[1])
    return {"week": weeks, "measure": np.tile(measures.NAMES, rows.shape[0]), "value": rows.ravel()}


def _tidy(weeks: list[np.ndarray], names: Sequence[str], columns: tuple[str, ...], key: str) -> Columns:
    """A tidy table from one (names, columns) array a week; later weeks may hold more names than earlier ones."""
    return {
        "week": np.repeat(np.arange(1, len(weeks) + 1), [table.size for table in weeks]),
        key: np.concatenate([np.repeat(names[: table.shape[0]], len(columns)) for table in weeks]),
        "measure": np.tile(columns, sum(table.shape[0] for table in weeks)),
        "value": np.concatenate([table.ravel() for table in weeks]),
    }


def as_csv(table: Columns) -> str:
    """A table as comma-separated text, numbers to the last digit: what pandas writes, without waiting for it to be loaded."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*(column.tolist() for column in table.values()), strict=True))
    return text.getvalue()
