"""What a report says beside its numbers, gathered from the place, the scenarios and the model."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ..about import VERSION
from ..forces import FORCES
from ..place_file import Place
from ..rooms import all_parameters
from ..scenario_file import Scenario
from ..wording import unit_words
from .context import ReportContext


def report_context(place: Place, scenarios: Sequence[Scenario], command: str) -> ReportContext:
    """The context of a report on these scenarios. command: how to repeat it."""
    numbers = all_parameters()
    today = datetime.date.today()
    return ReportContext(
        scenarios=tuple(scenario.table() for scenario in scenarios),
        parameters=tuple(asdict(one) | {"unit": unit_words(one.unit)} for one in numbers.values()),
        provenance=tuple(_facts(place)),
        command=command,
        version=VERSION,
        date=f"{today.day} {today:%B %Y}",
        about=place.about,
        sources=tuple(_sources(place)),
        today={force: numbers[f"forces.ordinary_{force}"].value for force in FORCES},
    )


def _facts(place: Place) -> Iterator[dict[str, Any]]:
    """Where each fact of the place comes from, a row each."""
    for fact, origin in place.provenance.items():
        yield {"fact": fact, **{key: getattr(origin, key) for key in ("standing", "source", "year", "how")}}


def _sources(place: Place) -> Iterator[str]:
    """Each publication that the place's facts come from, in a line."""
    for one in place.sources:
        parts = (one.title or one.key, one.publisher, one.year, one.url)
        yield f"{one.key}: " + ", ".join(str(part) for part in parts if part)
