"""What a run adds up to over its horizon: people, quality of life, staff and pounds, also discounted."""

import numpy as np

from .measures import NAMES, Measure
from .units import WEEKS_A_YEAR

DISCOUNT = 0.035
"""The Treasury's yearly discount rate for costs and, here, QALYs alike [green-book]."""


def _total(name: str, unit: str, title: str, says: str, better: int, format: str = "{:,.0f}") -> Measure:
    return Measure(name, unit, title, says, better, "horizon", format)


TOTALS: dict[str, Measure] = {
    one.name: one
    for one in (
        _total("person_years_in_distress", "person-years", "Years in distress", "Years that adults spent in distress.", -1),
        _total("recoveries", "people", "Recoveries", "People who recovered, with support or without.", 1),
        _total("relapses", "people", "Relapses", "People whose distress returned within a year of recovering.", -1),
        _total("qalys", "QALYs", "QALYs", "Quality-adjusted life years of all adults.", 1),
        _total("qalys_discounted", "QALYs", "QALYs, discounted", "The same at 3.5% a year.", 1),
        _total("staff_left", "whole-time posts", "Staff left", "Posts that their holders left.", -1),
        _total("pounds", "pounds", "Pounds spent", "Pounds spent on all pots.", 0, "£{:,.0f}"),
        _total("pounds_discounted", "pounds", "Pounds, discounted", "The same at 3.5% a year.", 0, "£{:,.0f}"),
        _total(
            "pounds_per_recovery", "pounds", "Pounds per recovery", "Pounds spent over people who recovered.", -1, "£{:,.0f}"
        ),
    )
}
"""Every total with its description."""


def discount_factors(weeks: int) -> np.ndarray:
    """What a pound of each week 1..weeks is worth at week 0: (weeks,)."""
    return (1.0 + DISCOUNT) ** (-np.arange(1, weeks + 1) / WEEKS_A_YEAR)


def totals(weekly: np.ndarray) -> dict[str, float]:
    """The totals of one run. weekly: (weeks + 1, measures) in the order of `measures.NAMES`; row 0 is the start."""
    week = {name: weekly[1:, place] for place, name in enumerate(NAMES)}
    worth = discount_factors(weekly.shape[0] - 1)
    pounds, recovered = float(week["spend"].sum()), float(week["recoveries"].sum())
    return {
        "person_years_in_distress": float(week["people_in_need"].sum()) / WEEKS_A_YEAR,
        "recoveries": recovered,
        "relapses": float(week["relapses"].sum()),
        "qalys": float(week["qalys"].sum()),
        "qalys_discounted": float((week["qalys"] * worth).sum()),
        "staff_left": float((week["leaving"] * week["staff_in_post"]).sum()) / WEEKS_A_YEAR,
        "pounds": pounds,
        "pounds_discounted": float((week["spend"] * worth).sum()),
        "pounds_per_recovery": pounds / recovered if recovered > 0 else float("nan"),
    }
