"""A place file becomes a frozen, checked place, and a place with holes is refused in words."""

import pickle
import tomllib

import pytest
from pydantic import ValidationError

from lwsim.agents.kinds import ROLES
from lwsim.library import places
from lwsim.place_checks import NEEDED_KINDS
from lwsim.place_file import Staff, load_place, place_from_file, place_from_table
from tiny_files import PLACE, refusal, written


@pytest.fixture(scope="module")
def place():
    """The tiny place."""
    return place_from_table(tomllib.loads(PLACE))


def refused(text):
    """The words with which a place of that text is refused."""
    return refusal(place_from_table, tomllib.loads(text), "town.toml")


def without(*lines):
    """The tiny place without some of its lines."""
    assert all(PLACE.count(f"\n{line}\n") == 1 for line in lines)
    return "\n".join(line for line in PLACE.split("\n") if line not in lines)


def test_every_fact_of_the_file_is_in_the_place(tmp_path):
    place = place_from_file(written(tmp_path, PLACE, "two_streets.toml"))
    assert (place.title, place.region, place.name) == ("Two Streets", "Nowhere", "two_streets")
    assert [(c.name, c.adults, c.deprivation, c.social_capital) for c in place.communities] == [
        ("High Street", 900, 0.2, None),
        ("Low Street", 1100, 0.8, 0.4),
    ]
    ward = place.services[-1]
    assert (ward.key, ward.kind, ward.beds, ward.serves) == ("ward", "inpatient", 2, "all")
    assert (ward.posts.clinician, ward.posts.support_worker, ward.posts.peer_worker) == (1.0, 1.0, 0.0)
    (cafe,) = place.groups
    assert (cafe.name, cafe.kind, cafe.communities) == ("The café", "peer_led", ("Low Street",))
    assert (cafe.paid_hours, cafe.volunteer_hours, cafe.reserves) == (30.0, 12.5, 6000.0)
    assert (cafe.income.contract, cafe.income.grant, cafe.income.own) == (20000.0, 5000.0, 1000.0)
    assert (cafe.contract_weeks, cafe.grant_weeks) == (70, 30)
    assert place.money.per_adult == 110.0
    assert place.sources[0].url == "https://www.ons.gov.uk/census"
    assert place.provenance["communities.adults"].how == "residents x 0.787"


def test_totals_add_up(place):
    assert place.adults == 2000
    assert place.services[2].posts.total == 2.5
    assert place.groups[0].income.total == 26000.0


def test_all_reaches_every_community_and_a_list_only_those_named(place):
    assert place.reached_by(place.services[0].serves) == ("High Street", "Low Street")
    assert place.reached_by(place.groups[0].communities) == ("Low Street",)


def test_the_origin_of_a_fact_is_that_of_its_item_before_the_general_one(place):
    crisis, team, cafe = place.services[3], place.services[2], place.groups[0]
    assert place.origin_of("services", crisis, "posts").standing == "published"
    assert place.origin_of("services", team, "posts").standing == "invented"
    assert place.origin_of("groups", cafe, "name").source == "register"


def test_a_place_with_an_invented_fact_says_so(place):
    assert place.is_invented
    text = PLACE.replace('"invented"', '"estimated", how = "judged"')
    assert not place_from_table(tomllib.loads(text)).is_invented


def test_nothing_in_a_place_can_be_changed(place):
    for change in (
        lambda: setattr(place, "title", "Other"),
        lambda: setattr(place.communities[0], "adults", 1),
        lambda: setattr(place.services[0].posts, "clinician", 1.0),
        lambda: place.provenance.__setitem__("x", 1),
    ):
        with pytest.raises((ValidationError, AttributeError, TypeError)):
            change()


def test_a_place_is_a_value(place):
    """Equal by content wherever it was read, hashable, and whole after a trip to another process."""
    again = place_from_table(tomllib.loads(PLACE)).came_from("elsewhere.toml")
    assert again == place and hash(again) == hash(place)
    assert place_from_table(tomllib.loads(PLACE.replace("900", "901"))) != place
    assert pickle.loads(pickle.dumps(again)) == place
    assert pickle.loads(pickle.dumps(again)).origin == "elsewhere.toml"


