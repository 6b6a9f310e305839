"""A new practice that harms spreads where little is checked; on the same luck assurance stops such practices."""

from typing import Any

from same_luck import lives, scenario

WORLDS = (0, 2)
EASY = {"innovation.watching": 0.6, "innovation.withdraws": 0.01, "innovation.copies": 0.025, "innovation.evaporates": 0.002}
"""Within their ranges: what use shows is noisy, withdrawing is slow, copying fast, and little lapses."""

HARM = -0.005
"""True worth of a practice, as a share of an hour's effect, below which we call it harmful."""


class Practices:
    """Watches the widest use that each harmful practice reaches, as a share of practitioners."""

    def __init__(self) -> None:
        self.widest: dict[tuple[int, float], float] = {}

    def __call__(self, state: Any) -> None:
        """One week."""
        innovations, staff = state.innovations, state.staff
        holders = max(1, int(((staff.is_filled == 1) & (staff.is_open == 1)).sum()))
        for slot in (innovations.stage > 0).nonzero()[0]:
            worth = float(innovations.value[slot])
            if worth < HARM:
                name = (int(slot), round(worth, 6))
                self.widest[name] = max(self.widest.get(name, 0.0), float(innovations.users[slot]) / holders)


def run() -> dict:
    """Harmful practices proposed in eight years and the widest use of any, by assurance, by world."""
    found = {}
    for world in WORLDS:
        watchers: dict[int, Practices] = {}
        sides = [
            scenario("hardly any", forces={"power": 1.0}, parameters=EASY),
            scenario("fullest", forces={"power": 0.0}, parameters=EASY),
        ]
        lives(sides, world, 8, watch=lambda number, kept=watchers: kept.setdefault(number, Practices()))
        found[world] = {
            name: {"harmful": len(watchers[n].widest), "widest": max(watchers[n].widest.values(), default=0.0)}
            for n, name in enumerate(("hardly any", "fullest"))
        }
    return found


def is_shown(found: dict) -> bool:
    """In at least one world a harmful practice reaches a tenth of staff unchecked, and half as many at most when checked."""
    return any(
        one["hardly any"]["widest"] >= 0.10 and one["fullest"]["widest"] <= one["hardly any"]["widest"] / 2
        for one in found.values()
    )


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
