"""The finished experiments load, rerun in their reduced form, and say in their READMEs how to make every figure again."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from lwsim.batch.analysis.analyse import study_of, tables_of
from lwsim.batch.analysis.words import BEGIN, END, put_into, results
from lwsim.batch.experiment_file import KINDS, Design, Experiment, load_experiment
from lwsim.batch.factors import FactorFacts
from lwsim.batch.plan import Plan
from lwsim.batch.runner import run_batch
from lwsim.batch.shelf import shelf
from lwsim.batch.store import Store
from lwsim.cli import main
from lwsim.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.parent.name for path in (ROOT / "experiments").glob("*/experiment.toml"))


def test_the_four_questions_are_there():
    assert {"tension-map", "what-it-leans-on", "timing", "money"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_experiment_can_be_planned_in_full_and_reduced_and_has_a_readme_with_commands(name):
    one = load_experiment(name)
    assert Plan(one).total > Plan(one.reduced_form()).total > 0
    readme = (ROOT / "experiments" / name / "README.md").read_text(encoding="utf-8")
    assert f"lwsim experiment run {name}" in readme and f"lwsim experiment analyse {name} --figure" in readme
    assert one.question in " ".join(readme.split())


@pytest.mark.parametrize("name", NAMES)
def test_what_was_lived_on_a_sample_says_beside_its_results_what_that_does(name):
    """A sample is a smaller place: not all published patterns hold in it, and docs/limits.md says which way it leans."""
    readme = (ROOT / "experiments" / name / "README.md").read_text(encoding="utf-8")
    assert load_experiment(name).sample == 1.0 or "**Limit.**" in readme.partition(BEGIN)[0]
    assert "A sample is a smaller place" in (ROOT / "docs/limits.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_experiment_reruns_in_its_reduced_form_from_file_to_results(tmp_path, name):
    store, plan = Store(tmp_path / "store"), Plan(load_experiment(name).reduced_form())
    ended = run_batch(plan, store, name=f"{name}-reduced", workers=2)
    assert (ended.left, ended.failed) == (0, 0)
    study = study_of(store, f"{name}-reduced")
    tables = tables_of(store, f"{name}-reduced", study)
    assert all(len(table) for table in tables.values()) and {"paired", "indices"} & set(tables)
    readme = tmp_path / "README.md"
    readme.write_text(f"# It\n{BEGIN}\nwhat stood here\n{END}\nrest\n", encoding="utf-8")
    put_into(readme, results(study, tables))
    text = readme.read_text(encoding="utf-8")
    assert (
        "what stood here" not in text
        and text.endswith("rest\n")
        and study.plan.places.keys() <= set(text.replace("|", " ").replace(",", " ").split())
    )


def test_one_damaged_file_of_the_store_hides_no_other_experiment(tmp_path):
    store = Store(tmp_path / "store")
    for name in ("one", "two"):
        (store.experiment(name) / "asked.json").write_text("{" if name == "one" else '{"model": "m", "file": "", "table": {}}')
    found = {one.name: one for one in shelf(store.folder)}
    assert "damaged" in found["one"].question and set(NAMES) <= set(found) and "two" in found
    said = subprocess.run([sys.executable, "-m", "lwsim", "experiment", "status", "--store", str(store.folder)],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "damaged" in said.stderr and "two" in said.stdout


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "docs/batch.md").read_text(encoding="utf-8"), re.M | re.S)


def test_the_file_that_the_documentation_shows_is_whole(tmp_path):
    path = tmp_path / "protected/experiment.toml"
    path.parent.mkdir()
    path.write_text(blocks("toml")[0], encoding="utf-8")
    plan = Plan(load_experiment(path))
    assert (plan.total, Plan(load_experiment(path).reduced_form()).total) == (3 * 2 * 2 * 4, 2 * 2 * 2)


def test_the_commands_that_the_documentation_shows_exist():
    lines = [shlex.split(line, comments=True) for block in blocks("sh") for line in block.replace("&&", "\n").splitlines()]
    ours = [words[1:] for words in lines if words and words[0] == "lwsim"]
    assert len(ours) > 6
    for name, *rest in ours:
        command = main.commands[name]
        if isinstance(command, click.Group):
            name, *rest = rest
            command = command.commands[name]
        with command.make_context(name, rest, parent=click.Context(main)) as context:
            assert context.params


def test_the_documentation_knows_every_key_and_design_of_an_experiment_file():
    text = (ROOT / "docs/batch.md").read_text(encoding="utf-8")
    keys = {*Experiment.model_fields, *Design.model_fields, *FactorFacts.model_fields, *KINDS} - {"kind"}
    assert [key for key in sorted(keys) if f"`{key}" not in text] == []


def test_results_go_only_where_there_are_marks(tmp_path):
    (tmp_path / "README.md").write_text("# No marks\n")
    with pytest.raises(InputError, match="without the two marks"):
        put_into(tmp_path / "README.md", "words")
    assert (tmp_path / "README.md").read_text() == "# No marks\n"


def test_the_shelf_lists_files_and_what_the_store_knows_and_hides_nothing_faulty(tmp_path, monkeypatch):
    folder = tmp_path / "experiments/broken"
    folder.mkdir(parents=True)
    (folder / "experiment.toml").write_text('title = "Broken"\n')
    monkeypatch.chdir(tmp_path)
    found = {one.name: one for one in shelf(tmp_path / "no store")}
    assert set(NAMES) | {"broken"} <= set(found)
    assert found["broken"].experiment is None and "question is missing" in found["broken"].question
    assert found["money"].standing is None and not (tmp_path / "no store").exists()


@pytest.mark.slow
def test_the_notebook_runs_from_question_to_figure(tmp_path):
    book = ROOT / "notebooks/question_to_figure.py"
    (tmp_path / "results").mkdir()
    done = subprocess.run([sys.executable, str(book)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "need_met" in done.stdout and (tmp_path / "results/notebook.svg").stat().st_size > 1000
    lines = book.read_text(encoding="utf-8").rpartition("# %%\n")[2].splitlines()
    assert len(lines) <= 20
