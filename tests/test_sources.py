"""Sources: the file is whole, a wrong key is refused in words, docs/sources.bib says what the file says."""

import ast
import re
from pathlib import Path

import pytest

from lwsim.rooms import all_parameters
from lwsim.sources import READINGS, Source, _source, all_sources, cited, source, to_bibtex

ROOT = Path(__file__).resolve().parents[1]
STAGING = (
    "production-like",
    "axis12",
    "azurewebsites",
    "cambridgecore",
    "parallax.dev",
    "cy.ons.gov",
    "worldpay.dsc",
)


def declared() -> list[tuple[str, str, str]]:
    """Every parameter that the code declares: where, its standing, its source text."""
    found = []
    for path in sorted((ROOT / "src/lwsim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "parameter":
                said = {word.arg: word.value for word in node.keywords}
                where = f"{path.name}:{node.lineno}"
                found.append((where, ast.literal_eval(said["standing"]), ast.literal_eval(said["source"])))
    return found


def test_every_parameter_cites_a_known_source():
    assert len(declared()) > 50
    unknown = []
    for where, _, text in declared():
        try:
            cited(text)
        except KeyError as error:
            unknown.append(f"{where}: {error.args[0]}")
    assert unknown == []


def test_no_parameter_passes_off_memory_or_judgement_as_literature():
    """'measured' and 'literature' need at least one source that somebody read."""
    unread = [
        f"{where}: {text}"
        for where, standing, text in declared()
        if standing in ("measured", "literature") and {one.reading for one in cited(text)} <= {"recalled", "own"}
    ]
    assert unread == []


def test_a_guess_of_ours_is_called_assumed_and_nothing_else():
    """No standing better than 'assumed' rests on our judgement alone, on a direction without a size, or on no effect found."""
    grand = []
    for name, one in all_parameters().items():
        ours_alone = {source.reading for source in cited(one.source)} == {"own"}
        sizeless = "direction only" in one.source or (one.value > 0.0 and "no effect" in one.source)
        if one.standing in ("measured", "literature", "expert") and (ours_alone or sizeless):
            grand.append(name)
    assert grand == []


def test_no_effect_is_quoted_from_the_source_that_found_none():
    parts = [part.partition(":") for one in all_parameters().values() for part in one.source.split(";")]
    quoted = [key.strip() for key, _, words in parts if "no effect" in words]
    assert quoted and [key for key in quoted if "no effect" not in all_sources()[key].note] == []


def faults(one: Source) -> list[str]:
    """What is wrong with one source, in words."""
    said = {
        "key": re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.key),
        "title": one.title.strip(),
        "publisher": one.publisher.strip(),
        "reading": one.reading in READINGS,
        "year": one.year is None or 1900 <= one.year <= 2026,
        "url": one.url is None or re.fullmatch(r"https?://[^\s\"|]+", one.url),
    }
    return [f"{one.key}: {field}" for field, right in said.items() if not right]


def test_every_source_is_whole():
    assert len(all_sources()) > 250
    assert [fault for one in all_sources().values() for fault in faults(one)] == []


def test_a_source_with_an_unknown_field_or_reading_is_refused():
    good = {"title": "T", "publisher": "P", "reading": "seen"}
    with pytest.raises(ValueError, match=r"key\.urll is not known"):
        _source("key", good | {"urll": "x"})
    with pytest.raises(ValueError, match="reading is 'heard'"):
        _source("key", good | {"reading": "heard"})


def test_no_address_is_a_staging_copy():
    addresses = [one.url or "" for one in all_sources().values()] + [one.note for one in all_sources().values()]
    assert [text for text in addresses for host in STAGING if host in text] == []


def test_what_we_only_remember_says_so():
    recalled = [one for one in all_sources().values() if one.reading == "recalled"]
    assert recalled
    assert [one.key for one in recalled if not re.search("recalled|Leads, not sources", one.note, re.I)] == []


def test_each_row_of_evidence_has_one_source_and_every_group_is_there():
    rows = [row for one in all_sources().values() for row in one.evidence]
    assert len(rows) == len(set(rows)), "a row of evidence is claimed by two sources"
    assert {row[0] for row in rows} == set("ABCDEFGRZ")
    assert len(rows) > 300


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(KeyError, match="did you mean whiteford-2013"):
        source("whiteford-2031")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("apms-2023: share in treatment", ["apms-2023"]),
        ("sayer-2024", ["sayer-2024"]),
        (
            "whiteford-2013: 3 months; untreated-remission-2022: 8 weeks",
            ["whiteford-2013", "untreated-remission-2022"],
        ),
        ("homer-1985: table of drain; read as a shape", ["homer-1985"]),
    ],
)
def test_a_parameters_source_text_gives_its_sources(text, keys):
    assert [one.key for one in cited(text)] == keys


def test_a_source_text_must_open_with_a_known_key():
    with pytest.raises(KeyError, match="not known"):
        cited("a good guess")


def test_the_bibliography_is_fresh():
    """Renew it with: python -m lwsim.sources > docs/sources.bib"""
    assert (ROOT / "docs/sources.bib").read_text(encoding="utf-8") == to_bibtex()


def test_the_bibliography_has_an_entry_for_each_source_and_balanced_braces():
    text = to_bibtex()
    assert re.findall(r"^@misc\{(.+),$", text, re.M) == list(all_sources())
    assert text.count("{") == text.count("}")
