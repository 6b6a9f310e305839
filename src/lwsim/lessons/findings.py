"""What a lesson may say of its own run: findings in double braces, worded from the numbers at hand and never before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from .. import statistics as st
from ..comparison import Comparison
from ..lead import lead_on
from ..sentences import sentence_on
from ..verdicts import verdict
from ..wording import by_year, in_full, in_sentence, of_worlds, side, size, worlds_run

BRACES = re.compile(r"\{\{\s*(\w+)(?:\s+(\w+))?\s*\}\}")


class Finding(NamedTuple):
    """One kind of finding: whether it speaks of a measure, what it says, and how it is worded from a comparison."""

    of_measure: bool
    says: str
    worded: Callable[[Comparison, str], str]


def asked(text: str) -> Iterator[tuple[str, str]]:
    """The findings that a text asks for: (kind, measure or nothing)."""
    for found in BRACES.finditer(text):
        yield found[1], found[2] or ""


def filled(text: str, comparison: Comparison) -> str:
    """A text with its findings filled in from a run."""
    return BRACES.sub(lambda found: FINDINGS[found[1]].worded(comparison, found[2] or ""), text)


def _lead(comparison: Comparison, name: str) -> str:
    return " ".join(sentence_on(lead_on(comparison, name, other), comparison.years) for other in comparison.others)


def _levels(comparison: Comparison, name: str) -> str:
    """Where each scenario starts and ends."""
    measure = comparison.measure(name)
    parts = []
    for number, label in enumerate(comparison.labels):
        start = float(st.mean(comparison.weekly(number, name)[:, 0]))
        end = float(st.mean(comparison.yearly(number, name)[:, -1]))
        parts.append(f"{label} goes from {in_full(measure, start)} to {in_full(measure, end)}")
    return f"{measure.title}: {'; '.join(parts)} by {by_year(comparison.years[-1])}."


def _early_late(comparison: Comparison, name: str) -> str:
    """The first year against the last: worse before better, better before worse, or neither."""
    return " ".join(_early_late_of(comparison, name, other) for other in comparison.others)


def _early_late_of(comparison: Comparison, name: str, other: int) -> str:
    measure, better = comparison.measure(name), comparison.measure(name).better or 1
    apart = st.paired_difference(comparison.yearly(0, name), comparison.yearly(other, name))
    first, last = float(st.mean(apart[:, 0])), float(st.mean(apart[:, -1]))
    who, than = comparison.labels[other], comparison.labels[0]
    told = (
        f"{who} against {than} on {in_sentence(measure.title)}: {size(measure, first)} {side(first)} in year 1, "
        f"{size(measure, last)} {side(last)} by {by_year(comparison.years[-1])}"
    )
    ways = int(np.sign(first) * better), int(np.sign(last) * better)
    shape = {
        (-1, 1): "worse before better",
        (1, -1): "better before worse",
        (1, 1): "better from the first year on, on average",
        (-1, -1): "worse from the first year on, on average",
    }.get(ways, "no clear shape")
    dipped = int((apart[:, 0] * better < 0).sum())
    worlds = f" It is behind in the first year in {of_worlds(dipped, apart.shape[0])}." if apart.shape[0] > 1 else ""
    return f"{told}: {shape} in this run.{worlds}"


def _verdict(comparison: Comparison, name: str) -> str:
    return " ".join(pair.opening for pair in verdict(comparison).pairs)


def _worlds(comparison: Comparison, name: str) -> str:
    return worlds_run(comparison.setup.worlds)


def _ranking(comparison: Comparison, name: str) -> str:
    """The scenarios in order, the best first, and in how many worlds that one is best."""
    measure, better = comparison.measure(name), comparison.measure(name).better or 1
    ends = [better * float(st.mean(comparison.yearly(number, name)[:, -1])) for number in range(len(comparison.sides))]
    order = np.argsort(ends)[::-1]
    ranked = ", then ".join(comparison.labels[number] for number in order)
    firsts = np.argmax(
        np.stack([better * comparison.yearly(number, name)[:, -1] for number in range(len(comparison.sides))]), axis=0
    )
    wins = int((firsts == order[0]).sum())
    worlds = of_worlds(wins, comparison.setup.worlds)
    return f"On {in_sentence(measure.title)}, on average, best first: {ranked}. The first of them is best in {worlds}."


FINDINGS: dict[str, Finding] = {
    "lead": Finding(True, "who is ahead on a measure, in how many worlds, by how much", _lead),
    "levels": Finding(True, "where a measure starts and ends under each scenario", _levels),
    "early_late": Finding(True, "the first year against the last: worse before better, or not", _early_late),
    "ranking": Finding(True, "the order of the scenarios on a measure", _ranking),
    "verdict": Finding(False, "the opening sentence of the verdict", _verdict),
    "worlds": Finding(False, "how many plausible worlds were run", _worlds),
}
"""Every kind of finding, with what it says."""
