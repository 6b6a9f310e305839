"""Room codes and secrets: short words to read aloud, long ones that nobody guesses, and a brake on guessing."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field

ALPHABET = "BCDFGHJKMNPQRTVWXYZ"
"""Capital letters without vowels (no words, rude or other), and without L and S, which are misread as 1 and 5."""
LETTERS = 4
"""19^4 = 130,321 codes."""
WRONG_A_MINUTE = 12
"""Wrong codes from one address in a minute before it has to wait; right ones are never counted: a class shares an address."""
WRONG_IN_ALL = 240
"""Wrong codes from all addresses in a minute before only the long links of the QR codes are taken."""
MOST_ADDRESSES = 4096
"""Addresses that the brake remembers."""


def new_code() -> str:
    """A four-letter code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def new_secret() -> str:
    """A secret of 144 bits that fits in a link."""
    return secrets.token_urlsafe(18)


def hashed(secret: str) -> str:
    """What is kept of a secret: nothing that opens the room if the file is read by others."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def same(secret: str, kept: str) -> bool:
    """Whether a secret is the one that was hashed, in a time that tells nothing."""
    return secrets.compare_digest(hashed(secret), kept)


def read_code(text: str) -> str:
    """A code as typed: small letters and spaces do not matter; empty for what cannot be one."""
    code = "".join(text.upper().split())[: LETTERS + 1]
    return code if len(code) == LETTERS and set(code) <= set(ALPHABET) else ""


@dataclass
class Brake:
    """Counts wrong guesses. now: seconds, handed in, so that the rule knows no clock."""

    by_address: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    in_all: deque[float] = field(default_factory=lambda: deque(maxlen=WRONG_IN_ALL))

    def wrong(self, address: str, now: float) -> None:
        """Count a wrong guess."""
        guesses = self.by_address.setdefault(address, deque(maxlen=WRONG_A_MINUTE))
        guesses.append(now)
        self.in_all.append(now)
        self.by_address.move_to_end(address)
        while len(self.by_address) > MOST_ADDRESSES:
            self.by_address.popitem(last=False)

    def wait(self, address: str, now: float) -> float:
        """Seconds until this address may guess again; 0 = now."""
        guesses = self.by_address.get(address, deque())
        mine = 60.0 - (now - guesses[0]) if len(guesses) == WRONG_A_MINUTE else 0.0
        all_of_us = 60.0 - (now - self.in_all[0]) if len(self.in_all) == WRONG_IN_ALL else 0.0
        return max(0.0, mine, all_of_us)
