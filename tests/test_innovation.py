"""Innovation: tried, judged, spread by ties or instruction, watched, and let lapse."""

import math

import numpy as np
import pytest

from lwsim.agents.columns import blank
from lwsim.agents.posts import no_ties
from lwsim.luck import Luck
from lwsim.mechanisms.innovation import (
    FREE,
    PROPOSED,
    SLOTS,
    SPREADING,
    TRIED,
    Keys,
    copied,
    count_users,
    judge,
    novelty,
    propose,
    spread,
    this_week,
    variety,
    watch,
)
from lwsim.state import Innovations
from towns import USUAL, numbers, settled, staff, yearly
from towns import a_week_of_practice as a_week

BIT = [np.uint64(1) << np.uint64(k) for k in range(SLOTS)]
KEYS = Keys(*(Luck(1).key(name) for name in Keys._fields))


def practices(**columns) -> Innovations:
    """Innovations in slots 0, 1, ... with these columns."""
    table = blank(Innovations, SLOTS)
    for name, values in columns.items():
        getattr(table, name)[: len(values)] = values
    return table


def test_innovations_add_up_and_saturate():
    crew, table = staff(4), practices(value=[0.1, 0.05, -0.1])
    crew.adopted[:] = [0, BIT[0], BIT[0] | BIT[1], BIT[2]]
    novelty(crew, table, 0.2)
    assert crew.novelty == pytest.approx([1.0, 1 + 0.2 * math.tanh(0.5), 1 + 0.2 * math.tanh(0.75), 1 - 0.2 * math.tanh(0.5)])


def test_users_are_counted():
    crew, table = staff(3), practices()
    crew.adopted[:] = [BIT[0], BIT[0] | BIT[47], 0]
    count_users(crew, table)
    assert (table.users[0], table.users[47], table.users.sum()) == (2, 1, 3)


def test_what_is_seen_comes_to_the_true_value():
    """After 200 weeks of 25 users, what trials show is the true value within four standard errors."""
    table = practices(stage=[TRIED, SPREADING, PROPOSED], value=[0.05, -0.03, 0.2], users=[25, 25, 25])
    for week in range(200):
        watch(table, Luck(1).key("shown", week), 0.3)
    error = 4.0 * 0.3 / math.sqrt(200 * 25)
    assert table.seen[:2] == pytest.approx([0.05, -0.03], abs=error)
    assert table.trials.tolist()[:3] == [5000, 5000, 0] and table.seen[2] == 0.0


def test_the_best_of_an_acquaintance_or_the_most_common_is_copied():
    """Practitioner 0 knows 1, 2 and 3: the best-looking is 1's alone, the most common is that of 2 and 3."""
    crew, ties = staff(4), no_ties(4)
    ties.partner[0, :3] = [1, 2, 3]
    crew.adopted[1:] = [BIT[0], BIT[1], BIT[1]]
    table = practices(stage=[SPREADING, SPREADING], seen=[0.2, 0.1])
    assert copied(0, ties, crew, table, crew.who[0], KEYS.whom, False, 2.0) == 1
    found = {copied(0, ties, crew, table, np.uint64(who), KEYS.whom, True, 2.0) for who in range(40)}
    assert found == {0, 1}
    crew.adopted[0] = BIT[1]
    assert copied(0, ties, crew, table, crew.who[0], KEYS.whom, False, 2.0) == -1  # what one alone uses is not common


def a_spread(rates, *, seen=0.1, adopted=0, ties=None, slack=1.0, stage=SPREADING):
    """One week of spreading practice 0 among 5,000 practitioners; the share who use it after."""
    count = 5_000
    crew = staff(count)
    crew.adopted[:] = adopted
    table = practices(stage=[stage], seen=[seen])
    now = a_week(slack, copies=rates[0], instructs=rates[1], lapses=rates[2])
    spread(ties or no_ties(count), crew, table, now, KEYS, USUAL.innovation)
    return ((crew.adopted & BIT[0]) > 0).mean()


def test_spread_by_instruction_and_lapse_by_hand():
    error = 4.0 * 0.5 / math.sqrt(5_000)
    assert a_spread((0.0, 0.3, 0.0)) == pytest.approx(0.3, abs=error)
    assert a_spread((0.0, 0.3, 0.0), seen=-0.1) == 0.0
    assert a_spread((0.0, 0.3, 0.0), stage=TRIED) == 0.0
    assert a_spread((0.0, 0.0, 0.2), adopted=1) == pytest.approx(0.8, abs=error)
    assert a_spread((0.0, 0.0, 0.2), adopted=1, slack=2.0) == pytest.approx(0.9, abs=error)


def test_spread_by_ties_needs_somebody_who_uses_it():
    ties = no_ties(5_000)
    ties.partner[:, 0], ties.strength[:, 0] = np.roll(np.arange(5_000), 1), 1.0
    assert a_spread((0.5, 0.0, 0.0), ties=ties) == 0.0
    adopted = np.where(np.arange(5_000) % 2 == 0, BIT[0], np.uint64(0))
    error = 4.0 * 0.5 / math.sqrt(5_000)
    assert a_spread((0.5, 0.0, 0.0), ties=ties, adopted=adopted) == pytest.approx(0.75, abs=error)


