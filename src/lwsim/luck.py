"""One seed -> a number for each (decision, week, who): luck is addressed, never used up.

A random number is a hash of what it decides, when and for whom. Two scenarios with the same seed therefore share their
luck person by person, an idle change changes nothing, one person more shifts nobody else's draws, and neither the order of
visiting rows nor the number of workers matters (common random numbers [klein-2024]). The hash is the SplitMix64 finaliser,
applied to a key for (seed, decision, week) plus a stride times the person's own number.
"""

import hashlib
import math
from functools import lru_cache

import numpy as np

from .compiled import gather, rule

_STRIDE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53
_UPPER = 1 << 31
_WORD = (1 << 64) - 1
_WEEK_0 = 1 << 20


@rule
def mix(word):
    """Scramble a 64-bit word so that neighbouring inputs give unrelated outputs (SplitMix64)."""
    word = (word ^ (word >> _S30)) * _MIX_1
    word = (word ^ (word >> _S27)) * _MIX_2
    return word ^ (word >> _S31)


@rule
def chance(key, who):
    """A number in [0, 1) for one actor (`who`, uint64) under one decision's key (uint64)."""
    return float(mix(key + who * _STRIDE) >> _S11) * _UNIT


@rule
def another(key, draw):
    """The key of a further draw (0, 1, 2, ...) of the same decision in the same week."""
    return mix(key ^ mix(np.uint64(draw + 1) * _STRIDE))


@gather
def bell(key, who):
    """A draw from the standard normal distribution, cut at about 5.2 (sum of chances through its inverse)."""
    return inverse_normal(chance(key, who))


@gather
def inverse_normal(share):
    """The standard normal quantile of `share` (0..1), by Acklam's rational approximation (error below 1.2e-9)."""
    share = min(max(share, 1e-7), 1.0 - 1e-7)
    if share < 0.02425:
        q = np.sqrt(-2.0 * np.log(share))
        return _tail(q)
    if share > 1.0 - 0.02425:
        q = np.sqrt(-2.0 * np.log(1.0 - share))
        return -_tail(q)
    q = share - 0.5
    r = q * q
    top = -39.69683028665376 * r + 220.9460984245205
    top = ((((top * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r + 2.506628277459239) * q
    low = -54.47609879822406 * r + 161.5858368580409
    low = (((low * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1.0
    return top / low


@gather
def _tail(q):
    top = (
        (((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q
        + 4.374664141464968
    ) * q + 2.938163982698783
    low = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1.0
    return top / low


@gather
def chances(key, who):
    """Numbers in [0, 1) for many actors at once. who: (n,) uint64. Returns (n,) float64."""
    drawn = np.empty(who.size)
    for i in range(who.size):
        drawn[i] = chance(key, who[i])
    return drawn


@rule
def word(key, who):
    """The word a chance is made of, all but its last scrambling, which leaves the upper 31 bits as they are."""
    word = key + who * _STRIDE
    word = (word ^ (word >> _S30)) * _MIX_1
    return (word ^ (word >> _S27)) * _MIX_2


def below(bound: float) -> np.uint64:
    """The word below which a `word` is if its chance is below `bound` (0..1); a few above the bound are taken for it."""
    return np.uint64(min(math.ceil(bound * _UPPER) << 33, _WORD))


def at_least(bound: float) -> np.uint64:
    """The word from which on a `word` is if its chance is `bound` (0..1) or above; a few below the bound are taken for it."""
    return np.uint64(min(math.floor(bound * _UPPER) << 33, _WORD))


@lru_cache(maxsize=4096)
def name_number(name: str) -> int:
    """A fixed 64-bit number for a name: the same on every machine and in every version of Python."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def _mix(word: int) -> int:
    word = ((word ^ (word >> 30)) * int(_MIX_1)) & _WORD
    word = ((word ^ (word >> 27)) * int(_MIX_2)) & _WORD
    return word ^ (word >> 31)


AHEAD = 64
"""Weeks whose keys are worked out together."""


@gather
def _in_weeks(words, first):
    """The keys (AHEAD, decisions) uint64 of decisions in the weeks from `first` on, from their words (decisions,) uint64."""
    keys = np.empty((AHEAD, words.size), np.uint64)
    for later in range(AHEAD):
        for i in range(words.size):
            keys[later, i] = mix(words[i] + np.uint64(first + later + _WEEK_0) * _STRIDE)
    return keys


class Luck:
    """The luck of one run: keys for (decision, week) under a seed, to be met with actors' own numbers."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._root = _mix(seed & _WORD ^ name_number("lwsim"))
        # Keys already worked out, by the decisions that are asked for together: from which week on, and (AHEAD, decisions).
        self._ahead: dict[tuple[str, ...], tuple[int, np.ndarray]] = {}

    def keys(self, decisions: tuple[str, ...], week: int = 0) -> np.ndarray:
        """The keys (decisions,) uint64 under which they are drawn in `week` (may be negative, before the start)."""
        known = self._ahead.get(decisions)
        if known is None or not known[0] <= week < known[0] + AHEAD:
            words = np.array([_mix(self._root ^ name_number(decision)) for decision in decisions], dtype=np.uint64)
            first = week - week % AHEAD
            known = self._ahead[decisions] = (first, _in_weeks(words, first))
        return known[1][week - known[0]]

    def key(self, decision: str, week: int = 0) -> np.uint64:
        """The key (uint64) under which `decision` is drawn in `week` (may be negative, before the start)."""
        return self.keys((decision,), week)[0]

    def one(self, decision: str, week: int = 0, who: int = 0) -> float:
        """A single number in [0, 1), for decisions taken once for the whole system or for one named actor."""
        word = (int(self.key(decision, week)) + who * int(_STRIDE)) & _WORD
        return float(_mix(word) >> 11) * _UNIT


def numbers_for(name: str, count: int, first: int = 0) -> np.ndarray:
    """The own numbers (count,) uint64 of actors called (name, first), (name, first + 1), ...: never their rows."""
    base = name_number(name)
    steps = np.arange(first, first + count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        return np.uint64(base) + steps * np.uint64(0xD1342543DE82EF95)
