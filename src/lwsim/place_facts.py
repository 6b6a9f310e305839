"""What a place is made of: communities, services, voluntary groups, money, and where each fact comes from."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from .agents.kinds import GROUP_KINDS, SERVICE_KINDS
from .fields import (
    MOST_ADULTS,
    Allowed,
    Beds,
    Frozen,
    Hours,
    Key,
    Line,
    MaybeLine,
    Paragraph,
    Posts,
    Pounds,
    Reach,
    Share,
    SourceKey,
    WebAddress,
    WeeksLeft,
    Year,
    one_of,
    refuse,
)

Adults = Annotated[int, Field(ge=1, le=MOST_ADULTS), Allowed("a whole number of people")]
ServiceKind = Annotated[
    str, AfterValidator(one_of(*SERVICE_KINDS)), Allowed(f"one of {', '.join(SERVICE_KINDS)}", limits=False)
]
GroupKind = Annotated[str, AfterValidator(one_of(*GROUP_KINDS)), Allowed(f"one of {', '.join(GROUP_KINDS)}", limits=False)]


class Staff(Frozen):
    """Funded whole-time posts of a service by role, vacant ones included; at least some."""

    clinician: Posts = 0.0
    """Nurses, therapists, psychologists, doctors, social workers and others with a clinical training."""
    support_worker: Posts = 0.0
    """Support, recovery and link workers."""
    peer_worker: Posts = 0.0
    """People employed for their own experience of distress and recovery."""

    @property
    def total(self) -> float:
        """All funded posts."""
        return self.clinician + self.support_worker + self.peer_worker

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.total <= 0.0:
            raise refuse(value="without a post", allowed="more than 0 posts in all")
        return self


class Income(Frozen):
    """A voluntary group's income, pounds a year."""

    contract: Pounds = 0.0
    """From contracts with commissioners, pounds a year."""
    grant: Pounds = 0.0
    """From grants, pounds a year."""
    own: Pounds = 0.0
    """From gifts, trading and members, pounds a year."""

    @property
    def total(self) -> float:
        """All income, pounds a year."""
        return self.contract + self.grant + self.own


class Community(Frozen):
    """A neighbourhood: a ward, or whatever is published."""

    named_by: ClassVar[str] = "name"

    name: Line
    """What the neighbourhood is called."""
    adults: Adults
    """People aged 18 and over who live there."""
    deprivation: Share
    """Share of England's areas that are less deprived: 0 = least deprived, 1 = most."""
    social_capital: Share | None = None
    """Trust and ties among neighbours, 0..1; left out, it follows from deprivation."""
    source: SourceKey | None = None
    """The source of this neighbourhood's facts, where it differs from the others'."""


class ServiceFacts(Frozen):
    """A statutory service: what it is, who runs it, its funded posts and whom it serves."""

    named_by: ClassVar[str] = "key"

    key: Key
    """Short name by which scenarios call the service."""
    kind: ServiceKind
    """Kind of service."""
    name: Line
    """What the service is called."""
    employer: Line
    """The organisation that employs its staff; several services may share one."""
    posts: Staff
    """Funded whole-time posts by role, vacant ones included."""
    serves: Reach = "all"
    """Communities it serves, or all."""
    beds: Annotated[Beds | None, Field(validate_default=True)] = None
    """Beds; for inpatient services only."""
    source: SourceKey | None = None
    """The source of this service's facts, where it differs from the others'."""

    @field_validator("beds")
    @classmethod
    def _beds_where_people_sleep(cls, beds: int | None, info: ValidationInfo) -> int | None:
        return beds_of(info.data.get("kind"), beds)


def beds_of(kind: str | None, beds: int | None) -> int | None:
    """The beds. Refuses an inpatient service without them, and beds anywhere else. kind: None where it is itself refused."""
    if kind == "inpatient" and beds is None:
        raise refuse(value="missing", allowed="a whole number of beds from 1 to 5,000", way_out="a ward has beds")
    if kind not in ("inpatient", None) and beds is not None:
        raise refuse(allowed="for inpatient services only", value=f"{beds}", way_out="take beds out")
    return beds


class GroupFacts(Frozen):
    """A voluntary group: what it is, whom it reaches, its hours and its money."""

    named_by: ClassVar[str] = "key"

    key: Key
    """Short name by which scenarios call the group."""
    kind: GroupKind
    """Kind of group."""
    name: Line
    """What the group is called."""
    communities: Reach = "all"
    """Communities it reaches, or all."""
    paid_hours: Hours
    """Hours a week of its paid staff."""
    volunteer_hours: Hours
    """Hours a week of its volunteers."""
    income: Income
    """Income by kind, pounds a year."""
    contract_weeks: WeeksLeft
    """Weeks until its present contract ends; 0 where it has none."""
    grant_weeks: WeeksLeft
    """Weeks until its present grant ends; 0 where it has none."""
    reserves: Annotated[float, Field(ge=0.0, le=1e10), Allowed("pounds")]
    """What it has put by, pounds."""
    source: SourceKey | None = None
    """The source of this group's facts, where it differs from the others'."""


class Money(Frozen):
    """What is published of the money spent; used to check the model, never to make money in it."""

    per_adult: Annotated[float, Field(ge=0.0, le=100_000.0), Allowed("pounds an adult a year")]
    """Commissioned spending on the modelled services, pounds an adult a year."""


class Source(Frozen):
    """A publication or data set that facts of the place come from."""

    named_by: ClassVar[str] = "key"

    key: SourceKey
    """Short name by which the provenance calls it."""
    title: MaybeLine
    """Its title, as printed."""
    publisher: MaybeLine = ""
    """Who published it."""
    year: Year | None = None
    """Year of publication, where known."""
    url: WebAddress | None = None
    """Where it can be read."""


class Provenance(Frozen):
    """Where a fact comes from and how far it can be trusted."""

    standing: Literal["published", "derived", "estimated", "invented"]
    """How the fact was come by: read, worked out from what was read, judged, or made up (made-up towns)."""
    source: Annotated[SourceKey | None, Field(validate_default=True)] = None
    """The source it was read in."""
    year: Annotated[Year | None, Field(validate_default=True)] = None
    """The year that the fact describes."""
    how: Annotated[Paragraph, Field(validate_default=True)] = ""
    """How it was worked out or judged."""

    @field_validator("source", "year")
    @classmethod
    def _is_named(cls, value: Any, info: ValidationInfo) -> Any:
        standing = info.data.get("standing")
        if value is None and standing in ("published", "derived"):
            raise refuse(value="missing", way_out=f"a {standing} fact names its {info.field_name}")
        return value

    @field_validator("how")
    @classmethod
    def _is_told(cls, how: str, info: ValidationInfo) -> str:
        standing = info.data.get("standing")
        if not how and standing in ("derived", "estimated"):
            raise refuse(value="missing", way_out=f"say how the {standing} fact was come by")
        return how
