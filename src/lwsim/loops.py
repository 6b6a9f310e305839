"""The causal loops of the model, each link with its mechanism, and what each carries in a run: read, never invented.

A loop is a ring of links: more of this makes more (+1) or less (-1) of that, by a mechanism that the model has, named by its
switch or by its part of the model. A ring with an even number of minus signs feeds itself (reinforcing), one with an odd
number holds itself back (balancing). What a link carries is read off lived runs: how far its two ends have moved since week 0
and between two scenarios on the same luck. A move counts where its 95% interval over worlds leaves zero out. Where both ends
moved but not as the link says, other causes pull harder: the link is still there.
Leaves out: how much of the one move the other caused; that is what switching the mechanism off shows (`explain`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from . import gauges
from . import statistics as st
from .answering.questions import Look, Start, only_what_acts
from .gauges import GAUGES
from .lives import by_year
from .measures import MEASURES, NAMES, Measure
from .pairing import worlds_of
from .place_file import Place
from .rooms import ROOMS, SWITCHES
from .run_checks import check_size
from .scenario_file import Scenario
from .scenario_fit import check_fit
from .single import live
from .state import State
from .units import weeks_from_years

REINFORCING, BALANCING = "reinforcing", "balancing"


class Link(NamedTuple):
    """More of `start` makes more (+1) or less (-1) of `end`. by: a switch, or a part of the model that has none for it."""

    start: str
    end: str
    sign: int
    by: str
    says: str


class Loop(NamedTuple):
    """A ring of links, each starting where the one before ends."""

    name: str
    title: str
    says: str
    links: tuple[Link, ...]

    @property
    def kind(self) -> str:
        """Reinforcing or balancing, by the product of its signs."""
        return REINFORCING if np.prod([link.sign for link in self.links]) > 0 else BALANCING


LOOPS: tuple[Loop, ...] = (
    Loop(
        "waiting_and_progression",
        "Waiting and progression",
        "People get worse while they wait; worse distress takes more hours, and the queue grows.",
        (
            Link("waiting", "severity", +1, "progression", "unmet need deepens while people wait"),
            Link("severity", "load", +1, "severity_costs", "severe distress takes more hours"),
            Link("load", "need_met", -1, "support", "hours asked beyond those there are not given"),
            Link("need_met", "waiting", -1, "support", "people whose need is met recover and leave their place free"),
        ),
    ),
    Loop(
        "bounce_and_failure_demand",
        "Bounce and failure demand",
        "Who is turned away comes again; assessing them takes the hours that would have shortened the queue.",
        (
            Link("turned_away", "referred", +1, "bounces", "some of those turned away are referred again"),
            Link("referred", "assessing_time", +1, "front_door", "everybody at a door is assessed as far as hours go"),
            Link("assessing_time", "waiting", +1, "working_week", "hours of assessments are gone before places are given"),
            Link("waiting", "threshold", +1, "rationing", "thresholds rise with queues"),
            Link("threshold", "turned_away", +1, "front_door", "who is below the threshold is turned away"),
        ),
    ),
    Loop(
        "burnout_and_turnover",
        "Burnout and turnover",
        "Overload wears staff down; those who leave put their load on those who stay.",
        (
            Link("load", "wellbeing", -1, "overload_wears", "overload wears staff down"),
            Link("wellbeing", "leaving", -1, "burnout_leaves", "low wellbeing makes staff leave"),
            Link("leaving", "vacancy", +1, "workforce", "a post stays empty until somebody is hired"),
            Link("vacancy", "load", +1, "caseload", "the same people ask fewer staff for hours"),
        ),
    ),
    Loop(
        "capability_trap",
        "The capability trap",
        "Pressure takes the time that would have prevented the pressure.",
        (
            Link("pressure", "lived_practice", -1, "pressure_pull", "pressure pulls what people do back to individuals"),
            Link("lived_practice", "environment_time", +1, "lever_environment", "time for environments follows lived practice"),
            Link("environment_time", "wellbeing", +1, "reflection_protects", "time to reflect lifts wellbeing"),
            Link("wellbeing", "capacity", +1, "burnout_costs", "staff who are well do more in an hour"),
            Link("capacity", "waiting", -1, "support", "more effective hours let people leave sooner"),
            Link("waiting", "pressure", +1, "pressure", "boards feel queues"),
        ),
    ),
    Loop(
        "community_growth_and_relapse",
        "Community growth and relapse",
        "Communities that hold together relapse less, and crises do not wear them down.",
        (
            Link("social_capital", "relapses", -1, "community_protects", "social capital lowers new distress and relapse"),
            Link("relapses", "people_in_need", +1, "need", "who relapses is in need again"),
            Link("people_in_need", "crisis_contacts", +1, "crisis", "distress that nobody holds ends in crisis"),
            Link("crisis_contacts", "social_capital", -1, "communities_grow", "crises wear a community"),
        ),
    ),
    Loop(
        "trust_and_collaboration",
        "Trust and collaboration",
        "Trust makes deciding work; what is decided together brings people together; those who have company stay.",
        (
            Link("trust", "deciding_fit", +1, "governance_fit", "deciding together needs trust"),
            Link("deciding_fit", "facilitation", +1, "facilitation", "the shared fund reaches as far as deciding works"),
            Link("facilitation", "ties_across", +1, "ties_form", "ties form where people meet"),
            Link("ties_across", "wellbeing", +1, "reflection_protects", "company lifts wellbeing"),
            Link("wellbeing", "leaving", -1, "burnout_leaves", "staff who are well stay"),
            Link("leaving", "trust", -1, "trust_moves", "turnover breaks trust"),
        ),
    ),
    Loop(
        "innovation_and_funding",
        "Innovation, evidence and funding",
        "Practice that works prevents crises and frees money, part of which makes room to try more. "
        "(Legitimacy has no stock of its own in this model: it shows as resistance, and as money.)",
        (
            Link("tried", "innovation_use", +1, "ties_carry", "what is open to spread is taken up by those who know its users"),
            Link(
                "innovation_use",
                "capacity",
                +1,
                "innovation",
                "better practice makes hours do more; harmful, less",
            ),
            Link("capacity", "need_met", +1, "support", "effective hours meet need"),
            Link("need_met", "crisis_contacts", -1, "crisis", "need that is met comes less to crisis"),
            Link("crisis_contacts", "invested", -1, "money_moves", "beds out of area take the money that is free"),
            Link("invested", "facilitation", +1, "facilitation", "part of what is invested pays for facilitation"),
            Link("facilitation", "tried", +1, "innovation", "ideas need time away from the day's work"),
        ),
    ),
    Loop(
        "rationing",
        "Rationing by threshold",
        "A longer queue raises the threshold, and a higher threshold shortens the queue - not the need.",
        (
            Link("waiting", "threshold", +1, "rationing", "thresholds rise with queues"),
            Link("threshold", "turned_away", +1, "front_door", "who is below the threshold is turned away"),
            Link("turned_away", "waiting", -1, "front_door", "who is turned away does not wait"),
        ),
    ),
    Loop(
        "assurance_corrects",
        "Assurance corrects drift",
        "Harm that shows is withdrawn, as far as anybody checks.",
        (
            Link("harmful_use", "harm_seen", +1, "innovation", "use shows what a practice is worth"),
            Link("harm_seen", "harmful_use", -1, "assurance_filters", "assurance withdraws what looks harmful"),
        ),
    ),
    Loop(
        "backlash",
        "Backlash",
        "What is new and visible draws resistance where trust is low, and resistance slows what is new.",
        (
            Link("innovation_use", "resistance", +1, "backlash", "visible innovation draws resistance"),
            Link("resistance", "innovation_use", -1, "innovation", "resistance slows the spread"),
        ),
    ),
    Loop(
        "cost_of_coordination",
        "The cost of coordination",
        "Meeting takes hours from people; queues press practice back, and fewer meetings are held.",
        (
            Link("meetings", "coordination_time", +1, "partners_cost_time", "every pair of partners costs coordination"),
            Link("coordination_time", "people_time", -1, "working_week", "the week's hours are shared out once"),
            Link("people_time", "waiting", -1, "places", "hours for people are room for people"),
            Link("waiting", "pressure", +1, "pressure", "boards feel queues"),
            Link("pressure", "lived_practice", -1, "pressure_pull", "pressure pulls what people do back to individuals"),
            Link("lived_practice", "meetings", +1, "lever_forum", "a collaborative meets as practice is lived"),
        ),
    ),
    Loop(
        "funding_cycle",
        "The funding cycle's reset",
        "The more of a group's money is in contracts, the more ends on a date; not all of it is let again.",
        (
            Link("contract_money", "ending_soon", +1, "commissioning", "every contract and grant has its day"),
            Link(
                "ending_soon",
                "contract_money",
                -1,
                "contract_cycle",
                "contracts end and are let again for less, or not at all",
            ),
        ),
    ),
)
"""The loops named in the model's design, as this model carries them."""


