"""Lots: one look at everybody in need, for whom luck allows a crisis, asking for help, or recovery by the GP this week.

Each of these is rare, and whether it happens turns on a chance and on what the week brings. A chance above the largest rate
that anybody could have rules it out whatever that is; so the chances of all three are looked at together, once a person, and
the rules themselves (`crisis`, `help_seeking`, `support`) judge only those who are left, by the same chances.
"""

import math
from typing import Any

from .agents.alone import likeliest_recovery
from .compiled import loop
from .luck import below, word
from .mechanisms.crisis import likeliest_crisis, safety_now
from .mechanisms.help_seeking import likeliest_asking

SINGLE_ROUNDING = 1e-6
"""More than rounding can add to the product of a few 32-bit numbers, as a share of it."""


@loop
def look(people, need, needing, acute_since, keys, limits, crisis, asking, recovering):
    """Fill `crisis`, `asking` and `recovering` with rows whose chances allow it; returns how many of each.

    acute_since: week after which acute care still raises the chance of a crisis.  keys: of the three decisions.
    limits: of their words (`luck.below`): of a crisis, of one where acute care raises its chance, of asking, of recovery.
    """
    crisis_key, ask_key, recovery_key = keys[0], keys[1], keys[2]
    calm, again, ask, recover = limits
    crises = asks = recoveries = 0
    for n in range(needing):
        i = need[n]
        who = people.who[i]
        crisis[crises] = i
        crises += word(crisis_key, who) < (again if people.acute_at[i] > acute_since else calm)
        asking[asks] = i
        asks += word(ask_key, who) < ask
        recovering[recoveries] = i
        recoveries += word(recovery_key, who) < recover
    return crises, asks, recoveries


def turn(state: Any) -> None:
    """The week's lots of everybody in need."""
    p = state.p
    calm = likeliest_crisis(p.need.severe_edge, safety_now(state), p.crisis)
    staff = state.staff
    quality = float((staff.ability * staff.joint * staff.novelty).max(initial=1.0)) * (1.0 + SINGLE_ROUNDING)
    recoveries = likeliest_recovery(quality, p.support, p.need)
    limits = tuple(below(most) for most in (calm, calm * p.crisis.again, likeliest_asking(p.help_seeking), recoveries))
    keys = state.keys("crisis.contact", "help_seeking.ask", "support.recovery")
    acute_since = math.floor(state.week - p.crisis.again_weeks)
    lots, rows = state.lots, (state.people, state.need, state.needing)
    found = look(*rows, acute_since, keys, limits, lots.crisis, lots.asking, lots.recovering)
    lots.crises, lots.asks, lots.recoveries = found
