"""Numbers as a planner reads them."""

from __future__ import annotations

import pytest

from comparisons import CAPACITY, NEED, POUNDS, SPEND, WAITING, Made
from lwsim import wording
from lwsim.measures import MEASURES
from lwsim.totals import TOTALS

WAIT = Made("wait", "weeks", "Median wait", "Wait.", -1, "year", "{:.1f}")
TRUST = Made("trust", "0..1", "Trust", "Trust.", 1, "end", "{:.2f}")
VACANCY = Made("vacancy", "share of posts", "Vacancy", "Vacancy.", -1, "year", "{:.1%}")
GAP = Made("gap", "share points", "Gap", "Gap.", -1, "year", "{:+.1%}")
POUND_SIGN = Made("spend", "pounds a week", "Spending", "Spending.", 0, "year", "£{:,.0f}")


@pytest.mark.parametrize(
    ("measure", "amount", "expected"),
    [
        (NEED, 0.4312, "43.1%"),
        (GAP, 0.032, "+3.2"),
        (GAP, -0.0001, "0.0"),
        (CAPACITY, 0.07, "+7.0%"),
        (CAPACITY, -0.07, "−7.0%"),
        (CAPACITY, -0.0001, "0.0%"),
        (WAITING, 4300.4, "4,300"),
        (SPEND, 612345.0, "£612,345"),
        (POUND_SIGN, 612345.0, "£612,345"),
        (POUNDS, 152_345_678.0, "£152.3m"),
        (WAIT, float("nan"), "–"),
        (WAIT, float("inf"), "–"),
    ],
)
def test_value(measure, amount, expected):
    assert wording.value(measure, amount) == expected


@pytest.mark.parametrize(
    ("measure", "amount", "expected"),
    [
        (NEED, 0.032, "+3.2"),
        (NEED, -0.032, "−3.2"),
        (NEED, 0.0, "0"),
        (NEED, -0.0003, "0.0"),
        (NEED, 0.0003, "0.0"),
        (NEED, -0.0, "0"),
        (WAITING, -0.4, "0"),
        (SPEND, -0.4, "£0"),
        (SPEND, -1200.0, "−£1,200"),
        (TRUST, float("nan"), "–"),
    ],
)
def test_signed(measure, amount, expected):
    assert wording.signed(measure, amount) == expected


@pytest.mark.parametrize(
    ("measure", "amount", "expected"),
    [
        (NEED, -0.032, "−3.2"),
        (NEED, 0.0, "0"),
        (NEED, -0.0003, "−0.03"),
        (NEED, 0.000_004, "+0.0004"),
        (NEED, -1e-9, "almost 0"),
        (GAP, 0.0001, "+0.01"),
        (WAITING, -0.26, "−0.3"),
        (TRUST, 0.0021, "+0.002"),
        (SPEND, 0.04, "+£0.04"),
        (TRUST, float("nan"), "–"),
    ],
)
def test_fine_shows_no_difference_as_nothing(measure, amount, expected):
    assert wording.fine(measure, amount) == expected


@pytest.mark.parametrize(
    ("amount", "plus", "expected"),
    [(0.123, False, "0.12"), (0.123, True, "+0.12"), (-0.123, True, "−0.12"), (-0.001, False, "0.00"), (0.001, True, "0.00")],
)
def test_a_number_without_unit_has_a_true_minus_and_no_signed_zero(amount, plus, expected):
    assert wording.bare(amount, plus=plus) == expected


@pytest.mark.parametrize(
    ("measure", "amount", "expected"),
    [
        (NEED, -0.032, "3.2 points"),
        (NEED, 0.0002, "less than 0.1 points"),
        (WAITING, 320.0, "320 people"),
        (WAITING, 1.0, "1 person"),
        (WAITING, 0.2, "less than 1 people"),
        (WAIT, 1.4, "1.4 weeks"),
        (SPEND, 1200.0, "£1,200 a week"),
        (POUND_SIGN, 1200.0, "£1,200 a week"),
        (POUNDS, -1.26e6, "£1.3m"),
        (TRUST, 0.05, "0.05 on a scale of 0 to 1"),
    ],
)
def test_size(measure, amount, expected):
    assert wording.size(measure, amount) == expected


