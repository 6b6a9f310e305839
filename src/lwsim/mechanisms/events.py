"""Events: what a scenario makes happen by date.

New money comes with what an event opens or hires, unless the scenario says that it comes out of what is there, and ends with a
grant or contract that ends; a cut takes money away, and posts with it, empty ones first, and one that is restored gives both
back: the posts empty, to be filled anew. Leaves out: warning before an event (nobody prepares).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..agents.happenings import CLOSED, note
from ..agents.journeys import go_without
from ..agents.kinds import AT_DOOR, GP, IN_CARE, IN_CRISIS, INPATIENT, NOBODY, PEER_WORKER, ROLES, WAITING
from ..agents.opening import beds_in_sample, close_group, draw_who_serves, fill_posts, open_service
from ..agents.posts import SERIES, add_posts, close_posts, leave, posts_table, whole_posts
from ..forces import FORCES
from ..luck import chances
from ..parameters import Room, parameter
from ..units import FOREVER, ROUNDING, TINY, WEEKS_A_YEAR, WHOLE_TIME_HOURS, a_week, weeks_from_years


# fmt: off
class Events(Room, room="events"):
    """What comes with events."""

    filled_at_opening: float = parameter(
        0.80, unit="share", low=0.5, high=1.0, standing="assumed", source="kings-fund-360-workforce: 19% of posts vacant",
        says="Share of a new service's posts filled on the day it opens, recruited ahead.", settled_by="opening staff of new teams",
    )
    shock_lingers: float = parameter(
        1.5, unit="times", low=1.0, high=2.5, standing="assumed", source="pac-2023: leavers 14,000 to 17,000",
        says="Leaving while a staffing shock lingers, against the ordinary.", settled_by="leavers after the pandemic",
    )
# fmt: on


SWITCHES: dict[str, str] = {}


def _row(state: Any, keys: str, key: str) -> int:
    return state.names[keys].index(key)


def _pay(state: Any, rows: np.ndarray) -> float:
    """Pounds a week that these posts cost when filled, with the other costs that come with them."""
    p, staff = state.p.commissioning, state.staff
    prices = np.array([p.clinician, p.support_worker, p.peer_worker])
    return float((prices[staff.role[rows]] * staff.hours[rows]).sum()) * a_week(1.0) / WHOLE_TIME_HOURS


def _funded(state: Any, rows: np.ndarray, new_money: bool, beds: float = 0.0) -> None:
    """Posts and beds that an event adds bring their money, unless it comes out of what is there. beds: at the run's scale."""
    pay = _pay(state, rows)
    other = pay * state.p.commissioning.other_costs + beds * state.p.commissioning.bed_week
    state.money.fixed += other
    if new_money:
        state.money.income += pay + other


def _set_forces(state: Any, event: Any) -> None:
    for number, force in enumerate(FORCES):
        value = getattr(event, force)
        if value is not None:
            state.forces.aims = [aim for aim in state.forces.aims if aim[0] != number]
            state.forces.aims.append((number, float(state.forces.stated[number]), state.week + event.over, value))


def _open_service(state: Any, event: Any) -> None:
    serves = np.array([event.serves == "all" or name in event.serves for name in state.names["communities"]])
    posts = {role: getattr(event.posts, role) for role in ROLES}
    beds = beds_in_sample(event.beds, state.scale) if event.beds else 0
    rows = open_service(state, event.key, event.service_kind, event.name or event.key, event.employer, posts, serves, beds)
    fill_posts(state, rows, state.p.events.filled_at_opening, 1.0, state.p.workforce.wellbeing_settles)
    _funded(state, rows, event.new_money, (event.beds or 0) * state.scale)
    state.staff_changes.append(("opened", state.services.who.size - 1))
    state.staff_changes.extend(("hired", int(row)) for row in rows if state.staff.is_filled[row])


def _people_of(state: Any, service: int) -> np.ndarray:
    places = np.isin(state.people.place, (AT_DOOR, WAITING, IN_CARE, IN_CRISIS, INPATIENT))
    return np.flatnonzero(places & (state.people.service == service))


