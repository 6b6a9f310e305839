"""What is counted each week: name, unit, sentence, function."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .agents import counts as n
from .agents.kinds import FIFTHS, NOBODY
from .agents.practitioners import holders
from .stocks import stocks
from .units import WEEKS_A_YEAR, WHOLE_TIME_HOURS, per_100k_a_year


@dataclass(frozen=True)
class Measure:
    """One thing that is counted.

    better: +1 more is better, -1 less is better, 0 neither.  over: how a year is summed up - 'year' the mean of its weeks,
    'end' its last week.  format: how a value is written, as in str.format.
    """

    name: str
    unit: str
    title: str
    says: str
    better: int
    over: str
    format: str


MEASURES: dict[str, Measure] = {}
_COUNT: dict[str, Callable[[Any], float]] = {}


def measure(unit: str, title: str, says: str, better: int, over: str = "year", format: str = "{:,.1f}") -> Callable:
    """Declare the function below as a measure under its own name."""

    def keep(count: Callable[[Any], float]) -> Callable[[Any], float]:
        MEASURES[count.__name__] = Measure(count.__name__, unit, title, says, better, over, format)
        _COUNT[count.__name__] = count
        return count

    return keep


SHARE, WHOLE, SMALL = "{:.1%}", "{:,.0f}", "{:.3f}"


def _sum(state: Any, column: int) -> float:
    return float(state.tally.by_community[:, column].sum())


def _people(state: Any, people: float) -> float:
    """People of the whole place, where a run holds a sample of them."""
    return people / state.scale


@measure(
    "share",
    "Immediate need met",
    "Of this week's distress (severity x people), the share met with support that fits.",
    1,
    format=SHARE,
)
def need_met(state: Any) -> float:
    return _sum(state, n.MET) / max(_sum(state, n.DISTRESS), 1e-9)


@measure("people", "People in need", "Adults in distress this week.", -1, format=WHOLE)
def people_in_need(state: Any) -> float:
    return _people(state, _sum(state, n.IN_NEED))


@measure("people", "People supported", "Adults in distress with support of any kind this week.", 1, format=WHOLE)
def people_supported(state: Any) -> float:
    return _people(state, _sum(state, n.SUPPORTED))


@measure("people", "People without support", "Adults in distress whom nobody supports this week.", -1, format=WHOLE)
def people_unsupported(state: Any) -> float:
    return _people(state, _sum(state, n.UNSUPPORTED_PEOPLE))


@measure("people", "Waiting", "People accepted by a service, or at its door, and waiting.", -1, format=WHOLE)
def waiting(state: Any) -> float:
    return _people(state, float((state.services.waiting + state.services.at_door).sum()))


def _wait_at(counted: np.ndarray, share: float) -> float:
    waits = counted.sum(axis=0)
    total = waits.sum()
    if total == 0:
        return 0.0
    before = np.cumsum(waits)
    week = int(np.searchsorted(before, share * total))
    inside = waits[week]
    left = share * total - (before[week] - inside)
    return week + left / inside if inside else float(week)


@measure("weeks", "Median wait", "Half of those waiting for a place have waited longer than this.", -1)
def wait_median(state: Any) -> float:
    return _wait_at(state.tally.waits, 0.5)


@measure("weeks", "Longest tenth's wait", "A tenth of those waiting for a place have waited longer than this.", -1)
def wait_p90(state: Any) -> float:
    return _wait_at(state.tally.waits, 0.9)


@measure("weeks", "Median wait as reported", "The same as services report it, token contacts counted as starts.", 0)
def wait_told(state: Any) -> float:
    return _wait_at(state.tally.told, 0.5)


@measure("people a week", "Turned away", "People turned away at assessment.", -1)
def turned_away(state: Any) -> float:
    return _people(state, state.tally.flows[n.BOUNCED])


@measure("per journey", "Handings-over", "Handings-over in journeys that ended in recovery this week.", -1, format="{:.2f}")
def handovers(state: Any) -> float:
    flows = state.tally.flows
    return float(flows[n.HANDED] / flows[n.JOURNEYS]) if flows[n.JOURNEYS] else 0.0


@measure("people a week", "Lost on the way", "People lost between services, not coming when called, or dropping out.", -1)
def lost(state: Any) -> float:
    return _people(state, state.tally.flows[n.LOST])


@measure(
    "per 100,000 adults a year",
    "Crisis contacts",
    "Contacts with crisis services or emergency departments; they stand for harm.",
    -1,
    format=WHOLE,
)
def crisis_contacts(state: Any) -> float:
    return per_100k_a_year(state.tally.flows[n.CONTACTS], state.people.who.size)


@measure("per 100,000 adults a year", "Admissions", "Admissions to hospital, out-of-area ones included.", -1, format=WHOLE)
def admissions(state: Any) -> float:
    return per_100k_a_year(state.tally.flows[n.ADMITTED], state.people.who.size)


@measure("whole-time posts", "Staff in post", "Posts that somebody holds, in services and voluntary groups.", 1, format=WHOLE)
def staff_in_post(state: Any) -> float:
    return float(state.staff.hours[holders(state.staff)].sum()) / WHOLE_TIME_HOURS / state.scale


@measure("share of posts", "Vacancy", "Funded posts of services that nobody holds.", -1, format=SHARE)
def vacancy(state: Any) -> float:
    staff = state.staff
    funded = (staff.is_open == 1) & (staff.service != NOBODY)
    hours = float(staff.hours[funded].sum())
    return float(staff.hours[funded & (staff.is_filled == 0)].sum()) / max(hours, 1e-9)


def _mean_of_staff(state: Any, column: np.ndarray) -> float:
    holds = holders(state.staff)
    return float(column[holds].mean()) if holds.any() else 0.0


@measure("0..1", "Staff wellbeing", "Mean wellbeing of practitioners, 0 burnt out to 1.", 1, format="{:.2f}")
def wellbeing(state: Any) -> float:
    return _mean_of_staff(state, state.staff.wellbeing)


@measure("share of staff", "Burnt out", "Practitioners whose wellbeing is below the cut.", -1, format=SHARE)
def burnt_out(state: Any) -> float:
    return _mean_of_staff(state, state.staff.wellbeing < state.p.workforce.burnt_out)


@measure("share of staff", "Off sick", "Practitioners absent this week.", -1, format=SHARE)
def sickness(state: Any) -> float:
    return _mean_of_staff(state, state.staff.away > 0)


@measure("share a year", "Leaving", "Practitioners who leave their post, at this week's pace.", -1, format=SHARE)
def leaving(state: Any) -> float:
    posts = float(state.staff.hours[holders(state.staff)].sum()) / WHOLE_TIME_HOURS
    return state.tally.flows[n.LEFT] * WEEKS_A_YEAR / max(posts, 1e-9)


@measure(
    "share of paid hours", "Time on records", "Contracted hours that go to recording, reporting and panels.", -1, format=SHARE
)
def assurance_time(state: Any) -> float:
    staff = state.staff
    return float(staff.assurance.sum()) / max(float(staff.hours[holders(state.staff)].sum()), 1e-9)


@measure(
    "share of paid hours", "Time with people", "Contracted hours spent with people, assessments included.", 1, format=SHARE
)
def people_time(state: Any) -> float:
    staff = state.staff
    return float((staff.contact + staff.assessing - staff.bank).sum()) / max(
        float(staff.hours[holders(state.staff)].sum()), 1e-9
    )


@measure("0..1", "Ties across teams", "Mean worth of practitioners' ties to other teams.", 1, "end", "{:.2f}")
def ties_across(state: Any) -> float:
    return _mean_of_staff(state, state.staff.across)


@measure("0..1", "Trust between organisations", "Trust and shared identity between organisations.", 1, "end", "{:.2f}")
def trust(state: Any) -> float:
    return float(state.collaborative.trust)


@measure("0..1", "Belonging", "Practitioners' sense of belonging, 0 own employer to 1 whole system.", 1, "end", "{:.2f}")
def belonging(state: Any) -> float:
    return _mean_of_staff(state, state.staff.belonging)


@measure("innovations", "Innovations in use", "New practices that the average practitioner has taken up.", 0, "end", "{:.2f}")
def innovation_use(state: Any) -> float:
    holds = int(holders(state.staff).sum())
    return float(state.innovations.users.sum()) / max(holds, 1)


@measure("groups", "Voluntary groups open", "Voluntary groups of the place that are open.", 1, "end", WHOLE)
def groups_open(state: Any) -> float:
    return float((state.groups.is_open == 1).sum())


@measure("hours a week", "Voluntary hours", "Paid and volunteer hours of voluntary groups.", 1, format=WHOLE)
def voluntary_hours(state: Any) -> float:
    return _people(state, float((state.groups.paid_hours + state.groups.volunteer_hours).sum()))


@measure("people", "Supported by groups", "People whom voluntary groups support.", 1, format=WHOLE)
def group_supported(state: Any) -> float:
    return _people(state, float(state.groups.supported.sum()))


@measure("0..1", "Social capital", "Mean social capital of communities, by adults.", 1, "end", "{:.3f}")
def social_capital(state: Any) -> float:
    return float(np.average(state.communities.social_capital, weights=np.maximum(state.communities.adults, 1)))


@measure("0..1", "Lived-experience voice", "Weight of lived experience in what is decided.", 1, "end", "{:.2f}")
def lived_voice(state: Any) -> float:
    return float(np.average(state.communities.voice, weights=np.maximum(state.communities.adults, 1)))


def by_fifth(state: Any, column: int) -> np.ndarray:
    """A tally column summed by national fifth of deprivation: (5,)."""
    return np.bincount(state.communities.fifth, weights=state.tally.by_community[:, column], minlength=FIFTHS)


@measure(
    "share points",
    "Fairness gap",
    "Need met in the least deprived fifth present, less that in the most deprived present.",
    -1,
    format="{:+.1%}",
)
def gap_need_met(state: Any) -> float:
    distress = by_fifth(state, n.DISTRESS)
    present = np.flatnonzero(distress > 0)
    if present.size < 2:
        return 0.0
    met = by_fifth(state, n.MET)[present] / distress[present]
    return float(met[0] - met[-1])


@measure("people a week", "Recoveries", "People who recovered, with support or without.", 1)
def recoveries(state: Any) -> float:
    return _people(state, state.tally.flows[n.RECOVERIES])


@measure("people a week", "Relapses", "People whose distress returned within a year of recovering.", -1)
def relapses(state: Any) -> float:
    return _people(state, state.tally.flows[n.RELAPSES])


@measure("QALYs a week", "Quality-adjusted life", "Quality-adjusted life years lived by all adults this week.", 1)
def qalys(state: Any) -> float:
    well = state.people.who.size * state.p.support.utility_well
    return _people(state, (well - _sum(state, n.UTILITY)) / WEEKS_A_YEAR)


def _spent(state: Any, *pots: str) -> float:
    return sum(state.money.spent.get(pot, 0.0) for pot in pots) / state.scale


@measure("pounds a week", "Spending", "Pounds spent on all pots this week.", 0, format="£{:,.0f}")
def spend(state: Any) -> float:
    return sum(state.money.spent.values()) / state.scale


@measure("pounds a week", "Spending on services", "Pay, fixed costs, bank staff and beds out of area.", 0, format="£{:,.0f}")
def spend_statutory(state: Any) -> float:
    return _spent(state, "pay", "fixed", "bank", "out_of_area")


@measure("pounds a week", "Spending on groups", "Contracts and grants to voluntary groups.", 0, format="£{:,.0f}")
def spend_voluntary(state: Any) -> float:
    return _spent(state, "contracts", "grants")


@measure("pounds a week", "Spending together", "Community building and the whole system's development.", 0, format="£{:,.0f}")
def spend_joint(state: Any) -> float:
    return _spent(state, "communities", "whole_system")


_STOCKS = (
    ("capacity_workforce", "Workforce", "from contracted hours of statutory staff x ability"),
    ("capacity_relationships", "Relationships", "added by ties and structure together"),
    ("capacity_innovation", "Innovation", "added (or taken) by innovations in use"),
    ("capacity_voluntary", "Voluntary sector", "of voluntary groups' workers and volunteers"),
    ("capacity_communities", "Communities", "of neighbours"),
)
for _name, _title, _says in _STOCKS:
    MEASURES[_name] = Measure(
        _name, "hours a week", f"Capacity: {_title.lower()}", f"Hours of effective support a week {_says}.", 1, "end", WHOLE
    )
MEASURES["capacity"] = Measure(
    "capacity",
    "hours a week",
    "Capacity",
    "Hours of effective support a week that the whole system could give at today's money.",
    1,
    "end",
    WHOLE,
)
MEASURES["capacity_change"] = Measure(
    "capacity_change", "change on week 0", "Long-term capacity built", "Change of capacity since week 0.", 1, "end", "{:+.1%}"
)


@measure("0..1", "Lived purpose", "0 impact now, 1 investing in the future, as people live it.", 0, "end", "{:.2f}")
def lived_purpose(state: Any) -> float:
    return float(state.forces.lived[0])


@measure("0..1", "Lived power", "0 assuring, 1 innovating, as people live it.", 0, "end", "{:.2f}")
def lived_power(state: Any) -> float:
    return float(state.forces.lived[1])


@measure("0..1", "Lived practice", "0 supporting individuals, 1 creating environments, as people live it.", 0, "end", "{:.2f}")
def lived_practice(state: Any) -> float:
    return float(state.forces.lived[2])


@measure("0..1", "Pressure", "What leaders feel of queues, crises and overspending.", -1, "end", "{:.2f}")
def pressure(state: Any) -> float:
    return float(state.pressure)


NAMES: tuple[str, ...] = tuple(MEASURES)
"""Every measure, in the order of a recorded row."""
_PLACE_OF = {name: place for place, name in enumerate(NAMES)}


def record(state: Any) -> np.ndarray:
    """The week as it ended: every measure's value, (measures,) float64, in the order of NAMES."""
    row = np.empty(len(NAMES))
    for name, count in _COUNT.items():
        row[_PLACE_OF[name]] = count(state)
    parts = stocks(state)
    for (name, _, _), part in zip(_STOCKS, parts, strict=True):
        row[_PLACE_OF[name]] = part
    row[_PLACE_OF["capacity"]] = parts.sum()
    row[_PLACE_OF["capacity_change"]] = parts.sum() / state.origin.get("capacity", parts.sum()) - 1.0
    return row


def described() -> list[Measure]:
    """All measures with their descriptions, in the order of a recorded row."""
    return [replace(MEASURES[name]) for name in NAMES]
