"""What must hold between the parts of a place: all told apart, nobody unserved, every fact sourced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .errors import Problem, did_you_mean, shown, shown_key
from .place_facts import Community, GroupFacts, Money, Provenance, ServiceFacts, Source

NEEDED_KINDS = ("gp", "talking_therapies", "community_team", "crisis", "inpatient")
"""Kinds of service that everybody in a place can turn to. A Living Well team is what a scenario may open."""

SOURCED = {
    "communities": ("name", "adults", "deprivation", "social_capital"),
    "services": ("name", "employer", "posts", "serves", "beds"),
    "groups": (
        "name",
        "communities",
        "paid_hours",
        "volunteer_hours",
        "income",
        "contract_weeks",
        "grant_weeks",
        "reserves",
    ),
}
"""Facts that need a provenance where they are given, by the list of the file that they stand in."""

Item = Community | ServiceFacts | GroupFacts | Source


def told_apart(
    communities: Sequence[Community],
    services: Sequence[ServiceFacts],
    groups: Sequence[GroupFacts],
    sources: Sequence[Source],
    file: str,
) -> Iterator[Problem]:
    """Keys and names that stand twice in one list."""
    rooms: dict[str, Sequence[Item]] = {
        "communities": communities, "services": services, "groups": groups, "sources": sources,
    }  # fmt: skip
    for room, items in rooms.items():
        for word in dict.fromkeys(item.named_by for item in items):
            for name, times in Counter(getattr(item, word) for item in items).items():
                if times > 1:
                    text = f"in the file {times} times"
                    yield Problem(file, f"{shown_key(room)}.{shown_key(name)}", text, "", f"give each its own {word}")


def known_communities(
    communities: Sequence[Community],
    services: Sequence[ServiceFacts],
    groups: Sequence[GroupFacts],
    file: str,
) -> Iterator[Problem]:
    """Communities that a service or group is said to reach and the place does not have."""
    names = {community.name for community in communities}
    reaches = [(f"services.{one.key}.serves", one.serves) for one in services]
    reaches += [(f"groups.{one.key}.communities", one.communities) for one in groups]
    for key, reach in reaches:
        for name in () if reach == "all" else reach:
            if name not in names:
                yield Problem(file, f"{key}: {shown(name)}", "not a community", "", did_you_mean(name, names))


def all_served(communities: Sequence[Community], services: Sequence[ServiceFacts], file: str) -> Iterator[Problem]:
    """Kinds of service that are missing, and communities that no service of a needed kind serves."""
    if not communities:
        yield Problem(file, "communities", "empty", "at least one community", "add [[communities]]")
    reaches = {kind: [one.serves for one in services if one.kind == kind] for kind in NEEDED_KINDS}
    for kind, of_kind in reaches.items():
        if not of_kind:
            yield Problem(file, "services", f"without one of kind {kind}", "at least one of it", "add it")
    for community in communities:
        lacks = [
            kind
            for kind, of_kind in reaches.items()
            if of_kind and not any(reach == "all" or community.name in reach for reach in of_kind)
        ]
        if lacks:
            key = f"communities.{shown_key(community.name)}"
            way_out = 'name it in the serves of such a service, or write serves = "all"'
            yield Problem(file, key, f"a community nobody serves with {', '.join(lacks)}", "", way_out)


def known_sources(
    communities: Sequence[Community],
    services: Sequence[ServiceFacts],
    groups: Sequence[GroupFacts],
    sources: Sequence[Source],
    provenance: Mapping[str, Provenance],
    file: str,
) -> Iterator[Problem]:
    """Sources that are named and not listed."""
    known = {source.key for source in sources}
    rooms: dict[str, Iterable[Item]] = {"communities": communities, "services": services, "groups": groups}
    named = [
        (shown_key(room, getattr(item, item.named_by), "source"), getattr(item, "source", None))
        for room, items in rooms.items()
        for item in items
    ]
    named += [(shown_key("provenance", path, "source"), origin.source) for path, origin in provenance.items()]
    for key, source in named:
        if source is not None and source not in known:
            yield Problem(file, key, f"{shown(source)}, not a source", "", did_you_mean(source, known))


def all_sourced(
    communities: Sequence[Community],
    services: Sequence[ServiceFacts],
    groups: Sequence[GroupFacts],
    money: Money | None,
    provenance: Mapping[str, Provenance],
    file: str,
) -> Iterator[Problem]:
    """Facts without provenance, and provenance without a fact."""
    rooms: dict[str, Sequence[Item]] = {"communities": communities, "services": services, "groups": groups}
    needed, possible = set[str](), set[str]()
    for room, items in rooms.items():
        for field in SOURCED[room]:
            given = [item for item in items if getattr(item, field) is not None]
            singles = {f"{room}.{getattr(item, item.named_by)}.{field}" for item in given}
            possible |= singles | ({f"{room}.{field}"} if given else set())
            if not singles <= set(provenance):
                needed.add(f"{room}.{field}")
    if money:
        needed.add("money.per_adult")
    for path in sorted(needed - set(provenance)):
        yield Problem(
            file,
            shown_key("provenance", path),
            "missing",
            "",
            f'add {shown(path)} = {{ standing = "...", source = "...", year = ..., how = "..." }}',
        )
    for path in sorted(set(provenance) - needed - possible):
        yield Problem(
            file,
            shown_key("provenance", path),
            "not a fact of the place",
            "",
            did_you_mean(path, possible | needed),
        )
