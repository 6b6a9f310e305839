"""Pressure: what boards and leaders feel of queues, crises and overspending, against what today brings.

Boards see waits as services report them: token contacts that stop the clock ease the pressure and nobody's need.
"""

from typing import Any

from ..adding import in_turn
from ..agents.counts import CONTACTS, LEFT, RECOVERIES
from ..agents.practitioners import held_hours
from ..compiled import loop, walk
from ..parameters import Room, parameter
from ..units import TINY, WHOLE_TIME_HOURS


# fmt: off
class Pressure(Room, room="pressure"):
    """What makes pressure."""

    today: float = parameter(
        0.30, unit="0..1", low=0.15, high=0.50, standing="assumed", source="nao-2023: services under pressure",
        says="Pressure today, on a scale from none to full.", settled_by="a survey of boards",
    )
    queues: float = parameter(
        0.20, unit="pressure", low=0.05, high=0.4, standing="assumed", source="repenning-sterman-2001: the gap drives attention",
        says="Pressure added when waiting lists grow by as many weeks as services want a queue to have.", settled_by="board papers coded for attention",
    )
    crises: float = parameter(
        0.30, unit="pressure", low=0.1, high=0.5, standing="assumed", source="repenning-sterman-2001: the gap drives attention",
        says="Pressure added when crisis contacts double.", settled_by="board papers coded for attention",
    )
    overspending: float = parameter(
        3.0, unit="pressure for each share of income", low=1.0, high=6.0, standing="assumed", source="repenning-sterman-2001: the gap drives attention",
        says="Pressure added by overspending: a tenth over income adds a tenth of this.", settled_by="board papers coded for attention",
    )
    memory: float = parameter(
        0.12, unit="share a week", low=0.05, high=0.25, standing="assumed", source="design: boards meet each month",
        says="How fast felt pressure follows the facts.", settled_by="board papers coded for attention",
    )
# fmt: on


SWITCHES: dict[str, str] = {}
SETTLING = 0.03
"""Weight of the newest week in what counts as today, before the run starts."""


def felt(queues: float, crises: float, overspend: float, p: Any) -> float:
    """Pressure 0..1. queues: growth of lists since today, in queues as services want them.  crises: times today's.  overspend: share of income."""
    excess = p.queues * queues + p.crises * (crises - 1.0) + p.overspending * max(0.0, overspend)
    return min(1.0, max(0.0, p.today + excess))


@walk
def weeks_waited(counted):
    """Weeks that those who wait have waited between them, the present one included. counted: (services, weeks) people."""
    total = 0
    for s in range(counted.shape[0]):
        for week in range(counted.shape[1]):
            total += counted[s, week] * (week + 1)
    return total


@loop
def facts(staff, told, waits):
    """Contracted hours of those in post, and the weeks waited as reported and in truth (`weeks_waited`)."""
    return held_hours(staff.hours, staff.is_filled), weeks_waited(told), weeks_waited(waits)


def turn(state: Any) -> None:
    """What is felt follows the facts; before week 0 the facts are what 'today' means."""
    p, today = state.p.pressure, state.today
    held, reported, waited = facts(state.staff, state.tally.told, state.tally.waits)
    hours, told = max(1.0, held), reported / max(waited, 1)
    now = {
        "queue": told * float(state.services.waiting.sum()) / max(float(state.services.capacity.sum()), 1.0),
        "recovered": float(state.tally.flows[RECOVERIES]),
        "group_hours": float((state.groups.paid_hours + state.groups.volunteer_hours).sum()),
        "contacts": float(state.tally.flows[CONTACTS]),
        "left": float(state.tally.flows[LEFT]) * WHOLE_TIME_HOURS / hours,
    }
    state.pressure_today = p.today
    if state.week < 0:
        for name, value in now.items():
            today[name] = value if name not in today else today[name] + SETTLING * (value - today[name])
        state.recent = dict(today)
        state.pressure = p.today
        return
    for name, value in now.items():
        state.recent[name] += p.memory * (value - state.recent[name])
    money = state.money
    overspend = (in_turn(money.spent.values()) - money.received) / max(money.received, 1.0)
    state.recent["overspend"] = state.recent.get("overspend", 0.0) + p.memory * (overspend - state.recent.get("overspend", 0.0))
    state.pressure = felt(
        (state.recent["queue"] - today["queue"]) / state.p.front_door.wanted_queue,
        state.recent["contacts"] / max(today["contacts"], TINY),
        state.recent["overspend"] if money.in_hand < 0 else 0.0,
        p,
    )
