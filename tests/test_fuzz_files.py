"""However a file is broken, it is refused by file and key in our own words, and never with anything else."""

import copy
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broken_files import BROKEN_PLACES, BROKEN_SCENARIOS
from lwsim.errors import MOST_SHOWN, InputError
from lwsim.files import toml_text
from lwsim.place_file import place_from_table
from lwsim.scenario_file import check_file, scenario_from_table
from tiny_files import EVENTS, PLACE, SCENARIO, VOCABULARY, written

FOREIGN = ("pydantic", "input should", "traceback", "none")
"""Words that would show the workings of the checking library."""


def refusal(path, key):
    """The words with which a broken file is refused, after checks of how they are worded."""
    with pytest.raises(InputError) as caught:
        check_file(path, VOCABULARY)
    said = str(caught.value)
    lines = said.split("\n")
    assert len(lines) <= MOST_SHOWN + 1
    for line in lines:
        assert line.isprintable(), line
        assert path.name in line, line
        assert not any(word in line.lower() for word in FOREIGN), line
    assert key in said, said
    return said


@pytest.mark.parametrize("name", BROKEN_PLACES)
def test_a_broken_place_is_refused_by_file_and_key(tmp_path, name):
    old, new, key = BROKEN_PLACES[name]
    assert old in PLACE
    refusal(written(tmp_path, PLACE.replace(old, new, 1)), f": {key}")


@pytest.mark.parametrize("name", BROKEN_SCENARIOS)
def test_a_broken_scenario_is_refused_by_file_and_key(tmp_path, name):
    old, new, key = BROKEN_SCENARIOS[name]
    assert old in SCENARIO
    refusal(written(tmp_path, SCENARIO.replace(old, new, 1)), f": {key}")


def test_the_files_that_are_broken_above_are_sound_before(tmp_path):
    """Else every refusal above could have another reason."""
    assert check_file(written(tmp_path, PLACE), VOCABULARY).title == "Two Streets"
    assert check_file(written(tmp_path, SCENARIO), VOCABULARY).title == "A little of everything"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[events]\nweek = 1\n", "events is a single table; allowed: a list of tables; write [[events]]"),
        ("[[forces]]\npower = 0.5\n", "forces is a list; allowed: one table; write [forces]"),
        ("titel = 3\n", "titel is not known; did you mean title?"),
        ("forces = 3\n", "forces is 3; allowed: a table"),
        ("events = [3]\n", "events[1] is 3; allowed: a table"),
    ],
)
def test_the_mistakes_people_make_have_a_way_out(tmp_path, text, words):
    refusal(written(tmp_path, 'title = "x"\nquestion = "y"\n' + text), f": {words}")


def test_of_two_items_of_one_name_the_broken_one_is_told_by_its_number(tmp_path):
    text = PLACE.replace('"Low Street"\nadults = 1100', '"High Street"\nadults = 1.5')
    refusal(written(tmp_path, text), ": communities[2].adults is 1.5")


@pytest.mark.parametrize("kind", EVENTS)
def test_a_field_that_an_event_does_not_have_is_refused(tmp_path, kind):
    text = f'title = "x"\nquestion = "y"\n[[events]]\nkind = "{kind}"\n{EVENTS[kind]}\n'
    assert check_file(written(tmp_path, text), VOCABULARY).events[0].kind == kind
    refusal(written(tmp_path, text + "colour = 3\n"), ": events[1].colour is not known")


def test_a_file_of_nothing_but_errors_tells_ten_and_counts_the_rest(tmp_path):
    path = written(tmp_path, SCENARIO + "\n[parameters2]\n" + "".join(f"k{i} = 1\n" for i in range(9)))
    assert refusal(path, "parameters2").count("\n") == 0
    text = 'title = "x"\nquestion = "y"\n[forces]\n' + "".join(f"k{i} = 1\n" for i in range(500))
    assert "490 more" in refusal(written(tmp_path, text), "forces.k0")


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_bytes_of_any_kind_are_refused_or_read(tmp_path_factory, raw):
    path = written(tmp_path_factory.getbasetemp(), raw)
    with pytest.raises(InputError):
        check_file(path, VOCABULARY)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from([[], {}, [[]], [{}], {"": {}}, "all", "gp", 10**400, -0.0, "nan", "\u202e"]),
    st.just({"kind": "grant"}),
)
WORDS = """title question forces power events kind week year posts key name adults communities serves services
groups provenance sources money change switches parameters"""
KEYS = st.sampled_from(WORDS.split()) | st.text(max_size=3)
ANY = st.recursive(ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


def taken_or_refused(read, table):
    """Whether a table is taken; anything but an InputError goes through."""
    try:
        read(table)
    except InputError as error:
        assert str(error)
        return False
    return True


@given(st.dictionaries(KEYS, ANY, max_size=6))
@settings(max_examples=200)
def test_tables_of_any_shape_are_refused_or_taken(table):
    head = {"title": "x", "question": "y"}
    for read in (place_from_table, scenario_from_table):
        taken_or_refused(read, table)
        taken_or_refused(read, {**table, **head})


def leaves(value, path=()):
    """The paths of all values of a table, tables and lists among them."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from leaves(item, (*path, step))


def with_leaf(table, path, value):
    """A copy of a table with one value put elsewhere."""
    table = copy.deepcopy(table)
    *way, last = path
    here = table
    for step in way:
        here = here[step]
    here[last] = value
    return table


TABLES = {"place": tomllib.loads(PLACE), "scenario": tomllib.loads(SCENARIO)}
SPOTS = [(name, path) for name, table in TABLES.items() for path in leaves(table)]


@given(st.sampled_from(SPOTS), ODD)
@settings(max_examples=300)
def test_one_odd_value_anywhere_is_refused_or_taken(spot, value):
    name, path = spot
    read = place_from_table if name == "place" else scenario_from_table
    taken_or_refused(read, with_leaf(TABLES[name], path, value))


@pytest.mark.parametrize("name", TABLES)
def test_a_date_anywhere_is_refused_by_its_key(tmp_path, name):
    """No value of either file is a date, so putting one anywhere must be told where it was put."""
    date = tomllib.loads("d = 2024-01-01")["d"]
    for spot, path in SPOTS:
        if spot == name:
            with pytest.raises(InputError) as caught:
                read = place_from_table if name == "place" else scenario_from_table
                read(with_leaf(TABLES[name], path, date), "f.toml")
            word = next(step for step in reversed(path) if isinstance(step, str))
            assert word in str(caught.value)


@given(st.dictionaries(KEYS, st.text(max_size=5) | st.floats(allow_nan=False), max_size=5))
@settings(max_examples=50)
def test_what_we_write_ourselves_is_read_again_whatever_its_keys(tmp_path_factory, table):
    """An odd key is refused as unknown, never as unreadable."""
    path = written(tmp_path_factory.getbasetemp(), toml_text({"forces": table} if table else {"zz": 1}))
    with pytest.raises(InputError) as caught:
        check_file(path, VOCABULARY)
    assert "not readable" not in str(caught.value)
