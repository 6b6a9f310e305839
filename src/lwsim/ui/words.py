"""What the sliders say: both poles, and a sentence for where the slider stands; each tells of levers the model has."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from ..limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR
from ..report.context import FORCES
from ..rooms import all_parameters

SENTENCES = {
    "purpose": (
        (0.10, "Every effort goes to today's need. Caseloads stretch, courses are cut short, and thresholds follow the queue."),
        (0.25, "Mostly today's need. Caseloads stretch, and little free money goes to prevention or groups."),
        (0.40, "Where an ordinary system stands. Today's need comes first, and the future gets what is left."),
        (0.60, "Today and later share attention. Some free money goes to prevention, groups and learning."),
        (0.80, "Much is judged over years. Caseloads are held, courses run their length, free money is invested."),
        (1.01, "Nearly all is judged over years. Free money is invested; a queue today moves few thresholds."),
    ),
    "power": (
        (0.10, "Authority decides. Much is recorded and reported, and proven practice spreads by instruction."),
        (0.25, "Mostly assuring. Panels and records take hours, and little new is tried."),
        (0.40, "Where an ordinary system stands. Assuring comes first, with some room to try things."),
        (0.60, "Assuring and innovating share the ground. Some money and seats go to voluntary groups."),
        (0.80, "Power is shared. More is tried, partners decide together, less time goes on records."),
        (1.01, "Power is widely shared. Much is tried and decided together; instruction spreads little."),
    ),
    "practice": (
        (0.10, "Each practitioner keeps to the person in front of them. Clinical skill is learned fast; teams hand over cold."),
        (0.25, "Mostly one person at a time. Little time for teams, forums or communities."),
        (0.40, "Where an ordinary system stands. Individuals first, with a little time for the ties between."),
        (0.60, "Some hours each week go to teams and communities, and a forum of partners meets now and then."),
        (0.80, "Several hours a week go to teams, forums and communities. Handings-over are joined."),
        (1.01, "As much time as can be had goes to environments; less is left for each person this week."),
    ),
}
"""For each force, sentences with the setting below which each holds."""


class Force(NamedTuple):
    """A force as its slider shows it. today: where the ordinary system stands."""

    key: str
    left: str
    right: str
    today: float
    says: tuple[tuple[float, str], ...]

    def plain(self) -> dict[str, Any]:
        """As plain values for the browser."""
        return {**self._asdict(), "title": self.key.capitalize(), "says": [list(one) for one in self.says]}


def forces() -> tuple[Force, ...]:
    """The three forces in their order."""
    numbers = all_parameters()
    return tuple(
        Force(key, left, right, numbers[f"forces.ordinary_{key}"].value, SENTENCES[key]) for key, left, right in FORCES
    )


def sentence(force: str, setting: float) -> str:
    """What a slider says at a setting, 0..1."""
    return next(words for below, words in SENTENCES[force] if setting < below)


def rests_on() -> tuple[str, ...]:
    """On what every answer rests, as sentences: the model's numbers by how well they are known, and its limits."""
    standings = Counter(one.standing for one in all_parameters().values())
    counted = ", ".join(f"{count} {standing}" for standing, count in standings.most_common())
    return (
        f"{NOT_A_FORECAST} {WHAT_IT_IS_FOR}",
        f"Of the model's {standings.total()} numbers: {counted}. Each has a range and a source (page Why, Every assumption), "
        "and each plausible world draws anew all that are uncertain.",
        *LIMITS,
    )
