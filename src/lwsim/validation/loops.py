"""Small closed models of two loops, run in steps, whose behaviour is known exactly: the load loop and the capability trap."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """People with mild and severe distress who share a capacity; those it does not reach get worse.

    onset: people a year.  mild_ends, severe_ends: recoveries a year when met.  worsens: a year when not met.  severe_leaves: a
    year, met or not.  mild_takes, severe_takes: hours a year each.  Two steady states are possible exactly when
    severe_takes / (severe_ends + severe_leaves) > mild_takes / mild_ends: a severe case costs more over its life than a mild.
    """

    onset: float = 100.0
    mild_ends: float = 4.0
    worsens: float = 1.0
    severe_ends: float = 1.0
    severe_leaves: float = 0.1
    mild_takes: float = 10.0
    severe_takes: float = 60.0

    @property
    def can_be_bistable(self) -> bool:
        """Whether two steady states are possible at some capacity."""
        return self.severe_takes / (self.severe_ends + self.severe_leaves) > self.mild_takes / self.mild_ends

    def met(self, mild: float, severe: float, capacity: float) -> float:
        """Share of the hours asked for that there are."""
        asked = self.mild_takes * mild + self.severe_takes * severe
        return 1.0 if asked <= capacity else capacity / asked

    def settled(
        self, mild: float, severe: float, capacity: float, years: float = 400.0, step: float = 0.02
    ) -> tuple[float, float]:
        """Where the loop comes to rest from a start, at a capacity in hours a year."""
        for _ in range(round(years / step)):
            share = self.met(mild, severe, capacity)
            worse = (1.0 - share) * self.worsens * mild
            mild += step * (self.onset - share * self.mild_ends * mild - worse)
            severe += step * (worse - (share * self.severe_ends + self.severe_leaves) * severe)
        return mild, severe


def severe_after_sweep(load: Load, capacities: list[float]) -> list[float]:
    """Severe cases at rest, capacity by capacity, each started from where the one before came to rest."""
    mild, severe = load.onset / load.mild_ends, 0.0
    rests = []
    for capacity in capacities:
        mild, severe = load.settled(mild, severe, capacity)
        rests.append(severe)
    return rests


def capability(kept: float, time: float, before: float, after: float, fades: float) -> float:
    """Output over the old output, `time` after the share of hours for improving went from `before` to `after`, exactly."""
    jump = (1.0 - after) / (1.0 - before)
    ratio = after / before
    return kept * jump * (ratio + (1.0 - ratio) * math.exp(-time / fades))


def capability_by_steps(time: float, before: float, after: float, fades: float, step: float = 0.001) -> float:
    """The same by following capability, which improving builds and time wears, a short step at a time."""
    stock = before * fades
    start = stock * (1.0 - before)
    for _ in range(round(time / step)):
        stock += step * (after - stock / fades)
    return stock * (1.0 - after) / start
