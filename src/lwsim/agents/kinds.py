"""The fixed vocabularies of the model as small whole numbers: where people are, kinds of service, roles, kinds of group."""

from typing import Any

import numpy as np

# where a person is
WELL, UNSUPPORTED, AT_DOOR, WAITING, IN_CARE, IN_GROUP, IN_CRISIS, INPATIENT = range(8)
PLACES = ("well", "unsupported", "at_door", "waiting", "in_care", "in_group", "in_crisis", "inpatient")

# kinds of service; GROUP stands for voluntary groups where a table runs over every kind of support
GP, TALKING_THERAPIES, COMMUNITY_TEAM, LIVING_WELL, CRISIS, HOSPITAL, GROUP = range(7)
SERVICE_KINDS = ("gp", "talking_therapies", "community_team", "living_well", "crisis", "inpatient")
SUPPORT_KINDS = (*SERVICE_KINDS, "group")

# roles
CLINICIAN, SUPPORT_WORKER, PEER_WORKER = range(3)
ROLES = ("clinician", "support_worker", "peer_worker")

# kinds of voluntary group
CHARITY, PEER_LED, COMMUNITY_GROUP = range(3)
GROUP_KINDS = ("charity", "peer_led", "community")

# stages after recovery: none any more, its first and its second half-year
SETTLED, EARLY, LATE = range(3)

# bands of distress; the edges are parameters of mechanisms/need.py
BANDS = ("well", "mild", "moderate", "severe")

FIFTHS = 5
"""Communities are also grouped by national fifth of deprivation, 0 = least deprived."""

NEVER = 32_767
"""A week that never comes."""

COUNT_MOST = 100
"""Counts of a person's turns and of weeks away stop here: they are kept in a byte."""

NOBODY = -1
"""'None' in a column of row numbers."""


def by_kind(
    gp: float, therapy: float, team: float, living_well: float, crisis: float, inpatient: float, group: float
) -> np.ndarray:
    """Numbers for each kind of support as an array (kinds,), in the order of kinds.SUPPORT_KINDS."""
    return np.array((gp, therapy, team, living_well, crisis, inpatient, group))


def hours_by_kind(p: Any) -> np.ndarray:
    """Hours a week that a person takes at ordinary severity, by kind of support. p: plain `Caseload`. Returns (kinds,)."""
    return by_kind(
        p.hours_gp, p.hours_therapy, p.hours_team, p.hours_living_well, p.hours_crisis, p.hours_inpatient, p.hours_group
    )
