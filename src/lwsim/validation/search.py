"""Many people solve one rugged problem and copy by lwsim's own rule: do dense networks find better practice, or settle early?

Each person's practice is a row of bits whose worth is an NK landscape [lazer-friedman-2007]. Every round a person takes from
those they know what `mechanisms.innovation.copied` gives them, if it is worth more than their own; who finds nothing tries
one random change of their own and keeps it if it is better. Under the rival theory people take what is most common. Practices
are the innovations of that rule, their worth what has been seen of them.
"""

import numpy as np
from numba import njit

from ..agents.columns import blank
from ..agents.kinds import NOBODY
from ..agents.practitioners import Practitioners
from ..agents.ties import Ties
from ..mechanisms.innovation import SPREADING, copied
from ..state import Innovations

PEOPLE, BITS, RUGGED, LOOKS = 40, 20, 5, 4
"""People, bits of a practice, how many others each bit's worth depends on, and acquaintances looked at in a round."""

CUSTOM = 2.0
"""Users among those one knows that make a practice a custom, under the rival theory: what one alone does is nobody's custom."""


def landscape(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Which bits each bit depends on (BITS, RUGGED + 1), and the worth of each setting (BITS, 2 ** (RUGGED + 1))."""
    others = np.stack(
        [np.concatenate([[bit], rng.permutation(np.delete(np.arange(BITS), bit))[:RUGGED]]) for bit in range(BITS)]
    )
    return others, rng.random((BITS, 2 ** (RUGGED + 1)))


@njit(cache=True)
def worth(practice, others, values):
    """Mean worth of a practice's bits."""
    total = 0.0
    for bit in range(practice.size):
        place = 0
        for other in others[bit]:
            place = 2 * place + practice[other]
        total += values[bit, place]
    return total / practice.size


@njit(cache=True)
def one_round(practices, owners, staff, ties, innovations, others, values, keys, flips, looks, best):
    """One round for everybody at once. practices: (people, bits). owners: slot of each person's practice, shared if equal."""
    people = practices.shape[0]
    new = practices.copy()
    for j in range(people):
        own = innovations.seen[owners[j]]
        found = -1
        for look in range(looks):
            k = copied(j, ties, staff, innovations, staff.who[j], keys[look], best, CUSTOM)
            if k >= 0 and innovations.seen[k] > own and (found < 0 or (best and innovations.seen[k] > innovations.seen[found])):
                found = k
            if not best:
                break
        if found >= 0:
            for i in range(people):
                if owners[i] == found:
                    new[j] = practices[i]
                    break
            continue
        trial = practices[j].copy()
        trial[flips[j]] = 1 - trial[flips[j]]
        if worth(trial, others, values) > own:
            new[j] = trial
    practices[:] = new


def ring(people: int, reach: int = 1) -> np.ndarray:
    """Everybody knows the `reach` next to them on either side: (people, 2 reach) rows."""
    steps = np.concatenate([np.arange(-reach, 0), np.arange(1, reach + 1)])
    return ((np.arange(people)[:, None] + steps) % people).astype(np.int32)


def line(people: int) -> np.ndarray:
    """Everybody knows the ones before and after them; the two ends know one."""
    known = ring(people)
    known[0, 0] = known[-1, 1] = NOBODY
    return known


def complete(people: int) -> np.ndarray:
    """Everybody knows everybody: (people, people - 1)."""
    return np.array([[other for other in range(people) if other != j] for j in range(people)], dtype=np.int32)


def searched(known: np.ndarray, rounds: int, best: bool, seed: int) -> np.ndarray:
    """Mean worth of everybody's practice after each round: (rounds + 1,)."""
    rng = np.random.default_rng(seed)
    others, values = landscape(rng)
    people = known.shape[0]
    practices = rng.integers(0, 2, (people, BITS))
    staff, innovations = blank(Practitioners, people), blank(Innovations, people)
    staff.who[:] = np.arange(people)
    ties = Ties(known, np.ones(known.shape, dtype=np.float32))
    means = np.empty(rounds + 1)
    for step in range(rounds + 1):
        _, owners = np.unique(practices, axis=0, return_inverse=True)
        owners = owners.reshape(-1)
        scores = np.array([worth(practice, others, values) for practice in practices])
        means[step] = scores.mean()
        innovations.stage[:] = 0
        innovations.stage[owners] = SPREADING
        innovations.seen[owners] = scores
        staff.adopted[:] = np.uint64(1) << owners.astype(np.uint64)
        keys = rng.integers(0, 2**63, LOOKS).astype(np.uint64)
        one_round(practices, owners, staff, ties, innovations, others, values, keys, rng.integers(0, BITS, people), LOOKS, best)
    return means