def judged(value: float, *, effort: float = 1.0, proposals: int = SLOTS):
    """Proposals of one true value on the day of judgement; the share approved."""
    table = practices(stage=[PROPOSED] * proposals, value=[value] * proposals)
    judge(staff(1), table, a_week(effort=effort), KEYS, USUAL.innovation)
    return (table.stage == TRIED).mean()


def test_assurance_stops_what_looks_harmful_and_errs():
    """Clearly good is approved, clearly bad stopped, the middling half and half; without assurance all pass."""
    assert judged(0.5) == 1.0 and judged(-0.5) == 0.0
    assert 0.2 < judged(0.0) < 0.8
    assert judged(-0.5, effort=0.0) == 1.0


def test_more_assurance_errs_less():
    assert judged(-0.06, effort=4.0) < judged(-0.06, effort=0.2)


def test_what_is_approved_is_tried_by_whoever_began_it_until_its_trial_ends():
    crew, table = staff(3), practices(stage=[PROPOSED], value=[0.5], home=[2])
    judge(crew, table, a_week(week=5, tried_until=31, effort=1.0), KEYS, USUAL.innovation)
    assert (table.stage[0], table.decided_at[0], table.users[0], crew.adopted.tolist()) == (TRIED, 31, 1, [0, 0, 1])
    judge(crew, table, a_week(week=30, effort=1.0), KEYS, USUAL.innovation)
    assert table.stage[0] == TRIED
    judge(crew, table, a_week(week=31, effort=1.0), KEYS, USUAL.innovation)
    assert table.stage[0] == SPREADING


def test_a_practice_nobody_uses_is_forgotten():
    crew, table = staff(5, adopted=BIT[3]), practices(stage=[FREE] * 3 + [SPREADING])
    judge(crew, table, a_week(), KEYS, USUAL.innovation)
    assert table.stage[3] == FREE and not (crew.adopted & BIT[3]).any()


def test_ideas_take_free_slots_only_and_wait_for_approval():
    state = settled()
    state.innovations.stage[:] = SPREADING
    state.innovations.stage[7] = FREE
    state.collaborative.approval_weeks = 16.0
    state.levers = state.levers._replace(openness=1e6)
    state.staff.environment[:] = 10.0
    propose(state.staff, state.innovations, this_week(state), KEYS, USUAL.innovation)
    first = np.flatnonzero(state.staff.is_filled == 1)[0]
    assert state.innovations.stage[7] == PROPOSED and state.innovations.home[7] == first
    assert state.innovations.decided_at[7] == state.week + 16


def test_innovation_off_leaves_practice_as_it_is():
    assert (yearly("innovation_use", 104, seeds=(1, 2), switches={"innovation": False}) == 0.0).all()


def test_sharing_power_tries_more():
    """A full step of openness more than doubles the ideas of the same practitioners in the same weeks."""
    ideas = []
    for openness in (0.0, 1.5):
        crew, found, state = staff(2_000), 0, settled()
        state.levers = state.levers._replace(openness=openness)
        for week in range(40):
            state.week, table = week, practices()
            keys = KEYS._replace(idea=state.key("innovation.idea"))
            propose(crew, table, a_week(idea=this_week(state).idea), keys, USUAL.innovation)
            found += int((table.stage == PROPOSED).sum())
        ideas.append(found)
    expected = 2_000 * 40 * USUAL.innovation.ideas / 52
    assert ideas[0] == pytest.approx(expected, abs=4.0 * math.sqrt(expected))
    assert ideas[1] > 2.0 * ideas[0]


@pytest.mark.parametrize(
    ("density", "finds", "by_hand"), [(0.2, False, 1.0), (0.6, False, 0.8), (0.6, True, 1.2), (0.0, False, 1.1)]
)
def test_a_dense_network_thinks_alike_or_finds_more_by_hand(density, finds, by_hand):
    """Four tenths denser than today's two tenths, with a strength of a half: a fifth narrower, or wider."""
    assert variety(density, 0.2, finds, numbers(innovation__narrows=0.5).innovation) == pytest.approx(by_hand)


def test_ideas_of_a_dense_network_lie_closer_together():
    """The same ideas, proposed in a network denser than today's, have values nearer to today's practice."""
    values = []
    for density in (0.1, 0.7):
        state = settled().fork()
        state.today["density"], state.density = 0.1, density
        state.innovations.stage[:] = FREE
        now = a_week(1e6, idea=1.0, values_spread=this_week(state).values_spread)
        propose(state.staff, state.innovations, now, KEYS, USUAL.innovation)
        values.append(np.abs(state.innovations.value[state.innovations.stage == PROPOSED]))
    narrower = 1.0 - 0.6 * USUAL.innovation.narrows
    assert values[0].size > 5 and values[1] == pytest.approx(narrower * values[0], rel=1e-5)
