"""A class session as the sum of its log: each entry changes it in one way, so any moment can be had again.

Nothing here asks whether an entry is allowed (`table_rules` does, before it is written), knows a clock or a file, or draws
luck: the same entries always give the same session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .agreed import Agreed, Put, agreed
from .living import World

LOBBY, DECIDING, RUNNING, SEEN, REVEALED, OVER = "lobby", "deciding", "running", "seen", "revealed", "over"
"""Where a session stands: gathering; deciding; the half-year is being lived; seen by each role alone; seen by all; ended."""


class Entry(NamedTuple):
    """One line of the log. at: seconds since 1970.  who: a seat, 'desk', or 'house' for what the machine adds."""

    seq: int
    at: float
    who: str
    kind: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Setup:
    """How a session was opened. place, base: names on the shelf; place_title, base_title: what they are called."""

    place: str
    base: str
    place_title: str
    base_title: str
    seed: int
    sample: float
    rounds: int
    teams: int
    minutes: float = 0.0
    """Minutes that a half-year's decisions are meant to take; 0 = no clock."""


@dataclass
class Seat:
    """Somebody at the table: no name, only a place in a team. token: what their secret hashes to."""

    key: str
    team: str
    role: str
    token: str
    here: bool = True


@dataclass
class Team:
    """One parallel world. rounds: what each seat put in, a table for each half-year.  digests: of what was lived."""

    name: str
    rounds: list[dict[str, Put]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    forked_from: str = ""
    forked_at: int = 0


@dataclass
class Message:
    """Something the desk said, to all or to one team. during: the phase and half-year in which it was said."""

    seq: int
    text: str
    team: str = ""
    during: tuple[str, int] = (LOBBY, 0)


@dataclass
class Session:
    """A session as it stands. round: the half-year at hand, from 0.  since: when its phase began."""

    setup: Setup
    teams: dict[str, Team] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    phase: str = LOBBY
    round: int = 0
    paused: bool = False
    paused_at: float = 0.0
    since: float = 0.0
    minutes: float = 0.0
    surprises: list[list[str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    seq: int = 0
    keys: dict[tuple[str, int], str] = field(default_factory=dict, compare=False)
    """Names of the worlds lived so far, by team and half-years: only so that sixty screens need not work them out again."""

    @property
    def lived(self) -> int:
        """Half-years that have been lived."""
        return min(len(team.digests) for team in self.teams.values()) if self.teams else 0

    def at_table(self, team: str) -> list[Seat]:
        """The seats of a team that somebody holds, in the order in which they came."""
        return [seat for seat in self.seats.values() if seat.team == team and seat.here]

    def now(self, team: str) -> dict[str, Put]:
        """What a team's seats have put in for the half-year at hand."""
        rounds = self.teams[team].rounds
        return rounds[self.round] if len(rounds) > self.round else {}

    def agreed(self, team: str, number: int) -> Agreed:
        """What a team's seats came to in a half-year."""
        return agreed(self.teams[team].rounds[number].values())

    def world(self, team: str, rounds: int) -> World:
        """The team's world after so many half-years."""
        decided = tuple(self.agreed(team, number) for number in range(rounds))
        surprises = tuple(tuple(keys) for keys in self.surprises[:rounds])
        setup = self.setup
        return World(setup.place, setup.base, setup.seed, setup.sample, decided, surprises)

    def key(self, team: str, rounds: int) -> str:
        """The short name of a team's world after so many half-years that are closed; of the untouched one for no team."""
        if (team, rounds) not in self.keys:
            self.keys[team, rounds] = (self.world(team, rounds) if team else self.untouched(rounds)).key
        return self.keys[team, rounds]

    def untouched(self, rounds: int) -> World:
        """The world of the same luck and surprises in which nobody decided anything."""
        surprises = tuple(tuple(keys) for keys in self.surprises[:rounds])
        setup = self.setup
        return World(setup.place, setup.base, setup.seed, setup.sample, (Agreed(),) * rounds, surprises)

    def wanted(self) -> dict[str, int]:
        """Half-years that each team's world must have been lived for, to show this session."""
        lived = self.lived if self.phase == OVER else self.round + (self.phase in (RUNNING, SEEN, REVEALED))
        return dict.fromkeys(self.teams, lived)


def session_of(entries: Iterable[Entry]) -> Session | None:
    """The session that a log amounts to; nothing for an empty log."""
    session: Session | None = None
    for entry in entries:
        session = after(session, entry)
    return session


def after(session: Session | None, entry: Entry) -> Session:
    """The session after one more entry; the one handed in is changed."""
    if session is None:
        session = _opened(entry)
    else:
        CHANGES[entry.kind](session, entry)
        if entry.kind in RECLOSED:
            session.keys.clear()
    session.seq = entry.seq
    return session


def _opened(entry: Entry) -> Session:
    setup = Setup(**entry.body)
    teams = {name: Team(name) for name in (chr(ord("A") + number) for number in range(setup.teams))}
    return Session(setup, teams, minutes=setup.minutes, since=entry.at)


def _joined(session: Session, entry: Entry) -> None:
    body = entry.body
    session.seats[entry.who] = Seat(entry.who, body["team"], body["role"], body["token"])


def _moved(session: Session, entry: Entry) -> None:
    seat = session.seats[entry.body["seat"]]
    if session.phase in (LOBBY, DECIDING):
        session.now(seat.team).pop(seat.key, None)
    seat.team, seat.role, seat.here = entry.body["team"], entry.body["role"], True


def _freed(session: Session, entry: Entry) -> None:
    session.seats[entry.body["seat"]].here = False


def _put(session: Session, entry: Entry) -> None:
    seat = session.seats[entry.who]
    puts = session.teams[seat.team].rounds[session.round]
    put = puts.setdefault(seat.key, Put(seat.role))
    seat.here = True
    for key, value in entry.body.items():
        if isinstance(value, dict) and key != "asks":
            getattr(put, key).update(value)
        else:
            setattr(put, key, value)


def _begin_round(session: Session, entry: Entry) -> None:
    session.phase, session.since, session.paused = DECIDING, entry.at, False
    for team in session.teams.values():
        if len(team.rounds) == session.round:
            team.rounds.append({})
    if len(session.surprises) == session.round:
        session.surprises.append([])


def _started(session: Session, entry: Entry) -> None:
    _begin_round(session, entry)


def _closed(session: Session, entry: Entry) -> None:
    session.phase, session.since, session.paused = RUNNING, entry.at, False
    for team in session.teams.values():
        for seat in session.at_table(team.name):
            team.rounds[session.round].setdefault(seat.key, Put(seat.role))


def _lived(session: Session, entry: Entry) -> None:
    session.phase, session.since = SEEN, entry.at
    for team, digest in entry.body["digests"].items():
        session.teams[team].digests.append(digest)


def _revealed(session: Session, entry: Entry) -> None:
    session.phase, session.since = REVEALED, entry.at


def _went_on(session: Session, entry: Entry) -> None:
    if session.round + 1 >= session.setup.rounds:
        session.phase, session.since = OVER, entry.at
        return
    session.round += 1
    _begin_round(session, entry)


def _undone(session: Session, entry: Entry) -> None:
    """Back to the decisions of the half-year last lived; what was put in then still stands."""
    if session.phase in (DECIDING, LOBBY):
        session.round -= 1
        for team in session.teams.values():
            del team.rounds[session.round + 1 :]
        del session.surprises[session.round + 1 :]
    for team in session.teams.values():
        del team.digests[session.round :]
        for put in team.rounds[session.round].values():
            put.done = False
    _begin_round(session, entry)


def _paused(session: Session, entry: Entry) -> None:
    session.paused, session.paused_at = True, entry.at


def _resumed(session: Session, entry: Entry) -> None:
    session.paused = False
    session.since += max(0.0, entry.at - session.paused_at)


def _forked(session: Session, entry: Entry) -> None:
    old, name = session.teams[entry.body["team"]], entry.body["name"]
    rounds = deepcopy(old.rounds)
    session.teams[name] = Team(name, rounds, list(old.digests), old.name, session.round)


def _said(session: Session, entry: Entry) -> None:
    during = session.phase, session.round
    session.messages.append(Message(entry.seq, entry.body["text"], entry.body.get("team", ""), during))


def _surprised(session: Session, entry: Entry) -> None:
    keys = session.surprises[session.round]
    key = entry.body["key"]
    if key in keys:
        keys.remove(key)
    else:
        keys.append(key)


def _paced(session: Session, entry: Entry) -> None:
    session.minutes, session.since = entry.body["minutes"], entry.at


def _ended(session: Session, entry: Entry) -> None:
    session.phase, session.since, session.paused = OVER, entry.at, False
    if session.lived < session.round + 1:
        session.round = max(0, session.lived - 1)


CHANGES: dict[str, Callable[[Session, Entry], None]] = {
    "joined": _joined,
    "moved": _moved,
    "freed": _freed,
    "put": _put,
    "started": _started,
    "closed": _closed,
    "lived": _lived,
    "revealed": _revealed,
    "went_on": _went_on,
    "undone": _undone,
    "paused": _paused,
    "resumed": _resumed,
    "forked": _forked,
    "said": _said,
    "surprised": _surprised,
    "paced": _paced,
    "ended": _ended,
}
"""What each kind of entry does."""

RECLOSED = frozenset({"started", "closed", "went_on", "undone", "forked", "ended"})
"""What may change which half-years are closed."""
