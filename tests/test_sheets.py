"""Places as spreadsheets: out and in again the same to the last bit, errors at the cell, and every trick refused."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from lwsim.cli import main
from lwsim.errors import InputError
from lwsim.fields import FrozenTable
from lwsim.files import SHEET_ENDINGS
from lwsim.library import places
from lwsim.place_file import load_place, place_from_file
from lwsim.sheets.columns import GUIDE, LISTS, PLACE
from lwsim.sheets.grid import CellProblem, letters
from lwsim.sheets.place import place_from_sheet, place_to_sheet, template
from lwsim.single import run


def book(raw: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(raw))


def saved(workbook: Any) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(*cells: tuple[str, str, Any], name: str = "small_town") -> bytes:
    """A place's workbook with some cells changed, as a person would in Excel: (sheet, cell, value)."""
    workbook = book(place_to_sheet(load_place(name), ".xlsx"))
    for sheet, cell, value in cells:
        workbook[sheet][cell] = value
    return saved(workbook)


def refusal(raw: bytes, file: str = "town.xlsx") -> InputError:
    with pytest.raises(InputError) as caught:
        place_from_sheet(raw, file)
    for line in str(caught.value).splitlines():
        assert file in line and line.isprintable() and "pydantic" not in line.lower()
    return caught.value


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
@pytest.mark.parametrize("name", [one.name for one in places()])
def test_every_place_comes_back_equal(name, ending):
    place = load_place(name)
    again = place_from_sheet(place_to_sheet(place, ending), f"town{ending}")
    assert again == place
    assert [one.posts for one in again.services] == [one.posts for one in place.services]


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_the_command_line_runs_it_to_the_same_numbers(tmp_path, ending):
    """Place -> sheet -> place file by command, and a run of that file: the same numbers to the last bit."""
    sheet, file = tmp_path / f"town{ending}", tmp_path / "town.toml"
    for words in (["sheet", "small_town", str(sheet)], ["sheet", str(sheet), str(file)]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    direct, round_trip = (
        run(place, "relational", years=0.2, sample=0.2) for place in (load_place("small_town"), place_from_file(file))
    )
    assert np.array_equal(direct.outcome.weekly, round_trip.outcome.weekly, equal_nan=True)


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_the_template_says_what_to_do(ending):
    """It has a guide and every heading; sent back as it is, it is refused for what is missing, in words."""
    raw = template(ending)
    if ending == ".xlsx":
        workbook = book(raw)
        assert workbook.sheetnames[0] == GUIDE
        guide = "\n".join(str(cell.value) for row in workbook[GUIDE].iter_rows() for cell in row)
        for layout in LISTS:
            assert [cell.value for cell in workbook[layout.title][1]] == [column.heading for column in layout.columns]
        kinds = [listed.formula1 for listed in workbook["Services"].data_validations.dataValidation]
        assert any("talking_therapies" in one for one in kinds)
    else:
        guide = raw.decode("utf-8-sig")
    for layout in (PLACE, *LISTS):
        assert all(column.says in guide for column in layout.columns)
    error = refusal(raw, f"town{ending}")
    assert "title" in str(error).lower() and "missing" in str(error)
    assert "sheet Communities is empty" in str(error) and "sheet Services is without one of kind gp" in str(error)
    assert error.count == 7, "each is told once, all together"


def test_a_filled_in_template_is_a_place():
    """What a planner would do: fill in the empty workbook, row by row, from a town they know."""
    place = load_place("small_town")
    workbook = book(template(".xlsx"))
    filled = book(place_to_sheet(place, ".xlsx"))
    for title in (PLACE.title, *(layout.title for layout in LISTS[:-1])):
        for row in filled[title].iter_rows():
            for cell in row:
                workbook[title].cell(cell.row, cell.column).value = cell.value
    facts = workbook["Facts"]
    for row in range(2, facts.max_row + 1):
        facts.cell(row, 2).value = "invented"
    again = place_from_sheet(saved(workbook), "town.xlsx")
    assert again.services == place.services and again.groups == place.groups and again.communities == place.communities


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        (("Communities", "B3"), "many", 'Communities B3 (Adults) is "many"; allowed: a whole number'),
        (("Communities", "B3"), -4, "Communities B3 (Adults) is -4; allowed: a whole number of people from 1 to 5,000,000"),
        (("Communities", "B3"), 12.5, "Communities B3 (Adults) is 12.5; allowed: a whole number"),
        (
            ("Communities", "B3"),
            None,
            "Communities B3 (Adults) is missing; allowed: a whole number of people from 1 to 5,000,000; "
            "meaning: people aged 18 and over who live there",
        ),
        (("Services", "B2"), None, "crisis, inpatient; meaning: kind of service"),
        (("Groups", "L3"), None, "allowed: pounds from 0 to 10,000,000,000; meaning: what it has put by, pounds"),
        (("Communities", "C2"), "24%", 'Communities C2 (Deprivation) is "24%"; allowed: a number; write 0.24 for 24%'),
        (("Communities", "C2"), 24, "Communities C2 (Deprivation) is 24; allowed: a number from 0 to 1"),
        (
            ("Communities", "C2"),
            "=1/4",
            'Communities C2 (Deprivation) is the formula "=1/4"; allowed: a number; put in its value',
        ),
        (("Communities", "C2"), True, "Communities C2 (Deprivation) is true"),
        (("Communities", "A3"), "Hilltop", "Communities A2"),
        (("Services", "B2"), "surgery", 'Services B2 (Kind) is "surgery"; allowed: one of gp, talking_therapies'),
        (("Services", "A4"), "Team One", 'Services A4 (Key) is "Team One"; allowed: a short name'),
        (("Services", "E3"), "two", 'Services E3 (Clinicians) is "two"; allowed: a number'),
        (("Services", "H3"), "Hilltop; Nowhere", 'Services H3 (Serves) is "Nowhere", not a community'),
        (("Services", "I2"), 3, "Services I2 (Beds) is 3; allowed: for inpatient services only"),
        (("Groups", "G2"), "1,20", 'Groups G2 (Contract income) is "1,20"; allowed: a number'),
        (("Groups", "L3"), -1, "Groups L3 (Reserves) is -1; allowed: pounds from 0 to 10,000,000,000"),
        (("Facts", "D2"), 1234, "Facts D2 (Year) is 1234; allowed: a year from 1900 to 2100"),
        (("Facts", "B2"), "guessed", 'Facts B2 (Standing) is "guessed"; allowed: one of published'),
        (("Facts", "A2"), None, "Facts A2 (Fact) is empty"),
        (("Facts", "A3"), "communities.name", "Facts A2"),
        (("Place", "B1"), None, "Place B1 (Title) is missing"),
        (("Services", "E1"), "Clinicals", 'Services E1 is "Clinicals", not a heading; did you mean Clinicians?'),
        (("Services", "L9"), "a note", "Services L9 is in a column without a heading"),
    ],
)
def test_errors_stand_at_their_cell(cell, value, words):
    """Sheet, cell, heading, value, what is allowed and the way out, in words; the parts are there for a screen."""
    error = refusal(changed((*cell, value)))
    assert words in str(error), str(error)
    at = [one for one in error.problems if isinstance(one, CellProblem)]
    if " (" in words or words.startswith("Services"):
        assert at and at[0].sheet == cell[0] and at[0].cell.rstrip("0123456789").isalpha()


