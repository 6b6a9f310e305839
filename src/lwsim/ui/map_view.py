"""The map of tensions as its page draws it: every number in words beside itself, and what noise cannot tell said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..measures import MEASURES, Measure
from ..tensions import FEWEST, Cell, Map, Trade
from ..wording import by_year, in_full, signed, size_range, value, value_unit
from .words import Force, forces

SHOWN = (
    "need_met",
    "capacity_change",
    "crisis_contacts",
    "spend",
    "people_unsupported",
    "waiting",
    "burnt_out",
    "leaving",
    "voluntary_hours",
    "gap_need_met",
)
"""Measures that the map can be coloured by, in the order they are offered."""
NOW, LATER = "need_met", "capacity_change"
"""The two goods between which the frontier is drawn."""


class What(NamedTuple):
    """A what-if of the whole map: changes of funded posts and budget as fractions, and how it is called."""

    key: str
    says: str
    staff: float = 0.0
    money: float = 0.0


WHATS = (
    What("", "with today's staff and money"),
    What("staff-20", "if funded posts were 20% fewer", staff=-0.2),
    What("staff+20", "if funded posts were 20% more", staff=0.2),
    What("money-10", "if the budget were 10% less", money=-0.1),
    What("money+10", "if the budget were 10% more", money=0.1),
)


def map_view(found: Map, measure: str, year: float, before: Map | None = None) -> dict[str, Any]:
    """Everything the page draws. before: the scenarios with staff and money as they say, where `found` changes them."""
    plane, described = found.plane, MEASURES[measure]
    cells = found.cells(measure, year)
    several = len(found.question.scenarios)
    both = list(zip(cells, found.frontier(NOW, LATER, year), strict=True))
    return {
        "across": _force(plane.across),
        "up": _force(plane.up),
        "third": _force(plane.third),
        "held": plane.held,
        "steps": found.steps,
        "unit": value_unit(described),
        "title": described.title,
        "better": described.better,
        "scale": _scale(described, [cell.mean for cell in cells[several:]]),
        "cells": [_cell(found, cell, described, trade) for cell, trade in both[several:]],
        "points": [_point(found, cell, described, trade, slot) for slot, (cell, trade) in enumerate(both[:several], 1)],
        "trade": {"now": _axis(NOW, by_year(year)), "later": _axis(LATER, by_year(plane.years[-1]))},
        "before": _before(before, year) if before else [],
        "worlds": found.worlds,
        "says": sentences(found, cells[several:], described, year),
    }


def _force(name: str) -> dict[str, Any]:
    force: Force = next(one for one in forces() if one.key == name)
    return {"key": force.key, "title": force.key.capitalize(), "left": force.left, "right": force.right, "today": force.today}


def _axis(name: str, when: str) -> dict[str, str]:
    return {"title": MEASURES[name].title, "unit": value_unit(MEASURES[name]), "when": when}


def _scale(measure: Measure, means: Sequence[float]) -> dict[str, Any]:
    """The ends of the colours, and numbers in words for the marks between."""
    low, high = (min(means), max(means)) if means else (0.0, 1.0)
    if low == high:
        low, high = low - abs(low) * 0.05 - 1e-9, high + abs(high) * 0.05 + 1e-9
    marks = [low + (high - low) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    return {"low": low, "high": high, "marks": [{"at": mark, "said": value(measure, mark)} for mark in marks]}


def _range(measure: Measure, low: float, high: float) -> str:
    return f"{value(measure, low)} to {value(measure, high)}" if math.isfinite(low) else ""


def _cell(found: Map, cell: Cell, measure: Measure, trade: Trade) -> dict[str, Any]:
    """One setting: where, how much, and what can be told of it."""
    x, y = found.plane.spot(cell.spot.setting)
    return {
        "x": x,
        "y": y,
        "mean": cell.mean,
        "said": value(measure, cell.mean),
        "range": _range(measure, cell.low, cell.high),
        "best": cell.is_best,
        "told": cell.gap.is_told if cell.gap else None,
        "gap": f"{signed(measure, cell.gap.mean)} ({size_range(measure, cell.gap.low, cell.gap.high)})" if cell.gap else "",
        **_trade(trade),
    }


def _trade(trade: Trade) -> dict[str, Any]:
    now, later = MEASURES[NOW], MEASURES[LATER]
    return {
        "now": trade.now,
        "later": trade.later,
        "now_said": value(now, trade.now),
        "later_said": value(later, trade.later),
        "now_ends": [end if math.isfinite(end) else trade.now for end in trade.now_interval],
        "later_ends": [end if math.isfinite(end) else trade.later for end in trade.later_interval],
        "frontier": "on" if not trade.is_beaten else "unsure" if trade.is_clearly is None or not trade.is_clearly else "off",
    }


def _point(found: Map, cell: Cell, measure: Measure, trade: Trade, slot: int) -> dict[str, Any]:
    """One scenario, with its own events, money and staff."""
    third = getattr(cell.spot.setting, found.plane.third)
    away = abs(third - found.plane.held) > 0.005
    return {
        **_cell(found, cell, measure, trade),
        "slot": slot,
        "label": cell.spot.scenario.title,
        "third": round(third, 3),
        "away": f"its {found.plane.third} is {third:.2f}, not {found.plane.held:.2f}" if away else "",
    }


def _before(before: Map, year: float) -> list[dict[str, Any]]:
    """Where the scenarios stood with staff and money as they say."""
    return [{"slot": slot, **_trade(trade)} for slot, trade in enumerate(before.frontier(NOW, LATER, year), 1)]


def sentences(found: Map, settings: Sequence[Cell], measure: Measure, year: float) -> list[str]:
    """What can be read off the map, in words. settings: those of the grid."""
    if not settings:
        return []
    title, when = measure.title, by_year(year)
    low, high = min(settings, key=lambda one: one.mean), max(settings, key=lambda one: one.mean)
    best = next((cell for cell in settings if cell.is_best), None)
    if best is None:
        ends = f"{in_full(measure, low.mean)} at {_where(found, low)} to {in_full(measure, high.mean)} at {_where(found, high)}"
        said = [f"{title} by {when} runs from {ends}. Neither way is better in itself."]
    else:
        worst = low if measure.better > 0 else high
        said = [f"{title} by {when} is best at {_where(found, best)}: {in_full(measure, best.mean)}."]
        said.append(f"At the other end, at {_where(found, worst)}, it is {in_full(measure, worst.mean)}.")
    alike = sum(cell.gap is not None and not cell.gap.is_told for cell in settings) - 1
    rest = len(settings) - 1
    if found.worlds < FEWEST:
        worlds = "one world" if found.worlds == 1 else f"{found.worlds} worlds"
        said.append(f"That is {worlds}: how much of it is luck cannot be told yet.")
    elif best is not None and alike:
        said.append(f"{alike} of the other {rest} settings cannot be told apart from it; the line on the map holds them.")
    elif best is not None:
        said.append(f"All other {rest} settings can be told apart from it.")
    return said


def _where(found: Map, cell: Cell) -> str:
    x, y = found.plane.spot(cell.spot.setting)
    return f"{found.plane.across} {x:.2f}, {found.plane.up} {y:.2f}"
