"""Why as a question: the same numbers as `lwsim explain`, growing world by world and mechanism by mechanism."""

from __future__ import annotations

import pytest

from lwsim.answering.explaining import WhyQuestion
from lwsim.errors import InputError
from lwsim.explain import explain
from lwsim.lives import Setting
from lwsim.single import as_place, as_scenario

TOWN = as_place("small_town")
PAIR = (as_scenario("ordinary"), as_scenario("power-alone"))
SETTING = Setting((0.25,), worlds=2, sample=0.1, workers=1)


def lived(asked: WhyQuestion, numbers) -> dict:
    bundles, settled, done = asked.bundles(), {}, {}
    for number in numbers:
        done[number] = []
        for point in bundles[number]:
            if point.start.name not in settled:
                settled[point.start.name] = point.start.settle(lambda state: None)
            done[number].append(point.work(settled[point.start.name], lambda state: None))
    return done


def test_the_answer_is_that_of_the_command_line_to_the_bit():
    asked = WhyQuestion(TOWN, PAIR, SETTING)
    found = asked.answer("why", lived(asked, range(len(asked.order))), 0.0)
    assert found.explanation.rows == explain(TOWN, *PAIR, SETTING, mechanisms=False).rows
    assert (found.worlds, found.done, found.asked) == (2, 2, 2)


def test_the_answer_grows_by_worlds_and_then_by_mechanisms():
    asked = WhyQuestion(TOWN, PAIR, SETTING, mechanisms=True)
    assert asked.answer("why", {}, 0.0).explanation is None
    first = asked.answer("why", lived(asked, [0]), 0.0)
    assert (first.worlds, first.mechanisms) == (1, 0)
    more = asked.answer("why", lived(asked, [0, 1, 2, 3, 4]), 0.0)
    assert (more.worlds, more.mechanisms) == (2, 1)
    off = {row.part for row in more.explanation.rows if row.kind == "mechanism"}
    assert off == {asked.order[2][0]}


def test_two_scenarios_that_do_the_same_are_refused_in_words():
    with pytest.raises(InputError, match="two that differ"):
        WhyQuestion(TOWN, (PAIR[0], PAIR[0].with_changes(title="Again")), SETTING)
