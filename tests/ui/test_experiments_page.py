"""Experiments in a real browser: the shelf, a batch under way, its results as picture and table, and files to keep."""

import os
import signal
import subprocess
import sys

import pytest

from batches import SMALL, a_file, a_plan
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store

from .conftest import violations

pytestmark = pytest.mark.browser
LINK = "/experiments?place=small_town&years=1&s=mechanistic&s=relational"
MAP = SMALL.replace('"forces.purpose"', '"forces.purpose"\n[[factors]]\nname = "power"\nsets = "forces.power"').replace(
    '["ordinary", "relational"]', '["ordinary"]'
)


@pytest.fixture(scope="module")
def lived(store, tmp_path_factory):
    """A small finished map in the site's store."""
    run_batch(a_plan(tmp_path_factory.mktemp("lived"), MAP, "a-small-map"), Store(store), name="a-small-map", workers=1)
    return store


def test_from_the_shelf_to_a_result_and_back(visit, lived):
    one = visit(LINK, ".batches")
    page = one.page
    assert page.locator(".batches li").count() >= 5
    page.get_by_label("Search").fill("come to its end")
    assert page.locator(".batches li").count() == 1
    assert "finished" in page.locator(".batches").inner_text() and "18 of 18 runs" in page.locator(".batches").inner_text()
    page.locator(".batches .row").click()
    page.wait_for_selector(".dotted circle", timeout=60_000, state="attached")
    page.get_by_role("button", name="Map").click()
    page.wait_for_selector(".panels .tiles i")
    assert page.locator(".panels .tiles i").count() == 9
    page.get_by_label("Measure").select_option(index=1)
    page.get_by_label("Show only").fill("purpose 0.5")
    assert page.locator(".dotted tbody tr").count() == 3
    page.wait_for_function("location.search.includes('experiments.view=map')")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Keep the table").click()
    assert kept.value.suggested_filename == "a-small-map-levels.csv"
    page.go_back()
    page.reload()
    page.wait_for_selector(".dotted circle, .batches", timeout=60_000, state="attached")
    assert one.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", ["", "&experiments.name=a-small-map&experiments.view=map"])
def test_axe_finds_nothing_and_a_phone_shows_it_whole(visit, lived, look, scheme):
    sign = ".panels .tiles i" if look else ".batches"
    one = visit(LINK + look, sign, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert violations(one.page) == []
    assert one.page.locator("main").evaluate("it => it.getBoundingClientRect().right") <= 390
    assert one.wrong == []


def test_what_is_not_there_is_said_in_words(visit, lived):
    one = visit(LINK + "&experiments.name=atlantis&experiments.view=moon", ".batches")
    assert "There is no experiment atlantis here." in one.page.locator(".notice").inner_text()
    one = visit(LINK + "&experiments.name=a-small-map&experiments.view=moon&experiments.year=x", ".dotted")
    assert one.wrong == []


@pytest.mark.slow
def test_a_batch_under_way_is_followed_until_it_is_stopped(visit, lived, tmp_path):
    path = a_file(tmp_path, SMALL.replace("worlds = 2", "worlds = 500"), "long")
    command = [sys.executable, "-m", "lwsim", "experiment", "run", str(path), "--workers", "1", "--store", str(lived)]
    heed = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    batch = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL, preexec_fn=heed)
    try:
        one = visit(LINK + "&experiments.name=long", ".basis progress", viewport={"width": 1366, "height": 768})
        says = one.page.locator(".basis span[role=status]")
        first = says.inner_text()
        assert "of 3,000 runs" in first and "a second" in first
        one.page.wait_for_function("before => document.querySelector('.basis').innerText.includes(before) === false", arg=first)
        one.page.get_by_role("button", name="Show what is in by now").click()
        one.page.wait_for_selector(".dotted", timeout=60_000)
        os.killpg(batch.pid, signal.SIGINT)
        batch.wait(60)
        one.page.wait_for_function("document.querySelector('.basis b').innerText === 'stopped'", timeout=30_000)
        assert one.wrong == []
    finally:
        if batch.poll() is None:
            os.killpg(batch.pid, signal.SIGKILL)


@pytest.mark.slow
def test_the_whole_experiment_is_kept_as_one_page(visit, lived):
    one = visit(LINK + "&experiments.name=a-small-map", ".dotted")
    with one.page.expect_download(timeout=120_000) as kept:
        one.page.get_by_role("button", name="Keep everything as one page").click()
    text = kept.value.path().read_text(encoding="utf-8")
    assert kept.value.suggested_filename == "a-small-map.html" and "<svg" in text and "<script" not in text
