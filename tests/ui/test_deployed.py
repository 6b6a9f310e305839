"""As others serve it: behind a proxy at a path of its own, and restarted while people look at it."""

import time

import pytest
from playwright.sync_api import expect

from .conftest import Visit, free_port, serving
from .proxy import proxy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = "/?place=small_town&years=0.25&s=mechanistic&s=relational"
WAIT = 120_000


def opened(chromium, address: str) -> Visit:
    one = Visit(chromium, address, viewport={"width": 1366, "height": 768})
    one.page.goto(address + SMALL)
    one.page.wait_for_selector("canvas", timeout=WAIT)
    return one


def test_at_a_path_of_its_own_links_reload_and_back_keep_the_path(chromium, tmp_path):
    inner, outer = free_port(), free_port()
    with (
        serving(inner, "--root-path", "/lwsim", LWSIM_CLASS=str(tmp_path / "rooms.db")),
        proxy(outer, inner, "/lwsim") as address,
    ):
        one = opened(chromium, address)
        slider = one.page.get_by_role("slider", name="Purpose of Relational")
        slider.focus()
        slider.press("Home")
        one.page.wait_for_function("location.search.includes('s=~')", timeout=WAIT)
        one.page.get_by_role("link", name="My place", exact=True).click()
        expect(one.page.locator("h1")).to_have_text("My place", timeout=WAIT)
        one.page.reload()
        expect(one.page.locator("h1")).to_have_text("My place", timeout=WAIT)
        assert one.page.url.startswith(address + "/my-place?")
        one.page.go_back()
        expect(slider).to_have_value("0", timeout=WAIT)
        assert one.page.url.startswith(address + "/?")
        assert one.wrong == []
        one.page.close()


def test_a_restart_brings_a_tab_back_as_it_was(chromium, tmp_path):
    port = free_port()
    with serving(port, LWSIM_CLASS=str(tmp_path / "rooms.db")) as address:
        one = opened(chromium, address)
        slider = one.page.get_by_role("slider", name="Purpose of Relational")
        slider.focus()
        slider.press("Home")
        one.page.wait_for_function("location.search.includes('s=~')", timeout=WAIT)
        one.page.evaluate("window.isOld = true")
    with serving(port, LWSIM_CLASS=str(tmp_path / "rooms.db")):
        one.page.wait_for_function("!window.isOld && document.querySelector('.findings')", timeout=WAIT)
        expect(slider).to_have_value("0", timeout=WAIT)
        assert one.page.locator("h1").inner_text() == "Small Town"
        one.page.close()


def test_a_tab_that_slept_wakes_as_it_was_and_answers(chromium, site):
    """Frozen as a browser does with tabs long out of sight; what it shows is kept, and a slider is answered at once."""
    one = opened(chromium, site)
    slider = one.page.get_by_role("slider", name="Purpose of Relational")
    slider.focus()
    slider.press("Home")
    one.page.wait_for_function("location.search.includes('s=~')", timeout=WAIT)
    browser = one.page.context.new_cdp_session(one.page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(40)
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    expect(slider).to_have_value("0")
    before = one.page.locator(".findings").first.inner_text()
    slider.focus()
    slider.press("End")
    one.page.wait_for_function("before => document.querySelector('.findings').innerText !== before", arg=before, timeout=WAIT)
    one.page.wait_for_function("sessionStorage.getItem('lwsim.unsaved') === null", timeout=WAIT)
    one.page.go_back()
    expect(slider).to_have_value("0", timeout=WAIT)
    assert one.wrong == []
    one.page.close()
