"""What happened to a person this week, noted by the mechanism that did it, so that a life can be told afterwards.

A note is a bit in the person's column `happened`, which counts only where `noted_at` is the week: nothing has to be cleared.
The bits stand in the order of the week. Nothing in the model reads them, and where nobody else does (`State.take_notes`) both
columns are empty and no note is taken.
"""

from ..compiled import rule

(
    CLOSED,
    BY_THEMSELVES,
    ONSET,
    RELAPSE,
    CRISIS_CONTACT,
    TAKEN_IN,
    ASKED_FOR_HELP,
    ASKED_GP,
    ASSESSED,
    ADVISED,
    TURNED_AWAY,
    TURNED_AWAY_AGAIN,
    STOPPED_TRYING,
    LOST_BETWEEN,
    DID_NOT_COME,
    DROPPED_OUT,
    COURSE_ENDED,
    GOT_BETTER,
    LEFT_BEHIND,
) = (1 << bit for bit in range(19))
"""Each a bit. CLOSED: the service they were with closed.  BY_THEMSELVES: recovered, but not through support.
LOST_BETWEEN: referred on and lost on the way.  LEFT_BEHIND: their practitioner left, or their group closed.
"""
HAPPENINGS = (
    "closed",
    "by_themselves",
    "onset",
    "relapse",
    "crisis_contact",
    "taken_in",
    "asked_for_help",
    "asked_gp",
    "assessed",
    "advised",
    "turned_away",
    "turned_away_again",
    "stopped_trying",
    "lost_between",
    "did_not_come",
    "dropped_out",
    "course_ended",
    "got_better",
    "left_behind",
)
"""Their names, in the order of the bits."""


@rule
def note(people, i, week, what):
    """Note that this happened to person i this week; whether anything did. what: bits, 0 where nothing did."""
    if what == 0:
        return False
    if people.happened.size > 0:
        if people.noted_at[i] != week:
            people.noted_at[i] = week
            people.happened[i] = 0
        people.happened[i] |= what
    return True


@rule
def is_noted(people, i, week, what):
    """Whether notes are taken and say that this happened to person i this week. what: bits."""
    return people.happened.size > 0 and people.noted_at[i] == week and people.happened[i] & what > 0
