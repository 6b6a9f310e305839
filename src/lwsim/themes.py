"""Which measures stand together, and in what order: the same in the terminal, the report and the app."""

from __future__ import annotations

from typing import NamedTuple

NEED = "need_met"
CAPACITY = "capacity_change"
STOCKS = (
    "capacity_workforce",
    "capacity_relationships",
    "capacity_innovation",
    "capacity_voluntary",
    "capacity_communities",
)


class Theme(NamedTuple):
    """A handful of measures under one heading.

    shown: drawn as charts and listed in short tables.  more: listed in full tables only.  an_end: whether
    these matter to people in themselves, so that a verdict may name them as best or worst, or are a means.
    """

    title: str
    shown: tuple[str, ...]
    more: tuple[str, ...] = ()
    an_end: bool = True


THEMES = (
    Theme("Immediate need met", (NEED, "people_unsupported"), ("people_in_need", "people_supported")),
    Theme("Long-term capacity", (CAPACITY,), ("capacity", *STOCKS)),
    Theme("Waits", ("waiting", "wait_median", "wait_p90"), ("turned_away", "handovers", "lost")),
    Theme("Crisis", ("crisis_contacts", "admissions")),
    Theme("Recovery", ("recoveries", "relapses"), ("qalys",)),
    Theme(
        "Staff",
        ("burnt_out", "vacancy", "leaving"),
        ("staff_in_post", "wellbeing", "sickness", "people_time", "assurance_time"),
    ),
    Theme("Relationships", ("ties_across", "trust"), ("belonging", "innovation_use"), an_end=False),
    Theme("Voluntary sector", ("groups_open", "voluntary_hours"), ("group_supported",)),
    Theme("Communities", ("social_capital", "lived_voice"), an_end=False),
    Theme("Fairness", ("gap_need_met",)),
    Theme(
        "Money",
        ("spend", "pounds_per_recovery"),
        ("spend_statutory", "spend_voluntary", "spend_joint"),
        an_end=False,
    ),
    Theme(
        "The forces as lived",
        (),
        ("lived_purpose", "lived_power", "lived_practice", "pressure"),
        an_end=False,
    ),
)
"""Need met and capacity built stand first, everywhere. Nothing is folded into a score."""


def all_names() -> tuple[str, ...]:
    """Every measure that has a place in a theme, in reading order."""
    return tuple(name for theme in THEMES for name in (*theme.shown, *theme.more))
