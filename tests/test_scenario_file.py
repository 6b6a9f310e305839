"""A scenario file becomes a frozen, checked scenario, can be changed, and goes back to a file unchanged."""

import pickle
import tomllib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lwsim.place_file import Place
from lwsim.scenario_events import AnyEvent, DemandSurge, SetForces
from lwsim.scenario_file import (
    Forces,
    Scenario,
    check_file,
    check_names,
    load_scenario,
    scenario_from_file,
    scenario_from_table,
    to_toml,
)
from tiny_files import EVENTS, PLACE, SCENARIO, VOCABULARY, refusal, written

HEAD = 'title = "x"\nquestion = "y"\n'


@pytest.fixture(scope="module")
def scenario():
    """The tiny scenario, which has a bit of everything."""
    return scenario_from_table(tomllib.loads(SCENARIO), "tiny.toml", VOCABULARY)


def read(text):
    """The scenario of a text."""
    return scenario_from_table(tomllib.loads(HEAD + text), "plan.toml", VOCABULARY)


def test_every_value_of_the_file_is_in_the_scenario(scenario):
    assert (scenario.title, scenario.author, scenario.years) == ("A little of everything", "A tester", 3.0)
    assert scenario.sources == ("our own judgement",)
    assert scenario.forces == Forces(purpose=0.85, power=0.5, practice=1.0)
    assert (scenario.money.change, scenario.staff.change) == (-0.05, 0.1)
    assert (scenario.switches, scenario.switched_off) == ({"burnout": False, "trust": True}, {"burnout"})
    assert (scenario.rivals, scenario.parameters) == ({"waiting": "steep"}, {"need.onset": 0.02})
    assert [event.kind for event in scenario.events] == list(EVENTS)
    team = scenario.events[1]
    assert (team.posts.total, team.serves, team.service_kind) == (9.5, ("Low Street",), "living_well")


def test_a_title_and_a_question_make_a_scenario_of_five_years_that_changes_nothing():
    scenario = read("")
    assert scenario.table() == {"title": "x", "question": "y"}
    assert (scenario.years, scenario.weeks, scenario.events) == (5.0, 260, ())
    assert scenario.forces == Forces(purpose=None, power=None, practice=None)


def test_the_examples_cover_every_kind_of_event():
    assert set(EVENTS) == {get_args(event.model_fields["kind"].annotation)[0] for event in get_args(AnyEvent)}


@pytest.mark.parametrize(("year", "week"), [(0, 0), (0.5, 26), (1, 52), (1.25, 65), (0.26, 14)])
def test_a_year_becomes_its_nearest_week(year, week):
    (event,) = read(f'[[events]]\nkind = "set_forces"\nyear = {year}\npower = 0.5').events
    assert event.week == week


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("week = 3\nyear = 1", "both week and year"),
        ("", "without a date"),
        ("year = -0.1", "events[1].year is -0.1"),
        ("year = true", "events[1].year is true"),
        ("year = nan", "events[1].year is nan"),
        ("year = 20", "events[1].year is 20"),
        ('year = "1"', 'events[1].year is "1"'),
        ("week = 2.0", "events[1].week is 2.0"),
        ("week = -1", "events[1].week is -1"),
    ],
)
def test_an_event_has_exactly_one_date(date, words):
    assert words in refusal(read, f'[[events]]\nkind = "set_forces"\npower = 0.5\n{date}')


def test_events_are_handed_out_by_date_and_those_of_one_week_in_the_order_of_the_file():
    dates = [(9, 0.3), (2, 0.4), (9, 0.1), (2, 0.2)]
    text = "".join(f'[[events]]\nkind = "set_forces"\nweek = {week}\npower = {power}\n' for week, power in dates)
    assert [event.power for event in read(text).by_date] == [0.4, 0.2, 0.3, 0.1]


def test_an_event_in_the_last_week_is_taken_and_one_after_the_end_refused():
    event = '[[events]]\nkind = "set_forces"\npower = 0.5\nweek = '
    assert len(read("years = 1\n" + event + "51").events) == 1
    assert "events[1].week is 52; allowed: a week before 52" in refusal(read, "years = 1\n" + event + "52")


def test_nothing_in_a_scenario_can_be_changed(scenario):
    for change in (
        lambda: setattr(scenario, "title", "Other"),
        lambda: setattr(scenario.forces, "power", 0.1),
        lambda: setattr(scenario.events[0], "week", 3),
        lambda: scenario.parameters.__setitem__("need.onset", 0.03),
    ):
        with pytest.raises((ValidationError, AttributeError, TypeError)):
            change()


def test_a_scenario_is_a_value(scenario):
    again = scenario_from_table(tomllib.loads(SCENARIO)).came_from("far/away.toml")
    assert again == scenario and hash(again) == hash(scenario)
    assert pickle.loads(pickle.dumps(again)) == scenario
    assert (again.name, again.origin) == ("away", "far/away.toml")


def test_a_changed_copy_differs_in_what_was_changed_only(scenario):
    changed = scenario.with_changes(title="Other", years=4, forces={"power": 0.1, "practice": None})
    assert changed.forces == Forces(purpose=0.85, power=0.1)
    assert (changed.title, changed.years, changed.question) == ("Other", 4.0, scenario.question)
    assert (changed.events, changed.parameters) == (scenario.events, scenario.parameters)
    assert scenario.forces.power == 0.5
    assert changed.name == "Other"


