"""The week in which two lives of one person first differ, and which rule made the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..agents import happenings as h
from ..agents.kinds import AT_DOOR, IN_CARE, WAITING
from .recording import Entry, Lived

_RULES: tuple[tuple[int, str, str], ...] = (
    (h.CLOSED, "events", "a service closed in one system and not in the other"),
    (h.BY_THEMSELVES, "need", "severity or the length of the episode differed, and with it the chance of getting better alone"),
    (h.RELAPSE, "need", "what protects after recovery differed: social needs and the neighbourhood's social capital"),
    (h.ONSET, "need", "the neighbourhood's social capital, which protects, had moved apart"),
    (h.CRISIS_CONTACT, "crisis", "severity, the share of need that was met, or how much assurance there is had moved apart"),
    (h.TAKEN_IN, "crisis", "a bed was free in one system and not in the other"),
    (h.ASKED_FOR_HELP, "help_seeking", "trust in services, stigma or severity had moved apart, and with them who asks"),
    (h.ASKED_GP, "help_seeking", "what is near and known differed: groups, or a Living Well door"),
    (h.ASSESSED, "front_door", "one system had hours left to assess that week, the other had not"),
    (h.ADVISED, "front_door", "the door is shared in one system, so that one conversation can be enough"),
    (h.TURNED_AWAY, "front_door", "the threshold differed"),
    (h.STOPPED_TRYING, "front_door", "how often they were turned away differed"),
    (h.LOST_BETWEEN, "front_door", "care moved between teams in one system"),
    (h.DID_NOT_COME, "places", "the wait differed, and fewer come the longer it was; each refusal costs too"),
    (h.DROPPED_OUT, "support", "a practitioner was away in one system, or the care differed, and with it who drops out"),
    (h.COURSE_ENDED, "support", "the hours of support given so far differed, and with them when a course is over"),
    (h.GOT_BETTER, "support", "the support differed: its hours, its quality, or how well it fits social needs"),
    (h.LEFT_BEHIND, "workforce", "a practitioner left, or a group closed, in one system and not in the other"),
)
"""What differed -> the mechanism that did it, and what that rests on; in the order of the week."""


class Parting(NamedTuple):
    """Where two lives part. mechanism: the file of the rule, in `mechanisms/`."""

    week: int
    mechanism: str
    why: str


def parting(first: Lived, one: Sequence[Entry], second: Lived, other: Sequence[Entry]) -> Parting | None:
    """The first week in which what is told of two lives differs; None where it never does.

    Who the practitioner is does not count.  The luck of both is the same, so a difference is the system's doing, directly
    or through others.
    """
    for before_a, a, _before_b, b in _by_week(one, other):
        if _told(a) != _told(b):
            return Parting(a.week, *_why(first, before_a, a, second, b))
    return None


def _told(entry: Entry) -> tuple[int, ...]:
    return entry.happened, entry.place, entry.band, entry.with_gp, entry.service, entry.group


def _by_week(one: Sequence[Entry], other: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, Entry, Entry]]:
    """Both lives at each week in which either changes: (before, now) of the first, then of the second."""
    lives = [{entry.week: entry for entry in entries} for entries in (one, other)]
    before = [one[0], other[0]]
    for week in sorted(lives[0].keys() | lives[1].keys()):
        now = [life.get(week, last._replace(week=week, happened=0)) for life, last in zip(lives, before, strict=True)]
        yield before[0], now[0], before[1], now[1]
        before = now


def _why(first: Lived, before: Entry, a: Entry, second: Lived, b: Entry) -> tuple[str, str]:
    """The mechanism and the reason, by what comes first in the week."""
    differs = a.happened ^ b.happened
    for bit, mechanism, why in _RULES:
        if differs & bit:
            if bit == h.TURNED_AWAY:
                why += _thresholds(first, second, before, a.week)
            return mechanism, why
    if a.with_gp != b.with_gp:
        return "help_seeking", "the GP had hours for them in one system and not in the other"
    if a.place != b.place and {a.place, b.place} & {IN_CARE} and {a.place, b.place} & {WAITING, AT_DOOR}:
        return "places", "a practitioner had room in one system; in the other the list is longer or the room smaller"
    if a.place != b.place or a.service != b.service or a.group != b.group:
        return "front_door", "another support was near, known or free in one system"
    return "need", "support that fits held distress back in one system more than in the other"


def _thresholds(first: Lived, second: Lived, before: Entry, week: int) -> str:
    """The two thresholds of the door they stood at, where it has one."""
    if before.place != AT_DOOR or before.service < 0:
        return ""
    found = [lived.thresholds[week, before.service] for lived in (first, second)]
    if not all(value > 0.0 for value in found):
        return ": judged too severe by one, or heard at a shared door by the other"
    return f": {found[0]:.2f} of severity in the first, {found[1]:.2f} in the second"
