"""At one capacity, does a system that starts with severe need stay in a worse state than one that starts with mild need?"""

from typing import Any

import numpy as np
from same_luck import lives, scenario

from lwsim.agents.kinds import WELL
from lwsim.rooms import all_parameters

HIGH = (
    "caseload.severity_costs",
    "need.remission_severity",
    "need.held_back",
    "need.step",
    "support.heals_therapy",
    "support.heals_team",
    "help_seeking.ask_mild",
    "help_seeking.ask_moderate",
    "help_seeking.ask_severe",
)
"""Numbers that strengthen the loop, at the high end of their ranges."""

LOW = ("need.remission_later", "need.easing", "caseload.hours_therapy", "caseload.hours_team")
"""Numbers that weaken it, at the low end."""

WORSENING = 0.008
YEARS = 15
MILD, SEVERE = 0.3, 0.9


class Severe:
    """Watches the share of adults in severe distress."""

    def __init__(self) -> None:
        self.weeks: list[float] = []

    def __call__(self, state: Any) -> None:
        """One week."""
        people, edge = state.people, state.p.need.severe_edge
        self.weeks.append(float(((people.place != WELL) & (people.severity >= edge)).mean()))


def start(state: Any, number: int) -> None:
    """Everybody in need begins mild in the first life, severe in the second."""
    people = state.people
    ill = people.place != WELL
    people.severity[ill] = MILD if number == 0 else np.maximum(people.severity[ill], np.float32(SEVERE))


def run() -> dict:
    """Share of adults in severe distress in the first and last year, from a mild and a severe start."""
    declared = all_parameters()
    numbers = {name: declared[name].high for name in HIGH} | {name: declared[name].low for name in LOW}
    numbers["need.worsening"] = WORSENING
    watchers: dict[int, Severe] = {}
    one = scenario("strong loop", years=float(YEARS), parameters=numbers)
    lives([one, one], 0, YEARS, change=start, watch=lambda number: watchers.setdefault(number, Severe()))
    years = {
        name: np.reshape(watchers[n].weeks, (YEARS, 52)).mean(axis=1) for n, name in enumerate(("mild start", "severe start"))
    }
    return {name: {"first": float(mean[0]), "last": float(mean[-1])} for name, mean in years.items()}


def is_shown(found: dict) -> bool:
    """In the last year the two lives still stand at least half as far apart as in the first."""
    first = found["severe start"]["first"] - found["mild start"]["first"]
    last = found["severe start"]["last"] - found["mild start"]["last"]
    return last > first / 2


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
