"""What the loops are read by, beside the measures: inner quantities of the live system, each with unit, sentence, function."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .agents import counts as n
from .agents.kinds import COMMUNITY_TEAM
from .agents.practitioners import holders
from .measures import SHARE, Measure
from .mechanisms.innovation import SPREADING, TRIED

GAUGES: dict[str, Measure] = {}
_READ: dict[str, Callable[[Any], float]] = {}
QUARTER = 13


def gauge(unit: str, title: str, says: str, better: int = 0, over: str = "year", format: str = "{:,.1f}") -> Callable:
    """Declare the function below as a gauge under its own name."""

    def keep(read: Callable[[Any], float]) -> Callable[[Any], float]:
        GAUGES[read.__name__] = Measure(read.__name__, unit, title, says, better, over, format)
        _READ[read.__name__] = read
        return read

    return keep


def read(state: Any) -> np.ndarray:
    """Every gauge of the week as it ended: (gauges,) float64, in the order of `GAUGES`."""
    return np.array([count(state) for count in _READ.values()])


def _of_paid(state: Any, hours: np.ndarray) -> float:
    staff = state.staff
    return float(hours.sum()) / max(float(staff.hours[holders(staff)].sum()), 1e-9)


@gauge("0..1", "Severity of distress", "Mean severity of the distress there is this week.", -1, format="{:.3f}")
def severity(state: Any) -> float:
    counts = state.tally.by_community
    return float(counts[:, n.DISTRESS].sum() / max(counts[:, n.IN_NEED].sum(), 1e-9))


@gauge(
    "hours asked per hour there", "Load", "Hours that caseloads ask for over hours there, by practitioner.", -1, format="{:.2f}"
)
def load(state: Any) -> float:
    holds = holders(state.staff)
    return float(state.staff.load[holds].mean()) if holds.any() else 0.0


@gauge("people a week", "Referred", "People who come to a service's door, the second time and later ones included.")
def referred(state: Any) -> float:
    return float(state.services.referred.sum()) / state.scale


@gauge("share of paid hours", "Time assessing", "Contracted hours that go to assessments.", 0, format=SHARE)
def assessing_time(state: Any) -> float:
    return _of_paid(state, state.staff.assessing)


@gauge(
    "share of paid hours", "Time for environments", "Supervision, reflection, joint work, forums, communities.", 0, format=SHARE
)
def environment_time(state: Any) -> float:
    return _of_paid(state, state.staff.environment)


@gauge("share of paid hours", "Time coordinating", "Contracted hours that go to coordination.", -1, format=SHARE)
def coordination_time(state: Any) -> float:
    return _of_paid(state, state.staff.coordination)


@gauge("0..1", "Threshold", "Least severity that community teams take on.", -1, "end", "{:.3f}")
def threshold(state: Any) -> float:
    teams = (state.services.kind == COMMUNITY_TEAM) & (state.services.is_open == 1)
    return float(state.services.threshold[teams].mean()) if teams.any() else 0.0


@gauge(
    "meetings every four weeks",
    "Forum meetings",
    "How often the place's organisations meet in a collaborative.",
    0,
    format="{:.2f}",
)
def meetings(state: Any) -> float:
    return float(state.collaborative.meeting)


@gauge("0..1", "How well deciding works", "How the way of deciding fits the partners and their trust.", 1, "end", "{:.2f}")
def deciding_fit(state: Any) -> float:
    return float(state.collaborative.fit)


@gauge(
    "hours a week each",
    "Facilitation",
    "Hours of facilitation for each practitioner that the shared fund pays for.",
    0,
    format="{:.3f}",
)
def facilitation(state: Any) -> float:
    return float(state.collaborative.facilitation)


@gauge("0..1", "Resistance to the new", "Backlash against innovation that shows where trust is low.", -1, "end", "{:.3f}")
def resistance(state: Any) -> float:
    return float(state.collaborative.resistance)


@gauge("pounds a week", "Money invested", "Free money for groups, communities and the whole system.", 0, format="£{:,.0f}")
def invested(state: Any) -> float:
    groups, money = state.groups, state.money
    spare = float(groups.spare[groups.is_open == 1].sum())
    return (spare + money.community_fund + money.shared_fund) / state.scale


@gauge("pounds a week", "Contracts of groups", "Contract and grant income of the open voluntary groups.", 1, "end", "£{:,.0f}")
def contract_money(state: Any) -> float:
    groups = state.groups
    return float((groups.contract + groups.grant)[groups.is_open == 1].sum()) / state.scale


@gauge("pounds a week", "Contracts about to end", "Contracts and grants that end within a quarter.", -1, format="£{:,.0f}")
def ending_soon(state: Any) -> float:
    groups, soon = state.groups, state.week + QUARTER
    ending = groups.contract * (groups.contract_end < soon) + groups.grant * (groups.grant_end < soon)
    return float(ending[groups.is_open == 1].sum()) / state.scale


@gauge("practices", "New practices tried", "Innovations in trial or open to spread, among those the run holds.", 0, "end")
def tried(state: Any) -> float:
    return float((state.innovations.stage >= TRIED).sum())


@gauge("share of uses", "Harmful practice in use", "Uses of new practice that truly does worse than today's.", -1, "end", SHARE)
def harmful_use(state: Any) -> float:
    users = state.innovations.users * (state.innovations.stage >= TRIED)
    return float(users[state.innovations.value < 0.0].sum()) / max(float(users.sum()), 1.0)


@gauge("practices", "Harm that shows", "Spreading practices whose use so far shows them worse than today's.", -1, "end")
def harm_seen(state: Any) -> float:
    innovations = state.innovations
    return float(((innovations.stage == SPREADING) & (innovations.seen < 0.0)).sum())
