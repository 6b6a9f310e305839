"""What stands in which column of a place's spreadsheet, in words, and the value of the place file that it becomes."""

from __future__ import annotations

from typing import NamedTuple

from ..agents.kinds import GROUP_KINDS, SERVICE_KINDS

TEXT, NUMBER, WHOLE, REACH = "text", "number", "whole number", "reach"


class Column(NamedTuple):
    """One column: its heading, where its value stands in the place file, its sort, what to write, words to choose from."""

    heading: str
    path: tuple[str, ...]
    sort: str
    says: str
    is_needed: bool = True
    choices: tuple[str, ...] = ()


class Layout(NamedTuple):
    """One sheet: its title, the list of the place file it becomes, and its columns."""

    title: str
    room: str
    columns: tuple[Column, ...]


STANDINGS = ("published", "derived", "estimated", "invented")
_SOURCE = Column(
    "Source", ("source",), TEXT, "Key of its source in the sheet Sources, where it differs from the rest's.", False
)

PLACE = Layout(
    "Place",
    "",
    (
        Column("Title", ("title",), TEXT, "What the place is called."),
        Column("About", ("about",), TEXT, "The place in a sentence or two.", False),
        Column("Region", ("region",), TEXT, "The part of England it lies in.", False),
        Column("Pounds per adult a year", ("money", "per_adult"), NUMBER, "Published spending, where there is any.", False),
    ),
)
"""The first sheet runs down the page: a heading and its value on each row."""

LISTS = (
    Layout(
        "Communities",
        "communities",
        (
            Column("Name", ("name",), TEXT, "What the neighbourhood is called: a ward, or whatever is published."),
            Column("Adults", ("adults",), WHOLE, "People aged 18 and over who live there."),
            Column("Deprivation", ("deprivation",), NUMBER, "0 = least deprived in England, 1 = most."),
            Column("Social capital", ("social_capital",), NUMBER, "0 to 1; left empty, it follows from deprivation.", False),
            _SOURCE,
        ),
    ),
    Layout(
        "Services",
        "services",
        (
            Column("Key", ("key",), TEXT, "Short name by which scenarios call it: small letters, digits, _."),
            Column("Kind", ("kind",), TEXT, "Kind of service.", True, SERVICE_KINDS),
            Column("Name", ("name",), TEXT, "What the service is called."),
            Column("Employer", ("employer",), TEXT, "The organisation that employs its staff."),
            Column("Clinicians", ("posts", "clinician"), NUMBER, "Funded whole-time posts, vacant ones included.", False),
            Column("Support workers", ("posts", "support_worker"), NUMBER, "Funded whole-time posts.", False),
            Column("Peer workers", ("posts", "peer_worker"), NUMBER, "Funded whole-time posts.", False),
            Column("Serves", ("serves",), REACH, "all, or names of communities with ; between them. Empty: all.", False),
            Column("Beds", ("beds",), WHOLE, "For inpatient services only.", False),
            _SOURCE,
        ),
    ),
    Layout(
        "Groups",
        "groups",
        (
            Column("Key", ("key",), TEXT, "Short name by which scenarios call it: small letters, digits, _."),
            Column("Kind", ("kind",), TEXT, "Kind of voluntary group.", True, GROUP_KINDS),
            Column("Name", ("name",), TEXT, "What the group is called."),
            Column(
                "Communities", ("communities",), REACH, "all, or names of communities with ; between them. Empty: all.", False
            ),
            Column("Paid hours a week", ("paid_hours",), NUMBER, "Hours a week of its paid staff."),
            Column("Volunteer hours a week", ("volunteer_hours",), NUMBER, "Hours a week of its volunteers."),
            Column("Contract income", ("income", "contract"), NUMBER, "Pounds a year from commissioners.", False),
            Column("Grant income", ("income", "grant"), NUMBER, "Pounds a year from grants.", False),
            Column("Own income", ("income", "own"), NUMBER, "Pounds a year from gifts, trading, members.", False),
            Column("Weeks of contract left", ("contract_weeks",), WHOLE, "0 where it has none."),
            Column("Weeks of grant left", ("grant_weeks",), WHOLE, "0 where it has none."),
            Column("Reserves", ("reserves",), NUMBER, "Pounds it has put by."),
            _SOURCE,
        ),
    ),
    Layout(
        "Sources",
        "sources",
        (
            Column("Key", ("key",), TEXT, "Short name by which the sheet Facts calls it."),
            Column("Title", ("title",), TEXT, "As printed."),
            Column("Publisher", ("publisher",), TEXT, "Who published it.", False),
            Column("Year", ("year",), WHOLE, "Year of publication.", False),
            Column("Address", ("url",), TEXT, "Where it can be read.", False),
        ),
    ),
    Layout(
        "Facts",
        "provenance",
        (
            Column("Fact", ("fact",), TEXT, "Which fact: services.posts, or services.crisis.posts for one item alone."),
            Column("Standing", ("standing",), TEXT, "How it was come by.", True, STANDINGS),
            Column("Source", ("source",), TEXT, "Key of its source, for published and derived facts.", False),
            Column("Year", ("year",), WHOLE, "The year that the fact describes.", False),
            Column("How", ("how",), TEXT, "How it was worked out or judged.", False),
        ),
    ),
)
"""The other sheets: a heading on each column, an item on each row."""

GUIDE = "Guide"
"""The sheet that is read by people only."""
