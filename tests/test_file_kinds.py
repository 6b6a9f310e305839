"""A file given where another kind belongs is named in one line, with the command that takes it."""

from pathlib import Path

import pytest

from lwsim.batch.experiment_file import load_experiment
from lwsim.errors import InputError
from lwsim.place_file import load_place
from lwsim.scenario_file import load_scenario

ROOT = Path(__file__).parents[1]
FILES = {
    "a place": "scenarios/places/luton.toml",
    "a scenario": "scenarios/relational.toml",
    "an experiment": "experiments/money/experiment.toml",
    "a lesson": "lessons/the-two-poles.md",
}
TAKEN = {
    "a place": "lwsim run {file} --scenario ordinary takes it",
    "a scenario": "lwsim compare salford ordinary {file} takes it",
    "an experiment": "lwsim experiment run {file} takes it",
    "a lesson": "lwsim lesson run the-two-poles takes it",
}
READ = {"a place": load_place, "a scenario": load_scenario, "an experiment": load_experiment}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("wanted", READ)
def test_every_kind_is_told_from_every_other(kind, wanted, monkeypatch):
    monkeypatch.chdir(ROOT)
    file = FILES[kind]
    if kind == wanted:
        assert READ[wanted](f"./{file}").title
        return
    with pytest.raises(InputError) as caught:
        READ[wanted](f"./{file}")
    assert str(caught.value) == f"{file} is {kind}; allowed: {wanted}; {TAKEN[kind].format(file=file)}"


def test_one_stray_word_does_not_make_another_kind_of_it(tmp_path):
    """A scenario that says how many worlds is a scenario with a word too many."""
    file = tmp_path / "mine.toml"
    file.write_text('title = "Mine"\nquestion = "What then?"\nworlds = 5\n', encoding="utf-8")
    with pytest.raises(InputError, match="worlds is not known"):
        load_scenario(file)
