"""What the pages Tensions, Inside and Why draw, without a browser: words beside every number, links that hold a look."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from lwsim import loops, tensions
from lwsim.answering.explaining import Why, WhyQuestion
from lwsim.explain import CORNERS, taken_apart
from lwsim.lives import NAMES, Setting
from lwsim.single import as_place, as_scenario
from lwsim.ui import asking, map_view, why_view
from lwsim.ui.pages import why as page
from lwsim.ui.state import from_query, opening

TOWN = as_place("small_town")
PAIR = (as_scenario("mechanistic"), as_scenario("relational"))


def a_map(worlds: int) -> tensions.Map:
    """A map whose need met rises with power and falls with purpose, the same in every world but for the world's level."""
    plane = tensions.Plane(TOWN, as_scenario("ordinary"), worlds=max(worlds, 1))
    asked = tensions.MapQuestion(plane, PAIR, finest=5)
    values = np.zeros((len(range(max(worlds, 1))), len(asked.spots), 5, len(NAMES)))
    need, capacity = NAMES.index("need_met"), NAMES.index("capacity_change")
    for at, spot in enumerate(asked.spots):
        for world in range(worlds):
            values[world, at, :, need] = 0.3 + 0.1 * spot.setting.power - 0.05 * spot.setting.purpose + 0.02 * world
            values[world, at, :, capacity] = 0.2 * spot.setting.purpose
    return tensions.Map(asked, values, done=25 * worlds)


def test_the_map_is_plain_values_with_words_beside_every_number():
    view = map_view.map_view(a_map(4), "need_met", 5.0)
    json.dumps(view)
    assert (view["steps"], len(view["cells"]), len(view["points"])) == (5, 25, 2)
    best = next(cell for cell in view["cells"] if cell["best"])
    assert (best["x"], best["y"], best["said"]) == (0.0, 1.0, "43.0%")
    assert view["says"][0] == "Immediate need met by year 5 is best at purpose 0.00, power 1.00: 43.0%."
    assert view["says"][2] == "All other 24 settings can be told apart from it."
    assert [point["slot"] for point in view["points"]] == [1, 2]
    assert view["points"][0]["away"] == "its practice is 0.15, not 0.50"
    assert {cell["frontier"] for cell in view["cells"] if cell["y"] == 1.0} == {"on"}
    assert {cell["frontier"] for cell in view["cells"] if cell["y"] < 1.0} == {"off"}


def test_one_world_says_that_it_cannot_tell():
    view = map_view.map_view(a_map(1), "need_met", 1.0)
    assert view["says"][-1] == "That is one world: how much of it is luck cannot be told yet."
    assert {cell["told"] for cell in view["cells"]} == {None}
    assert {cell["range"] for cell in view["cells"]} == {""}


def test_what_is_neither_better_high_nor_low_has_no_best():
    view = map_view.map_view(a_map(4), "spend", 5.0)
    assert not any(cell["best"] for cell in view["cells"])
    assert "Neither way is better" in view["says"][0]


def test_every_measure_that_the_map_offers_can_be_drawn():
    for name in map_view.SHOWN:
        assert map_view.map_view(a_map(3), name, 5.0)["title"]


def readings() -> loops.Readings:
    """Four worlds in which the second scenario has more waiting and severity, and less need met."""
    values = np.ones((4, 2, 2, len(loops.QUANTITIES)))
    for name, by in (("waiting", 50.0), ("severity", 0.1), ("load", 0.2), ("need_met", 0.1)):
        values[:, 1, 1, loops.QUANTITIES.index(name)] += by + 0.001 * np.arange(4)
    return loops.Readings(("A", "B"), (1.0,), values)


def test_a_loop_says_what_each_link_carries_between_the_two():
    first = why_view.loops_view(readings(), 1.0)[0]
    json.dumps(first)
    assert first["title"] == "Waiting and progression"
    assert [link["carry"] for link in first["links"]] == ["carries", "carries", "against", "against"]
    assert first["now"] == "2 of 4 links carry the difference between A and B the way they say, by year 1."
    assert first["nodes"][0]["apart"].startswith("+50")
    assert [link["carry"] for link in why_view.loops_view(readings(), 1.0)[8]["links"]] == ["quiet", "quiet"]


