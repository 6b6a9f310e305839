"""A class in real Chromium: a desk, a projector and phones, each a browser of its own, through a half-year and its debrief."""

import io
import os
import re
import signal
import time

import pytest
import zxingcpp
from matplotlib.image import imread

from .conftest import CHROMIUM, QUIET, Visit, violations

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SLEEP = 6
"""Seconds that a phone sleeps."""


@pytest.fixture
def desk(visit):
    """A desk with a room open in Small Town."""
    found = visit("/class/desk", sign="#place")
    found.page.select_option("#place", "small_town")
    assert violations(found.page) == []
    found.page.click("form button[type=submit]")
    found.page.wait_for_selector(".qr img")
    return found


def join(visit, desk: Visit, **how) -> Visit:
    """A phone that types the code."""
    phone = visit("/class", sign="#code", viewport=PHONE, **how)
    phone.page.fill("#code", desk.page.inner_text(".code").lower())
    phone.page.click("button.big")
    phone.page.wait_for_selector(".stake")
    return phone


def at_step(phone: Visit, name: str) -> None:
    phone.page.wait_for_selector(name, timeout=90_000)


def test_a_class_plays_a_half_year_and_takes_it_home(visit, desk, chromium, tmp_path):
    """Joined within ten seconds each; votes, an offer, a deal; each role sees its own, then all; the debrief opens offline."""
    page = desk.page
    wall = visit(
        "/class/" + page.get_attribute("text=Projector", "href"), sign=".qr img", viewport={"width": 1366, "height": 768}
    )
    began = time.monotonic()
    phones = [join(visit, desk, color_scheme=shade) for shade in ("light", "dark")]
    assert (time.monotonic() - began) / 2 < 10.0
    assert [phone.page.inner_text("h1") for phone in phones] == ["Commissioner", "NHS trust"]
    assert [found for one in (*phones, desk, wall) for found in violations(one.page)] == []

    page.click("#do-started")
    for phone in phones:
        at_step(phone, "#vote-purpose")
    first, second = (phone.page for phone in phones)
    assert "% a year" in second.inner_text(".part-sees > p"), "a share a year is more than a share"
    first.locator("#vote-purpose").fill("80")
    assert "not voted" not in first.inner_text("label[for=vote-purpose]")
    first.click("#more-groups")
    second.wait_for_selector("text=1 to grants to voluntary groups")
    second.click("#accepts-yes")
    first.fill("#why", "<b>rude</b>")
    first.locator("#expect-need_met").fill("70")
    for phone in phones:
        phone.page.click("#done")
    page.wait_for_selector("text=2 of 2")
    wall.page.wait_for_selector("text=2 of 2")
    assert "<b>rude</b>" in page.inner_text(".part-seats")
    assert [found for one in (*phones, desk, wall) for found in violations(one.page)] == []

    page.click("#do-closed")
    at_step(desk, "#do-revealed:not([disabled])")
    at_step(phones[0], "text=What your role sees first")
    assert "Burnt out" not in first.inner_text("main") and "Burnt out" in second.inner_text("main")
    page.click("#do-revealed")
    at_step(phones[0], "text=What all see now")
    at_step(wall, "text=After half-year 1")
    assert "Burnt out" in first.inner_text("main")
    assert [found for one in (*phones, desk, wall) for found in violations(one.page)] == []

    with page.expect_download() as download:
        page.click("#debrief")
    pack = tmp_path / "debrief.html"
    download.value.save_as(pack)
    offline = chromium.new_context(offline=True).new_page()
    offline.goto(pack.as_uri())
    assert "Three questions" in offline.inner_text("main")
    assert "<b>rude</b>" in offline.inner_text("main")
    offline.locator("#at").fill("0")
    assert offline.inner_text("#told") == "0 half-years"
    assert violations(offline) == []
    offline.context.close()
    assert [one.wrong for one in (*phones, desk, wall)] == [[]] * 4
    assert all(phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth") for phone in phones)


def test_the_qr_code_on_the_projector_lets_a_phone_in(visit, desk):
    """Read off the picture by another library than the one that drew it: the whole address, and no letter is typed."""
    wall = visit("/class/" + desk.page.get_attribute("text=Projector", "href"), sign=".qr img")
    image = imread(io.BytesIO(wall.page.locator(".qr img").screenshot()), format="png")
    (found,) = zxingcpp.read_barcodes((image[..., :3].mean(axis=2) * 255).astype("uint8"))
    assert found.text.startswith(wall.page.url.partition("/class/")[0] + "/class/join#" + desk.page.inner_text(".code"))
    phone = visit(found.text.partition(wall.page.url.partition("/class/")[0])[2], sign=".stake", viewport=PHONE)
    assert phone.page.inner_text("h1") == "Commissioner"
    assert wall.wrong == []


def test_a_phone_that_sleeps_wakes_in_its_seat(chromium, site, desk):
    """Every process of its browser stopped, as in a pocket; once awake it has the news and all that it had decided."""
    device = chromium.browser_type.launch(executable_path=CHROMIUM, args=QUIET.split())
    phone = Visit(device, site, viewport=PHONE)
    phone.page.goto(site + "/class")
    phone.page.fill("#code", desk.page.inner_text(".code"))
    phone.page.click("button.big")
    phone.page.wait_for_selector(".stake")
    desk.page.click("#do-started")
    at_step(phone, "#vote-power")
    phone.page.locator("#vote-power").fill("75")
    phone.page.wait_for_selector("text=Kept")
    phone.page.evaluate("window.ticks = 0; setInterval(() => { ticks += 1; }, 100)")
    processes = device.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    for one in processes:
        os.kill(one["id"], signal.SIGSTOP)
    desk.page.fill("#message", "Two minutes left")
    desk.page.click("text=Send")
    desk.page.wait_for_timeout(SLEEP * 1000)
    for one in processes:
        os.kill(one["id"], signal.SIGCONT)
    phone.page.wait_for_selector("text=Two minutes left", timeout=15_000)
    assert phone.page.evaluate("ticks") < 5 * SLEEP, "it was awake all the time"
    assert phone.page.input_value("#vote-power") == "75"
    assert phone.page.inner_text("h1") == "Commissioner"
    assert phone.wrong == []
    device.close()


def test_a_phone_that_drops_out_and_reloads_keeps_its_seat_and_its_decisions(visit, desk):
    """Off the network while it votes; what it put in is kept there, sent when it is back, and there after a reload."""
    phone = join(visit, desk)
    desk.page.click("#do-started")
    at_step(phone, "#vote-purpose")
    phone.page.context.set_offline(True)
    phone.page.locator("#vote-power").fill("75")
    phone.page.wait_for_selector("#state[data-state=away]")
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("#state[data-state=live]", timeout=20_000)
    desk.page.wait_for_selector("text=under way")
    phone.page.reload()
    at_step(phone, "#vote-power")
    assert phone.page.input_value("#vote-power") == "75"
    assert phone.page.inner_text("h1") == "Commissioner"


def test_rooms_and_seats_are_listed_as_long_as_they_stand(visit, desk):
    """A day later the device offers neither the desk nor the seat, and holds no key to either."""
    page, code = desk.page, desk.page.inner_text(".code")
    page.goto(page.url.split("#")[0].replace("desk", f"join#{code}"))
    page.click("button.big")
    page.wait_for_selector(".stake")
    now = time.time()
    for hours, is_listed in ((0, True), (23.9, True), (24.1, False)):
        page.clock.set_system_time(now + hours * 3600)
        for name, sign in (("desk", "#place"), ("join", "#code")):
            page.goto(page.url.split("/class/")[0] + f"/class/{name}")
            page.wait_for_selector(sign)
            assert page.locator("ul.seats a", has_text=code).count() == is_listed, (name, hours)
    assert page.evaluate("Object.keys(localStorage).filter((key) => /^lwsim.(desk|link|seat|until)/.test(key))") == []


def test_the_kit_prints_a_role_a_page(visit, tmp_path):
    """From the desk to the cards: six roles, six sheets of A4, without the bar; found fit for a screen too."""
    found = visit("/class/desk", sign="#place")
    with found.page.context.expect_page() as opened:
        found.page.click("text=Role cards")
    cards = opened.value
    cards.wait_for_selector("text=Print")
    assert violations(cards) == []
    printed = cards.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 6
    assert found.wrong == []


def test_the_class_stands_in_the_bar_and_keeps_colours_and_settings(visit):
    home = visit("/?place=small_town&years=0.25&s=mechanistic&s=relational")
    home.page.click("nav >> text=Class")
    home.page.wait_for_selector("#place")
    assert home.page.get_attribute("nav a[aria-current]", "href") == "../class/desk"
    home.page.click("#theme")
    home.page.click("#theme")
    assert home.page.evaluate("document.documentElement.dataset.theme") == "dark"
    home.page.click("#limits-show")
    assert home.page.is_visible("#limits-title")
    home.page.keyboard.press("Escape")
    home.page.click("nav >> text=Compare")
    home.page.wait_for_selector(".findings", timeout=60_000)
    assert home.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert home.page.inner_text("h1") == "Small Town", "what was set is still there"
    assert home.wrong == []
