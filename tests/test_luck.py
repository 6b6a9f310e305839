"""Luck: even, unrelated between neighbours, the same whoever asks first, and the same for ever."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.stats import chisquare, norm

from lwsim.luck import Luck, another, at_least, below, chance, chances, inverse_normal, mix, name_number, numbers_for, word
from towns import lived

WHO = numbers_for("a tester", 200_000)


GOLDEN = {
    "name": 16401713375602051602,
    "mix": 0x5692161D100B05E5,  # the SplitMix64 finaliser of 1, as its authors publish it
    "key": 5351844034576750068,
    "before": 8710806517263193760,
    "numbers": [13578159508195551109, 10206130260628051738],
    "chance": 0.12212806804264542,
    "another": 714014416791508049,
}


def drawn(decision: str = "a decision", week: int = 0, seed: int = 1) -> np.ndarray:
    """Everybody's chance of one decision in one week."""
    return chances(Luck(seed).key(decision, week), WHO)


@pytest.mark.parametrize("week", [-104, 0, 1, 1040])
def test_chances_are_uniform(week):
    found = drawn(week=week)
    assert found.min() >= 0.0 and found.max() < 1.0
    assert chisquare(np.bincount((found * 1000).astype(int), minlength=1000)).pvalue > 1e-4


def test_one_persons_weeks_are_uniform():
    luck = Luck(5)
    found = np.array([chance(luck.key("a decision", week), WHO[0]) for week in range(20_000)])
    assert chisquare(np.bincount((found * 100).astype(int), minlength=100)).pvalue > 1e-4


@pytest.mark.parametrize(
    "neighbour",
    [
        drawn(week=1),
        drawn("a decisioo"),
        drawn(seed=2),
        np.roll(drawn(), 1),
        chances(np.uint64(another(Luck(1).key("a decision"), 0)), WHO),
        chances(np.uint64(another(Luck(1).key("a decision"), 1)), WHO),
    ],
    ids=["next week", "next name", "next seed", "next person", "further draw", "second further draw"],
)
def test_neighbours_are_independent(neighbour):
    """The pairs fill a 30 x 30 grid evenly, and their correlation is no more than chance."""
    first = drawn()
    cells = (first * 30).astype(int) * 30 + (neighbour * 30).astype(int)
    assert chisquare(np.bincount(cells, minlength=900)).pvalue > 1e-4
    assert abs(np.corrcoef(first, neighbour)[0, 1]) < 4.5 / np.sqrt(WHO.size)


def test_order_and_others_do_not_matter():
    """A person's number is theirs: backwards, alone or among fewer people it is the same."""
    key, all_at_once = Luck(1).key("a decision", 3), drawn(week=3)
    assert np.array_equal(chances(key, WHO[::-1])[::-1], all_at_once)
    assert np.array_equal(chances(key, WHO[:100]), all_at_once[:100])
    assert chance(key, WHO[77]) == all_at_once[77]


def test_one_more_person_changes_nobody_elses_number():
    assert np.array_equal(numbers_for("adult of Ordsall", 101)[:100], numbers_for("adult of Ordsall", 100))
    assert np.array_equal(numbers_for("adult of Ordsall", 50, first=50), numbers_for("adult of Ordsall", 100)[50:])


def test_threads_do_not_matter():
    """Lives lived side by side in threads are those lived one after another, to the last bit."""
    alone = [lived(30, seed=seed).weekly for seed in (1, 2, 1, 2)]
    with ThreadPoolExecutor(4) as pool:
        together = [one.weekly for one in pool.map(lambda seed: lived(30, seed=seed), (1, 2, 1, 2))]
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))
    assert not np.array_equal(alone[0], alone[1])


def test_one_is_the_same_hash_as_chance():
    luck = Luck(9)
    for who in (0, 1, 12345, (1 << 64) - 1):
        assert luck.one("a decision", 4, who) == chance(luck.key("a decision", 4), np.uint64(who))


def test_golden_values():
    """Written down once: a change here changes every result that was ever published."""
    assert name_number("need.remission") == GOLDEN["name"]
    assert int(mix(np.uint64(1))) == GOLDEN["mix"]
    assert int(Luck(1).key("need.remission", 5)) == GOLDEN["key"]
    assert int(Luck(-3).key("need.remission", -104)) == GOLDEN["before"]
    assert [int(one) for one in numbers_for("adult of Ordsall", 2, first=7)] == GOLDEN["numbers"]
    assert chance(Luck(1).key("need.remission", 5), WHO[0]) == GOLDEN["chance"]
    assert int(another(np.uint64(42), 3)) == GOLDEN["another"]


def test_bell_is_the_standard_normal():
    """Against scipy's quantiles, to a few parts in a thousand million; the far tails are cut."""
    shares = np.concatenate([np.linspace(1e-6, 0.03, 500), np.linspace(0.03, 0.97, 500), np.linspace(0.97, 1 - 1e-6, 500)])
    assert np.abs([inverse_normal(share) for share in shares] - norm.ppf(shares)).max() < 2e-8
    assert inverse_normal(0.0) == pytest.approx(-5.1993376, abs=1e-6)
    assert inverse_normal(1.0) == pytest.approx(5.1993376, abs=1e-6)


@pytest.mark.parametrize("bound", [0.0, 1e-6, 0.0045, 0.0269, 0.3, 0.7, 1.0])
def test_a_words_limit_takes_in_every_chance_that_counts_and_hardly_another(bound):
    """Words below `below(b)` hold every chance below b, words from `at_least(b)` every chance from b; few others."""
    key, who, spare = Luck(1).key("a decision", 3), numbers_for("anybody", 20_000), 1e-9
    shares, words = chances(key, who), np.array([word(key, one) for one in who])
    low, high = words < below(bound), words >= at_least(bound)
    assert (low >= (shares < bound)).all() and (low <= (shares < bound + spare)).all()
    assert (high >= (shares >= bound)).all() and (high <= (shares >= bound - spare)).all()


@pytest.mark.parametrize("week", [-104, -65, -64, -1, 0, 63, 64, 1039])
def test_keys_asked_for_together_are_those_asked_for_alone_in_any_order_of_weeks(week):
    """Keys are worked out for many weeks at once; neither where that begins nor what was asked before it matters."""
    luck, decisions = Luck(3), ("one", "other", "third")
    for before in (week + 200, week - 1, week):
        luck.keys(decisions, before)
    assert luck.keys(decisions, week).tolist() == [int(Luck(3).key(name, week)) for name in decisions]
