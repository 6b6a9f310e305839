"""The evidence crate: it holds what it needs, is a Workflow Run RO-Crate, and says whether every number came back."""

import json
import shutil

import pandas as pd
import pytest

from batches import SMALL, a_plan
from lwsim.batch.crate import write_crate
from lwsim.batch.reproduce import reproduce
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store
from lwsim.errors import InputError


@pytest.fixture(scope="module")
def crate(tmp_path_factory):
    """A crate of the small batch, from a store that holds another experiment as well."""
    folder = tmp_path_factory.mktemp("crate")
    store = Store(folder / "store")
    run_batch(a_plan(folder, SMALL.replace("levels = 3", "levels = 4"), "other"), store, workers=1)
    run_batch(a_plan(folder), store, workers=1)
    return write_crate(store, "small", folder / "made")


def test_it_is_a_workflow_run_crate_by_the_librarys_own_reading(crate):
    from rocrate.rocrate import ROCrate

    read = ROCrate(str(crate))
    assert read.mainEntity.id == "experiment.toml" and "ComputationalWorkflow" in read.mainEntity.type
    profiles = [one.id for one in read.root_dataset["conformsTo"]]
    assert "https://w3id.org/ro/wfrun/workflow/0.5" in profiles
    (run,) = [one for one in read.get_by_type("CreateAction") if one.id == "#run"]
    assert run["instrument"] is read.mainEntity
    assert {one.id for one in run["object"]} == {
        "places/small_town.toml",
        "scenarios/ordinary.toml",
        "scenarios/relational.toml",
    }
    assert "results/yearly.parquet" in {one.id for one in run["result"]}
    for entity in read.data_entities:
        assert (crate / entity.id).exists(), entity.id


def test_it_holds_its_own_runs_alone_with_versions_and_a_command_for_each_figure(crate):
    assert len(pd.read_parquet(crate / "results/runs.parquet")) == 12
    made_with = json.loads((crate / "made_with.json").read_text())
    assert {"python", "numpy", "numba", "mesa"} <= set(made_with["environment"]) and made_with["model"]
    readme = (crate / "README.md").read_text()
    figures = [path.stem for path in (crate / "analysis/figures").glob("*.svg")]
    assert figures and all(f"--figure {name}`" in readme for name in figures)


def test_every_number_table_and_figure_comes_back_elsewhere(crate, tmp_path, monkeypatch):
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", crate)
    monkeypatch.chdir(tmp_path)
    answer = reproduce(tmp_path / packed, workers=1)
    assert answer.holds, answer.words()
    assert (answer.runs, answer.apart, answer.other) == (12, 0, [])
    assert answer.numbers > 12 * 50
    assert "every one came back" in answer.words()


def test_one_changed_number_is_found_and_named(crate, tmp_path):
    shutil.copytree(crate, tmp_path / "changed")
    path = tmp_path / "changed/results/yearly.parquet"
    table = pd.read_parquet(path)
    table.loc[5, "need_met"] += 1e-12
    table.to_parquet(path)
    answer = reproduce(tmp_path / "changed", workers=1)
    assert not answer.holds and answer.apart == 1
    assert answer.worst.startswith("need_met at place small_town")


@pytest.mark.parametrize("what", ["nothing", "a file", "an empty folder", "broken words"])
def test_what_is_no_crate_is_refused_in_words(tmp_path, what):
    path = tmp_path / "crate"
    if what == "a file":
        path.write_text("no zip")
    elif what != "nothing":
        path.mkdir()
        if what == "broken words":
            (path / "made_with.json").write_text("{")
    with pytest.raises(InputError, match="crate"):
        reproduce(path)


def test_an_unfinished_experiment_makes_no_crate_and_an_old_one_is_not_overwritten(crate, tmp_path):
    store = Store(crate.parent / "store")
    with pytest.raises(InputError, match="there already"):
        write_crate(store, "small", crate)
    with pytest.raises(InputError, match=r"did you mean small\?"):
        write_crate(store, "smal", tmp_path / "new")
    assert not (tmp_path / "new").exists()
