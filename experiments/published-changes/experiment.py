"""Published changes of capacity and organisation, made in a real place, beside what their studies found."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lwsim import statistics as st
from lwsim.agents.kinds import COMMUNITY_TEAM
from lwsim.forces import LEVERS
from lwsim.scenario_file import Scenario
from lwsim.single import Outcome, as_scenario
from lwsim.units import WEEKS_A_YEAR

sys.path.insert(0, str(Path(__file__).parents[1] / "patterns"))
from same_luck import lives, scenario, yearly

WORLDS = range(1, 9)
YEARS = 5
SETTLED = slice(2, YEARS)
"""The years read: the third to the last, when a change has had time to settle."""
TEAM = {
    "key": "new_living_well_team",
    "employer": "Living Well alliance",
    "posts": {"clinician": 20.4, "support_worker": 17.9, "peer_worker": 12.7},
}
"""As `scenarios/living-well-team.toml`, but of 51 posts: what 3 million pounds a year pay, as planned in Salford."""
KEPT_DOORS = ("one_door", "forum", "deciding")
"""Levers that join agencies up; those that change what care does are off."""


@dataclass
class Lived:
    """A life, with people referred to community teams in each week at the place's full size."""

    outcome: Outcome | None = None
    referred: list[float] = field(default_factory=list)

    def watched(self, state: Any) -> None:
        """Note a week's referrals."""
        self.referred.append(float(state.services.referred[state.services.kind == COMMUNITY_TEAM].sum() / state.scale))


Read = Callable[[Lived, Lived], float]
"""What a change did, as a share of what was there before."""


@dataclass(frozen=True)
class Change:
    """A published change: what was found, what is read of which two lives, and between what the mean agrees with it."""

    title: str
    found: str
    reads: str
    before: Scenario
    after: Scenario
    read: Read
    low: float
    high: float


def share(measure: str) -> Read:
    """Reads the change of a measure over the settled years."""

    def read(before: Lived, after: Lived) -> float:
        return float(yearly(after.outcome, measure)[SETTLED].mean() / yearly(before.outcome, measure)[SETTLED].mean() - 1.0)

    return read


def referrals(before: Lived, after: Lived) -> float:
    """Reads the change of referrals to community teams over the settled years."""
    first, last = (np.reshape(one.referred, (YEARS, WEEKS_A_YEAR))[SETTLED].sum() for one in (before, after))
    return float(last / first - 1.0)


def changes() -> list[Change]:
    """The published changes that this model has the parts for."""
    ordinary = as_scenario("ordinary")
    team = scenario("team", events=[{"week": 26, "kind": "open_service", "service_kind": "living_well", **TEAM}])
    more = scenario("more", staff={"change": 0.5}, money={"change": 0.5})
    few, many = (scenario(str(full), parameters={"places.booked": full}) for full in (0.90, 0.72))
    peers = scenario("peers", events=[{"week": 1, "kind": "hire_peers", "service": "community_team_central", "posts": 10.0}])
    off = {f"lever_{name}": False for name in LEVERS if name not in KEPT_DOORS}
    off |= {"strain_of_distance": False, "coupling": False}
    apart = scenario("apart", switches=off)
    joined = scenario("joined", switches=off, forces={"practice": 1.0, "power": 0.6})
    return [
        Change(
            "A Living Well front door (Lambeth, 2013)",
            "monthly referrals to secondary care fell by half [lambeth-lga] or by 80% [living-well-lambeth]: "
            "advocates' accounts without a control, so half of the smaller claim is let pass. "
            "The plan was a tenth, then a quarter [lambeth-hub-plan]",
            "referrals to community teams, a team of 51 opened", ordinary, team, referrals, -0.80, -0.25,
        ),
        Change(
            "Treatment doubled in England, 2007 to 2023",
            "treated 24.4 to 47.7%, prevalence 17.6 to 22.6% [apms-2023]: more access did not lower prevalence",
            "people in need, half as much staff and money again", ordinary, more, share("people_in_need"), -0.05, 0.30,
        ),
        Change(
            "The same", "twice as many treated", "need met, half as much staff and money again",
            ordinary, more, share("need_met"), 0.05, 1.0,
        ),
        Change(
            "Smaller caseloads (UK700, 1999)", "no fewer days in hospital [burns-1999]",
            "admissions, caseloads a fifth smaller", few, many, share("admissions"), -0.05, 0.05,
        ),
        Change(
            "Peer workers added to teams", "symptoms and service use hardly moved [peer-review-2021]",
            "people in need, ten peer workers in a team", ordinary, peers, share("people_in_need"), -0.01, 0.01,
        ),
        Change(
            "Agencies joined, care unchanged", "access and continuity up [access-2002; fort-bragg]",
            "people turned away", apart, joined, share("turned_away"), -1.0, -0.05,
        ),
        Change(
            "The same", "clinical outcomes about where they were [access-2002; fort-bragg; stark-county]",
            "people in need", apart, joined, share("people_in_need"), -0.01, 0.01,
        ),
    ]  # fmt: skip


def lived(change: Change, world: int) -> tuple[Lived, Lived]:
    """Both lives of a change in one plausible world. Where parameters differ each has its own past, on the same luck."""
    pair = Lived(), Lived()
    both = [change.before, change.after]
    if change.before.parameters == change.after.parameters:
        found = lives(both, world, YEARS, watch=lambda number: pair[number].watched)
    else:
        found = [lives([one], world, YEARS, watch=lambda _, to=to: to.watched)[0] for one, to in zip(both, pair, strict=True)]
    for one, outcome in zip(pair, found, strict=True):
        one.outcome = outcome
    return pair


def run() -> list[tuple[Change, st.Summary]]:
    """Each change with what came of it over the plausible worlds."""
    known: dict[tuple[str, str], list[tuple[Lived, Lived]]] = {}
    found = []
    for change in changes():
        key = change.before.title, change.after.title
        known[key] = known.get(key) or [lived(change, world) for world in WORLDS]
        found.append((change, st.summary(np.array([change.read(*pair) for pair in known[key]]))))
    return found


def agrees(change: Change, came: st.Summary) -> bool:
    """Whether the mean over worlds lies where the studies leave room for it."""
    return change.low <= float(came.mean) <= change.high


def table(found: list[tuple[Change, st.Summary]]) -> str:
    """The results as Markdown."""
    lines = [
        "| change | published | read here | lwsim, mean (95% of the mean) | nine worlds in ten | agrees |",
        "|---|---|---|---|---|---|",
    ]
    for change, came in found:
        mean, low, high, mean_low, mean_high = (f"{100 * float(value):+.1f}%".replace("-", "−") for value in came)
        numbers = f"{mean} ({mean_low} to {mean_high}) | {low} to {high}"
        lines.append(
            f"| {change.title} | {change.found} | {change.reads} | {numbers} | {'yes' if agrees(change, came) else '**no**'} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(run()))
