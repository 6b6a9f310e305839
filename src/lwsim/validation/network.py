"""A network of services in days, for the published Bristol model [murch-2021]: longest-waiting first, daily risk of leaving.

Not lwsim itself, whose step is a week and whose hours, not places, are what is short; a separate harness with the same order of
the list (`places.rank` without urgency), to show that queues of this kind, fed with published inputs, come out as published.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..adding import in_turn

Lengths = Callable[[np.random.Generator, int], np.ndarray]
"""Draws so many lengths of service, in days."""


@dataclass(frozen=True)
class Node:
    """One service: arrivals a day from outside, places, lengths of service, who moves where after it, and who leaves the queue.

    leaves: k and q of the daily risk 1 - 1 / (1 + (w / k)^q) after w days in the queue, or None.  leaves_to: where they go.
    A move to a name that is not in the network ends the journey.
    """

    name: str
    arrivals: float
    places: int
    lengths: Lengths
    moves: dict[str, float]
    leaves: tuple[float, float] | None = None
    leaves_to: dict[str, float] | None = None


def risk_of_leaving(days: np.ndarray, k: float, q: float) -> np.ndarray:
    """Chance a day that somebody who has queued for `days` leaves; none on the first."""
    return 1.0 - 1.0 / (1.0 + (days / k) ** q)


def survival(days: int, k: float, q: float) -> np.ndarray:
    """Share still in the queue at the start of each day 0..days if nobody were served."""
    return np.concatenate([[1.0], np.cumprod(1.0 - risk_of_leaving(np.arange(days), k, q))])


def steady_queue(arrivals: float, places: float, mean_length: float, k: float, q: float) -> tuple[float, float]:
    """Fluid limit of an overloaded queue with this risk of leaving: people queueing, and days waited by those served."""
    left = survival(5000, k, q)
    served = places / mean_length / arrivals
    wait = int(np.argmax(left <= served))
    return arrivals * float(left[1:wait].sum()), float(wait)


class Network:
    """The network, a day at a time; queues are cohorts by day of arrival, services by day of ending."""

    def __init__(self, nodes: tuple[Node, ...], days: int, seed: int) -> None:
        self.nodes, self.rng, self.horizon = nodes, np.random.default_rng(seed), days
        self.row = {node.name: i for i, node in enumerate(nodes)}
        self.queue = [np.zeros(days + 1, dtype=np.int64) for _ in nodes]
        self.ends = [np.zeros(days + 1, dtype=np.int64) for _ in nodes]
        self.inside = np.zeros(len(nodes), dtype=np.int64)
        self.queued, self.came = np.zeros((days, len(nodes))), np.zeros((days, len(nodes)))

    def _send(self, count: int, moves: dict[str, float], coming: np.ndarray) -> None:
        """Share `count` people out by `moves`; those who stay in the network come tomorrow."""
        if count == 0:
            return
        shares = list(moves.values())
        went = self.rng.multinomial(count, [*shares, max(0.0, 1.0 - in_turn(shares))])
        for name, number in zip(moves, went, strict=False):
            if name in self.row:
                coming[self.row[name]] += number

    def day(self, today: int, coming: np.ndarray) -> np.ndarray:
        """One day. coming: who was sent here yesterday. Returns who is sent on for tomorrow."""
        sent = np.zeros(len(self.nodes), dtype=np.int64)
        for i, node in enumerate(self.nodes):
            ended = int(self.ends[i][today])
            self.inside[i] -= ended
            self._send(ended, node.moves, sent)
            queue = self.queue[i]
            if node.leaves:
                waited = today - np.flatnonzero(queue[:today])
                left = self.rng.binomial(queue[today - waited], risk_of_leaving(waited, *node.leaves))
                queue[today - waited] -= left
                self._send(int(left.sum()), node.leaves_to or {}, sent)
            self._serve(i, node, today)
            new = int(coming[i]) + int(self.rng.poisson(node.arrivals))
            queue[today] = new
            self.came[today, i] = new
            self.queued[today, i] = queue[: today + 1].sum()
        return sent

    def _serve(self, i: int, node: Node, today: int) -> None:
        """Free places go to those who have waited longest; nobody starts on the day they came."""
        free = node.places - int(self.inside[i])
        queue = self.queue[i]
        waiting = queue[:today]
        before = np.cumsum(waiting) - waiting
        take = np.clip(free - before, 0, waiting)
        queue[:today] -= take
        count = int(take.sum())
        self.inside[i] += count
        ends = today + np.maximum(1, np.round(node.lengths(self.rng, count))).astype(np.int64)
        np.add.at(self.ends[i], ends[ends <= self.horizon], 1)

    def run(self) -> "Network":
        """All days."""
        coming = np.zeros(len(self.nodes), dtype=np.int64)
        for today in range(self.horizon):
            coming = self.day(today, coming)
        return self

    def mean_queue(self, name: str, first: int) -> float:
        """Mean number queueing at a node from day `first` on."""
        return float(self.queued[first:, self.row[name]].mean())

    def mean_arrivals(self, name: str, first: int) -> float:
        """Mean number coming to a node a day from day `first` on."""
        return float(self.came[first:, self.row[name]].mean())
