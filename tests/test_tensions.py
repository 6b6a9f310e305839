"""The map of tensions: settings on the same luck, told apart from noise by hand-made worlds, kept and not lived twice."""

from __future__ import annotations

import numpy as np
import pytest

from lwsim import lives as lv
from lwsim import tensions as tn
from lwsim.errors import InputError
from lwsim.pairing import compare
from lwsim.single import as_place, as_scenario

ORDINARY = as_scenario("ordinary")


def plane(**changes) -> tn.Plane:
    settings = {"years": (0.25, 0.5), "sample": 0.2, "worlds": 2}
    return tn.Plane(as_place("small_town"), ORDINARY, **(settings | changes))


def a_map(values: np.ndarray) -> tn.Map:
    """A map of 3 by 3 settings whose need met and capacity are set by hand. values: (worlds, up to 9 settings, 2).

    What is not given is as poor as can be: it is never the best, and beats nothing.
    """
    asked = tn.MapQuestion(plane(worlds=len(values)), finest=3)
    whole = np.zeros((len(values), 9, 2, len(lv.NAMES)))
    whole[:, values.shape[1] :] = -9.0
    whole[:, : values.shape[1], :, lv.NAMES.index("need_met")] = values[:, :, None, 0]
    whole[:, : values.shape[1], :, lv.NAMES.index("capacity_change")] = values[:, :, None, 1]
    return tn.Map(asked, whole, done=len(values) * 9)


def test_every_round_holds_the_settings_of_the_round_before():
    coarse, middle, fine = ([spot.setting for spot in tn.grid(plane(), steps)] for steps in tn.STEPS)
    assert set(coarse) < set(middle) < set(fine)
    assert len(fine) == 81


def test_the_order_names_every_run_once_and_the_coarse_map_first():
    asked = tn.MapQuestion(plane(worlds=3), (as_scenario("mechanistic"),))
    assert len(asked.order) == len(set(asked.order)) == 3 * 82
    first = [asked.spots[at] for _, at in asked.order[:10]]
    assert first[0].scenario.title == "Mechanistic"
    assert {spot.setting for spot in first[1:]} == {spot.setting for spot in tn.grid(plane(), 3)}
    assert {world for world, _ in asked.order[:26]} == {0}
    assert {at for _, at in asked.order[: 3 * 26]} == {at for _, at in asked.order[:26]}


def test_the_third_force_is_held():
    held = plane(across="practice", up="purpose", held=0.25)
    assert held.third == "power"
    assert {spot.setting.power for spot in tn.grid(held, 3)} == {0.25}
    assert held.spot(held.setting(0.75, 1.0)) == (0.75, 1.0)


def test_a_scenario_stands_where_it_says_and_as_today_where_it_says_nothing():
    assert tn.stands(as_scenario("mechanistic")) == (0.15, 0.15, 0.15)
    assert tn.stands(ORDINARY) == (0.30, 0.30, 0.30)


def test_fewer_staff_are_added_to_what_the_scenario_says():
    cut = ORDINARY.with_changes(staff={"change": -0.4})
    assert tn.changed(cut, staff=-0.2).staff.change == -0.5
    assert tn.changed(ORDINARY, staff=-0.2, money=0.1).money.change == 0.1
    assert tn.changed(ORDINARY) is ORDINARY


def test_a_run_of_the_map_is_the_run_of_a_comparison_to_the_bit():
    """Same worlds, same luck: the map's mechanistic and relational points are the comparison's."""
    pair = (as_scenario("mechanistic"), as_scenario("relational"))
    asked = tn.MapQuestion(plane(), pair)
    bundles, settled = asked.bundles(), {}
    done = {}
    for number, (world, at) in enumerate(asked.order):
        if at < 2:
            (point,) = bundles[number]
            if point.start.name not in settled:
                settled[point.start.name] = point.start.settle(lambda state: None)
            done[number] = [point.work(settled[point.start.name], lambda state: None)]
            assert point.start.world == world + 1
    found = asked.answer("map", done, 0.0)
    other = compare("small_town", pair, worlds=2, years=0.5, sample=0.2, workers=1)
    at = [lv.NAMES.index(name) for name in ("need_met", "capacity_change", "spend")]
    for side in (0, 1):
        for name, column in zip(("need_met", "capacity_change", "spend"), at, strict=True):
            weekly = other.sides[side].weekly
            expected = [lv.by_year(one, (0.25, 0.5))[1, column] for one in weekly]
            assert found.values[:, side, 1, column].tolist() == expected, name
    assert len(settled) == 2


def test_equal_spots_of_different_planes_are_one_piece_of_work():
    """The middle setting is the same whichever two forces span the map, so it is lived once."""
    first, turned = (tn.MapQuestion(plane(across=force, held=0.5)) for force in ("purpose", "practice"))
    shared = {piece for (piece,) in first.bundles()} & {piece for (piece,) in turned.bundles()}
    assert len(shared) == 2 * 9
    assert not {piece for (piece,) in tn.MapQuestion(plane(seed=2)).bundles()} & shared


