"""The verdict's words, each from numbers made for it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from comparisons import CAPACITY, NEED, POUNDS, SPEND, WAITING, compared, paths, setup
from lwsim.comparison import Comparison, Side
from lwsim.lead import changed_hands, lead_on, share_first
from lwsim.measures import MEASURES
from lwsim.sentences import SENTENCES, kind_of, sentence_on
from lwsim.themes import THEMES
from lwsim.verdicts import verdict
from made_full import made

WORLDS = 100


def shaped(last: np.ndarray, early: np.ndarray | float = 0.0, until: int = 0, weeks: int = 260) -> np.ndarray:
    """Weekly differences (worlds, weeks + 1, 1): `early` until a week, then within half a year `last`."""
    last = np.asarray(last, dtype=float)
    along = np.clip((np.arange(weeks + 1) - until) / 26.0, 0.0, 1.0)
    weekly = last[:, None] * along + np.where(np.arange(weeks + 1) < until, 1.0, 0.0) * np.reshape(early, (-1, 1))
    weekly[:, 0] = 0.0
    return weekly[:, :, None]


def spread(middle: float, width: float, worlds: int = WORLDS) -> np.ndarray:
    """One value a world, evenly spread about a middle."""
    return middle + width * np.linspace(-1, 1, worlds)


def against_zero(difference: np.ndarray, *measures) -> Comparison:
    """A comparison whose paired difference is as given; the first side stays at 0.4."""
    first = np.full(difference.shape, 0.4)
    return compared(first, first + difference, measures=measures or (NEED,))


def said(difference: np.ndarray, *measures) -> str:
    """What is said on the first measure."""
    comparison = against_zero(difference, *measures)
    return sentence_on(lead_on(comparison, (measures or (NEED,))[0].name), comparison.years)


def test_a_clear_win_says_who_on_what_in_how_many_worlds_since_when_and_how_large():
    words = said(shaped(spread(0.05, 0.06)))
    assert words == (
        "Relational is ahead on immediate need met in 91 of 100 plausible worlds by year 5, and has been "
        "since year 1. Its figure is higher by 5.0 points on average (nine worlds in ten: from 0.4 points "
        "lower to 10.4 points higher)."
    )


def test_all_worlds_ahead():
    assert "in all 100 plausible worlds by year 5" in said(shaped(spread(0.05, 0.01)))


def test_the_first_side_wins_in_its_own_terms():
    words = said(shaped(spread(-0.05, 0.01)))
    assert words.startswith("Mechanistic is ahead on immediate need met in all 100")
    assert ", and has been since year 1. " in words
    assert "Its figure is higher by 5.0 points on average (nine worlds in ten: from 4.1 to 5.9 points higher)" in words


def test_less_is_better_where_it_is():
    words = said(shaped(spread(-320, 40)), WAITING)
    assert words.startswith("Relational is ahead on people waiting in all 100")
    assert "lower by 320 people on average (nine worlds in ten: from 284 to 356 people lower)" in words


def test_a_lead_that_came_late_says_how_long_it_trailed_and_in_how_many_worlds():
    early = np.where(np.arange(WORLDS) < 91, -0.03, 0.01)
    words = said(shaped(spread(0.05, 0.06), early, until=58))
    assert "in 91 of 100 plausible worlds by year 5; it was behind in the first 14 months in 91 of the 100." in words


@pytest.mark.parametrize("early", [np.where(np.arange(WORLDS) < 49, -0.06, 0.03), np.full(WORLDS, -0.0002)])
def test_a_leader_that_trailed_in_few_worlds_or_by_nothing_that_shows_did_not_come_from_behind(early):
    """On average it was behind, but hardly so anywhere, or by less than is shown: no '0 of the 100', no hands changed."""
    difference = shaped(spread(0.05, 0.02), early, until=58)
    comparison, words = against_zero(difference), said(difference)
    assert math.isfinite(comparison.crossover("need_met")) and math.isnan(changed_hands(comparison, "need_met"))
    assert "behind" not in words and "; the lead holds from year 2" in words


def test_a_lead_that_holds_only_from_a_later_year():
    weekly = shaped(spread(0.05, 0.03), until=110)
    assert "; the lead holds from year 3. " in said(weekly)
    assert "; the lead shows only then. " in said(shaped(spread(0.05, 0.03), until=215))


def test_ahead_on_average_but_in_few_worlds():
    last = np.where(np.arange(WORLDS) < 55, 0.2, -0.1)
    words = said(shaped(last))
    assert words.startswith(
        "Relational is ahead on immediate need met on average by year 5, but in only 55 of 100 plausible worlds"
    )
    assert "who leads hangs on what is not known" in words


def test_cannot_tell_yet_says_how_many_more_worlds_would_settle_it():
    words = said(shaped(spread(0.004, 0.1, worlds=40)))
    assert words.startswith(
        "Cannot tell yet who is ahead on immediate need met by year 5: Relational in 21 of 40 plausible "
        "worlds, Mechanistic in 19. Relational minus Mechanistic is +0.4 points on average, and that "
        "average may be anything from −1.5 to +2.3. About 830 more worlds would settle it"
    )


def test_more_worlds_that_nobody_would_run_are_not_asked_for():
    assert "more worlds would hardly settle it" in said(shaped(spread(0.0001, 0.1, worlds=40)))


def test_level_to_the_precision_shown():
    words = said(shaped(spread(0.0001, 0.00002)))
    assert words == (
        "Mechanistic and Relational are level on immediate need met by year 5: in nine worlds of ten they "
        "differ by less than 0.1 points."
    )


def test_one_measure_exactly_the_same():
    assert said(shaped(np.zeros(5))) == (
        "Mechanistic and Relational are exactly the same on immediate need met, in every week and every world."
    )


def test_no_value_on_either_side():
    assert said(np.full((3, 53, 1), np.nan)) == "There is no value of immediate need met to compare by year 1."


def test_a_shrinking_lead_says_that_the_horizon_may_hide_a_turn():
    """0.10 at year 3 and falling by 0.03 a year: 0.04 at year 5, gone 16 months after it.

    Over its last quarter the lead averages 0.0417, which is what is left when the pace is measured.
    """
    weeks = np.arange(261)
    path = np.where(weeks < 156, 0.1 * weeks / 156, 0.1 - 0.03 * (weeks - 156) / 52)
    words = said((path[None, :] + spread(0, 0.01)[:, None] * (weeks > 0))[:, :, None])
    assert "The lead was greatest after 3 years, at 9.8 points, and has more than halved since." in words
    assert "It was shrinking as the run ended: at that pace it is gone 17 months later" in words
    assert "a longer horizon may turn this round" in words


def test_a_growing_lead_says_so():
    comparison = compared(paths(50, (0.4, 0.4, 0.0)), paths(50, (0.4, 0.5, 0.01)), measures=(NEED,))
    assert sentence_on(lead_on(comparison, "need_met"), comparison.years).endswith("still growing as the run ended.")


def test_an_open_question_that_moves_one_way_says_whose():
    """Behind by 0.02 after year 4, ahead by as much at the end: level over year 5, and moving."""
    weeks = np.arange(261)
    path = np.interp(weeks, [0, 208, 260], [0, -0.02, 0.02])
    words = said((path[None, :] + spread(0.0, 0.1, 40)[:, None] * (weeks > 0))[:, :, None])
    assert words.startswith("Cannot tell yet")
    assert words.endswith("The gap was moving Relational's way as the run ended, so a longer horizon may tell.")


def test_neither_better_is_said_to_be_higher_not_ahead():
    words = said(shaped(spread(1200, 300)), SPEND)
    assert words == (
        "Spending: higher under Relational in all 100 plausible worlds by year 5, on average by £1,200 a "
        "week (nine worlds in ten: from £930 to £1,470 a week higher)."
    )


def test_one_world_gives_no_interval():
    found = verdict(against_zero(shaped([0.032])))
    assert found.pairs[0].opening == "Only one world was run, so no interval can be given and no share of worlds."
    assert found.pairs[0].findings[0].sentence == (
        "In the one world that was run, Relational is ahead on immediate need met by year 5, higher by 3.2 points."
    )
    assert any("one world shows what can happen" in caution for caution in found.cautions)


def test_one_world_of_something_neither_better():
    assert said(shaped([1200.0]), SPEND) == (
        "In the one world that was run, spending by year 5 is higher under Relational, by £1,200 a week."
    )


def test_identical_scenarios_are_said_to_be_exactly_that():
    same = paths(6, (0.4, 0.5, 0.1), (0.0, 0.1, 0.1))
    found = verdict(compared(same, same.copy()))
    assert found.pairs[0].opening == (
        "Mechanistic and Relational came out identical: every difference, on every measure, in every week "
        "and every world, is exactly zero."
    )
    assert found.pairs[0].findings == ()


NOISE = 0.001


@pytest.mark.parametrize(
    ("need", "capacity", "opening"),
    [
        (
            0.05,
            0.05,
            "By year 5 Relational is ahead on immediate need met in all 30 plausible worlds and on "
            "long-term capacity built in all.",
        ),
        (
            -0.05,
            0.05,
            "The two systems trade. By year 5 Mechanistic is ahead on immediate need met in all 30 "
            "plausible worlds and Relational on long-term capacity built in all.",
        ),
        (
            None,
            0.05,
            "By year 5 Relational is ahead on long-term capacity built in all 30 plausible worlds; it "
            "cannot be told yet who is ahead on immediate need met.",
        ),
        (
            None,
            None,
            "By year 5 it cannot be told yet who is ahead on immediate need met or on long-term capacity built.",
        ),
        (
            0.0,
            0.05,
            "By year 5 Relational is ahead on long-term capacity built in all 30 plausible worlds; the two "
            "are level on immediate need met.",
        ),
    ],
)
def test_opening_sets_need_met_beside_capacity(need, capacity, opening):
    def weekly(middle: float | None) -> np.ndarray:
        if middle is None:
            return shaped(spread(0.002, 0.1, 30))
        return shaped(spread(middle, NOISE if middle else 0.0, 30))

    comparison = against_zero(np.concatenate([weekly(need), weekly(capacity)], axis=2), NEED, CAPACITY)
    assert verdict(comparison).pairs[0].opening == opening


def test_three_scenarios_are_each_set_against_the_first_and_put_in_order():
    first = paths(40, (0.4, 0.4, 0.05), (0.0, 0.0, 0.05))
    found = verdict(compared(first, first + [0.0, 0.1] * first.astype(bool), first + 0.05))
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("Mechanistic", "Relational"),
        ("Mechanistic", "Balanced"),
    ]
    assert found.order == (
        "Of the three, first on immediate need met by year 5, in 40 plausible worlds: Balanced in 40, "
        "Mechanistic in 0, Relational in 0.",
        "Of the three, first on long-term capacity built by year 5, in 40 plausible worlds: Relational in "
        "40, Mechanistic in 0, Balanced in 0.",
    )


def test_four_scenarios_are_put_in_order_too():
    first = paths(40, (0.4, 0.4, 0.05), (0.0, 0.0, 0.05))
    found = verdict(compared(first, first - 0.01, first - 0.02, first + 0.05))
    assert len(found.pairs) == 3
    assert found.order[0].startswith(
        "Of the four, first on immediate need met by year 5, in 40 plausible worlds: Tried in 40, "
    )


def test_a_tie_for_first_counts_for_nobody():
    same = np.full((2, 53, 1), 0.4)
    assert share_first(compared(same, same, measures=(NEED,)), "need_met") == {
        "Mechanistic": 0,
        "Relational": 0,
    }


def test_best_and_worst_are_named_for_the_later_side_from_different_themes():
    pair = verdict(made(worlds=60)).pairs[0]
    roles = [finding.role for finding in pair.findings]
    assert roles[:2] == ["Immediate need met", "Long-term capacity built"]
    assert roles.count("Best for Relational") == 2
    assert "Worst for Relational" in roles
    for finding in pair.findings:
        expected = {"Best for Relational": "Relational", "Worst for Relational": "Mechanistic"}
        assert finding.leader == expected.get(finding.role, finding.leader)


def test_money_over_the_horizon_is_always_named():
    weekly = paths(10, (0.4, 0.5, 0.1))
    sides = tuple(
        Side(title, title, weekly + apart, np.full((10, 1), 1e8 + 1e6 * apart)) for title, apart in (("A", 0.0), ("B", 1.0))
    )
    finding = verdict(Comparison("X", sides, (NEED,), (POUNDS,), setup(260, 10))).pairs[0].findings[-1]
    assert finding.sentence == (
        "Money spent: higher under B in all 10 plausible worlds over 5 years, on average by £1.0m (nine "
        "worlds in ten: £1.0m higher)."
    )


def test_cautions_say_what_the_worlds_do_not_cover():
    base = against_zero(shaped(spread(0.05, 0.01, 8)))
    few = verdict(base).cautions
    assert any("only 8 worlds" in caution for caution in few)
    assert any("2 numbers that are not known exactly" in caution for caution in few)
    held = verdict(replace(base, setup=setup(260, 8, drawn=(), sample=0.05))).cautions
    assert any("held at their central values" in caution for caution in held)
    assert any("a sample of 5%" in caution for caution in held)


def test_text_holds_every_sentence():
    found = verdict(made(sides=3, worlds=12))
    text = found.text()
    for pair in found.pairs:
        assert pair.opening in text
        assert all(finding.sentence in text for finding in pair.findings)
    assert all(sentence in text for sentence in (*found.order, *found.cautions))
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize("weeks", [13, 26, 52, 78, 520])
@pytest.mark.parametrize("worlds", [1, 2, 30])
def test_any_horizon_and_any_number_of_worlds_gives_whole_sentences(weeks, worlds):
    text = verdict(made(worlds=worlds, weeks=weeks)).text()
    assert "nan" not in text and "inf " not in text and "  " not in text


def test_every_kind_has_its_sentence():
    """Each way that numbers can fall; the kinds that come up and the sentences are the same set."""
    kinds = {kind_of(lead_on(against_zero(difference), "need_met")) for difference in every_shape()}
    assert kinds | {"neither better"} == set(SENTENCES)


def every_shape():
    """Differences that call for each wording."""
    yield shaped(spread(0.05, 0.06))
    yield shaped(np.where(np.arange(WORLDS) < 55, 0.2, -0.1))
    yield shaped(spread(0.004, 0.1))
    yield shaped(spread(0.0001, 0.00002))
    yield shaped(np.zeros(5))
    yield shaped([0.03])
    yield np.full((3, 53, 1), np.nan)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [(-0.02, 0.03, True), (-0.0002, 0.03, False), (-0.02, 0.0002, False), (-0.0002, 0.0002, False), (0.02, 0.03, False)],
)
@pytest.mark.parametrize("worlds", [1, 5])
def test_a_lead_changes_hands_only_where_both_leads_can_be_seen(before, after, changes, worlds):
    """Two lines that coincide as they are shown, before or after, leave nothing to hand over; one world has no interval."""
    difference = shaped(spread(after, abs(after) / 10, worlds), before, until=100)
    assert math.isfinite(changed_hands(against_zero(difference), "need_met")) == changes


def test_an_open_lead_has_not_changed_hands():
    comparison = against_zero(shaped(spread(0.004, 0.1), -0.05, until=100))
    assert math.isfinite(comparison.crossover("need_met")) and math.isnan(changed_hands(comparison, "need_met"))


def test_lead_in_numbers():
    """Differences of 0.01 .. 0.09 in five worlds."""
    lead = lead_on(against_zero(shaped(np.array([0.01, 0.03, 0.05, 0.07, 0.09]))), "need_met")
    assert (lead.leader, lead.follower) == ("Relational", "Mechanistic")
    assert (lead.ahead, lead.behind, lead.worlds) == (5, 0, 5)
    assert lead.difference.mean == pytest.approx(0.05)
    assert lead.settled
    assert lead.since == 1.0
    assert math.isnan(lead.crossover)


def test_best_and_worst_are_seldom_named_where_nothing_differs():
    """Of a hundred comparisons that differ by luck alone, about five name something; one interval each would name thirty."""
    measures = [MEASURES[name] for theme in THEMES for name in theme.shown if name in MEASURES]
    named = 0
    for seed in range(100):
        luck = np.random.default_rng(seed).normal(size=(20, 1, len(measures)))
        difference = np.broadcast_to(luck, (20, 53, len(measures)))
        found = verdict(against_zero(difference, *measures)).pairs[0].findings
        named += any(finding.role.startswith(("Best", "Worst")) for finding in found)
    assert named <= 11  # 99% of hundreds at one in twenty
