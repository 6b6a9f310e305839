"""Places and scenarios are found by name, in a checkout as in an installed package, and never by a trick."""

from pathlib import Path

import pytest

from lwsim import library
from lwsim.errors import InputError
from lwsim.library import (
    find_place,
    find_scenario,
    named_place,
    named_scenario,
    places,
    scenarios,
    scenarios_folder,
)


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A checkout with two places and two scenarios, the code in src/lwsim."""
    (tmp_path / "src" / "lwsim").mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(tmp_path / "src" / "lwsim" / "library.py"))
    folder = tmp_path / "scenarios"
    (folder / "places").mkdir(parents=True)
    (folder / "held-in-tension.toml").write_text('title = "Held in tension"')
    (folder / "ordinary.toml").write_text('title = "Ordinary"')
    (folder / "places" / "small_town.toml").write_text('title = "Small Town"')
    (folder / "places" / "salford.toml").write_text("title = ")
    return tmp_path


def test_in_a_checkout_the_folder_stands_at_its_top(shelf):
    assert scenarios_folder() == shelf / "scenarios"


def test_in_an_installed_package_the_folder_stands_beside_the_code(shelf):
    """The wheel carries the files as lwsim/scenarios, and those win over any folder further up."""
    beside = shelf / "src" / "lwsim" / "scenarios"
    (beside / "places").mkdir(parents=True)
    (beside / "ordinary.toml").write_text('title = "From the wheel"')
    assert scenarios_folder() == beside
    assert [one.title for one in scenarios()] == ["From the wheel"]


def test_without_the_folder_the_way_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "__file__", str(tmp_path / "src" / "lwsim" / "library.py"))
    with pytest.raises(InputError, match="install lwsim again"):
        scenarios_folder()


@pytest.mark.parametrize("name", ["held-in-tension", "held_in_tension", "Held-in_Tension"])
def test_hyphen_underscore_and_case_make_no_difference(shelf, name):
    assert find_scenario(name) == shelf / "scenarios" / "held-in-tension.toml"


def test_a_place_is_found_by_name(shelf):
    assert find_place("small-town") == shelf / "scenarios" / "places" / "small_town.toml"


def test_the_shelf_is_listed_by_name_and_a_broken_file_does_not_hide_the_others(shelf):
    assert [(one.name, one.title) for one in scenarios()] == [
        ("held-in-tension", "Held in tension"),
        ("ordinary", "Ordinary"),
    ]
    assert [one.name for one in places()] == ["salford", "small_town"]
    assert places()[0].title == "(no title: lwsim check salford.toml)"
    assert places()[1].title == "Small Town"


@pytest.mark.parametrize(
    ("find", "name", "words"),
    [
        (find_scenario, "ordinry", "did you mean ordinary"),
        (find_place, "zzz", "known: salford, small_town"),
        (find_scenario, "salford", "a place, not a scenario"),
        (find_place, "ordinary", "a scenario, not a place"),
        (find_place, "Small Town", "did you mean small_town"),
        (find_scenario, "Held in tension", "did you mean held-in-tension"),
    ],
)
def test_an_unknown_name_is_answered_with_a_way_out(shelf, find, name, words):
    with pytest.raises(InputError, match=words) as caught:
        find(name)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        "./mine.toml",
        "mine.toml",
        "MINE.TOML",
        "mine.xlsx",
        "mine.CSV",
        "../up/there",
        "C:\\plans\\mine",
        "/etc/passwd",
        "~/mine",
    ],
)
def test_a_separator_or_the_ending_makes_it_a_file(shelf, given):
    """Whether the file is there and sound is for the reader to say."""
    assert find_scenario(given) == find_place(given) == Path(given)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../ordinary", "places/salford", "..\\ordinary", "/etc/passwd", "~", "ordinary.toml",
     "ordinary\0", "ordinary\n", "ordin*", "-ordinary", "ördinary", "%2e%2e", "a" * 81, "C:ordinary"],
)  # fmt: skip
def test_a_name_from_a_stranger_never_becomes_a_path(shelf, name):
    for named in (named_scenario, named_place):
        with pytest.raises(InputError) as caught:
            named(name)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["", ".", "..", "~", "ordinary\n", "-x", "a b"])
def test_what_is_neither_a_name_nor_a_file_is_refused(shelf, name):
    with pytest.raises(InputError, match="not a name"):
        find_scenario(name)