def test_the_table_of_a_place_is_the_place(place):
    assert place_from_table(place.table()) == place


def test_roles_of_a_staff_are_those_of_the_model():
    assert tuple(Staff.model_fields) == ROLES


@pytest.mark.parametrize("kind", NEEDED_KINDS)
def test_a_place_needs_a_service_of_each_ordinary_kind(kind):
    text = PLACE.replace(f'kind = "{kind}"', 'kind = "living_well"')
    text = text.replace("beds = 2\n", "") if kind == "inpatient" else text
    assert f"services is without one of kind {kind}" in refused(text)


def test_a_community_nobody_serves_is_refused_by_name():
    said = refused(PLACE.replace('serves = ["High Street", "Low Street"]', 'serves = ["High Street"]'))
    assert said.startswith('town.toml: communities."Low Street" is a community nobody serves with talking_therapies')
    assert "\n" not in said


def test_two_services_may_share_the_communities_between_them():
    shared = PLACE.replace('serves = ["High Street", "Low Street"]', 'serves = ["High Street"]')
    second = """
[[services]]
key = "second_talking"
kind = "talking_therapies"
name = "Second"
employer = "Trust"
posts = { clinician = 1.0 }
serves = ["Low Street"]

[[groups]]"""
    assert len(place_from_table(tomllib.loads(shared.replace("\n[[groups]]", second, 1))).services) == 6


@pytest.mark.parametrize(
    "line",
    [line for line in PLACE.split("[provenance]\n")[1].strip().split("\n") if "services.crisis" not in line],
)
def test_every_fact_needs_its_provenance(line):
    path = line.split(" = ")[0]
    assert f"provenance.{path} is missing" in refused(without(line))


def test_provenance_of_each_item_makes_the_general_one_needless():
    (general,) = [line for line in PLACE.split("\n") if line.startswith('"communities.adults"')]
    singles = "\n".join(f'"communities.{name}.adults" = {{ standing = "invented" }}' for name in ("High Street", "Low Street"))
    place = place_from_table(tomllib.loads(without(general) + singles))
    assert place.origin_of("communities", place.communities[0], "adults").standing == "invented"


def test_facts_that_are_left_out_need_no_provenance():
    place = place_from_table(
        tomllib.loads(
            without(
                "social_capital = 0.4",
                '"communities.social_capital" = { standing = "estimated", how = "judged" }',
                "[money]",
                "per_adult = 110.0",
                '"money.per_adult" = { standing = "invented" }',
            )
        )
    )
    assert place.money is None


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ('standing = "published", year = 2021', ".source is missing"),
        ('standing = "published", source = "census"', ".year is missing"),
        ('standing = "derived", source = "census", year = 2021', ".how is missing"),
        ('standing = "derived", how = "x", year = 2021', ".source is missing"),
        ('standing = "estimated"', ".how is missing"),
        ('standing = "guessed"', "allowed: one of published, derived, estimated, invented"),
        ('standing = "published", source = "cencus", year = 2021', "did you mean census?"),
    ],
)
def test_a_provenance_says_enough_for_its_standing(origin, words):
    old = '"communities.deprivation" = { standing = "estimated", how = "judged" }'
    said = refused(PLACE.replace(old, f'"communities.deprivation" = {{ {origin} }}'))
    assert 'provenance."communities.deprivation"' in said and words in said and "\n" not in said


def test_a_place_without_voluntary_groups_is_a_place():
    head, tail = PLACE.split("[[groups]]")
    _, rest = tail.split("[money]")
    lines = [line for line in rest.split("\n") if not line.startswith('"groups.')]
    assert place_from_table(tomllib.loads(head + "[money]" + "\n".join(lines))).groups == ()


@pytest.mark.parametrize("name", [one.name for one in places()])
def test_every_place_on_the_shelf_loads(name):
    place = load_place(name)
    assert place.name == name
    assert place.adults > 0
