"""My place in a real browser: wrong files change nothing and say so in words, and a kept place runs to the same numbers."""

import io
import json
import random
import shlex

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from lwsim.cli import main

from .conftest import violations

pytestmark = pytest.mark.browser

PAGE = "/my-place?place=small_town&years=0.5&s=mechanistic&s=relational"
WAIT = 300_000
NOISE = random.Random(1).randbytes(4000)


def with_formula(workbook: bytes) -> bytes:
    """The workbook with a formula, a word for a number and an empty cell in its communities."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    book["Communities"]["B2"], book["Communities"]["C3"], book["Communities"]["B4"] = "=1+1", "much", None
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def kept(page, button: str) -> tuple[str, bytes]:
    """A file that the page hands over: its name and content."""
    with page.expect_download(timeout=WAIT) as found:
        page.get_by_role("button", name=button).click()
    return found.value.suggested_filename, found.value.path().read_bytes()


def cells(page) -> list[str]:
    return page.eval_on_selector_all(".cells input", "all => all.map(one => one.value)")


def test_on_a_phone_a_wrong_file_is_told_in_words_and_changes_nothing(visit):
    one = visit(PAGE, sign=".cells input", viewport={"width": 390, "height": 844})
    before = cells(one.page)
    _, workbook = kept(one.page, "Keep as Excel")
    _, text = kept(one.page, "Keep as CSV")
    wrong = {
        "noise.xlsx": (NOISE, "is not a workbook"),
        "noise.csv": (NOISE, "is not text"),
        "large.xlsx": (b"x" * 6_000_000, "larger than 3 MB"),
        "cells.xlsx": (with_formula(workbook), "Communities B2 (Adults) is the formula"),
        "pipes.csv": (text.replace(b",", b"|"), "not a heading"),
        "utf16.csv": (text.decode("utf-8-sig").encode("utf-16"), "save it again as CSV UTF-8"),
        "photo.jpg": (NOISE, "start from the template"),
    }
    for name, (content, words) in wrong.items():
        one.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
        expect(one.page.get_by_role("alert")).to_contain_text(words)
        expect(one.page.get_by_role("alert")).to_contain_text(name)
        expect(one.page.get_by_role("alert")).to_contain_text("Nothing was changed.")
        assert cells(one.page) == before
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(one.page) == []
    assert one.wrong == []


def test_a_draft_outlives_a_reload_in_its_own_tab_alone(visit):
    one = visit(PAGE, sign=".cells input")
    adults = one.page.get_by_role("textbox", name="Adults of").first
    adults.fill("1751")
    one.page.keyboard.press("Tab")
    one.page.wait_for_function("() => (sessionStorage.getItem('lwsim.draft') ?? '').includes('1751')", timeout=WAIT)
    one.page.reload()
    one.page.wait_for_selector(".cells input", timeout=WAIT)
    expect(adults).to_have_value("1751", timeout=WAIT)
    other = visit(PAGE, sign=".cells input")
    assert "1751" not in cells(other.page)
    assert one.wrong == [] and other.wrong == []


@pytest.mark.slow
def test_a_kept_place_runs_on_the_command_line_to_the_same_numbers(visit, tmp_path, monkeypatch):
    """A cell changed, run here, kept; then the very command that the board's report prints, beside the page's own table."""
    one = visit(PAGE, sign=".cells input")
    one.page.get_by_role("textbox", name="Adults of").first.fill("1750")
    one.page.keyboard.press("Tab")
    expect(one.page.locator(".checked")).to_contain_text("Ready to run.")
    name, place = kept(one.page, "Keep as place file")
    (tmp_path / name).write_bytes(place)
    one.page.get_by_role("button", name="Run the comparison here").click()
    expect(one.page.locator(".basis")).to_contain_text("Full answer. 20 plausible worlds", timeout=WAIT)
    files = {}
    for button in ("Every number (CSV)", "Report for a board"):
        one.page.get_by_text("Keep or share").click()
        files[button] = kept(one.page, button)[1]
    report = files["Report for a board"].decode()
    command = shlex.split(report[report.index("lwsim compare") :].partition("<")[0].replace("&#39;", "'"))[1:]
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*command, "--json", "--out", "results"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)
    assert (tmp_path / "results/comparison.csv").read_bytes() == files["Every number (CSV)"]
    assert len(pd.read_csv(io.BytesIO(files["Every number (CSV)"]))) > 100
    assert one.wrong == []
