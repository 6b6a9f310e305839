"""The page Journeys without a browser: who is listed, what is told, and links that hold anything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lwsim.journeys.choosing import COUNTS
from lwsim.ui.journeys_view import HAPPENED, Look, at_random, choices, look_of, row_in, view, when
from lwsim.ui.state import opening
from test_journeys import WEEKS, pair

TITLES = ("Mechanistic", "Relational")


def test_the_list_holds_those_who_differ_most():
    shown = view(pair(), Look(), TITLES)
    assert len(shown["people"]) == 8 and shown["chosen"] == shown["people"][0]["key"]
    assert shown["people"][0]["says"] == f"{pair().apart.max()} weeks in another situation"
    row = row_in(pair(), shown["chosen"])
    assert pair().apart[row] == pair().apart.max()
    assert "6,000 adults who live in both systems" in shown["context"] and "nobody real" in shown["caution"]


def test_a_person_is_told_in_full():
    """Strips cover every week; rows are in order; the parting, if they part, is one of them; sums are the person's counts."""
    part = 0
    for key in [one["key"] for one in view(pair(), Look(by="crises"), TITLES)["people"]]:
        person = view(pair(), Look(person=key), TITLES)["person"]
        row = row_in(pair(), key)
        for strip in person["strips"]:
            assert strip["stays"][0]["first"] == 0 and strip["stays"][-1]["last"] == WEEKS
            assert all(a["last"] + 1 == b["first"] for a, b in zip(strip["stays"], strip["stays"][1:], strict=False))
        weeks = [one["week"] for one in person["rows"]]
        assert weeks == sorted(set(weeks)) and weeks[0] == 0
        parting = person["parting"]
        part += parting is not None
        assert parting is None or (parting["rule"][0].isupper() and parting["rule"].endswith("."))
        assert [one["week"] for one in person["rows"] if one["parts"]] == ([parting["week"]] if parting else [])
        assert np.array_equal([one["values"] for one in person["counts"]], pair().counts[:, row].T)
        assert len(person["counts"]) == len(COUNTS)
    assert part > 0


def test_search_narrows_and_nobody_is_said():
    shown = view(pair(), Look(community="Millbank", happened="taken_in"), TITLES)
    assert shown["people"] and all(one["key"].startswith("Millbank ") for one in shown["people"])
    nobody = view(pair(), Look(community="Hilltop", start="6", happened="taken_in", enduring="no"), TITLES)
    assert nobody["matching"] == "Nobody fits; ask for less." or nobody["people"]
    assert row_in(pair(), at_random(pair(), Look(community="Millbank"))) is not None


def test_links_hold_anything_and_only_what_is_known_is_taken():
    state = opening()
    wild = state.looking(
        "journeys", by="x", community="Nowhere", enduring="perhaps", start="99", happened="?", person="A 1", other="7"
    )
    assert look_of(wild) == Look(person="A 1")
    assert (
        row_in(pair(), "Nowhere 3") is None
        and row_in(pair(), "Hilltop") is None
        and row_in(pair(), "Hilltop 999999999") is None
    )
    kept = look_of(state.looking("journeys", by="crises", happened="turned_away", start="3"))
    assert (kept.by, kept.happened, kept.start) == ("crises", "turned_away", "3")
    offered = choices(replace(state, scenarios=(*state.scenarios, state.scenarios[0])))
    assert [one["key"] for one in offered["other"]] == ["1", "2"] and {one["key"] for one in offered["happened"]} == set(
        HAPPENED
    )


def test_weeks_are_said_as_people_say_them():
    assert [when(week) for week in (0, 1, 52, 53, 260)] == [
        "The start",
        "Year 1, week 1",
        "Year 1, week 52",
        "Year 2, week 1",
        "Year 5, week 52",
    ]
