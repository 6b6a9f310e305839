"""The one place where numbers become a verdict: the same words in the terminal, the report and the app.

Who is ahead, on what, from when, in how many of the plausible worlds, by how much, whether the horizon hides
a turn, and what cannot be told yet. Need met and capacity built come first, then what went best and worst
elsewhere. Nothing is folded into a score, and no side is named the winner. The phrases for one measure are
in `sentences`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from . import statistics as st
from .comparison import Comparison
from .lead import Lead, lead_on, lead_on_total, share_first
from .sentences import kind_of, sentence_on, title_of
from .themes import CAPACITY, NEED, THEMES
from .wording import by_year, in_sentence, of_worlds, worlds_run

FEW_WORLDS = 20
"""Under this number of worlds an interval of nine in ten is little more than the extremes."""
NOTABLE = 2
"""How many other measures are named on each side."""
SPENT = "pounds"
"""The total that says what each side cost."""


@dataclass(frozen=True)
class Finding:
    """What is said on one measure. kind: a key of `sentences.SENTENCES`, such as 'ahead' or 'cannot tell'."""

    role: str
    measure: str
    kind: str
    leader: str | None
    sentence: str


@dataclass(frozen=True)
class PairVerdict:
    """The verdict on two scenarios: one sentence over all, then the findings."""

    first: str
    second: str
    opening: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Verdict:
    """The verdict on a comparison: each later scenario against the first, the order of all, what it does not say."""

    pairs: tuple[PairVerdict, ...]
    order: tuple[str, ...]
    cautions: tuple[str, ...]

    def text(self) -> str:
        """The whole verdict as lines for a terminal."""
        blocks = ["\n".join(self.order)] if self.order else []
        for pair in self.pairs:
            findings = [f"- {finding.role}: {finding.sentence}" for finding in pair.findings]
            blocks.append("\n".join([pair.opening, *findings]))
        blocks.append("\n".join(["What this does not say:", *(f"- {caution}" for caution in self.cautions)]))
        return "\n\n".join(blocks)

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values for JSON."""
        return asdict(self)


def verdict(comparison: Comparison) -> Verdict:
    """Word the verdict on a comparison from its numbers."""
    pairs = tuple(_pair(comparison, other) for other in comparison.others)
    is_ranked = len(comparison.sides) > 2 and comparison.setup.worlds > 1
    return Verdict(pairs, _order(comparison) if is_ranked else (), _cautions(comparison))


def _pair(comparison: Comparison, other: int) -> PairVerdict:
    """The verdict on the first scenario and another."""
    first, second = comparison.labels[0], comparison.labels[other]
    if comparison.is_identical(other):
        same = "every difference, on every measure, in every week and every world, is exactly zero"
        return PairVerdict(first, second, f"{first} and {second} came out identical: {same}.", ())
    heads = [lead_on(comparison, name, other) for name in (NEED, CAPACITY) if comparison.has(name)]
    named = [(lead.measure.title, lead) for lead in heads] + _notable(comparison, other) + _money(comparison, other)
    findings = tuple(
        Finding(role, lead.measure.name, kind_of(lead), lead.leader, sentence_on(lead, comparison.years))
        for role, lead in named
    )
    return PairVerdict(first, second, _opening(heads, comparison), findings)


def _opening(heads: Sequence[Lead], comparison: Comparison) -> str:
    """One sentence over all: who is ahead on need met and on capacity built."""
    if comparison.setup.worlds == 1:
        return "Only one world was run, so no interval can be given and no share of worlds."
    told = [lead for lead in heads if kind_of(lead) in ("ahead", "on average")]
    open_yet = [f"on {title_of(lead)}" for lead in heads if kind_of(lead) in ("cannot tell", "nothing")]
    level = [f"on {title_of(lead)}" for lead in heads if kind_of(lead) in ("same", "level")]
    parts = [" and ".join(_told(lead, place, told) for place, lead in enumerate(told))] if told else []
    if open_yet:
        parts.append(f"it cannot be told yet who is ahead {' or '.join(open_yet)}")
    if level:
        parts.append(f"the two are level {' and '.join(level)}")
    if not parts:
        return "Neither need met nor capacity built was measured."
    trade = "The two systems trade. " if len({lead.leader for lead in told}) > 1 else ""
    return f"{trade}By {by_year(comparison.years[-1])} {'; '.join(parts)}."


