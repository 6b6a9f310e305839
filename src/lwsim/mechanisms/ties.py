"""Relationships form and fade between practitioners, in the places where they meet.

Each practitioner knows a limited number of others well enough to call. They meet in environment time: mostly colleagues of
their own team, and others where a collaborative, a Living Well team or joint work brings them together. Meeting makes or
strengthens a tie; ties fade unused and end when somebody leaves. Ties across teams save coordination, carry new practice and
make hours do more where there is structure too (structured collaborative care [cochrane-collaborative-care-2012]; relational
coordination [gittell-2000]), as far as organisations manage to decide together; for a person in care for more than two years
most of the gain of structured care is gone, as in the trials. With them belonging moves from one's own
employer to the whole system, as far as organisations trust each other.
Leaves out: dislike; ties between people in need (social capital stands for them).
"""

from typing import Any

import numpy as np

from ..agents.kinds import LIVING_WELL, NOBODY
from ..compiled import gather, loop, rule
from ..luck import another, chance
from ..parameters import Room, parameter
from ..units import weekly_from_half_life


# fmt: off
class Ties(Room, room="ties"):
    """How ties come and go, and what they are worth."""

    meets: float = parameter(
        0.12, unit="per environment hour", low=0.05, high=0.25, standing="assumed", source="living-well-uk-2022: forums as meeting places",
        says="Chance of a meeting that makes or strengthens a tie, for each environment hour.", settled_by="network surveys",
    )
    across_today: float = parameter(
        0.15, unit="share", low=0.05, high=0.30, standing="assumed", source="ou-2014: MDT meetings and relational coordination",
        says="Share of meetings today that are with people of other teams.", settled_by="network surveys",
    )
    across_forum: float = parameter(
        0.30, unit="share", low=0.0, high=0.5, standing="assumed", source="living-well-collaboratives: all sectors in one room",
        says="Added share of meetings across teams where a collaborative meets every four weeks.", settled_by="network surveys",
    )
    across_team: float = parameter(
        0.25, unit="share", low=0.0, high=0.5, standing="assumed", source="living-well-uk-2022: one team across agencies",
        says="Added share of meetings across employers for those who work in a Living Well team.", settled_by="network surveys",
    )
    strengthens: float = parameter(
        0.30, unit="share", low=0.15, high=0.5, standing="assumed", source="design: ties in 6-18 months",
        says="Share of the distance to a full tie that one meeting closes.", settled_by="network surveys",
    )
    half_life: float = parameter(
        60.0, unit="weeks", low=30.0, high=120.0, standing="assumed", source="design: ties in 6-18 months",
        says="Weeks in which an unused tie loses half its strength.", settled_by="network surveys",
    )
    enough: float = parameter(
        2.0, unit="full ties", low=1.0, high=4.0, standing="assumed", source="gittell-2000: diminishing gains",
        says="Strength of ties across teams at which two thirds of their worth is reached.", settled_by="coordination by ties",
    )
    collaborative_care: float = parameter(
        0.25, unit="share", low=0.0, high=0.40, standing="literature", source="cochrane-collaborative-care-2012: SMD about 0.3 to 24 months",
        says="How much more an hour does with full ties across teams and full structure together.",
    )
    coordination_gain: float = parameter(
        0.06, unit="share", low=0.0, high=0.15, standing="assumed", source="gittell-2000: weak in mental health",
        says="How much more an hour does with full ties across teams alone (fewer duplicated contacts, better decisions).",
        settled_by="a study of relational coordination in mental health",
    )
    belonging_half_life: float = parameter(
        52.0, unit="weeks", low=26.0, high=104.0, standing="assumed", source="design: mechanism 24 in 1-4 years",
        says="Weeks in which belonging closes half its distance.", settled_by="staff surveys",
    )
    across_most: float = parameter(
        0.9, unit="share", low=0.8, high=1.0, standing="assumed", source="ou-2014: a team still meets as a team",
        says="Largest share of meetings that is with people of other teams.",
        settled_by="network surveys",
    )
    collaborative_lasts: float = parameter(
        104.0, unit="weeks", low=78.0, high=130.0, standing="literature", source="cochrane-collaborative-care-2012: RR 1.29 at 13-24 months",
        says="Weeks of a person's care for which structured collaborative care does all it does.",
    )
    collaborative_after: float = parameter(
        0.4, unit="share", low=0.0, high=0.9, standing="literature", source="cochrane-collaborative-care-2012: RR 1.12 (0.98-1.27) beyond 24 months, against about 1.3",
        says="Share of its gain that is left after that.",
    )
    known: float = parameter(
        12.0, unit="people", low=6.0, high=12.0, standing="assumed", source="practice-spread-2010: a handful of colleagues",
        says="How many others a practitioner can know well enough to call.",
        settled_by="network surveys",
    )
# fmt: on


SWITCHES = {
    "ties_form": "Ties across teams form where people meet.",
    "collaborative_care": "Structure and ties together make hours do more.",
    "relational_coordination": "Ties alone make hours do more.",
    "collaborative_fades": "What structured collaborative care adds fades after two years of a person's care.",
}


SETTLING = 0.03
"""Weight of the newest week in what counts as today's density, before the run starts."""


