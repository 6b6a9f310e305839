"""`lwsim run --profile` names every step of the week, and its seconds add up to the run's."""

import ast
import inspect
import json

import pytest
from click.testing import CliRunner

from lwsim import model
from lwsim.cli import main
from lwsim.cli.profiling import profiled
from lwsim.single import run


@pytest.fixture(scope="module")
def told():
    """The profile of half a year of a sample of the small town."""
    return profiled(lambda: run("small_town", "ordinary", years=0.5, sample=0.1))


def steps_of_the_week() -> set[str]:
    """The calls of the model's week, as its source has them."""
    calls = [one.func for one in ast.walk(ast.parse(inspect.getsource(model.live_a_week))) if isinstance(one, ast.Call)]
    return {ast.unparse(one).removesuffix(".turn") for one in calls if isinstance(one, ast.Attribute)}


def test_every_step_of_the_week_is_there_and_done_once_a_week(told):
    _, steps = told
    times = {step.name: step.times for step in steps}
    assert len(steps_of_the_week()) > 15 and steps_of_the_week() <= set(times)
    assert {times[name] for name in steps_of_the_week()} == {26 + model.WARM_UP}
    assert times["sums.add_up"] == 27 and times["measures.worked_out"] == 1


def test_the_seconds_add_up_and_the_result_is_the_runs(told):
    result, steps = told
    assert all(step.seconds >= 0.0 for step in steps) and steps[-1].name == "everything else"
    assert [step.seconds for step in steps[:-1]] == sorted((step.seconds for step in steps[:-1]), reverse=True)
    assert (result.weekly == run("small_town", "ordinary", years=0.5, sample=0.1).weekly).all().all()


def test_the_command_prints_it_as_a_table_or_as_json():
    words = ["run", "small_town", "--years", "0.5", "--sample", "0.1", "--profile"]
    shown = CliRunner().invoke(main, words)
    assert shown.exit_code == 0 and "places" in shown.output and "everything else" in shown.output
    found = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert {"name", "times", "seconds"} == set(found["profile"][0]) and found["measures"]
