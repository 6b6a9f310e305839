"""Patterns of talking therapies: referrals, the funnel, waits, sessions, drop-out, recovery, relapse."""

from .targets import FITTED, KEPT_ASIDE, SESSION_HOURS, Target, odds_a_week, one_figure, recovery_gap

_FINISH = "a course is finished when its hours were given or the person recovered in it; published: two sessions or more"

THERAPY = (
    Target(
        "therapy_referrals", "Referrals to talking therapies", "per 1,000 adults a year", 36.0, 42.8, 40.8, "nice-2024", "2023/24",
        FITTED, lambda run: run.per_adult_a_year("therapy_referred", 1000), "April 2025 as a year (36.0) to 5% above 2023/24",
        deprivation=1.0,
    ),
    Target(
        "therapy_start", "Of 100 referred, start", "per 100 referrals", 67.5, 73.8, 69.0, "nhs-digital-tt-2022", "2021/22", FITTED,
        lambda run: 100 * run.share("therapy_entered", "therapy_referred"), "2019/20 to April 2025, a point and a half below",
    ),
    Target(
        "therapy_finish", "Of 100 referred, finish a course", "per 100 referrals", 34.0, 43.0, 37.5, "nuffield-tt-2024", "2023/24",
        FITTED, lambda run: 100 * run.share("therapy_finished", "therapy_referred"), "lowest of ethnic groups (34) to April 2025 (43)",
        _FINISH,
    ),
    Target(
        "therapy_recover", "Of 100 referred, recover in therapy", "per 100 referrals", 17.0, 20.0, 18.5, "nhs-talking-therapies-2025",
        "2025", FITTED, lambda run: 100 * run.share("therapy_recovered", "therapy_referred"), "37% finishing to April 2025",
    ),
    Target(
        "therapy_recovery", "Of finishers, recover", "share", 0.47, 0.521, 0.484, "nhs-talking-therapies-2025", "2025", FITTED,
        lambda run: run.share("therapy_recovered", "therapy_finished"), "2018/19 to 2025", _FINISH,
    ),
    Target(
        "therapy_drop_out", "Of those starting, leave unplanned", "share", 0.41, 0.47, 0.45, "iapt-2019-tmn", "2018/19", FITTED,
        lambda run: 1.0 - run.share("therapy_finished", "therapy_left"), "43% of those entering do not complete; 31 of 69; 45% in 2021/22",
        _FINISH,
    ),
    Target(
        "therapy_sessions", "Sessions of finishers", "sessions", 6.9, 7.9, 7.5, "nhs-digital-iapt-2021", "2020/21", FITTED,
        lambda run: run.average("therapy_hours") / SESSION_HOURS, "2019/20 to a half above 2020/21",
        "hours given, one for a session",
    ),
    Target(
        "therapy_in_six_weeks", "Of finishers, waited under 6 weeks", "share", 0.75, 0.97, 0.903, "nhs-talking-therapies-2025", "2025",
        FITTED, lambda run: run.share_where("therapy_told_waits", 0, 6), "the standard to a single area's figure", "waits as reported",
    ),
    Target(
        "therapy_in_18_weeks", "Of finishers, waited under 18 weeks", "share", 0.95, 1.0, 0.985, "nhs-talking-therapies-2025", "2025",
        KEPT_ASIDE, lambda run: run.share_where("therapy_told_waits", 0, 18), "the standard to all", "waits as reported",
    ),
    Target(
        "therapy_recovery_gap", "Recovery of finishers, least less most deprived fifth", "share points", 0.05, 0.13, 0.119,
        "nhs-talking-therapies-2025", "2024/25", KEPT_ASIDE, recovery_gap, "half the gap between tenths to a little above it",
        "published for tenths of areas",
    ),
    Target(
        "therapy_relapse", "Recovered in therapy, in distress again in a year", "share", 0.40, 0.58, 0.53, "ali-2017", "2017",
        KEPT_ASIDE, lambda run: run.share("relapsed_in_year", "followed_a_year"),
        "anxiety recurs in 39 to 56%; the study's own 53% and five points", "published for brief therapy",
    ),
    Target(
        "attendance_by_wait", "Odds of attending, each further week of waiting", "odds ratio", 0.91, 0.98, 0.95, "wait-attendance-2023",
        "2023", FITTED, odds_a_week, "the parameter's own range", "calls of one to 26 weeks, severity and bounces not held constant",
    ),
    Target(
        "missed_first", "First appointments missed", "share", 0.12, 0.24, 0.20, "dna-south-essex-2012", "2012", KEPT_ASIDE,
        lambda run: run.share("missed_calls", "calls"), "12% of all contacts to 24% in Luton",
    ),
)  # fmt: skip

__all__ = ["THERAPY", "one_figure"]
