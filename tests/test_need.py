"""Need: distress comes by deprivation and luck, goes by itself as published, and returns."""

import math

import numpy as np
import pytest

from lwsim.agents.counts import RECOVERIES
from lwsim.agents.journeys import happens, next_onset
from lwsim.agents.kinds import NEVER, UNSUPPORTED, WELL
from lwsim.agents.rows import merge
from lwsim.luck import Luck, at_least, below, chances
from lwsim.mechanisms.need import (
    begin_distress,
    first_severity,
    hazard_of_distress,
    likeliest_remission,
    live_on,
    natural_remission,
    resolve,
)
from towns import (
    USUAL,
    communities,
    everybody,
    groups,
    is_above,
    lived,
    numbers,
    people,
    series,
    services,
    staff,
    tally,
    yearly,
)

ONSET = USUAL.need.onset


@pytest.mark.parametrize(
    ("weeks", "is_enduring", "by_hand"),
    [
        (1, 0, 0.0199),
        (12, 0, 0.0199),
        (15, 0, 0.0095),
        (25, 0, 0.0095),
        (30, 0, 0.0141),
        (51, 0, 0.0141),
        (53, 0, 0.0075),
        (300, 0, 0.0075),
        (1, 1, 0.0199 * 0.45),
        (53, 1, 0.0075 * 0.45),
    ],
)
def test_remission_by_weeks_by_hand(weeks, is_enduring, by_hand):
    assert natural_remission.py_func(weeks, is_enduring, USUAL.need) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("deprivation", "capital", "surge", "by_hand"),
    [
        (0.5, 0.5, 1.0, ONSET),
        (0.5, 0.5, 2.0, 2 * ONSET),
        (0.5, 0.5, 0.0, 0.0),
        (1.0, 0.5, 1.0, ONSET * math.exp(0.275)),
        (0.0, 0.5, 1.0, ONSET * math.exp(-0.275)),
        (0.5, 1.0, 1.0, ONSET * math.exp(-0.2)),
        (1.0, 0.0, 1.0, ONSET * math.exp(0.475)),
    ],
)
def test_hazard_by_hand(deprivation, capital, surge, by_hand):
    p = numbers(need__deprivation=0.55, need__social_capital=0.4).need
    assert hazard_of_distress(deprivation, capital, surge, p) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("shape", "extra", "share", "by_hand"),
    [(2.0, 0.0, 0.0, 0.25), (2.0, 0.0, 0.5, 0.4375), (2.0, 0.0, 1.0, 1.0), (2.0, 0.25, 0.5, 0.6875), (1.0, 0.5, 0.9, 1.0)],
)
def test_first_severity_by_hand(shape, extra, share, by_hand):
    assert first_severity.py_func(shape, extra, share, USUAL.need) == pytest.approx(by_hand)


def test_the_shortcut_in_happens_changes_no_answer():
    """`happens` is the plain rule, share < hazard x exp(-k (severity - ordinary)), at every severity in need."""
    for strength in (0.0, 1.5, 3.0):
        p = numbers(need__remission_severity=strength).need
        for severity in np.linspace(0.25, 1.0, 16):
            plain = 0.02 * math.exp(-strength * (severity - 0.45))
            for share in (0.0, plain * 0.999, plain * 1.001, 0.05, 0.5):
                assert happens.py_func(share, 0.02, severity, p) == (share < plain)


def distress(table, need, left, week, keys, place, p, *, likeliest=1.0):
    """A week of those in distress, with nobody near. Returns the week's counts."""
    counts, (remits, moves) = tally(), np.zeros((2, left), dtype=np.uint32)
    limits = (below(likeliest), below(p.worsening), at_least(1.0 - 2.0 * p.easing))
    for_good, keys = keys[:2].copy(), keys[2:].copy()
    marked = live_on(table, need, left, remits, moves, place, keys, limits, p)
    world = (place, services([0]), groups(0), staff(0), counts)
    resolve(table, (remits, marked[0], moves, marked[1]), week, *world, for_good, keys, True, True, p)
    return counts


def cohort(count: int, weeks: int, *, severity: float = 0.45, is_enduring: int = 0) -> np.ndarray:
    """Share of a cohort in untreated distress since week 0 that is well after each week: (weeks + 1,)."""
    p = USUAL.need
    table = people(count, place=UNSUPPORTED, severity=severity, is_enduring=is_enduring)
    (need, left), luck, place = everybody(table), Luck(1), communities(adults=count)
    well = np.zeros(weeks + 1)
    for week in range(1, weeks + 1):
        keys = np.array([luck.key(name, week) for name in ("onset", "severity", "remission", "course")])
        counts = distress(table, need, left, week, keys, place, p, likeliest=likeliest_remission(p))
        well[week] = well[week - 1] + counts.flows[RECOVERIES]
    return well / count


