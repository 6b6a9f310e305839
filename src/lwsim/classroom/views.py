"""What each screen of a session shows: a seat, the desk, the projector; nobody is shown what is not theirs to see yet."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..adding import in_turn
from ..measures import MEASURES
from ..wording import in_full, shows_as_nothing, side, size, value, value_unit
from .agreed import TOKENS, USES, Put, agreed, offer_of
from .compose import SURPRISES, WEEKS_A_ROUND
from .living import Lived
from .office import Office
from .roles import HEADLINE, POLES, Role, roles
from .session import DECIDING, LOBBY, OVER, REVEALED, RUNNING, SEEN, Session
from .table_rules import may_now

HEADLINES = (HEADLINE, "capacity_change")
"""What all see once a half-year is revealed, beside each role's first measure; the two are never folded into one."""
WALL = (*HEADLINES, *dict.fromkeys(role.sees[0] for role in roles().values()))
"""What the projector shows of every world."""
MOST_SHOWN = 30
"""Messages that a phone is sent."""


def common(session: Session, code: str) -> dict[str, Any]:
    """What every screen shows."""
    return {
        "seq": session.seq,
        "code": code,
        "place": session.setup.place_title,
        "base": session.setup.base_title,
        "phase": session.phase,
        "round": session.round + 1,
        "rounds": session.setup.rounds,
        "paused": session.paused,
        "since": session.since,
        "minutes": session.minutes,
        "weeks_a_round": WEEKS_A_ROUND,
    }


