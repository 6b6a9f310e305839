"""The forces: stated, lived, pulling each other and pulled by pressure; and the levers that are all they move."""

import numpy as np
import pytest

from lwsim.forces import LEVERS, Settings, drawn_to, moved
from lwsim.measures import NAMES
from lwsim.model import live_a_week, take_on
from lwsim.rooms import EFFECTS_OF_FORCES
from towns import lived, numbers, only, scenario, series, settled

P = numbers(
    forces__purpose_pulls_power=0.5, forces__power_pulls_practice=0.25, forces__pressure_pull=0.6, forces__pressure_eases=0.5
).forces
TODAY = np.full(3, 0.3)


def settings(stated, at) -> Settings:
    """Forces as stated and as lived, where all three stand at 0.3 today."""
    return Settings(TODAY, np.array(stated, dtype=float), np.array(at, dtype=float))


@pytest.mark.parametrize(
    ("stated", "at", "excess", "rival", "by_hand"),
    [
        ((0.3, 0.3, 0.3), (0.3, 0.3, 0.3), 0.0, "forward", (0.3, 0.3, 0.3)),
        ((0.8, 0.3, 0.3), (0.7, 0.3, 0.3), 0.0, "forward", (0.8, 0.5, 0.3)),
        ((0.3, 0.3, 0.3), (0.3, 0.7, 0.3), 0.0, "forward", (0.3, 0.3, 0.4)),
        ((0.3, 0.8, 0.3), (0.3, 0.3, 0.3), 0.0, "forward", (0.3, 0.55, 0.3)),
        ((0.3, 0.8, 0.3), (0.3, 0.3, 0.3), 0.0, "reverse", (0.3, 0.675, 0.3)),
        ((0.8, 0.3, 0.3), (0.7, 0.3, 0.3), 0.0, "none", (0.8, 0.3, 0.3)),
        ((0.3, 0.3, 0.3), (0.3, 0.7, 0.3), 0.0, "reverse", (0.5, 0.3, 0.3)),
        ((0.3, 0.3, 0.3), (0.3, 0.3, 0.7), 0.0, "reverse", (0.3, 0.4, 0.3)),
        ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), 0.5, "none", (0.35, 0.35, 0.35)),
        ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), -0.5, "none", (0.575, 0.575, 0.575)),
        ((1.0, 1.0, 1.0), (1.0, 1.0, 1.0), -0.5, "none", (1.0, 1.0, 1.0)),
    ],
)
def test_where_lived_settings_are_drawn_by_hand(stated, at, excess, rival, by_hand):
    assert drawn_to(settings(stated, at), excess, P, rival) == pytest.approx(by_hand)


def test_levers_stand_where_today_has_them_and_move_with_their_force():
    p, every = numbers().levers, {f"lever_{name}": True for name in LEVERS}
    assert set(moved(settings(TODAY, TODAY), p, every)) == {0.0}
    for force in range(3):
        at = TODAY.copy()
        at[force] += 0.5
        away = moved(settings(TODAY, at), p, every)._asdict()
        for name, lever in LEVERS.items():
            expected = 0.5 * lever.direction * getattr(p, name) if lever.force == force else 0.0
            assert away[name] == pytest.approx(expected), name


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_switched_off_stays(name):
    switches = {f"lever_{other}": other != name for other in LEVERS}
    assert getattr(moved(settings(TODAY, (1.0, 1.0, 1.0)), numbers().levers, switches), name) == 0.0


def test_lived_settings_close_half_the_distance_in_a_half_life():
    """Purpose, which nothing pulls here, is half way from .3 to .9 after 39 weeks."""
    quiet = {"pressure_pull": False, "coupling": False}
    outcome = lived(39, forces={"purpose": 0.9}, switches=quiet)
    assert series(outcome, "lived_purpose")[39] == pytest.approx(0.6, abs=1e-6)
    assert series(outcome, "lived_power")[39] == pytest.approx(0.3, abs=1e-6)


def test_purpose_pulls_power_and_power_pulls_practice():
    free = {"switches": {"pressure_pull": False}, "forces": {"purpose": 0.9}}
    forward, reverse, none = (lived(104, rivals={"coupling": rival}, **free) for rival in ("forward", "reverse", "none"))
    assert series(forward, "lived_power")[-1] > series(forward, "lived_practice")[-1] > 0.301
    for other in (reverse, none):
        assert series(other, "lived_practice")[-1] == pytest.approx(0.3, abs=1e-6)


def test_a_ramp_climbs_evenly_to_what_was_said():
    """A change over nine weeks is a tenth done in its first week and whole in its tenth."""
    state = settled()
    take_on(state, scenario(events=[{"kind": "set_forces", "week": 2, "practice": 0.8, "over": 9}]))
    said = []
    for _ in range(13):
        live_a_week(state)
        said.append(float(state.forces.stated[2]))
    assert said[:2] == [0.3, 0.3]
    assert np.diff(said[1:12]) == pytest.approx(np.full(10, 0.05))
    assert said[11:] == pytest.approx([0.8, 0.8])


def test_with_all_effects_off_forces_change_nothing_else():
    """Two scenarios that differ in their forces alone are the same in everything but the forces themselves."""
    off = dict.fromkeys(EFFECTS_OF_FORCES, False)
    mechanistic, relational = (
        lived(78, forces=dict.fromkeys(("purpose", "power", "practice"), v), switches=off) for v in (0.1, 0.9)
    )
    same = [place for place, name in enumerate(NAMES) if not name.startswith("lived_p")]
    assert np.array_equal(mechanistic.weekly[:, same], relational.weekly[:, same])
    assert not np.array_equal(mechanistic.weekly, relational.weekly)


@pytest.mark.parametrize(
    ("lever", "force", "name"),
    [
        ("assurance", "power", "assurance_time"),
        ("environment", "practice", "people_time"),
        ("sharing", "power", "lived_voice"),
        ("forum", "practice", "trust"),
        ("autonomy", "power", "wellbeing"),
    ],
)
def test_each_lever_reaches_what_it_moves(lever, force, name):
    low, high = (lived(78, forces={force: v}, switches=only(f"lever_{lever}")) for v in (0.0, 1.0))
    assert series(low, name)[-1] != series(high, name)[-1]
