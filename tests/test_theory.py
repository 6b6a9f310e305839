"""Parts of the model against exact results and published small models."""

import math

import numpy as np
import pytest

from lwsim.agents.columns import blank
from lwsim.agents.practitioners import Practitioners
from lwsim.agents.ties import Ties
from lwsim.luck import Luck
from lwsim.mechanisms.innovation import SPREADING, Keys, spread
from lwsim.mechanisms.need import natural_remission
from lwsim.rooms import Numbers
from lwsim.state import Innovations
from lwsim.validation.bristol import FIRST, LAST, NODES, PUBLISHED
from lwsim.validation.loops import Load, capability, capability_by_steps, severe_after_sweep
from lwsim.validation.network import Network, steady_queue
from lwsim.validation.queues import OwnQueue, erlang_a, in_steps
from lwsim.validation.search import PEOPLE, complete, line, searched
from towns import USUAL, a_week_of_practice

ERLANG = {
    # arrivals, service, places, patience: chance of waiting, mean queue, mean wait, share who give up, places in use
    (10, 1, 10, 0.5): (0.61966, 2.07826, 0.20783, 0.10391, 0.89609),
    (9, 1, 10, 0.25): (0.52099, 1.78393, 0.19821, 0.04955, 0.85540),
    (5, 0.1, 40, 0.05): (0.98436, 20.1038, 4.02076, 0.20104, 0.99870),
    (4, 1, 5, 0): (0.554113, 2.21645, 0.554113, 0.0, 0.8),
    (45, 0.5, 100, 0): (0.216940, 1.95246, 0.043388, 0.0, 0.9),
}


@pytest.mark.parametrize("inputs", ERLANG)
def test_the_exact_queue_is_the_published_one(inputs):
    """Erlang-A and Erlang-C come out with the figures of the tables [erlang]."""
    queue = erlang_a(*inputs)
    assert (queue.waits, queue.length, queue.wait, queue.gives_up, queue.used) == pytest.approx(ERLANG[inputs], rel=1e-4)


def test_short_steps_come_close_to_the_exact_queue():
    """With a hundred steps a service time, a queue lived in steps is Erlang-A within half a per cent."""
    steps, exact = in_steps(0.10, 0.01, 10, 0.005), erlang_a(10, 1, 10, 0.5)
    assert steps.length == pytest.approx(exact.length, rel=0.005)
    assert steps.gives_up == pytest.approx(exact.gives_up, rel=0.005)


def test_places_given_by_the_models_own_rule_make_the_exact_queue():
    """`give_places` alone, week by week, gives the queue that its chain predicts, people giving up or not."""
    for patience, tolerance in ((0.125, 0.06), (0.05, 0.10)):
        expected = in_steps(2.5, 0.25, 10, patience)
        found = OwnQueue(2.5, 0.25, 10, patience, seed=3).run(12_000, 300)
        assert found.length == pytest.approx(expected.length, rel=tolerance)
        assert found.gives_up == pytest.approx(expected.gives_up, rel=tolerance)
        assert found.used == pytest.approx(expected.used, rel=0.02)


def test_littles_law_holds_in_a_queue_of_the_models_own():
    """People waiting = people coming x their waits, each counted apart."""
    arrivals = 2.5
    queue = OwnQueue(arrivals, 0.25, 10, 0.125, seed=5).run(8000, 200)
    assert queue.length == pytest.approx(arrivals * queue.wait, rel=0.03)


@pytest.mark.slow
def test_places_given_without_anyone_giving_up_make_erlang_c():
    """In steps of a twentieth of a service time the model's own rule comes within a tenth of M/M/c itself."""
    runs = [OwnQueue(0.35, 0.05, 10, 0.0, seed=seed).run(31_000, 900) for seed in range(1, 5)]
    exact = erlang_a(7, 1, 10, 0)
    assert np.mean([run.length for run in runs]) == pytest.approx(exact.length, rel=0.10)
    assert np.mean([run.used for run in runs]) == pytest.approx(exact.used, rel=0.02)


@pytest.fixture(scope="module")
def bristol():
    """The Bristol network lived three times, as one mean: node -> queue."""
    runs = [Network(NODES, LAST, seed).run() for seed in (1, 2, 3)]
    return {node.name: np.mean([run.mean_queue(node.name, FIRST) for run in runs]) for node in NODES}


def test_the_bristol_network_meets_its_published_queue(bristol):
    """Fed with the published inputs of Murch et al. 2021, the assessment queue is the published one within 5%."""
    for node, queue in PUBLISHED.items():
        assert bristol[node] == pytest.approx(queue, rel=0.05)


@pytest.mark.parametrize(
    ("node", "arrivals", "places", "mean", "leaves"),
    [
        ("IAPT assessment", 63.5, 30, 2.1, (100, 5)),
        ("social prescribing", 13.5, 400, 60, (30, 5)),
        ("community", 15.5, 4000, 365, (60, 5)),
    ],
)
def test_the_bristol_network_meets_its_fluid_limit(bristol, node, arrivals, places, mean, leaves):
    """Each overloaded queue of the network is within 5% of what its inputs say by arithmetic."""
    queue, _ = steady_queue(arrivals, places, mean, *leaves)
    assert bristol[node] == pytest.approx(queue, rel=0.05)


def test_nobody_queues_for_days_where_places_are_plenty(bristol):
    """Crisis, triage and hospital wait the one day that the model of Bristol prescribes."""
    arrivals = Network(NODES, LAST, 1).run()
    for node in ("crisis", "triage", "inpatient"):
        assert bristol[node] == pytest.approx(arrivals.mean_arrivals(node, FIRST), rel=0.1)


SWEEP = [240.0, 260.0, 300.0, 600.0, 1000.0, 1500.0, 2500.0, 3500.0]


