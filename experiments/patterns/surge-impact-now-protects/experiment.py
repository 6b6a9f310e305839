"""In a surge of demand a system set on impact now protects people: more need met, fewer crises, fewer left without support."""

from same_luck import forces, lives, scenario, weekly

WORLDS = (0, 2, 5, 7)
SURGE = [{"week": 26, "kind": "demand_surge", "size": 3.0, "weeks": 39, "severity": 0.1}]
WEEKS = slice(40, 105)


def run() -> dict:
    """Impact-now (all forces 0.05) less relational (0.95), mid-surge to the end of year 2, with and without the surge."""
    found = {}
    for world in WORLDS:
        sides = [scenario("now", forces=forces(0.05)), scenario("later", forces=forces(0.95))]
        sides += [
            scenario("now, surge", forces=forces(0.05), events=SURGE),
            scenario("later, surge", forces=forces(0.95), events=SURGE),
        ]
        outcomes = lives(sides, world, 2.02)
        found[world] = {}
        for measure in ("need_met", "crisis_contacts", "people_unsupported"):
            calm_now, calm_later, now, later = (float(weekly(one, measure)[WEEKS].mean()) for one in outcomes)
            found[world][measure] = {"calm": calm_now - calm_later, "surge": now - later}
    return found


def is_shown(found: dict) -> bool:
    """In most worlds more need is met and crises are fewer in the surge, and in at least one fewer by more than without it."""
    protected = [one["need_met"]["surge"] > 0 > one["crisis_contacts"]["surge"] for one in found.values()]
    more = [one["crisis_contacts"]["surge"] < one["crisis_contacts"]["calm"] for one in found.values()]
    return sum(protected) > len(protected) / 2 and any(here and also for here, also in zip(protected, more, strict=True))


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
