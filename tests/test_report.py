"""The report: one file that asks nothing of the network, says everything, and survives hostile titles."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from markupsafe import escape

from comparisons import NEED, compared
from lwsim.comparison import Comparison
from lwsim.limits import LIMITS
from lwsim.report import marks
from lwsim.report.charts import difference_chart, level_chart
from lwsim.report.context import account, event_words, standings, tracks
from lwsim.report.page import page, write_report
from lwsim.report.tables import csv_text, terminal_rows, write_csv, years_shown
from lwsim.sensitivity import in_words, leaning
from lwsim.verdicts import verdict
from made_full import context, made

VOID = {"meta", "br", "link", "img", "input", "hr"}
HOSTILE = '<script>alert("1")</script> & "quoted" \'it\' {{ 7*7 }}'


class Reader(HTMLParser):
    """Reads a page strictly: every element closed in order; keeps its text, links, ids and tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words that are shown, spaces made single."""
        return re.sub(r"\s+", " ", "".join(self.words))


def read(html: str) -> Reader:
    """A page, read to its end."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def full() -> Comparison:
    return made(worlds=30)


@pytest.fixture(scope="module")
def html(full) -> str:
    return page(full, context(full))


def test_page_is_well_formed_and_one_file_of_modest_size(html):
    reader = read(html)
    ids = [value for name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert 30_000 < len(html.encode()) < 900_000


def test_page_asks_nothing_of_the_network(html):
    reader = read(html)
    asking = {"src", "href", "srcset", "data", "action", "poster", "xlink:href"}
    assert all(value.startswith("#") for name, value in reader.attributes if name in asking)
    assert not {"script", "link", "iframe", "img", "object", "embed"} & set(reader.tags)
    assert "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html


def test_links_lead_somewhere(html):
    reader = read(html)
    ids = {value for name, value in reader.attributes if name == "id"}
    assert {value[1:] for name, value in reader.attributes if name == "href"} <= ids


def test_page_holds_the_whole_verdict(full, html):
    text = read(html).text
    found = verdict(full)
    for pair in found.pairs:
        assert pair.opening in text
        assert all(finding.sentence in text for finding in pair.findings)
    assert all(caution in text for caution in found.cautions)
    assert "A model, not a forecast." in text


def test_page_holds_every_measure_and_total(full, html):
    text = read(html).text
    for measure in (*full.measures, *full.totals):
        assert measure.title in text
        assert measure.says in text


def test_page_holds_settings_assumptions_provenance_limits_and_command(full, html):
    text, given = read(html).text, context(full)
    assert all(limit in text for limit in LIMITS)
    assert given.command in text and f"lwsim {given.version}" in text and given.date in text
    assert all(row["name"] in text for row in given.parameters)
    assert "Would be settled by: A diary study of first contacts." in text
    assert all(row["fact"] in text for row in given.provenance)
    assert "employer Trust, posts clinician 8 and peer worker 6" in text


def test_page_says_which_assumptions_matter_most(full, html):
    """For need met and for capacity the five assumptions that the difference goes with most, each with standing and source."""
    text = read(html).text
    assert "The five assumptions that matter most" in text
    for name in ("need_met", "capacity_change"):
        leans = leaning(full, name, 1)
        assert leans
        assert all(sentence in text for lean in leans for sentence in in_words(lean))


def test_page_shows_no_nan_none_or_template_left_over(full):
    comparison = made(worlds=4, weeks=104)
    comparison.sides[1].weekly[:, :, 12] = np.nan
    comparison.sides[0].weekly[:2, 30:60, 13] = np.nan
    html = page(comparison, context(comparison))
    assert not re.search(r"\b(nan|None|inf|Undefined)\b", html)
    assert "{{" not in html and "{%" not in html


def test_hostile_titles_are_shown_and_never_run(full):
    sides = tuple(replace(side, title=HOSTILE) for side in full.sides)
    measures = tuple(replace(it, title=HOSTILE, says=HOSTILE, unit=HOSTILE) for it in full.measures)
    comparison = replace(full, place=HOSTILE, sides=sides, measures=measures)
    given = context(comparison)
    hostile = {
        "title": HOSTILE,
        "question": HOSTILE,
        "events": [{"kind": HOSTILE, "week": 3, "group": HOSTILE}],
    }
    given = replace(
        given,
        scenarios=(hostile, hostile),
        command=HOSTILE,
        about=HOSTILE,
        date=HOSTILE,
        sources=(HOSTILE,),
        provenance=({"fact": HOSTILE, "standing": HOSTILE, "how": HOSTILE},),
    )
    html = page(comparison, given)
    reader = read(html)
    assert "script" not in reader.tags
    assert "<script" not in html
    assert "{{ 7*7 }}" in reader.text and "49" not in reader.text.split(HOSTILE)[1][:5]


def test_every_chart_has_a_name_a_description_and_numbers_behind_it(html):
    charts = re.findall(r"<svg.*?</svg>", html, flags=re.S)
    assert len(charts) > 15
    for chart in charts:
        key = re.search(r'aria-labelledby="(\S+)-t (\S+)-d"', chart)
        assert key and f'<title id="{key[1]}-t">' in chart and f'<desc id="{key[2]}-d">' in chart
    assert html.count("<summary>The numbers") >= len(charts) - 3  # a difference chart shares its level chart's


def test_four_scenarios_each_have_a_letter_a_line_and_a_colour():
    comparison = made(sides=4, worlds=5)
    html = page(comparison, context(comparison))
    read(html)
    for slot, letter in enumerate("ABCD", start=1):
        assert f'<span class="token k{slot}" aria-hidden="true">{letter}</span>' in html
        assert f'class="line l{slot}"' in html and f".l{slot} {{" in html and f"--s{slot}:" in html


def test_three_scenarios_one_world_and_identical_ones_all_make_a_page():
    for comparison in (
        made(sides=3, worlds=5),
        made(worlds=1),
        made(worlds=3, weeks=26),
        made(worlds=2, weeks=1040),
    ):
        read(page(comparison, context(comparison)))
    one = made(worlds=3, weeks=52)
    same = replace(one, sides=(one.sides[0], one.sides[0]))
    assert "came out identical" in read(page(same, context(same))).text


def test_one_world_shows_no_interval():
    comparison = made(worlds=1, weeks=52)
    text = read(page(comparison, context(comparison))).text
    assert "no interval can be given" in text
    assert 'class="band' not in level_chart(comparison, "need_met")


def test_long_runs_list_some_years_and_the_csv_all():
    comparison = made(worlds=2, weeks=624)
    assert years_shown(comparison) == (1, 2, 3, 5, 10, 12)
    assert years_shown(made(worlds=2, weeks=260)) == (1, 2, 3, 4, 5)
    assert {row["year"] for row in csv.DictReader(io.StringIO(csv_text(comparison)))} >= {"4.0", "11.0"}


def test_crossover_is_marked_on_both_charts():
    weekly = np.zeros((2, 105, 1))
    second = np.where(np.arange(105) < 30, -1.0, 1.0)[None, :, None] * np.ones((2, 1, 1))
    second[:, 0] = 0.0
    comparison = compared(weekly, second, measures=(NEED,))
    for chart in (level_chart(comparison, "need_met"), difference_chart(comparison, "need_met")):
        assert "lead changes after 7 months" in chart
        assert "Mechanistic and Relational change lead after 7 months." in chart


def test_difference_chart_says_which_way_is_better():
    comparison = made(worlds=5, weeks=104)
    assert "↑ worse than Mechanistic" in difference_chart(comparison, "waiting")
    assert "↓ better than Mechanistic" in difference_chart(comparison, "waiting")


def test_csv_reads_back_and_leaves_missing_values_empty(full):
    rows = list(csv.DictReader(io.StringIO(csv_text(full))))
    assert len(rows) == 2 * (5 * len(full.measures) + len(full.totals))
    first = next(row for row in rows if row["scenario"] == "Mechanistic")
    assert (first["place"], first["difference"], first["against"]) == ("Salford", "", "")
    assert "nan" not in csv_text(full).lower()


def test_files_are_written(full, tmp_path):
    write_report(full, context(full), tmp_path / "report.html")
    write_csv(full, tmp_path / "comparison.csv")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
    assert (tmp_path / "comparison.csv").read_text(encoding="utf-8") == csv_text(full)
    assert len(list(tmp_path.iterdir())) == 2


def test_terminal_rows_fit_their_headings():
    for sides in (2, 3):
        head, rows = terminal_rows(made(sides=sides, worlds=5, weeks=104))
        assert {len(row) for row in rows} == {len(head)}
        assert rows[0][0] == "Immediate need met" and rows[0][1] == "Immediate need met (%)"
        assert any("pounds per recovery" in row[1].lower() for row in rows)


def test_same_comparison_same_bytes():
    once, again = (page(made(worlds=4, weeks=52), context(made(worlds=4, weeks=52))) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"week": 26, "kind": "grant", "group": "mind", "pounds": 120000.0, "weeks": 104},
         "grant: group mind, £120,000 a year, for 104 weeks"),
        ({"week": 0, "kind": "set_forces", "purpose": 0.8, "power": None, "over": 26},
         "set forces: purpose 0.8, over 26 weeks"),
        ({"week": 3, "kind": "cut", "pot": "statutory", "share": 0.05}, "cut: pot statutory, share 5%"),
        ({"week": 3, "kind": "close_service", "service": "day_centre"}, "close service: service day centre"),
    ],
)  # fmt: skip
def test_event_words(event, expected):
    assert event_words(event) == expected


