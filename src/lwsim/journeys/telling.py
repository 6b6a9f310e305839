"""A life in plain words: what happened in each week in which something did, and how long it lasted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from ..agents import happenings as h
from ..agents.kinds import AT_DOOR, IN_CARE, IN_CRISIS, IN_GROUP, INPATIENT, WAITING, WELL
from .recording import Entry, Lived
from .situations import SITUATION_OF

BAND_WORDS = ("well", "mild distress", "moderate distress", "severe distress")


class Told(NamedTuple):
    """One line of a timeline. situation: place in SITUATIONS, as the week ended."""

    week: int
    text: str
    situation: int


class Stay(NamedTuple):
    """A stretch of weeks in one situation: from `first` to `last`, both included."""

    first: int
    last: int
    situation: int


def situation(entry: Entry) -> int:
    """Where somebody is as the week ended, as a place in SITUATIONS."""
    return SITUATION_OF[entry.place][entry.with_gp]


def stays(entries: Sequence[Entry], weeks: int) -> list[Stay]:
    """A life as stretches in one situation, from week 0 to the last."""
    found: list[Stay] = []
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        last = weeks if after is None else after.week - 1
        now = situation(entry)
        if found and found[-1].situation == now:
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Stay(entry.week, last, now))
    return found


def tell(lived: Lived, entries: Sequence[Entry]) -> list[Told]:
    """A life as a line for the start and for each week in which something happened that words can say."""
    found = [Told(0, _at_the_start(lived, entries[0]), situation(entries[0]))]
    joined = 0
    for before, now in itertools.pairwise(entries):
        if before.place not in (AT_DOOR, WAITING):
            joined = now.week
        text = "; ".join(_sentences(lived, before, now, now.week - joined))
        if text:
            found.append(Told(now.week, text[0].upper() + text[1:] + ".", situation(now)))
    return found


def _at_the_start(lived: Lived, entry: Entry) -> str:
    if entry.place == WELL:
        return "Well."
    gp = ", treated by the GP" if entry.with_gp and entry.place not in (IN_CRISIS, INPATIENT) else ""
    return f"{BAND_WORDS[entry.band].capitalize()}, {_where(lived, entry)}{gp}."


def _where(lived: Lived, entry: Entry) -> str:
    """Where somebody is, in words that go on a sentence."""
    service = lived.names["services"][entry.service] if entry.service >= 0 else ""
    return {
        WELL: "well",
        AT_DOOR: f"waiting to be assessed by {service}",
        WAITING: f"waiting for a place with {service}",
        IN_CARE: f"in care with {service}",
        IN_GROUP: f"with {lived.names['groups'][entry.group]}" if entry.group >= 0 else "with a group",
        IN_CRISIS: f"in home treatment with {service}",
        INPATIENT: f"in hospital ({service})",
    }.get(entry.place, "with the GP alone" if entry.with_gp else "with nobody")


def _sentences(lived: Lived, before: Entry, now: Entry, waited: int) -> list[str]:
    """What happened in a week, in its order. waited: weeks since they came to the door."""
    said = [*_distress(lived, before, now), *_crisis(lived, before, now), *_front_door(lived, before, now)]
    said += _care(lived, before, now, waited)
    if now.happened & h.GOT_BETTER:
        alone = bool(now.happened & h.BY_THEMSELVES)
        said.append(f"recovered, {'by themselves, ' if alone else ''}while {_where(lived, before)}")
    if not said and now.band != before.band:
        said.append(f"distress {'deepened' if now.band > before.band else 'eased'} to {BAND_WORDS[now.band].split()[0]}")
    return said


def _distress(lived: Lived, before: Entry, now: Entry) -> list[str]:
    said = []
    if now.happened & h.CLOSED:
        said.append(f"{_of(lived, before)} closed")
    if now.happened & h.ONSET:
        again = "distress came back within a year of recovering" if now.happened & h.RELAPSE else "distress began"
        said.append(f"{again}: {BAND_WORDS[now.band].split()[0]}" if now.band else again)
    return said


def _of(lived: Lived, entry: Entry) -> str:
    """The service or group that an entry is with or waits for, or 'the service'."""
    if entry.service >= 0:
        return lived.names["services"][entry.service]
    return lived.names["groups"][entry.group] if entry.group >= 0 else "the service"


def _crisis(lived: Lived, before: Entry, now: Entry) -> list[str]:
    said = []
    if before.place in (IN_CRISIS, INPATIENT) and (now.place != before.place or now.happened & h.CRISIS_CONTACT):
        came = "left hospital" if before.place == INPATIENT else "home treatment ended"
        onward = now.place in (AT_DOOR, WAITING) and not now.happened & h.ASKED_FOR_HELP
        said.append(f"{came}, {_where(lived, now)}" if onward else came)
    if now.happened & h.CRISIS_CONTACT:
        if now.place == INPATIENT:
            said.append(f"in crisis: admitted to {_of(lived, now)}")
        elif now.happened & h.TAKEN_IN:
            said.append("in crisis: no bed was free, placed out of area")
        elif now.place == IN_CRISIS:
            said.append(f"in crisis: treated at home by {_of(lived, now)}")
        else:
            said.append("in crisis: seen and sent home")
    return said


def _front_door(lived: Lived, before: Entry, now: Entry) -> list[str]:
    """Asking, assessment, and what came of it."""
    said = []
    if now.happened & h.ASKED_FOR_HELP:
        asked = "asked the GP" if now.happened & h.ASKED_GP else "asked for help"
        treated = ", who began treatment" if now.with_gp and not before.with_gp and now.happened & h.ASKED_GP else ""
        said.append(asked + treated + _led_to(lived, now))
    door = _of(lived, before) if before.place == AT_DOOR else ""
    if now.happened & h.TURNED_AWAY:
        said.append(f"turned away at assessment{f' by {door}' if door else ''}{_after_a_no(lived, now)}")
    elif now.happened & h.ADVISED:
        said.append("one conversation at a shared door was enough for now")
    elif now.happened & h.ASSESSED and now.place == WAITING:
        handed = door and lived.names["services"][now.service] != door
        said.append(f"{'heard once and handed on warmly: ' if handed else ''}accepted by {_of(lived, now)}")
    return said


def _led_to(lived: Lived, now: Entry) -> str:
    """What asking led to in the same week."""
    if now.place == IN_GROUP:
        return f" and was welcomed by {_of(lived, now)}"
    if now.place == AT_DOOR and not now.happened & h.TURNED_AWAY:
        return f", referred to {_of(lived, now)}"
    if now.happened & h.ASSESSED:
        return ", referred and assessed the same week"
    return "" if now.with_gp else "; nothing came of it"


def _after_a_no(lived: Lived, now: Entry) -> str:
    """What became of somebody turned away."""
    again = "twice in the week, " if now.happened & h.TURNED_AWAY_AGAIN else ""
    if now.happened & h.STOPPED_TRYING:
        return f", {again}and gave up"
    if now.happened & h.LOST_BETWEEN:
        return f", {again}referred on and lost on the way"
    if now.place in (AT_DOOR, WAITING):
        return f", {again}referred on to {_of(lived, now)}"
    return f", {again}{'left with the GP' if now.with_gp else 'and left with nobody'}"


def _care(lived: Lived, before: Entry, now: Entry, waited: int) -> list[str]:
    """Places given, and how care ends."""
    said = []
    if now.happened & h.DID_NOT_COME:
        said.append(f"called {_after(waited)}, and did not come: lost the thread")
    if now.place == IN_CARE and before.place != IN_CARE:
        said.append(
            f"began with {_of(lived, now)} after waiting {_weeks(waited)}" if waited else f"began with {_of(lived, now)}"
        )
    who = _of(lived, before) if before.place in (IN_CARE, IN_GROUP) else "care"
    if now.happened & h.DROPPED_OUT:
        said.append(f"dropped out of {who}: lost the thread")
    if now.happened & h.COURSE_ENDED:
        said.append(f"the course with {who} ended")
    if now.happened & h.LEFT_BEHIND:
        back = now.place == WAITING
        said.append(f"their practitioner left: back on the list of {_of(lived, now)}" if back else f"{who} closed")
    if now.with_gp and not before.with_gp and not now.happened & (h.ASKED_FOR_HELP | h.TURNED_AWAY | h.GOT_BETTER):
        said.append("now under the GP")
    return said


def _after(waited: int) -> str:
    return f"after {_weeks(waited)}" if waited else "the same week"


def _weeks(count: int) -> str:
    return "a week" if count == 1 else f"{count} weeks"
