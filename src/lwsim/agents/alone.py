"""What support does for a person who has nobody but neighbours and perhaps their GP: most people in need.

How support fits, and how it is felt, is the same for everybody (`mechanisms.support`, whose numbers are `p`).
"""

from typing import Any

from ..compiled import rule, walk
from ..luck import chance
from ..units import MIDDLE, ROUNDING
from .counts import first_from
from .journeys import happens
from .kinds import UNSUPPORTED


@rule
def fit(social_need, reach, weight):
    """How well support fits: 1 where social needs are none or reached, less where they are left standing."""
    return 1.0 - weight * social_need * (1.0 - reach)


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
def support_alone(people, alone, count, adults, services, given, p):
    """The week of those who have nobody but neighbours and perhaps their GP: most people in need.

    alone: rows in order.  adults: (communities,), whose rows stand together.
    """
    first = end = 0
    for c in range(adults.size):
        end += adults[c]
        last = first_from(alone, first, count, end)
        worth = from_gp(given.gp_of[c], services, given, p)[0]
        near = given.neighbours[c] * p.worth_neighbours
        for i in alone[first:last]:
            support_one_alone(people, i, near, worth, given.weight, p)
        first = last


@walk
def heal_alone(people, rows, count, services, key, given, healed, p, q):
    """Who of those with nobody recovers by their GP's treatment. rows: of those whose luck allows it (`lots`).

    Fills `healed`; returns how many.  key: recovery.  q: plain `Need`.
    """
    found = 0
    for n in range(count):
        i = rows[n]
        if people.place[i] != UNSUPPORTED:
            continue
        healing = from_gp(given.gp_of[people.community[i]], services, given, p)[1]
        fits = people.with_gp[i] * fit(people.social_need[i], p.clinical_reach, given.weight)
        heals = healing * fits * (q.remission_enduring if people.is_enduring[i] else 1.0)
        if happens(chance(key, people.who[i]), heals, people.severity[i], q):
            healed[found] = i
            found += 1
    return found


def likeliest_recovery(quality: float, p: Any, q: Any) -> float:
    """The largest weekly chance of recovery by the GP's treatment, at full hours of this quality. q: plain `Need`."""
    return p.heals_gp * quality * max(1.0, q.remission_enduring) * (1.0 + q.remission_severity) * (1.0 + ROUNDING)
