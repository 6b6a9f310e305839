"""Communities: neighbourhoods with adults, deprivation, social capital, mutual support and lived-experience voice."""

from typing import Any, NamedTuple

import mesa

from .columns import F4, F8, I1, I4, U8, Attribute


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


class Community(mesa.Agent):
    """A neighbourhood of the place: a view on its row."""

    adults = Attribute("Adults modelled.")
    deprivation = Attribute("National rank share, 0 least .. 1 most deprived.")
    social_capital = Attribute("Social capital, 0..1.")
    mutual_support = Attribute("Hours a week neighbours give to people in distress.")
    voice = Attribute("Weight of lived experience in what is decided here, 0..1.")
    in_need = Attribute("Adults in distress this week.")
    crises = Attribute("Crisis contacts this week.")

    def __init__(self, model: Any, row: int, name: str) -> None:
        super().__init__(model)
        self.row = row
        self.name = name

    @property
    def columns(self) -> Communities:
        """The table that this agent is a row of."""
        return self.model.state.communities
