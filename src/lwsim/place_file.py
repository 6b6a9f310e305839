"""A place: the facts of a locality from its file, each with source and standing, checked and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from .checking import checked
from .errors import InputError, Problem, raise_all
from .fields import FromFile, FrozenTable, Line, MaybeLine, Paragraph, Reach
from .file_kinds import PLACE, read_as, refuse_another
from .files import shown_path
from .library import find_place
from .place_checks import all_served, all_sourced, known_communities, known_sources, told_apart
from .place_facts import Community, GroupFacts, Income, Money, Provenance, ServiceFacts, Source, Staff

__all__ = [
    "Community",
    "GroupFacts",
    "Income",
    "Money",
    "Place",
    "Provenance",
    "ServiceFacts",
    "Source",
    "Staff",
    "load_place",
    "place_from_file",
    "place_from_table",
]


class Place(FromFile):
    """A locality: its communities, services, voluntary groups and money, and where each fact comes from."""

    title: Line
    """What the place is called."""
    about: Paragraph = ""
    """The place in a sentence or two."""
    region: MaybeLine = ""
    """The part of England it lies in."""
    communities: Annotated[tuple[Community, ...], Field(strict=False, max_length=1000)]
    """The neighbourhoods that people live in."""
    services: Annotated[tuple[ServiceFacts, ...], Field(strict=False, max_length=500)]
    """The statutory services."""
    groups: Annotated[tuple[GroupFacts, ...], Field(strict=False, max_length=2000)] = ()
    """The voluntary groups."""
    money: Money | None = None
    """Published spending, where there is any."""
    sources: Annotated[tuple[Source, ...], Field(strict=False, max_length=1000)] = ()
    """Publications that the facts come from."""
    provenance: Annotated[Mapping[str, Provenance], AfterValidator(FrozenTable)]
    """Where each fact comes from, by path: "services.posts", or "services.crisis.posts" for one item."""

    @property
    def adults(self) -> int:
        """All adults of the place."""
        return sum(community.adults for community in self.communities)

    @property
    def is_invented(self) -> bool:
        """Whether any of its facts was made up."""
        return any(origin.standing == "invented" for origin in self.provenance.values())

    def reached_by(self, reach: Reach) -> tuple[str, ...]:
        """The names of the communities that a service or group reaches, in the order of the place."""
        return tuple(one.name for one in self.communities if reach == "all" or one.name in reach)

    def origin_of(self, room: str, item: Community | ServiceFacts | GroupFacts, field: str) -> Provenance:
        """Where one fact comes from: origin_of("services", service, "posts")."""
        single = f"{room}.{getattr(item, item.named_by)}.{field}"
        if single in self.provenance:
            return self.provenance[single]
        general = self.provenance[f"{room}.{field}"]
        return general.model_copy(update={"source": item.source}) if item.source else general


def place_from_table(table: Mapping[str, Any], file: str = "") -> Place:
    """The place that a table holds. Raises InputError with every problem found. file: what errors call it."""
    refuse_another(PLACE, table, file)
    try:
        place = checked(Place, table, file)
    except InputError as error:
        unfilled = list(_unfilled(table, file))
        raise InputError.joined([*error.problems, *unfilled], error.count + len(unfilled)) from None
    raise_all(list(_problems(place, file)))
    return place


def _unfilled(table: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """What is wrong with lists that are there and empty, told at once beside what is wrong within the others."""
    for problem in all_served((), (), file):
        if table.get(problem.key) == []:
            yield problem


def _problems(place: Place, file: str) -> Iterator[Problem]:
    """What does not hold between the parts of a place that are each sound."""
    yield from told_apart(place.communities, place.services, place.groups, place.sources, file)
    yield from known_communities(place.communities, place.services, place.groups, file)
    yield from all_served(place.communities, place.services, file)
    yield from known_sources(place.communities, place.services, place.groups, place.sources, place.provenance, file)
    yield from all_sourced(place.communities, place.services, place.groups, place.money, place.provenance, file)


def place_from_file(path: Path | str) -> Place:
    """The place that a file holds. Raises InputError with every problem found."""
    file = shown_path(path)
    return place_from_table(read_as(PLACE, path), file).came_from(file)


def load_place(name_or_path: str | Path) -> Place:
    """A place by name (salford) or by its file. Raises InputError."""
    return place_from_file(find_place(name_or_path))