@pytest.mark.parametrize(
    ("measure", "low", "high", "expected"),
    [
        (NEED, -0.013, 0.14, "from 1.3 points lower to 14.0 points higher"),
        (NEED, 0.013, 0.14, "from 1.3 to 14.0 points higher"),
        (WAITING, -900.0, -40.0, "from 40 to 900 people lower"),
        (TRUST, -0.1, 0.05, "from 0.10 lower to 0.05 higher"),
        (NEED, 0.0, 0.02, "from no difference to 2.0 points higher"),
        (NEED, 0.02, 0.02, "2.0 points higher"),
    ],
)
def test_size_range(measure, low, high, expected):
    assert wording.size_range(measure, low, high) == expected


@pytest.mark.parametrize(
    ("measure", "level", "difference"),
    [
        (NEED, "%", "points"),
        (VACANCY, "% of posts", "points"),
        (GAP, "points", "points"),
        (CAPACITY, "% change on week 0", "points"),
        (POUND_SIGN, "£ a week", "a week"),
        (POUNDS, "£", ""),
        (TRUST, "scale of 0 to 1", "on a scale of 0 to 1"),
        (WAIT, "weeks", "weeks"),
    ],
)
def test_units(measure, level, difference):
    assert (wording.value_unit(measure), wording.difference_unit(measure)) == (level, difference)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("0..1", "on a scale of 0 to 1"),
        ("severity 0..1", "of severity, on a scale of 0 to 1"),
        ("severity 0..1 a week", "of severity a week, on a scale of 0 to 1"),
        ("0..1 a week", "a week, on a scale of 0 to 1"),
        ("severity 0..1 (sd)", "of severity, on a scale of 0 to 1 (standard deviation)"),
        ("0..1 (sd)", "on a scale of 0 to 1 (standard deviation)"),
        ("share", "as a share"),
        ("share points", "as a share"),
        ("share of adults", "as a share of adults"),
        ("hours a week", "hours a week"),
    ],
)
def test_a_unit_as_it_is_said_after_a_number(unit, expected):
    assert wording.unit_words(unit) == expected


def test_a_gap_is_in_points_in_tables_in_differences_and_in_sentences():
    said = (wording.value(GAP, 0.032), wording.in_full(GAP, 0.032), wording.size(GAP, 0.032), wording.value_unit(GAP))
    assert said == ("+3.2", "+3.2 points", "3.2 points", "points")
    assert wording.in_full(NEED, 0.432) == "43.2%"


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [(0, "1 week"), (1, "1 week"), (6, "6 weeks"), (61, "14 months"), (156, "3 years"), (182, "3½ years")],
)
def test_span(weeks, expected):
    assert wording.span(weeks) == expected


@pytest.mark.parametrize(("years", "expected"), [(5.0, "year 5"), (0.5, "month 6"), (2.5, "year 2.5")])
def test_by_year(years, expected):
    assert wording.by_year(years) == expected


@pytest.mark.parametrize(
    ("number", "worlds", "expected"),
    [
        (78, 100, "78 of 100 plausible worlds"),
        (40, 40, "all 40 plausible worlds"),
        (0, 1, "none of 1 plausible world"),
        (0, 40, "none of 40 plausible worlds"),
        (1200, 2000, "1,200 of 2,000 plausible worlds"),
    ],
)
def test_of_worlds(number, worlds, expected):
    assert wording.of_worlds(number, worlds) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Immediate need met", "immediate need met"),
        ("QALYs", "QALYs"),
        ("Burnt out", "the share of staff burnt out"),
        ("Waiting", "the number of people waiting"),
        ("", ""),
    ],
)
def test_in_sentence(title, expected):
    assert wording.in_sentence(title) == expected


def test_what_is_said_another_way_in_a_sentence_is_the_title_of_something_counted():
    titles = {one.title for one in (*MEASURES.values(), *TOTALS.values())}
    assert set(wording.SPOKEN) <= titles


@pytest.mark.parametrize("name", [*MEASURES, *TOTALS])
def test_no_title_in_a_sentence_is_a_bare_participle(name):
    """'ahead on burnt out' and 'ahead on lost on the way' say nothing: a sentence needs somebody or something."""
    said = wording.in_sentence((MEASURES.get(name) or TOTALS[name]).title)
    assert said.split()[0] not in {"burnt", "off", "leaving", "lost", "turned", "waiting", "supported"}
    assert ": " not in said
