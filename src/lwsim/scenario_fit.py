"""Does a scenario fit a place? Its events must name services, groups and communities there at the time."""

from __future__ import annotations

from collections.abc import Iterator

from .errors import Problem, did_you_mean, raise_all, shown
from .place_file import Place
from .scenario_events import (
    AnyEvent,
    CloseService,
    Contract,
    Grant,
    GroupClosure,
    HirePeers,
    MergeServices,
    OpenService,
    ResizeService,
)
from .scenario_file import Scenario, late_events

WITH_LISTS = {"talking_therapies", "community_team", "living_well"}
"""Kinds that call people off a list: they can take over one another's people; other kinds would strand those who wait."""


def check_fit(scenario: Scenario, place: Place, years: float | None = None) -> None:
    """Refuse a scenario whose events the place cannot live through, or a run of `years` would never reach.

    years: left out, the scenario's own.  Raises InputError with every problem found.
    """
    file = scenario.origin
    problems = list(late_events(scenario, scenario.years if years is None else years, file))
    problems.extend(_misfits(scenario, place, file))
    raise_all(problems)


def _misfits(scenario: Scenario, place: Place, file: str) -> Iterator[Problem]:
    """What the events name and the place does not have, walking through them by date."""
    there = _There(place)
    for number, event in sorted(enumerate(scenario.events, 1), key=lambda numbered: numbered[1].week):
        for key, value, way_out in there.misses(event):
            yield Problem(file, f"events[{number}].{key}", value, "", way_out)
        there.after(event)


class _There:
    """What is there at one time: kinds of the open services and of those gone, open groups, communities."""

    def __init__(self, place: Place) -> None:
        self.title = place.title
        self.open = {service.key: service.kind for service in place.services}
        self.gone: set[str] = set()
        self.groups = {group.key for group in place.groups}
        self.closed: set[str] = set()
        self.communities = [community.name for community in place.communities]

    def misses(self, event: AnyEvent) -> Iterator[tuple[str, str, str]]:
        """(key, what is wrong, way out) for each name of the event that does not fit."""
        match event:
            case OpenService():
                yield from self._new(event)
            case MergeServices():
                yield from self._service("service", event.service)
                yield from self._service("absorb", event.absorb)
                kinds = {self.open.get(event.service), self.open.get(event.absorb)} - {None}
                if len(kinds) > 1 and not kinds <= WITH_LISTS:
                    yield (
                        "absorb",
                        f"{shown(event.absorb)}, of another kind",
                        "wards, crisis services and GP services merge with their own kind; resize_service moves posts",
                    )
            case CloseService() | ResizeService() | HirePeers():
                yield from self._service("service", event.service)
            case Grant() | Contract() | GroupClosure():
                yield from self._group(event.group)

    def after(self, event: AnyEvent) -> None:
        """Let the event change what is there."""
        match event:
            case OpenService():
                self.open[event.key] = event.service_kind
            case CloseService():
                self._close(event.service)
            case MergeServices():
                self._close(event.absorb)
            case GroupClosure():
                self.groups.discard(event.group)
                self.closed.add(event.group)

    def _close(self, key: str) -> None:
        if self.open.pop(key, None):
            self.gone.add(key)

    def _new(self, event: OpenService) -> Iterator[tuple[str, str, str]]:
        if event.key in self.open or event.key in self.gone:
            yield (
                "key",
                f"{shown(event.key)}, a service that {self.title} has already",
                "give the new one another key",
            )
        for name in () if event.serves == "all" else event.serves:
            if name not in self.communities:
                yield (
                    "serves",
                    f"{shown(name)}, no community of {self.title}",
                    did_you_mean(name, self.communities),
                )

    def _service(self, key: str, service: str) -> Iterator[tuple[str, str, str]]:
        if service in self.gone:
            yield key, f"{shown(service)}, closed by then", "date this event earlier"
        elif service not in self.open:
            yield (
                key,
                f"{shown(service)}, no service of {self.title} at that time",
                did_you_mean(service, self.open),
            )

    def _group(self, group: str) -> Iterator[tuple[str, str, str]]:
        if group in self.closed:
            yield "group", f"{shown(group)}, closed by then", "date this event earlier"
        elif group not in self.groups:
            yield "group", f"{shown(group)}, no group of {self.title}", did_you_mean(group, self.groups)