def _told(lead: Lead, place: int, told: Sequence[Lead]) -> str:
    """A lead within the opening: 'Relational is ahead on need met in 78 of 100 plausible worlds'."""
    average = " on average," if kind_of(lead) == "on average" else ""
    if place == 0:
        worlds = of_worlds(lead.ahead, lead.worlds)
        return f"{lead.leader} is ahead on {title_of(lead)}{average} in {worlds}"
    who = "" if told[0].leader == lead.leader else f"{lead.leader} "
    worlds = "all" if lead.ahead == lead.worlds else f"{lead.ahead:,}"
    return f"{who}on {title_of(lead)}{average} in {worlds}"


def _notable(comparison: Comparison, other: int) -> list[tuple[str, Lead]]:
    """What went best and worst for the later-named scenario elsewhere, a theme once at most.

    Whoever looks through many measures finds some that luck alone sets apart. One is named where so much would be found
    in any of all that are looked through in fewer than one comparison in twenty (Bonferroni).
    """
    themes = [theme for theme in THEMES if theme.an_end and not {NEED, CAPACITY} & set(theme.shown)]
    found = [[lead_on(comparison, name, other) for name in theme.shown if comparison.has(name)] for theme in themes]
    looked_through = sum(map(len, found))
    leads = []
    for some in found:
        sure = [one for one in some if one.chance * looked_through <= 1.0 - st.CONFIDENCE]
        told = [one for one in sure if kind_of(one) in ("ahead", "on average")]
        leads += sorted(told, key=lambda lead: _weight(lead, comparison))[-1:]
    leads.sort(key=lambda lead: _weight(lead, comparison), reverse=True)
    second = comparison.labels[other]
    best = [(f"Best for {second}", lead) for lead in leads if lead.leader == second][:NOTABLE]
    worst = [(f"Worst for {second}", lead) for lead in leads if lead.leader != second][:NOTABLE]
    return best + worst


def _weight(lead: Lead, comparison: Comparison) -> tuple[float, float]:
    """How notable a lead is: first the worlds it holds in, then its size beside the first side's level."""
    level = abs(float(comparison.yearly(0, lead.measure.name)[:, -1].mean()))
    return round(lead.share, 1), abs(lead.difference.mean) / max(level, 1e-9)


def _money(comparison: Comparison, other: int) -> list[tuple[str, Lead]]:
    """What each side cost over the horizon, where it was counted."""
    counted = any(measure.name == SPENT for measure in comparison.totals)
    return [("Money", lead_on_total(comparison, SPENT, other))] if counted else []


def _order(comparison: Comparison) -> tuple[str, ...]:
    """With three or four scenarios: in how many worlds each is first on need met and on capacity."""
    held_by = {3: "the three", 4: "the four"}[len(comparison.sides)]
    said = []
    for name in (NEED, CAPACITY):
        if comparison.has(name):
            counts = share_first(comparison, name)
            held = ", ".join(f"{label} in {counts[label]:,}" for label in sorted(counts, key=lambda it: -counts[it]))
            title, when = in_sentence(comparison.measure(name).title), by_year(comparison.years[-1])
            worlds = worlds_run(comparison.setup.worlds)
            said.append(f"Of {held_by}, first on {title} by {when}, in {worlds}: {held}.")
    return tuple(said)


def _cautions(comparison: Comparison) -> tuple[str, ...]:
    """What the verdict does not say."""
    setup = comparison.setup
    said = ["Which matters more, need met now or capacity for later: that is for people to weigh."]
    if setup.worlds == 1:
        said.append("How sure this is: one world shows what can happen, not how often. More worlds give an interval.")
    elif setup.drawn:
        said.append(
            f"What the model has wrong: the {setup.worlds:,} worlds differ by luck and in "
            f"{len(setup.drawn):,} numbers that are not known exactly, and in nothing that the model leaves "
            "out."
        )
    else:
        said.append(
            "What follows from not knowing the model's numbers: they were held at their central values, "
            "and the worlds differ by luck alone."
        )
    if 1 < setup.worlds < FEW_WORLDS:
        said.append(f"Where the edges lie: with only {setup.worlds} worlds a band is little more than the extremes.")
    if setup.sample < 1:
        share = f"{100 * setup.sample:.3g}%"
        said.append(
            f"What all adults would show: a sample of {share} is a smaller place, with smaller teams and fewer beds. With all "
            "of them differences may be larger or smaller, also by more than the intervals say."
        )
    return tuple(said)
