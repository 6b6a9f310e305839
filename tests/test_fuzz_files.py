"""However a file is broken, it is refused by file and key in our own words, and never with anything else."""

import copy
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lwsim.errors import MOST_SHOWN, InputError
from lwsim.files import toml_text
from lwsim.place import place_from_table
from lwsim.scenario import check_file, scenario_from_table
from tiny_files import EVENTS, PLACE, SCENARIO, VOCABULARY, written

POSTS = "posts = { clinician = 2.0 }"

BROKEN_PLACES = {
    # what is changed, into what, and the key that the refusal names
    "a letter wrong": ("[[communities]]\nname", "[[comunities]]\nname", "comunities"),
    "an unknown section": ("[money]", "[weather]\nrain = 1\n[money]", "weather"),
    "an unknown key": ('employer = "Surgery"', 'employer = "Surgery"\nboss = "Ann"', "services.surgery.boss"),
    "an unknown role": (POSTS, "posts = { clinicain = 2.0 }", "services.surgery.posts.clinicain"),
    "single brackets": ("[[groups]]", "[groups]", "groups"),
    "double brackets": ("[money]", "[[money]]", "money"),
    "no title": ('title = "Two Streets"', "", "title"),
    "an empty title": ('title = "Two Streets"', 'title = "  "', "title"),
    "a title of numbers": ('title = "Two Streets"', "title = 3", "title"),
    "a title on two lines": ('title = "Two Streets"', 'title = "a\\nb"', "title"),
    "a title with an escape": ('title = "Two Streets"', 'title = "\\u001b[31m"', "title"),
    "a title turned round": ('title = "Two Streets"', 'title = "\\u202E"', "title"),
    "an endless title": ('title = "Two Streets"', f'title = "{"x" * 500}"', "title"),
    "half a person": ("adults = 900", "adults = 900.5", 'communities."High Street".adults'),
    "nobody": ("adults = 900", "adults = 0", 'communities."High Street".adults'),
    "too many": ("adults = 900", "adults = 5_000_001", 'communities."High Street".adults'),
    "people in words": ("adults = 900", 'adults = "many"', 'communities."High Street".adults'),
    "true people": ("adults = 900", "adults = true", 'communities."High Street".adults'),
    "hexadecimal without end": (
        "adults = 900",
        "adults = 0x" + "f" * 9000,
        'communities."High Street".adults',
    ),
    "more than most deprived": ("deprivation = 0.2", "deprivation = 1.01", "deprivation"),
    "less than none": ("deprivation = 0.2", "deprivation = -0.2", "deprivation"),
    "no number": ("deprivation = 0.2", "deprivation = nan", "deprivation"),
    "endless": ("reserves = 6000.0", "reserves = inf", "groups.cafe.reserves"),
    "a name twice": ('"Low Street"\nadults', '"High Street"\nadults', 'communities."High Street"'),
    "a key twice": ('key = "crisis"', 'key = "team"', "services.team"),
    "a key with a path": ('key = "crisis"', 'key = "../crisis"', "key"),
    "a key with a capital": ('key = "crisis"', 'key = "Crisis"', "key"),
    "a key that ends in a line": ('key = "crisis"', 'key = "crisis\\n"', "key"),
    "an endless key": ('key = "crisis"', f'key = "{"c" * 41}"', "key"),
    "an unknown kind": ('kind = "gp"', 'kind = "gpp"', "services.surgery.kind"),
    "a kind of group": ('kind = "peer_led"', 'kind = "peerled"', "groups.cafe.kind"),
    "no posts": (POSTS, "", "services.surgery.posts"),
    "empty posts": (POSTS, "posts = {}", "services.surgery.posts"),
    "posts of nought": (POSTS, "posts = { clinician = 0.0 }", "services.surgery.posts"),
    "posts in one number": (POSTS, "posts = 2.0", "services.surgery.posts"),
    "posts in a list": (POSTS, "posts = [2.0]", "services.surgery.posts"),
    "posts below nought": (POSTS, "posts = { clinician = -2.0 }", "services.surgery.posts.clinician"),
    "a ward without beds": ("beds = 2", "", "services.ward.beds"),
    "beds of nought": ("beds = 2", "beds = 0", "services.ward.beds"),
    "beds in the surgery": (POSTS, POSTS + "\nbeds = 3", "services.surgery.beds"),
    "serves nobody": ('serves = ["High Street", "Low Street"]', "serves = []", "services.talking.serves"),
    "serves some": ('serves = ["High Street", "Low Street"]', 'serves = "some"', "services.talking.serves"),
    "serves one twice": (
        '["High Street", "Low Street"]',
        '["Low Street", "Low Street"]',
        "services.talking.serves",
    ),
    "serves a number": ('["High Street", "Low Street"]', '["High Street", 3]', "services.talking.serves"),
    "serves elsewhere": (
        '["High Street", "Low Street"]',
        '["High Street", "Lowe Street"]',
        "services.talking.serves",
    ),
    "a community nobody serves": (
        '["High Street", "Low Street"]',
        '["High Street"]',
        'communities."Low Street"',
    ),
    "no crisis service": ('kind = "crisis"', 'kind = "living_well"', "services"),
    "reaches elsewhere": (
        'communities = ["Low Street"]',
        'communities = ["Soho"]',
        "groups.cafe.communities",
    ),
    "weeks in parts": ("contract_weeks = 70", "contract_weeks = 70.5", "groups.cafe.contract_weeks"),
    "an income of another kind": ("own = 1000.0", "other = 1000.0", "groups.cafe.income.other"),
    "a date for a number": ("paid_hours = 30.0", "paid_hours = 2024-01-01", "groups.cafe.paid_hours"),
    "a source nobody lists": ('source = "register"\n\n', 'source = "ledger"\n\n', "groups.cafe.source"),
    "a script for an address": (
        '"https://www.ons.gov.uk/census"',
        '"javascript:alert(1)"',
        "sources.census.url",
    ),
    "a year in words": ("year = 2021\nurl", 'year = "2021/22"\nurl', "sources.census.year"),
    "no provenance": ("[provenance]", "[origins]", "provenance"),
    "a fact without provenance": (
        '"services.beds" = { standing = "invented" }',
        "",
        'provenance."services.beds"',
    ),
    "provenance without a fact": ('"services.beds" =', '"services.bed" =', 'provenance."services.bed"'),
    "an unknown standing": ('how = "judged" }', 'how = "judged", sure = 1 }', "sure"),
}