@pytest.mark.parametrize(
    "blank",
    [
        ("Communities B3", "Communities C2", "Services C2", "Groups E2", "Place B1"),
        ("Communities A2", "Facts B2", "Facts B3"),
        ("Services C6", "Services I6", "Facts B4"),
        ("Facts A2", "Services D2", "Groups K3"),
        ("Facts C2", "Facts D2", "Facts E2", "Communities B2"),
    ],
)
@pytest.mark.parametrize("wrong", [(), (("Communities", "C3", "24%"),), (("Groups", "G2", "1,20"), ("Services", "E3", "two"))])
def test_everything_that_is_blank_or_wrong_is_told_at_once(blank, wrong):
    """One look at the errors is enough: blank cells of every sheet, beside cells that hold what they may not."""
    at = [cell.split() for cell in blank]
    derived = [("Facts", "B2", "derived")] if "Facts C2" in blank else []
    emptied = [(sheet, cell, None) for sheet, cell in at]
    if any(sheet == "Facts" and cell.startswith("B") for sheet, cell in at):  # as in the template: a fact, and nothing said
        emptied += [("Facts", f"{column}{cell[1:]}", None) for sheet, cell in at if sheet == "Facts" for column in "CDE"]
    error = refusal(changed(*derived, *emptied, *wrong))
    told = sorted(f"{one.sheet} {one.cell}" for one in error.problems)
    assert told == sorted([*blank, *(f"{sheet} {cell}" for sheet, cell, _ in wrong)])
    assert error.count == len(told)
    assert all("missing" in str(one) or "empty" in str(one) for one in error.problems if f"{one.sheet} {one.cell}" in blank)


