"""What is counted each week: name, unit, sentence, function."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .adding import in_turn
from .agents import counts as n
from .agents.kinds import FIFTHS
from .stocks import capacity, stocks
from .sums import POTS, Sums, add_up, by_name, no_sums
from .units import TINY, WEEKS_A_YEAR, WHOLE_TIME_HOURS, per_100k_a_year


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
_COUNT: dict[str, Callable[[Any, Sums], np.ndarray]] = {}


def measure(unit: str, title: str, says: str, better: int, over: str = "year", format: str = "{:,.1f}") -> Callable:
    """Declare the function below as a measure under its own name: of many weeks at once, see `worked_out`."""

    def keep(count: Callable[[Any, Sums], np.ndarray]) -> Callable[[Any, Sums], np.ndarray]:
        MEASURES[count.__name__] = Measure(count.__name__, unit, title, says, better, over, format)
        _COUNT[count.__name__] = count
        return count

    return keep


SHARE, WHOLE, SMALL = "{:.1%}", "{:,.0f}", "{:.3f}"


def _people(state: Any, people: np.ndarray) -> np.ndarray:
    """People of the whole place, where a run holds a sample of them."""
    return people / state.scale


@measure(
    "share",
    "Immediate need met",
    "Of this week's distress (how many people, and how severely), the share met with support that fits.",
    1,
    format=SHARE,
)
def need_met(state: Any, sums: Sums) -> np.ndarray:
    return sums.counts[n.MET] / np.maximum(sums.counts[n.DISTRESS], TINY)


@measure("people", "People in need", "Adults in distress this week.", -1, format=WHOLE)
def people_in_need(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.counts[n.IN_NEED])


@measure("people", "People supported", "Adults in distress with support of any kind this week.", 1, format=WHOLE)
def people_supported(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.counts[n.SUPPORTED])


@measure("people", "People without support", "Adults in distress whom nobody supports this week.", -1, format=WHOLE)
def people_unsupported(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.counts[n.UNSUPPORTED_PEOPLE])


@measure("people", "Waiting", "People accepted by a service, or at its door, and waiting.", -1, format=WHOLE)
def waiting(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.waiting)


@measure("weeks", "Median wait", "Half of those waiting for a place have waited longer than this.", -1)
def wait_median(state: Any, sums: Sums) -> np.ndarray:
    return sums.wait_median


@measure("weeks", "Longest tenth's wait", "A tenth of those waiting for a place have waited longer than this.", -1)
def wait_p90(state: Any, sums: Sums) -> np.ndarray:
    return sums.wait_p90


@measure("weeks", "Median wait as reported", "The same as services report it, token contacts counted as starts.", 0)
def wait_told(state: Any, sums: Sums) -> np.ndarray:
    return sums.wait_told


@measure("people a week", "Turned away", "People turned away at assessment.", -1)
def turned_away(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.flows[n.BOUNCED])


@measure("per journey", "Handings-over", "Handings-over in journeys that ended in recovery this week.", -1, format="{:.2f}")
def handovers(state: Any, sums: Sums) -> np.ndarray:
    return sums.flows[n.HANDED] / np.where(sums.flows[n.JOURNEYS] > 0, sums.flows[n.JOURNEYS], np.inf)


@measure("people a week", "Lost on the way", "People lost between services, not coming when called, or dropping out.", -1)
def lost(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.flows[n.LOST])


@measure(
    "per 100,000 adults a year",
    "Crisis contacts",
    "Contacts with crisis services or emergency departments; they stand for harm.",
    -1,
    format=WHOLE,
)
def crisis_contacts(state: Any, sums: Sums) -> np.ndarray:
    return per_100k_a_year(sums.flows[n.CONTACTS], state.people.who.size)


@measure("per 100,000 adults a year", "Admissions", "Admissions to hospital, out-of-area ones included.", -1, format=WHOLE)
def admissions(state: Any, sums: Sums) -> np.ndarray:
    return per_100k_a_year(sums.flows[n.ADMITTED], state.people.who.size)


@measure("whole-time posts", "Staff in post", "Posts that somebody holds, in services and voluntary groups.", 1, format=WHOLE)
def staff_in_post(state: Any, sums: Sums) -> np.ndarray:
    return sums.held_hours / WHOLE_TIME_HOURS / state.scale


@measure("share of posts", "Vacancy", "Funded posts of services that nobody holds.", -1, format=SHARE)
def vacancy(state: Any, sums: Sums) -> np.ndarray:
    return sums.empty_hours / np.maximum(sums.funded_hours, TINY)


def _of_staff(sums: Sums, added: np.ndarray) -> np.ndarray:
    """The mean, or share, of those who hold a post."""
    return added / np.maximum(sums.held, 1.0)


@measure("0..1", "Staff wellbeing", "Mean wellbeing of practitioners, 0 burnt out to 1.", 1, format="{:.2f}")
def wellbeing(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.wellbeing)


@measure("share of staff", "Burnt out", "Practitioners whose wellbeing is below the cut.", -1, format=SHARE)
def burnt_out(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.burnt_out)


@measure("share of staff", "Off sick", "Practitioners absent this week.", -1, format=SHARE)
def sickness(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.away)


@measure("share a year", "Leaving", "Practitioners who leave their post, at this week's pace.", -1, format=SHARE)
def leaving(state: Any, sums: Sums) -> np.ndarray:
    return sums.flows[n.LEFT] * WEEKS_A_YEAR / np.maximum(sums.held_hours / WHOLE_TIME_HOURS, TINY)


@measure(
    "share of paid hours", "Time on records", "Contracted hours that go to recording, reporting and panels.", -1, format=SHARE
)
def assurance_time(state: Any, sums: Sums) -> np.ndarray:
    return sums.assurance / np.maximum(sums.held_hours, TINY)


@measure(
    "share of paid hours", "Time with people", "Contracted hours spent with people, assessments included.", 1, format=SHARE
)
def people_time(state: Any, sums: Sums) -> np.ndarray:
    return sums.with_people / np.maximum(sums.held_hours, TINY)


@measure("0..1", "Ties across teams", "Mean worth of practitioners' ties to other teams.", 1, "end", "{:.2f}")
def ties_across(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.across)


@measure("0..1", "Trust between organisations", "Trust and shared identity between organisations.", 1, "end", "{:.2f}")
def trust(state: Any, sums: Sums) -> np.ndarray:
    return sums.trust


@measure("0..1", "Belonging", "Practitioners' sense of belonging, 0 own employer to 1 whole system.", 1, "end", "{:.2f}")
def belonging(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.belonging)


@measure("innovations", "Innovations in use", "New practices that the average practitioner has taken up.", 0, "end", "{:.2f}")
def innovation_use(state: Any, sums: Sums) -> np.ndarray:
    return _of_staff(sums, sums.uses)


@measure("groups", "Voluntary groups open", "Voluntary groups of the place that are open.", 1, "end", WHOLE)
def groups_open(state: Any, sums: Sums) -> np.ndarray:
    return sums.groups_open


@measure("hours a week", "Voluntary hours", "Paid and volunteer hours of voluntary groups.", 1, format=WHOLE)
def voluntary_hours(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.group_hours)


@measure("people", "Supported by groups", "People whom voluntary groups support.", 1, format=WHOLE)
def group_supported(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.group_supported)


@measure("0..1", "Social capital", "Mean social capital of communities, by adults.", 1, "end", "{:.3f}")
def social_capital(state: Any, sums: Sums) -> np.ndarray:
    return sums.social_capital / np.maximum(sums.adults, 1.0)


@measure("0..1", "Lived-experience voice", "Weight of lived experience in what is decided.", 1, "end", "{:.2f}")
def lived_voice(state: Any, sums: Sums) -> np.ndarray:
    return sums.voice / np.maximum(sums.adults, 1.0)


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
def gap_need_met(state: Any, sums: Sums) -> np.ndarray:
    present = sums.distress > 0
    met = sums.met / np.where(present, sums.distress, 1.0)
    least, most, week = present.argmax(axis=0), FIFTHS - 1 - present[::-1].argmax(axis=0), np.arange(present.shape[1])
    return met[least, week] - met[most, week]


@measure("people a week", "Recoveries", "People who recovered, with support or without.", 1)
def recoveries(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.flows[n.RECOVERIES])


@measure("people a week", "Relapses", "People whose distress returned within a year of recovering.", -1)
def relapses(state: Any, sums: Sums) -> np.ndarray:
    return _people(state, sums.flows[n.RELAPSES])


@measure("QALYs a week", "Quality-adjusted life", "Quality-adjusted life years lived by all adults this week.", 1)
def qalys(state: Any, sums: Sums) -> np.ndarray:
    well = state.people.who.size * state.p.support.utility_well
    return _people(state, (well - sums.counts[n.UTILITY]) / WEEKS_A_YEAR)


def _spent(state: Any, sums: Sums, *pots: str) -> np.ndarray:
    return in_turn(sums.spent[POTS.index(pot)] for pot in pots) / state.scale


@measure("pounds a week", "Spending", "Pounds spent on all pots this week.", 0, format="£{:,.0f}")
def spend(state: Any, sums: Sums) -> np.ndarray:
    return _spent(state, sums, *POTS)


@measure("pounds a week", "Spending on services", "Pay, fixed costs, bank staff and beds out of area.", 0, format="£{:,.0f}")
def spend_statutory(state: Any, sums: Sums) -> np.ndarray:
    return _spent(state, sums, "pay", "fixed", "bank", "out_of_area")


@measure("pounds a week", "Spending on groups", "Contracts and grants to voluntary groups.", 0, format="£{:,.0f}")
def spend_voluntary(state: Any, sums: Sums) -> np.ndarray:
    return _spent(state, sums, "contracts", "grants")


@measure("pounds a week", "Spending together", "Community building and the whole system's development.", 0, format="£{:,.0f}")
def spend_joint(state: Any, sums: Sums) -> np.ndarray:
    return _spent(state, sums, "communities", "whole_system")


_STOCKS = (
    ("capacity_workforce", "Workforce", "from contracted hours of statutory staff, times their ability"),
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
def lived_purpose(state: Any, sums: Sums) -> np.ndarray:
    return sums.lived[0]


@measure("0..1", "Lived power", "0 assuring, 1 innovating, as people live it.", 0, "end", "{:.2f}")
def lived_power(state: Any, sums: Sums) -> np.ndarray:
    return sums.lived[1]


@measure("0..1", "Lived practice", "0 supporting individuals, 1 creating environments, as people live it.", 0, "end", "{:.2f}")
def lived_practice(state: Any, sums: Sums) -> np.ndarray:
    return sums.lived[2]


@measure("0..1", "Pressure", "What leaders feel of queues, crises and overspending.", -1, "end", "{:.2f}")
def pressure(state: Any, sums: Sums) -> np.ndarray:
    return sums.pressure


NAMES: tuple[str, ...] = tuple(MEASURES)
"""Every measure, in the order of a recorded row."""
_COUNTS = tuple(_COUNT.values())
_STOCKS_AT = NAMES.index(_STOCKS[0][0])
"""Where in a row the stocks stand, and what they come to, among those that are counted one by one."""


def worked_out(state: Any, rows: np.ndarray) -> np.ndarray:
    """Every measure of many weeks, (weeks, measures) float64, in the order of NAMES. rows: (weeks,) of `sums.ROW`.

    state: of the run, of which only what stays the same throughout is read.
    """
    sums = by_name(rows)
    parts = stocks(state, sums)
    whole = capacity(parts)
    columns = [count(state, sums) for count in _COUNTS]
    columns[_STOCKS_AT:_STOCKS_AT] = [*parts, whole, whole / state.origin.get("capacity", whole) - 1.0]
    return np.stack(columns, axis=1)


def record(state: Any) -> np.ndarray:
    """The week as it ended: every measure's value, (measures,) float64, in the order of NAMES."""
    row = no_sums(1)
    add_up(state, row)
    return worked_out(state, row)[0]


def described() -> list[Measure]:
    """All measures with their descriptions, in the order of a recorded row."""
    return [replace(MEASURES[name]) for name in NAMES]
