"""Every page in a real browser: answered by real runs, keyboard all through, free of axe's findings."""

import pytest

from lwsim.ui.site import PAGES as PAGES_OF_THE_APP

from .conftest import violations

pytestmark = pytest.mark.browser

SMALL = "place=small_town&years=1&s=mechanistic&s=relational"
WAIT = 240_000
PAGES = {
    "tensions": (f"/tensions?{SMALL}", ".tension svg rect"),
    "journeys": (f"/journeys?{SMALL}", ".lives h2"),
    "my-place": (f"/my-place?{SMALL}", ".cells input"),
    "inside": (f"/inside?{SMALL}", ".when[data-last='52']"),
    "forces": (f"/why?{SMALL}", ".drawing svg"),
    "mechanisms": (f"/why?{SMALL}&why.tab=mechanisms", ".basis .button.main"),
    "loops": (f"/why?{SMALL}&why.tab=loops", ".looping svg"),
    "assumptions": (f"/why?{SMALL}&why.tab=assumptions", ".rows .row"),
}


def opened(visit, name, **how):
    path, sign = PAGES[name]
    one = visit(path, "main h1", **how)
    one.page.wait_for_selector(sign, timeout=WAIT, state="attached")
    return one


def test_every_page_of_the_bar_is_answered_without_fault_and_axe_finds_nothing(visit):
    one = visit(f"/?{SMALL.replace('years=1', 'years=0.25')}")
    signs = {path.partition("?")[0]: sign for path, sign in reversed(PAGES.values())} | {"/inside": ".when[data-last]"}
    for title in [page.title for page in PAGES_OF_THE_APP[1:]]:  # the lighter pages behind the others have tests of their own
        link = one.page.get_by_role("navigation", name="Pages").get_by_role("link", name=title, exact=True)
        path = link.get_attribute("href").partition("?")[0]
        link.click()
        one.page.wait_for_function("path => location.pathname === path", arg=path, timeout=WAIT)
        one.page.wait_for_selector(signs.get(path, "main h1"), timeout=WAIT, state="attached")
        assert violations(one.page) == [], title
        for tab in ("Which mechanism", "Every assumption") if title == "Why" else ():
            one.page.get_by_role("button", name=tab, exact=True).click()
            one.page.wait_for_selector(".basis .button.main", timeout=WAIT)
            assert violations(one.page) == [], tab
    assert one.wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_answered_without_fault_and_axe_finds_nothing(visit, name, scheme):
    one = opened(visit, name, color_scheme=scheme)
    assert one.wrong == []
    assert violations(one.page) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone(visit, name):
    one = opened(visit, name, viewport={"width": 360, "height": 740})
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_waterfall_fits_a_phone(visit):
    """Read as text, for a number that is cut off is the whole of what a bar says."""
    page = opened(visit, "forces", viewport={"width": 390, "height": 844}).page
    edges = """() => { const card = document.querySelector(".drawing");
      const ends = (one) => { const { left, right } = one.getBoundingClientRect(); return [left, right]; };
      return [ends(card), [...card.querySelectorAll("text")].filter((one) => one.checkVisibility()).map(ends)]; }"""
    (left, right), texts = page.evaluate(edges)
    assert len(texts) > 10
    assert [text for text in texts if text[0] < left - 1 or text[1] > right + 1] == []


@pytest.mark.slow
def test_the_map_is_read_by_keyboard_and_its_dials_stand_in_the_link(visit):
    one = opened(visit, "tensions")
    one.page.locator(".tension svg").first.focus()
    one.page.keyboard.press("ArrowRight")
    one.page.wait_for_function("document.querySelector('.tension .told').innerText.startsWith('Purpose')")
    one.page.get_by_role("combobox", name="Colour").select_option("crisis_contacts")
    one.page.wait_for_function("document.querySelector('.tension figcaption b').innerText === 'Crisis contacts'")
    one.page.wait_for_function("location.search.includes('tensions.measure=crisis_contacts')")
    one.page.reload()
    one.page.wait_for_selector(".tension svg rect", timeout=WAIT, state="attached")
    assert one.page.locator(".tension figcaption b").first.inner_text() == "Crisis contacts"
    assert one.wrong == []


@pytest.mark.slow
def test_the_picture_plays_pauses_steps_and_tells_an_agents_state(visit):
    one = opened(visit, "inside")
    one.page.get_by_role("button", name="One week on").click()
    assert "week 1" in one.page.locator(".when").inner_text()
    one.page.locator("canvas").focus()
    one.page.keyboard.press("Space")
    one.page.wait_for_function("Number(document.querySelector('.when').dataset.rate) > 0", timeout=60_000)
    one.page.keyboard.press("Space")
    assert one.page.get_by_role("button", name="Play").is_visible()
    one.page.get_by_label("Look at").select_option("service 1")
    one.page.wait_for_selector(".agent h2")
    assert "Practitioners at work" in one.page.locator(".agent").inner_text()
    one.page.get_by_label("One of its practitioners").select_option(index=1)
    one.page.wait_for_function("document.querySelector('.agent').innerText.includes('Wellbeing')")
    one.page.wait_for_function("location.search.includes('inside.chosen=post')")
    assert one.wrong == []


@pytest.mark.slow
def test_who_asks_for_less_motion_steps(visit):
    one = opened(visit, "inside", reduced_motion="reduce")
    assert one.page.get_by_role("button", name="Play").is_disabled()
    one.page.get_by_role("button", name="One week on").click()
    assert "week 1" in one.page.locator(".when").inner_text()


@pytest.mark.slow
def test_the_five_assumptions_that_were_asked_for_stand_on_top(visit):
    one = opened(visit, "assumptions")
    one.page.get_by_role("button", name="Find the five that matter most").click()
    one.page.locator(".rows li:nth-child(1) .standing", has_text="leaned on, 1").wait_for(timeout=WAIT)
    one.page.locator(".rows li:nth-child(5) .standing", has_text="leaned on, 5").wait_for()
    assert one.wrong == []


@pytest.mark.slow
def test_an_assumption_is_found_changed_and_put_back(visit):
    one = opened(visit, "assumptions")
    one.page.get_by_label("Search").fill("lived half_life")
    one.page.locator(".rows code", has_text="forces.half_life").wait_for()
    one.page.get_by_label("Search").fill("forces.half_life")
    one.page.locator(".rows .row").first.click()
    slider = one.page.get_by_role("slider", name="forces.half_life")
    slider.focus()
    slider.press("PageUp")
    one.page.wait_for_selector(".rows li.changed", timeout=60_000)
    one.page.wait_for_function("location.search.includes('s=~')")
    one.page.get_by_role("button", name="As usual again", exact=True).click()
    one.page.wait_for_selector(".rows li.changed", state="detached", timeout=60_000)
    assert one.wrong == []
