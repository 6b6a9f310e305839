"""The collaborative and governance: trust between organisations, who decides, and resistance to what is new.

Trust and shared identity grow slowly with time spent together in a regular forum and fall fast when a partner cuts alone or
people keep leaving [provan-kenis-2008]. Distributed ways of deciding work with a moderate number of partners who trust each
other; with many or distrustful ones a lead organisation does better - the most effective network studied was centrally
controlled [provan-milward-1995; wiktorowicz-2010]. How well the way of deciding fits sets how fast approvals come, how
much of the money for the whole system reaches its aim, and how much of joined doors and shared work comes about. Where power
is shared further than purpose, organisations drift apart. What is new and visible draws resistance where trust and belonging to
the whole are low. The whole system's fund pays for facilitation, which adds to the time in which people meet and try things.
Leaves out: persons in leadership; party politics; law.
"""

import math
from typing import Any

from ..agents.counts import LEFT
from ..agents.organisations import partners
from ..agents.practitioners import held_hours
from ..compiled import loop
from ..forces import POWER, PURPOSE
from ..parameters import Room, parameter
from ..units import WHOLE_TIME_HOURS, a_week, weekly_from_half_life


# fmt: off
class Collaborative(Room, room="collaborative"):
    """Trust, governance and resistance."""

    trust_today: float = parameter(
        0.35, unit="0..1", low=0.2, high=0.5, standing="assumed", source="provan-kenis-2008",
        says="Trust and shared identity between organisations today.", settled_by="a survey of partners",
    )
    trust_grows: float = parameter(
        0.35, unit="share a year", low=0.0, high=0.7, standing="assumed", source="living-well-lambeth: years of breakfasts",
        says="Share of the distance to full trust closed in a year of meetings every four weeks.", settled_by="repeated surveys of partners",
    )
    trust_rests: float = parameter(
        0.15, unit="share a year", low=0.0, high=0.3, standing="assumed", source="provan-kenis-2008",
        says="Share of the distance to today's trust lost in a year without meetings.", settled_by="repeated surveys of partners",
    )
    cut_costs: float = parameter(
        0.25, unit="share", low=0.1, high=0.5, standing="assumed", source="design: mechanism 24 slow up, fast down",
        says="Share of trust lost when a partner cuts alone.", settled_by="surveys after cuts",
    )
    seats_weigh: float = parameter(
        0.50, unit="share", low=0.0, high=1.0, standing="assumed", source="design: seats are a say, not a vote on every pound",
        says="Added share of invested money that goes to voluntary groups when they hold every seat.",
        settled_by="budgets of boards with and without their seats",
    )
    facilitator: float = parameter(
        45.0, unit="pounds an hour", low=30.0, high=70.0, standing="assumed", source="pssru-2021: a band 7 hour with overheads",
        says="Cost of an hour of facilitation, evaluation and development of the whole system.", settled_by="contracts of facilitators",
    )
    turnover_costs: float = parameter(
        0.30, unit="share a year", low=0.0, high=0.6, standing="assumed", source="design: ties cannot form",
        says="Share of trust lost in a year in which everybody leaves once.", settled_by="surveys by turnover",
    )
    moderate_number: float = parameter(
        12.0, unit="partners", low=6.0, high=20.0, standing="assumed", source="wiktorowicz-2010: moderate numbers",
        says="Partners up to which deciding together works well.",
        settled_by="a study that measures just this",
    )
    lead_works: float = parameter(
        0.65, unit="0..1", low=0.45, high=0.85, standing="assumed", source="provan-milward-1995: the most effective was central",
        says="How well deciding by a lead organisation works, whatever the trust.",
        settled_by="a study that measures just this",
    )
    approval: float = parameter(
        16.0, unit="weeks", low=8.0, high=30.0, standing="assumed", source="living-well-uk-2022: permission to test and learn",
        says="Weeks that approval of a new practice takes today.", settled_by="dates of proposals and approvals",
    )
    resistance: float = parameter(
        0.50, unit="0..1", low=0.0, high=1.0, standing="assumed", source="living-well-learning: exposed, then a lightning rod",
        says="Resistance where every practitioner uses something new and there is no trust.", settled_by="adoption by visibility",
    )
    resistance_half_life: float = parameter(
        40.0, unit="weeks", low=26.0, high=78.0, standing="assumed", source="design: mechanism 23 in 6-18 months",
        says="Weeks in which resistance closes half its distance.", settled_by="adoption by visibility",
    )
    trust_enough: float = parameter(
        0.5, unit="0..1", low=0.3, high=0.8, standing="assumed", source="provan-kenis-2008: shared governance needs trust all round",
        says="Trust from which deciding together is held back by numbers alone.",
        settled_by="a survey of partners, by form of governance",
    )
    fit_least: float = parameter(
        0.2, unit="0..1", low=0.2, high=0.2, standing="assumed", source="design: somebody decides in the end",
        says="How well the worst way of deciding still works. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    approval_least: float = parameter(
        0.2, unit="times", low=0.1, high=0.4, standing="assumed", source="living-well-uk-2022: permission to test and learn",
        says="Shortest that approval becomes where assurance is given up, against today.",
        settled_by="dates of proposals and approvals",
    )
    meetings_most: float = parameter(
        2.0, unit="meetings every four weeks", low=1.0, high=3.0, standing="assumed", source="living-well-collaboratives: fortnightly at the most",
        says="Meetings beyond which more of them add no trust.",
        settled_by="repeated surveys of partners",
    )
    drift: float = parameter(
        0.3, unit="share a year", low=0.0, high=0.8, standing="assumed", source="living-well-uk-2022: distributing is not abdicating; provan-kenis-2008",
        says="Share of trust lost in a year when power is shared a full step further than purpose is.",
        settled_by="repeated surveys of partners, with who decides and to what end",
    )
    fit_bears: float = parameter(
        0.5, unit="share", low=0.0, high=1.0, standing="assumed", source="provan-milward-1995; wiktorowicz-2010: coordination only where the form fits",
        says="How far what organisations do together - joined doors, shared work - follows how well deciding works, against today.",
        settled_by="handings-over and shared plans by form of governance",
    )