def _close_service(state: Any, event: Any) -> None:
    service = _row(state, "service_keys", event.service)
    for i in _people_of(state, service):
        go_without(state.people, i, state.services, state.groups, state.staff, state.week)
        note(state.people, i, state.week, CLOSED)
    rows = np.flatnonzero((state.staff.service == service) & (state.staff.is_open == 1))
    saved = _pay(state, rows)
    close_posts(state, rows)
    state.services.is_open[service] = 0
    commissioning = state.p.commissioning
    state.money.fixed -= saved * commissioning.other_costs + float(state.services.beds[service]) * commissioning.bed_week
    draw_who_serves(state)
    without = state.reach["nearest"][GP, state.people.community] < 0
    state.people.with_gp[without] = 0
    state.staff_changes.append(("shut", service))


def _merge_services(state: Any, event: Any) -> None:
    keeps, absorbed = _row(state, "service_keys", event.service), _row(state, "service_keys", event.absorb)
    services, staff = state.services, state.staff
    state.people.service[_people_of(state, absorbed)] = keeps
    for count in (services.caseload, services.waiting, services.at_door, services.beds):
        count[keeps] += count[absorbed]
        count[absorbed] = 0
    services.capacity[keeps] += services.capacity[absorbed]
    staff.employer[staff.service == absorbed] = services.employer[keeps]
    staff.service[staff.service == absorbed] = keeps
    services.is_open[absorbed] = 0
    state.reach["services"][keeps] |= state.reach["services"][absorbed]
    draw_who_serves(state)
    state.staff_changes.append(("shut", absorbed))


def _shrink(state: Any, rows: np.ndarray, hours: float) -> float:
    """Close posts of these rows, empty ones first, and shorten the next, until `hours` are gone; returns pounds a week saved."""
    staff = state.staff
    before = _pay(state, rows)
    rows = rows[np.argsort(staff.is_filled[rows], kind="stable")]
    running = np.cumsum(staff.hours[rows])
    closed = rows[running <= hours + ROUNDING]
    left = hours - float(staff.hours[closed].sum())
    close_posts(state, closed)
    if left > ROUNDING and closed.size < rows.size:
        staff.hours[rows[closed.size]] -= left
    return before - _pay(state, rows[closed.size :])


def _resize(state: Any, service: int, change: float, new_money: bool) -> None:
    """Give a service a share more or fewer of its funded posts, in its mix of roles."""
    staff = state.staff
    rows = np.flatnonzero((staff.service == service) & (staff.is_open == 1))
    hours = float(staff.hours[rows].sum()) * change
    if hours < 0:
        other = state.p.commissioning.other_costs
        saved = _shrink(state, rows, -hours)
        state.money.fixed -= saved * other
        if new_money:
            state.money.income -= saved * (1.0 + other)
        return
    added = []
    for role in range(len(ROLES)):
        share = float(staff.hours[rows][staff.role[rows] == role].sum()) / max(float(staff.hours[rows].sum()), TINY)
        number = int((staff.service == service).sum()) + SERIES * (role + 1)
        count, each = whole_posts(hours * share / WHOLE_TIME_HOURS)
        name = f"service {state.names['service_keys'][service]} {ROLES[role]}"
        added.append(
            add_posts(
                state, posts_table(name, number, count, each, role, service, NOBODY, int(state.services.employer[service]))
            )
        )
    _funded(state, np.concatenate(added), new_money)


def _resize_service(state: Any, event: Any) -> None:
    _resize(state, _row(state, "service_keys", event.service), event.change, event.new_money)


