"""The address of a run: all that its numbers depend on, and the name that is made from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..about import VERSION
from ..luck import Luck
from ..place_file import Place
from ..scenario_file import Scenario
from ..worlds import luck_of

MODEL_FILES = (
    "units.py", "adding.py", "luck.py", "compiled.py", "parameters.py", "fields.py", "forces.py", "measures.py", "sums.py",
    "stocks.py", "lots.py", "parts.py", "build.py", "state.py", "model.py", "rooms.py", "totals.py", "single.py", "diary.py",
    "lives.py", "worlds.*", "place_facts.py", "place_file.py", "scenario_events.py", "scenario_file.py", "agents/*.py",
    "mechanisms/*.py",
)  # fmt: skip
"""The files of the package that a run's numbers can depend on."""
ACTS = ("forces", "money", "staff", "events")
WORLD = ("parameters", "switches", "rivals")
"""The sections of a scenario that a run depends on: what is done in the world, and what the world is."""
KEY_LETTERS = 32


@cache
def model_version() -> str:
    """Version and digest of the model's source: runs of two models never share a name."""
    package = Path(__file__).resolve().parents[1]
    said = hashlib.sha256()
    for pattern in MODEL_FILES:
        for path in sorted(package.glob(pattern)):
            said.update(path.relative_to(package).as_posix().encode() + b"\0")
            said.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"{VERSION}-{said.hexdigest()[:16]}"


def digest(value: Any) -> str:
    """A short name for plain values: equal for equal content, whatever the order of keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:KEY_LETTERS]


@dataclass(frozen=True)
class PlaceContent:
    """A place with the digest of its content, so that it is counted once and not at every run."""

    place: Place

    @cached_property
    def digest(self) -> str:
        """The name of the content."""
        return digest(self.place.table())


@dataclass(frozen=True)
class Run:
    """One run: place, scenario with every factor in it, world and its draws, luck, length, share of the adults.

    world: 0 the usual numbers.  seed: what the world's numbers are drawn from.  luck: the seed of the run's own luck.
    """

    place: PlaceContent
    scenario: Scenario
    world: int
    seed: int
    luck: int
    weeks: int
    sample: float

    @cached_property
    def acts(self) -> str:
        """What the scenario does, as JSON; neither its title nor its words count."""
        return self._section(ACTS)

    @cached_property
    def worldly(self) -> str:
        """What the scenario says of the world, as JSON."""
        return self._section(WORLD)

    def _section(self, names: tuple[str, ...]) -> str:
        table = self.scenario.table()
        kept = {name: table[name] for name in names if table.get(name)}
        return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def start(self) -> str:
        """The name of the settled start that the run goes on from; runs that share it share their first two years."""
        drawn_from = self.seed if self.world else 0
        return digest([self.place.digest, self.worldly, self.world, drawn_from, self.luck, self.sample])

    @cached_property
    def key(self) -> str:
        """The name of the run, and of its result in the store."""
        return digest([model_version(), self.start, self.acts, self.weeks])


def luck_for(seed: int, world: int, replicate: int, point: str = "") -> int:
    """The luck of a replicate of a world: the first has that of `lwsim compare`, every other one its own.

    point: a name for the point of the design, where points are not to share their luck.
    """
    base = luck_of(seed, world)
    if replicate > 1:
        base = int(Luck(base).key("world.replicate", replicate))
    return int(Luck(base).key(f"point {point}")) if point else base
