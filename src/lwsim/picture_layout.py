"""Where everything stands in the living picture: worked out from names and facts alone, so it is the same every time.

Communities stand on the outer ring, clockwise from the least to the most deprived; voluntary groups on a ring within, each
near the communities it reaches; services in the middle, each drawn to the communities it serves and pushed off the others.
All places are in a disc of radius 1 around (0, 0), y downwards.
"""

from typing import NamedTuple

import numpy as np

COMMUNITIES_AT, GROUPS_AT, SERVICES_WITHIN = 0.86, 0.66, 0.58
"""Radius of each ring, and the disc that services keep within."""
FILLED = 0.4
"""Share of the middle disc that services cover on the first week: the rest is room for queues to grow."""
ROUNDS = 600
"""Rounds in which circles that overlap are pushed apart."""
PUSHED_ALONE = 0.4
"""Share of the rounds, the last ones, in which nothing draws them together."""


class Layout(NamedTuple):
    """Places and sizes: x, y, r for each row, (rows, 3) float64, of communities, groups and services."""

    communities: np.ndarray
    groups: np.ndarray
    services: np.ndarray


def laid_out(
    names: list[str],
    deprivation: np.ndarray,
    adults: np.ndarray,
    group_reach: np.ndarray,
    serves: np.ndarray,
    sizes: np.ndarray,
) -> Layout:
    """Where communities, groups and services stand.

    names, deprivation, adults: of communities.  group_reach: (groups, communities).  serves: (services, communities).
    sizes: of services, the area that each needs in any one unit.
    """
    angles = around(names, deprivation)
    share = np.sqrt(adults / max(adults.max(initial=1), 1))
    room = np.pi * COMMUNITIES_AT / max(len(names), 3)
    ring = _ring(angles, COMMUNITIES_AT, min(0.1, 0.92 * room) * share)
    homes = _spread(_towards(group_reach, angles))
    groups = _ring(homes, GROUPS_AT, np.full(len(homes), min(0.035, 0.8 * np.pi * GROUPS_AT / max(len(homes), 3))))
    return Layout(ring, groups, _middle(_towards(serves, angles), sizes))


def around(names: list[str], deprivation: np.ndarray) -> np.ndarray:
    """The angle of each community, clockwise from the top, 0 for the least deprived; those alike in order of name."""
    order = sorted(range(len(names)), key=lambda row: (float(deprivation[row]), names[row]))
    angles = np.empty(len(names))
    angles[order] = 2 * np.pi * (np.arange(len(names)) + 0.5) / max(len(names), 1)
    return angles


def _towards(reach: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """The mean direction of the communities reached, (rows, 2): near (0, 0) for who reaches all alike."""
    weights = reach / np.maximum(reach.sum(axis=1, keepdims=True), 1)
    return weights @ np.stack([np.sin(angles), -np.cos(angles)], axis=1)


def _spread(directions: np.ndarray) -> np.ndarray:
    """Angles evenly around the ring, in the order of the directions, turned to lie as near to them as can be."""
    count = len(directions)
    wished = np.arctan2(directions[:, 0], -directions[:, 1]) % (2 * np.pi)
    ranks = np.argsort(np.argsort(wished, kind="stable"), kind="stable")
    even = 2 * np.pi * (ranks + 0.5) / max(count, 1)
    turned = np.exp(1j * (wished - even)).sum() if count else 1.0
    return (even + np.angle(turned)) % (2 * np.pi)


def _ring(angles: np.ndarray, radius: float, sizes: np.ndarray) -> np.ndarray:
    """Circles on a ring."""
    return np.stack([radius * np.sin(angles), -radius * np.cos(angles), sizes], axis=1)


def _middle(homes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Circles of these areas in the middle disc, none on another, each as near as can be to where it is drawn."""
    count = len(homes)
    r = np.sqrt(sizes / max(float(sizes.sum()), 1e-9) * FILLED) * SERVICES_WITHIN
    turn = 2.399963 * np.arange(count)  # the golden angle: those that are drawn nowhere start apart
    at = 0.6 * SERVICES_WITHIN * homes + 0.12 * np.stack([np.sin(turn), -np.cos(turn)], axis=1)
    home = at.copy()
    for left in range(ROUNDS, 0, -1):
        at += 0.02 * max(0.0, left / ROUNDS - PUSHED_ALONE) * (home - at)
        gap = at[:, None] - at[None, :]
        far = np.hypot(gap[..., 0], gap[..., 1]) + 1e-9
        over = np.maximum(0.0, r[:, None] + r[None, :] + 0.012 - far) * (1 - np.eye(count))
        at += 0.5 * (gap / far[..., None] * over[..., None]).sum(axis=1)
        out = np.hypot(at[:, 0], at[:, 1])
        at *= np.minimum(1.0, np.maximum(SERVICES_WITHIN - r, 0.0) / np.maximum(out, 1e-9))[:, None]
    return np.column_stack([at, r])
