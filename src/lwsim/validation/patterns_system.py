"""Patterns of staff, time, voluntary groups and money."""

from .targets import FITTED, KEPT_ASIDE, Target, one_figure

SYSTEM = (
    one_figure("vacancy", "Posts vacant", "share", 0.19, "kings-fund-360-workforce", "2023", FITTED, lambda run: run.mean("vacancy")),
    Target(
        "leaving", "Staff leaving their post", "share a year", 0.12, 0.22, 0.19, "kings-fund-360-workforce", "2023", FITTED,
        lambda run: run.mean("leaving"), "12% leave the workforce (pac-2023) to 22% of low-intensity therapists",
    ),
    Target(
        "sickness", "Staff off sick", "share", 0.039, 0.062, 0.051, "nhs-sickness-2021", "2021", FITTED, lambda run: run.mean("sickness"),
        "a low and a high region and year",
    ),
    Target(
        "burnt_out", "Staff burnt out", "share", 0.31, 0.48, 0.40, "oconnor-2018", "2018", FITTED, lambda run: run.mean("burnt_out"),
        "the meta-analysis's interval",
    ),
    Target(
        "records", "Share of time at work on records", "share", 0.20, 0.36, 0.33, "rcn-2007", "2007", FITTED,
        lambda run: run.mean("assurance_time") / 0.83, "a third of nurses' time; 10% above to two fifths below, for other professions",
        "paid hours less leave and training (17%)",
    ),
    one_figure(
        "with_people", "Share of time at work with people", "share", 0.333, "carter-2018", "2018", FITTED,
        lambda run: run.mean("people_time") / 0.83, "paid hours less leave and training (17%)",
    ),
    Target(
        "group_income", "Voluntary income for distress", "pounds an adult a year", 5.3, 32.0, 10.7, "gm-state-of-sector-2021", "2019/20",
        KEPT_ASIDE, lambda run: run.counts["group_income"] / run.adults / run.years, "1 to 6% of the whole sector's 418 pounds a head",
        "a place's file sets the start; the run must keep it",
    ),
    Target(
        "group_contracts", "Contracts in groups' public income", "share", 0.70, 0.85, 0.81, "charity-times-2016", "2012/13", KEPT_ASIDE,
        lambda run: run.share("group_contracts", "group_public"), "81 to 83% of all charities, less for small ones",
    ),
    Target(
        "groups_on_reserves", "Groups living on reserves in a year", "share", 0.24, 0.40, 0.32, "gm-state-of-sector-2021", "2021",
        KEPT_ASIDE, lambda run: run.share("groups_on_reserves", "groups_years"), "a quarter of the figure either way",
    ),
    Target(
        "spend", "Spending on the modelled services and groups", "pounds an adult a year", 100.0, 233.0, 174.0, "mh-dashboard-2023",
        "2021-2024", KEPT_ASIDE, lambda run: run.mean("spend") * 52 * run.counts["scale"] / run.adults,
        "adult part of contact, ward and therapy costs (nhs-plics-2022) to adults' share of all ICB spending",
    ),
)  # fmt: skip
