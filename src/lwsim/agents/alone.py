"""What support does for a person who has nobody but neighbours and perhaps their GP: most people in need.

How support fits, and how it is felt, is the same for everybody (`mechanisms.support`, whose numbers are `p`).
"""

from typing import Any

from ..compiled import rule, walk
from ..luck import chance
from ..units import MIDDLE, ROUNDING
from .journeys import happens
from .kinds import UNSUPPORTED


@rule
def fit(social_need, reach, weight):
    """How well support fits: 1 where social needs are none or reached, less where they are left standing."""
    return 1.0 - weight * social_need * (1.0 - reach)


@rule
def from_neighbours(c, given, p):
    """What neighbours meet of need in community c."""
    return given.neighbours[c] * p.worth_neighbours


@rule
def from_gp(gp, services, given, p):
    """What treatment by this GP-attached service (-1 = none) meets of need, and the recovery it adds, where it fits fully."""
    if gp < 0:
        return 0.0, 0.0
    return p.worth_gp * given.by_service[gp], p.heals_gp * services.ratio[gp] * given.pooled[gp]


@rule
def feel(people, i, met, p):
    """Person i's need was met by this share this week: trust in services grows with it, and drifts back to the middle."""
    people.met[i] = met
    people.trust[i] = min(1.0, people.trust[i] + p.trust_gain * met + p.trust_rest * (MIDDLE - people.trust[i]))


@rule
def support_one_alone(people, i, near, worth, weight, p):
    """The week of person i, whose need neighbours meet by `near`, and their GP by `worth` as far as that fits."""
    fits = people.with_gp[i] * fit(people.social_need[i], p.clinical_reach, weight)
    feel(people, i, min(1.0, near + worth * fits), p)


@walk
def support_alone(people, alone, near, worth, weight, p):
    """The week of those of one community who have nobody but neighbours and perhaps their GP: most people in need.

    alone: their rows.  near: what neighbours meet of need.  worth: what the GP's treatment meets of it where it fits.
    """
    for i in alone:
        support_one_alone(people, i, near, worth, weight, p)


@walk
def heal_alone(people, rows, heals_gp, weight, key, healed, p, q):
    """Who of those of one community with nobody recovers by their GP's treatment. rows: of those whose luck allows it (`lots`).

    Fills `healed`; returns how many.  heals_gp: the recovery that treatment adds where it fits.  key: recovery.  q: `Need`.
    """
    found = 0
    for i in rows:
        if people.place[i] != UNSUPPORTED:
            continue
        fits = people.with_gp[i] * fit(people.social_need[i], p.clinical_reach, weight)
        heals = heals_gp * fits * (q.remission_enduring if people.is_enduring[i] else 1.0)
        if happens(chance(key, people.who[i]), heals, people.severity[i], q):
            healed[found] = i
            found += 1
    return found


def likeliest_recovery(quality: float, p: Any, q: Any) -> float:
    """The largest weekly chance of recovery by the GP's treatment, at full hours of this quality. q: plain `Need`."""
    return p.heals_gp * quality * max(1.0, q.remission_enduring) * (1.0 + q.remission_severity) * (1.0 + ROUNDING)
