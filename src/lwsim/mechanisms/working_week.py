"""The working week: each practitioner's hours, which balance to the minute.

Contracted hours are leave and training, absence, assurance (recording, reporting, panels), environment (supervision,
reflection, joint work, community building, the collaborative), coordination, travel, and what is left for people: a third of
the day in English community services [carter-2018]. Assurance time moves with power, environment time with practice, both out
of the same hours. Coordination is saved by ties across teams and costs more with every partner. Under pressure environment
time is turned to people, more so towards impact now. Money for bank staff adds hours, dearly.
Leaves out: overtime that is not paid; shifts within the week.
"""

from typing import Any

import numpy as np

from ..agents.kinds import GP, NOBODY
from ..agents.opening import draw_who_serves
from ..agents.organisations import partners
from ..parameters import Room, parameter
from ..units import TINY, WHOLE_TIME_HOURS


# fmt: off
class WorkingWeek(Room, room="working_week"):
    """Where a practitioner's hours go."""

    leave: float = parameter(
        0.17, unit="share", low=0.14, high=0.20, standing="assumed", source="pssru-2021: working weeks of a year",
        says="Share of contracted hours that is annual leave, bank holidays and training.",
        settled_by="the current edition of the cited figures",
    )
    recording: float = parameter(
        0.27, unit="share", low=0.15, high=0.35, standing="literature", source="rcn-2007: a third of time",
        says="Share of hours at work that goes to recording, reporting and panels today.",
    )
    discretionary: float = parameter(
        0.50, unit="share", low=0.3, high=0.7, standing="assumed", source="design: not all admin is waste",
        says="Share of that time which moves with assurance; the rest is the record that care needs.",
        settled_by="time diaries that tell records from reports",
    )
    environment_today: float = parameter(
        2.5, unit="hours a week", low=1.5, high=4.0, standing="assumed", source="oconnor-2018: regular supervision",
        says="Hours of supervision, reflection, joint work and community building for each whole-time post today.",
        settled_by="job plans",
    )
    coordination: float = parameter(
        0.12, unit="share", low=0.06, high=0.18, standing="literature", source="sullivan-2003; happell-2013: 10-18% not clinical or admin",
        says="Share of hours at work that goes to coordination with others, without ties.",
    )
    ties_save: float = parameter(
        0.40, unit="share", low=0.0, high=0.7, standing="assumed", source="gittell-2000: relational coordination, weak in mental health",
        says="Share of coordination saved where everybody has strong ties across teams.",
        settled_by="contacts made per person in teams with and without shared staff",
    )
    partner_cost: float = parameter(
        0.0001, unit="share per partner^2", low=0.0, high=0.0003, standing="assumed", source="wiktorowicz-2010: only moderate numbers work",
        says="Coordination added by each pair of partners in the collaborative, at a meeting every four weeks.",
        settled_by="time spent in alliances of different sizes",
    )
    usual_meeting: float = parameter(
        4.0, unit="weeks", low=4.0, high=4.0, standing="literature", source="living-well-collaboratives: monthly in new sites",
        says="Weeks between meetings at which partners' coordination cost applies as it stands.",
    )
    meeting: float = parameter(
        6.0, unit="hours", low=4.0, high=10.0, standing="assumed", source="living-well-collaboratives: breakfasts, forums",
        says="Hours of staff time that a meeting of the collaborative takes from each partner, with preparation.",
        settled_by="attendance lists",
    )
    travel: float = parameter(
        0.145, unit="share", low=0.07, high=0.17, standing="calibrated", source="carter-2018: a third of the day with patients",
        says="Share of hours at work in travel, preparation and gaps.", fitted_to="share of paid time with people",
    )
    surge_response_today: float = parameter(
        0.35, unit="share", low=0.1, high=0.6, standing="assumed", source="repenning-sterman-2001: work harder first",
        says="Share of environment time turned to people at full pressure, today.", settled_by="time diaries in hard months",
    )
    gp_assessing: float = parameter(
        0.60, unit="share", low=0.4, high=0.8, standing="assumed", source="bjgp-life-2018: 40% of appointments touch mental health",
        says="Largest share of GP mental health hours that goes to people who ask.", settled_by="coded consultations",
    )
    forum_most: float = parameter(
        0.2, unit="share", low=0.2, high=0.2, standing="assumed", source="design: a forum is not the week",
        says="Largest share of hours at work that a forum takes. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
# fmt: on


SWITCHES = {
    "ties_save_time": "Ties across teams save coordination.",
    "partners_cost_time": "Every pair of partners costs coordination.",
    "assurance_takes_time": "Recording, reporting and panels take hours from people.",
}


def assurance_share(lever: float, p: Any) -> float:
    """Share of hours at work in assurance. lever: distance of the assurance lever from today, share of the discretionary."""
    return p.recording * (1.0 - p.discretionary + p.discretionary * max(0.0, 1.0 + lever))


def environment_hours(lever: float, protected: float, relief: float, p: Any) -> float:
    """Hours a week a whole-time post spends on environments. relief: share turned to people under pressure, 0..1."""
    return max(0.0, p.environment_today + lever) * (1.0 - relief) + protected


def coordination_share(across: np.ndarray, count: int, meeting: float, saves: bool, costs: bool, p: Any) -> np.ndarray:
    """Share of hours at work in coordination, by practitioner.

    across: (staff,) ties across teams, 0..1.  count: partners of the collaborative.  meeting: 1 = every four weeks.
    """
    saved = p.ties_save * across if saves else np.zeros_like(across)
    added = p.partner_cost * count**2 * meeting if costs else 0.0
    return p.coordination * (1.0 - saved) + added


def share_out(hours, is_there, is_away, shares, p):
    """Split contracted hours. hours, is_there, is_away: (staff,).

    shares: assurance, environment (hours of a whole-time post), forum and coordination (shares; coordination (staff,)).
    Returns leave, absent, assurance, environment, coordination, travel, contact: (staff,) each, summing to the hours there.
    """
    paid = hours * is_there
    leave = paid * p.leave
    absent = np.where(is_away, paid - leave, 0.0)
    at_work = paid - leave - absent
    assurance = at_work * shares["assurance"]
    coordination = np.minimum(at_work * shares["coordination"], at_work - assurance)
    travel = np.minimum(at_work * p.travel, at_work - assurance - coordination)
    wanted = at_work / WHOLE_TIME_HOURS * shares["environment"] + at_work * shares["forum"]
    environment = np.minimum(wanted, at_work - assurance - coordination - travel)
    contact = at_work - assurance - coordination - travel - environment
    return leave, absent, assurance, environment, coordination, travel, np.maximum(contact, 0.0)


def set_out(state: Any) -> None:
    """Monday: whose hours are there, and how they are shared out before anybody is seen."""
    p, staff, levers = state.p.working_week, state.staff, state.levers
    if state.reach["choice"]:
        draw_who_serves(state)
    is_there = (staff.is_filled == 1) & (staff.is_open == 1)
    meeting, count = state.collaborative.meeting, partners(state.services, state.groups)
    total = max(1.0, float(staff.hours[is_there].sum()))
    forum = count * p.meeting * state.scale * meeting / p.usual_meeting / total
    excess = max(0.0, state.pressure - state.pressure_today)
    relief = min(1.0, excess * float(np.clip(p.surge_response_today + levers.surge_response, 0.0, 1.0)))
    protected = sum(hours for last, hours in state.protected if state.week <= last)
    assurance = assurance_share(levers.assurance, p) if state.on("assurance_takes_time") else assurance_share(0.0, p)
    shares = {
        "assurance": assurance,
        "environment": environment_hours(levers.environment, protected, relief, p),
        "forum": min(forum, p.forum_most),
        "coordination": coordination_share(
            staff.across.astype(float), count, meeting, state.on("ties_save_time"), state.on("partners_cost_time"), p
        ),
    }
    parts = share_out(staff.hours.astype(float), is_there, staff.away > 0, shares, p)
    for name, part in zip(
        ("leave", "absent", "assurance", "environment", "coordination", "travel", "contact"), parts, strict=True
    ):
        getattr(staff, name)[:] = part
    _add_bank_hours(state)
    _fill_pools(state)


def _add_bank_hours(state: Any) -> None:
    """Bank and agency hours stand beside the staff of services, in proportion to their hours with people."""
    staff = state.staff
    in_service = np.where(staff.service != NOBODY, staff.contact, 0.0)
    total = float(in_service.sum())
    staff.bank[:] = in_service * (state.money.bank_hours / total) if total > 0 else 0.0
    staff.contact[:] += staff.bank


def _fill_pools(state: Any) -> None:
    """What each service's staff have for people, and how much of it may go to assessment."""
    staff, services = state.staff, state.services
    of_service = staff.service != NOBODY
    pool = np.bincount(staff.service[of_service], weights=staff.contact[of_service], minlength=services.who.size)
    services.pool[:] = pool * services.is_open
    most = np.where(services.kind == GP, state.p.working_week.gp_assessing, state.p.front_door.assessing_most)
    services.assess_left[:] = services.pool * most


def settle(state: Any) -> None:
    """After the front door: the hours that assessments took are shared by the service's staff; the rest is for support."""
    staff, services, p = state.staff, state.services, state.p.working_week
    most = np.where(services.kind == GP, p.gp_assessing, state.p.front_door.assessing_most)
    used = services.pool * most - services.assess_left
    share = np.where(services.pool > 0, used / np.maximum(services.pool, TINY), 0.0)
    of_service = staff.service != NOBODY
    staff.assessing[:] = np.where(of_service, staff.contact * share[staff.service], 0.0)
    staff.contact[:] -= staff.assessing
