"""Numbers as a planner reads them: values with units, differences in points, spans of weeks as months."""

from __future__ import annotations

import math
from typing import Protocol

from .units import WEEKS_A_YEAR, years_from_weeks

MISSING = "–"
"""What a table shows where there is no value."""
MINUS = "−"
"""A true minus sign: it lines up with plus in tabular figures."""
WEEKS_A_MONTH = WEEKS_A_YEAR / 12
FURTHER_DIGITS = 3
"""Digits beyond a measure's own that a small difference may be shown with."""
SPOKEN = {
    "People in need": "the number of people in need",
    "People supported": "the number of people supported",
    "People without support": "the number of people without support",
    "Waiting": "the number of people waiting",
    "Median wait": "the median wait",
    "Longest tenth's wait": "the longest tenth's wait",
    "Median wait as reported": "the median wait as reported",
    "Turned away": "the number of people turned away",
    "Lost on the way": "the number of people lost on the way",
    "Vacancy": "the share of posts vacant",
    "Burnt out": "the share of staff burnt out",
    "Off sick": "the share of staff off sick",
    "Leaving": "the share of staff leaving",
    "Voluntary groups open": "the number of voluntary groups open",
    "Supported by groups": "the number of people supported by groups",
    "Lived-experience voice": "the voice of lived experience",
    "Fairness gap": "the fairness gap",
    "Capacity: workforce": "the capacity of the workforce",
    "Capacity: relationships": "the capacity that relationships add",
    "Capacity: innovation": "the capacity that innovation adds",
    "Capacity: voluntary sector": "the capacity of the voluntary sector",
    "Capacity: communities": "the capacity of communities",
    "Years in distress": "the years spent in distress",
    "Staff left": "the number of staff who left",
}
"""Titles that do not read as a noun inside a sentence, and how they are said there."""
SINGULAR = {"people": "person", "weeks": "week", "groups": "group", "posts": "post"}


class Described(Protocol):
    """What these rooms need to know of a measure; `measures.Measure` is one.

    better: +1 when more is better, -1 when less is, 0 when neither.  over: 'year' for a year's mean, 'end'
    for its last week, 'horizon' for a total.  format: a Python format specification such as '.1%', ',.0f' or
    '.2f'.
    """

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def better(self) -> int: ...
    @property
    def over(self) -> str: ...
    @property
    def format(self) -> str: ...


def value(measure: Described, amount: float) -> str:
    """A measure's value for a table, with £ or % but without the rest of its unit; a gap in points stands without %."""
    if not math.isfinite(amount):
        return MISSING
    text = _pound(measure) + _number(measure, abs(amount))
    text = text.rstrip("%") if is_gap(measure) else text
    if _is_zero(text):
        return text
    plus = "+" if "{:+" in measure.format else ""
    return (plus if amount > 0 else MINUS) + text


def in_full(measure: Described, amount: float) -> str:
    """A value inside a sentence: as in a table, and a gap with its points."""
    return f"{value(measure, amount)} points" if is_gap(measure) else value(measure, amount)


def signed(measure: Described, amount: float) -> str:
    """A difference for a table: with its sign, shares in percentage points, exactly nothing as 0, what rounds to it as 0.0."""
    if not math.isfinite(amount):
        return MISSING
    if amount == 0.0:
        return "0"
    text = _pound(measure) + _plain(measure, abs(amount))
    return text if _is_zero(text) else ("+" if amount > 0 else MINUS) + text


def fine(measure: Described, amount: float) -> str:
    """A difference as `signed` shows it, but with further digits where it would show as nothing: '−0.03', 'almost 0'."""
    text = signed(measure, amount)
    if amount == 0.0 or not math.isfinite(amount) or not _is_zero(text):
        return text
    head, _, tail = _spec(measure).lstrip("+").partition(".")
    for digits in range(int(tail[:-1]) + 1, int(tail[:-1]) + 1 + FURTHER_DIGITS):
        number = format(abs(amount), f"{head}.{digits}{tail[-1]}").rstrip("%")
        if not _is_zero(number):
            return ("+" if amount > 0 else MINUS) + _pound(measure) + number
    return "almost 0"


def bare(amount: float, *, plus: bool = False) -> str:
    """A number of two decimals without a unit, such as a correlation: '−0.12'; with plus, also '+0.12'."""
    if not math.isfinite(amount):
        return MISSING
    text = f"{abs(amount):.2f}"
    return text if _is_zero(text) else (MINUS if amount < 0 else "+" if plus else "") + text


def size(measure: Described, amount: float) -> str:
    """How large a difference is, without sign, with its unit: '3.2 points', '320 people', '£1,200 a week'."""
    return _with_unit(measure, _bare_size(measure, amount))


def shows_as_nothing(measure: Described, amount: float) -> bool:
    """Whether a difference would round to nothing as it is shown."""
    return amount == 0.0 or _is_zero(_plain(measure, abs(amount)))


def size_range(measure: Described, low: float, high: float) -> str:
    """A range of differences: 'from 1.3 points lower to 14.0 points higher', 'from 4 to 9 people lower'."""
    if low == high:
        return _with_side(measure, low)
    if (low < 0 < high) or 0.0 in (low, high):
        return f"from {_with_side(measure, low)} to {_with_side(measure, high)}"
    near, far = sorted((low, high), key=abs)
    return f"from {_bare_size(measure, near)} to {_with_side(measure, far)}"


