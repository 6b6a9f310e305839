"""lwsim's whole model against the clock: a year of a real place at 1:1, and how time grows with the number of adults."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from lwsim.model import begin
from lwsim.place_file import load_place
from lwsim.single import as_scenario, live
from lwsim.state import State


def seconds(work: Callable[[], Any]) -> float:
    """CPU seconds of this process that a piece of work takes: other programs on the machine hardly disturb them."""
    start = time.process_time()
    work()
    return time.process_time() - start


def adults_of(place: str) -> int:
    """Adults of a place at full size."""
    return sum(one.adults for one in load_place(place).communities)


def settled(place: str, adults: int | None = None) -> State:
    """A place at week 0, after its ordinary weeks; with another number of adults, all of it larger or smaller alike."""
    sample = 1.0 if adults is None else adults / adults_of(place)
    return begin(load_place(place), as_scenario("ordinary"), seed=1, sample=sample, world=0)


def time_to_live(start: State, weeks: int) -> float:
    """CPU seconds of `weeks` weeks, everything included: people, practitioners, ties, groups, money, measures."""
    return seconds(lambda: live(start, as_scenario("relational"), weeks))


def exponent(adults: list[int], times: list[float]) -> float:
    """The power of the number of adults with which time grows, by least squares on logs: 1 is in proportion."""
    return float(np.polyfit(np.log(adults), np.log(times), 1)[0])
