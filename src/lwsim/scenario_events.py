"""What a scenario can make happen by date: one frozen type for each kind of event."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from .errors import shown
from .fields import MOST_WEEKS, Allowed, Beds, Frozen, Key, Line, Pounds, Reach, Share, Weeks, refuse
from .place_facts import ServiceKind, Staff, beds_of
from .units import weeks_from_years

LONGEST_YEARS = 20.0

Week = Annotated[int, Field(ge=0, le=MOST_WEEKS - 1)]
UpTo90 = Annotated[float, Field(ge=0.0, le=0.9)]


class Event(Frozen):
    """Something that happens in one week of the run."""

    week: Week
    """Week in which it happens, 0 = the start; a file may give `year` instead (year = 0.5 is week 26)."""

    @model_validator(mode="before")
    @classmethod
    def _one_date(cls, table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        if ("week" in table) == ("year" in table):
            has = "given both week and year" if "week" in table else "without a date"
            raise refuse(value=has, allowed="either week = 26 or year = 0.5")
        if "week" in table:
            return table
        year = table["year"]
        if isinstance(year, bool) or not isinstance(year, (int, float)) or not 0.0 <= year < LONGEST_YEARS:
            raise refuse(key="year", value=shown(year), allowed="a number from 0, below 20")
        rest = {key: value for key, value in table.items() if key != "year"}
        return rest | {"week": weeks_from_years(year)}


class SetForces(Event):
    """Leaders state other settings of purpose, power or practice."""

    kind: Literal["set_forces"] = "set_forces"
    purpose: Share | None = None
    """Stated purpose: 0 = impact now, 1 = invest in the future; left out, it stays."""
    power: Share | None = None
    """Stated power: 0 = assure, 1 = innovate; left out, it stays."""
    practice: Share | None = None
    """Stated practice: 0 = support individuals, 1 = create environments; left out, it stays."""
    over: Annotated[int, Field(ge=0, le=520), Allowed("a whole number of weeks")] = 0
    """Weeks over which the change is made; 0 = at once."""

    @model_validator(mode="after")
    def _at_least_one(self) -> Self:
        if self.purpose is None and self.power is None and self.practice is None:
            raise refuse(value="without a force", allowed="at least one of purpose, power and practice")
        return self


class OpenService(Event):
    """A service opens."""

    kind: Literal["open_service"] = "open_service"
    key: Key
    """Short name by which later events call it."""
    service_kind: ServiceKind
    """Kind of service."""
    name: Line | None = None
    """What it is called; left out, its key."""
    employer: Line
    """The organisation that employs its staff; a new one may be named."""
    posts: Staff
    """Whole-time posts by role."""
    serves: Reach = "all"
    """Communities it serves, or all."""
    beds: Annotated[Beds | None, Field(validate_default=True)] = None
    """Beds; for inpatient services only."""
    new_money: bool = True
    """Whether its money is new; false: it comes out of what is there."""

    @field_validator("beds")
    @classmethod
    def _beds_where_people_sleep(cls, beds: int | None, info: ValidationInfo) -> int | None:
        return beds_of(info.data.get("service_kind"), beds)


class CloseService(Event):
    """A service closes."""

    kind: Literal["close_service"] = "close_service"
    service: Key
    """The service that closes."""


class MergeServices(Event):
    """One service takes over another."""

    kind: Literal["merge_services"] = "merge_services"
    service: Key
    """The service that is kept."""
    absorb: Key
    """The service that becomes part of it."""

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.service == self.absorb:
            raise refuse(key="absorb", value=shown(self.absorb), allowed="another service than the one kept")
        return self


class ResizeService(Event):
    """A service gains or loses posts."""

    kind: Literal["resize_service"] = "resize_service"
    service: Key
    """The service that changes."""
    change: Annotated[float, Field(ge=-0.9, le=2.0)]
    """Change of its funded posts, as a fraction: -0.2 = a fifth fewer."""
    new_money: bool = True
    """Whether its money is new; false: it comes out of what is there."""


class Grant(Event):
    """A voluntary group is given a grant."""

    kind: Literal["grant"] = "grant"
    group: Key
    """The group."""
    pounds: Pounds
    """Pounds a year."""
    weeks: Weeks
    """Weeks for which it is paid."""
    new_money: bool = True
    """Whether its money is new; false: it comes out of what is there."""


class Contract(Event):
    """A voluntary group is given a contract."""

    kind: Literal["contract"] = "contract"
    group: Key
    """The group."""
    pounds: Pounds
    """Pounds a year."""
    weeks: Weeks
    """Weeks for which it runs."""
    new_money: bool = True
    """Whether its money is new; false: it comes out of what is there."""


class Cut(Event):
    """A pot of money is cut."""

    kind: Literal["cut"] = "cut"
    pot: Literal["statutory", "voluntary"]
    """The pot."""
    share: UpTo90
    """Share of it that goes."""
    weeks: Weeks | None = None
    """Weeks until it is restored; left out, it is gone for good."""


class EfficiencyTarget(Event):
    """Services are told to do the same with less, year after year."""

    kind: Literal["efficiency_target"] = "efficiency_target"
    share: Annotated[float, Field(ge=0.0, le=0.2)]
    """Share of the budget to be saved each year."""
    years: Annotated[float, Field(gt=0.0, le=LONGEST_YEARS), Allowed("a number of years")] | None = None
    """Years for which it holds; left out, to the end."""


class ProtectedTime(Event):
    """Practitioners are given time for reflection, supervision and trying things."""

    kind: Literal["protected_time"] = "protected_time"
    hours: Annotated[float, Field(ge=0.0, le=8.0), Allowed("hours a week")]
    """Hours a week for each practitioner."""
    weeks: Weeks | None = None
    """Weeks for which it holds; left out, to the end."""


class FoundCollaborative(Event):
    """A regular forum of flat standing is founded across the system."""

    kind: Literal["found_collaborative"] = "found_collaborative"
    every: Annotated[int, Field(ge=1, le=26), Allowed("a whole number of weeks")]
    """Weeks from one meeting to the next."""
    seats_voluntary: Share
    """Share of the seats held by voluntary groups."""
    seats_lived_experience: Share
    """Share of the seats held by people with lived experience."""

    @model_validator(mode="after")
    def _seats(self) -> Self:
        seats = self.seats_voluntary + self.seats_lived_experience
        if seats > 1.0:
            raise refuse(value=f"given {seats:g} of its seats", allowed="seats that add up to 1 at most")
        return self


class HirePeers(Event):
    """A service hires peer workers on top of its posts."""

    kind: Literal["hire_peers"] = "hire_peers"
    service: Key
    """The service."""
    posts: Annotated[float, Field(gt=0.0, le=1_000.0), Allowed("whole-time posts")]
    """Whole-time posts."""
    new_money: bool = True
    """Whether its money is new; false: it comes out of what is there."""


class DemandSurge(Event):
    """Distress begins more often for a while."""

    kind: Literal["demand_surge"] = "demand_surge"
    size: Annotated[float, Field(ge=0.0, le=5.0)]
    """Times as much new distress as in ordinary weeks."""
    weeks: Weeks
    """Weeks it lasts."""
    severity: Annotated[float, Field(ge=0.0, le=0.5)] = 0.0
    """Added to the severity of new distress."""


class StaffingShock(Event):
    """Many staff are lost at once."""

    kind: Literal["staffing_shock"] = "staffing_shock"
    share: UpTo90
    """Share of staff lost in that week."""
    weeks: Weeks | None = None
    """Weeks for which leaving stays raised; left out, none."""


class GroupClosure(Event):
    """A voluntary group closes."""

    kind: Literal["group_closure"] = "group_closure"
    group: Key
    """The group."""


AnyEvent = (
    SetForces
    | OpenService
    | CloseService
    | MergeServices
    | ResizeService
    | Grant
    | Contract
    | Cut
    | EfficiencyTarget
    | ProtectedTime
    | FoundCollaborative
    | HirePeers
    | DemandSurge
    | StaffingShock
    | GroupClosure
)
"""Any event: match on its type, or on its `kind`."""
