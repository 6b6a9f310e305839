"""The story of a team: what it decided, expected and got, where its world turned, and three questions to talk about.

Each team is set against the same luck and the same surprises in a world in which nobody decided anything: one world, so
what is said here is what happened in it, never how often it would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import statistics as st
from ..about import VERSION
from ..adding import in_turn
from ..comparison import QUARTER, Comparison, Setup, Side
from ..lead import changed_hands, lead_on
from ..measures import MEASURES, described
from ..sentences import sentence_on
from ..single import Outcome
from ..totals import TOTALS, totals
from ..wording import side, size, span
from .agreed import TOKENS, USES, Agreed
from .compose import SURPRISES, WEEKS_A_ROUND
from .living import Lived
from .office import Office
from .roles import HEADLINE, POLES, decisions
from .session import Session
from .views import HEADLINES, gap, is_slight

NOBODY = "Nobody decides"


@dataclass(frozen=True)
class HalfYear:
    """One half-year of a team in words."""

    number: int
    decided: tuple[str, ...]
    reasons: tuple[str, ...]
    happened: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A team's page of the debrief pack."""

    team: str
    forked: str
    half_years: tuple[HalfYear, ...]
    came: tuple[str, ...]
    turns: tuple[str, ...]
    questions: tuple[str, str, str]
    comparison: Comparison | None


def story(office: Office, session: Session, name: str) -> Story:
    """A team's story as far as it has lived."""
    team, lived, untouched = session.teams[name], office.lived(session, name), office.untouched(session)
    rounds = min(len(team.digests), session.wanted()[name])
    half_years = tuple(_half_year(session, name, number, lived) for number in range(rounds))
    compared = against(session, name, lived, untouched) if lived and untouched and rounds else None
    shared = "half-year" if team.forked_at == 1 else f"{team.forked_at} half-years"
    forked = f"It shares its first {shared} with team {team.forked_from}." if team.forked_from and team.forked_at else ""
    came = tuple(sentence_on(lead_on(compared, measure), compared.years) for measure in HEADLINES) if compared else ()
    turns = tuple(_turn(compared, measure) for measure in HEADLINES) if compared else ()
    return Story(name, forked, half_years, came, turns, _questions(compared, half_years), compared)


def against(session: Session, name: str, lived: Lived, untouched: Lived) -> Comparison:
    """The team's world beside the world in which nobody decided, on the same luck: a comparison of one world."""
    weeks = min(lived.weekly.shape[0], untouched.weekly.shape[0])
    runs = [Outcome(one.weekly[:weeks], totals(one.weekly[:weeks])) for one in (untouched, lived)]
    sides = (Side.of("nobody", NOBODY, [runs[0]], TOTALS), Side.of("team", f"Team {name}", [runs[1]], TOTALS))
    setup = Setup((weeks - 1) / 52, 1, session.setup.seed, session.setup.sample, VERSION)
    return Comparison(session.setup.place_title, sides, tuple(described()), tuple(TOTALS.values()), setup)


def _half_year(session: Session, name: str, number: int, lived: Lived | None) -> HalfYear:
    puts = list(session.teams[name].rounds[number].values())
    happened = tuple(SURPRISES[key][0] for key in session.surprises[number])
    told = [put.expects[HEADLINE] for put in puts if HEADLINE in put.expects]
    gaps = (gap(HEADLINE, in_turn(told) / len(told), lived.at_end_of(number + 1, HEADLINE)),) if told and lived else ()
    reasons = tuple(put.reason for put in puts if put.reason)
    return HalfYear(number + 1, decided(session.agreed(name, number)), reasons, happened, gaps)


def decided(one: Agreed) -> tuple[str, ...]:
    """What a team decided in a half-year, a line for each thing."""
    lines = [
        f"Leaders say of {force}: {at:.0%} of the way from {POLES[force][0]} to {POLES[force][1]}."
        for force, at in one.forces.items()
    ]
    if any(one.split.values()):
        shares = ", ".join(f"{tokens} of {TOKENS} to {USES[use].lower()}" for use, tokens in one.split.items() if tokens)
        lines.append(f"Free money: {shares}; {'a deal' if one.moves == 1.0 else 'no deal, so half of it moved'}.")
    for key, option in one.choices.items():
        decision = decisions()[key][1]
        if option != decision.as_today:
            says = next(known.says for known in decision.options if known.key == option)
            lines.append(f"{decision.question} {says}.")
    return tuple(lines) or ("Nothing: the ordinary rules acted alone.",)


def _difference(compared: Comparison, name: str) -> np.ndarray:
    """Team minus nobody, a quarter's running mean: (weeks + 1,)."""
    return st.running_mean(compared.difference(name)[0], QUARTER)


def biggest_turn(compared: Comparison, name: str) -> tuple[int, float]:
    """The half-year (from 1) in which the gap to the untouched world moved most, and by how much."""
    apart = _difference(compared, name)
    moved = [apart[min(at + WEEKS_A_ROUND, apart.size - 1)] - apart[at] for at in range(0, apart.size - 1, WEEKS_A_ROUND)]
    number = int(np.argmax(np.abs(moved)))
    return number + 1, float(moved[number])


def _turn(compared: Comparison, name: str) -> str:
    """Where a measure turned, in words."""
    measure, (number, moved) = MEASURES[name], biggest_turn(compared, name)
    if moved == 0.0:
        return f"{measure.title}: exactly as where nobody decides."
    if is_slight(name, moved):
        return f"{measure.title}: hardly apart from where nobody decides, in any half-year."
    gap_to = "the gap to the world where nobody decides"
    words = f"{measure.title}: {gap_to} moved most in half-year {number}, {size(measure, moved)} {side(moved)}"
    crossed = changed_hands(compared, name)
    if np.isfinite(crossed):
        ahead = _difference(compared, name)[-1] * measure.better > 0
        return f"{words}; after {span(crossed)} the lead changed hands for good, to {'the team' if ahead else 'nobody'}."
    return f"{words}; the lead never changed hands for good."


def _questions(compared: Comparison | None, half_years: tuple[HalfYear, ...]) -> tuple[str, str, str]:
    """Three questions that this team's own run raises."""
    if compared is None:
        return (
            "What did each role want, and where did those wants collide?",
            "What did you expect to happen first?",
            "Who would have been the last to see it?",
        )
    number, moved = biggest_turn(compared, HEADLINE)
    first = (
        f"Need met moved most in half-year {number} ({size(MEASURES[HEADLINE], moved)} {side(moved)} against nobody "
        f"deciding). Which decision would take just that long to show?"
        if not is_slight(HEADLINE, moved)
        else "Nothing that was decided changed need met by much. What stood in its way?"
    )
    need, capacity = (float(_difference(compared, name)[-1]) for name in HEADLINES)
    if any(is_slight(name, apart) for name, apart in zip(HEADLINES, (need, capacity), strict=True)):
        second = "Which decision would have changed both need met and capacity, and who did not want it?"
    elif need * capacity < 0:
        second = (
            "Need met and capacity went different ways: who is better off for it today, who would be in five years, and who "
            "was asked?"
        )
    else:
        second = "Need met and capacity went the same way against nobody deciding: what was given up that neither counts?"
    missed = [line for half in half_years for line in half.gaps if "as expected" not in line]
    third = (
        f"“{missed[-1]}” What in your picture of the system made you expect otherwise?"
        if missed
        else "What would you have predicted, had you put a number on it, and what would have made you change your mind?"
    )
    return first, second, third
