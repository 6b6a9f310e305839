"""The Compare page in a real browser: answered, quiet on the network, done by keyboard, free of axe's findings."""

import urllib.request

import pytest
from playwright.sync_api import expect

from .conftest import Visit, violations

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (820, 1180), (390, 844)]
SMALL = "/?place=small_town&years=1&s=mechanistic&s=relational"
WAIT = 90_000
UNFOLD = "document.querySelectorAll('details:not(.many .chart details)').forEach(one => { one.open = true; })"
"""Opens all that is folded, but of the charts' tables the first two alone: they are all alike."""


def test_the_page_opens_answered_fits_every_size_and_axe_finds_nothing(visit):
    one = visit(reduced_motion="reduce")
    one.page.wait_for_selector("canvas")
    assert one.page.locator("h1").inner_text() == "Salford"
    assert one.page.locator("canvas").count() > 10
    assert "answer" in one.page.locator(".basis").inner_text()
    for width, height in SIZES:
        one.page.set_viewport_size({"width": width, "height": height})
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    one.page.set_viewport_size({"width": 1366, "height": 768})
    one.page.evaluate(UNFOLD)
    one.page.get_by_role("button", name="Add an event").first.click()
    one.page.evaluate(UNFOLD)
    assert violations(one.page) == []
    one.page.emulate_media(color_scheme="dark")
    assert violations(one.page, only=("color-contrast",)) == []
    _on_paper(one.page)
    assert one.wrong == []


def _on_paper(page):
    """The verdict unfolded, both tables, the settings and what it rests on; no control; on the screen all as before."""
    page.evaluate("document.querySelectorAll('.found details').forEach(one => { one.open = false; })")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for sign in (".findings >> nth=1", ".pair .numbers >> nth=1", ".printed table", ".printed .dots"):
        assert page.locator(sign).is_visible(), sign
    assert "Relational" in page.locator(".printed").inner_text() and "assumed" in page.locator(".printed").inner_text()
    assert not [one for one in page.locator("button, select, input, .bar").all() if one.is_visible()]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".printed").is_hidden() and page.locator(".pair .numbers >> nth=0").is_hidden()


def test_the_opening_answer_is_a_picture_until_the_page_is_there(chromium, site):
    """The first page comes with its verdict and charts drawn; a link, which says something else, does not."""
    one = Visit(chromium, site, viewport={"width": 1366, "height": 768})
    picture = "document.querySelector('#first-picture').shadowRoot"
    one.page.goto(site + "/", wait_until="commit")
    one.page.wait_for_function("document.querySelector('#first-picture')?.shadowRoot?.querySelectorAll('svg').length === 2")
    said = one.page.evaluate(f"{picture}.querySelector('main').innerText")
    assert "Salford: Mechanistic beside Relational" in said and "Immediate need met" in said
    one.page.wait_for_selector(".found .findings", timeout=60_000)
    one.page.wait_for_function("!document.querySelector('#first-picture')")
    assert one.wrong == []
    one.page.goto(site + "/?place=luton", wait_until="commit")
    one.page.wait_for_selector(".found .findings", timeout=60_000)
    assert b"first-picture" not in urllib.request.urlopen(site + "/?place=luton").read()
    one.page.close()


def test_a_slider_by_keyboard_is_kept_by_a_reload_at_once_and_back_undoes_it(visit):
    one = visit(SMALL)
    before = one.page.locator(".findings").first.inner_text()
    slider = one.page.get_by_role("slider", name="Purpose of Relational")
    slider.focus()
    for _ in range(6):
        slider.press("PageDown")
    assert slider.get_attribute("aria-valuetext").startswith("0.15: Mostly today's need")
    one.page.reload()
    one.page.wait_for_selector(".findings", timeout=WAIT)
    expect(slider).to_have_value("0.15", timeout=WAIT)
    one.page.wait_for_function("sessionStorage.getItem('lwsim.unsaved') === null", timeout=WAIT)
    one.page.wait_for_function("before => document.querySelector('.findings').innerText !== before", arg=before, timeout=WAIT)
    slider.focus()
    slider.press("Home")
    one.page.wait_for_function("sessionStorage.getItem('lwsim.unsaved') === null", timeout=WAIT)
    expect(slider).to_have_value("0", timeout=WAIT)
    one.page.go_back()
    expect(slider).to_have_value("0.15", timeout=WAIT)
    one.page.go_forward()
    expect(slider).to_have_value("0", timeout=WAIT)
    assert one.wrong == []


def test_scenarios_events_and_files_are_all_done_on_one_page(visit):
    one = visit(SMALL)
    _up_to_four_scenarios(one.page)
    _an_event_and_a_wrong_one(one.page)
    _files(one.page)
    assert one.wrong == []


def _up_to_four_scenarios(page):
    page.get_by_role("button", name="Add a scenario beside these").click()
    page.get_by_label("Scenario C", exact=True).select_option("living-well-team")
    page.get_by_label("More for scenario A").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_label("Scenario D", exact=True).wait_for()
    expect(page.get_by_role("button", name="Add a scenario beside these")).to_have_count(0)
    expect(page.locator(".pairing")).to_have_count(3, timeout=WAIT)
    for letter in "DC":
        page.get_by_label(f"More for scenario {letter}").click()
        page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.get_by_label(f"Scenario {letter}", exact=True)).to_have_count(0)


def _an_event_and_a_wrong_one(page):
    card = page.get_by_role("region", name="Scenario B")
    card.get_by_text("Money, staff, events").click()
    for size in ("1.5", "50"):
        card.get_by_role("button", name="Add an event").click()
        card.get_by_label("What happens").select_option("demand_surge")
        card.get_by_label("Size").fill(size)
        card.get_by_label("Weeks", exact=False).last.fill("12")
        card.get_by_role("button", name="Put it in").click()
        if size == "1.5":
            card.locator("li", has_text="demand surge").wait_for()
    page.get_by_role("alert").wait_for()
    assert "size" in page.get_by_role("alert").inner_text()
    assert card.locator(".timeline .mark").count() == 1


def _files(page):
    for words, ending in (("CSV", ".csv"), ("Excel", ".xlsx"), ("Report for a board", ".html"), ("Picture", ".png")):
        page.get_by_text("Keep or share").click()
        with page.expect_download(timeout=WAIT) as found:
            page.get_by_role("button", name=words).click()
        assert found.value.suggested_filename.endswith(ending)
    page.get_by_label("More for scenario B").click()
    with page.expect_download(timeout=WAIT) as found:
        page.get_by_role("button", name="Save as a file").click()
    page.get_by_label("More for scenario A").click()
    page.get_by_label("Open a scenario file as A").set_input_files(found.value.path())
    page.get_by_role("region", name="Scenario A: Relational").wait_for()


def test_a_hostile_link_gets_a_plain_message(visit):
    one = visit("/?v=1&place=<script>alert(1)</script>&s=~AAAA&s=../../x")
    assert "not readable" in one.page.get_by_role("alert").inner_text()
    assert one.page.locator("h1").inner_text() == "Salford"
    assert one.wrong == []
