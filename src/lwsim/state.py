"""The system's whole state between two weeks: tables, settings, money, counts; what a run is forked from."""

import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from .agents.by_reference import by_reference
from .agents.columns import F4, I4, blank
from .agents.communities import Communities
from .agents.counts import Tally
from .agents.groups import Groups
from .agents.people import People
from .agents.practitioners import Practitioners
from .agents.services import Services
from .agents.ties import Ties
from .forces import Moved, Settings
from .luck import Luck


@by_reference
class Innovations(NamedTuple):
    """New practices that somebody tried: slots, some free.

    stage: 0 free, 1 waiting for approval, 2 tried in one place, 3 open to spread.
    value: true effect on what an hour of support does (-1..1, share), known to nobody.
    seen: what trials have shown so far, the same scale.  trials: weeks of use that were watched.
    decided_at: week a decision falls.  users: practitioners who use it.  home: row of the practitioner who began it.
    """

    stage: I4
    value: F4
    seen: F4
    trials: I4
    decided_at: I4
    users: I4
    home: I4


@dataclass
class Collaborative:
    """The regular forum of the place's organisations, and who decides."""

    every: float = 0.0
    """Weeks between meetings of a collaborative that was founded on purpose; 0 = none was."""
    meeting: float = 0.0
    """Meetings every four weeks, founded on purpose or held because environments are created."""
    facilitation: float = 0.0
    """Hours a week of facilitation for each practitioner that the whole system's fund pays for, as far as deciding works."""
    standing: float = 0.0
    """Say of voluntary groups in where invested money goes, beyond today's, -1..1."""
    seats_voluntary: float = 0.0
    seats_lived_experience: float = 0.0
    trust: float = 0.0
    """Trust and shared identity between organisations, 0..1."""
    approval_weeks: float = 0.0
    """Weeks that an approval takes now."""
    fit: float = 0.0
    """How well the way of deciding fits the number of partners and their trust, 0..1."""
    resistance: float = 0.0
    """Backlash now, 0..1."""
    works: float = 1.0
    """What organisations manage together, against today: joined doors and shared work come to this share."""


@dataclass
class Money:
    """Pounds, a week at a time. Each week: pounds in hand before + income = spent + pounds in hand after."""

    income: float = 0.0
    """Commissioned budget a week at week 0."""
    in_hand: float = 0.0
    fixed: float = 0.0
    """Pounds a week for premises, drugs and other costs that do not move with posts."""
    bank_hours: float = 0.0
    """Hours a week of bank and agency staff that free money buys now."""
    shared_fund: float = 0.0
    """Pounds a week for facilitation, evaluation and development of the whole system."""
    community_fund: float = 0.0
    """Pounds a week for community building."""
    out_of_area_usual: float = 0.0
    """Pounds a week that stays out of area took of late, smoothed over a quarter."""
    out_of_area: int = 0
    """People newly placed in beds out of area this week."""
    recruits: bool = True
    """False while overspending has frozen recruitment."""
    spent: dict[str, float] = field(default_factory=dict)
    """This week's spending by pot."""
    before: float = 0.0
    received: float = 0.0


class Lots:
    """Rows of people whom this week's luck allows a crisis, asking for help, or recovery by the GP's treatment (`lots`).

    Nothing in it outlives the week: a copy is empty.
    """

    def __init__(self, size: int) -> None:
        self.crisis, self.asking, self.recovering = np.empty((3, size), dtype=np.uint32)
        self.crises = self.asks = self.recoveries = 0

    def __deepcopy__(self, memo: dict[int, Any]) -> "Lots":
        return Lots(self.crisis.size)

    def __reduce__(self) -> tuple[type["Lots"], tuple[int]]:
        return Lots, (self.crisis.size,)