def test_a_fact_of_what_the_place_has_not_needs_nothing_said():
    """The template's rows on groups stay empty where there is no group, and a general row where each item has its own."""
    place = load_place("small_town")
    bare = place.model_copy(update={"groups": ()})
    kept = {fact: origin for fact, origin in place.provenance.items() if not fact.startswith("groups.")}
    posts = kept.pop("services.posts")
    kept |= {f"services.{one.key}.posts": posts for one in place.services}
    workbook = book(place_to_sheet(bare.model_copy(update={"provenance": FrozenTable(kept)}), ".xlsx"))
    for fact in ("groups.income", "groups.paid_hours", "services.posts"):
        workbook["Facts"].append([fact])
    assert place_from_sheet(saved(workbook), "town.xlsx").provenance == FrozenTable(kept)


def test_csv_cells_are_named_as_a_spreadsheet_opens_them():
    rows = list(csv.reader(io.StringIO(place_to_sheet(load_place("small_town"), ".csv").decode("utf-8-sig"))))
    at = next(number for number, row in enumerate(rows) if row[:1] == ["[Communities]"]) + 2
    rows[at][1] = "lots"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert f'town.csv: B{at + 1} (Adults) is "lots"' in str(refusal(out.getvalue().encode(), "town.csv"))
    semicolons = io.StringIO()
    rows[at][1] = "1400"
    csv.writer(semicolons, delimiter=";").writerows(rows)
    assert place_from_sheet(semicolons.getvalue().encode("cp1252"), "town.csv") == load_place("small_town")


def test_a_sheet_without_rows_is_told_in_the_words_of_a_sheet():
    workbook = book(template(".xlsx"))
    workbook["Place"]["B1"] = "Our Town"
    assert "sheet Communities is empty; allowed: at least one community; add a row for it" in str(refusal(saved(workbook)))


def test_numbers_as_people_write_them():
    raw = changed(("Communities", "B2", "1,400"), ("Groups", "G2", "£17,000"), ("Groups", "H2", " 3000.0 "))
    assert place_from_sheet(raw, "town.xlsx") == load_place("small_town")


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "#1 Estate", "[Groups]", "'Quoted", "@Home"])
def test_texts_that_look_like_formulas_stay_texts(evil):
    """A name that begins with = runs nothing, in either format; none begins a remark or a part. It comes back as it was."""
    place = load_place("small_town")
    first = place.communities[0].model_copy(update={"name": evil})
    groups = [one.model_copy(update={"communities": (evil,)}) if "Hilltop" in one.communities else one for one in place.groups]
    odd = place.model_copy(update={"communities": (first, *place.communities[1:]), "groups": tuple(groups), "about": "-1+2"})
    for ending in SHEET_ENDINGS:
        raw = place_to_sheet(odd, ending)
        if ending == ".xlsx":
            assert book(raw)["Communities"]["A2"].data_type == "s"
        else:
            assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row)
        assert place_from_sheet(raw, f"t{ending}") == odd