def test_a_changed_copy_takes_checked_values_as_well_as_plain_ones(scenario):
    surge = DemandSurge(week=5, size=2.0, weeks=10)
    by_value = scenario.with_changes(events=[surge], forces=Forces(purpose=0.2), switches={"trust": None})
    by_table = scenario.with_changes(
        events=[{"kind": "demand_surge", "week": 5, "size": 2, "weeks": 10}], forces={"purpose": 0.2}
    )
    assert by_value.events == by_table.events == (surge,)
    assert by_value.forces == by_table.forces == Forces(purpose=0.2, power=0.5, practice=1.0)
    assert by_value.switches == {"burnout": False}


def test_an_idle_change_gives_an_equal_scenario(scenario):
    assert scenario.with_changes() == scenario
    assert scenario.with_changes(forces={}, title=scenario.title) == scenario


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"forces": {"power": 2}}, "forces.power is 2"),
        ({"forces": {"powr": 0.5}}, "did you mean power?"),
        ({"titel": "x"}, "titel is not known"),
        ({"title": None}, "1 to 120 characters on one line; meaning: what the scenario is called"),
        ({"years": 1}, "events[8].week is 60; allowed: a week before 52"),
        ({"events": [SetForces(week=3, power=0.5), 3]}, "events[2] is 3"),
        ({"forces": 3}, "forces is 3"),
        ({"forces": {3: 0.5}}, "forces"),
    ],
)
def test_a_change_is_checked_as_a_file_would_be(scenario, changes, words):
    assert words in refusal(scenario.with_changes, **changes)


def test_the_tiny_scenario_goes_back_to_a_file_unchanged(scenario):
    assert scenario_from_table(tomllib.loads(to_toml(scenario)), "", VOCABULARY) == scenario


shares = st.floats(0.0, 1.0)
words = st.text("ab9.'\"\\#=[]{}éß日😀", min_size=1, max_size=12)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
events = st.one_of(
    st.fixed_dictionaries({"kind": st.just("set_forces"), "week": st.integers(0, 259), "power": shares}),
    st.fixed_dictionaries(
        {
            "kind": st.just("open_service"),
            "week": st.integers(0, 259),
            "key": keys,
            "service_kind": st.just("gp"),
            "employer": words,
            "posts": st.fixed_dictionaries({"clinician": st.floats(0.1, 99.0), "peer_worker": shares}),
        },
        optional={"name": words, "serves": st.lists(words, min_size=1, unique=True) | st.just("all")},
    ),
    st.fixed_dictionaries({"kind": st.just("group_closure"), "week": st.integers(0, 259), "group": keys}),
)


@given(
    st.fixed_dictionaries(
        {"title": words, "question": words},
        optional={
            "years": st.floats(5.0, 20.0),
            "forces": st.fixed_dictionaries({}, optional={"purpose": shares, "practice": shares}),
            "money": st.fixed_dictionaries({"change": st.floats(-0.5, 0.5)}),
            "switches": st.dictionaries(words, st.booleans()),
            "parameters": st.dictionaries(words, st.floats(allow_nan=False, allow_infinity=False)),
            "sources": st.lists(words),
            "events": st.lists(events, max_size=4),
        },
    )
)
def test_any_scenario_goes_back_to_a_file_unchanged(table):
    scenario = scenario_from_table(table)
    assert scenario_from_table(tomllib.loads(to_toml(scenario))) == scenario


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[switches]\nburnot = false", "switches.burnot is not known; did you mean burnout?"),
        ("[rivals]\nwating = 'steep'", "rivals.wating is not known; did you mean waiting?"),
        ("[rivals]\nwaiting = 'steap'", "allowed: one of steep, even; did you mean steep?"),
        ('[parameters]\n"need.onst" = 0.02', "did you mean need.onset? (lwsim parameters lists all)"),
        ('[parameters]\n"need.onset" = 0.06', "is 0.06; allowed: from 0.01 to 0.05"),
    ],
)
def test_names_the_model_does_not_have_are_refused(text, words):
    assert words in refusal(read, text)
    free = scenario_from_table(tomllib.loads(HEAD + text))
    assert words in refusal(check_names, free, VOCABULARY)


def test_a_parameter_may_stand_at_either_end_of_its_range():
    for end in (0.01, 0.05):
        assert read(f'[parameters]\n"need.onset" = {end}').parameters["need.onset"] == end


def test_a_file_is_a_place_or_a_scenario_by_what_it_holds(tmp_path):
    assert isinstance(check_file(written(tmp_path, PLACE), VOCABULARY), Place)
    assert isinstance(check_file(written(tmp_path, SCENARIO), VOCABULARY), Scenario)
    assert "provenance is missing" in refusal(check_file, written(tmp_path, "communities = []"), VOCABULARY)
    assert "question is missing" in refusal(check_file, written(tmp_path, "# empty"), VOCABULARY)


def test_a_file_by_path_is_loaded_like_one_by_name(tmp_path):
    path = written(tmp_path, SCENARIO)
    assert load_scenario(str(path), VOCABULARY) == scenario_from_file(path, VOCABULARY)
