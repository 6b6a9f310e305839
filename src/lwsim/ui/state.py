"""What a tab shows, as one frozen value, and the same as the query of a link; no screen in it.

A link names a shelf scenario by its name (`s=relational`); one that was changed carries its whole table, packed
(`s=~...`), so that it means the same wherever it is opened. The version of lwsim it was made with travels along.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from ..about import VERSION
from ..errors import InputError, shown
from ..library import PLAIN_NAME
from ..place_file import Place, load_place, place_from_table
from ..scenario_file import Scenario, load_scenario, scenario_from_table
from ..vocabulary import vocabulary

FORMAT = "1"
"""The version of the link's own grammar."""
FEWEST, MOST = 2, 4
LONGEST_LINK = 60_000
LONGEST_PART = 400_000
"""Bytes of an unpacked scenario or place: a link cannot make the server unpack more."""
OPENING = ("mechanistic", "relational")
HORIZONS = (1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0)
WAYS = ("level", "difference")
LOOK = re.compile(r"[a-z]{1,20}\.[a-z]{1,20}")
LONGEST_LOOK = 200


@dataclass(frozen=True)
class State:
    """A place, two to four scenarios, the horizon and the seed, and how the charts are drawn."""

    place: Place
    scenarios: tuple[Scenario, ...]
    years: float = 5.0
    seed: int = 1
    way: str = "level"
    looks: tuple[tuple[str, str], ...] = ()
    """How single pages are looked at: ('tensions.year', '3'), in the order of their keys. Each page reads its own."""

    def look(self, key: str, usual: str = "") -> str:
        """One of the pages' looks."""
        return dict(self.looks).get(key, usual)

    def looking(self, page: str, **looks: object) -> State:
        """The same with a page looked at otherwise."""
        changed = {**dict(self.looks), **{f"{page}.{key}": str(one) for key, one in looks.items()}}
        return replace(self, looks=tuple(sorted(changed.items())))

    def without_looks(self) -> State:
        """What is asked, however the pages look at it."""
        return replace(self, looks=())

    @property
    def titles(self) -> tuple[str, ...]:
        """The scenarios' titles in their order."""
        return tuple(one.title for one in self.scenarios)

    def with_scenario(self, slot: int, scenario: Scenario) -> State:
        """The same with another scenario in one slot."""
        changed = list(self.scenarios)
        changed[slot] = scenario
        return replace(self, scenarios=tuple(changed))

    def with_place(self, place: Place) -> State:
        """The same systems in another place."""
        return replace(self, place=place)

    def query(self) -> str:
        """The state as the query of a link, without its question mark."""
        parts = [("v", FORMAT), ("of", VERSION), ("place", _packed_place(self.place))]
        parts += [("s", _packed(one)) for one in self.scenarios]
        if self.years != 5.0:
            parts.append(("years", f"{self.years:g}"))
        if self.seed != 1:
            parts.append(("seed", str(self.seed)))
        if self.way != WAYS[0]:
            parts.append(("way", self.way))
        parts += self.looks
        return urlencode(parts, quote_via=quote, safe="~")


@dataclass(frozen=True)
class Opened:
    """What a link opened as, and what had to be said about it."""

    state: State
    said: tuple[str, ...] = ()


def opening() -> State:
    """Where a first visit starts."""
    return State(shelf_place("salford"), tuple(shelf_scenario(name) for name in OPENING))


@cache
def shelf_place(name: str) -> Place:
    """A place of the shelf, read once. Raises InputError."""
    return load_place(_plain("place", name))


@cache
def shelf_scenario(name: str) -> Scenario:
    """A scenario of the shelf, read once. Raises InputError."""
    return load_scenario(_plain("scenario", name), vocabulary())


def _plain(kind: str, name: str) -> str:
    """A name that cannot lead to a file elsewhere. Raises InputError."""
    if not PLAIN_NAME.fullmatch(name):
        raise InputError("link", kind, shown(name), "letters, digits, hyphens and underscores", "choose one from the list")
    return name


