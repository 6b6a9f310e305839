"""Turning all effort to today's need helps at once and leaves less capacity to meet it with later."""

from same_luck import forces, lives, scenario, yearly

WORLDS = (0, 1, 2)


def run() -> dict:
    """Firefighting (all forces 0.05) against the middle (0.5): need met in year 1, capacity and burnout in year 10."""
    found = {}
    for world in WORLDS:
        middle, fires = lives(
            [scenario("middle", forces=forces(0.5)), scenario("firefighting", forces=forces(0.05))], world, 10
        )
        first = (yearly(fires, "need_met") - yearly(middle, "need_met"))[0]
        capacity = (yearly(fires, "capacity_change") - yearly(middle, "capacity_change"))[-1]
        burnt = (yearly(fires, "burnt_out") - yearly(middle, "burnt_out"))[-1]
        found[world] = {
            "need_met_first_year": float(first),
            "capacity_tenth_year": float(capacity),
            "burnt_out_tenth_year": float(burnt),
        }
    return found


def is_shown(found: dict) -> bool:
    """In most worlds: more need met at first, then less capacity by five points or more, and more staff burnt out."""
    trapped = [
        one["need_met_first_year"] > 0 and one["capacity_tenth_year"] < -0.05 and one["burnt_out_tenth_year"] > 0
        for one in found.values()
    ]
    return sum(trapped) > len(trapped) / 2


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
