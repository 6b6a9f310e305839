"""A link holds a whole state: it opens as it was, and what it cannot give is said in words."""

import base64
import zlib
from urllib.parse import quote

import pytest

from lwsim.ui.state import LONGEST_PART, from_query, opening, shelf_place


def test_a_first_visit_opens_on_salford_with_the_two_named_systems():
    state = from_query(None).state
    assert (state.place.name, [one.name for one in state.scenarios]) == ("salford", ["mechanistic", "relational"])


def test_a_link_to_the_shelf_is_readable():
    assert opening().query().endswith("place=salford&s=mechanistic&s=relational")


def test_a_changed_scenario_comes_back_to_the_last_bit():
    changed = (
        opening().scenarios[1].with_changes(forces={"purpose": 0.1 + 0.2}, money={"change": -0.07}, title="Ours & theirs = ü")
    )
    state = opening().with_scenario(1, changed)
    found = from_query(state.query())
    assert found.said == ()
    assert found.state.scenarios[1] == changed
    assert found.state == state


def test_a_link_made_with_another_version_says_so():
    assert "0.0.1" in from_query("v=1&of=0.0.1&place=luton").said[0]
    assert from_query("v=1&of=0.0.1&place=luton").state.place == shelf_place("luton")


BOMB = "~" + base64.urlsafe_b64encode(zlib.compress(b'{"title": "' + b"a" * (2 * LONGEST_PART) + b'"}')).decode()


@pytest.mark.parametrize(
    "query",
    [
        "place=../../etc/passwd",
        "place=nowhere",
        "s=" + quote("../x") + "&s=relational",
        "s=~!!!&s=~AAAA",
        "s=" + BOMB + "&s=" + BOMB,
        "years=nan&seed=-1",
        "&".join("a=b" for _ in range(1000)),
        "place=" + "x" * 100_000,
        "s=~" + base64.urlsafe_b64encode(zlib.compress(b"[" * 50_000)).decode() + "&s=relational",
    ],
)
def test_a_hostile_link_opens_with_a_plain_message(query):
    found = from_query(query)
    assert found.said
    assert all("Traceback" not in line for line in found.said)
    assert len(found.state.scenarios) >= 2
