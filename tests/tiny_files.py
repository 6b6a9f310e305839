"""A tiny place and a tiny scenario as TOML, with an event of every kind: what the file tests break."""

from pathlib import Path

import pytest

from lwsim.errors import InputError
from lwsim.scenario_file import Vocabulary

PLACE = """
title = "Two Streets"
about = "A place of two streets."
region = "Nowhere"

[[communities]]
name = "High Street"
adults = 900
deprivation = 0.2

[[communities]]
name = "Low Street"
adults = 1100
deprivation = 0.8
social_capital = 0.4

[[services]]
key = "surgery"
kind = "gp"
name = "The surgery"
employer = "Surgery"
posts = { clinician = 2.0 }
serves = "all"

[[services]]
key = "talking"
kind = "talking_therapies"
name = "Talking therapies"
employer = "Trust"
posts = { clinician = 2.5, support_worker = 1 }
serves = ["High Street", "Low Street"]

[[services]]
key = "team"
kind = "community_team"
name = "Community team"
employer = "Trust"
posts = { clinician = 1.0, support_worker = 1.0, peer_worker = 0.5 }
serves = "all"

[[services]]
key = "crisis"
kind = "crisis"
name = "Crisis team"
employer = "Trust"
posts = { clinician = 1.0 }
serves = "all"

[[services]]
key = "ward"
kind = "inpatient"
name = "The ward"
employer = "Trust"
posts = { clinician = 1.0, support_worker = 1.0 }
serves = "all"
beds = 2

[[groups]]
key = "cafe"
kind = "peer_led"
name = "The café"
communities = ["Low Street"]
paid_hours = 30.0
volunteer_hours = 12.5
income = { contract = 20000.0, grant = 5000.0, own = 1000.0 }
contract_weeks = 70
grant_weeks = 30
reserves = 6000.0
source = "register"

[money]
per_adult = 110.0

[[sources]]
key = "census"
title = "Census 2021"
publisher = "Office for National Statistics"
year = 2021
url = "https://www.ons.gov.uk/census"

[[sources]]
key = "register"
title = "Register of charities"

[provenance]
"communities.name" = { standing = "published", source = "census", year = 2021 }
"communities.adults" = { standing = "derived", source = "census", year = 2021, how = "residents x 0.787" }
"communities.deprivation" = { standing = "estimated", how = "judged" }
"communities.social_capital" = { standing = "estimated", how = "judged" }
"services.name" = { standing = "invented" }
"services.employer" = { standing = "invented" }
"services.posts" = { standing = "invented" }
"services.crisis.posts" = { standing = "published", source = "register", year = 2020 }
"services.serves" = { standing = "invented" }
"services.beds" = { standing = "invented" }
"groups.name" = { standing = "published", source = "census", year = 2021 }
"groups.communities" = { standing = "invented" }
"groups.paid_hours" = { standing = "invented" }
"groups.volunteer_hours" = { standing = "invented" }
"groups.income" = { standing = "invented" }
"groups.contract_weeks" = { standing = "invented" }
"groups.grant_weeks" = { standing = "invented" }
"groups.reserves" = { standing = "invented" }
"money.per_adult" = { standing = "invented" }
"""

EVENTS = {
    "set_forces": "week = 26\npurpose = 0.8\nover = 12",
    "open_service": """week = 30
key = "new_team"
service_kind = "living_well"
name = "Living Well"
employer = "Alliance"
posts = { clinician = 4.0, support_worker = 3.5, peer_worker = 2.0 }
serves = ["Low Street"]""",
    "hire_peers": 'week = 40\nservice = "new_team"\nposts = 2.5',
    "resize_service": 'week = 41\nservice = "talking"\nchange = -0.25',
    "merge_services": 'week = 42\nservice = "team"\nabsorb = "new_team"',
    "close_service": 'week = 50\nservice = "talking"',
    "grant": 'year = 0.5\ngroup = "cafe"\npounds = 12000.0\nweeks = 52',
    "contract": 'week = 60\ngroup = "cafe"\npounds = 30000\nweeks = 104',
    "cut": 'week = 70\npot = "statutory"\nshare = 0.1\nweeks = 52',
    "efficiency_target": "week = 71\nshare = 0.03\nyears = 2",
    "protected_time": "week = 72\nhours = 1.5\nweeks = 100",
    "found_collaborative": "week = 73\nevery = 4\nseats_voluntary = 0.3\nseats_lived_experience = 0.2",
    "demand_surge": "week = 74\nsize = 1.8\nweeks = 20\nseverity = 0.1",
    "staffing_shock": "week = 75\nshare = 0.1\nweeks = 10",
    "group_closure": 'week = 90\ngroup = "cafe"',
}
"""A sound event of every kind, in an order in which they can follow each other in the tiny place."""

SCENARIO = """
title = "A little of everything"
question = "Does every section of a scenario file load?"
look_at = "Nothing: it is for tests."
author = "A tester"
sources = ["our own judgement"]
years = 3

[forces]
purpose = 0.85
power = 0.5
practice = 1

[money]
change = -0.05

[staff]
change = 0.1

[switches]
burnout = false
trust = true

[rivals]
waiting = "steep"

[parameters]
"need.onset" = 0.02
""" + "".join(f'\n[[events]]\nkind = "{kind}"\n{fields}\n' for kind, fields in EVENTS.items())

VOCABULARY = Vocabulary(
    switches=frozenset({"burnout", "trust"}),
    rivals={"waiting": ("steep", "even")},
    parameters={"need.onset": (0.01, 0.05), "need.relapse": (0.0, 1.0)},
)


def written(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    """A file of that text in a folder."""
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def refusal(act, *given, **named):
    """The words with which something is refused."""
    with pytest.raises(InputError) as caught:
        act(*given, **named)
    return str(caught.value)
