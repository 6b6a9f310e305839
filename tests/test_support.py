"""Support: what hours do by who gives them and by fit, and how support ends."""

import numpy as np
import pytest

from lwsim.agents.alone import fit, from_gp, from_neighbours, heal_alone, support_alone
from lwsim.agents.counts import (
    DISTRESS,
    IN_NEED,
    LOST,
    MET,
    RECOVERIES,
    SUPPORTED,
    UNSUPPORTED_PEOPLE,
    UTILITY,
    count_community,
)
from lwsim.agents.given import Given, look_at_hours
from lwsim.agents.journeys import end_all
from lwsim.agents.kinds import (
    COMMUNITY_TEAM,
    GROUP,
    IN_CARE,
    IN_GROUP,
    LIVING_WELL,
    SERVICE_KINDS,
    SUPPORT_WORKER,
    TALKING_THERAPIES,
    UNSUPPORTED,
    by_kind,
)
from lwsim.luck import Luck
from lwsim.mechanisms.support import support_one, support_placed
from towns import (
    SEEDS,
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

P = USUAL.support
HEALS = by_kind(0, 0.028, 0.011, 0.016, 0, 0, 0.003)
NO_GP = np.array([-1], dtype=np.int32)
COURSES = by_kind(np.inf, P.course_therapy, P.course_team, P.course_living_well, np.inf, np.inf, P.course_group)
ALL = Given(
    gp_of=NO_GP,
    pooled=np.ones(1),
    hours=by_kind(0, 0.72, 0.58, 0.5, 6, 26, 0.6),
    heals=HEALS,
    reach=by_kind(0, 0, 0, 0.75, 0, 0, 0.85),
    courses=COURSES,
    by_role=np.ones(3),
    by_service=np.ones(1),
    by_staff=np.ones(1),
    by_group=np.ones(1),
    neighbours=np.zeros(1),
    weight=P.social_weight,
    lasts=104.0,
    group_support=True,
    continuity=True,
)
"""Everything at full hours, without a GP or neighbours."""


def test_by_kind_puts_each_number_where_its_kind_reads_it():
    found = by_kind(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
    assert found[[TALKING_THERAPIES, COMMUNITY_TEAM, LIVING_WELL, GROUP]].tolist() == [2.0, 3.0, 4.0, 7.0]
    assert len(SERVICE_KINDS) == GROUP and sorted(found) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


@pytest.mark.parametrize(
    ("social", "reach", "weight", "by_hand"),
    [(0.0, 0.0, 0.6, 1.0), (1.0, 1.0, 0.6, 1.0), (1.0, 0.0, 0.6, 0.4), (0.5, 0.5, 0.6, 0.85), (1.0, 0.0, 0.0, 1.0)],
)
def test_fit_by_hand(social, reach, weight, by_hand):
    assert fit.py_func(social, reach, weight) == pytest.approx(by_hand)


def one_week(table, crew, kind, *, is_long=False, p=P, **given):
    """What one person's support does: (need met, recovery added, reach, hours given). given: what differs from `ALL`."""
    what = ALL._replace(**given)
    near = from_neighbours.py_func(0, what, p)
    return support_one.py_func(table, 0, services([kind]), groups(1), crew, near, (0.0, 0.0), what, is_long, p)


@pytest.mark.parametrize(
    ("kind", "role", "social", "by_hand"),
    [
        (TALKING_THERAPIES, 0, 0.0, (0.85, 0.028, 0.72)),
        (TALKING_THERAPIES, 0, 1.0, (0.85 * 0.49, 0.028 * 0.49, 0.72)),
        (COMMUNITY_TEAM, SUPPORT_WORKER, 1.0, (0.85 * 0.73, 0.011 * 0.73, 0.58)),
        (LIVING_WELL, 0, 1.0, (0.85 * 0.85, 0.016 * 0.85, 0.5)),
    ],
)
def test_a_week_in_care_by_hand(kind, role, social, by_hand):
    """At full hours: worth x fit, and the kind's recovery x fit. Social weight .6, reach .15, .55 and .75."""
    table = people(1, place=IN_CARE, service=0, staff=0, social_need=social)
    met, heals, _, hours = one_week(table, staff(1, role=role), kind)
    assert (met, heals, hours) == pytest.approx(by_hand)


def test_a_better_practitioner_heals_more_and_meets_need_up_to_all_of_it():
    table = people(1, place=IN_CARE, service=0, staff=0)
    plain = one_week(table, staff(1), COMMUNITY_TEAM)
    better = one_week(table, staff(1, ability=1.2, joint=1.1, novelty=1.05), COMMUNITY_TEAM)
    assert better[1] == pytest.approx(plain[1] * 1.2 * 1.1 * 1.05)
    assert better[0] == 1.0 > plain[0]


def test_what_an_hour_heals_differs_by_role():
    """A peer worker's hour heals what their role's does, and meets as much need."""
    table = people(1, place=IN_CARE, service=0, staff=0)
    crews = [staff(1, role=role) for role in range(3)]
    healed = [one_week(table, crew, COMMUNITY_TEAM, by_role=np.array([1.0, 0.5, 0.2]))[:2] for crew in crews]
    assert [heals for _, heals in healed] == pytest.approx([0.011, 0.0055, 0.0022])
    assert len({met for met, _ in healed}) == 1


@pytest.mark.parametrize(("is_long", "by_hand"), [(False, 1.0), (True, 0.88)])
def test_after_two_years_of_care_structured_care_has_faded(is_long, by_hand):
    """The whole of an hour at first, less by the share that fades for a person in care for long."""
    table = people(1, place=IN_CARE, service=0, staff=0)
    plain = one_week(table, staff(1), COMMUNITY_TEAM)
    later = one_week(table, staff(1, fades=0.12), COMMUNITY_TEAM, is_long=is_long)
    assert later[1] == pytest.approx(by_hand * plain[1]) and later[3] == plain[3]


def test_half_the_hours_heal_half_as_much():
    table = people(1, place=IN_CARE, service=0, staff=0)
    plain, half = (one_week(table, staff(1, delivered=share), COMMUNITY_TEAM) for share in (1.0, 0.5))
    assert half[1] == pytest.approx(0.5 * plain[1]) and half[3] == pytest.approx(0.5 * plain[3])


def test_groups_and_neighbours_by_hand():
    table = people(1, place=IN_GROUP, group=0, social_need=0.0)
    met, heals, reach, hours = one_week(table, staff(0), COMMUNITY_TEAM, neighbours=np.full(1, 0.5))
    assert (met, heals, reach, hours) == pytest.approx(
        (0.5 * P.worth_neighbours + P.worth_group, P.heals_group, P.group_reach, 0.6)
    )
    without = one_week(table, staff(0), COMMUNITY_TEAM, group_support=False)
    assert without[0] == 0.0 and without[1] == 0.0 and without[3] == 0.6


def a_cohort(count, weeks, *, kind=TALKING_THERAPIES, away=0, delivered=1.0, p=P, **given):
    """People in care lived through weeks of support alone. Returns people, services, and flows summed."""
    table = people(count, place=IN_CARE, service=0, staff=0, severity=0.45)
    one, crew = services([kind], caseload=count), staff(1, caseload=count, away=away, delivered=delivered)
    flows, q, given = 0.0, USUAL.need, ALL._replace(by_staff=np.full(1, delivered), **given)
    for week in range(1, weeks + 1):
        left = np.flatnonzero(table.place == IN_CARE).astype(np.uint32)
        counts, keys = tally(), np.array([Luck(1).key(name, week) for name in ("recovery", "drop", "onset")])
        world, (healed, ended) = (one, groups(0), crew, counts), np.zeros((2, left.size), dtype=np.uint32)
        near = (0.0, (0.0, 0.0))
        found, ends = support_placed(table, left, week, *world, keys, *near, given, healed, 0, ended, p, q)
        end_all(table, healed, found, ended, ends, week, communities(), *world, keys[2], True, q)
        flows = flows + counts.flows
    return table, one, flows


def test_a_course_ends_when_its_hours_are_given():
    """9.4 hours at .72 a week are fourteen weeks: nobody is still in therapy after them, nor out of it by then."""
    p = P._replace(drop_out=0.0)
    early, _, _ = a_cohort(100, 13, p=p, heals=0.0 * HEALS)
    late, one, _ = a_cohort(100, 14, p=p, heals=0.0 * HEALS)
    assert (early.place == IN_CARE).all()
    assert (late.place == UNSUPPORTED).all() and one.ended[0] == 100 and one.caseload[0] == 0


def test_therapy_cohort_recovers_and_drops_out_by_its_chances():
    """Each week a person recovers with .028, and else drops out with .034."""
    count, weeks = 20_000, 10
    _, one, flows = a_cohort(count, weeks)
    stay = (1 - 0.028) * (1 - P.drop_out)
    there = (1 - stay**weeks) / (1 - stay)
    error = 4.0 * 0.5 / np.sqrt(count)
    assert flows[RECOVERIES] / count == pytest.approx(0.028 * there, abs=error)
    assert flows[LOST] / count == one.dropped_out[0] / count == pytest.approx((1 - 0.028) * P.drop_out * there, abs=error)


def test_people_alone_live_on_their_gp_and_neighbours():
    """By hand: half of neighbours' worth; with a GP, its worth and fit too, and recovery by its hazard; others untouched."""
    count, q = 20_000, USUAL.need
    table = people(2 * count, place=UNSUPPORTED, severity=q.ordinary_severity, social_need=1.0, trust=0.5)
    table.with_gp[:count] = 1
    table.place[-1] = IN_CARE
    p, healed = P._replace(heals_gp=0.02), np.zeros(count, dtype=np.uint32)
    given = ALL._replace(neighbours=np.full(1, 0.5), by_service=np.full(1, 0.8), pooled=np.full(1, 1.5))
    worth, heals = from_gp(0, services([0], ratio=0.5), given, p)
    rows = np.arange(2 * count, dtype=np.uint32)
    found = heal_alone(table, rows, heals, 0.5, Luck(1).key("recovery"), healed, p, q)
    support_alone(table, rows[:-1], from_neighbours(0, given, p), worth, 0.5, p)
    fits = 1.0 - 0.5 * (1.0 - p.clinical_reach)
    assert table.met[:count] == pytest.approx(np.full(count, 0.5 * p.worth_neighbours + p.worth_gp * 0.8 * fits))
    assert table.met[count:-1] == pytest.approx(np.full(count - 1, 0.5 * p.worth_neighbours)) and table.met[-1] == 0.0
    assert table.trust[-2] == pytest.approx(0.5 + p.trust_gain * 0.5 * p.worth_neighbours) and table.trust[-1] == 0.5
    chance = 0.02 * 0.5 * 1.5 * fits
    assert found / count == pytest.approx(chance, abs=4.0 * np.sqrt(chance / count))
    assert (np.diff(healed[:found]) > 0).all() and healed[:found].max() < count


@pytest.mark.parametrize("has_neighbours", [True, False])
def test_what_hours_are_felt_as_by_hand(has_neighbours):
    """Half the hours are felt as .5 to the power `diminishing`; 30 hours for 100 people who would take .6 each as a half."""
    p, counts = P._replace(hours_neighbour=0.6), tally()
    counts.by_community[0, IN_NEED] = 100.0
    empty = {name: np.full(1, np.nan) for name in ("by_service", "by_staff", "by_group", "neighbours")}
    given = ALL._replace(pooled=np.zeros(1), **empty)
    crew = staff(1, service=0, contact=10.0, ability=1.2, joint=1.1, delivered=0.25)
    rows = (communities(1, mutual_support=30.0), services([0], ratio=0.5), groups(1, ratio=1.0), crew, counts)
    look_at_hours(*rows, np.zeros(1), given, has_neighbours, p)
    assert given.by_service[0] == pytest.approx(0.5**p.diminishing)
    assert given.by_staff[0] == pytest.approx(0.25**p.diminishing) and given.by_group[0] == 1.0
    assert given.pooled[0] == pytest.approx(1.2 * 1.1)
    assert given.neighbours[0] == (0.5 if has_neighbours else 0.0)


def test_an_absent_practitioner_loses_more_people():
    """In a week in which the appointment falls through, more people drop out than in others."""
    _, there, _ = a_cohort(10_000, 4)
    _, absent, _ = a_cohort(10_000, 4, away=10, delivered=0.0)
    assert absent.dropped_out[0] > 1.3 * there.dropped_out[0]


def test_counts_of_the_week_by_hand():
    table = people(3, place=[UNSUPPORTED, IN_CARE, IN_GROUP], severity=[0.25, 1.0, 0.5], met=[0.0, 0.5, 1.0])
    counts = tally()
    p = numbers(support__utility_well=0.85).support
    count_community(table, everybody(table)[0], 0, counts.by_community, p, 0.25)
    row = counts.by_community[0]
    assert row[[IN_NEED, SUPPORTED, UNSUPPORTED_PEOPLE]].tolist() == [3, 2, 1]
    assert row[[DISTRESS, MET]] == pytest.approx([1.75, 1.0])
    third = P.utility_mild + (P.utility_severe - P.utility_mild) / 3
    assert row[UTILITY] == pytest.approx(3 * 0.85 - (P.utility_mild + P.utility_severe + third))


@pytest.mark.slow
def test_support_that_works_leaves_fewer_in_need():
    """At the upper ends of what support does, fewer are in need after five years than at the lower ends."""
    weak = {"support.heals_gp": 0.0, "support.heals_therapy": 0.016, "support.heals_team": 0.004}
    strong = {"support.heals_gp": 0.009, "support.heals_therapy": 0.040, "support.heals_team": 0.020}
    many, few = (yearly("people_in_need", 104, parameters=values) for values in (weak, strong))
    assert is_above(many, few)


def test_support_that_fits_meets_more_need():
    apart = yearly("need_met", 52, parameters={"support.social_weight": 1.0})
    fits = yearly("need_met", 52, switches={"social_fit": False})
    assert is_above(fits, apart)


def test_neighbours_meet_part_of_need():
    with_them, without = (yearly("need_met", 26, switches={"neighbours": on}) for on in (True, False))
    assert is_above(with_them, without)


@pytest.mark.slow
def test_peers_move_little_on_crisis():
    """Negative control: a service that hires two peers has about as many crises as before (Cochrane: no difference)."""
    seeds = range(1, 25)
    peers = [{"kind": "hire_peers", "week": 0, "service": "community_team", "posts": 2.0}]
    before = yearly("crisis_contacts", 104, seeds=seeds)
    after = yearly("crisis_contacts", 104, seeds=seeds, events=peers)
    assert abs((after - before).mean()) < 0.10 * before.mean()


@pytest.mark.slow
def test_joining_doors_alone_raises_access_and_not_recovery():
    """Negative control (Fort Bragg): with the doors joined alone, access rises and recoveries hardly move."""
    apart = {"parameters": {"front_door.one_door_today": 0.0}, "switches": {"ties_save_time": False}}
    joined = {"parameters": {"front_door.one_door_today": 0.25}, "switches": {"ties_save_time": False}}
    seeds = range(1, 25)
    turned = [yearly("turned_away", 104, seeds=seeds, **table) for table in (apart, joined)]
    recovered = [yearly("recoveries", 104, seeds=seeds, **table) for table in (apart, joined)]
    assert is_above(turned[0], turned[1])
    assert recovered[1].mean() == pytest.approx(recovered[0].mean(), rel=0.03)


def test_groups_meet_part_of_need():
    """Where groups help nobody, less need is met."""
    helped, idle = (lived(26, seed=SEEDS[0], switches={"group_support": on}) for on in (True, False))
    assert series(helped, "need_met").mean() > series(idle, "need_met").mean()
