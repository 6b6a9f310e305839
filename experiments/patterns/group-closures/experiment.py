"""Voluntary groups close when their money is short and short-term."""

from same_luck import lives, scenario, weekly

from lwsim.rooms import all_parameters

SHORT_TERM = ("commissioning.contract_weeks", "commissioning.grant_weeks", "commissioning.renewed", "growth.closes_at")
"""Contracts and grants as short, renewal as unlikely and creditors as impatient as their ranges allow."""

COSTLY = ("commissioning.squeezed", "growth.overhead")
"""Squeeze at each renewal, and overheads that contracts do not cover, as high as their ranges allow."""

CUT = [{"week": 26, "kind": "cut", "pot": "voluntary", "share": 0.6}]


def run() -> dict:
    """Groups open after ten years: usual terms, hard terms, and hard terms with a cut of three fifths."""
    declared = all_parameters()
    hard = {name: declared[name].low for name in SHORT_TERM} | {name: declared[name].high for name in COSTLY}
    (usual,) = lives([scenario("usual")], 0, 10)
    terms, cut = lives([scenario("hard", parameters=hard), scenario("hard, cut", parameters=hard, events=CUT)], 0, 10)
    return {
        name: int(weekly(one, "groups_open")[-1]) for name, one in (("usual", usual), ("hard terms", terms), ("and a cut", cut))
    }


def is_shown(found: dict) -> bool:
    """Hard terms close groups that usual terms keep, and a cut on top closes no fewer."""
    return found["and a cut"] <= found["hard terms"] < found["usual"]


if __name__ == "__main__":
    numbers = run()
    print(numbers, "comes out" if is_shown(numbers) else "does not come out")