def test_untreated_cohort_remits_by_its_hazards():
    """A cohort lived through the compiled week remits as the product of weekly chances says, within sampling error."""
    found = cohort(20_000, 60)
    chances = [natural_remission.py_func(week, 0, USUAL.need) for week in range(1, 61)]
    expected = 1.0 - np.cumprod(1.0 - np.array(chances))
    assert np.abs(found[1:] - expected).max() < 4.0 * math.sqrt(0.25 / 20_000)


@pytest.mark.parametrize(("weeks", "published"), [(13, 0.23), (26, 0.32), (52, 0.53)])
def test_untreated_cohort_remits_as_published(weeks, published):
    """Whiteford's 23, 32 and 53% at 3, 6 and 12 months, to their rounding and the cohort's sampling error."""
    count = 40_000
    error = math.sqrt(published * (1 - published) / count)
    assert cohort(count, weeks)[weeks] == pytest.approx(published, abs=0.005 + 3.0 * error)


def test_severe_and_enduring_distress_remits_less():
    ordinary = cohort(5_000, 26)[26]
    assert cohort(5_000, 26, severity=0.9)[26] < ordinary - 0.05
    assert cohort(5_000, 26, is_enduring=1)[26] < ordinary - 0.05


@pytest.mark.parametrize(("stage", "times"), [(0, 1.0), (1, USUAL.need.relapse_early), (2, USUAL.need.relapse_late)])
def test_hazard_to_the_next_onset_is_exponential(stage, times):
    """The hazard a person bears until distress begins has mean 1 / (vulnerability x stage of recovery)."""
    table = people(4_000, stage=stage, vulnerability=2.0, social_need=0.5)
    key = Luck(1).key("onset")
    borne = np.array([next_onset(table, i, 10.0, True, key, USUAL.need) - 10.0 for i in range(4_000)])
    mean = 1.0 / (2.0 * times)
    assert borne.mean() == pytest.approx(mean, abs=4.0 * mean / math.sqrt(4_000))
    assert (borne < mean * math.log(2.0)).mean() == pytest.approx(0.5, abs=4.0 * 0.5 / math.sqrt(4_000))


def test_social_needs_raise_relapse_only_while_the_switch_is_on():
    table, key = people(2, stage=1, social_need=[0.0, 1.0]), Luck(1).key("onset")
    table.who[1] = table.who[0]
    none, full = (next_onset(table, i, 0.0, True, key, USUAL.need) for i in (0, 1))
    assert none / full == pytest.approx(math.exp(USUAL.need.relapse_social))
    assert next_onset(table, 0, 0.0, False, key, USUAL.need) == next_onset(table, 1, 0.0, False, key, USUAL.need)


def test_well_people_fall_ill_at_the_hazard():
    """A year of a constant hazard h makes 1 - exp(-52 h) of well adults ill (nobody recovers here)."""
    count, hazard = 20_000, 0.01
    table = people(count, place=WELL, stage_end=NEVER)
    key = Luck(1).key("need.next_onset")
    table.onset_at[:] = [next_onset(table, i, 0.0, True, key, USUAL.need) for i in range(count)]
    place, fresh, began = communities(adults=count), np.zeros(count, dtype=np.uint32), 0
    for week in range(1, 53):
        place.summed_hazard[:] += hazard
        began += begin_distress(table, fresh, week, place, tally(), np.full(2, key), True, 0.0, USUAL.need)
    expected = 1.0 - math.exp(-0.52)
    assert began == (table.place == UNSUPPORTED).sum()
    assert began / count == pytest.approx(expected, abs=4.0 * math.sqrt(expected * (1 - expected) / count))


def test_recovery_passes_through_two_half_years():
    """Newly recovered people are in stage 1 for 26 weeks, in stage 2 for 26 more, and then as anybody."""
    table = people(1, place=WELL, stage=1, stage_end=26, onset_at=1e9, social_need=0.5)
    place, stages = communities(adults=1), []
    for week in range(60):
        begin_distress(table, np.zeros(1, dtype=np.uint32), week, place, tally(), np.zeros(2, np.uint64), True, 0.0, USUAL.need)
        stages.append(int(table.stage[0]))
    assert stages == [1] * 26 + [2] * 26 + [0] * 8