def test_account_words_settings_and_dates():
    scenario = {
        "title": "T", "forces": {"purpose": 0.8, "power": None}, "money": {"change": -0.05},
        "switches": {"backlash": False, "ties": True}, "rivals": {"network": "dense"},
        "parameters": {"need.onset": 0.02}, "events": ({"week": 60, "kind": "group_closure", "group": "x"},),
    }  # fmt: skip
    found = account(scenario)
    rows = dict(found.rows)
    assert rows["purpose"] == "0.8 (0 = impact now, 1 = invest in the future)"
    assert rows["power"] == "as today"
    assert rows["money"] == "commissioned budget -5%"
    assert rows["staff"] == "funded posts as today"
    assert rows["switched off"] == "backlash"
    assert rows["theory of network"] == "dense" and rows["parameter need.onset"] == "0.02"
    assert found.events == (("week 60 (year 2)", "group closure: group x"),)


def test_tracks_move_tokens_apart_and_mark_what_is_as_today():
    comparison = made(sides=3, worlds=1, weeks=52)
    given = replace(context(comparison), scenarios=({"forces": {"purpose": 0.5}}, {"forces": {"purpose": 0.51}}, {}))
    purpose = tracks(given)[0]
    assert [place.shift for place in purpose.places] == [-0.5, 0.5, 0.0]
    assert [place.percent for place in purpose.places] == [50.0, 51.0, 30.0]
    assert [place.is_today for place in purpose.places] == [False, False, True]


