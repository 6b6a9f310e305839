"""Journeys: every life told adds up to the aggregate numbers to the unit, and parts where and why the model parted it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from living import shelf, town, what_if
from lwsim.agents import happenings as h
from lwsim.agents.kinds import AT_DOOR, IN_CARE, UNSUPPORTED, WAITING, WELL
from lwsim.answering.questions import Life, Start
from lwsim.journeys.choosing import COUNTS, DIFFERENCES, Pair, label, row_of, weeks_apart
from lwsim.journeys.parting import parting
from lwsim.journeys.question import JourneyQuestion
from lwsim.journeys.recording import Changes, Entry, LifeStories, Lived
from lwsim.journeys.situations import SITUATIONS
from lwsim.journeys.telling import stays, tell
from lwsim.measures import NAMES
from lwsim.single import run

WEEKS = 78


@cache
def started():
    start = Start.of(town(), shelf("ordinary"), 1, 1.0, 0)
    return start, start.settle(lambda state: None)


@cache
def told(name: str) -> Lived:
    """The whole small town under a scenario of the shelf."""
    start, state = started()
    return LifeStories(Life.of(start, shelf(name), WEEKS)).work(state, lambda state: None)


@cache
def pair() -> Pair:
    return Pair.of(told("mechanistic"), told("relational"))


def measured(lived: Lived, name: str) -> np.ndarray:
    """A weekly measure, weeks 1 to the last."""
    return lived.outcome.weekly[1:, NAMES.index(name)]


def each_week(lived: Lived, bit: int) -> np.ndarray:
    """People to whom something happened, by week from 1."""
    changes = lived.changes
    rows = (changes.happened & bit) > 0
    return np.bincount(changes.week[rows], minlength=WEEKS + 1)[1:]


def states(lived: Lived, column: str) -> np.ndarray:
    """A column of everybody at the end of each week: (people, weeks + 1), from the changes alone."""
    out = np.empty((lived.community.size, WEEKS + 1), dtype=np.int64)
    for row in range(lived.community.size):
        for entry in lived.of(row):
            out[row, entry.week :] = getattr(entry, column)
    return out


@pytest.mark.parametrize("name", ["mechanistic", "relational"])
def test_lives_add_up_to_the_measures_to_the_unit(name):
    """Sum what is told of all people in each week: it is what the measures counted, exactly."""
    lived = told(name)
    people = lived.community.size
    places, gp = states(lived, "place"), states(lived, "with_gp")

    def counted(bits: int) -> np.ndarray:
        return each_week(lived, bits)

    def yearly(events: np.ndarray) -> np.ndarray:
        return events * 52 * 100_000 / people

    assert counted(h.ONSET).sum() > 100 and counted(h.TURNED_AWAY).sum() > 10 and counted(h.CRISIS_CONTACT).sum() > 10
    np.testing.assert_array_equal(counted(h.TURNED_AWAY) + counted(h.TURNED_AWAY_AGAIN), measured(lived, "turned_away"))
    ways = counted(h.LOST_BETWEEN) + counted(h.DID_NOT_COME) + counted(h.DROPPED_OUT)
    np.testing.assert_array_equal(ways, measured(lived, "lost"))
    np.testing.assert_array_equal(counted(h.GOT_BETTER), measured(lived, "recoveries"))
    np.testing.assert_array_equal(counted(h.RELAPSE), measured(lived, "relapses"))
    np.testing.assert_allclose(yearly(counted(h.CRISIS_CONTACT)), measured(lived, "crisis_contacts"), rtol=1e-12)
    np.testing.assert_allclose(yearly(counted(h.TAKEN_IN)), measured(lived, "admissions"), rtol=1e-12)
    np.testing.assert_array_equal((places != WELL).sum(axis=0)[1:], measured(lived, "people_in_need"))
    in_line = ((places == AT_DOOR) | (places == WAITING)).sum(axis=0)[1:]
    np.testing.assert_array_equal(in_line, measured(lived, "waiting"))
    # Support is counted when it is given: whoever is left behind later that week had it.
    alone = (places != WELL) & (gp == 0) & np.isin(places, (UNSUPPORTED, AT_DOOR, WAITING))
    changes = lived.changes
    left = (changes.happened & h.LEFT_BEHIND > 0) & (changes.with_gp == 0)
    had = np.bincount(changes.week[left], minlength=WEEKS + 1)
    np.testing.assert_array_equal((alone.sum(axis=0) - had)[1:], measured(lived, "people_unsupported"))


def test_writing_down_changes_nothing():
    """A life that is written down has the numbers of one that is not, to the last bit."""
    plain = run(town(), shelf("relational"), years=1.5, seed=1).outcome
    assert np.array_equal(plain.weekly, told("relational").outcome.weekly, equal_nan=True)


def test_added_up_by_hand():
    """Weeks of each sort and crises of every tenth person, counted week by week."""
    both = pair()
    for lived, counts in zip((both.first, both.second), both.counts, strict=True):
        places, gp, bands = (states(lived, name) for name in ("place", "with_gp", "band"))
        in_line = np.isin(places, (AT_DOOR, WAITING))
        rows = {
            "weeks_in_distress": places != WELL,
            "weeks_without_support": (gp == 0) & (in_line | (places == UNSUPPORTED)),
            "weeks_waiting": in_line,
            "weeks_severe": bands == 3,
        }
        for name, table in rows.items():
            np.testing.assert_array_equal(counts[:, COUNTS.index(name)], table[:, 1:].sum(axis=1), err_msg=name)
        assert counts[:, COUNTS.index("crises")].sum() == each_week(lived, h.CRISIS_CONTACT).sum()
        year = lived.outcome.weekly[1:, NAMES.index("people_in_need")].sum()
        assert counts[:, 0].sum() == year, "person-weeks in distress are the measure's"


def test_weeks_apart_are_counted_week_by_week():
    both = pair()
    situations = []
    for lived in (both.first, both.second):
        table = np.empty((lived.community.size, WEEKS + 1), dtype=int)
        for row in range(lived.community.size):
            for stay in stays(lived.of(row), WEEKS):
                table[row, stay.first : stay.last + 1] = stay.situation
        situations.append(table)
    np.testing.assert_array_equal(both.apart, (situations[0] != situations[1])[:, 1:].sum(axis=1))


def test_weeks_apart_begin_with_week_1():
    """Well all along against alone from the start to the end of week 2: two weeks, for week 0 is the start and no week."""

    def lives(*stays):
        like, weeks, places = told("relational"), *zip(*stays, strict=True)
        none = Changes(*(np.zeros(len(stays), column.dtype) for column in like.changes))
        whole = none._replace(week=none.week + np.array(weeks, "i2"), place=none.place + np.array(places, "i1"))
        return whole, np.arange(len(stays), dtype=like.order.dtype), np.array([0, len(stays)], dtype=like.first.dtype)

    out = np.zeros(1, dtype=np.int32)
    weeks_apart(*lives((0, WELL)), *lives((0, UNSUPPORTED), (3, WELL)), 10, out)
    assert out.tolist() == [2]


def test_the_same_system_twice_never_parts():
    start, state = started()
    again = LifeStories(Life.of(start, shelf("relational"), WEEKS)).work(state, lambda state: None)
    same = Pair.of(told("relational"), again)
    assert not same.apart.any() and same.context("crises") == (same.apart.size, same.apart.size, 0, 0)
    for row in range(0, same.apart.size, 97):
        assert parting(same.first, same.first.of(row), same.second, same.second.of(row)) is None


def test_lives_part_where_they_first_differ():
    """Before the parting all that is told of two lives is the same, week by week; at it something is not."""
    both = pair()
    rows = both.most(np.arange(both.apart.size), "apart", 60)
    assert both.apart[rows[0]] == both.apart.max() > 10
    for row in rows:
        lives = both.first.of(row), both.second.of(row)
        found = parting(both.first, lives[0], both.second, lives[1])
        weeks = []
        for life in lives:
            entry, told_of = life[0], {}
            for week in range(WEEKS + 1):
                here = [one for one in life if one.week == week]
                entry = here[0] if here else entry._replace(happened=0)
                told_of[week] = entry[2:8]
            weeks.append(told_of)
        assert all(weeks[0][week] == weeks[1][week] for week in range(found.week)), row
        assert weeks[0][found.week] != weeks[1][found.week], row


def test_words_by_hand():
    """A made-up life, line by line."""
    names = {"communities": ["Hill"], "services": ["Talking therapies", "The team"], "groups": ["Choir"]}
    none = Changes(*(np.zeros(0, dtype=int) for _ in Changes._fields))
    lived = Lived(none, None, 60, 1.0, np.zeros(1, int), np.zeros(1, int), np.full((61, 2), 0.7), names)

    def entry(week, happened=0, place=UNSUPPORTED, band=1, gp=0, service=-1, group=-1):
        return Entry(week, 0, happened, place, band, gp, service, group, -1, 0.5)

    life = [
        entry(0, place=WELL, band=0),
        entry(3, h.ONSET, band=2),
        entry(5, h.ASKED_FOR_HELP | h.ASKED_GP, AT_DOOR, 2, 1, 0),
        entry(7, h.ASSESSED | h.TURNED_AWAY, AT_DOOR, 2, 1, 1),
        entry(8, h.ASSESSED, WAITING, 2, 1, 1),
        entry(18, 0, IN_CARE, 2, 1, 1),
        entry(20, 0, IN_CARE, 3, 1, 1),
        entry(25, h.DROPPED_OUT, UNSUPPORTED, 3, 1),
        entry(30, h.CRISIS_CONTACT, UNSUPPORTED, 3, 1),
        entry(40, h.GOT_BETTER | h.BY_THEMSELVES, WELL, 0),
    ]
    assert [(line.week, line.text) for line in tell(lived, life)] == [
        (0, "Well."),
        (3, "Distress began: moderate."),
        (5, "Asked the GP, who began treatment, referred to Talking therapies."),
        (7, "Turned away at assessment by Talking therapies, referred on to The team."),
        (8, "Accepted by The team."),
        (18, "Began with The team after waiting 13 weeks."),
        (20, "Distress deepened to severe."),
        (25, "Dropped out of The team: lost the thread."),
        (30, "In crisis: seen and sent home."),
        (40, "Recovered, by themselves, while with the GP alone."),
    ]
    assert [(s.first, s.last, SITUATIONS[s.situation]) for s in stays(life, 60)] == [
        (0, 2, "well"),
        (3, 4, "with nobody"),
        (5, 17, "at a door or waiting"),
        (18, 24, "in care"),
        (25, 39, "with the GP alone"),
        (40, 60, "well"),
    ]
    other = [*life[:3], entry(7, h.ASSESSED, WAITING, 2, 1, 0)]
    found = parting(lived, life, lived, other)
    assert (found.week, found.mechanism) == (7, "front_door") and "threshold" in found.why


def test_every_line_of_a_whole_town_can_be_told():
    """No life of the town needs words that are not there, and each has a line for each thing that was counted."""
    lived = told("mechanistic")
    refused = 0
    for row in range(0, lived.community.size, 3):
        entries = lived.of(row)
        lines = {line.week: line.text for line in tell(lived, entries)}
        for entry in entries[1:]:
            if entry.happened & ~h.ASSESSED:
                assert lines[entry.week], (row, entry)
        refused += sum("urned away" in text for text in lines.values())
    assert refused > 5


def test_people_are_found_by_what_is_asked():
    both = pair()
    everybody = both.find()
    assert everybody.size == town().adults
    for community, facts in enumerate(town().communities):
        rows = both.find(community=community)
        assert rows.size == facts.adults and label(both.first, int(rows[4])) == f"{facts.name} 5"
        assert row_of(both.first, facts.name, 5) == rows[4]
    assert row_of(both.first, "Hilltop", 0) is None and row_of(both.first, "Nowhere", 1) is None
    refused = both.find(happened="turned_away")
    assert 0 < refused.size < 1000
    bands = [both.find(band=band).size for band in range(4)]
    assert sum(bands) == everybody.size and both.find(situation=0).size == bands[0]
    both_sorts = both.find(enduring=True).size + both.find(enduring=False).size
    assert both_sorts == everybody.size
    for by in DIFFERENCES:
        size = np.abs(both.difference(by))
        assert size[both.most(everybody, by, 1)[0]] == size.max()
        found = both.context(by)
        assert found.more_in_first + found.more_in_second == (size > 0).sum()
        assert found.same == (both.apart == 0).sum() < everybody.size


def test_other_people_cannot_be_set_side_by_side():
    short = told("relational")
    other = Lived(short.changes, short.outcome, 5, 1.0, short.community, short.enduring, short.thresholds, short.names)
    with pytest.raises(ValueError, match="side by side"):
        Pair.of(short, other)


def test_the_question_is_checked_and_split_in_two():
    question = JourneyQuestion(town(), (shelf("mechanistic"), what_if()), 0.5)
    first, second = question.bundles()
    assert first[0].start == second[0].start and first != second
    assert question.answer("journeys", {0: [told("relational")]}, 1.0) is None
    both = question.answer("journeys", {0: [told("mechanistic")], 1: [told("relational")]}, 1.0)
    assert np.array_equal(both.apart, pair().apart)
