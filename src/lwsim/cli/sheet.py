"""`lwsim sheet`: a place to a spreadsheet and back, and an empty one to fill in."""

from pathlib import Path

import click

from ..errors import InputError, did_you_mean
from .loading import place_named
from .showing import note

TEMPLATE = "template"


@click.command(short_help="A place as a spreadsheet, and back.")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO", type=click.Path(path_type=Path))
def sheet(source: str, target: Path) -> None:
    """Turn a place into a spreadsheet, or a spreadsheet into a place file; which, the endings say.

    A spreadsheet that is there already is left alone; a place file is written anew.

    \b
      lwsim sheet template my_town.xlsx      an empty workbook with a guide (or .csv)
      lwsim sheet salford my_town.xlsx       a place to start from
      lwsim sheet my_town.xlsx my_town.toml  the place file that every command takes
    """
    from ..files import write_whole

    ending = target.suffix.lower()
    write_whole(target, _to_place(source) if ending == ".toml" else _to_sheet(source, target, ending))
    note(f"Written: {target}")


def _to_place(source: str) -> str:
    """A place file's text from a spreadsheet. Raises InputError."""
    from ..files import SHEET_ENDINGS, shown_path, toml_text
    from ..sheets.grid import MOST_BYTES
    from ..sheets.place import place_from_sheet

    path = Path(source)
    if path.suffix.lower() not in SHEET_ENDINGS:
        raise InputError(shown_path(path), "", "not a spreadsheet", f"a file that ends in {' or '.join(SHEET_ENDINGS)}", "")
    try:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be that of a file"
        raise InputError(shown_path(path), "", f"not readable ({reason})", "", "check the path") from None
    return toml_text(place_from_sheet(raw, shown_path(path)).table())


def _to_sheet(source: str, target: Path, ending: str) -> bytes:
    """A spreadsheet from a place, or an empty one. Raises InputError."""
    from ..files import SHEET_ENDINGS, shown_path
    from ..sheets.place import place_to_sheet, template

    if ending not in SHEET_ENDINGS:
        known = (*SHEET_ENDINGS, ".toml")
        raise InputError(str(target), "", "of an unknown ending", ", ".join(known), did_you_mean(ending, known))
    if target.exists():
        way_out = "name another, or take this one away first: what was filled in there would be lost"
        raise InputError(shown_path(target), "", "there already", "a new file", way_out)
    return template(ending) if source == TEMPLATE else place_to_sheet(place_named(source), ending)