def test_standings_are_counted_in_order():
    rows = [{"standing": name} for name in ("assumed", "measured", "assumed", "odd")]
    assert standings(rows, ("measured", "literature", "assumed")) == [
        ("measured", 1, 25.0),
        ("assumed", 2, 50.0),
        ("odd", 1, 25.0),
    ]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 10.0, [0.0, 2.5, 5.0, 7.5, 10.0]),
        (0.41, 0.47, [0.4, 0.42, 0.44, 0.46, 0.48]),
        (-3.0, 9.0, [-5.0, 0.0, 5.0, 10.0]),
        (5.0, 5.0, [4.5, 4.75, 5.0, 5.25, 5.5]),
    ],
)
def test_nice_ticks(low, high, expected):
    assert marks.nice_ticks(low, high) == pytest.approx(expected)


def test_labels_are_moved_apart_and_kept_inside():
    found = marks.spaced([10.0, 12.0, 90.0], [20.0, 20.0, 20.0], 0.0, 100.0)
    assert found == [10.0, 30.0, 80.0]


def test_lines_leave_gaps_and_text_is_escaped():
    assert marks.line([0, 1, 2, 3], [1, np.nan, 2, 3], "x").count("M") == 2
    assert marks.line([0, 1], [np.nan, np.nan], "x") == ""
    assert marks.text(0, 0, HOSTILE).endswith(f">{escape(HOSTILE)}</text>")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Relational", ["Relational"]),
        ("Held in tension", ["Held in", "tension"]),
        ("Future without power moved at all", ["Future", "without pow…"]),
        ("Relational (changed)", ["Relational", "(changed)"]),
        ("A Living Well team (changed)", ["A Living We…", "(changed)"]),
    ],
)
def test_short_lines(words, expected):
    assert marks.short_lines(words, 12) == expected
