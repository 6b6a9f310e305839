"""An England-average place, made up for comparison with England's figures: every deprivation alike, England's posts a head."""

from ..place_file import Place, place_from_table

ADULTS = 150_000
NEIGHBOURHOODS = 10
"""Ten tenths of deprivation with as many adults each, so two make each national fifth."""

POSTS = {
    "gp": (32.0, "Average England general practice", "General practice"),
    "talking_therapies": (34.0, "Average England talking therapies", "Mental health trust"),
    "community_team": (36.0, "Average England community team", "Mental health trust"),
    "crisis": (16.0, "Average England crisis and home treatment", "Mental health trust"),
    "inpatient": (32.0, "Average England ward", "Mental health trust"),
}
"""Whole-time posts per 100,000 adults, as the real places have them (docs/places.md)."""

CLINICIANS = {"gp": 1.0, "talking_therapies": 1.0, "community_team": 0.72, "crisis": 0.75, "inpatient": 0.60}
"""Share of posts that clinicians hold; the rest are support workers."""

BEDS = 14.9
"""Adult acute beds per 100,000 adults: 37% of 18,000 over 44.6 million [cmh-benchmarking-2019]."""

INCOME = 10.75
"""Voluntary income for distress, pounds an adult a year (docs/places.md)."""

GROUPS = (
    ("charity", 0.34, 70, 40),
    ("charity", 0.18, 130, 65),
    ("charity", 0.10, 30, 20),
    ("peer_led", 0.12, 52, 25),
    ("peer_led", 0.06, 90, 60),
    ("community", 0.08, 110, 80),
    ("community", 0.07, 60, 50),
    ("community", 0.05, 150, 95),
)
"""Kind, share of the income, weeks to the end of the present contract and of the present grant: a few large and many small."""

FACTS = (
    "communities.name",
    "communities.adults",
    "communities.deprivation",
    "services.name",
    "services.employer",
    "services.posts",
    "services.serves",
    "services.beds",
    "groups.name",
    "groups.communities",
    "groups.paid_hours",
    "groups.volunteer_hours",
    "groups.income",
    "groups.contract_weeks",
    "groups.grant_weeks",
    "groups.reserves",
)


def _service(kind: str, per_100k: float, name: str, employer: str, adults: int) -> dict:
    posts = per_100k * adults / 100_000
    clinicians = posts * CLINICIANS[kind]
    table = {
        "key": kind,
        "kind": kind,
        "name": name,
        "employer": employer,
        "serves": "all",
        "posts": {"clinician": clinicians, "support_worker": posts - clinicians, "peer_worker": 0.0},
    }
    return table | ({"beds": round(BEDS * adults / 100_000)} if kind == "inpatient" else {})


def _group(number: int, kind: str, share: float, contract_weeks: int, grant_weeks: int, adults: int) -> dict:
    income = INCOME * adults * share
    return {
        "key": f"group_{number}",
        "kind": kind,
        "name": f"Average England group {number}",
        "communities": "all",
        "paid_hours": income * 0.75 / 24.0 / 52.0,
        "volunteer_hours": 0.016 * adults * share,
        "reserves": 0.3 * income,
        "income": {"contract": 0.50 * income, "grant": 0.17 * income, "own": 0.33 * income},
        "contract_weeks": contract_weeks,
        "grant_weeks": grant_weeks,
    }


def average_england(adults: int = ADULTS) -> Place:
    """The England-average place, with so many adults."""
    tenths = range(NEIGHBOURHOODS)
    return place_from_table(
        {
            "title": "Average England",
            "about": "A made-up place with England's spread of deprivation and posts a head, for England's figures.",
            "region": "England",
            "communities": [
                {"name": f"Tenth {t + 1}", "adults": adults // NEIGHBOURHOODS, "deprivation": (t + 0.5) / NEIGHBOURHOODS}
                for t in tenths
            ],
            "services": [_service(kind, *facts, adults) for kind, facts in POSTS.items()],
            "groups": [_group(number, *facts, adults) for number, facts in enumerate(GROUPS, 1)],
            "provenance": {fact: {"standing": "invented"} for fact in FACTS},
        }
    )