@dataclass
class State:
    """Everything that one live system is. Nothing here is shared with another system, so two never see each other."""

    p: Any
    """The numbers of this world: one plain named tuple for each room, by the room's name."""
    luck: Luck
    switches: dict[str, bool]
    rivals: dict[str, str]
    week: int
    people: People
    need: np.ndarray
    """Rows of people who are in need or with support, in order; its first `needing` entries count."""
    needing: int
    fresh: np.ndarray
    """Working space for rows that a rule looks at."""
    spare: np.ndarray
    """Working space for more of them; next week's `need` is put together in it."""
    placed: np.ndarray
    """Rows of `need` that this week are at a door, waiting, or with somebody; its first `placing` entries count."""
    placing: int
    communities: Communities
    services: Services
    groups: Groups
    staff: Practitioners
    ties: Ties
    innovations: Innovations
    forces: Settings
    levers: Any
    collaborative: Collaborative
    money: Money
    tally: Tally
    lots: Lots
    reach: dict[str, np.ndarray]
    """Who serves whom: 'services' (services, communities) and 'groups' (groups, communities), 1 = yes."""
    names: dict[str, list[str]]
    """Names by row of 'communities', 'services', 'groups' and 'employers'; keys of 'service_keys' and 'group_keys'."""
    scale: float
    """Share of the place's adults that this run holds."""
    pressure: float = 0.0
    pressure_today: float = 0.0
    pressed: float = 0.0
    """How much harder targets press on services than today, -1..: 0 as today, 1 twice as hard."""
    density: float = 0.0
    """How dense practitioners' network is, 0..1."""
    today: dict[str, float] = field(default_factory=dict)
    """What the weeks before week 0 showed, against which pressure is judged."""
    recent: dict[str, float] = field(default_factory=dict)
    """What the last weeks showed, smoothed as boards see it."""
    origin: dict[str, Any] = field(default_factory=dict)
    """What the place was like at the start: groups' overheads and volunteers, communities' natural social capital."""
    calendar: dict[int, list[Any]] = field(default_factory=dict)
    """The scenario's events by week."""
    surges: list[tuple[int, float, float]] = field(default_factory=list)
    """Demand surges under way: (last week, multiplier of new distress, added severity)."""
    leaving_shocks: list[tuple[int, float]] = field(default_factory=list)
    protected: list[tuple[int, float]] = field(default_factory=list)
    """Protected time under way: (last week, hours a week for each practitioner)."""
    cuts: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    """Cuts that end: (week they end, pot, what was taken)."""
    contract_ends: list[tuple[int, int, float]] = field(default_factory=list)
    """Contracts of events that brought new money: (week they end, group, pounds a week that were new)."""
    ends: list[tuple[int, int, float, bool]] = field(default_factory=list)
    """Grants of events under way: (week they end, group, pounds a week, whether new money)."""
    targets: list[tuple[int, float]] = field(default_factory=list)
    """Efficiency targets under way: (last week, share a year)."""
    staff_changes: list[tuple[str, int]] = field(default_factory=list)
    """Who left ('left', row), came ('hired', row), which group closed ('closed', row), since agents were last matched."""

    def on(self, switch: str) -> bool:
        """Whether a mechanism is switched on."""
        return self.switches[switch]

    def key(self, decision: str) -> np.uint64:
        """The luck key of a decision in the present week."""
        return self.luck.key(decision, self.week)

    def keys(self, *decisions: str) -> np.ndarray:
        """The luck keys (decisions,) uint64 of several decisions in the present week."""
        return self.luck.keys(decisions, self.week)

    def take_notes(self) -> None:
        """From now on what happens to each person in a week is noted, for a life to be told (`agents.happenings`)."""
        if self.people.happened.size == 0:
            notes = blank(People, self.people.who.size)
            self.people = self.people._replace(noted_at=notes.noted_at, happened=notes.happened)

    def fork(self) -> "State":
        """An independent copy with the same past: what happens to one never touches the other."""
        return copy.deepcopy(self)


NO_LEVERS = Moved(*([0.0] * len(Moved._fields)))
"""Every lever where today has it."""