def bomb(size: int, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with one part that unpacks to a great deal."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b" " * size)
    return out.getvalue()


def rewritten(change: Any) -> bytes:
    """A sound workbook with its parts changed: change(name, content) -> content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(changed())) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part)))
    return out.getvalue()


HOSTILE = {
    "nothing": (lambda: b"", "not a workbook"),
    "text": (lambda: b"hello", "not a workbook"),
    "old": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "an old (.xls) or locked workbook"),
    "huge": (lambda: b"PK" + b"x" * 4_000_000, "larger than 3 MB"),
    "bomb": (lambda: bomb(60_000_000), "far larger inside than outside"),
    "many parts": (lambda: _many_parts(), "far larger inside than outside"),
    "half": (lambda: changed()[:4000], "not a workbook"),
    "other zip": (lambda: bomb(10, "readme.txt"), "not readable as a workbook"),
    "entities": (
        lambda: rewritten(lambda name, raw: b'<!DOCTYPE x [<!ENTITY a "b">]>' + raw if "sheet2" in name else raw),
        "XML that no spreadsheet writes",
    ),
    "wide entities": (
        lambda: rewritten(lambda name, raw: '<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-16") if "sheet2" in name else raw),
        "XML that no spreadsheet writes",
    ),
    "broken xml": (lambda: rewritten(lambda name, raw: b"<a><b>" if "sheet3" in name else raw), "not readable as a workbook"),
    "deep text": (lambda: changed(("Communities", "A2", "x" * 30_000)), "a text of 30,000 characters"),
}


def _many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(400):
            packed.writestr(f"{number}.xml", b"x")
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_plainly(name):
    make, words = HOSTILE[name]
    assert words in str(refusal(make()))


def test_a_workbook_with_macros_is_refused():
    out = io.BytesIO(changed())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    assert "a workbook with macros" in str(refusal(out.getvalue()))


@pytest.mark.parametrize("cell", ["A5002", "A1048576", "ZZ2"])
def test_a_sheet_too_long_or_too_wide_is_refused(cell):
    assert "too large; allowed: up to 5,000 rows and 40 columns" in str(refusal(changed(("Communities", cell, "far away"))))


def test_other_files_in_csv_clothing_are_refused():
    for raw, words in (
        (b"\x00\x01", "not text"),
        (b"a,b\n1,2\n", "outside any part"),
        (b"", "outside any part"),
        (b"[Place]\n" + b"x" * 200_000, "enormous length"),
        (b"x" * 3_000_001, "larger than 3 MB"),
        (b"[Place]\nTitle,X\n[Villages]\nName\nA\n", 'sheet "Villages" is not known'),
        (b"[Place]\n" + b"Title,X\n" * 30_000, "too long"),
    ):
        assert words in str(refusal(raw, "town.csv")), words


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_whatever_bytes_come_only_our_words_go(raw):
    for file in ("town.xlsx", "town.csv"):
        with pytest.raises(InputError):
            place_from_sheet(raw, file)


@settings(max_examples=40)
@given(st.data())
def test_whatever_stands_in_a_cell_only_our_words_go(data):
    """Any value in any cell: either a place, or a refusal in our words."""
    layout = data.draw(st.sampled_from([PLACE, *LISTS]))
    row = data.draw(st.integers(1, 6))
    column = data.draw(st.integers(1, len(layout.columns) + 1))
    texts = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=30)
    value = data.draw(
        st.one_of(
            st.none(), texts, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.datetimes()
        )
    )
    raw = changed((layout.title, f"{letters(column)}{row}", value))
    try:
        place_from_sheet(raw, "town.xlsx")
    except InputError as error:
        assert "town.xlsx" in str(error)


def test_letters_of_columns():
    assert [letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_command_says_what_it_takes(tmp_path):
    for words, said in (
        (["salford", str(tmp_path / "x.pdf")], "unknown ending"),
        ([str(tmp_path / "none.xlsx"), str(tmp_path / "x.toml")], "not readable"),
        (["salford", str(tmp_path / "x.toml")], "not a spreadsheet"),
    ):
        done = CliRunner().invoke(main, ["sheet", *words])
        assert done.exit_code == 1 and said in done.output + (done.stderr or ""), done.output
    done = CliRunner().invoke(main, ["sheet", "template", str(tmp_path / "t.xlsx")])
    assert done.exit_code == 0 and (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")


def test_a_sheet_that_was_filled_in_is_not_written_over(tmp_path):
    """The command that made it, given again, would lose a day's work; the place file made from it is written anew."""
    sheet, file = tmp_path / "town.csv", tmp_path / "town.toml"
    CliRunner().invoke(main, ["sheet", "small_town", str(sheet)])
    filled = sheet.read_bytes().replace(b"Small Town", b"Our Town")
    sheet.write_bytes(filled)
    for source in ("template", "small_town"):
        done = CliRunner().invoke(main, ["sheet", source, str(sheet)])
        assert done.exit_code == 1 and "there already" in done.stderr
        assert sheet.read_bytes() == filled
    for _ in range(2):
        assert CliRunner().invoke(main, ["sheet", str(sheet), str(file)]).exit_code == 0