def why(worlds: int = 3, scale: float = 1.0, lean: float = 0.01) -> Why:
    """An explanation in which each force adds its own share, the same in every world but for a little luck.

    lean: how much larger each share is from one world to the next; far from 0, no share can be told from nothing.
    """
    asked = WhyQuestion(TOWN, PAIR, Setting((1.0,), worlds))
    corners = asked.variants[CORNERS]
    lived = np.zeros((worlds, len(corners), 1, len(NAMES)))
    for at, one in enumerate(corners):
        given = scale * (0.04 * (one.forces.power == 0.75) - 0.01 * (one.forces.purpose == 0.75))
        lived[:, at, 0, NAMES.index("need_met")] = 0.4 + given * (1 + lean * np.arange(worlds))
    return Why(asked, taken_apart("Town", PAIR, asked.setting, {CORNERS: lived}), worlds, worlds, 0)


def test_the_waterfall_is_told_in_words_and_in_a_table():
    view = why_view.forces_view(why(), "need_met")
    json.dumps(view)
    assert "<svg" in view["drawing"]
    assert view["says"].startswith("Power moves immediate need met most: +4.0 points (")
    shares = {row["part"]: row["mean"] for row in view["rows"] if row["kind"] == why_view.KINDS["force"]}
    assert shares == {"purpose": "−1.0", "power": "+4.0", "practice": shares["practice"]}
    assert shares["practice"] in ("0", "almost 0"), "what the arithmetic leaves of nothing may be a little off it"
    assert why_view.mechanisms_view(why(), "need_met") == {}


def test_a_share_too_small_for_the_usual_digits_is_shown_with_more():
    view = why_view.forces_view(why(scale=0.01), "need_met")
    row = next(row for row in view["rows"] if (row["kind"], row["part"]) == (why_view.KINDS["force"], "power"))
    assert (row["mean"], row["range"], row["told"]) == ("+0.04", "+0.04 to +0.04", "yes")
    assert "purpose: −0.01." in view["drawing"]


def test_a_force_that_may_be_nothing_only_seems_to_move_and_none_at_all_is_said_so():
    spread = why(lean=-3.0)
    words = why_view.forces_view(spread, "need_met")["says"]
    assert words.startswith("Power seems to move immediate need met most: ")
    assert words.endswith("May be no effect at all: power, purpose, practice.")
    assert why_view.forces_view(why(), "waiting")["says"] == "No force moves the number of people waiting."


def test_assumptions_are_plain_values_and_the_same_list_for_everybody():
    rows = why_view.assumptions_view()
    json.dumps(rows)
    assert len(rows) > 200
    assert {row["standing"] for row in rows} <= {"measured", "literature", "expert", "calibrated", "assumed"}


def test_why_says_that_it_rests_on_fewer_worlds_than_compare():
    assert page.WORLDS < asking.FULL_WORLDS
    words = why_view.beside_compare(asking.FULL_WORLDS, page.WORLDS)
    assert words.startswith(f"Compare rests on {asking.FULL_WORLDS} worlds; ")
    assert f"takes the first {page.WORLDS}: " in words


def test_no_unit_of_an_assumption_is_left_in_code():
    assert [row["unit"] for row in why_view.assumptions_view() if ".." in row["unit"]] == []


def test_a_link_holds_how_pages_are_looked_at():
    state = opening().looking("tensions", year=3, what="staff-20").looking("why", tab="loops")
    again = from_query(state.query()).state
    assert again == state
    assert again.look("tensions.year") == "3"
    assert again.without_looks() == opening()


@pytest.mark.parametrize("query", ["tensions.year=" + "9" * 300, "Tensions.year=3", "a.b.c=3", "tensions.=3"])
def test_a_look_that_is_none_is_left_out(query):
    assert from_query(query).state.looks == ()


def test_whatever_a_link_says_pages_take_what_they_can():
    from lwsim.ui.pages import inside, tensions, why

    odd = replace(
        opening(), looks=(("inside.side", "7"), ("inside.week", "-3"), ("tensions.held", "nan"), ("tensions.pair", "x-y"))
    )
    look = tensions.look_of(odd)
    assert (look.pair, look.held) == (("purpose", "power"), 0.5)
    assert (inside.slot_of(odd), inside.week_of(odd)) == (0, 0)
    assert why.side_of(odd) == 1
