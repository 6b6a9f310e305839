"""A relational shift is behind on need met at first and ahead later, in some plausible worlds and not in others."""

from same_luck import forces, lives, scenario, yearly

WORLDS = (2, 19, 37)
EARLY, LATE = slice(0, 2), slice(7, 10)


def run() -> dict:
    """Lead of the relational system (all forces 0.7) over the ordinary one in need met, early and late, by world."""
    found = {}
    for world in WORLDS:
        ordinary, relational = lives([scenario("ordinary"), scenario("relational", forces=forces(0.7))], world, 10)
        lead = yearly(relational, "need_met") - yearly(ordinary, "need_met")
        found[world] = {"early": float(lead[EARLY].mean()), "late": float(lead[LATE].mean())}
    return found


def is_shown(found: dict) -> bool:
    """Behind early by a tenth of a share point or more, and ahead late by as much, in at least one world."""
    return any(lead["early"] < -0.001 and lead["late"] > 0.001 for lead in found.values())


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