def _hire_peers(state: Any, event: Any) -> None:
    service = _row(state, "service_keys", event.service)
    count, each = whole_posts(event.posts * state.scale)
    number = int((state.staff.service == service).sum()) + SERIES * len(ROLES)
    name = f"service {event.service} {ROLES[PEER_WORKER]}"
    rows = add_posts(
        state, posts_table(name, number, count, each, PEER_WORKER, service, NOBODY, int(state.services.employer[service]))
    )
    fill_posts(state, rows, state.p.events.filled_at_opening, 1.0, state.p.workforce.wellbeing_settles)
    _funded(state, rows, event.new_money)
    state.staff_changes.extend(("hired", int(row)) for row in rows if state.staff.is_filled[row])


def _grant(state: Any, event: Any) -> None:
    g, pounds = _row(state, "group_keys", event.group), a_week(event.pounds) * state.scale
    state.groups.grant[g] += pounds
    state.ends.append((state.week + event.weeks, g, pounds, event.new_money))
    if event.new_money:
        state.money.income += pounds


def _contract(state: Any, event: Any) -> None:
    g, pounds = _row(state, "group_keys", event.group), a_week(event.pounds) * state.scale
    if event.new_money:
        more = pounds - float(state.groups.contract[g])
        state.money.income += more
        state.contract_ends.append((state.week + event.weeks, g, more))
    state.groups.contract[g] = pounds
    state.groups.contract_end[g] = state.week + event.weeks


def cut_statutory(state: Any, pounds: float) -> dict[str, Any]:
    """Take `pounds` a week from the statutory budget: posts close, empty ones first, from every service alike.

    Returns what it took: pounds, the other costs that went with the posts, rows of posts and their hours.
    """
    money, staff = state.money, state.staff
    before, fixed = staff.hours * staff.is_open, money.fixed
    rows = np.flatnonzero((staff.service >= 0) & (staff.is_open == 1))
    pay = _pay(state, rows)
    share = min(1.0, pounds / max(pay * (1.0 + state.p.commissioning.other_costs), TINY))
    money.income -= pounds
    money.fixed *= 1.0 - share * pay * state.p.commissioning.other_costs / max(money.fixed, TINY)
    for service in range(state.services.who.size):
        own = rows[staff.service[rows] == service]
        _shrink(state, own, float(staff.hours[own].sum()) * share)
    hours = before - staff.hours * staff.is_open
    taken = np.flatnonzero(hours > 0.0)
    return {"pounds": pounds, "fixed": fixed - money.fixed, "rows": taken, "hours": hours[taken]}


def _give_back_posts(state: Any, taken: dict[str, Any]) -> None:
    """A statutory cut is restored: its money, and its posts at services that are still open, empty, to be filled anew."""
    staff, money = state.staff, state.money
    money.income += taken["pounds"]
    money.fixed += taken["fixed"]
    for row, hours in zip(taken["rows"], taken["hours"], strict=True):
        if not state.services.is_open[staff.service[row]]:
            continue
        if staff.is_open[row]:
            staff.hours[row] += hours
        else:
            staff.is_open[row], staff.is_filled[row] = 1, 0
            staff.hours[row], staff.vacant_since[row] = hours, state.week


def cut_voluntary(state: Any, share: float) -> dict[str, Any]:
    """Take a share of every open group's contract and grant. Returns what it took, by group."""
    groups = state.groups
    taken = {"contract": groups.contract * groups.is_open * share, "grant": groups.grant * groups.is_open * share}
    groups.contract[:] -= taken["contract"]
    groups.grant[:] -= taken["grant"]
    pounds = float(taken["contract"].sum() + taken["grant"].sum())
    state.money.income -= pounds
    return taken | {"pounds": pounds}


def _give_back_grants(state: Any, taken: dict[str, Any]) -> None:
    """A cut of voluntary money is restored, to the groups it was taken from as far as they are still there."""
    state.money.income += taken["pounds"]
    state.groups.contract[:] += taken["contract"] * state.groups.is_open
    state.groups.grant[:] += taken["grant"] * state.groups.is_open


