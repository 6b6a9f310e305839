"""The words of the glossary: one source, told beside each word, by mouse, finger and keyboard; and the bar on a phone."""

import re

import pytest
from playwright.sync_api import expect

from lwsim.ui.glossary import MODULE, SOURCE, module, sections

from .conftest import violations

PHONE = {"width": 390, "height": 844}
SMALL = "/?place=small_town&years=0.25&s=mechanistic&s=relational"


def test_the_browser_tells_what_the_glossary_says():
    """Renew it with: python -m lwsim.ui.glossary"""
    assert MODULE.read_text(encoding="utf-8") == module(SOURCE.read_text(encoding="utf-8"))


def test_no_meaning_is_told_in_signs():
    assert [line for line in SOURCE.read_text("utf-8").splitlines() if "0..1" in line or " x " in line] == []


def test_no_row_of_the_glossary_is_left_out():
    text = SOURCE.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| (?!-|word \||measure \||---)", line)]
    found = [entry for section in sections(text) for entry in section.entries]
    assert len(found) == len(rows) > 150
    assert all(entry.meaning and all(entry.forms) for entry in found)


@pytest.mark.parametrize(
    ("row", "word", "forms"),
    [
        ("| assuring, assure | x |", "assuring", ("assuring", "assure")),
        ("| strain (of a force) | x |", "strain (of a force)", ("strain",)),
        ("| Pounds, discounted (`pounds_discounted`, total) | x |", "Pounds, discounted", ("Pounds, discounted",)),
    ],
)
def test_a_row_is_read_with_its_other_forms(row, word, forms):
    [section] = sections(f"## Here\n\n| word | meaning |\n|---|---|\n{row}\n")
    assert section.entries == ((word, forms, "x"),)


@pytest.mark.browser
def test_on_a_phone_a_tap_tells_a_word_and_one_button_holds_the_pages(visit):
    one = visit(SMALL, viewport=PHONE, has_touch=True, color_scheme="dark")
    one.page.get_by_role("button", name="Leave the tour").tap()
    word, box = one.page.locator(".findings dd .term").first, one.page.locator(".meaning")
    word.tap()
    assert "share met with support" in box.inner_text()
    place = box.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= PHONE["width"]
    assert violations(one.page) == []
    one.page.locator("h1").tap()
    expect(box).to_be_hidden()
    assert one.page.locator(".bar").bounding_box()["height"] < 70
    pages = one.page.get_by_role("navigation", name="Pages")
    pages.get_by_role("button").press("Enter")
    assert violations(one.page) == []
    one.page.keyboard.press("Tab")
    expect(pages.get_by_role("link", name="Compare", exact=True)).to_be_focused()
    one.page.keyboard.press("Escape")
    expect(pages.get_by_role("button")).to_be_focused()
    expect(pages.get_by_role("link", name="Compare", exact=True)).to_be_hidden()
    assert one.wrong == []


@pytest.mark.browser
def test_by_keyboard_a_word_tells_leads_to_all_words_and_is_left_by_escape(visit):
    one = visit(SMALL)
    word, box = one.page.locator(".chart .term").first, one.page.locator(".meaning")
    word.focus()
    expect(word).to_have_accessible_description(re.compile("share met with support"))
    one.page.keyboard.press("Enter")
    expect(box.get_by_role("link")).to_be_focused()
    one.page.keyboard.press("Escape")
    expect(word).to_be_focused()
    expect(box).to_be_hidden()
    word.hover()
    with one.page.expect_popup() as opened:
        box.get_by_role("link").click()
    words = opened.value
    expect(words.locator("#word-immediate-need-met")).to_be_focused()
    words.get_by_label("Search").fill("burnt")
    expect(words.locator("main").get_by_role("status")).to_contain_text(" of ")
    expect(words.locator("#word-burnout")).to_be_visible()
    expect(words.locator("#word-crossover")).to_be_hidden()
    assert violations(words) == []
    words.close()
    assert one.wrong == []
