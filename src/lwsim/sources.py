"""Every source that a number of the model may stand on, read from sources.toml when first asked for."""

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

READINGS = ("seen", "secondary", "recalled", "own")
"""How a source was read: at the publisher's, in a report or copy, not at all (memory); or it is our own."""

_FIELDS = frozenset({"title", "publisher", "year", "url", "reading", "note", "evidence"})
_TEX = str.maketrans({"&": r"\&", "%": r"\%", "_": r"\_", "#": r"\#", "$": r"\$", "£": r"\pounds{}"})


@dataclass(frozen=True)
class Source:
    """One publication, data set or stated judgement.

    key: what a parameter writes before its colon.  year, url: None where not known.
    evidence: the rows of the project's evidence table that rest on it.
    """

    key: str
    title: str
    publisher: str
    reading: str
    year: int | None = None
    url: str | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()

    def cite(self) -> str:
        """The source in one line, as a reader would look it up."""
        parts = [self.publisher, str(self.year) if self.year else "no date"]
        return f"{self.title} ({', '.join(parts)})"


@cache
def all_sources() -> MappingProxyType[str, Source]:
    """All sources by key, in the order of the file. Raises ValueError when the file itself is at fault."""
    text = (resources.files(__package__) / "sources.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _source(key, row) for key, row in tomllib.loads(text).items()})


def _source(key: str, row: dict) -> Source:
    """One table of the file as a Source."""
    if unknown := set(row) - _FIELDS:
        raise ValueError(f"sources.toml: {key}.{min(unknown)} is not known; a source has {', '.join(sorted(_FIELDS))}")
    if row.get("reading") not in READINGS:
        raise ValueError(f"sources.toml: {key}.reading is {row.get('reading')!r}; it is one of {', '.join(READINGS)}")
    return Source(key=key, **{**row, "evidence": tuple(row.get("evidence", ()))})


def source(key: str) -> Source:
    """The source with this key. Raises KeyError that names the nearest key when there is none."""
    known = all_sources()
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else "; src/lwsim/sources.toml lists all"
    raise KeyError(f"source {key!r} is not known{hint}")


def cited(text: str) -> tuple[Source, ...]:
    """The sources that a parameter's `source` text names: `KEY: where in it`, several parted by semicolons.

    Raises KeyError unless the first part opens with a known key; a later part counts where it opens with one.
    """
    first, *later = (part.partition(":")[0].strip() for part in text.split(";"))
    return (source(first), *(all_sources()[key] for key in later if key in all_sources()))


def to_bibtex() -> str:
    """All sources as a BibTeX file, for docs/sources.bib and for anyone's reference manager."""
    return "\n\n".join(_entry(one) for one in all_sources().values()) + "\n"


def _entry(one: Source) -> str:
    """One source as a BibTeX entry; how it was read opens its note."""
    note = f"Read: {one.reading}. {one.note}".strip()
    fields = {"title": f"{{{one.title}}}", "publisher": one.publisher, "year": one.year, "note": note}
    lines = [f"  {name} = {{{str(value).translate(_TEX)}}}," for name, value in fields.items() if value]
    lines += [f"  url = {{{one.url}}},"] if one.url else []
    return "\n".join([f"@misc{{{one.key},", *lines, "}"])


if __name__ == "__main__":
    print(to_bibtex(), end="")
