"""The first picture: the opening answer as a still page, there while the browser loads what follows the sliders."""

from functools import lru_cache

from ..answering.questions import Answer
from ..report.page import still
from . import asking

NOTICE = "Its sliders and tables are on their way."
FRAME = """<div id="first-picture" aria-busy="true" style="position:absolute;inset:0;z-index:5;overflow:auto">
<style>#loader-container {{ visibility: hidden }} #first-picture {{ background: #fcfbf8 }}
@media (prefers-color-scheme: dark) {{ #first-picture {{ background: #14181c }} }}</style>
<template shadowrootmode="open">{still}</template></div>
<script>new MutationObserver((_, watch) => {{
  if (!document.querySelector('.findings, [role=alert]')) return;
  document.getElementById('first-picture').remove(); watch.disconnect();
}}).observe(document.documentElement, {{childList: true, subtree: true}});</script>
"""
"""It stands above the page until that shows a verdict of its own, or says what is wrong."""


def first_picture() -> bytes:
    """A piece of HTML to stand at the beginning of a body; empty while the opening question is not answered."""
    answer = asking.opened()
    return _picture(answer) if answer else b""


@lru_cache(maxsize=1)
def _picture(answer: Answer) -> bytes:
    """Made once for each answer. answer: counts as itself."""
    return FRAME.format(still=still(answer.comparison, NOTICE)).encode()
