"""The question behind the page: everybody's life in two systems, lived by the desk's workers in the world of usual numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..answering.questions import Life, Start
from ..place_file import Place
from ..run_checks import check_size
from ..scenario_file import Scenario
from ..scenario_fit import check_fit
from ..units import weeks_from_years
from .choosing import Pair
from .recording import LifeStories, Lived


@dataclass(frozen=True)
class JourneyQuestion:
    """The same people of a place under two scenarios. Raises InputError for what cannot be run."""

    place: Place
    scenarios: tuple[Scenario, Scenario]
    years: float
    seed: int = 1
    sample: float = 0.1

    def __post_init__(self) -> None:
        """Refuse what cannot be run before anybody waits for it."""
        check_size(self.years, self.sample)
        for scenario in self.scenarios:
            check_fit(scenario, self.place, self.years)

    def bundles(self) -> tuple[tuple[LifeStories, ...], ...]:
        """A life for each scenario, each a part of its own: two workers take one each."""
        weeks = weeks_from_years(self.years)
        starts = [Start.of(self.place, one, self.seed, self.sample, 0) for one in self.scenarios]
        return tuple((LifeStories(Life.of(start, one, weeks)),) for start, one in zip(starts, self.scenarios, strict=True))

    def answer(self, kind: str, done: Mapping[int, Sequence[Lived]], seconds: float) -> Pair | None:
        """The two side by side, once both are in."""
        return Pair.of(done[0][0], done[1][0]) if len(done) == 2 else None
