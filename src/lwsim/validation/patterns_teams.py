"""Patterns of community teams, crisis care and hospital."""

from .targets import FITTED, KEPT_ASIDE, Target, one_figure

CRISIS_GRADIENT = 2.5
"""Detentions rise 3.46 times from the least to the most deprived areas [mha-2019], distress 1.64 times: log 3.46 / log 1.64."""

TEAMS = (
    Target(
        "team_referrals", "Referrals to community teams", "per 100,000 adults a year", 1060.0, 1310.0, 1180.0, "nhs-benchmarking-2023",
        "2022/23", FITTED, lambda run: run.per_adult_a_year("team_referred", 100_000), "a year's growth of 11% either way", deprivation=1.0,
    ),
    Target(
        "team_rejected", "Referrals turned away by community teams", "share", 0.30, 0.46, 0.38, "inverness-2025", "2025", FITTED,
        lambda run: run.share("team_turned_away", "team_assessed"), "before and after a guide for referrers, one team",
    ),
    Target(
        "team_wait", "Wait from referral to care", "weeks", 4.0, 12.0, 8.0, "nhs-benchmarking-2023", "2023", FITTED,
        lambda run: run.average("team_waits"), "4 weeks in sheffield-depression-2013 to 12 in inews-wait-2023",
        "to the start of care; published to the second contact",
    ),
    Target(
        "team_over_four_weeks", "Waited more than four weeks", "share", 0.60, 0.80, 0.72, "hsj-wait-2022", "2021/22", KEPT_ASIDE,
        lambda run: run.share_where("team_waits", 5, 1e9), "51 trusts with unlike definitions: 60 to 80%",
    ),
    Target(
        "team_caseload", "People a keyworker (whole-time, in post)", "people", 16.0, 30.0, 21.0, "tyrer-2001", "2000", FITTED,
        lambda run: run.share("team_caseload", "team_posts"), "occupational therapists (16), nurses (21), greenwood-2000 (30)",
    ),
    Target(
        "team_returned", "Enduring condition: referred again within 2 years", "share", 0.48, 0.68, 0.58, "ramanuj-2015", "2015",
        KEPT_ASIDE, lambda run: run.share("team_returned", "team_followed"), "n = 98: ten points either way",
    ),
    Target(
        "team_return_weeks", "Weeks until they are", "weeks (median)", 26.0, 52.0, 39.0, "ramanuj-2015", "2015", KEPT_ASIDE,
        lambda run: run.middle("team_return_weeks"), "n = 57: a quarter of a year either way",
    ),
    Target(
        "crisis_contacts", "Crisis contacts", "per 100,000 adults a year", 830.0, 1200.0, 926.0, "hsj-2024-ae", "2024", FITTED,
        lambda run: run.per_adult_a_year("contacts", 100_000), "10% below the figure a head to all attendances over adults",
        deprivation=CRISIS_GRADIENT,
    ),
    Target(
        "home_treatment", "Home-treatment episodes", "per 100,000 adults a year", 200.0, 265.0, 224.0, "crht-policy-2000", "2000", FITTED,
        lambda run: run.per_adult_a_year("crisis_started", 100_000), "300 a team for 150,000 people; 100,000 among adults then and now",
        deprivation=CRISIS_GRADIENT,
    ),
    Target(
        "admissions", "Admissions to acute wards", "per 100,000 adults a year", 133.0, 165.0, 157.0, "cmh-benchmarking-2019", "2018/19",
        FITTED, lambda run: run.per_adult_a_year("admitted", 100_000), "beds in use over stays of 32 to 39 days", deprivation=CRISIS_GRADIENT,
    ),
    Target(
        "length_of_stay", "Length of stay", "days", 32.0, 39.0, 36.0, "kings-fund-360-acute", "2018-2023", FITTED,
        lambda run: run.average("stay_days"), "33 days in 2018/19, 39 in 2023, 32 in 2014",
    ),
    Target(
        "occupancy", "Bed occupancy", "share", 0.85, 1.00, 0.95, "cmh-benchmarking-2019", "2018/19", KEPT_ASIDE,
        lambda run: run.share("ward_caseload", "beds"), "the recommended most (85%) to full",
    ),
    Target(
        "acute_again", "Acute care again within a year of home treatment", "share", 0.38, 0.55, 0.50, "osborn-2021", "2017-2021",
        KEPT_ASIDE, lambda run: run.share("acute_again", "acute_followed"), "38% of a trial's controls (johnson-2018) to over half",
    ),
)  # fmt: skip

__all__ = ["TEAMS", "one_figure"]