def _with_side(measure: Described, amount: float) -> str:
    """One end of a range: '1.3 points lower', 'no difference'."""
    if amount == 0.0:
        return "no difference"
    text = _bare_size(measure, amount) if _is_scale(measure) else size(measure, amount)
    return f"{text} {side(amount)}"


def side(amount: float) -> str:
    """'higher' or 'lower'."""
    return "higher" if amount > 0 else "lower"


def difference_unit(measure: Described) -> str:
    """The unit of a difference: points for shares and percentages, else the measure's own."""
    if _in_points(measure):
        return "points"
    if _is_scale(measure):
        return "on a scale of 0 to 1"
    return _rest_of_unit(measure) if _pound(measure) else measure.unit


def is_gap(measure: Described) -> bool:
    """Whether the measure is itself a difference of two shares, and so one of points."""
    return measure.unit == "share points"


def value_unit(measure: Described) -> str:
    """The unit to write on an axis or in a heading whose numbers already carry £ or %."""
    if _pound(measure):
        return f"£ {_rest_of_unit(measure)}".strip()
    if _is_scale(measure):
        return "scale of 0 to 1"
    if is_gap(measure):
        return "points"
    if _in_points(measure):
        unit = measure.unit.replace("share", "%")
        return unit if unit.startswith("%") else f"% {unit}"
    return measure.unit


def unit_words(unit: str) -> str:
    """A unit as it is said after a number: 'as a share', 'of severity, on a scale of 0 to 1'; most stay as they are."""
    thing, is_scale, rest = unit.partition("0..1")
    if not is_scale:
        return f"as a {unit.removesuffix(' points')}" if unit.startswith("share") else unit
    said = f"of {thing}{rest}" if thing else rest
    spread = " (standard deviation)" if "(sd)" in said else ""
    return ", ".join(part for part in (" ".join(said.replace("(sd)", "").split()), "on a scale of 0 to 1") if part) + spread


def in_sentence(title: str) -> str:
    """A title inside a sentence: as a noun, with a small first letter unless it is an acronym."""
    return SPOKEN.get(title) or (title if len(title) > 1 and title[1].isupper() else title[:1].lower() + title[1:])


def of_worlds(number: int, worlds: int) -> str:
    """'78 of 100 plausible worlds', 'all 40 plausible worlds', 'none of 40 plausible worlds'."""
    if number == worlds:
        return f"all {worlds_run(worlds)}"
    return f"{format(number, ',') if number else 'none'} of {worlds_run(worlds)}"


def worlds_run(worlds: int) -> str:
    """'100 plausible worlds', '1 plausible world'."""
    return f"{worlds:,} plausible world{'' if worlds == 1 else 's'}"


def span(weeks: float) -> str:
    """A length of time: '6 weeks', '14 months', '3½ years'."""
    if weeks < 2 * WEEKS_A_MONTH:
        count = max(1, round(weeks))
        return f"{count} week" + ("s" if count > 1 else "")
    if weeks < 3 * WEEKS_A_YEAR:
        return f"{round(weeks / WEEKS_A_MONTH)} months"
    halves = round(2 * years_from_weeks(weeks))
    return f"{halves // 2}{'½' if halves % 2 else ''} years"


def duration(seconds: float) -> str:
    """A stretch of a computer's time: 45 s, 12 min, 3 h 20 min."""
    if not math.isfinite(seconds):
        return "unknown"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def by_year(years: float) -> str:
    """The point in time a verdict speaks of: 'year 5', 'month 6', 'year 2.5'."""
    if years < 1:
        return f"month {max(1, round(12 * years))}"
    return f"year {years:g}"


def _bare_size(measure: Described, amount: float) -> str:
    """The number alone; what rounds to nothing is said to be less than the smallest step shown."""
    text = _plain(measure, abs(amount))
    if amount != 0.0 and _is_zero(text):
        return "less than " + _pound(measure) + text[:-1] + "1"
    return _pound(measure) + text


def _plain(measure: Described, amount: float) -> str:
    """The number without sign or unit; a share as percentage points."""
    return _number(measure, amount).rstrip("%")


def _number(measure: Described, amount: float) -> str:
    """The number as the measure's format has it; a million pounds and more as '£1.2m'."""
    if _pound(measure) and amount >= 1e6:
        return f"{amount / 1e6:,.1f}m"
    return format(amount, _spec(measure).lstrip("+"))


def _spec(measure: Described) -> str:
    """What stands between the braces of the measure's format: ',.0f' of '£{:,.0f}'."""
    return measure.format.partition("{:")[2].partition("}")[0]


def _is_zero(text: str) -> bool:
    """Whether a number shows as nothing but noughts."""
    return not set(text) & set("123456789")


def _with_unit(measure: Described, number: str) -> str:
    """A number followed by the unit of a difference."""
    unit = difference_unit(measure)
    first, _, rest = unit.partition(" ")
    if number == "1" and first in SINGULAR:
        unit = f"{SINGULAR[first]} {rest}".strip()
    return f"{number} {unit}".strip()


def _is_scale(measure: Described) -> bool:
    """Whether the measure runs from 0 to 1 without a unit."""
    return measure.unit.endswith("0..1")


def _pound(measure: Described) -> str:
    """The sign in front of an amount of money, or nothing."""
    return "£" if measure.unit.startswith("pounds") else ""


def _rest_of_unit(measure: Described) -> str:
    """'a week' of 'pounds a week'."""
    return measure.unit.removeprefix("pounds").strip()


def _in_points(measure: Described) -> bool:
    """Whether a difference is one of percentage points."""
    return _spec(measure).endswith("%")