def quantity(name: str) -> Measure:
    """The measure or gauge of this name. Raises KeyError for another."""
    return MEASURES[name] if name in MEASURES else GAUGES[name]


QUANTITIES: tuple[str, ...] = tuple(dict.fromkeys(link.start for loop in LOOPS for link in loop.links))
"""Everything that stands in a loop, each once: a ring's starts are all its ends."""


def mechanism(by: str) -> tuple[str, bool]:
    """What a link works by, in words for whoever reads the page, and whether it can be switched off."""
    if by in SWITCHES:
        return SWITCHES[by], True
    part = next(one for one in ROOMS if one.room == by)
    caption = (sys.modules[part.__module__].__doc__ or "").splitlines()[0]
    return f"{caption} It is always at work.", False


@dataclass(frozen=True)
class LoopLife:
    """One scenario in one world, read for the loops; its result is (1 + years, QUANTITIES), week 0 first, then by year."""

    start: Start
    scenario: Scenario = field(compare=False, repr=False)
    years: tuple[float, ...]
    acts: Scenario

    @classmethod
    def of(cls, start: Start, scenario: Scenario, years: tuple[float, ...]) -> LoopLife:
        """The life of a scenario; its words are left behind."""
        return cls(start, scenario, years, only_what_acts(scenario))

    def work(self, state: State, look: Look) -> np.ndarray:
        """Live the years and read every quantity."""
        read = [gauges.read(state)]

        def each(living: State) -> None:
            read.append(gauges.read(living))
            look(living)

        weekly = live(state, self.scenario, weeks_from_years(self.years[-1]), each).weekly
        found: dict[str, np.ndarray] = {}
        for names, described, lived in ((NAMES, MEASURES, weekly), (tuple(GAUGES), GAUGES, np.stack(read))):
            ends = np.array([described[name].over == "end" for name in names])
            yearly = np.vstack([lived[:1], by_year(lived, self.years, ends)])
            found |= {name: yearly[:, at] for at, name in enumerate(names)}
        return np.stack([found[name] for name in QUANTITIES], axis=1)


