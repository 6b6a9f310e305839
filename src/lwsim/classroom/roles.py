"""The six roles around the table, read from roles.toml: stake, brief, what each sees first, what each decides."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from ..checking import checked
from ..fields import Frozen, Key, Line, Question, refuse
from ..files import read_toml
from ..measures import MEASURES

FILE = Path(__file__).with_name("roles.toml")
HEADLINE = "need_met"
"""What everybody predicts beside the first thing their own role sees."""


POLES = {
    "purpose": ("impact now", "investing in the future"),
    "power": ("assuring", "innovating"),
    "practice": ("supporting individuals", "creating environments"),
}
"""The two goods between which each force stands, at 0 and at 1."""


class Option(Frozen):
    """One answer to a decision. The first of a decision is 'as today': nothing happens beyond the ordinary rules."""

    named_by: ClassVar[str] = "key"
    key: Key
    """Short name."""
    says: Line
    """What it means, in words."""


class Decision(Frozen):
    """Something that one role decides each half-year."""

    named_by: ClassVar[str] = "key"
    key: Key
    """Short name."""
    question: Question
    """The question put to the role."""
    options: Annotated[tuple[Option, ...], Field(strict=False, min_length=2, max_length=6)]
    """Possible answers, 'as today' first."""

    @property
    def as_today(self) -> str:
        """The answer that makes nothing happen: what a bot takes."""
        return self.options[0].key


class Role(Frozen):
    """A seat at the table."""

    named_by: ClassVar[str] = "key"
    key: Key
    """Short name."""
    title: Line
    """What the role is called."""
    stake: Line
    """What it is there for, in a sentence."""
    brief: Question
    """The one-page brief: paragraphs of plain text, an empty line between them."""
    sees: Annotated[tuple[str, ...], Field(strict=False, min_length=2, max_length=6)]
    """Measures it sees first; the first of them it predicts."""
    decisions: Annotated[tuple[Decision, ...], Field(strict=False, min_length=1, max_length=3)]
    """What it decides."""

    @model_validator(mode="after")
    def _measures_are_known(self) -> Self:
        for name in self.sees:
            if name not in MEASURES:
                raise refuse(key="sees", value=f'"{name}", no measure', allowed="names of measures")
        return self

    @property
    def predicts(self) -> tuple[str, str]:
        """The two measures whose end this role predicts each round."""
        return HEADLINE, self.sees[0]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The brief as paragraphs, each on one line."""
        return tuple(" ".join(part.split()) for part in self.brief.split("\n\n"))


class _Cast(Frozen):
    """The file as a whole."""

    roles: Annotated[tuple[Role, ...], Field(strict=False, min_length=2, max_length=8)]
    """All roles, in the order in which seats are filled."""


@cache
def roles() -> dict[str, Role]:
    """Every role by its key, in the order in which seats are filled. Raises InputError for a broken roles.toml."""
    cast = checked(_Cast, read_toml(FILE), FILE.name)
    return {role.key: role for role in cast.roles}


@cache
def decisions() -> dict[str, tuple[Role, Decision]]:
    """Every decision by its key, with the role that takes it."""
    return {decision.key: (role, decision) for role in roles().values() for decision in role.decisions}