BROKEN_SCENARIOS = {
    "no question": ('question = "Does every section of a scenario file load?"', "", "question"),
    "an unknown section": ("[forces]", "[forcess]", "forcess"),
    "double brackets": ("[forces]", "[[forces]]", "forces"),
    "an unknown force": ("purpose = 0.85", "porpoise = 0.85", "forces.porpoise"),
    "a force in words": ("purpose = 0.85", 'purpose = "high"', "forces.purpose"),
    "a force beyond": ("purpose = 0.85", "purpose = 1.0001", "forces.purpose"),
    "a true force": ("purpose = 0.85", "purpose = true", "forces.purpose"),
    "a force that is none": ("purpose = 0.85", "purpose = nan", "forces.purpose"),
    "a force without end": ("purpose = 0.85", "purpose = -inf", "forces.purpose"),
    "a list of forces": ("purpose = 0.85", "purpose = []", "forces.purpose"),
    "too long": ("years = 3", "years = 20.5", "years"),
    "no time": ("years = 3", "years = 0", "years"),
    "a blink": ("years = 3", "years = 0.001", "years"),
    "money beyond": ("change = -0.05", "change = -0.51", "money.change"),
    "staff beyond": ("change = 0.1", "change = 5", "staff.change"),
    "a switch of numbers": ("burnout = false", "burnout = 0", "switches.burnout"),
    "a switch nobody has": ("burnout = false", "burnot = false", "switches.burnot"),
    "a rival nobody has": ('waiting = "steep"', 'waiting = "flat"', "rivals.waiting"),
    "a rival of numbers": ('waiting = "steep"', "waiting = 3", "rivals.waiting"),
    "a path for a parameter": (
        '"need.onset" = 0.02',
        '"../../etc/passwd" = 1',
        'parameters."../../etc/passwd"',
    ),
    "a parameter out of range": ('"need.onset" = 0.02', '"need.onset" = 0.5', 'parameters."need.onset"'),
    "a parameter without quotes": ('"need.onset" = 0.02', "need.onset = 0.02", "parameters.need"),
    "a true parameter": ('"need.onset" = 0.02', '"need.onset" = true', 'parameters."need.onset"'),
    "a source of numbers": ('sources = ["our own judgement"]', "sources = [3]", "sources[1]"),
    "one source bare": ('sources = ["our own judgement"]', 'sources = "ours"', "sources"),
    "an unknown event": ('kind = "grant"', 'kind = "surge"', "events[7].kind"),
    "an event without kind": ('kind = "set_forces"', "", "events[1].kind"),
    "a kind of numbers": ('kind = "set_forces"', "kind = [1]", "events[1].kind"),
    "an event of another's fields": ('kind = "grant"', 'kind = "group_closure"', "events[7].pounds"),
    "an event without date": ("week = 26\n", "", "events[1]"),
    "an event with two dates": ("week = 26\n", "week = 26\nyear = 0.5\n", "events[1]"),
    "an event before the start": ("week = 26\n", "week = -4\n", "events[1].week"),
    "an event after the end": ("week = 26\n", "week = 156\n", "events[1].week"),
    "an event far after the end": ("week = 26\n", "week = 1e9\n", "events[1].week"),
    "a change of nothing": ("purpose = 0.8\nover", "over", "events[1]"),
    "a long ramp": ("over = 12", "over = 521", "events[1].over"),
    "a team of nobody": ("clinician = 4.0, support_worker = 3.5, peer_worker = 2.0", "", "events[2].posts"),
    "beds in the team": (
        'service_kind = "living_well"',
        'service_kind = "living_well"\nbeds = 2',
        "events[2].beds",
    ),
    "a ward without beds": ('service_kind = "living_well"', 'service_kind = "inpatient"', "events[2].beds"),
    "half a peer less": ("posts = 2.5", "posts = -0.5", "events[3].posts"),
    "smaller than nothing": ("change = -0.25", "change = -1.0", "events[4].change"),
    "a service merged with itself": ('absorb = "new_team"', 'absorb = "team"', "events[5].absorb"),
    "a grant that costs": ("pounds = 12000.0", "pounds = -12000.0", "events[7].pounds"),
    "a grant of no time": ("pounds = 12000.0\nweeks = 52", "pounds = 12000.0\nweeks = 0", "events[7].weeks"),
    "a cut of another pot": ('pot = "statutory"', 'pot = "coffee"', "events[9].pot"),
    "a cut of all": ("share = 0.1\nweeks = 52", "share = 0.95\nweeks = 52", "events[9].share"),
    "savings beyond": ("share = 0.03", "share = 0.3", "events[10].share"),
    "a long protected time": ("hours = 1.5", "hours = 8.5", "events[11].hours"),
    "a rare meeting": ("every = 4", "every = 27", "events[12].every"),
    "more seats than there are": ("seats_voluntary = 0.3", "seats_voluntary = 0.9", "events[12]"),
    "a surge beyond": ("size = 1.8", "size = 6", "events[13].size"),
    "a surge too severe": ("severity = 0.1", "severity = 0.6", "events[13].severity"),
    "a key with a path": (
        'group = "cafe"\npounds = 12000.0',
        'group = "../cafe"\npounds = 12000.0',
        "events[7].group",
    ),
}


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
        assert not any(word in line.lower() for word in ("pydantic", "input should", "traceback", "none")), (
            line
        )
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
    st.sampled_from(
        [[], {}, [[]], [{}], {"": {}}, "all", "gp", 10**400, -0.0, "nan", "\u202e", {"kind": "grant"}]
    ),
)
KEYS = st.sampled_from(
    [
        "title",
        "question",
        "forces",
        "power",
        "events",
        "kind",
        "week",
        "year",
        "posts",
        "key",
        "communities",
        "serves",
    ]
    + [
        "name",
        "adults",
        "services",
        "groups",
        "provenance",
        "sources",
        "money",
        "change",
        "switches",
        "parameters",
    ]
) | st.text(max_size=3)
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
