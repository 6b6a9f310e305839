"""The living picture: stocks and flows agree to the person, the layout is the same every time, nothing overlaps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from lwsim import living_picture as lp
from lwsim.agents.kinds import IN_GROUP, PLACES, WELL
from lwsim.errors import InputError
from lwsim.model import begin
from lwsim.picture_layout import SERVICES_WITHIN, around, laid_out
from lwsim.single import as_place, as_scenario, run

TOWN, RELATIONAL = as_place("small_town"), as_scenario("relational")


def reel_of(scenario, years=0.6, sample=0.5) -> lp.Reel:
    ((filming,),) = lp.PictureQuestion(TOWN, scenario, years, sample=sample).bundles()[-1:]
    return filming.work(filming.start.settle(no_look), no_look)


def no_look(state) -> None:
    """Nobody wants it to stop."""


@pytest.fixture(scope="module")
def reel() -> lp.Reel:
    return reel_of(as_scenario("living-well-team"))


def weeks_in(reel: lp.Reel, first: int, last: int) -> list[lp.Week]:
    """The weeks of a stretch of film, read as the browser reads them."""
    numbers, found, at = np.frombuffer(reel.weeks(first, last), "<f4"), [], 0
    while at < len(numbers):
        size = int(numbers[at])
        found.append(lp.unpacked(numbers[at + 1 : at + 1 + size].tobytes()))
        at += 1 + size
    return found


@pytest.fixture(scope="module")
def weeks(reel) -> list[lp.Week]:
    return weeks_in(reel, 0, reel.last)


def stocks_of(scene: dict, week: lp.Week) -> np.ndarray:
    """People on each spot but the well, as the week's tables say."""
    communities, groups, services = len(scene["communities"]), len(scene["groups"]), len(week.services)
    found = np.zeros(2 * communities + groups + 3 * services)
    found[communities : 2 * communities] = week.communities[:, 1]
    found[2 * communities : 2 * communities + groups] = week.groups[:, 1]
    for step, column in enumerate((1, 2, 3)):
        found[2 * communities + groups + step :: 3] = week.services[:, column]
    return found


def test_what_stands_on_each_spot_is_what_stood_there_and_came_less_what_went(reel, weeks):
    """To the person, for every spot and week, also when a service opens in between."""
    scene = reel.scenes[0][1]
    for before, after in itertools.pairwise(weeks):
        expected = stocks_of(scene, after)
        stocks = np.zeros_like(expected)
        stocks[: len(stocks_of(scene, before))] = stocks_of(scene, before)
        for start, end, people in after.moves:
            stocks[int(start)] -= people
            stocks[int(end)] += people
        well = len(scene["communities"])
        assert np.array_equal(stocks[well:], expected[well:])


def test_the_picture_is_the_run_and_nothing_else(weeks):
    """Caseloads, queues and people in need are those that `run` reports for the same place, scenario and luck."""
    full = run(TOWN, as_scenario("living-well-team"), years=0.6, sample=0.5)
    last = full.by_service[full.by_service.week == len(weeks) - 1]
    for column, name in ((1, "at_door"), (2, "waiting"), (3, "caseload")):
        assert weeks[-1].services[:, column] == pytest.approx(last[last.measure == name].value * 0.5)
    assert weeks[-1].week == len(weeks) - 1 == 31


def test_a_service_that_opens_brings_a_new_scene(reel):
    scenes = [scene for _, scene in reel.scenes]
    assert [week for week, _ in reel.scenes] == [0, 27]
    assert [len(one["services"]) for one in scenes] == [len(TOWN.services), len(TOWN.services) + 1]
    assert scenes[1]["communities"] == scenes[0]["communities"]


def test_packing_keeps_every_number(weeks):
    again = lp.unpacked(weeks[-1].packed())
    assert all(np.array_equal(one, other) for one, other in zip(weeks[-1][1:], again[1:], strict=True))


def test_everybody_stands_on_one_spot():
    state = begin(TOWN, RELATIONAL, seed=1, sample=0.3, world=0)
    spots = lp.Spots(state.communities.who.size, state.groups.who.size)
    spot, people = spots.of(state), state.people
    assert ((spot < spots.communities) == (people.place == WELL)).all()
    in_group = (spot >= 2 * spots.communities) & (spot < spots.first_service)
    assert (in_group == (people.place == IN_GROUP)).all()
    for step, named in enumerate(("at_door", "waiting")):
        there = (spot >= spots.first_service) & ((spot - spots.first_service) % 3 == step)
        assert (there == (people.place == PLACES.index(named))).all()