def test_the_map_says_how_fine_it_is():
    asked = tn.MapQuestion(plane(), finest=5)
    bundles = asked.bundles()
    done = {number: [np.zeros((2, len(lv.NAMES)))] for number in range(len(bundles))}
    assert asked.answer("map", {}, 0.0).steps == 0
    assert asked.answer("map", {}, 0.0).cells("need_met", 0.5) == []
    assert asked.answer("map", {number: done[number] for number in range(9)}, 0.0).steps == 3
    whole = asked.answer("map", done, 0.0)
    assert (whole.steps, whole.done, whole.asked) == (5, 50, 50)


def test_spots_that_differ_by_noise_alone_are_not_told_apart_from_the_best():
    """Paired gaps to the best: a steady 0.1 (told), and 0.02 that swings from -0.3 to 0.27 (not told)."""
    best = np.array([0.5, 0.6, 0.4, 0.5])
    steady, swinging = best - 0.1 + np.array([0, 0.001, 0, 0.001]), best - [0.3, -0.2, 0.25, -0.27]
    values = np.stack([best, steady, swinging], axis=1)
    cells = a_map(np.stack([values, values], axis=2)).cells("need_met", 0.5)[:3]
    assert [cell.is_best for cell in cells] == [True, False, False]
    assert [cell.gap.is_told for cell in cells] == [False, True, False]
    assert cells[0].mean == pytest.approx(0.5)
    assert cells[1].gap.mean == pytest.approx(-0.0995)


def test_what_moves_the_whole_map_is_no_noise_of_a_setting():
    """Worlds 0.1 .. 0.9 lift all settings alike: where each stands on the map is known exactly, at its own mean."""
    level = np.array([0.1, 0.5, 0.9])[:, None]
    low, high = tn.within(level + np.array([[0.00, 0.02, 0.04]]), 0)
    assert low == pytest.approx([0.50, 0.52, 0.54])
    assert high == pytest.approx(low)


@pytest.mark.parametrize("worlds", [1, 2])
def test_few_worlds_tell_nothing_apart(worlds):
    found = a_map(np.array([[[0.5, 0.1], [0.3, 0.1]]] * worlds))
    cells = found.cells("need_met", 0.5)
    assert {cell.gap for cell in cells} == {None}
    assert np.isnan(cells[0].low)
    assert [one.is_clearly for one in found.frontier("need_met", "capacity_change", 0.5)[:2]] == [False, None]


def test_the_frontier_holds_what_nothing_beats_on_both():
    """On paper: (5,1) (4,4) (1,5) lie on it; (3,3) is beaten by (4,4), (1,1) by all."""
    points = np.array([[5, 1], [4, 4], [1, 5], [3, 3], [1, 1]]) / 10
    found = a_map(np.stack([points, points + 0.001])).frontier("need_met", "capacity_change", 0.5)[:5]
    assert [one.is_beaten for one in found] == [False, False, False, True, True]
    assert found[1].now == pytest.approx(0.4005)


def test_a_spot_beaten_by_no_more_than_noise_may_lie_on_the_frontier():
    ahead = np.array([[0.4, 0.4], [0.2, 0.6], [0.6, 0.2]])
    behind = np.array([[0.3, 0.3], [0.3, 0.3], [0.3, 0.3]])
    clear = np.array([[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]])
    found = a_map(np.stack([ahead, behind, clear], axis=1)).frontier("need_met", "capacity_change", 0.5)[:3]
    assert [one.is_beaten for one in found] == [False, True, True]
    assert [one.is_clearly for one in found] == [False, False, True]


def test_a_map_is_read_only_from_worlds_in_which_all_of_it_was_lived():
    """The fine map half done in one world and whole in none: the 5 by 5 of both worlds is what is shown."""
    asked = tn.MapQuestion(plane())
    done = {number: [np.full((2, len(lv.NAMES)), world)] for number, (world, _) in enumerate(asked.order) if number < 50 + 30}
    found = asked.answer("map", done, 0.0)
    assert (found.steps, found.worlds) == (5, 2)
    assert len(found.cells("need_met", 0.5)) == 25
    assert {cell.mean for cell in found.cells("need_met", 0.5)} == {0.5}


@pytest.mark.parametrize(
    "changes", [{"up": "purpose"}, {"across": "profit"}, {"held": 1.5}, {"sample": 0.0}, {"years": (0.0,)}]
)
def test_a_plane_that_is_none_is_refused_in_words(changes):
    with pytest.raises(InputError):
        plane(**changes)


def test_asking_for_what_is_not_kept_is_refused_in_words():
    found = a_map(np.zeros((1, 2, 2)))
    with pytest.raises(InputError, match="did you mean need_met"):
        found.column("need_mett", 0.5)
    with pytest.raises(InputError, match="one of"):
        found.column("need_met", 7.0)
