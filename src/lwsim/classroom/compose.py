"""A team's half-years as one scenario: votes become stated forces, deals become money moved, choices become events.

What comes out is an ordinary scenario file, so a team's whole game can be opened in Compare, run with `lwsim run`, argued
about and changed. A team that nobody plays composes to its base scenario, with nothing added.
Every pound that is moved comes out of what is there, never from nowhere (`new_money = false`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..adding import in_turn
from ..place_facts import GroupFacts, ServiceFacts
from ..place_file import Place
from ..scenario_file import Scenario, scenario_from_table
from .agreed import TOKENS, Agreed
from .roles import decisions

WEEKS_A_ROUND = 26
"""A round is half a year."""
RAMP = 4
"""Weeks over which leaders change what they say after a vote."""
HOURS = {"one_hour": 1.0, "two_hours": 2.0, "four_hours": 4.0}
TAKEN = {"all": 1.0, "half": 0.5, "none": 0.0}
EVERY = {"quarterly": 13, "monthly": 4}
SEATS = {"a_tenth": 0.1, "a_fifth": 0.2, "a_quarter": 0.25, "a_third": 0.33, "two_fifths": 0.4, "a_half": 0.5}
POUNDS_AN_ADULT = {"half_pound": 0.5, "one_pound": 1.0}
GRANT_WEEKS = {"one_year": 52, "three_years": 156}
MOST_GRANTS = 6
"""Groups that share one half-year's grants: a bid costs them work, and a scenario holds so many events only."""
MOVED = 0.1
"""Share of a team's posts that a shift moves."""

SURPRISES: dict[str, tuple[str, dict[str, Any]]] = {
    "surge": (
        "Distress begins half as often again for a quarter",
        {"kind": "demand_surge", "size": 1.5, "weeks": 13, "severity": 0.03},
    ),
    "cut": (
        "Four per cent of the services' money goes for a year",
        {"kind": "cut", "pot": "statutory", "share": 0.04, "weeks": 52},
    ),
    "leavers": ("A tenth of all staff leave within a week", {"kind": "staffing_shock", "share": 0.1, "weeks": 13}),
}
"""What the teacher can make happen in the middle of a half-year, after the decisions: words, and the event."""
SURPRISE_WEEK = 8
"""Week of the half-year in which a surprise comes."""


@dataclass(frozen=True)
class Prices:
    """Pounds a year for a whole-time post by role, and other costs as a share of pay."""

    clinician: float
    support_worker: float
    peer_worker: float
    other: float

    def post(self, role: str) -> float:
        """A post with all that comes with it."""
        return float(getattr(self, role)) * (1.0 + self.other)

    def team(self, service: ServiceFacts) -> float:
        """All funded posts of a service."""
        return in_turn(
            float(getattr(service.posts, role)) * self.post(role) for role in ("clinician", "support_worker", "peer_worker")
        )


def composed(
    base: Scenario, place: Place, rounds: Sequence[Agreed], surprises: Sequence[Sequence[str]], pot: float, prices: Prices
) -> Scenario:
    """The scenario that these half-years amount to. pot: pounds a year that are free to move in a round."""
    events: list[dict[str, Any]] = []
    for number, decided in enumerate(rounds):
        made = _Round(place, decided, pot, prices).events()
        start = number * WEEKS_A_ROUND
        made += [SURPRISES[key][1] | {"week": start + SURPRISE_WEEK} for key in surprises[number]]
        events += [{"week": start} | event for event in made]
    table = base.table()
    table["years"] = max(base.years, len(rounds) * 0.5, 0.5)
    if events:
        table["events"] = [*table.get("events", []), *events]
    return scenario_from_table(table, base.origin)