def test_distress_worsens_without_support_and_eases_with_it():
    """By hand: unsupported, .006 worsen and .012 ease a week; need met in full, .0024 and .024."""
    count, error = 100_000, 4.0 * math.sqrt(0.024 / 100_000)
    p = numbers(need__worsening=0.006, need__easing=0.012, need__held_back=0.6, need__step=0.1).need
    for met, worse, better in ((0.0, 0.006, 0.012), (1.0, 0.0024, 0.024)):
        table = people(count, place=UNSUPPORTED, severity=0.5, met=met, social_need=1.0)
        need, left = everybody(table)
        keys = np.array([Luck(1).key(name) for name in ("onset", "severity", "remission", "course")])
        distress(table, need, left, 1, keys, communities(adults=count, deprivation=0.5), p, likeliest=0.0)
        assert (table.severity > 0.55).mean() == pytest.approx(worse, abs=error)
        assert (table.severity < 0.45).mean() == pytest.approx(better, abs=error)
        assert table.social_need == pytest.approx(np.full(count, 1.0 - 0.5 * p.social_drift))


@pytest.mark.parametrize("likeliest", [0.0, 0.05, 1.0])
def test_whoever_is_looked_at_twice_lives_the_same_week(likeliest):
    """What luck rules out, the rule rules out too: a larger bound changes nobody's week, so long as it is large enough."""
    p, luck = numbers(need__remission_first=0.0, need__remission_second=0.0, need__remission_third=0.0).need, Luck(3)
    keys = np.array([luck.key(name, 4) for name in ("onset", "severity", "remission", "course")])
    table = people(5_000, place=UNSUPPORTED, severity=0.5, social_need=0.8)
    need, left = everybody(table)
    distress(table, need, left, 4, keys, communities(adults=5_000, deprivation=0.2), p, likeliest=likeliest)
    shares = chances(keys[3], table.who)
    moved = 0.5 + 0.1 * (shares < p.worsening) - 0.1 * (shares >= 1.0 - p.easing)
    assert table.severity == pytest.approx(moved, abs=1e-6)
    assert table.social_need == pytest.approx(np.full(5_000, 0.8 - 0.6 * p.social_drift))


def test_who_recovered_drifts_no_more_and_leaves_the_list():
    table = people(4, place=[UNSUPPORTED, WELL, UNSUPPORTED, WELL], severity=0.5, social_need=1.0)
    need, left = everybody(table)
    keys = np.array([Luck(1).key(name) for name in "abcd"])
    distress(table, need, left, 1, keys, communities(adults=4, deprivation=0.5), USUAL.need, likeliest=0.0)
    assert (table.social_need < 1.0).tolist() == [True, False, True, False]
    merged = np.zeros(4, dtype=np.uint32)
    assert merge(table.place, need, left, need, 0, merged) == 2 and merged[:2].tolist() == [0, 2]


def test_merge_keeps_rows_in_order_and_nobody_twice():
    """Row 4 was well again and is in distress anew: it is in both lists, and stands once in what becomes of them."""
    place = np.full(10, UNSUPPORTED, dtype=np.int8)
    place[9] = WELL
    need, merged = np.array([1, 4, 7, 9], dtype=np.uint32), np.zeros(8, dtype=np.uint32)
    assert merge(place, need, 4, np.array([0, 4, 5, 8], dtype=np.uint32), 4, merged) == 6
    assert merged[:6].tolist() == [0, 1, 4, 5, 7, 8]
    assert merge(place, need, 3, need, 0, merged) == 3 and merge(place, need, 0, need, 2, merged) == 2


def test_no_new_need_empties_the_services():
    """With no new distress for ten years, hardly anybody is left in need, waiting or with a group."""
    surge = {"kind": "demand_surge", "week": 0, "size": 0.0, "weeks": 520}
    quick = {"need.remission_enduring": 0.8, "need.remission_later": 0.012, "need.remission_severity": 0.0}
    outcome = lived(520, events=[surge], parameters=quick)
    for name in ("people_in_need", "people_supported", "crisis_contacts"):
        assert series(outcome, name)[-26:].mean() < 0.03 * series(outcome, name)[:26].mean()
    assert series(outcome, "waiting")[-1] == 0


def test_more_onset_makes_more_need():
    low, high = (yearly("people_in_need", 52, seeds=(1, 2), parameters={"need.onset": v}) for v in (0.0016, 0.0024))
    assert (high > 1.1 * low).all()


def test_a_surge_brings_more_people_while_it_lasts():
    surge = {"kind": "demand_surge", "week": 4, "size": 2.0, "weeks": 26, "severity": 0.1}
    calm, hit = yearly("people_in_need", 40), yearly("people_in_need", 40, events=[surge])
    assert (hit > calm).all()


def test_deprived_communities_have_more_need():
    rich, poor = (hazard_of_distress(deprivation, 0.5, 1.0, USUAL.need) for deprivation in (0.1, 0.9))
    assert poor > rich
    with_capital = yearly("people_in_need", 26, switches={"community_protects": True})
    without_remission = yearly("people_in_need", 26, switches={"natural_remission": False})
    assert is_above(without_remission, with_capital)
