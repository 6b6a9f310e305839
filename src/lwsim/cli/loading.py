"""Places and scenarios as the user names them, checked against each other before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..place_file import Place
    from ..scenario_file import Scenario


def load(place: str, scenarios: Sequence[str], years: float | None) -> tuple[Place, tuple[Scenario, ...], float]:
    """A place, scenarios that fit it, and how long to run: as asked, or the longest that a scenario suggests.

    Raises InputError before anything is run.
    """
    from ..scenario_fit import check_fit
    from ..single import as_place, as_scenario

    where, what = as_place(place), tuple(map(as_scenario, scenarios))
    horizon = max(one.years for one in what) if years is None else years
    for one in what:
        check_fit(one, where, horizon)
    return where, what, horizon