def test_moves_are_counted_by_hand():
    moves = lp.moves_between(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 0]))
    assert moves.tolist() == [[0, 1, 1], [2, 0, 2]]
    assert lp.moves_between(np.zeros(3, int), np.zeros(3, int)).shape == (0, 3)


def test_a_tie_known_from_both_ends_is_told_once_at_its_strongest():
    state = begin(TOWN, RELATIONAL, seed=1, sample=0.3, world=0)
    state.ties.partner[:] = -1
    state.ties.partner[3, 0], state.ties.strength[3, 0] = 1, 0.2
    state.ties.partner[1, 4], state.ties.strength[1, 4] = 3, 0.6
    state.ties.partner[2, 0], state.ties.strength[2, 0] = 0, 0.01
    assert lp.ties_of(state) == pytest.approx(np.array([[1, 3, 0.6]]))


def test_the_layout_is_the_same_every_time_and_nothing_overlaps(reel):
    scene = reel.scenes[0][1]
    again = lp.scene_of(begin(TOWN, RELATIONAL, seed=1, sample=0.5, world=0), TOWN)
    assert scene["services"] == again["services"]
    for kind in ("communities", "groups", "services"):
        at = np.array([one["at"] for one in scene[kind]])
        far = np.hypot(*(at[:, None, :2] - at[None, :, :2]).transpose(2, 0, 1)) + 9 * np.eye(len(at))
        assert (far > at[:, None, 2] + at[None, :, 2] - 0.004).all()
        assert (np.hypot(at[:, 0], at[:, 1]) + at[:, 2] <= 1.0).all()


def test_communities_stand_clockwise_from_least_to_most_deprived():
    angles = around(["b", "c", "a"], np.array([0.5, 0.1, 0.5]))
    assert np.argsort(angles).tolist() == [1, 2, 0]


def test_a_place_without_groups_or_with_one_service_has_a_picture():
    found = laid_out(["a"], np.array([0.2]), np.array([10]), np.zeros((0, 1)), np.ones((1, 1)), np.array([5.0]))
    assert found.groups.shape == (0, 3)
    assert np.hypot(*found.services[0, :2]) < SERVICES_WITHIN


def test_a_picture_that_cannot_be_run_is_refused_in_words():
    with pytest.raises(InputError):
        lp.PictureQuestion(TOWN, RELATIONAL, years=0.0)


def test_the_first_half_year_comes_first_and_is_the_same_film(reel):
    trailer, whole = (bundle[0] for bundle in lp.PictureQuestion(TOWN, RELATIONAL, 0.6, sample=0.5).bundles())
    assert (trailer.weeks, whole.weeks) == (26, 31)
    assert len(lp.PictureQuestion(TOWN, RELATIONAL, 0.5, sample=0.5).bundles()) == 1
    asked = lp.PictureQuestion(TOWN, RELATIONAL, 0.6)
    assert asked.answer("picture", {0: ["trailer"]}, 0.0) == "trailer"
    assert asked.answer("picture", {0: ["trailer"], 1: ["whole"]}, 0.0) == "whole"


def test_a_stretch_of_film_is_that_stretch(reel, weeks):
    assert [week.week for week in weeks_in(reel, 5, 9)] == [5, 6, 7, 8, 9]
    assert [week.week for week in weeks_in(reel, 30, 99)] == [30, 31]
    assert np.array_equal(weeks_in(reel, 7, 7)[0].ties, weeks[7].ties)


def test_services_as_unlike_as_a_citys_do_not_overlap():
    """Salford's: four practices, a large talking-therapies service with its queue, three teams, home treatment, a ward."""
    posts = np.array([12, 14, 9, 11, 104, 60, 55, 48, 40, 45])
    people = np.array([0, 0, 0, 0, 1820, 680, 620, 660, 52, 45])
    serves = np.ones((10, 20))
    serves[:4] = np.repeat(np.eye(4), 5, axis=1)
    names, rest = [f"c{row:02}" for row in range(20)], np.linspace(0, 1, 20)
    found = laid_out(names, rest, np.full(20, 10_000), np.ones((17, 20)), serves, 9.0 * posts + people + 9.0).services
    far = np.hypot(*(found[:, None, :2] - found[None, :, :2]).transpose(2, 0, 1)) + 9 * np.eye(10)
    assert (far > found[:, None, 2] + found[None, :, 2] - 0.004).all()
    assert (np.hypot(found[:, 0], found[:, 1]) + found[:, 2] < SERVICES_WITHIN + 0.004).all()