# fmt: on


SWITCHES = {
    "trust_moves": "Trust between organisations grows with meeting and falls with cuts and turnover.",
    "governance_fit": "How well deciding works depends on partners and trust, and what is done together on how well it works.",
    "drift": "Power shared further than purpose lets organisations drift apart.",
    "facilitation": "The whole system's fund pays for facilitation, as far as the way of deciding works.",
    "backlash": "Visible innovation draws resistance where trust is low.",
}


def trust_next(trust: float, meeting: float, turnover: float, apart: float, p: Any) -> float:
    """Trust after a week.

    meeting: forum intensity, 1 = every four weeks.  turnover: share of staff who left this week.  apart: how much further power
    is shared than purpose, against today, 0..1.
    """
    grown = a_week(p.trust_grows) * meeting * (1.0 - trust)
    drifts = a_week(p.trust_rests) * (p.trust_today - trust) * max(0.0, 1.0 - meeting)
    lost = p.turnover_costs * turnover + a_week(p.drift) * apart
    return min(1.0, max(0.0, trust + grown + drifts - lost * trust))


def governance_fit(power: float, count: int, trust: float, p: Any) -> float:
    """How well deciding works, `fit_least` to 1: lived power mixes deciding together with deciding by a lead."""
    crowd = math.exp(-max(0.0, count / p.moderate_number - 1.0))
    together = min(1.0, trust / p.trust_enough) * crowd
    return max(p.fit_least, power * together + (1.0 - power) * p.lead_works)


def _apart(state: Any) -> float:
    """How much further power is shared than purpose is, beyond today's: what lets organisations drift, 0..1."""
    if not state.on("drift"):
        return 0.0
    shared = max(0.0, float(state.forces.lived[PURPOSE] - state.forces.ordinary[PURPOSE]))
    return max(0.0, state.levers.deciding - shared)


def works_together(fit: float, today: float, p: Any) -> float:
    """What organisations manage together against today, 1 = as today. fit, today: how well deciding works now and then."""
    return max(0.0, 1.0 + p.fit_bears * (fit / today - 1.0))


@loop
def of_those_in_post(staff):
    """Contracted hours; shares who use new practice, and who do not belong to the whole (nobody in post: none and all)."""
    held, users, belongs = 0, 0, 0.0
    for j in range(staff.hours.size):
        if staff.is_filled[j]:
            held += 1
            users += staff.adopted[j] > 0
            belongs += staff.belonging[j]
    return held_hours(staff.hours, staff.is_filled), users / max(held, 1), 1.0 - belongs / max(held, 1)


def _form_trust(state: Any, filled: float) -> None:
    """A week of trust between organisations. filled: contracted hours of those in post."""
    p, forum = state.p.collaborative, state.collaborative
    left = state.tally.flows[LEFT] * WHOLE_TIME_HOURS / filled
    beyond = left - state.today.get("left", left)
    forum.trust = trust_next(forum.trust, min(forum.meeting, p.meetings_most), beyond, _apart(state), p)


def _decide(state: Any) -> None:
    """How well the way of deciding fits this week, what comes of it, and how long approvals take."""
    p, forum = state.p.collaborative, state.collaborative
    forum.fit = p.lead_works
    if state.on("governance_fit"):
        power = min(1.0, max(0.0, float(state.forces.ordinary[POWER]) + state.levers.deciding))
        forum.fit = governance_fit(power, partners(state.services, state.groups), forum.trust, p)
    if state.week < 0 or not state.on("governance_fit"):
        state.today["fit"] = forum.fit
    forum.works = works_together(forum.fit, state.today["fit"], p)
    slower = max(p.approval_least, 1.0 + state.levers.assurance)
    forum.approval_weeks = p.approval * slower * p.lead_works / forum.fit


def turn(state: Any) -> None:
    """The week's trust, fit, approvals and resistance."""
    p, forum = state.p.collaborative, state.collaborative
    held, users, outside = of_those_in_post(state.staff)
    filled = max(1.0, held)
    founded = state.p.working_week.usual_meeting / forum.every if forum.every > 0 else 0.0
    forum.meeting = max(founded, state.levers.forum, 0.0)
    if state.on("trust_moves"):
        _form_trust(state, filled)
    _decide(state)
    forum.standing = min(1.0, max(-1.0, state.levers.sharing + p.seats_weigh * forum.seats_voluntary))
    hours = state.money.shared_fund * forum.fit / p.facilitator if state.on("facilitation") else 0.0
    forum.facilitation = hours * WHOLE_TIME_HOURS / filled
    aim = p.resistance * users * (1.0 - forum.trust) * outside if state.on("backlash") else 0.0
    forum.resistance += weekly_from_half_life(p.resistance_half_life) * (aim - forum.resistance)
