"""Lessons in real Chromium: drawn by mouse, finger and keyboard, shown only then, the loop unfolded to its end."""

import pytest

from .conftest import violations

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
READY = "svg.pad"


def drawn(page) -> list[str]:
    """What each point of the drawing says it is."""
    return page.eval_on_selector_all(".pad [role=slider]", "dots => dots.map(dot => dot.getAttribute('aria-valuetext'))")


def test_the_shelf_leads_to_every_lesson_and_to_the_class(visit):
    found = visit("/learn", sign=".lessons a")
    assert found.page.locator(".lessons a").count() >= 10
    assert found.page.inner_text("nav a[aria-current]") == "Learn"
    assert violations(found.page) == []
    found.page.click(".lessons a >> text=A short one")
    found.page.wait_for_selector(READY, timeout=90_000)
    assert found.wrong == []


def test_a_lesson_is_taken_by_mouse_and_keyboard(visit):
    """Nothing is shown before a line is drawn; then the gap, the charts, and the loop link by link."""
    found = visit("/learn/lesson#short", sign="#predict")
    page = found.page
    page.wait_for_selector(READY, timeout=90_000)
    assert page.is_disabled("#reveal") and page.locator("#see").count() == 0
    page.locator(READY).scroll_into_view_if_needed()
    box, before = page.locator(READY).bounding_box(), drawn(page)
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.2, steps=6)
    page.mouse.up()
    stroke = drawn(page)
    assert stroke != before
    page.focus(".pad [role=slider][tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    assert drawn(page)[1] != stroke[1] and drawn(page)[0] == stroke[0]
    page.click("#reveal")
    page.wait_for_selector("#see .gap")
    page.wait_for_selector("svg.ring", timeout=90_000)
    steps = 0
    while page.is_visible(".loop + button"):
        page.click(".loop + button")
        steps += 1
    assert page.locator(".loop-link").count() == page.locator(".ring .arc").count() == steps >= 3
    assert "In this run:" in page.inner_text(".loop") and "ring is closed" in page.inner_text("#explain")
    assert violations(page) == []
    assert found.wrong == []


def test_a_lesson_is_drawn_with_a_finger_on_a_phone_in_the_dark(visit):
    found = visit("/learn/lesson#short", sign=READY, viewport=PHONE, has_touch=True, color_scheme="dark")
    page = found.page
    page.locator(READY).scroll_into_view_if_needed()
    box, before = page.locator(READY).bounding_box(), drawn(page)
    page.touchscreen.tap(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.2)
    assert drawn(page)[-1] != before[-1] or drawn(page)[0] != before[0]
    page.click("#reveal")
    page.wait_for_selector("#see .gap")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    assert found.wrong == []
