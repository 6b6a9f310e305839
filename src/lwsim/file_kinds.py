"""What a file is, by its sections: one given where another belongs is named in a line, with the command that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .errors import InputError
from .files import read_toml, shown_path


class Kind(NamedTuple):
    """A kind of file. only: keys no other kind has.  enough: so many of them tell it.  taken: the command that takes it."""

    only: frozenset[str]
    enough: int
    taken: str


PLACE, SCENARIO, EXPERIMENT, LESSON = "a place", "a scenario", "an experiment", "a lesson"
KINDS = {
    PLACE: Kind(frozenset({"communities", "services", "groups", "provenance"}), 2, "lwsim run {file} --scenario ordinary"),
    SCENARIO: Kind(
        frozenset({"forces", "staff", "switches", "rivals", "parameters", "events", "look_at"}),
        1,
        "lwsim compare salford ordinary {file}",
    ),
    EXPERIMENT: Kind(
        frozenset({"places", "scenarios", "factors", "design", "worlds", "replicates", "reduced"}),
        2,
        "lwsim experiment run {file}",
    ),
}


def is_kind(kind: str, table: Mapping[str, Any]) -> bool:
    """Whether a table has a key that only this kind has."""
    return not KINDS[kind].only.isdisjoint(table)


def read_as(kind: str, path: Path | str) -> dict[str, Any]:
    """The table of a TOML file. Raises InputError, of a lesson in words of its own, for it is no TOML."""
    if Path(path).suffix.lower() == ".md":
        raise InputError(shown_path(path), "", LESSON, kind, f"lwsim lesson run {Path(path).stem} takes it")
    return read_toml(path)


def refuse_another(kind: str, table: Mapping[str, Any], file: str) -> None:
    """Raise InputError where a table has keys of another kind and none of its own."""
    if is_kind(kind, table):
        return
    for other, one in KINDS.items():
        if other != kind and len(one.only & set(table)) >= one.enough:
            raise InputError(file, "", other, kind, f"{one.taken.format(file=file)} takes it")
