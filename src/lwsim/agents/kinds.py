"""The fixed vocabularies of the model as small whole numbers: where people are, kinds of service, roles, kinds of group."""

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

# bands of distress; the edges are parameters of mechanisms/need.py
BANDS = ("well", "mild", "moderate", "severe")

FIFTHS = 5
"""Communities are also grouped by national fifth of deprivation, 0 = least deprived."""

NOBODY = -1
"""'None' in a column of row numbers."""
