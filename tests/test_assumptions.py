"""Every assumption can be read and changed: in all scenarios alike, within its range, and back again."""

from __future__ import annotations

import pytest

from lwsim import assumptions as asm
from lwsim.errors import InputError
from lwsim.rooms import all_parameters
from lwsim.scenario_file import scenario_from_table, to_toml
from lwsim.single import as_scenario
from lwsim.vocabulary import vocabulary

PAIR = (as_scenario("mechanistic"), as_scenario("relational"))
NAME = "forces.half_life"


def test_every_number_is_listed_once_with_its_footnote():
    rows = asm.all_assumptions()
    assert [one.name for one in rows] == list(all_parameters())
    assert all(one.says and one.unit and one.source and one.sources for one in rows)
    assert all(one.low <= one.value <= one.high for one in rows)
    assert all(one.settled_by for one in rows if one.standing == "assumed" and one.can_change)


def test_a_change_goes_into_every_scenario_and_survives_its_file():
    changed = asm.changed(PAIR, NAME, 52.0)
    assert [one.parameters[NAME] for one in changed] == [52.0, 52.0]
    again = [scenario_from_table(one.table(), "", vocabulary()) for one in changed]
    assert [one.parameters[NAME] for one in again] == [52.0, 52.0]
    assert f'"{NAME}" = 52.0' in to_toml(changed[0]) or "52.0" in to_toml(changed[0])
    assert asm.changes_in(changed) == {NAME: (52.0, 52.0)}
    assert asm.changes_in((PAIR[0], changed[1])) == {NAME: (None, 52.0)}


def test_as_usual_again_is_the_scenario_as_it_was():
    usual = all_parameters()[NAME].value
    assert asm.changed(asm.changed(PAIR, NAME, 52.0), NAME, None) == PAIR
    assert asm.changed(PAIR, NAME, usual) == PAIR


@pytest.mark.parametrize(("name", "value", "words"), [(NAME, 500.0, "plausible range"), ("forces.half_liv", 40.0, "did you")])
def test_what_cannot_be_set_is_refused_in_words(name, value, words):
    with pytest.raises(InputError, match=words):
        asm.changed(PAIR, name, value)
