"""The kit on paper: guide, role cards and questionnaire as pages that print well, from the files in docs/teaching."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

from ..errors import InputError
from .framed import Sheet

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
KIT = {
    "guide": "Facilitator's guide",
    "role-cards": "Role cards",
    "questionnaire": "Questionnaire",
    "lessons": "Writing a lesson",
}
"""The files, each a page below /class, with their titles in the browser."""
SHEETS = tuple(Sheet(f"class/{name}", "kit.js", title, f"kit {name}", has_bar=True) for name, title in KIT.items())
NEIGHBOUR = re.compile(r'<a href="([\w-]+)\.md">')
OUTSIDE = re.compile(r'<a href="\.\./[^"]*">(.*?)</a>')


def kit_folder() -> Path:
    """The folder of the kit: beside the code where installed, in docs of a checkout otherwise. Raises InputError."""
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "teaching_kit", here.parents[2] / "docs" / "teaching"):
        if folder.is_dir():
            return folder
    raise InputError("docs/teaching", "", "not there", "", "install lwsim again, or run it from a whole checkout")


def kit_page(name: str) -> str:
    """A file of the kit as HTML: links to its neighbours lead to their pages, those into a checkout are plain words."""
    html = MARKDOWN.render((kit_folder() / f"{name}.md").read_text(encoding="utf-8"))
    return OUTSIDE.sub(r"\1", NEIGHBOUR.sub(r'<a href="\1">', html))