@dataclass(frozen=True)
class LoopQuestion:
    """Scenarios on a place, to be read for the loops in so many worlds. Raises InputError.

    years: the points in time that are read, in order, the last the horizon.
    """

    place: Place
    scenarios: tuple[Scenario, ...]
    years: tuple[float, ...]
    seed: int = 1
    sample: float = 1.0
    worlds: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be run before anybody waits for it."""
        check_size(self.years[-1], self.sample)
        for scenario in self.scenarios:
            check_fit(scenario, self.place, self.years[-1])

    def bundles(self) -> tuple[tuple[LoopLife, ...], ...]:
        """A bundle a world: its lives by scenario."""

        def life(world: int, scenario: Scenario) -> LoopLife:
            return LoopLife.of(Start.of(self.place, scenario, self.seed, self.sample, world), scenario, self.years)

        return tuple(tuple(life(world, one) for one in self.scenarios) for world in worlds_of(self.worlds))

    def answer(self, kind: str, done: Mapping[int, Sequence[np.ndarray]], seconds: float) -> Readings:
        """The readings of the worlds done so far. done: number of the bundle -> its results."""
        values = np.stack([np.stack(done[number]) for number in sorted(done)])
        return Readings(tuple(one.title for one in self.scenarios), self.years, values)


@dataclass(frozen=True, eq=False)
class Readings:
    """All quantities in several worlds: values (worlds, scenarios, 1 + years, QUANTITIES)."""

    titles: tuple[str, ...]
    years: tuple[float, ...]
    values: np.ndarray

    def level(self, name: str, side: int, year: float) -> float:
        """The mean of a quantity under a scenario in the year that ended then; year 0 is week 0."""
        return float(st.mean(self._of(name, side, year)))

    def since_start(self, name: str, side: int, year: float) -> Move:
        """How far a quantity has moved since week 0 under one scenario."""
        return _move(self._of(name, side, year) - self._of(name, side, 0.0))

    def between(self, name: str, year: float, first: int = 0, second: int = 1) -> Move:
        """How far apart two scenarios are: the second less the first, world by world."""
        return _move(self._of(name, second, year) - self._of(name, first, year))

    def _of(self, name: str, side: int, year: float) -> np.ndarray:
        when = 0 if year == 0.0 else 1 + self.years.index(year)
        return self.values[:, side, when, QUANTITIES.index(name)]


class Move(NamedTuple):
    """A difference with the 95% interval of its mean. way: +1 or -1 where it is told from zero, 0 where not."""

    mean: float
    low: float
    high: float
    way: int


def _move(values: np.ndarray) -> Move:
    """The move of a quantity over worlds; one world alone is told by its sign, as there is nothing else to go by."""
    mean = float(st.mean(values))
    low, high = (float(edge) for edge in st.mean_interval(values))
    if len(values) == 1:
        return Move(mean, low, high, int(np.sign(mean)))
    return Move(mean, low, high, 1 if low > 0 else -1 if high < 0 else 0)


CARRIES, AGAINST, QUIET, PULLED = "as the link says", "against the link", "nothing moved", "only one end moved"
"""What can be said of a link from how its two ends moved."""


def carries(link: Link, start: Move, end: Move) -> str:
    """What the moves of its two ends say of a link."""
    if not start.way and not end.way:
        return QUIET
    if not start.way or not end.way:
        return PULLED
    return CARRIES if start.way * link.sign == end.way else AGAINST
