"""Actors as Mesa agents: communities, services, voluntary groups and practitioners, each a view on its row of a table."""

from typing import Any

import mesa

from .columns import Attribute
from .communities import Communities
from .groups import Groups
from .kinds import GROUP_KINDS, ROLES, SERVICE_KINDS
from .practitioners import Practitioners
from .services import Services


class _Named(mesa.Agent):
    """An actor with a name of its own."""

    def __init__(self, model: Any, row: int, name: str) -> None:
        super().__init__(model)
        self.row = row
        self.name = name


class Community(_Named):
    """A neighbourhood of the place: a view on its row."""

    adults = Attribute("Adults modelled.")
    deprivation = Attribute("National rank share, 0 least .. 1 most deprived.")
    social_capital = Attribute("Social capital, 0..1.")
    mutual_support = Attribute("Hours a week neighbours give to people in distress.")
    voice = Attribute("Weight of lived experience in what is decided here, 0..1.")
    in_need = Attribute("Adults in distress this week.")
    crises = Attribute("Crisis contacts this week.")

    @property
    def columns(self) -> Communities:
        """The table that this agent is a row of."""
        return self.model.state.communities


class Service(_Named):
    """A statutory service of the place: a view on its row."""

    kind = Attribute("Kind of service.", SERVICE_KINDS)
    is_open = Attribute("1 while the service runs.")
    threshold = Attribute("Least severity that the service now takes on, 0..1.")
    caseload = Attribute("People in its care.")
    waiting = Attribute("People accepted and waiting for a place.")
    at_door = Attribute("People referred and waiting to be assessed.")
    beds = Attribute("Beds (inpatient only).")
    pool = Attribute("Hours its staff had for people this week.")
    referred = Attribute("People referred this week.")
    turned_away = Attribute("People turned away this week.")
    started = Attribute("People who started this week.")

    @property
    def columns(self) -> Services:
        """The table that this agent is a row of."""
        return self.model.state.services


class VoluntaryGroup(_Named):
    """A voluntary group of the place: a view on its row, gone from the model when the group closes."""

    kind = Attribute("charity, peer_led or community", GROUP_KINDS)
    contract = Attribute("Contract income, pounds a week.")
    grant = Attribute("Grant income, pounds a week.")
    own = Attribute("Own income (donations, trading), pounds a week.")
    contract_end = Attribute("Week in which the present contract ends.")
    reserves = Attribute("Pounds in hand.")
    paid_hours = Attribute("Paid hours a week.")
    volunteer_hours = Attribute("Volunteer hours a week.")
    supported = Attribute("People supported now.")

    @property
    def columns(self) -> Groups:
        """The table that this agent is a row of."""
        return self.model.state.groups


class Practitioner(mesa.Agent):
    """A person who works in the system: a view on the post they hold, gone from the model when they leave it."""

    role = Attribute("clinician, support_worker or peer_worker", ROLES)
    service = Attribute("Row of the service that employs them, -1 for a voluntary group's worker.")
    group = Attribute("Row of the voluntary group that employs them, -1 for a service's worker.")
    hours = Attribute("Contracted hours a week.")
    skill = Attribute("Skill, 1 = ordinary.")
    wellbeing = Attribute("Wellbeing, 0 burnt out .. 1.")
    belonging = Attribute("Belonging, 0 to their own employer .. 1 to the whole system.")
    caseload = Attribute("People they support now.")
    load = Attribute("Hours their caseload asks for over the hours they have, smoothed over weeks.")
    away = Attribute("Weeks of absence still to come, 0 at work.")
    contact = Attribute("Hours with people this week.")
    assurance = Attribute("Hours of recording, reporting and panels this week.")
    environment = Attribute("Hours of supervision, reflection, joint work and collaboratives this week.")
    coordination = Attribute("Hours of coordination this week.")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def columns(self) -> Practitioners:
        """The table that this agent is a row of."""
        return self.model.state.staff

    @property
    def ties(self) -> dict[int, float]:
        """Rows of the practitioners they know well enough to call, and how strong the tie is (0..1)."""
        ties = self.model.state.ties
        known = zip(ties.partner[self.row].tolist(), ties.strength[self.row].tolist(), strict=True)
        return {partner: strength for partner, strength in known if partner >= 0}

    @property
    def innovations(self) -> list[int]:
        """Numbers of the innovations they have taken up."""
        bits = int(self.columns.adopted[self.row])
        return [number for number in range(bits.bit_length()) if bits >> number & 1]
