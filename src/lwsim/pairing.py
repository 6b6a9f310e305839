"""The same luck in two to four systems: every plausible world is lived under each scenario from one shared start."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .about import VERSION
from .batch.pool import in_order
from .comparison import FEWEST_SIDES, MOST_SIDES, Comparison, Setup, Side
from .diary import Told
from .errors import InputError, shown
from .measures import described
from .model import begin
from .place_file import Place
from .readiness import make_ready
from .rooms import all_parameters
from .run_checks import LARGEST_SEED, LARGEST_WORLD, check_size, whole_number
from .scenario_file import Scenario
from .scenario_fit import check_fit
from .single import Outcome, as_place, as_scenario, live, world_of
from .state import State
from .totals import TOTALS
from .units import weeks_from_years


@dataclass(frozen=True)
class Pairing:
    """One world to be lived under every scenario."""

    place: Place
    scenarios: tuple[Scenario, ...]
    weeks: int
    seed: int
    sample: float
    world: int


def live_pairing(task: Pairing) -> list[Outcome]:
    """One world under every scenario; scenarios that agree on what the world is share its past and are forked from it."""
    starts: dict[tuple, State] = {}
    outcomes = []
    for scenario in task.scenarios:
        world = world_of(scenario)
        if world not in starts:
            starts[world] = begin(task.place, scenario, seed=task.seed, sample=task.sample, world=task.world)
        outcomes.append(live(starts[world], scenario, task.weeks))
    return outcomes


def worlds_of(count: int) -> range:
    """The worlds of a comparison: 1..count drawn ones, or the usual numbers (world 0) when there is only one."""
    return range(1, count + 1) if count > 1 else range(1)


def compare(
    place: Place | str | Path,
    scenarios: Sequence[Scenario | str | Path],
    *,
    worlds: int = 40,
    years: float | None = None,
    seed: int = 1,
    sample: float = 1.0,
    workers: int | None = None,
    on_world: Told | None = None,
) -> Comparison:
    """Compare two to four scenarios on a place, on the same luck in `worlds` plausible worlds.

    Raises InputError for a name or a file that cannot be used, a scenario that does not fit the place, a number out of range.

    years: the horizon, the longest the scenarios suggest if left out.  sample: share of the adults.  workers: processes, all
    cores if left out, 1 for this one alone. The result does not depend on their number, and they do not read the script that
    calls this: it needs no `if __name__ == "__main__":`.
    """
    if isinstance(scenarios, str):
        raise InputError("comparison", "scenarios", shown(scenarios), "a list of names", f"give [{shown(scenarios)}, ...]")
    worlds, seed = whole_number("worlds", worlds, 1, LARGEST_WORLD), whole_number("seed", seed, 0, LARGEST_SEED)
    whole_number("workers", 1 if workers is None else workers, 1, LARGEST_WORLD)
    where, what = as_place(place), tuple(map(as_scenario, scenarios))
    if not FEWEST_SIDES <= len(what) <= MOST_SIDES:
        raise InputError("comparison", "scenarios", len(what), "two to four scenarios", "name A and B, and C and D if you like")
    length = max(one.years for one in what) if years is None else years
    length, sample = check_size(length, sample, where.adults)
    for one in what:
        check_fit(one, where, length)
    tasks = [Pairing(where, what, weeks_from_years(length), seed, sample, world) for world in worlds_of(worlds)]
    found: list[list[Outcome]] = []
    make_ready()
    for outcomes in in_order(live_pairing, tasks, workers):
        found.append(outcomes)
        if on_world:
            on_world(len(found), len(tasks))
    return compared(where, what, found, length, seed, sample, worlds > 1)


def compared(
    place: Place,
    scenarios: Sequence[Scenario],
    found: Sequence[Sequence[Outcome]],
    years: float,
    seed: int,
    sample: float,
    is_drawn: bool,
) -> Comparison:
    """The comparison of runs already lived. found: [world][scenario].  is_drawn: whether worlds are plausible ones."""
    sides = tuple(
        Side.of(one.name or one.title, one.title, [outcomes[place_in] for outcomes in found], TOTALS)
        for place_in, one in enumerate(scenarios)
    )
    drawn = tuple(name for name, p in all_parameters().items() if p.low < p.high) if is_drawn else ()
    setup = Setup(years, len(found), seed, sample, VERSION, drawn)
    return Comparison(place.title, sides, tuple(described()), tuple(TOTALS.values()), setup)