def _cut(state: Any, event: Any) -> None:
    groups, money = state.groups, state.money
    state.collaborative.trust *= 1.0 - state.p.collaborative.cut_costs
    if event.pot == "statutory":
        taken = cut_statutory(
            state, event.share * (money.income - float(((groups.contract + groups.grant) * groups.is_open).sum()))
        )
    else:
        taken = cut_voluntary(state, event.share)
    if event.weeks:
        state.cuts.append((state.week + event.weeks, event.pot, taken))


def _efficiency_target(state: Any, event: Any) -> None:
    last = state.week + weeks_from_years(event.years) if event.years else FOREVER
    state.targets.append((last, event.share))


def _protected_time(state: Any, event: Any) -> None:
    state.protected.append((state.week + event.weeks - 1 if event.weeks else FOREVER, event.hours))


def _found_collaborative(state: Any, event: Any) -> None:
    forum = state.collaborative
    forum.every, forum.seats_voluntary = float(event.every), event.seats_voluntary
    forum.seats_lived_experience = event.seats_lived_experience


def _demand_surge(state: Any, event: Any) -> None:
    state.surges.append((state.week + event.weeks - 1, event.size, event.severity))


def _staffing_shock(state: Any, event: Any) -> None:
    staff = state.staff
    holds = (staff.is_filled == 1) & (staff.is_open == 1)
    leave(state, np.flatnonzero(holds & (chances(state.key("events.staffing_shock"), staff.who) < event.share)))
    if event.weeks:
        state.leaving_shocks.append((state.week + event.weeks - 1, state.p.events.shock_lingers))


def _group_closure(state: Any, event: Any) -> None:
    g = _row(state, "group_keys", event.group)
    if state.groups.is_open[g]:
        close_group(state, g, state.p.growth.closure_costs)


HAPPENS: dict[str, Callable[[Any, Any], None]] = {
    "set_forces": _set_forces,
    "open_service": _open_service,
    "close_service": _close_service,
    "merge_services": _merge_services,
    "resize_service": _resize_service,
    "grant": _grant,
    "contract": _contract,
    "cut": _cut,
    "efficiency_target": _efficiency_target,
    "protected_time": _protected_time,
    "found_collaborative": _found_collaborative,
    "hire_peers": _hire_peers,
    "demand_surge": _demand_surge,
    "staffing_shock": _staffing_shock,
    "group_closure": _group_closure,
}
"""What each kind of event does."""


def _run_on(state: Any) -> None:
    """What earlier events still do: money and cuts that end, efficiency targets at each year's start."""
    for _, g, pounds, new_money in [end for end in state.ends if end[0] == state.week]:
        state.groups.grant[g] = max(0.0, state.groups.grant[g] - pounds)
        state.money.income -= pounds if new_money else 0.0
    state.ends = [end for end in state.ends if end[0] > state.week]
    for _, g, more in [end for end in state.contract_ends if end[0] == state.week]:
        state.groups.contract[g] = max(0.0, state.groups.contract[g] - more)
        state.money.income -= more
    state.contract_ends = [end for end in state.contract_ends if end[0] > state.week]
    for _, pot, taken in [cut for cut in state.cuts if cut[0] == state.week]:
        (_give_back_posts if pot == "statutory" else _give_back_grants)(state, taken)
    state.cuts = [cut for cut in state.cuts if cut[0] > state.week]
    if state.week % WEEKS_A_YEAR == 0:
        for last, share in state.targets:
            if state.week <= last:
                cut_statutory(state, share * state.money.income)


def turn(state: Any) -> None:
    """What falls due this week happens, in the order of the scenario."""
    if state.week >= 0:
        _run_on(state)
        for event in state.calendar.get(state.week, ()):
            HAPPENS[event.kind](state, event)


def change_from_the_start(state: Any, money: float, staff: float) -> None:
    """A scenario's budget and posts against today's, from now on. money, staff: fractions, 0 = as today.

    More or fewer posts alone are paid for out of the same budget; more or less money alone leaves the posts.
    """
    if money:
        state.money.income *= 1.0 + money
    if staff:
        for service in range(state.services.who.size):
            if state.services.is_open[service]:
                _resize(state, service, staff, new_money=False)