def hysteresis(load):
    """Largest difference of severe cases between a sweep of capacity upwards and one downwards."""
    worst = [load.settled(60.0, 400.0, capacity)[1] for capacity in SWEEP]
    down = severe_after_sweep(load, SWEEP[::-1])[::-1]
    return max(abs(a - b) for a, b in zip(worst, down, strict=True))


def test_the_load_loop_has_two_rests_where_severe_cases_cost_more():
    """With the inequality the same capacity ends well or badly, by where it started; a sweep down stays well to 260."""
    load = Load()
    assert load.can_be_bistable
    assert load.settled(30.0, 0.0, 300.0) == pytest.approx((25.0, 0.0), abs=0.1)
    assert load.settled(60.0, 400.0, 300.0) == pytest.approx((98.4, 930.0), rel=0.01)
    assert load.settled(60.0, 400.0, 1500.0) == pytest.approx((89.3, 614.0), rel=0.01)
    assert load.settled(60.0, 400.0, 2500.0) == pytest.approx((25.0, 0.0), abs=0.1)
    assert hysteresis(load) > 900


@pytest.mark.parametrize("severe_takes", [2.0, 2.6])
def test_the_load_loop_has_one_rest_where_they_do_not(severe_takes):
    """Without the inequality every start ends in the same place: no hysteresis anywhere."""
    load = Load(severe_takes=severe_takes)
    assert not load.can_be_bistable
    assert hysteresis(load) < 1.0


def test_the_models_own_numbers_can_have_two_rests():
    """In lwsim a severe case takes more hours a week and recovers later: the inequality holds at the usual numbers."""
    p = Numbers({})
    apart = p.need.severe_edge + 0.15 - 0.35
    dearer = math.exp(p.caseload.severity_costs * apart) * math.exp(p.need.remission_severity * apart)
    assert dearer > 1.0


@pytest.mark.parametrize(("before", "after"), [(0.30, 0.10), (0.10, 0.30)])
def test_the_capability_trap_meets_its_closed_form(before, after):
    """Cutting time for improvement: 1.286 at once, 1 again at 0.405 lifetimes, 0.429 in the end; and the reverse."""
    for time in (0.0, 0.2, 0.405, 1.0, 3.0, 8.0):
        assert capability_by_steps(time, before, after, 1.0) == pytest.approx(
            capability(1.0, time, before, after, 1.0), rel=0.002
        )
    first, last = capability(1.0, 0.0, before, after, 1.0), capability(1.0, 50.0, before, after, 1.0)
    assert (round(first, 3), round(last, 3)) == ((1.286, 0.429) if before > after else (0.778, 2.333))
    if before > after:
        assert capability(1.0, 0.405, before, after, 1.0) == pytest.approx(1.0, abs=0.002)


def bass(time, p, q):
    """Share who have adopted by `time` [bass]."""
    fade = math.exp(-(p + q) * time)
    return (1.0 - fade) / (1.0 + q / p * fade)


@pytest.mark.parametrize(("instructed", "copies"), [(0.0035, 0.0), (0.0035, 0.010), (0.001, 0.020)])
def test_adoption_in_a_well_mixed_place_meets_bass(instructed, copies):
    """Take-up by instruction alone, and with acquaintances drawn anew each week, follows Bass within two points."""
    people, weeks, slots = 6000, 300, 4
    staff, innovations = blank(Practitioners, people), blank(Innovations, 1)
    staff.who[:], staff.is_filled[:], staff.is_open[:] = np.arange(people), 1, 1
    innovations.stage[:], innovations.seen[:] = SPREADING, 1.0
    rng, luck = np.random.default_rng(1), Luck(1)
    now = a_week_of_practice(copies=copies, instructs=instructed)
    strength = np.ones((people, slots), dtype=np.float32)
    for week in range(1, weeks + 1):
        ties = Ties(rng.integers(0, people, (people, slots)).astype(np.int32), strength)
        spread(ties, staff, innovations, now, Keys(*(luck.key(what, week) for what in Keys._fields)), USUAL.innovation)
        if week % 60 == 0:
            share = float((staff.adopted > 0).mean())
            assert share == pytest.approx(bass(week, instructed, copies * slots), abs=0.02)


def mean_search(known, best, seeds):
    """Mean worth round by round over several landscapes."""
    return np.mean([searched(known, 160, best, seed) for seed in seeds], axis=0)


@pytest.mark.slow
def test_copying_the_best_dense_networks_lead_early_and_thin_ones_late():
    """Lazer & Friedman's ordering, with the model's own copying rule: complete ahead in round 8, a line ahead in the end."""
    seeds = range(24)
    thin, dense = mean_search(line(PEOPLE), True, seeds), mean_search(complete(PEOPLE), True, seeds)
    assert dense[8] > thin[8] + 0.01
    assert thin[-1] > dense[-1] + 0.005


@pytest.mark.slow
def test_taking_what_is_common_dense_networks_lead_to_the_end():
    """Mason & Watts's ordering, with the rival switch: efficient networks beat inefficient ones, early and late."""
    seeds = range(24)
    thin, dense = mean_search(line(PEOPLE), False, seeds), mean_search(complete(PEOPLE), False, seeds)
    assert dense[40] > thin[40] + 0.005
    assert dense[-1] > thin[-1] + 0.01


def test_untreated_remission_meets_whitefords_three_points():
    """At ordinary severity 23, 32 and 53% are well by 3, 6 and 12 months, each within a point and a half."""
    p = Numbers({}).need
    left, by = 1.0, {}
    for week in range(52):
        left *= 1.0 - natural_remission.py_func(week, False, p)
        by[week + 1] = 1.0 - left
    assert [by[13], by[26], by[52]] == pytest.approx([0.23, 0.32, 0.53], abs=0.015)