def from_query(query: str | None) -> Opened:
    """The state that a link holds. What it cannot give is taken from the opening state, and said in words."""
    if not query:
        return Opened(opening())
    said: list[str] = []
    if len(query) > LONGEST_LINK:
        return Opened(opening(), (f"This link is longer than {LONGEST_LINK:,} characters, so it was not opened.",))
    try:
        pairs = parse_qsl(query, max_num_fields=40)
    except ValueError:
        return Opened(opening(), ("This link has more parts than any of ours, so it was not opened.",))
    first = opening()
    one = dict(reversed(pairs))
    place = _try(lambda: _unpacked_place(one["place"]), said, first.place) if "place" in one else first.place
    packed = [value for key, value in pairs if key == "s"][:MOST]
    scenarios = [found for value in packed if (found := _try(lambda value=value: _unpacked(value), said, None))]
    if len(scenarios) < FEWEST:
        if packed:
            said.append("So the page shows the two scenarios it opens with.")
        scenarios = list(first.scenarios)
    years = _number(one, "years", HORIZONS[0] / 52, HORIZONS[-1], first.years, said)
    seed = int(_number(one, "seed", 0, 2**31 - 1, first.seed, said))
    way = one.get("way", WAYS[0])
    made = one.get("of", VERSION)
    if made != VERSION and PLAIN_NAME.fullmatch(made.replace(".", "-")):
        said.append(f"This link was made with lwsim {made[:20]}; you have {VERSION}, so its numbers may have moved.")
    looks = tuple(sorted((key, value) for key, value in one.items() if LOOK.fullmatch(key) and len(value) <= LONGEST_LOOK))
    return Opened(State(place, tuple(scenarios), years, seed, way if way in WAYS else WAYS[0], looks), tuple(said))


def _try(load: Any, said: list[str], instead: Any) -> Any:
    """What loads, or what stands instead of it with the reason in words."""
    try:
        return load()
    except InputError as error:
        said.append(str(error))
        return instead


def _number(one: Mapping[str, str], key: str, low: float, high: float, usual: float, said: list[str]) -> float:
    """A number of the link, or the usual one with a word why."""
    if key not in one:
        return usual
    try:
        amount = float(one[key])
    except ValueError:
        amount = float("nan")
    if not low <= amount <= high:
        said.append(f"The link's {key} is {shown(one[key])}; it takes {low:g} to {high:g}, so {usual:g} was taken.")
        return usual
    return amount


def _packed(scenario: Scenario) -> str:
    """A shelf scenario by its name, any other with all that it holds."""
    name = scenario.name
    if PLAIN_NAME.fullmatch(name):
        try:
            if shelf_scenario(name) == scenario:
                return name
        except InputError:
            pass
    return _pack(scenario.table())


def _packed_place(place: Place) -> str:
    """A shelf place by its name, a place of one's own with all its facts."""
    return place.name if is_shelf_place(place) else _pack(place.table())


def is_shelf_place(place: Place) -> bool:
    """Whether a place is exactly the one that the shelf has under its name."""
    try:
        return shelf_place(place.name) == place
    except InputError:
        return False


def _unpacked_place(text: str) -> Place:
    """The place that a part of a link stands for. Raises InputError."""
    return place_from_table(_unpack(text, "place"), "link") if text.startswith("~") else shelf_place(text)


def _pack(table: Mapping[str, Any]) -> str:
    """A table as a part of a link."""
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=False)
    return "~" + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def _unpacked(text: str) -> Scenario:
    """The scenario that a part of a link stands for. Raises InputError."""
    return (
        scenario_from_table(_unpack(text, "scenario"), "link", vocabulary()) if text.startswith("~") else shelf_scenario(text)
    )


def _unpack(text: str, what: str) -> dict[str, Any]:
    """The table in a part of a link. Raises InputError for anything else; a small part never unpacks to much."""
    fault = InputError("link", what, "not readable", "", "ask whoever sent it to copy the whole link again")
    try:
        opened = zlib.decompressobj()
        raw = opened.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)), LONGEST_PART)
        table = json.loads(raw.decode())
    except (ValueError, zlib.error, RecursionError):
        raise fault from None
    if not isinstance(table, dict):
        raise fault
    return table
