"""The scenarios and places that come with lwsim load, fit each other, and keep their comments' promises."""

import tomllib

import pytest

from lwsim.library import places, scenarios, scenarios_folder
from lwsim.place_file import load_place
from lwsim.scenario_file import Forces, Vocabulary, load_scenario, scenario_from_table, to_toml
from lwsim.scenario_fit import check_fit
from lwsim.sources import all_sources

NAMES = [one.name for one in scenarios()]


def test_there_is_something_on_the_shelf():
    assert {"mechanistic", "relational", "ordinary", "held-in-tension"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_on_the_shelf_loads_and_goes_back_to_a_file_unchanged(name):
    scenario = load_scenario(name, Vocabulary())
    assert scenario.name == name
    assert scenario_from_table(tomllib.loads(to_toml(scenario))) == scenario


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_on_the_shelf_fits_every_place_on_the_shelf(name):
    for one in places():
        assert check_fit(load_scenario(name), load_place(one.name)) is None


def test_every_scenario_on_the_shelf_says_what_to_look_at_and_cites_known_sources():
    """A source is a key of sources.toml, or words that a reader can look up."""
    for name in NAMES:
        scenario = load_scenario(name)
        assert scenario.look_at and scenario.author, name
        keys = {source for source in scenario.sources if " " not in source}
        assert keys <= set(all_sources()), name
        assert (scenarios_folder() / f"{name}.toml").read_text().startswith("# "), name


def test_the_two_named_systems_stand_where_they_should():
    """Relational is an enhanced interest in the second pole, never a pure corner."""
    mechanistic, relational = load_scenario("mechanistic").forces, load_scenario("relational").forces
    assert set(mechanistic.table().values()) == {0.15}
    assert set(relational.table().values()) == {0.75}


def test_ordinary_changes_nothing():
    assert set(load_scenario("ordinary").table()) <= {"title", "question", "look_at", "author", "sources"}


@pytest.mark.parametrize(
    ("name", "force"),
    [("future_without_power", "purpose"), ("power_alone", "power"), ("practice_alone", "practice")],
)
def test_the_single_moves_move_one_force_as_far_as_relational_and_nothing_else(name, force):
    scenario, relational = load_scenario(name), load_scenario("relational")
    assert scenario.forces == Forces(**{force: getattr(relational.forces, force)})
    assert set(scenario.table()) - {"title", "question", "look_at", "author", "sources"} == {"forces"}


def test_pairs_meant_to_be_compared_share_what_they_say_they_share():
    """The same cuts on both sides, the same surge on both sides: or the comparison means nothing."""
    relational = load_scenario("relational_under_austerity")
    mechanistic = load_scenario("mechanistic_under_austerity")
    cuts = [event for event in relational.events if event.kind in ("cut", "efficiency_target")]
    assert cuts == list(mechanistic.events)
    assert relational.forces == load_scenario("relational").forces
    assert set(relational.events) - set(cuts) == set(load_scenario("relational").events)
    assert mechanistic.forces == load_scenario("mechanistic").forces
    surge, fire = load_scenario("demand_surge"), load_scenario("firefighting")
    assert set(surge.events) < set(fire.events) and surge.forces == fire.forces


def test_the_living_well_team_is_twenty_people_from_month_six():
    (opening,) = load_scenario("living_well_team").events
    assert (opening.kind, opening.service_kind) == ("open_service", "living_well")
    assert (opening.week, opening.posts.total) == (26, 20.0)
    assert all(getattr(opening.posts, role) > 0 for role in ("clinician", "support_worker", "peer_worker"))