class _Round:
    """The events of one half-year, in the order in which they are decided."""

    def __init__(self, place: Place, decided: Agreed, pot: float, prices: Prices) -> None:
        self.place, self.decided, self.pot, self.prices = place, decided, pot, prices

    def events(self) -> list[dict[str, Any]]:
        """All events, none where everything stays as today."""
        return [*self._forces(), *self._forum(), *self._protected(), *self._shift(), *self._money(), *self._small_grants()]

    def _chose(self, key: str) -> str:
        """The option taken, 'as today' where no player took one."""
        return self.decided.choices.get(key, decisions()[key][1].as_today)

    def _service(self, kind: str) -> ServiceFacts | None:
        """The place's first service of a kind."""
        return next((service for service in self.place.services if service.kind == kind), None)

    def _forces(self) -> list[dict[str, Any]]:
        return [{"kind": "set_forces", **self.decided.forces, "over": RAMP}] if self.decided.forces else []

    def _forum(self) -> list[dict[str, Any]]:
        every = EVERY.get(self._chose("forum"))
        if not every:
            return []
        seats = SEATS[self._chose("seats_voluntary")], SEATS[self._chose("seats_lived")]
        return [
            {"kind": "found_collaborative", "every": every, "seats_voluntary": seats[0], "seats_lived_experience": seats[1]}
        ]

    def _protected(self) -> list[dict[str, Any]]:
        hours = HOURS.get(self._chose("protected"), 0.0) * TAKEN[self._chose("take_up")]
        return [{"kind": "protected_time", "hours": hours, "weeks": WEEKS_A_ROUND}] if hours else []

    def _shift(self) -> list[dict[str, Any]]:
        ways = {"to_community": ("crisis", "community_team"), "to_crisis": ("community_team", "crisis")}
        kinds = ways.get(self._chose("shift"))
        giver, taker = (self._service(kind) for kind in kinds) if kinds else (None, None)
        if giver is None or taker is None:
            return []
        gain = MOVED * self.prices.team(giver) / max(self.prices.team(taker), 1.0)
        resize = {"kind": "resize_service", "new_money": False}
        return [resize | {"service": giver.key, "change": -MOVED}, resize | {"service": taker.key, "change": min(gain, 2.0)}]

    def _pounds(self, use: str) -> float:
        """Pounds a year that the deal moves to a use."""
        return self.pot * self.decided.moves * self.decided.split.get(use, 0) / TOKENS

    def _money(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        team = self._service(self._chose("posts_where"))
        if team is not None and (pounds := self._pounds("posts")):
            change = min(2.0, pounds / max(self.prices.team(team), 1.0))
            events.append({"kind": "resize_service", "service": team.key, "change": change, "new_money": False})
        team = self._service(self._chose("peers_where"))
        if team is not None and (pounds := self._pounds("peers")):
            posts = min(1000.0, pounds / self.prices.post("peer_worker"))
            events.append({"kind": "hire_peers", "service": team.key, "posts": posts, "new_money": False})
        weeks = GRANT_WEEKS[self._chose("grant_length")]
        return events + self._grants(list(self.place.groups), self._pounds("groups"), weeks, self._chose("grants_to"))

    def _small_grants(self) -> list[dict[str, Any]]:
        pounds = POUNDS_AN_ADULT.get(self._chose("small_grants"), 0.0) * self.place.adults
        groups = [group for group in self.place.groups if group.kind == "community"] or list(self.place.groups)
        return self._grants(groups, pounds, WEEKS_A_ROUND, "by_size")

    @staticmethod
    def _grants(groups: list[GroupFacts], pounds: float, weeks: int, shared: str) -> list[dict[str, Any]]:
        """Grants to several groups that add up to `pounds` a year."""
        if shared == "peer_led":
            groups = [group for group in groups if group.kind in ("peer_led", "community")] or groups
        groups = sorted(groups, key=lambda group: group.income.total, reverse=shared != "smallest")[:MOST_GRANTS]
        if not groups or not pounds:
            return []
        sizes = [1.0 if shared == "smallest" else group.income.total for group in groups]
        whole = in_turn(sizes) or 1.0
        return [
            {"kind": "grant", "group": group.key, "pounds": pounds * size / whole, "weeks": weeks, "new_money": False}
            for group, size in zip(groups, sizes, strict=True)
            if size
        ]
