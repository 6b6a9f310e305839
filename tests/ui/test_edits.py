"""What is done on the page becomes a new state, or is refused in words and changes nothing."""

import pytest

from lwsim.errors import InputError
from lwsim.scenario_file import to_toml
from lwsim.ui.edits import edited
from lwsim.ui.events import forms, shown
from lwsim.ui.state import opening

GRANT = {"kind": "grant", "week": 26, "values": {"group": "mind", "pounds": 120000, "weeks": 104, "new_money": True}}


def a_group() -> str:
    return opening().place.groups[0].key


def with_grant():
    event = {**GRANT, "values": {**GRANT["values"], "group": a_group()}}
    return edited(opening(), {"what": "event", "slot": 1, "at": None, "event": event}, [])


def test_a_slider_changes_one_force_and_leaves_the_others():
    state = edited(opening(), {"what": "force", "slot": 1, "force": "power", "setting": 0.4}, [])
    assert state.scenarios[1].forces.model_dump() == {"purpose": 0.75, "power": 0.4, "practice": 0.75}
    assert state.scenarios[0] == opening().scenarios[0]


def test_a_changed_scenario_is_not_taken_for_the_one_of_the_shelf_until_it_is_that_again():
    there = edited(opening(), {"what": "force", "slot": 1, "force": "power", "setting": 0.4}, [])
    assert there.titles[1] == "Relational (changed)"
    assert edited(there, {"what": "amount", "slot": 1, "which": "money", "change": 0.1}, []).titles[1] == "Relational (changed)"
    assert edited(there, {"what": "force", "slot": 1, "force": "power", "setting": 0.75}, []) == opening()
    named = edited(there, {"what": "rename", "slot": 1, "title": "Ours"}, [])
    assert edited(named, {"what": "force", "slot": 1, "force": "power", "setting": 0.5}, []).titles[1] == "Ours"


def test_money_and_staff_are_fractions():
    state = edited(opening(), {"what": "amount", "slot": 0, "which": "staff", "change": -0.1}, [])
    assert (state.scenarios[0].staff.change, state.scenarios[0].money.change) == (-0.1, 0.0)


def test_two_to_four_scenarios_and_no_other_number():
    state = edited(edited(opening(), {"what": "add"}, []), {"what": "copy", "slot": 0}, [])
    assert state.titles == ("Mechanistic", "Relational", opening_title("ordinary"), "Mechanistic, copy")
    with pytest.raises(InputError, match="two to four"):
        edited(state, {"what": "add"}, [])
    with pytest.raises(InputError, match="two to four"):
        edited(opening(), {"what": "remove", "slot": 0}, [])
    assert edited(state, {"what": "remove", "slot": 0}, []).titles[0] == "Relational"


def opening_title(name: str) -> str:
    from lwsim.ui.state import shelf_scenario

    return shelf_scenario(name).title


def test_an_event_goes_in_changes_and_comes_out():
    state = with_grant()
    (event,) = shown(state.scenarios[1])
    assert event["week"] == 26 and "£120,000 a year" in event["words"]
    later = {**GRANT, "week": "52", "values": {**event["values"], "pounds": "90000"}}
    changed = edited(state, {"what": "event", "slot": 1, "at": 0, "event": later}, [])
    assert (changed.scenarios[1].events[0].week, changed.scenarios[1].events[0].pounds) == (52, 90000.0)
    assert edited(changed, {"what": "event", "slot": 1, "at": 0, "event": None}, []).scenarios[1].events == ()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({**GRANT, "week": 2000}, "week"),
        ({**GRANT, "week": "soon"}, "a number"),
        (GRANT | {"values": {"group": "nobody", "pounds": 1, "weeks": 1}}, "nobody"),
        ({"kind": "miracle", "week": 1, "values": {}}, "not known"),
        ({"kind": "cut", "week": 1, "values": {"pot": "statutory", "share": 400}}, "0.9"),
    ],
)
def test_an_event_that_cannot_be_is_refused_in_words(event, words):
    with pytest.raises(InputError, match=words):
        edited(opening(), {"what": "event", "slot": 0, "at": None, "event": event}, [])


def test_every_kind_of_event_has_a_form_with_a_sentence():
    assert len(forms()) == 15
    assert all(form["says"] and all(box["says"] for box in form["boxes"]) for form in forms())


def test_a_file_opens_as_the_command_line_would_and_a_bad_one_changes_nothing():
    text = to_toml(with_grant().scenarios[1])
    state = edited(opening(), {"what": "open", "slot": 0, "name": "ours.toml", "text": text}, [])
    assert state.scenarios[0] == with_grant().scenarios[1]
    for bad in ("title = ", "titel = 'x'", "x" * 1_100_000, "\0"):
        with pytest.raises(InputError, match=r"ours\.toml"):
            edited(opening(), {"what": "open", "slot": 0, "name": "ours.toml", "text": bad}, [])


@pytest.mark.parametrize("told", [{"what": "fly"}, {"what": "force", "slot": 9, "force": "power", "setting": 1}, {}])
def test_what_a_page_cannot_tell_is_refused(told):
    with pytest.raises(InputError):
        edited(opening(), told, [])
