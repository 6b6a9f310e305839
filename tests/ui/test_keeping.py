"""What is saved from the page is what the command line would make, to the last bit."""

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from lwsim.answering.questions import Question
from lwsim.pairing import compare
from lwsim.scenario_file import load_scenario
from lwsim.ui.keeping import MAKERS, command, scenario_file
from lwsim.ui.state import opening, shelf_place


@pytest.fixture(scope="module")
def answer():
    """One year of a small town in two worlds, lived here."""
    state = replace(opening(), place=shelf_place("small_town"), years=0.5)
    changed = state.scenarios[1].with_changes(title="=2+2", money={"change": -0.1})
    question = Question(state.place, (state.scenarios[0], changed), 0.5, 1, 0.3, 2)
    done = {}
    for at, bundle in enumerate(question.bundles()):
        done[at] = [life.work(life.start.settle(lambda _: None), lambda _: None) for life in bundle]
    return question.answer("full", done, 0.0)


def test_a_saved_scenario_runs_to_the_same_numbers(answer, tmp_path):
    state = replace(opening(), scenarios=answer.question.scenarios)
    file = scenario_file(state, 1)
    (tmp_path / file.name).write_bytes(file.content)
    again = load_scenario(str(tmp_path / file.name))
    found = compare("small_town", ["mechanistic", again], worlds=2, years=0.5, seed=1, sample=0.3, workers=1)
    for ours, theirs in zip(answer.comparison.sides, found.sides, strict=True):
        assert np.array_equal(ours.weekly, theirs.weekly, equal_nan=True)


def test_the_command_names_shelf_scenarios_and_saved_files(answer):
    assert command(answer) == ("lwsim compare small_town mechanistic ./2-2.toml --worlds 2 --years 0.5 --seed 1 --sample 0.3")


def test_the_command_names_a_place_of_ones_own_by_its_file(answer):
    """Also where a place of the shelf has the same name: the command line would take that."""
    own = answer.question.place.model_copy(update={"about": "mine"})
    mine = replace(answer, question=replace(answer.question, place=own))
    assert command(mine).startswith("lwsim compare ./small-town.toml mechanistic ")


def test_the_workbook_has_every_number_and_no_formula(answer):
    book = openpyxl.load_workbook(io.BytesIO(MAKERS["excel"](answer).content))
    assert book.sheetnames[:3] == ["Verdict", "By year", "Over the whole run"]
    table = answer.comparison.table()
    assert book["By year"].max_row == len(table) + 1
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_the_report_and_the_table_are_those_of_the_command_line(answer):
    assert b"</html>" in MAKERS["report"](answer).content
    assert MAKERS["csv"](answer).content.count(b"\n") > 50
