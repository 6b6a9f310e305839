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

from typing import Any, NamedTuple

import numpy as np

from ..agents.kinds import LIVING_WELL, NOBODY
from ..agents.teams import find_teams, pick_other, room_for_teams
from ..compiled import laid_out, loop, rule
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


@laid_out
class Meetings(NamedTuple):
    """What this week is for ties.

    form: switch of meetings.  across: share of meetings across teams, but for Living Well teams.  for_teams: share of environment
    hours in which people meet.  facilitation: hours for each practitioner.  fades: share of a tie lost.  meets, whom: luck keys.
    """

    form: bool
    across: float
    for_teams: float
    facilitation: float
    fades: float
    meets: np.uint64
    whom: np.uint64


@laid_out
class Worth(NamedTuple):
    """What ties are worth this week.

    structure: assurance in place, 0..1.  works: what organisations manage together, against today.  cares, coordinates, fades:
    switches.  trust: between organisations.  belongs: share of the way that belonging goes.
    """

    structure: float
    works: float
    cares: bool
    coordinates: bool
    fades: bool
    trust: float
    belongs: float


@rule
def meet_all(ties, teams, count, staff, kind, now, p):
    """One week of meetings between the filled posts. teams: `Teams`, of `count` filled posts.  kind: (services,)."""
    known = min(int(p.known), ties.partner.shape[1])
    for n in range(count):
        j = teams.rows[n]
        who, s = staff.who[j], staff.service[j]
        hours = staff.environment[j] * now.for_teams + now.facilitation
        if chance(now.meets, who) >= 1.0 - np.exp(-p.meets * hours):
            continue
        across = now.across + (p.across_team if s >= 0 and kind[s] == LIVING_WELL else 0.0)
        wants = chance(now.whom, who) < min(p.across_most, across)
        other = pick_other(teams, count, n, chance(another(now.whom, 1), who), wants)
        if other != NOBODY:
            meet(ties, j, other, p.strengthens, known)
            meet(ties, other, j, p.strengthens, known)


@rule
def across_strength(ties, j, team, enough):
    """Worth of practitioner j's ties to other teams, 0..1 with diminishing returns. team: (staff,) numbers."""
    total = 0.0
    for slot in range(ties.partner.shape[1]):
        other = ties.partner[j, slot]
        if other != NOBODY and team[other] != team[j]:
            total += ties.strength[j, slot]
    return 1.0 - np.exp(-total / enough)


@rule
def joint(across, structure, cares, coordinates, p):
    """What coordination makes of an hour, 1 = without any. across: 0..1. structure: assurance in place, 0..1."""
    gain = 1.0
    if cares:
        gain += p.collaborative_care * np.sqrt(structure * across)
    if coordinates:
        gain += p.coordination_gain * across
    return gain


@rule
def fading(across, structure, works, joined, p):
    """Share of an hour's effect that a person loses once collaborative care has faded for them. joined: as `joint`."""
    return works * (1.0 - p.collaborative_after) * p.collaborative_care * np.sqrt(structure * across) / joined


@rule
def density(ties, rows, count, p):
    """How dense the network is: strength of ties held over what could be held, 0..1. rows: `count` filled posts."""
    held = 0.0
    for n in range(count):
        for slot in range(ties.strength.shape[1]):
            held += ties.strength[rows[n], slot]
    return held / max(1.0, p.known * count)


@loop
def live_on(ties, staff, kind, teams, now, worth, p):
    """One week of meetings; ties fade; what they are worth; belonging follows. Returns the network's density.

    kind: (services,).  teams: `Teams` given empty.
    """
    count = find_teams(staff, kind.size, teams)
    if now.form:
        meet_all(ties, teams, count, staff, kind, now, p)
    for j in range(staff.who.size):
        for slot in range(ties.strength.shape[1]):
            ties.strength[j, slot] *= 1.0 - now.fades
    for j in range(staff.who.size):
        staff.across[j] = across_strength(ties, j, teams.of, p.enough)
        across = staff.across[j]
        staff.joint[j] = 1.0 + worth.works * (joint(across, worth.structure, worth.cares, worth.coordinates, p) - 1.0)
        staff.fades[j] = fading(across, worth.structure, worth.works, staff.joint[j], p) if worth.fades else 0.0
        staff.belonging[j] += worth.belongs * (across * worth.trust - staff.belonging[j])
    return density(ties, teams.rows, count, p)


def turn(state: Any) -> None:
    """The week's meetings; ties fade; what they are worth now; belonging follows."""
    p, forum, staff, on = state.p.ties, state.collaborative, state.staff, state.on
    meets, whom = state.keys("ties.meets", "ties.whom")
    meetings = Meetings(
        form=on("ties_form"),
        across=p.across_today + p.across_forum * min(1.0, forum.meeting),
        for_teams=1.0 - state.p.growth.building_share,
        facilitation=forum.facilitation,
        fades=weekly_from_half_life(p.half_life),
        meets=meets,
        whom=whom,
    )
    worth = Worth(
        structure=min(1.0, max(0.0, 1.0 + state.levers.assurance)),
        works=forum.works,
        cares=on("collaborative_care"),
        coordinates=on("relational_coordination"),
        fades=on("collaborative_care") and on("collaborative_fades"),
        trust=forum.trust,
        belongs=weekly_from_half_life(p.belonging_half_life),
    )
    kind = state.services.kind
    teams = room_for_teams(staff.who.size, kind.size + state.groups.who.size)
    state.density = live_on(state.ties, staff, kind, teams, meetings, worth, p)
    if state.week < 0:
        before = state.today.get("density", state.density)
        state.today["density"] = before + SETTLING * (state.density - before)
