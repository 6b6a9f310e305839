"""Who may do what, and when: every wish from a phone or the desk is checked and cut to size here before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..forces import FORCES
from .agreed import TOKENS, USES
from .compose import SURPRISES
from .roles import Role, roles
from .session import DECIDING, LOBBY, OVER, REVEALED, RUNNING, SEEN, Session

MOST_SEATS = 60
MOST_TEAMS = 10
MOST_ROUNDS = 8
"""Four years; so many half-years fit into one scenario file, whatever is decided."""
MOST_MESSAGES = 200
LONGEST_REASON = 140
LONGEST_MESSAGE = 240
LARGEST = 1e12


class Refused(ValueError):
    """Something that may not be done now, or by this one: its text is for the person."""


class NotYet(Refused):
    """Something that may be done a little later: a phone keeps its wish and asks again."""


def player_put(session: Session, seat_key: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    """What of a player's wish may be written. round: the half-year it was meant for, from 1. Raises Refused and NotYet.

    A phone that was away for a while brings a wish from before: it never becomes a decision of another half-year.
    """
    seat, puts = session.seats[seat_key], dict(wish)
    meant = puts.pop("round", session.round + 1)
    if session.phase != DECIDING:
        raise Refused("Decisions are closed just now.")
    if meant != session.round + 1:
        raise Refused("That half-year's decisions are closed.")
    if session.paused:
        raise NotYet("The session is paused. What you put in is kept here.")
    if not puts or len(puts) > len(_PUTS):
        raise Refused("Nothing to put in.")
    found = {}
    for key, value in puts.items():
        if key not in _PUTS:
            raise Refused(f"A player cannot put in {key!r:.40}.")
        found[key] = _PUTS[key](roles()[seat.role], value)
    return found


def _number(value: Any, low: float, high: float) -> float:
    """A finite number within its range. Raises Refused."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise Refused(f"A number from {low:g} to {high:g} is needed.")
    return value


def _table(value: Any, known: Any) -> dict[str, Any]:
    """A table with known keys only. Raises Refused."""
    if not isinstance(value, dict) or not value or not set(value) <= set(known):
        raise Refused("That is not on the table.")
    return value


def _votes(role: Role, value: Any) -> dict[str, float]:
    return {force: round(float(_number(at, 0.0, 1.0)), 2) for force, at in _table(value, FORCES).items()}


def _choices(role: Role, value: Any) -> dict[str, str]:
    own = {decision.key: decision for decision in role.decisions}
    for key, option in _table(value, own).items():
        if option not in [one.key for one in own[key].options]:
            raise Refused("That is no answer to this decision.")
    return dict(value)


def _asks(role: Role, value: Any) -> dict[str, int]:
    split = {use: int(_number(tokens, 0, TOKENS)) for use, tokens in _table(value, USES).items()}
    if sum(split.values()) > TOKENS:
        raise Refused(f"There are {TOKENS} parts to share out.")
    return split


def _accepts(role: Role, value: Any) -> bool:
    if role.key == "commissioner" or not isinstance(value, bool):
        raise Refused("The commissioner makes the offer; the others say yes or no.")
    return value


def _expects(role: Role, value: Any) -> dict[str, float]:
    return {name: float(_number(at, -LARGEST, LARGEST)) for name, at in _table(value, role.predicts).items()}


def _reason(role: Role, value: Any) -> str:
    return _line(value, LONGEST_REASON)