def series(lived: Lived, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Measures week by week with their words."""
    return [_one_series(lived, name) for name in dict.fromkeys(names)]


@lru_cache(maxsize=2048)
def _one_series(lived: Lived, name: str) -> dict[str, Any]:
    """One measure week by week: made once for all the screens that show it."""
    measure, weeks = MEASURES[name], lived.weeks(name)
    return {
        "name": name,
        "title": measure.title,
        "unit": value_unit(measure),
        "says": measure.says,
        "better": measure.better,
        "scale": 100.0 if measure.format.endswith("%}") else 1.0,
        "weeks": [float(f"{amount:.5g}") for amount in weeks],
        "now": value(measure, float(weeks[-1])),
        "start": value(measure, float(weeks[0])),
    }


def seen_by(session: Session, role: Role) -> tuple[str, ...]:
    """Measures that a role may see now: its own first, everybody's once revealed."""
    if session.phase in (REVEALED, OVER):
        return (*HEADLINES, *role.sees, *(other.sees[0] for other in roles().values()))
    if session.phase == SEEN:
        return role.sees
    return (*role.sees, HEADLINE)


def seat_view(office: Office, session: Session, code: str, key: str) -> dict[str, Any]:
    """What one player's screen shows."""
    seat = session.seats[key]
    role, puts = roles()[seat.role], session.now(seat.team)
    lived = office.lived(session, seat.team)
    mine = puts.get(key, Put(seat.role))
    return common(session, code) | {
        "seat": key,
        "team": seat.team,
        "role": _role(role),
        "you": {part: held for part, held in vars(mine).items() if part != "role"},
        "table": table_of(session, seat.team),
        "forces": [{"key": force, "low": low, "high": high} for force, (low, high) in POLES.items()],
        "uses": [{"key": use, "says": says} for use, says in USES.items()],
        "tokens": TOKENS,
        "pot": f"£{lived.pot:,.0f} a year" if lived else "",
        "today": lived.today if lived else {},
        "series": series(lived, seen_by(session, role)) if lived else [],
        "series_key": f"{lived.digest} {session.phase} {role.key}" if lived else "",
        "predicts": _predicts(lived, role) if lived and session.phase == DECIDING else [],
        "gaps": gaps(office, session, seat.team, mine) if session.phase in (SEEN, REVEALED) else [],
        "happened": _happened(session),
        "messages": [{"seq": said.seq, "text": said.text} for said in session.messages if said.team in ("", seat.team)][
            -MOST_SHOWN:
        ],
        "as_played": office.is_as_played(session, seat.team),
    }


def _role(role: Role) -> dict[str, Any]:
    return {
        "key": role.key,
        "title": role.title,
        "stake": role.stake,
        "brief": list(role.paragraphs),
        "decisions": [decision.model_dump() for decision in role.decisions],
    }


def table_of(session: Session, team: str) -> dict[str, Any]:
    """Who sits at a team's table, what each asks, whether the offer would pass, who has decided: roles only, no persons."""
    puts, seats = session.now(team), session.at_table(team)
    coming = agreed([puts.get(seat.key, Put(seat.role)) for seat in seats])
    return {
        "players": len(seats),
        "done": sum(puts[seat.key].done for seat in seats if seat.key in puts),
        "bots": [role.title for role in roles().values() if role.key not in {seat.role for seat in seats}],
        "asks": [_ask(put) for put in puts.values() if put.role != "commissioner"],
        "offer": offer_of(puts.values()),
        "has_commissioner": any(seat.role == "commissioner" for seat in seats),
        "deal": coming.moves == 1.0,
        "votes": dict(coming.forces),
    }


def _ask(put: Put) -> dict[str, Any]:
    """What one player asks of the free money, by role and not by person."""
    return {"role": roles()[put.role].title, "asks": put.asks, "accepts": put.accepts}


def _predicts(lived: Lived, role: Role) -> list[dict[str, Any]]:
    """The measures that a role predicts, each with where it stands and the range of its slider."""
    found = []
    for name in role.predicts:
        measure, now = MEASURES[name], float(lived.weeks(name)[-13:].mean())
        least = 0.02 if measure.format.endswith("%}") else 0.1
        half = max(abs(now) * 0.5, least)
        low = now - half if now < 0 or "+" in measure.format else max(0.0, now - half)
        scale = 100.0 if measure.format.endswith("%}") else 1.0
        found.append(
            {
                "name": name,
                "title": measure.title,
                "says": measure.says,
                "unit": value_unit(measure),
                "now": now,
                "shown": value(measure, now),
                "low": low,
                "high": now + half,
                "scale": scale,
            }
        )
    return found


def gaps(office: Office, session: Session, team: str, put: Put) -> list[str]:
    """How far what came is from what one player expected, in words."""
    lived = office.lived(session, team)
    if lived is None:
        return []
    return [gap(name, at, lived.at_end_of(session.round + 1, name)) for name, at in put.expects.items()]


def gap(name: str, expected: float, came: float) -> str:
    """One expectation against what came, in words."""
    measure = MEASURES[name]
    apart = came - expected
    told = f"{measure.title}: expected {in_full(measure, expected)}, came to {in_full(measure, came)}"
    if is_slight(name, apart):
        return f"{told}: as expected."
    return f"{told}: {size(measure, apart)} {side(apart)} than expected."


def is_slight(name: str, apart: float) -> bool:
    """Whether a difference would round to nothing as it is shown."""
    return shows_as_nothing(MEASURES[name], apart)


def _happened(session: Session) -> list[str]:
    """What came without being decided in the half-year just lived, in words; nothing before it was lived."""
    if session.phase not in (RUNNING, SEEN, REVEALED, OVER) or len(session.surprises) <= session.round:
        return []
    return [SURPRISES[key][0] for key in session.surprises[session.round]]


def desk_view(office: Office, session: Session, code: str) -> dict[str, Any]:
    """What the teacher's desk shows."""
    return common(session, code) | {
        "teams": [_team(office, session, name, (*HEADLINES, "waiting", "burnt_out")) for name in session.teams],
        "seats": [_seat(session, key) for key in session.seats],
        "roles": [{"key": role.key, "title": role.title} for role in roles().values()],
        "may": may_now(session),
        "surprises": [
            {"key": key, "says": says, "on": session.phase != LOBBY and key in session.surprises[session.round]}
            for key, (says, _) in SURPRISES.items()
        ],
        "messages": [{"seq": said.seq, "text": said.text, "team": said.team} for said in session.messages][-MOST_SHOWN:],
    }


def _seat(session: Session, key: str) -> dict[str, Any]:
    seat = session.seats[key]
    put = session.now(seat.team).get(key)
    return {
        "key": key,
        "team": seat.team,
        "role": seat.role,
        "title": roles()[seat.role].title,
        "here": seat.here,
        "done": bool(put and put.done),
        "started": put is not None,
        "reason": put.reason if put else "",
    }


def _team(office: Office, session: Session, name: str, measures: tuple[str, ...]) -> dict[str, Any]:
    team, lived = session.teams[name], office.lived(session, name)
    return {
        "name": name,
        "forked_from": team.forked_from,
        "forked_at": team.forked_at,
        "table": table_of(session, name),
        "series": series(lived, measures) if lived else [],
        "as_played": office.is_as_played(session, name),
    }


def wall_view(office: Office, session: Session, code: str) -> dict[str, Any]:
    """What the projector shows: who is still deciding, and the worlds side by side once they are revealed."""
    is_open = session.phase in (REVEALED, OVER)
    teams = []
    for name in session.teams:
        shown = _team(office, session, name, WALL)
        if not is_open:
            shown["series"] = []
            shown["table"] = {key: shown["table"][key] for key in ("players", "done", "bots")}
        teams.append(shown | {"expected": _expected(office, session, name) if is_open else []})
    untouched = office.untouched(session) if is_open else None
    everybody = [said for said in session.messages if not said.team and said.during == (session.phase, session.round)]
    return common(session, code) | {
        "teams": teams,
        "untouched": series(untouched, WALL) if untouched else [],
        "players": sum(team["table"]["players"] for team in teams),
        "happened": _happened(session),
        "message": everybody[-1].text if everybody else "",
    }


def _expected(office: Office, session: Session, team: str) -> list[str]:
    """The players' mean expectation of the headline against what came, in words."""
    lived, puts = office.lived(session, team), session.now(team).values()
    told = [put.expects[HEADLINE] for put in puts if HEADLINE in put.expects]
    if lived is None or not told:
        return []
    words = gap(HEADLINE, in_turn(told) / len(told), lived.at_end_of(session.round + 1, HEADLINE))
    return [words.replace("expected", f"{len(told)} player{'' if len(told) == 1 else 's'} expected", 1)]
