"""People: one row for every adult of the place, in columns; no Mesa object each."""

from typing import NamedTuple

from .by_reference import by_reference
from .columns import F4, F4_BESIDE, I1, I1_BESIDE, I2, I2_BESIDE, I4, I4_BESIDE, U8


@by_reference
class People(NamedTuple):
    """The columns of people. Weeks are week numbers of the run (negative before its start); shares are 0..1.

    who: the person's own number, from community and place in it, never from the row (luck is drawn by it).
    community: row of the community.  place: where they are (kinds.PLACES).  severity: distress 0..1.
    social_need: housing, debt, isolation, 0..1.  vulnerability: relative hazard of distress, mean 1.
    trust: in services, 0..1.  is_enduring: 1 with a severe and enduring condition.  with_gp: 1 while treated by the GP.
    onset_at: the community's summed hazard at which this person's distress begins.
    stage: 0 well for long, 1 and 2 newly recovered; stage_end: week in which that stage ends.
    in_need_since: week the present episode began.  since: week they came to be where they are (for a wait: to the door).
    clock: week from which the service reports their wait.
    service, group, staff: rows of those they wait for or are with, or -1.
    bounces: turned away in this episode.  handovers: handings-over in this episode.  episodes: so far.
    acute_at: week they last left home treatment or hospital.
    dose: hours of support in this course.  met: share of this week's need met by fitting support.
    noted_at, happened: a week, and what happened to them in it (happenings.py); empty unless notes are taken.
    """

    who: U8
    community: I2_BESIDE
    place: I1
    severity: F4
    social_need: F4
    vulnerability: F4_BESIDE
    trust: F4
    is_enduring: I1
    with_gp: I1
    onset_at: F4
    stage: I1_BESIDE
    stage_end: I2
    in_need_since: I2_BESIDE
    since: I2_BESIDE
    clock: I2_BESIDE
    service: I2_BESIDE
    group: I2_BESIDE
    staff: I4_BESIDE
    bounces: I1_BESIDE
    handovers: I1_BESIDE
    episodes: I1_BESIDE
    acute_at: I2
    dose: F4_BESIDE
    met: F4
    noted_at: I2
    happened: I4
