"""Voluntary groups: charities, peer-led and community groups, with income by kind, reserves and hours."""

from typing import NamedTuple

from .by_reference import by_reference
from .columns import F4, F8, I1, I2, I4, U8


@by_reference
class Groups(NamedTuple):
    """The columns of voluntary groups. Pounds are pounds a week unless said, hours are hours a week.

    who: own number.  kind: kinds.GROUP_KINDS.  employer: number of the organisation.  is_open: 1 while it runs.
    contract, grant, own: income by kind.
    spare: of this quarter's free money.  contract_end, grant_end: week each ends.  reserves: pounds in hand.
    costs: running costs this week.  paid_hours: that it pays for.  volunteer_hours: given.  supported: people.
    hours_free: hours left to support people.  ratio: hours given over hours asked, at most 1.
    wanted_hours: paid hours its income would carry.
    """

    who: U8
    kind: I1
    employer: I2
    is_open: I1
    contract: F8
    grant: F8
    spare: F8
    own: F8
    contract_end: I4
    grant_end: I4
    reserves: F8
    costs: F8
    paid_hours: F4
    volunteer_hours: F4
    supported: I4
    hours_free: F4
    ratio: F4
    wanted_hours: F4
