"""My place without a browser: cells changed, files opened, errors at their cell, and nothing changed by what is refused."""

from __future__ import annotations

import json

import pytest

from lwsim.errors import InputError
from lwsim.place_file import load_place, place_from_table
from lwsim.sheets.place import place_to_sheet, rows_of
from lwsim.ui.place_draft import Draft, kept, kept_template, opened, view


def town() -> Draft:
    return Draft.of(load_place("small_town"))


def at(draft: Draft, sheet: str, heading: str) -> int:
    return list(draft.rows[sheet][0]).index(heading) + 1


def test_a_copy_is_the_place_and_keeps_as_files_that_come_back_equal():
    draft, place = town(), load_place("small_town")
    found, problems, count = draft.checked()
    assert found == place and problems == () and count == 0
    for ending in (".toml", ".xlsx", ".csv"):
        file = kept(place, ending)
        assert file.name == f"small-town{ending}"
        assert opened(file.name, file.content).checked()[0] == place
    with pytest.raises(InputError, match="allowed"):
        kept(place, ".exe")
    assert kept_template(".xlsx").content.startswith(b"PK")


def test_a_draft_is_kept_over_a_reload_and_nothing_else_is_taken_for_one():
    draft = town().with_cell("Communities", 2, 2, "many").with_row("Groups")
    assert Draft.unpacked(draft.packed()) == draft
    told = json.loads(draft.packed())
    wrong = [told | {"rows": {}}, told | {"changed": "x"}, told | {"rows": told["rows"] | {"Place": [["Title", "x"]]}}]
    wrong += [told | {"rows": told["rows"] | {"Groups": table}} for table in ([[], ["short"]], [[], [[]] * 12], "text", 7)]
    wrong += [told | {"rows": told["rows"] | {"Groups": [*told["rows"]["Groups"], [{"a": 1}] * 11]}}]
    for text in ("", "{", "[]", "[" * 100_000, "9" * 5000, *map(json.dumps, wrong)):
        with pytest.raises(InputError, match="not readable"):
            Draft.unpacked(text)


def test_a_changed_cell_changes_the_place_and_what_is_said_of_its_source():
    draft = town().with_cell("Services", 4, at(town(), "Services", "Clinicians"), "3.5")
    place = draft.checked()[0]
    assert place.services[2].posts.clinician == 3.5 and draft.changed == 1
    origin = place.origin_of("services", place.services[2], "posts")
    assert origin.standing == "estimated" and origin.how == "changed by hand; clinicians was 1.0"
    again = draft.with_cell("Services", 4, at(draft, "Services", "Clinicians"), "4")
    assert again.checked()[0].services[2].posts.clinician == 4
    assert sum(row[0] == "services.community_team.posts" for row in again.rows["Facts"]) == 1
    assert town().checked()[0] == load_place("small_town"), "a draft is never changed in place"


def test_a_renamed_community_is_renamed_wherever_it_is_named():
    draft = town().with_cell("Communities", 3, 2, "1,650").with_cell("Communities", 3, 1, "New Market")
    place = draft.checked()[0]
    assert place.communities[1].name == "New Market" and place.communities[1].adults == 1650
    assert "communities.New Market.adults" in place.provenance
    assert [("New Market" in one.communities, "Old Market" in one.communities) for one in place.groups[2:5]] == [
        (True, False),
        (False, False),
        (True, False),
    ]


def test_a_wrong_cell_is_told_at_the_cell_and_the_rest_stays():
    draft = town().with_cell("Communities", 2, 2, "many").with_cell("Groups", 3, 5, "-2")
    shown = view(draft)
    assert not shown["is_whole"] and shown["more"] == 0
    cells = {cell["at"]: cell for cell in shown["sheets"][1]["rows"][0]["cells"]}
    assert (
        cells["B2"]["value"] == "many"
        and cells["B2"]["fault"] == '"many"; allowed: a whole number; digits, with a point where needed'
    )
    assert shown["sheets"][1]["faults"] == 1 and shown["faults"][0]["sheet"] == "Communities"
    mended = draft.with_cell("Communities", 2, 2, "1400")
    shown = view(mended)
    groups = {cell["at"]: cell for row in shown["sheets"][3]["rows"] for cell in row["cells"]}
    assert "E3" in groups and groups["E3"]["fault"].startswith("-2; allowed: hours a week from 0")
    assert view(mended.with_cell("Groups", 3, 5, "8.7"))["summary"].startswith("6,000 adults in 4 communities, 5 services")


def test_rows_come_and_go():
    draft = town().with_row("Groups")
    assert draft.checked()[0] is None
    last = len(draft.rows["Groups"])
    for column, value in enumerate(["tea", "community", "Tea room", "all", "4", "10", "", "", "900", "0", "0", "50"], start=1):
        draft = draft.with_cell("Groups", last, column, value)
    place = draft.checked()[0]
    assert place.groups[-1].name == "Tea room" and place.groups[-1].income.own == 900
    assert draft.without_row("Groups", last).checked()[0] == load_place("small_town")
    assert draft.without_row("Services", 2).checked()[0] is None, "a place needs a GP service"


@pytest.mark.parametrize(
    "broken",
    [
        lambda draft: draft.with_cell("Villages", 1, 1, "x"),
        lambda draft: draft.with_cell("Communities", 99, 1, "x"),
        lambda draft: draft.with_cell("Communities", 0, 1, "x"),
        lambda draft: draft.with_cell("Communities", 2, 99, "x"),
        lambda draft: draft.with_cell("Communities", 2, 1, "x" * 5000),
        lambda draft: draft.with_row("Place"),
        lambda draft: draft.without_row("Communities", 1),
        lambda draft: draft.without_row("Communities", 77),
        lambda draft: opened("x.exe", b"MZ"),
        lambda draft: opened("x.xlsx", b"hello"),
        lambda draft: opened("x.toml", b"title = 3"),
        lambda draft: opened("x.toml", b"x" * 3_000_001),
        lambda draft: opened("../../etc/passwd\n.csv", b"a,b"),
    ],
)
def test_what_cannot_be_is_refused_in_words(broken):
    with pytest.raises(InputError) as caught:
        broken(town())
    assert str(caught.value).isprintable() or "\n" in str(caught.value)


def test_a_full_sheet_takes_no_more_rows():
    draft = town()
    with pytest.raises(InputError, match="full"):
        for _ in range(500):
            draft = draft.with_row("Communities")


def test_a_spreadsheet_with_an_error_says_its_cell_and_opens_nothing():
    rows = rows_of(load_place("small_town"))
    raw = place_to_sheet(load_place("small_town"), ".csv").replace(b"1400", b"lots")
    with pytest.raises(InputError, match=r"my town\.csv: B\d+ \(Adults\) is .lots."):
        opened("my town.csv", raw)
    assert rows == town().rows


def test_the_link_holds_a_place_of_ones_own():
    """A place that is on no shelf travels in the link with all its facts, and opens as the same place."""
    from lwsim.ui.state import from_query, opening

    place = town().with_cell("Communities", 2, 2, "1500").checked()[0]
    state = opening().with_place(place)
    again = from_query(state.query())
    assert again.state.place == place and again.said == () and len(state.query()) < 20_000
    salford = load_place("salford")
    changed = place_from_table({**salford.table(), "title": "Our Salford"})
    query = opening().with_place(changed).query()
    assert from_query(query).state.place == changed and len(query) < 30_000
    assert "place=salford" in opening().query()
    hurt = from_query(query.replace("place=~", "place=~x", 1))
    assert hurt.state.place == opening().place and "not readable" in hurt.said[0]
