"""The page Journeys as plain values for the browser: who there is, one person's two lives, and what became of everybody."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ..agents.happenings import HAPPENINGS
from ..journeys.choosing import COUNTS, DIFFERENCES, Pair, label, row_of
from ..journeys.parting import parting
from ..journeys.situations import SITUATIONS
from ..journeys.telling import stays, tell
from ..units import WEEKS_A_YEAR
from .state import State

LISTED = 8
"""People in the list at once."""
CAUTION = (
    "Made-up people in a model: nobody real is in it, and it says nothing about what would happen to any one person. "
    "Both lives have the same luck, so where they part it is the system's doing."
)
HAPPENED = {
    "turned_away": "turned away at assessment",
    "did_not_come": "called too late, did not come",
    "dropped_out": "dropped out of care",
    "crisis_contact": "in crisis",
    "taken_in": "admitted",
    "left_behind": "lost their practitioner or group",
    "got_better": "recovered",
    "relapse": "fell ill again within a year",
}
assert set(HAPPENED) <= set(HAPPENINGS)


@dataclass(frozen=True)
class Look:
    """How the page is looked at, as the link holds it. other: the scenario beside the first."""

    by: str = "apart"
    community: str = ""
    enduring: str = ""
    start: str = ""
    happened: str = ""
    person: str = ""
    other: int = 1


def look_of(state: State) -> Look:
    """The page's look; whatever a link holds that is none is taken as usual."""

    def one(key: str, known: Any) -> str:
        found = state.look(f"journeys.{key}")
        return found if found in known else ""

    other = state.look("journeys.other", "1")
    return Look(
        one("by", DIFFERENCES) or "apart",
        one("community", {community.name for community in state.place.communities}),
        one("enduring", ("yes", "no")),
        one("start", {str(number) for number in range(len(SITUATIONS))}),
        one("happened", HAPPENED),
        state.look("journeys.person"),
        int(other) if other in {str(slot) for slot in range(1, len(state.scenarios))} else 1,
    )


def choices(state: State) -> dict[str, Any]:
    """What can be chosen."""
    return {
        "by": [{"key": key, "says": says} for key, says in DIFFERENCES.items()],
        "community": [{"key": one.name, "says": one.name} for one in state.place.communities],
        "enduring": [{"key": "yes", "says": "with one"}, {"key": "no", "says": "without one"}],
        "start": [{"key": str(number), "says": says} for number, says in enumerate(SITUATIONS)],
        "happened": [{"key": key, "says": says} for key, says in HAPPENED.items()],
        "other": [{"key": str(slot), "says": one.title} for slot, one in enumerate(state.scenarios)][1:],
    }


def found(pair: Pair, look: Look) -> Any:
    """Rows of those who are looked for."""
    names = pair.first.names["communities"]
    return pair.find(
        community=names.index(look.community) if look.community in names else None,
        enduring={"yes": True, "no": False}.get(look.enduring),
        situation=int(look.start) if look.start else None,
        happened=look.happened or None,
    )


def key_of(pair: Pair, row: int) -> str:
    """A person as the link holds them: neighbourhood and number."""
    return label(pair.first, row)


def row_in(pair: Pair, key: str) -> int | None:
    """The person that a link names, or None."""
    name, _, number = key.rpartition(" ")
    return row_of(pair.first, name, int(number)) if number.isascii() and number.isdigit() and len(number) < 8 else None


def at_random(pair: Pair, look: Look) -> str:
    """Somebody of those who are looked for, at random; of those in distress at some time where there are any."""
    rows = found(pair, look)
    touched = rows[pair.counts[:, rows, 0].sum(axis=0) > 0]
    rows = touched if touched.size else rows
    return key_of(pair, int(random.choice(rows))) if rows.size else ""


def view(pair: Pair, look: Look, titles: Sequence[str]) -> dict[str, Any]:
    """Everything the page shows. titles: of the two systems."""
    rows = found(pair, look)
    listed = pair.most(rows, look.by, LISTED)
    row = row_in(pair, look.person) if look.person else None
    if row is None and listed.size:
        row = int(listed[0])
    return {
        "context": _context(pair, look, titles),
        "matching": f"{rows.size:,} of {pair.apart.size:,} adults fit" if rows.size else "Nobody fits; ask for less.",
        "people": [{"key": key_of(pair, int(one)), "says": _says(pair, int(one), look.by, titles)} for one in listed],
        "chosen": key_of(pair, row) if row is not None else "",
        "person": person(pair, row, titles) if row is not None else None,
        "caution": CAUTION,
    }


def _context(pair: Pair, look: Look, titles: Sequence[str]) -> str:
    """What became of everybody, before anybody's story."""
    of = pair.context(look.by if look.by != "apart" else "weeks_in_distress")
    moved = of.people - int((pair.apart == 0).sum())
    says = DIFFERENCES[look.by if look.by != "apart" else "weeks_in_distress"]
    return (
        f"Of {of.people:,} adults who live in both systems, {of.people - moved:,} spend every week in the same situation and "
        f"{moved:,} do not. {of.more_in_first:,} have more {says} under {titles[0]}, {of.more_in_second:,} under {titles[1]}."
    )


def _says(pair: Pair, row: int, by: str, titles: Sequence[str]) -> str:
    """A person's line in the list."""
    size = int(pair.difference(by)[row])
    if by == "apart":
        return f"{size} week{'' if size == 1 else 's'} in another situation"
    if size == 0:
        return f"the same {DIFFERENCES[by]}"
    return f"{abs(size)} more {DIFFERENCES[by]} under {titles[1] if size > 0 else titles[0]}"


def person(pair: Pair, row: int, titles: Sequence[str]) -> dict[str, Any]:
    """One person's two lives, side by side."""
    lives = [(lived, lived.of(row)) for lived in (pair.first, pair.second)]
    parts = parting(lives[0][0], lives[0][1], lives[1][0], lives[1][1])
    told = [{line.week: line for line in tell(lived, entries)} for lived, entries in lives]
    weeks = sorted(told[0].keys() | told[1].keys() | ({parts.week} if parts else set()))
    return {
        "name": key_of(pair, row),
        "about": f"Lives in {pair.first.names['communities'][pair.first.community[row]]}"
        + (", with a severe and enduring condition." if pair.first.enduring[row] else "."),
        "weeks": pair.first.weeks,
        "strips": [
            {
                "title": title,
                "stays": [{**stay._asdict(), "says": SITUATIONS[stay.situation]} for stay in stays(entries, lived.weeks)],
            }
            for title, (lived, entries) in zip(titles, lives, strict=True)
        ],
        "counts": [
            {"says": DIFFERENCES[name].capitalize(), "values": [int(pair.counts[side, row, at]) for side in (0, 1)]}
            for at, name in enumerate(COUNTS)
        ],
        "rows": [
            {
                "week": week,
                "when": when(week),
                "texts": [life[week].text if week in life else "" for life in told],
                "parts": bool(parts and parts.week == week),
            }
            for week in weeks
        ],
        "parting": {"when": when(parts.week), "week": parts.week, "why": parts.why, "rule": _rule(parts.mechanism)}
        if parts
        else None,
    }


def _rule(name: str) -> str:
    """What the file of a mechanism says of itself in a sentence."""
    return (import_module(f"..mechanisms.{name}", __package__).__doc__ or "").splitlines()[0]


def when(week: int) -> str:
    """A week as people say it: week 0 is the start."""
    if week == 0:
        return "The start"
    year, of_year = divmod(week - 1, WEEKS_A_YEAR)
    return f"Year {year + 1}, week {of_year + 1}"
