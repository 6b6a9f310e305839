"""Practitioners: clinicians, support workers and peer workers; a row is a post, and an agent the person who holds it."""

from typing import Any, NamedTuple

import numpy as np

from ..compiled import rule, walk
from ..units import TINY
from .by_reference import by_reference
from .columns import F4, I1, I2, I4, U8


@by_reference
class Practitioners(NamedTuple):
    """The columns of posts and of those who hold them. Hours are hours a week; shares are 0..1.

    who: own number of the post-holder (a new one for each person hired).  post: own number of the post, which stays.
    service, group: row of the employer's service or group, the other -1.  employer: number of the organisation.
    role: kinds.ROLES.  is_open: 1 while the post is funded.  is_filled: 1 while somebody holds it.
    vacant_since: week the post fell empty.  hired: how many have held it.  away: weeks of absence still to come.
    hours: contracted.  skill: 0..2, 1 = ordinary.  wellbeing: 0 burnt out..1.  belonging: 0 own employer..1 whole system.
    caseload: people.  load: hours asked over hours there, smoothed.  adopted: innovations taken up, one bit each.
    leave, absent, assurance, environment, coordination, travel, assessing, contact, unfilled: where the hours went this week.
    bank: hours of bank and agency staff beside them.  asked: hours this week's caseload needs.
    delivered: contact over asked, at most 1.  across: strength of ties to other teams and employers, 0..1.
    ability, joint, novelty: what an hour achieves against an ordinary one, for skill and wellbeing, for coordination and
    for innovations taken up; 1 = ordinary.  fades: share of it lost for people in care for long.
    """

    who: U8
    post: U8
    service: I2
    group: I2
    employer: I2
    role: I1
    is_open: I1
    is_filled: I1
    vacant_since: I2
    hired: I2
    away: I1
    hours: F4
    skill: F4
    wellbeing: F4
    belonging: F4
    caseload: I4
    load: F4
    adopted: U8
    leave: F4
    absent: F4
    assurance: F4
    environment: F4
    coordination: F4
    travel: F4
    assessing: F4
    contact: F4
    unfilled: F4
    bank: F4
    asked: F4
    delivered: F4
    across: F4
    ability: F4
    joint: F4
    fades: F4
    novelty: F4


def holders(staff: Any) -> np.ndarray:
    """Which funded posts somebody holds: (staff,) bool. staff: `Practitioners`, or columns of theirs."""
    return (staff.is_filled == 1) & (staff.is_open == 1)


@rule
def is_held(staff, j):
    """Whether post j is funded and somebody holds it."""
    return staff.is_filled[j] and staff.is_open[j]


@walk
def held_hours(hours, is_filled):
    """Contracted hours a week of the posts that somebody holds. hours, is_filled: (staff,)."""
    total = 0.0
    for j in range(hours.size):
        total += hours[j] * is_filled[j]
    return total


@walk
def pooled_quality(staff, weights, quality):
    """Fill `quality`, (services,), with what an hour of each service's staff achieves on average. Both are given empty."""
    for j in range(staff.who.size):
        s = staff.service[j]
        if s >= 0:
            weights[s] += staff.contact[j]
            quality[s] += staff.ability[j] * staff.joint[j] * staff.novelty[j] * staff.contact[j]
    for s in range(weights.size):
        quality[s] = quality[s] / max(weights[s], TINY) if weights[s] > 0.0 else 1.0
