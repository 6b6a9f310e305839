"""Small towns to fork from, and bare tables of people, services and staff, for the tests of the model."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from lwsim.agents.columns import blank
from lwsim.agents.communities import Communities
from lwsim.agents.counts import Tally, new_tally
from lwsim.agents.groups import Groups
from lwsim.agents.kinds import NOBODY
from lwsim.agents.people import People
from lwsim.agents.practitioners import Practitioners
from lwsim.agents.services import Services
from lwsim.luck import numbers_for
from lwsim.measures import NAMES
from lwsim.mechanisms.innovation import Practice
from lwsim.model import begin
from lwsim.place_file import Place, load_place
from lwsim.rooms import SWITCHES, Numbers
from lwsim.scenario_file import Scenario, scenario_from_table
from lwsim.single import Outcome, live
from lwsim.state import State

USUAL = Numbers({})
"""Every number of the model at its usual value: `USUAL.need.onset`."""

SEEDS = (1, 2, 3, 4, 5, 6)
"""Enough paired lives of a small town to see a direction."""

_SETTLED: dict[str, State] = {}


@cache
def town() -> Place:
    """Small Town: 6,000 adults, a service of each kind, five groups."""
    return load_place("small_town")


def resized(posts: float = 1.0, beds: float = 1.0) -> Place:
    """Small Town with its services' posts and beds multiplied."""
    services = [
        one.model_copy(
            update={
                "posts": one.posts.model_copy(
                    update={role: getattr(one.posts, role) * posts for role in type(one.posts).model_fields}
                ),
                "beds": one.beds and round(one.beds * beds),
            }
        )
        for one in town().services
    ]
    return town().model_copy(update={"services": tuple(services), "title": f"Town x{posts} x{beds}"})


def numbers(**values: float) -> Numbers:
    """The usual numbers with some others: `numbers(need__onset=0.1).need`."""
    return Numbers({name.replace("__", "."): value for name, value in values.items()})


def scenario(**table: Any) -> Scenario:
    """A scenario of these sections; what is left out stays ordinary."""
    return scenario_from_table({"title": "A test", "question": "Does it hold?"} | table)


def only(*kept: str) -> dict[str, bool]:
    """Every lever of the forces, and what bends lived settings, switched off but for `kept`."""
    return {
        name: False
        for name in SWITCHES
        if (name.startswith("lever_") or name in ("coupling", "pressure_pull", "strain_of_distance")) and name not in kept
    }


def settled(place: Place | None = None, *, seed: int = 1, sample: float = 1.0, **table: Any) -> State:
    """A place at week 0, its own copy: settled once for each world and seed, then forked."""
    where, what = place or town(), scenario(**table)
    world = (where.title, seed, sample, what.parameters, what.switches, what.rivals)
    key = repr(world)
    if key not in _SETTLED:
        _SETTLED[key] = begin(where, what, seed=seed, sample=sample, world=0)
    return _SETTLED[key].fork()


def lived(weeks: int, place: Place | None = None, *, seed: int = 1, sample: float = 1.0, **table: Any) -> Outcome:
    """What `weeks` weeks from week 0 show under these sections of a scenario."""
    start = settled(place, seed=seed, sample=sample, **table)
    return live(start, scenario(years=max(1.0, weeks / 52), **table), weeks)


def series(outcome: Outcome, name: str) -> np.ndarray:
    """One measure over the weeks: (weeks + 1,)."""
    return outcome.weekly[:, NAMES.index(name)]


def yearly(
    name: str, weeks: int, place: Place | None = None, *, since: int = 1, seeds: Any = SEEDS, **table: Any
) -> np.ndarray:
    """The mean of a measure from week `since` to the last, for each seed: (seeds,)."""
    return np.array([series(lived(weeks, place, seed=seed, **table), name)[since:].mean() for seed in seeds])


def is_above(first: np.ndarray, second: np.ndarray, errors: float = 2.0) -> bool:
    """Whether paired values are higher in the first, by more than `errors` standard errors of their difference."""
    gap = first - second
    return bool(gap.mean() > errors * gap.std(ddof=1) / np.sqrt(gap.size))


def _filled(table: Any, columns: dict[str, Any]) -> Any:
    for name, values in columns.items():
        getattr(table, name)[:] = values
    return table


def people(count: int, **columns: Any) -> People:
    """Adults of one community, each with nobody."""
    table = blank(People, count)
    table.who[:] = numbers_for("a tester", count)
    for column in (table.service, table.group, table.staff):
        column[:] = NOBODY
    table.vulnerability[:] = 1.0
    table.acute_at[:] = -1000
    return _filled(table, columns)


def services(kinds: list[int], **columns: Any) -> Services:
    """Open services of these kinds, with time to assess."""
    table = blank(Services, len(kinds))
    return _filled(
        table, {"kind": kinds, "is_open": 1, "assess_left": 1e6, "pool": 1e6, "ratio": 1.0, "capacity": 1.0} | columns
    )


def staff(count: int, **columns: Any) -> Practitioners:
    """Practitioners in post in service 0."""
    table = blank(Practitioners, count)
    table.who[:] = numbers_for("a practitioner", count)
    table.post[:] = table.who
    plain = {"group": NOBODY, "is_open": 1, "is_filled": 1, "hours": 37.5, "delivered": 1.0}
    ones = {"skill": 1.0, "ability": 1.0, "joint": 1.0, "novelty": 1.0, "wellbeing": 0.8}
    return _filled(table, plain | ones | columns)


def a_week_of_practice(slack: float = 1.0, **changed: Any) -> Practice:
    """A week in which everybody has this much time for environments, against today, and nothing happens but `changed`."""
    nothing = {name: 0 if name in ("week", "approved_at", "tried_until") else 0.0 for name in Practice._fields}
    hours = slack * USUAL.innovation.slack_hours
    return Practice(**nothing | {"best": True, "values_spread": 0.04, "facilitation": hours} | changed)


def groups(count: int, **columns: Any) -> Groups:
    """Open voluntary groups."""
    return _filled(blank(Groups, count), {"is_open": 1, "ratio": 1.0} | columns)


def communities(count: int = 1, **columns: Any) -> Communities:
    """Communities of middling deprivation and social capital."""
    plain = {"adults": 1000, "deprivation": 0.5, "social_capital": 0.5, "voice": 0.2}
    return _filled(blank(Communities, count), plain | columns)


def tally(of_services: int = 1) -> Tally:
    """An empty week's counts for one community."""
    return new_tally(1, of_services)


def everybody(table: People) -> tuple[np.ndarray, int]:
    """All rows as the rows in need, and how many."""
    return np.arange(table.who.size, dtype=np.uint32), table.who.size
