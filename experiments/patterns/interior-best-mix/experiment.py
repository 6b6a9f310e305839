"""Holding the forces in tension beats both poles, on some measure in some plausible worlds."""

from same_luck import forces, lives, scenario, yearly

WORLDS = (0, 2, 3)
SETTINGS = (0.1, 0.5, 0.9)


def run() -> dict:
    """People in distress (mean of ten years) with all forces at each setting, by world."""
    found = {}
    for world in WORLDS:
        outcomes = lives([scenario(f"all at {value}", forces=forces(value)) for value in SETTINGS], world, 10)
        found[world] = {
            value: float(yearly(one, "people_in_need").mean()) for value, one in zip(SETTINGS, outcomes, strict=True)
        }
    return found


def is_shown(found: dict) -> bool:
    """In at least one world the middle has fewer people in distress than both poles."""
    return any(people[0.5] < min(people[0.1], people[0.9]) for people in found.values())


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
