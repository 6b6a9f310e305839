"""The Compare page in a real browser: answered, quiet on the network, done by keyboard, free of axe's findings."""

import pytest

from .conftest import violations

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (820, 1180), (390, 844)]
WAIT = 60_000


def test_the_page_opens_answered_and_nothing_goes_wrong(visit):
    one = visit()
    one.page.wait_for_selector("canvas")
    assert one.page.locator("h1").inner_text() == "Salford"
    assert one.page.locator("canvas").count() > 10
    assert "answer" in one.page.locator(".basis").inner_text()
    assert one.wrong == []


def test_a_slider_by_keyboard_changes_its_sentence_the_answer_and_the_link_and_back_undoes_it(visit):
    one = visit()
    slider = one.page.get_by_role("slider", name="Purpose of Relational")
    before = one.page.locator(".findings").first.inner_text()
    slider.focus()
    for _ in range(6):
        slider.press("PageDown")
    assert slider.get_attribute("aria-valuetext").startswith("0.15: Mostly today's need")
    one.page.wait_for_function("before => document.querySelector('.findings').innerText !== before", arg=before, timeout=WAIT)
    one.page.wait_for_function("location.search.includes('s=~')")
    one.page.reload()
    one.page.wait_for_selector(".findings", timeout=WAIT)
    assert one.page.get_by_role("slider", name="Purpose of Relational").input_value() == "0.15"
    assert one.wrong == []


def test_up_to_four_scenarios_each_with_its_own_menu(visit):
    one = visit()
    page = one.page
    page.get_by_role("button", name="Add a scenario beside these").click()
    page.get_by_label("Scenario C", exact=True).wait_for()
    page.get_by_label("Scenario C", exact=True).select_option("living-well-team")
    page.get_by_label("More for scenario A").click()
    page.get_by_role("button", name="Copy", exact=True).first.click()
    page.get_by_label("Scenario D", exact=True).wait_for()
    assert page.get_by_role("button", name="Add a scenario beside these").count() == 0
    page.wait_for_function("document.querySelectorAll('.pairing').length === 3", timeout=WAIT)
    page.get_by_label("More for scenario D").click()
    page.get_by_role("button", name="Remove", exact=True).last.click()
    page.wait_for_function("document.querySelectorAll('.card').length === 3")
    assert one.wrong == []


def test_an_event_is_put_in_by_its_form_and_a_wrong_one_is_refused_in_words(visit):
    one = visit()
    card = one.page.get_by_role("region", name="Scenario B")
    card.get_by_text("Money, staff, events").click()
    card.get_by_role("button", name="Add an event").click()
    card.get_by_label("What happens").select_option("demand_surge")
    card.get_by_label("Size").fill("1.5")
    card.get_by_label("Weeks", exact=False).last.fill("12")
    card.get_by_role("button", name="Put it in").click()
    card.locator("li", has_text="demand surge").wait_for()
    assert card.locator(".timeline .mark").count() == 1
    card.get_by_role("button", name="Add an event").click()
    card.get_by_label("What happens").select_option("demand_surge")
    card.get_by_label("Size").fill("50")
    card.get_by_label("Weeks", exact=False).last.fill("12")
    card.get_by_role("button", name="Put it in").click()
    one.page.get_by_role("alert").wait_for()
    assert "size" in one.page.get_by_role("alert").inner_text()
    assert one.wrong == []


def test_what_is_kept_comes_as_a_file(visit):
    one = visit()
    for words, ending in (
        ("Every number (CSV)", ".csv"),
        ("Every number (Excel)", ".xlsx"),
        ("Report for a board", ".html"),
        ("Picture", ".png"),
    ):
        one.page.get_by_text("Keep or share").click()
        with one.page.expect_download(timeout=WAIT) as found:
            one.page.get_by_role("button", name=words).click()
        assert found.value.suggested_filename.endswith(ending)
        one.page.keyboard.press("Escape")
        one.page.evaluate("document.querySelectorAll('details.menu').forEach(one => { one.open = false; })")
    assert one.wrong == []


def test_a_hostile_link_gets_a_plain_message(visit):
    one = visit("/?v=1&place=<script>alert(1)</script>&s=~AAAA&s=../../x")
    assert "not readable" in one.page.get_by_role("alert").inner_text()
    assert one.page.locator("h1").inner_text() == "Salford"
    assert one.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    one = visit(color_scheme=scheme, reduced_motion="reduce")
    one.page.wait_for_selector("canvas")
    one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    one.page.get_by_role("button", name="Add an event").first.click()
    assert violations(one.page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_size_scrolls_sideways(visit, width, height):
    one = visit(viewport={"width": width, "height": height})
    one.page.wait_for_selector("canvas")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert one.wrong == []