@rule
def meet(ties, j, other, strengthens, known):
    """Practitioner j's tie to another grows; a new tie takes a free slot or the weakest, if weaker than itself."""
    weakest, least = -1, np.inf
    for slot in range(known):
        partner, strength = ties.partner[j, slot], ties.strength[j, slot]
        if partner == other:
            ties.strength[j, slot] = strength + strengthens * (1.0 - strength)
            return
        if partner == NOBODY:
            strength = -1.0
        if strength < least:
            weakest, least = slot, strength
    if least < strengthens:
        ties.partner[j, weakest] = other
        ties.strength[j, weakest] = strengthens


@rule
def pick_other(rows, start, team, j, wants_across):
    """A filled post (row) of another team, or of the same, looked for from a random start; -1 if there is none."""
    for step in range(rows.size):
        other = rows[(int(start * rows.size) + step) % rows.size]
        if other != j and (team[other] != team[j]) == wants_across:
            return other
    return NOBODY


@loop
def meet_all(ties, rows, staff, team, across, time, facilitation, keys, p):
    """One week of meetings. rows: filled posts. team: (staff,) numbers. across: (staff,) share of meetings across teams.

    time: (staff,) environment hours in teams, facilitation: hours for each practitioner, a week.
    """
    known = min(int(p.known), ties.partner.shape[1])
    for n in range(rows.size):
        j = rows[n]
        who = staff.who[j]
        if chance(keys[0], who) >= 1.0 - np.exp(-p.meets * (time[j] + facilitation)):
            continue
        wants = chance(keys[1], who) < across[j]
        other = pick_other(rows, chance(another(keys[1], 1), who), team, j, wants)
        if other != NOBODY:
            meet(ties, j, other, p.strengthens, known)
            meet(ties, other, j, p.strengthens, known)


@gather
def across_strength(ties, team, enough):
    """Worth of each practitioner's ties to other teams, 0..1 with diminishing returns. Returns (staff,)."""
    worth = np.zeros(team.size)
    for j in range(team.size):
        total = 0.0
        for slot in range(ties.partner.shape[1]):
            other = ties.partner[j, slot]
            if other != NOBODY and team[other] != team[j]:
                total += ties.strength[j, slot]
        worth[j] = 1.0 - np.exp(-total / enough)
    return worth


def joint(across: np.ndarray, structure: float, cares: bool, coordinates: bool, p: Any) -> np.ndarray:
    """What coordination makes of an hour, 1 = without any. across: (staff,) 0..1. structure: assurance in place, 0..1."""
    gain = np.ones(across.size)
    if cares:
        gain += p.collaborative_care * np.sqrt(structure * across)
    if coordinates:
        gain += p.coordination_gain * across
    return gain


def fading(across: np.ndarray, structure: float, works: float, joined: np.ndarray, p: Any) -> np.ndarray:
    """Share of an hour's effect that a person loses once collaborative care has faded for them. joined: (staff,) as `joint`."""
    return works * (1.0 - p.collaborative_after) * p.collaborative_care * np.sqrt(structure * across) / joined


def density(ties: Any, rows: np.ndarray, p: Any) -> float:
    """How dense the network is: strength of ties held over what could be held, 0..1. rows: filled posts."""
    return float(ties.strength[rows].sum()) / max(1.0, p.known * rows.size)


def team_numbers(staff: Any, services: int) -> np.ndarray:
    """A number for each practitioner's team: their service, or their group after all the services. Returns (staff,)."""
    return np.where(staff.service >= 0, staff.service, services + staff.group)


def turn(state: Any) -> None:
    """The week's meetings; ties fade; what they are worth now; belonging follows."""
    p, staff, ties = state.p.ties, state.staff, state.ties
    team = team_numbers(staff, state.services.who.size)
    share = p.across_today + p.across_forum * min(1.0, state.collaborative.meeting)
    in_living_well = (staff.service >= 0) & (state.services.kind[np.maximum(staff.service, 0)] == LIVING_WELL)
    across = np.minimum(p.across_most, share + p.across_team * in_living_well)
    time = staff.environment * np.float32(1.0 - state.p.growth.building_share)
    rows = np.flatnonzero((staff.is_filled == 1) & (staff.is_open == 1))
    if state.on("ties_form"):
        meet_all(
            ties,
            rows,
            staff,
            team,
            across,
            time,
            state.collaborative.facilitation,
            np.array([state.key("ties.meets"), state.key("ties.whom")]),
            p,
        )
    ties.strength[:] *= np.float32(1.0 - weekly_from_half_life(p.half_life))
    staff.across[:] = across_strength(ties, team, p.enough)
    structure = float(np.clip(1.0 + state.levers.assurance, 0.0, 1.0))
    across, works, cares = staff.across.astype(float), state.collaborative.works, state.on("collaborative_care")
    gain = joint(across, structure, cares, state.on("relational_coordination"), p) - 1.0
    staff.joint[:] = 1.0 + works * gain
    fades = cares and state.on("collaborative_fades")
    staff.fades[:] = fading(across, structure, works, staff.joint, p) if fades else 0.0
    state.density = density(ties, rows, p)
    if state.week < 0:
        before = state.today.get("density", state.density)
        state.today["density"] = before + SETTLING * (state.density - before)
    staff.belonging[:] += weekly_from_half_life(p.belonging_half_life) * (
        staff.across * state.collaborative.trust - staff.belonging
    )
