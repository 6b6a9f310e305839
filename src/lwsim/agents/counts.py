"""Counts of one week, filled by the mechanisms and read by the measures."""

from typing import NamedTuple

import numpy as np


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
