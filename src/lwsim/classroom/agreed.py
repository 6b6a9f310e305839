"""Many players, one decision: how a team's seats become votes, a split of money and choices, without any luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import fmean, median
from typing import Any

from ..forces import FORCES
from .roles import decisions, roles

USES = {
    "posts": "Posts in a team",
    "peers": "Peer workers",
    "groups": "Grants to voluntary groups",
}
"""What the free money can be moved to; what is not moved stays with the model's ordinary rules."""
TOKENS = 10
"""Parts of the free money that are bargained over."""
WITHOUT_A_DEAL = 0.5
"""Share of the offer that moves where fewer than half of the other players accept it."""


@dataclass
class Put:
    """What one seat has put in for one round. role: the role it held then."""

    role: str
    votes: dict[str, float] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    asks: dict[str, int] = field(default_factory=dict)
    accepts: bool | None = None
    expects: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    done: bool = False


@dataclass(frozen=True)
class Agreed:
    """What a team decided for one half-year; empty parts are left to the ordinary rules.

    forces: stated settings by force.  split: tokens by use.  moves: share of the split that really moves.
    choices: option by decision, only where a player chose.
    """

    forces: Mapping[str, float] = field(default_factory=dict)
    split: Mapping[str, int] = field(default_factory=dict)
    moves: float = 1.0
    choices: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> dict[str, Any]:
        """Plain values, in a fixed order, for JSON."""
        return {key: dict(sorted(value.items())) if isinstance(value, dict) else value for key, value in asdict(self).items()}


def agreed(puts: Iterable[Put]) -> Agreed:
    """What the seats of one team came to; a role that nobody holds is played by the ordinary rules."""
    inside = list(puts)
    return Agreed(_forces(inside), *_money(inside), _choices(inside))


def _forces(puts: list[Put]) -> dict[str, float]:
    """The stated settings: each role has one voice (the median of those who hold it), and the voices are averaged."""
    found = {}
    for force in FORCES:
        voices = [
            median(votes)
            for role in roles()
            if (votes := [put.votes[force] for put in puts if put.role == role and force in put.votes])
        ]
        if voices:
            found[force] = round(fmean(voices), 4)
    return found


def offer_of(puts: Iterable[Put]) -> dict[str, int]:
    """The commissioner's present offer (that of the median player where several hold the role); empty without one."""
    return _middle([put.asks for put in puts if put.role == "commissioner" and put.asks])


def _money(puts: list[Put]) -> tuple[dict[str, int], float]:
    """The split of the free money, and the share of it that moves."""
    offer = offer_of(puts)
    if not any(put.role == "commissioner" for put in puts):
        return _middle([put.asks for put in puts if put.asks]), 1.0
    answers = [put.accepts for put in puts if put.role != "commissioner" and put.accepts is not None]
    others = sum(put.role != "commissioner" for put in puts)
    is_deal = not others or 2 * sum(answer is True for answer in answers) >= others
    return offer, 1.0 if is_deal else WITHOUT_A_DEAL


def _middle(asks: list[dict[str, int]]) -> dict[str, int]:
    """The mean of several splits in whole tokens, never more than there are."""
    if not asks:
        return {}
    found = {use: int(fmean(ask.get(use, 0) for ask in asks) + 0.5) for use in USES}
    while sum(found.values()) > TOKENS:
        largest = max(found, key=lambda use: found[use])
        found[largest] -= 1
    return {use: tokens for use, tokens in found.items() if tokens}


def _choices(puts: list[Put]) -> dict[str, str]:
    """For each decision what most of its players chose; a tie goes to the option that changes least."""
    found = {}
    for key, (role, decision) in decisions().items():
        counted = Counter(put.choices[key] for put in puts if put.role == role.key and key in put.choices)
        order = [option.key for option in decision.options]
        if counted:
            found[key] = max(order, key=lambda option: (counted[option], -order.index(option)))
    return found
