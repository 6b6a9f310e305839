"""Places and scenarios as the user names them, checked against each other and what the model declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..place import Place
    from ..scenario import Scenario, Vocabulary


def vocabulary() -> Vocabulary:
    """The switches, rivals and parameters that a scenario may name."""
    from ..rooms import RIVALS, SWITCHES, all_parameters
    from ..scenario import Vocabulary

    ranges = {name: (one.low, one.high) for name, one in all_parameters().items()}
    return Vocabulary(frozenset(SWITCHES), RIVALS, ranges)


def load(
    place: str, scenarios: Sequence[str], years: float | None
) -> tuple[Place, tuple[Scenario, ...], float]:
    """A place, scenarios that fit it, and how long to run: as asked, or the longest that a scenario suggests.

    Raises InputError before anything is run.
    """
    from ..place import load_place
    from ..scenario import load_scenario
    from ..scenario_fit import check_fit

    where, known = load_place(place), vocabulary()
    what = tuple(load_scenario(name, known) for name in scenarios)
    horizon = max(one.years for one in what) if years is None else years
    for one in what:
        check_fit(one, where, horizon)
    return where, what, horizon
