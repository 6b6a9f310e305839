"""What a validation run keeps: weekly measures and counts of journeys; patterns are pure functions of it."""

from dataclasses import dataclass, field

import numpy as np

from ..measures import NAMES
from ..units import WEEKS_A_YEAR

_PLACE_OF = {name: place for place, name in enumerate(NAMES)}


@dataclass(frozen=True, eq=False)
class Record:
    """One run as validation sees it.

    weekly: (weeks, measures) in the order of `measures.NAMES`, without week 0.  adults: modelled people.
    counts: sums over the run by name.  lists: (n,) values by name, one for each journey or moment.
    """

    weekly: np.ndarray
    adults: int
    counts: dict[str, float]
    lists: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def years(self) -> float:
        """Length of the run."""
        return self.weekly.shape[0] / WEEKS_A_YEAR

    def mean(self, measure: str) -> float:
        """The mean week of a measure."""
        return float(self.weekly[:, _PLACE_OF[measure]].mean())

    def share(self, part: str, whole: str) -> float:
        """One count as a share of another; 0 where nothing was counted."""
        total = self.counts.get(whole, 0.0)
        return self.counts.get(part, 0.0) / total if total else 0.0

    def per_adult_a_year(self, count: str, adults: float = 1.0) -> float:
        """A count as a yearly rate for so many adults."""
        return self.counts.get(count, 0.0) / self.adults / self.years * adults

    def average(self, name: str) -> float:
        """The mean of a list; 0 where it is empty."""
        values = self.lists.get(name, np.empty(0))
        return float(values.mean()) if values.size else 0.0

    def middle(self, name: str) -> float:
        """The median of a list; 0 where it is empty."""
        values = self.lists.get(name, np.empty(0))
        return float(np.median(values)) if values.size else 0.0

    def share_where(self, name: str, low: float, high: float) -> float:
        """Share of a list's values from `low` up to and without `high`; 0 where it is empty."""
        values = self.lists.get(name, np.empty(0))
        return float(((values >= low) & (values < high)).mean()) if values.size else 0.0
