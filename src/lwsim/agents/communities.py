"""Communities: neighbourhoods with adults, deprivation, social capital, mutual support and lived-experience voice."""

from typing import NamedTuple

from .by_reference import by_reference
from .columns import F4, F8, I1, I4, U8


@by_reference
class Communities(NamedTuple):
    """The columns of communities.

    who: own number.  adults: people modelled.  deprivation: 0 least..1 most deprived of England.  fifth: 0 least..4 most.
    social_capital: 0..1.  mutual_support: hours a week that neighbours give to people in distress.
    voice: weight of lived experience in what is decided here, 0..1.  hazard: this week's hazard of distress at ordinary
    vulnerability.  summed_hazard: of all weeks so far.  in_need, crises, building: people, contacts and hours this week.
    """

    who: U8
    adults: I4
    deprivation: F4
    fifth: I1
    social_capital: F4
    mutual_support: F4
    voice: F4
    hazard: F8
    summed_hazard: F8
    in_need: I4
    crises: I4
    building: F4
