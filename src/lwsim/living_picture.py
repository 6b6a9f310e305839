"""The living picture: a run told week by week as compact arrays - who is where, who moved, who knows whom.

A picture has a scene - who is there by name, and where each stands - and tells a `Week` at a time, each packed into one run
of little-endian float32 numbers that a browser reads without parsing. Every number is read from the live state: a person who
moved is counted once, from the spot they stood on to the spot they stand on now, so stocks and flows agree to the person.
Leaves out: who a person is; moves within a week that end where they began.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from .agents.kinds import AT_DOOR, GROUP_KINDS, IN_GROUP, ROLES, SERVICE_KINDS, WAITING, WELL
from .agents.practitioners import holders
from .answering.questions import Look, Start, only_what_acts
from .model import live_a_week, take_on
from .picture_layout import Layout, laid_out
from .place_file import Place
from .run_checks import check_size
from .scenario_file import Scenario
from .scenario_fit import check_fit
from .state import State
from .units import weeks_from_years

POST_AREA = 9.0
"""Area a practitioner takes in the picture, where a person takes 1."""
FAINTEST = 0.05
"""Ties weaker than this are not told."""
SPOTS_OF_SERVICE = ("at the door", "waiting", "in care")
COMMUNITY_COLUMNS = ("in_need", "unsupported", "crises", "social_capital")
SERVICE_COLUMNS = ("is_open", "at_door", "waiting", "caseload", "threshold")
GROUP_COLUMNS = ("is_open", "supported", "paid_hours", "volunteer_hours", "income")
POST_COLUMNS = ("service", "group", "role", "presence", "wellbeing", "caseload", "load", "belonging")
SHUT, EMPTY, HERE, AWAY = range(4)
"""Presence at a post: its money ended, nobody holds it, at work, absent."""


class Week(NamedTuple):
    """One week as it ended. Counts are of the run's people: divide by the scene's scale for the whole place.

    communities (communities, COMMUNITY_COLUMNS), services (services, SERVICE_COLUMNS), groups (groups, GROUP_COLUMNS),
    posts (posts, POST_COLUMNS): float32.  ties: (ties, 3) row, row, strength.  moves: (moves, 3) from spot, to spot, people.
    """

    week: int
    communities: np.ndarray
    services: np.ndarray
    groups: np.ndarray
    posts: np.ndarray
    ties: np.ndarray
    moves: np.ndarray

    def packed(self) -> bytes:
        """The week as little-endian float32: week, the six tables' rows, then the tables one after the other."""
        tables = self[1:]
        head = np.array([self.week, *(len(table) for table in tables)])
        return np.concatenate([head, *(table.ravel() for table in tables)]).astype("<f4").tobytes()


def unpacked(packed: bytes) -> Week:
    """The week that was packed."""
    numbers = np.frombuffer(packed, "<f4")
    widths = (len(COMMUNITY_COLUMNS), len(SERVICE_COLUMNS), len(GROUP_COLUMNS), len(POST_COLUMNS), 3, 3)
    at, tables = 7, []
    for rows, width in zip(numbers[1:7].astype(int), widths, strict=True):
        tables.append(numbers[at : at + rows * width].reshape(rows, width))
        at += rows * width
    return Week(int(numbers[0]), *tables)


@dataclass(frozen=True)
class Spots:
    """Where a person can stand, as whole numbers: well or in need in a community, with a group, at a service."""

    communities: int
    groups: int

    def of(self, state: State) -> np.ndarray:
        """The spot of every person, (people,) int32."""
        people = state.people
        spot = people.community.astype(np.int32) + self.communities * (people.place != WELL)
        spot = np.where(people.place == IN_GROUP, 2 * self.communities + people.group, spot)
        step = np.select([people.place == AT_DOOR, people.place == WAITING], [0, 1], 2)
        served = people.service >= 0
        return np.where(served, self.first_service + 3 * people.service + step, spot).astype(np.int32)

    @property
    def first_service(self) -> int:
        """The first spot of the first service; each has three, as in `SPOTS_OF_SERVICE`."""
        return 2 * self.communities + self.groups


