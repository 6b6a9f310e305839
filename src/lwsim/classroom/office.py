"""The office of all rooms: opens them, seats people, takes what they put in, and knows which worlds must be lived.

Whoever calls hands in the time and the secret. What is answered has been written: a session in memory is only the log
added up, and is added up again after a restart.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .codes import hashed, new_code, new_secret, same
from .living import Lived, World, check_shelf
from .session import RUNNING, Session, Setup, after, session_of
from .store import Kept, Store
from .table_rules import MOST_ROUNDS, MOST_TEAMS, Refused, desk_wish, place_for, player_put

HOURS = 24.0
"""Hours after which a room is taken out, with everything in it."""
MOST_ROOMS = 200
MOST_LIVED = 600
"""Worlds kept in memory; a world that fell out is lived again when somebody looks."""
SAMPLES = (0.02, 1.0)
SHORTEST_SECRET, LONGEST_SECRET = 20, 100


class Unknown(LookupError):
    """No such room, seat or secret."""


class Office:
    """All rooms of one server."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._sessions: dict[str, Session] = {}
        self._lived: OrderedDict[str, Lived] = OrderedDict()

    # -- rooms ---------------------------------------------------------------------------------------------------------

    def open_room(self, wish: Mapping[str, Any], now: float) -> tuple[str, str, str]:
        """Open a room: its code, the desk's secret and the long link's. Raises Refused and InputError."""
        self.forget(now)
        if len(self.store.rooms()) >= MOST_ROOMS:
            raise Refused("This server holds no more rooms today.")
        setup = _setup(wish)
        desk, link = new_secret(), new_secret()
        for _ in range(50):
            code = new_code()
            if self.store.open_room(Kept(code, now, now + HOURS * 3600.0, hashed(desk), hashed(link))):
                self._write(code, now, "desk", "opened", asdict(setup))
                return code, desk, link
        raise Refused("No free code was found; try again.")

    def forget(self, now: float) -> None:
        """Take out the rooms whose time is up."""
        for code in self.store.forget(now):
            self._sessions.pop(code, None)

    def left(self, code: str, now: float) -> float:
        """Seconds until a room is taken out. Raises Unknown."""
        kept = self.store.room(code)
        if kept is None:
            raise Unknown(code)
        return max(0.0, kept.expires - now)

    def session(self, code: str, now: float) -> Session:
        """A room's session. Raises Unknown."""
        kept = self.store.room(code) if code not in self._sessions else None
        if code not in self._sessions:
            if kept is None or kept.expires < now:
                raise Unknown(code)
            session = session_of(self.store.log(code))
            if session is None:
                raise Unknown(code)
            self._sessions[code] = session
        return self._sessions[code]

    def _write(self, code: str, now: float, who: str, kind: str, body: dict[str, Any]) -> Session:
        """Write first, then change what is in memory."""
        session = self._sessions.get(code)
        for entry in self.store.add(code, [(now, who, kind, body)]):
            session = after(session, entry)
        assert session is not None
        self._sessions[code] = session
        return session

    # -- players -------------------------------------------------------------------------------------------------------

    def join(self, code: str, secret: str, now: float, team: str = "", role: str = "") -> str:
        """Take a seat: its key. The phone brings its own secret, so asking twice gives one seat. Raises Unknown, Refused."""
        session, token = self.session(code, now), hashed(secret)
        if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
            raise Refused("This phone's key to its seat is too short or too long.")
        if held := [seat.key for seat in session.seats.values() if seat.token == token]:
            return held[0]
        team, role = place_for(session, team, role)
        key = f"s{len(session.seats) + 1}"
        self._write(code, now, key, "joined", {"team": team, "role": role, "token": token})
        return key

    def seat(self, code: str, key: str, secret: str, now: float) -> Session:
        """The session, for a seat that shows its own secret. Raises Unknown."""
        session = self.session(code, now)
        seat = session.seats.get(key)
        if seat is None or not same(secret, seat.token):
            raise Unknown(key)
        return session

    def put(self, code: str, key: str, secret: str, wish: Mapping[str, Any], now: float) -> Session:
        """A player's wish. Raises Unknown and Refused."""
        session = self.seat(code, key, secret, now)
        return self._write(code, now, key, "put", player_put(session, key, wish))

    # -- the desk ------------------------------------------------------------------------------------------------------

    def desk(self, code: str, secret: str, now: float) -> Session:
        """The session, for the desk's secret. Raises Unknown."""
        session, kept = self.session(code, now), self.store.room(code)
        if kept is None or not same(secret, kept.desk):
            raise Unknown(code)
        return session

    def has_link(self, code: str, secret: str) -> bool:
        """Whether a long link's secret is this room's."""
        kept = self.store.room(code)
        return kept is not None and same(secret, kept.link)

    def knows(self, code: str, secret: str, now: float) -> bool:
        """Whether a secret is one of this room's: its long link's, its desk's or a seat's. Raises Unknown."""
        session, kept, token = self.session(code, now), self.store.room(code), hashed(secret)
        return kept is not None and token in {kept.link, kept.desk, *(seat.token for seat in session.seats.values())}

    def order(self, code: str, secret: str, kind: str, wish: Mapping[str, Any], now: float) -> Session:
        """Something that the desk does. Raises Unknown and Refused."""
        session = self.desk(code, secret, now)
        return self._write(code, now, "desk", kind, desk_wish(session, kind, wish))

    # -- worlds --------------------------------------------------------------------------------------------------------

    def due(self, code: str, now: float) -> list[World]:
        """Worlds that must be lived before this room can be shown in full."""
        session = self.session(code, now)
        wanted = [*session.wanted().items(), *(("", rounds) for rounds in set(session.wanted().values()))]
        missing = {session.key(name, rounds): (name, rounds) for name, rounds in wanted}
        return [
            session.world(name, rounds) if name else session.untouched(rounds)
            for key, (name, rounds) in missing.items()
            if key not in self._lived
        ]

    def keep(self, world: World, lived: Lived) -> None:
        """Keep what was lived."""
        self._lived[world.key] = lived
        self._lived.move_to_end(world.key)
        while len(self._lived) > MOST_LIVED:
            self._lived.popitem(last=False)

    def lived(self, session: Session, team: str) -> Lived | None:
        """What a team has lived so far, if it is at hand."""
        rounds = session.wanted()[team]
        found = self._lived.get(session.key(team, rounds))
        if found is None and session.phase == RUNNING:
            found = self._lived.get(session.key(team, rounds - 1))
        return found

    def untouched(self, session: Session) -> Lived | None:
        """What the same luck brings where nobody decides anything, as far as the session has lived, if it is at hand."""
        return self._lived.get(session.key("", max(session.wanted().values())))

    def settle(self, code: str, now: float) -> Session:
        """Write that the half-year was lived, once every team's world is at hand; otherwise change nothing."""
        session = self.session(code, now)
        if session.phase != RUNNING or self.due(code, now):
            return session
        digests = {name: self._lived[session.key(name, session.round + 1)].digest for name in session.teams}
        return self._write(code, now, "house", "lived", {"digests": digests})

    def is_as_played(self, session: Session, team: str) -> bool:
        """Whether what is shown is, number for number, what was shown when it was played (a changed model differs)."""
        lived, digests, rounds = self.lived(session, team), session.teams[team].digests, session.wanted()[team]
        return lived is None or not 0 < rounds <= len(digests) or lived.digest == digests[rounds - 1]

    def dump(self, code: str, now: float) -> str:
        """A session as canonical text: equal texts are equal sessions."""
        told = asdict(self.session(code, now))
        del told["keys"]
        return json.dumps(told, sort_keys=True)


def _setup(wish: Mapping[str, Any]) -> Setup:
    """The setup that a teacher asks for. Raises Refused and InputError."""
    place, base = str(wish.get("place", "small_town")), str(wish.get("base", "ordinary"))
    titles = check_shelf(place, base)
    return Setup(
        place,
        base,
        *titles,
        seed=int(_within(wish, "seed", 1, 0, 2**31)),
        sample=float(_within(wish, "sample", 1.0, *SAMPLES)),
        rounds=int(_within(wish, "rounds", 4, 1, MOST_ROUNDS)),
        teams=int(_within(wish, "teams", 1, 1, MOST_TEAMS)),
        minutes=float(_within(wish, "minutes", 0, 0, 120)),
    )


def _within(wish: Mapping[str, Any], key: str, usual: float, low: float, high: float) -> float:
    value = wish.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise Refused(f"{key.capitalize()}: a number from {low:g} to {high:g} is needed.")
    return value
