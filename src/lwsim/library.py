"""The shelf of places and scenarios: found by name, in a checkout as in an installed package, or by file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import InputError, did_you_mean, nearest, shown
from .files import SHEET_ENDINGS, read_toml

PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
"""A name is letters, digits, hyphens and underscores: it can never lead out of its folder."""


class Listed(NamedTuple):
    """A place or scenario on the shelf."""

    name: str
    """What to call it on the command line."""
    title: str
    """Its title, or why it has none."""
    path: Path
    """Its file."""


def scenarios_folder() -> Path:
    """The folder of scenarios: beside the code where installed, at the top of a checkout otherwise."""
    here = Path(__file__).resolve().parent
    for folder in (here / "scenarios", here.parents[1] / "scenarios"):
        if folder.is_dir():
            return folder
    raise InputError("scenarios", "", "not there", "", "install lwsim again, or run it from a whole checkout")


def places_folder() -> Path:
    """The folder of places, within that of the scenarios."""
    return scenarios_folder() / "places"


def places() -> tuple[Listed, ...]:
    """All places on the shelf, by name."""
    return tuple(_listed(places_folder()))


def scenarios() -> tuple[Listed, ...]:
    """All scenarios on the shelf, by name."""
    return tuple(_listed(scenarios_folder()))


def named_place(name: str) -> Path:
    """The file of a place on the shelf. A path is refused: safe for names that strangers type."""
    return _named("place", name)


def named_scenario(name: str) -> Path:
    """The file of a scenario on the shelf. A path is refused: safe for names that strangers type."""
    return _named("scenario", name)


def find_place(name_or_path: str | Path) -> Path:
    """The file of a place given by name (salford) or by file (./my_town.toml). Raises InputError."""
    return _file(name_or_path) or named_place(str(name_or_path))


def find_scenario(name_or_path: str | Path) -> Path:
    """The file of a scenario given by name (relational) or by file (./my_plan.toml). Raises InputError."""
    return _file(name_or_path) or named_scenario(str(name_or_path))


def namesake(name: str, folder: Path = Path()) -> Path | None:
    """The file that this name might be thought to mean, in a folder. A name means the shelf's all the same.

    folder: the working folder if left out.
    """
    if not PLAIN_NAME.fullmatch(name):
        return None
    for stem in dict.fromkeys((name, name.replace("-", "_"), name.replace("_", "-"))):
        file = folder / f"{stem}.toml"
        if file.is_file() and file.resolve().parent not in (scenarios_folder(), places_folder()):
            return file
    return None


def _file(name_or_path: str | Path) -> Path | None:
    """The path, where what was given is one: it has a separator or the ending of a file that may hold a place."""
    text = str(name_or_path)
    is_path = "/" in text or "\\" in text or text.lower().endswith((".toml", *SHEET_ENDINGS))
    return Path(text) if isinstance(name_or_path, Path) or is_path else None


def _named(kind: str, name: str) -> Path:
    if not PLAIN_NAME.fullmatch(name):
        raise InputError(
            f"{kind} {shown(name)}",
            "",
            "not a name",
            "letters, digits, hyphens and underscores",
            nearest(_plain(name), [path.stem for path in _shelf(kind).values()])
            or f"to read a file, give its path (./my_{kind}.toml)",
        )
    shelf, other = _shelf(kind), "scenario" if kind == "place" else "place"
    if _plain(name) in shelf:
        return shelf[_plain(name)]
    if _plain(name) in _shelf(other):
        raise InputError(f"{kind} {shown(name)}", "", f"a {other}, not a {kind}", "", f"lwsim {other}s lists those")
    known = [path.stem for path in shelf.values()]
    raise InputError(
        f"{kind} {shown(name)}",
        "",
        "not known",
        "",
        did_you_mean(_plain(name), known) + f" (to read a file, give its path: ./{_plain(name)}.toml)",
    )


def _plain(name: str) -> str:
    """A name without its accidents: case, and hyphen or underscore."""
    return name.lower().replace("_", "-")


def _shelf(kind: str) -> dict[str, Path]:
    """The files of one kind by plain name."""
    folder = places_folder() if kind == "place" else scenarios_folder()
    return {_plain(path.stem): path for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if PLAIN_NAME.fullmatch(path.stem))


def _listed(folder: Path) -> Iterator[Listed]:
    """The files of a folder with their titles; one broken file does not hide the others."""
    for path in _files(folder):
        try:
            title = read_toml(path).get("title")
        except InputError:
            title = None
        yield Listed(path.stem, title if isinstance(title, str) else f"(no title: lwsim check {path.name})", path)