def moves_between(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Who went from which spot to which: (moves, 3) float32. before, after: (people,) spots."""
    moved = np.flatnonzero(before != after)
    pairs, people = np.unique(np.stack([before[moved], after[moved]], axis=1), axis=0, return_counts=True)
    return np.column_stack([pairs, people]).astype(np.float32)


def ties_of(state: State) -> np.ndarray:
    """Who knows whom: (ties, 3) float32 lower row, higher row, strength; a tie known from both ends counts once."""
    rows, slots = np.nonzero((state.ties.partner >= 0) & (state.ties.strength >= FAINTEST))
    partners, strengths = state.ties.partner[rows, slots], state.ties.strength[rows, slots]
    low, high = np.minimum(rows, partners), np.maximum(rows, partners)
    pairs, place = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    strongest = np.zeros(len(pairs), dtype=np.float32)
    np.maximum.at(strongest, place.ravel(), strengths)
    return np.column_stack([pairs, strongest]).astype(np.float32).reshape(-1, 3)


def week_of(state: State, before: np.ndarray, spots: Spots) -> tuple[Week, np.ndarray]:
    """The week as it ended, and everybody's spot, from which the next week's moves are told."""
    after = spots.of(state)
    count = state.communities.who.size
    unsupported = np.bincount(after[(after >= count) & (after < 2 * count)] - count, minlength=count)
    in_need = np.bincount(state.people.community[state.people.place != WELL], minlength=count)
    communities = (in_need, unsupported, state.communities.crises, state.communities.social_capital)
    services = [getattr(state.services, name) for name in SERVICE_COLUMNS]
    groups = state.groups
    income = groups.contract + groups.grant + groups.own
    columns = (groups.is_open, groups.supported, groups.paid_hours, groups.volunteer_hours, income)
    week = Week(
        state.week,
        _table(communities),
        _table(services),
        _table(columns),
        _posts(state),
        ties_of(state),
        moves_between(before, after),
    )
    return week, after


def _posts(state: State) -> np.ndarray:
    """(posts, POST_COLUMNS)."""
    staff = state.staff
    presence = np.where(holders(staff), np.where(staff.away > 0, AWAY, HERE), np.where(staff.is_open == 1, EMPTY, SHUT))
    return _table(
        (staff.service, staff.group, staff.role, presence, staff.wellbeing, staff.caseload, staff.load, staff.belonging)
    )


def _table(columns: Any) -> np.ndarray:
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def scene_of(state: State, place: Place) -> dict[str, Any]:
    """What never changes in a picture, as plain values: who is there by name and kind, and where each stands."""
    names, layout = state.names, _layout(state)
    communities, services, groups = state.communities, state.services, state.groups
    return {
        "place": place.title,
        "scale": state.scale,
        "columns": {
            "communities": COMMUNITY_COLUMNS,
            "services": SERVICE_COLUMNS,
            "groups": GROUP_COLUMNS,
            "posts": POST_COLUMNS,
        },
        "roles": ROLES,
        "burnt_out": state.p.workforce.burnt_out,
        "communities": [
            {"name": name, "adults": int(communities.adults[row]), "fifth": int(communities.fifth[row]) + 1, "at": at}
            for row, (name, at) in enumerate(zip(names["communities"], _plain(layout.communities), strict=True))
        ],
        "groups": [
            {"name": name, "kind": GROUP_KINDS[groups.kind[row]], "at": at}
            for row, (name, at) in enumerate(zip(names["groups"], _plain(layout.groups), strict=True))
        ],
        "services": [
            {
                "name": name,
                "kind": SERVICE_KINDS[services.kind[row]],
                "employer": names["employers"][services.employer[row]],
                "at": at,
            }
            for row, (name, at) in enumerate(zip(names["services"], _plain(layout.services), strict=True))
        ],
    }


def _plain(table: np.ndarray) -> list[list[float]]:
    return [[round(float(number), 5) for number in row] for row in table]


def _layout(state: State) -> Layout:
    """Where everything stands: services by their posts and by the people they had."""
    services = state.services
    posts = np.bincount(state.staff.service[state.staff.service >= 0], minlength=services.who.size)
    people = services.caseload + services.waiting + services.at_door
    sizes = POST_AREA * posts + people + POST_AREA
    return laid_out(
        state.names["communities"],
        state.communities.deprivation,
        state.communities.adults,
        state.reach["groups"],
        state.reach["services"],
        sizes.astype(float),
    )


@dataclass(frozen=True, eq=False)
class Reel:
    """The first weeks of a run as a picture. scenes: by the week from which each holds.  film: the weeks, squeezed."""

    scenes: tuple[tuple[int, dict[str, Any]], ...]
    film: tuple[np.ndarray, ...]
    """A week each, zlib's bytes as uint8: an array, so that the desk counts what it keeps."""

    @property
    def last(self) -> int:
        """The last week that is there."""
        return len(self.film) - 1

    def weeks(self, first: int, last: int) -> bytes:
        """The packed weeks first..last, one after the other, each preceded by how many numbers it has (float32 too)."""
        parts = []
        for squeezed in self.film[first : last + 1]:
            packed = zlib.decompress(squeezed.tobytes())
            parts += [np.array([len(packed) // 4], dtype="<f4").tobytes(), packed]
        return b"".join(parts)


@dataclass(frozen=True)
class Filming:
    """A run to be told as a picture for so many weeks; its result is a `Reel`."""

    start: Start
    scenario: Scenario = field(compare=False, repr=False)
    weeks: int
    acts: Scenario

    def work(self, state: State, look: Look) -> Reel:
        """Live the weeks from a settled start, which is not touched, and film each."""
        state = state.fork()
        spots = Spots(state.communities.who.size, state.groups.who.size)
        week, where = week_of(state, spots.of(state), spots)
        scenes, film = [(0, scene_of(state, self.start.place))], [_squeezed(week)]
        take_on(state, self.scenario)
        for _ in range(self.weeks):
            services = state.services.who.size
            live_a_week(state)
            state.staff_changes.clear()
            week, where = week_of(state, where, spots)
            film.append(_squeezed(week))
            if state.services.who.size > services:
                scenes.append((week.week, scene_of(state, self.start.place)))
            look(state)
        return Reel(tuple(scenes), tuple(film))


def _squeezed(week: Week) -> np.ndarray:
    return np.frombuffer(zlib.compress(week.packed(), 1), dtype=np.uint8)


TRAILER = 26
"""Weeks that are filmed first, so that there is something to see while the rest is lived."""


@dataclass(frozen=True)
class PictureQuestion:
    """A scenario on a place, to be told as a picture: its first half year at once, then all of it. Raises InputError."""

    place: Place
    scenario: Scenario
    years: float
    seed: int = 1
    sample: float = 1.0
    world: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be run before anybody waits for it."""
        check_size(self.years, self.sample)
        check_fit(self.scenario, self.place, self.years)

    def bundles(self) -> tuple[tuple[Filming, ...], ...]:
        """The trailer, then the whole."""
        start = Start.of(self.place, self.scenario, self.seed, self.sample, self.world)
        whole, acts = weeks_from_years(self.years), only_what_acts(self.scenario)
        lengths = dict.fromkeys((min(TRAILER, whole), whole))
        return tuple((Filming(start, self.scenario, weeks, acts),) for weeks in lengths)

    def answer(self, kind: str, done: Mapping[int, Sequence[Reel]], seconds: float) -> Reel:
        """The longest reel that is there."""
        return done[max(done)][0]
