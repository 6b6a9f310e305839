"""Places and scenarios as the user names them, at the terminal or in an experiment, checked before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .showing import note

if TYPE_CHECKING:
    from ..batch.experiment_file import Experiment
    from ..place_file import Place
    from ..scenario_file import Scenario


def load(place: str, scenarios: Sequence[str], years: float | None) -> tuple[Place, tuple[Scenario, ...], float]:
    """A place, scenarios that fit it, and how long to run: as asked, or the longest that a scenario suggests.

    Raises InputError before anything is run.
    """
    from ..scenario_fit import check_fit

    where, what = place_named(place), tuple(map(scenario_named, scenarios))
    horizon = max(one.years for one in what) if years is None else years
    for one in what:
        check_fit(one, where, horizon)
    return where, what, horizon


def place_named(name: str) -> Place:
    """A place by name or file; says so where a file lies here that the name might be thought to mean. Raises InputError."""
    from ..single import as_place

    place = as_place(name)
    _say_which(name)
    return place


def scenario_named(name: str) -> Scenario:
    """A scenario by name or file; says so where a file lies here that the name might be thought to mean. Raises InputError."""
    from ..single import as_scenario

    scenario = as_scenario(name)
    _say_which(name)
    return scenario


def say_which_beside(experiment: Experiment) -> None:
    """Say so where a file lies beside an experiment that a name in it might be thought to mean."""
    from ..library import namesake

    for key in ("places", "scenarios"):
        for name in getattr(experiment, key):
            if file := namesake(name, experiment.folder):
                said = f"{name} is the one that comes with lwsim, not the file {file.name} beside the experiment"
                note(f'{experiment.origin}: {key}: {said}; to take that, write "{file.name}"')


def _say_which(name: str) -> None:
    from ..library import namesake

    if file := namesake(name):
        note(f"{name} is the one that comes with lwsim, not the file {file} of this folder; to take that, write ./{file}")
