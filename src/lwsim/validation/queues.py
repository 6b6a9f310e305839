"""Queueing theory, and a single queue run by lwsim's own rule for giving places, to be held against it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binom, poisson

from ..agents.columns import blank
from ..agents.counts import new_tally
from ..agents.groups import Groups
from ..agents.kinds import IN_CARE, NOBODY, WAITING, WELL
from ..agents.people import People
from ..agents.practitioners import Practitioners
from ..agents.services import Services
from ..mechanisms.places import Places, give_places


@dataclass(frozen=True)
class Queue:
    """Long-run figures of a queue: chance of waiting, mean number waiting, mean wait, share who give up, places in use."""

    waits: float
    length: float
    wait: float
    gives_up: float
    used: float


def erlang_a(arrivals: float, service: float, places: int, patience: float, most: int = 5000) -> Queue:
    """The exact queue M/M/c+M [erlang]: Poisson arrivals, exponential service and patience; patience 0 = Erlang-C (M/M/c)."""
    logs = [0.0]
    for n in range(1, most):
        leaving = min(n, places) * service + max(n - places, 0) * patience
        logs.append(logs[-1] + np.log(arrivals / leaving))
        if logs[-1] < max(logs) - 60.0 and n > places:
            break
    share = np.exp(np.array(logs) - max(logs))
    share /= share.sum()
    there = np.arange(share.size)
    length = float((np.maximum(there - places, 0) * share).sum())
    busy = float((np.minimum(there, places) * share).sum())
    return Queue(float(share[places:].sum()), length, length / arrivals, patience * length / arrivals, busy / places)


def _patient(places_numbers: Any) -> Any:
    """The model's numbers of giving places, with everybody coming when called and no urgency: first come, first served."""
    return places_numbers._replace(attends=1.0 - 1e-12, bounce_odds=1.0, urgency=0.0, token_contacts=0.0)


def in_steps(arrivals: float, service: float, places: int, patience: float, most: int = 400) -> Queue:
    """The same queue in steps: endings, then givings-up, then arrivals, then places. Exact, by its chain; waits: NaN."""
    n = np.arange(most)
    chain = np.zeros((most, most))
    coming = poisson.pmf(n, arrivals)
    for now in range(most):
        busy, waiting = min(now, places), max(now - places, 0)
        left = np.convolve(binom.pmf(np.arange(busy + 1), busy, service), binom.pmf(np.arange(waiting + 1), waiting, patience))
        stays = np.zeros(most)
        stays[now - np.arange(left.size)] = left
        chain[now] = np.convolve(stays, coming)[:most]
    chain /= chain.sum(axis=1, keepdims=True)
    table = np.vstack([chain.T - np.eye(most), np.ones(most)])
    share = np.linalg.lstsq(table, np.concatenate([np.zeros(most), [1.0]]), rcond=None)[0]
    length = float((np.maximum(n - places, 0) * share).sum())
    busy_mean = float((np.minimum(n, places) * share).sum())
    return Queue(float("nan"), length, length / arrivals, patience * length / arrivals, busy_mean / places)


MOST_STEPS = 32_000
"""Weeks are 16-bit numbers in the model's columns."""


class OwnQueue:
    """One service with `places` practitioners of one place each, run by `mechanisms.places.give_places` in short steps.

    arrivals, service, patience: chances (or mean numbers) a step, small, so that steps come close to continuous time.
    """

    def __init__(
        self, arrivals: float, service: float, places: int, patience: float, *, seed: int = 1, slots: int = 400
    ) -> None:
        self.arrivals, self.service, self.patience = arrivals, service, patience
        self.people, self.staff = blank(People, slots), blank(Practitioners, places)
        self.services, self.groups = blank(Services, 1), blank(Groups, 0)
        self.people.staff[:] = NOBODY
        self.people.group[:] = NOBODY
        self.people.who[:] = np.arange(slots)
        self.p = _patient(Places.plain({}))
        self.rng = np.random.default_rng(seed)
        self.keys = np.zeros(2, dtype=np.uint64)
        self.tally = new_tally(1, 1)
        self.week, self.waited = 0, 0.0

    def step(self) -> tuple[int, int, int]:
        """People come, end, give up, and are called. Returns who came, who gave up, and who started at once."""
        people, rng = self.people, self.rng
        self.week += 1
        ending = np.flatnonzero((people.place == IN_CARE) & (rng.random(people.who.size) < self.service))
        self.staff.caseload[people.staff[ending]] -= 1
        self._free(ending)
        giving_up = np.flatnonzero((people.place == WAITING) & (rng.random(people.who.size) < self.patience))
        self.waited += float((self.week - people.since[giving_up]).sum())
        self._free(giving_up)
        came = int(rng.poisson(self.arrivals))
        fresh = np.flatnonzero(people.place == WELL)[:came]
        if fresh.size < came:
            raise ValueError("more people than slots: give OwnQueue more slots")
        people.place[fresh] = WAITING
        people.since[fresh] = people.clock[fresh] = self.week
        people.service[fresh] = 0
        rooms = 1.0 - self.staff.caseload.astype(float)
        need = np.flatnonzero(people.place == WAITING).astype(np.int32)
        since = people.since[need].copy()
        give_places(
            people,
            need,
            need.size,
            self.week,
            self.services,
            self.groups,
            self.staff,
            rooms,
            self.tally,
            self.keys,
            False,
            False,
            0.0,
            self.p,
        )
        self.waited += float((self.week - since[people.place[need] == IN_CARE]).sum())
        return came, giving_up.size, int((people.place[fresh] == IN_CARE).sum())

    def _free(self, rows: np.ndarray) -> None:
        self.people.place[rows] = WELL
        self.people.staff[rows] = NOBODY

    def run(self, steps: int, warm_up: int) -> Queue:
        """Long-run figures after `warm_up` steps."""
        if warm_up + steps > MOST_STEPS:
            raise ValueError(f"a queue counts at most {MOST_STEPS} steps")
        came = gave_up = at_once = 0
        waiting = busy = 0.0
        for step in range(warm_up + steps):
            new, left, started = self.step()
            if step < warm_up:
                self.waited = 0.0
                continue
            came, gave_up, at_once = came + new, gave_up + left, at_once + started
            waiting += float((self.people.place == WAITING).sum())
            busy += float((self.people.place == IN_CARE).sum())
        return Queue(
            1.0 - at_once / came, waiting / steps, self.waited / came, gave_up / came, busy / steps / self.staff.who.size
        )
