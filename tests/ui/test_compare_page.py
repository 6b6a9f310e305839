"""The Compare page in a real browser: answered, quiet on the network, reachable by keyboard, free of axe's findings."""

import pytest

from .conftest import violations


def test_the_page_opens_answered_and_nothing_goes_wrong(visit):
    one = visit()
    one.page.wait_for_selector("canvas")
    assert one.page.locator("h1").inner_text() == "Salford"
    assert one.page.locator("canvas").count() > 10
    assert one.wrong == []


def test_moving_a_slider_by_keyboard_changes_its_sentence_the_answer_and_the_link(visit):
    one = visit()
    slider = one.page.get_by_role("slider", name="Purpose of Relational")
    before = one.page.locator(".findings").inner_text()
    slider.focus()
    for _ in range(6):
        slider.press("PageDown")
    assert slider.get_attribute("aria-valuetext").startswith("0.15: Mostly today's need")
    one.page.wait_for_function("before => document.querySelector('.findings').innerText !== before", arg=before, timeout=60_000)
    one.page.wait_for_function("location.search.includes('s=~')")
    assert one.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    one = visit(color_scheme=scheme)
    one.page.wait_for_selector("canvas")
    assert violations(one.page) == []