def _line(value: Any, longest: int) -> str:
    """A short text on one line, unseen characters taken out. Raises Refused when it is too long."""
    if not isinstance(value, str) or len(value) > longest:
        raise Refused(f"Up to {longest} characters, please.")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def _done(role: Role, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("Done, or not done?")
    return value


_PUTS: dict[str, Callable[[Role, Any], Any]] = {
    "votes": _votes,
    "choices": _choices,
    "asks": _asks,
    "accepts": _accepts,
    "expects": _expects,
    "reason": _reason,
    "done": _done,
}


def place_for(session: Session, team: str = "", role: str = "") -> tuple[str, str]:
    """Where somebody who comes is seated: as they wish, or where a bot has most to hand over. Raises Refused."""
    if session.phase == OVER:
        raise Refused("This session has ended.")
    if len(session.seats) >= MOST_SEATS:
        raise Refused(f"The room is full: {MOST_SEATS} seats are taken.")
    if (team and team not in session.teams) or (role and role not in roles()):
        raise Refused("There is no such team or role in this room.")
    at_tables = {name: session.at_table(name) for name in session.teams}
    where = team or min(session.teams, key=lambda name: (len(at_tables[name]), name))
    held = [seat.role for seat in at_tables[where]]
    return where, role or min(roles(), key=held.count)


_WHEN: dict[str, tuple[str, ...]] = {
    "started": (LOBBY,),
    "closed": (DECIDING,),
    "revealed": (SEEN,),
    "went_on": (SEEN, REVEALED),
    "undone": (DECIDING, RUNNING, SEEN, REVEALED, OVER),
    "paused": (DECIDING,),
    "resumed": (DECIDING,),
    "forked": (DECIDING,),
    "surprised": (DECIDING,),
    "ended": (LOBBY, DECIDING, SEEN, REVEALED),
    "said": (LOBBY, DECIDING, RUNNING, SEEN, REVEALED, OVER),
    "paced": (LOBBY, DECIDING, RUNNING, SEEN, REVEALED),
    "moved": (LOBBY, DECIDING, RUNNING, SEEN, REVEALED),
    "freed": (LOBBY, DECIDING, RUNNING, SEEN, REVEALED),
}
"""The phases in which the desk may do each thing."""


def may_now(session: Session) -> list[str]:
    """What the desk may do at this point."""
    found = [kind for kind, phases in _WHEN.items() if session.phase in phases]
    if session.phase == DECIDING:
        found.remove("paused" if session.paused else "resumed")
        if session.round == 0:
            found.remove("undone")
    return found


def desk_wish(session: Session, kind: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    """What of the desk's wish may be written. Raises Refused."""
    if session.phase not in _WHEN.get(kind, ()):
        raise Refused("That cannot be done at this point of the session.")
    return _DESK.get(kind, _nothing)(session, wish)


def _nothing(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _undo(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if session.phase == DECIDING and session.round == 0:
        raise Refused("There is no half-year to undo yet.")
    if not any(team.rounds for team in session.teams.values()):
        raise Refused("Nothing has been decided yet.")
    return {}


def _fork(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if wish.get("team") not in session.teams:
        raise Refused("There is no such team.")
    if len(session.teams) >= MOST_TEAMS:
        raise Refused(f"There are {MOST_TEAMS} worlds already.")
    name = next(letter for letter in "ABCDEFGHIJ" if letter not in session.teams)
    return {"team": wish["team"], "name": name}


def _say(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    text, team = _line(wish.get("text"), LONGEST_MESSAGE), wish.get("team") or ""
    if not text:
        raise Refused("The message is empty.")
    if team and team not in session.teams:
        raise Refused("There is no such team.")
    if len(session.messages) >= MOST_MESSAGES:
        raise Refused("Enough has been said: the room holds no more messages.")
    return {"text": text, "team": team}


def _surprise(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if wish.get("key") not in SURPRISES:
        raise Refused("There is no such surprise.")
    return {"key": wish["key"]}


def _pace(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    return {"minutes": float(_number(wish.get("minutes"), 0, 120))}


def _move(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    seat, team, role = wish.get("seat"), wish.get("team"), wish.get("role")
    if seat not in session.seats or team not in session.teams or role not in roles():
        raise Refused("There is no such seat, team or role.")
    return {"seat": seat, "team": team, "role": role}


def _free(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if wish.get("seat") not in session.seats:
        raise Refused("There is no such seat.")
    return {"seat": wish["seat"]}


def _pause(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if session.paused:
        raise Refused("The session is paused already.")
    return {}


def _resume(session: Session, wish: Mapping[str, Any]) -> dict[str, Any]:
    if not session.paused:
        raise Refused("The session is not paused.")
    return {}


_DESK: dict[str, Callable[[Session, Mapping[str, Any]], dict[str, Any]]] = {
    "undone": _undo,
    "forked": _fork,
    "said": _say,
    "surprised": _surprise,
    "paced": _pace,
    "moved": _move,
    "freed": _free,
    "paused": _pause,
    "resumed": _resume,
}
