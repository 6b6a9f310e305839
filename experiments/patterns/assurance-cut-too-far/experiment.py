"""When assurance is cut to nearly nothing, quality varies more between practitioners and crises rise."""

from typing import Any

from same_luck import lives, scenario, yearly

WORLDS = (0, 2)
POWERS = (None, 1.0)
"""Stated power: as today, and as far from assurance as it goes."""


class Variation:
    """Watches how far practitioners' skill lies apart (standard deviation)."""

    def __init__(self) -> None:
        self.weeks: list[float] = []

    def __call__(self, state: Any) -> None:
        """One week."""
        holds = (state.staff.is_filled == 1) & (state.staff.is_open == 1)
        self.weeks.append(float(state.staff.skill[holds].std()))


def run() -> dict:
    """Variation of skill and crisis contacts in the last two of eight years, today's assurance and hardly any, by world."""
    found = {}
    for world in WORLDS:
        watchers: dict[int, Variation] = {}
        sides = [scenario(f"power {power}", forces={} if power is None else {"power": power}) for power in POWERS]
        outcomes = lives(sides, world, 8, watch=lambda number, kept=watchers: kept.setdefault(number, Variation()))
        found[world] = {
            name: {
                "variation": sum(watchers[n].weeks[-104:]) / 104,
                "crises": float(yearly(outcomes[n], "crisis_contacts")[-2:].mean()),
            }
            for n, name in enumerate(("today", "hardly any"))
        }
    return found


def is_shown(found: dict) -> bool:
    """Quality varies more by a twentieth or more in every world, and crises are more in at least one."""
    wider = all(one["hardly any"]["variation"] > 1.05 * one["today"]["variation"] for one in found.values())
    return wider and any(one["hardly any"]["crises"] > one["today"]["crises"] for one in found.values())


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
