"""Counts of one week, filled by the mechanisms and read by the measures."""

from typing import NamedTuple

import numpy as np

from ..compiled import laid_out, loop, rule, walk
from .kinds import IN_CARE, IN_CRISIS, IN_GROUP, INPATIENT, WELL
from .rows import first_from


@laid_out
class Tally(NamedTuple):
    """Counts of one week, filled by the mechanisms and read by the measures.

    by_community: (communities, COMMUNITY_COUNTS) float64.  waits: (services, MAX_WAIT) people by weeks waited so far.
    flows: (FLOWS,) events of the week.
    told: the same as waits, by the weeks that services report.
    """

    by_community: np.ndarray
    waits: np.ndarray
    flows: np.ndarray
    told: np.ndarray


# columns of Tally.by_community
IN_NEED, DISTRESS, MET, SUPPORTED, UNSUPPORTED_PEOPLE, CRISES, UTILITY, RECOVERED, BEGAN, GROUP_PEOPLE = range(10)
COMMUNITY_COUNTS = (
    "in_need",
    "distress",
    "met",
    "supported",
    "unsupported",
    "crises",
    "utility",
    "recovered",
    "began",
    "group_people",
)
# places in Tally.flows
(
    ASKED,
    BOUNCED,
    GAVE_UP,
    LOST,
    MISSED,
    CONTACTS,
    ADMITTED,
    RECOVERIES,
    RELAPSES,
    ONSETS,
    ENDED,
    HANDED,
    JOURNEYS,
    LEFT,
    HIRED,
) = range(15)
FLOWS = (
    "asked",
    "bounced",
    "gave_up",
    "lost",
    "missed",
    "contacts",
    "admitted",
    "recoveries",
    "relapses",
    "onsets",
    "ended",
    "handed",
    "journeys",
    "left",
    "hired",
)
MAX_WAIT = 105
"""Waits are counted up to two years; longer ones in the last class."""


def new_tally(communities: int, services: int) -> Tally:
    """An empty tally."""
    return Tally(
        np.zeros((communities, len(COMMUNITY_COUNTS))),
        np.zeros((services, MAX_WAIT), dtype=np.int64),
        np.zeros(len(FLOWS)),
        np.zeros((services, MAX_WAIT), dtype=np.int64),
    )


@loop
def count_in_need(need, needing, adults, by_community):
    """Count the people in need of each community, whose rows stand together. adults: (communities,)."""
    first = end = 0
    for c in range(adults.size):
        end += adults[c]
        last = first_from(need, first, needing, end)
        by_community[c, IN_NEED] = last - first
        first = last


@rule
def has_support(people, i):
    """Whether anybody supports person i, their GP included."""
    place = people.place[i]
    with_somebody = (place == IN_CARE) | (place == IN_GROUP) | (place == IN_CRISIS) | (place == INPATIENT)
    return with_somebody | (people.with_gp[i] == 1)  # both sides are looked at: branching on them costs more


@walk
def count_community(people, need, c, counts, p, mild):
    """The week's counts of community c, as the week leaves those in need there. need: their rows. counts: the tally's."""
    span = p.utility_severe - p.utility_mild
    in_need, distress, met, supported, in_group, lost = 0, 0.0, 0.0, 0, 0, 0.0
    for i in need:
        s = people.severity[i]
        is_in_need = people.place[i] != WELL
        in_need += is_in_need
        distress += s
        met += s * people.met[i]
        supported += is_in_need & has_support(people, i)
        in_group += people.place[i] == IN_GROUP
        lost += is_in_need * (p.utility_well - p.utility_mild - span * (s - mild) / (1.0 - mild))
    counts[c, IN_NEED] = in_need
    counts[c, DISTRESS] += distress
    counts[c, MET] += met
    counts[c, SUPPORTED] += supported
    counts[c, UNSUPPORTED_PEOPLE] += in_need - supported
    counts[c, GROUP_PEOPLE] += in_group
    counts[c, UTILITY] += lost
