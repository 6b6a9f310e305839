"""Patterns of people: how many are in distress, where, who is treated, and how they fare untreated."""

from .targets import FITTED, KEPT_ASIDE, Target, fifth, one_figure, ratio_of_fifths

PEOPLE = (
    one_figure(
        "prevalence", "Adults in distress", "share of adults", 0.20, "apms-2023-cmh", "2023/4", FITTED,
        lambda run: run.share("now_ill", "moments") / run.adults, deprivation=1.0,
    ),
    one_figure(
        "prevalence_least_deprived", "Adults in distress, least deprived fifth", "share of adults", 0.160, "apms-2023-press", "2023/4",
        FITTED, fifth(0), reads="only where the place has such neighbourhoods",
    ),
    one_figure(
        "prevalence_most_deprived", "Adults in distress, most deprived fifth", "share of adults", 0.262, "apms-2023-press", "2023/4",
        FITTED, fifth(4), reads="only where the place has such neighbourhoods",
    ),
    one_figure(
        "deprivation_ratio", "Distress in the most over the least deprived fifth", "ratio", 1.64, "apms-2023-press", "2023/4", FITTED,
        ratio_of_fifths, reads="only where the place has both",
    ),
    Target(
        "harder_share", "Of those in distress, moderate or severe", "share", 0.45, 0.60, 0.50, "apms-2023", "2023/4", FITTED,
        lambda run: run.share("now_harder", "now_ill"), "half of those with CIS-R 12 or more have 18 or more; rounded figures",
        "the moderate edge stands for CIS-R 18",
    ),
    Target(
        "enduring", "Adults with a severe and enduring condition", "share of adults", 0.0084, 0.0100, 0.0093, "qof-2020", "2020",
        FITTED, lambda run: run.share("now_enduring", "moments") / run.adults, "register shares 2012 to 2023", deprivation=1.5,
    ),
    one_figure(
        "treated", "Of those in distress, in treatment", "share", 0.477, "apms-2023", "2023/4", FITTED,
        lambda run: run.share("now_treated", "now_ill"), "medication and therapy; voluntary groups do not count",
    ),
    one_figure(
        "treated_harder", "Of those in moderate or severe distress, in treatment", "share", 0.557, "apms-2023", "2023/4", FITTED,
        lambda run: run.share("now_treated_harder", "now_harder"), "published for CIS-R 18 or more",
    ),
    one_figure(
        "medication", "Of those in distress, with medication from the GP", "share", 0.384, "apms-2023-press", "2023/4", FITTED,
        lambda run: run.share("now_with_gp", "now_ill"), "treatment with the GP stands for medication",
    ),
    Target(
        "gp_records",
        "Times that distress reaches a GP",
        "per 1,000 adults a year",
        55.9,
        87.6,
        79.6,
        "dykxhoorn-2023",
        "2019",
        KEPT_ASIDE,
        lambda run: run.per_adult_a_year("gp_assessed", 1000),
        "2000 to 10% above 2019",
        "people who come to their GP for help; published: recorded episodes",
        1.0,
    ),
    Target(
        "untreated_13", "Untreated, well again in 3 months", "share", 0.18, 0.253, 0.23, "whiteford-2013", "2013", FITTED,
        lambda run: run.counts["untreated_13"], "waiting-list controls' upper bound (18% in 4 to 12 weeks) to 10% above the figure",
    ),
    one_figure(
        "untreated_26", "Untreated, well again in 6 months", "share", 0.32, "whiteford-2013", "2013", FITTED,
        lambda run: run.counts["untreated_26"],
    ),
    one_figure(
        "untreated_52", "Untreated, well again in 12 months", "share", 0.53, "whiteford-2013", "2013", FITTED,
        lambda run: run.counts["untreated_52"],
    ),
)  # fmt: skip
