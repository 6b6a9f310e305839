"""The kit for teachers is fresh: what is printed says what the phones say."""

import re
from pathlib import Path

import pytest

from lwsim.classroom.cards import to_markdown
from lwsim.classroom.compose import SURPRISES
from lwsim.classroom.roles import roles
from lwsim.teaching import kit

KIT = Path(__file__).resolve().parents[1] / "docs/teaching"
LINK = re.compile(r'href="([^"]*)"')


def test_the_role_cards_are_fresh():
    """Renew them with: lwsim class --cards > docs/teaching/role-cards.md"""
    assert (KIT / "role-cards.md").read_text(encoding="utf-8") == to_markdown()


@pytest.mark.parametrize("name", kit.KIT)
def test_a_page_of_the_kit_leads_only_to_pages_that_are_there(name):
    """On GitHub the files link to one another and into the checkout; in the browser nothing may lead nowhere."""
    page = kit.kit_page(name)
    assert page.startswith("<h1>")
    assert set(LINK.findall(page)) <= set(kit.KIT)


@pytest.mark.parametrize("name", ["guide", "role-cards", "questionnaire"])
def test_what_a_class_reads_names_no_file_of_the_source(name):
    assert re.findall(r"src/\S+|\S+\.(?:py|toml)\b", (KIT / f"{name}.md").read_text(encoding="utf-8")) == []


def test_the_guide_names_every_role_and_every_surprise():
    guide = (KIT / "guide.md").read_text(encoding="utf-8")
    told = " ".join(guide.lower().split())
    assert [role.title for role in roles().values() if role.title.lower() not in told] == []
    assert [says for says, _ in SURPRISES.values() if says.lower() not in told] == []
    for minutes in ("20 minutes", "45 minutes", "90 minutes"):
        assert f"## A plan for {minutes}" in guide
