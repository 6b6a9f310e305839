"""The working week: each practitioner's hours, which balance to the minute.

Contracted hours are leave and training, absence, assurance (recording, reporting, panels), environment (supervision,
reflection, joint work, community building, the collaborative), coordination, travel, and what is left for people: a third of
the day in English community services [carter-2018]. Assurance time moves with power, environment time with practice, both out
of the same hours. Coordination is saved by ties across teams and costs more with every partner. Under pressure environment
time is turned to people, more so towards impact now. Money for bank staff adds hours, dearly.
Leaves out: overtime that is not paid; shifts within the week.
"""

from typing import Any, NamedTuple

import numpy as np

from ..adding import in_turn
from ..agents.kinds import GP, NOBODY
from ..agents.opening import draw_who_serves
from ..agents.organisations import partners
from ..agents.practitioners import is_held
from ..compiled import laid_out, loop, rule
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


@rule
def coordination_share(across, count, meeting, saves, costs, p):
    """Share of hours at work in coordination.

    across: ties across teams, 0..1.  count: partners of the collaborative.  meeting: 1 = every four weeks.
    saves, costs: switches of what ties save and partners cost.
    """
    saved = p.ties_save * across if saves else 0.0
    added = p.partner_cost * count**2 * meeting if costs else 0.0
    return p.coordination * (1.0 - saved) + added


@rule
def share_out(paid, is_away, assurance, environment, forum, coordination, p):
    """Split the paid hours of one post.

    assurance, forum, coordination: shares of hours at work.  environment: hours of a whole-time post.
    Returns leave, absent, assurance, environment, coordination, travel, contact, summing to the hours paid.
    """
    leave = paid * p.leave
    absent = paid - leave if is_away else 0.0
    at_work = paid - leave - absent
    on_records = at_work * assurance
    coordinating = min(at_work * coordination, at_work - on_records)
    travel = min(at_work * p.travel, at_work - on_records - coordinating)
    wanted = at_work / WHOLE_TIME_HOURS * environment + at_work * forum
    with_teams = min(wanted, at_work - on_records - coordinating - travel)
    contact = at_work - on_records - coordinating - travel - with_teams
    return leave, absent, on_records, with_teams, coordinating, travel, max(contact, 0.0)


@rule
def most_assessing(kind, others, p):
    """Largest share of a service's hours with people that goes to assessing. others: that of services other than GPs'."""
    return p.gp_assessing if kind == GP else others


@laid_out
class Monday(NamedTuple):
    """What this week is for everybody who works.

    assurance: share of hours at work.  environment: hours of a whole-time post.  forum: hours of all staff together.
    partners, meeting: of the collaborative.  saves, costs: switches of coordination.  bank: hours of bank staff.
    assessing: largest share of hours with people that assessing takes, but for GPs.
    """

    assurance: float
    environment: float
    forum: float
    partners: int
    meeting: float
    saves: bool
    costs: bool
    bank: float
    assessing: float


@rule
def _work(staff, j, forum, monday, p):
    """The week of post j: whether somebody is there, and how the hours are shared out."""
    paid = staff.hours[j] if is_held(staff, j) else 0.0
    coordination = coordination_share(staff.across[j], monday.partners, monday.meeting, monday.saves, monday.costs, p)
    parts = share_out(paid, staff.away[j] > 0, monday.assurance, monday.environment, forum, coordination, p)
    staff.leave[j], staff.absent[j], staff.assurance[j], staff.environment[j] = parts[0], parts[1], parts[2], parts[3]
    staff.coordination[j], staff.travel[j], staff.contact[j] = parts[4], parts[5], parts[6]


@loop
def share_out_all(staff, services, pool, monday, p):
    """Monday for every post, then for every service: bank staff stand beside its own; how much of the pool may assess.

    pool: (services,), given empty; left are the hours with people of each service's posts.
    """
    there = in_services = 0.0
    for j in range(staff.hours.size):
        if is_held(staff, j):
            there += staff.hours[j]
    forum = min(monday.forum / max(1.0, there), p.forum_most)
    for j in range(staff.hours.size):
        _work(staff, j, forum, monday, p)
        if staff.service[j] != NOBODY:
            in_services += staff.contact[j]
    for j in range(staff.hours.size):
        s = staff.service[j]
        staff.bank[j] = 0.0
        if s != NOBODY:
            if in_services > 0.0:
                staff.bank[j] = staff.contact[j] * (monday.bank / in_services)
            staff.contact[j] += staff.bank[j]
            pool[s] += staff.contact[j]
    for s in range(pool.size):
        services.pool[s] = pool[s] * services.is_open[s]
        services.assess_left[s] = services.pool[s] * most_assessing(services.kind[s], monday.assessing, p)


def set_out(state: Any) -> None:
    """Monday: whose hours are there, and how they are shared out before anybody is seen."""
    p, levers, on = state.p.working_week, state.levers, state.on
    if state.reach["choice"]:
        draw_who_serves(state)
    meeting, count = state.collaborative.meeting, partners(state.services, state.groups)
    excess = max(0.0, state.pressure - state.pressure_today)
    relief = min(1.0, excess * min(1.0, max(0.0, p.surge_response_today + levers.surge_response)))
    protected = in_turn(hours for last, hours in state.protected if state.week <= last)
    monday = Monday(
        assurance=assurance_share(levers.assurance if on("assurance_takes_time") else 0.0, p),
        environment=environment_hours(levers.environment, protected, relief, p),
        forum=count * p.meeting * state.scale * meeting / p.usual_meeting,
        partners=count,
        meeting=meeting,
        saves=on("ties_save_time"),
        costs=on("partners_cost_time"),
        bank=state.money.bank_hours,
        assessing=state.p.front_door.assessing_most,
    )
    share_out_all(state.staff, state.services, np.zeros(state.services.who.size), monday, p)


@loop
def assess(staff, services, others, p):
    """The hours that assessments took are shared by the service's posts. others: as `most_assessing` has them."""
    for j in range(staff.hours.size):
        s = staff.service[j]
        staff.assessing[j] = 0.0
        if s == NOBODY or services.pool[s] <= 0.0:
            continue
        used = services.pool[s] * most_assessing(services.kind[s], others, p) - services.assess_left[s]
        staff.assessing[j] = staff.contact[j] * (used / max(services.pool[s], TINY))
        staff.contact[j] -= staff.assessing[j]


def settle(state: Any) -> None:
    """After the front door: the hours that assessments took are gone; the rest is for support."""
    assess(state.staff, state.services, state.p.front_door.assessing_most, state.p.working_week)
