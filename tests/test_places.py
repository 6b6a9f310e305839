"""Places: who is called, who comes, and a queue that behaves as queueing theory says."""

import math

import numpy as np
import pytest

from lwsim.agents.counts import LOST, MISSED
from lwsim.agents.kinds import IN_CARE, NOBODY, TALKING_THERAPIES, UNSUPPORTED, WAITING
from lwsim.luck import Luck
from lwsim.mechanisms.places import chance_to_attend, give_places, rank, room
from lwsim.single import live
from towns import (
    SEEDS,
    USUAL,
    everybody,
    groups,
    is_above,
    lived,
    numbers,
    only,
    people,
    resized,
    scenario,
    series,
    services,
    settled,
    staff,
    tally,
    yearly,
)

P = numbers(places__attends=0.8, places__odds_a_week=0.95, places__first_week_odds=0.6, places__bounce_odds=0.7).places
KEYS = np.array([Luck(1).key("attends"), Luck(1).key("token")])


def share(odds: float) -> float:
    """The chance that goes with odds."""
    return odds / (1.0 + odds)


@pytest.mark.parametrize(
    ("weeks", "bounces", "steep", "counts", "by_hand"),
    [
        (0, 0, False, True, 0.8),
        (10, 0, False, True, share(4.0 * 0.95**10)),
        (10, 0, False, False, 0.8),
        (0, 0, True, True, 0.8),
        (1, 0, True, True, share(4.0 * 0.6)),
        (50, 0, True, True, share(4.0 * 0.6)),
        (0, 2, False, True, share(4.0 * 0.49)),
        (0, 9, False, True, share(4.0 * 0.7**5)),
    ],
)
def test_chance_to_attend_by_hand(weeks, bounces, steep, counts, by_hand):
    assert chance_to_attend.py_func(weeks, bounces, steep, counts, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(("severity", "weeks", "by_hand"), [(0.0, 5, 5.0), (1.0, 0, 30.0), (0.5, 10, 25.0)])
def test_rank_by_hand(severity, weeks, by_hand):
    assert rank.py_func(severity, weeks, numbers(places__urgency=30.0).places) == by_hand


@pytest.mark.parametrize(
    ("contact", "caseload", "hours", "stretch", "by_hand"),
    [
        (12.0, 0, 0.6, 0.0, 16.0),
        (12.0, 10, 0.6, 0.0, 6.0),
        (12.0, 10, 0.6, 0.25, 10.0),
        (0.0, 3, 0.6, 0.0, -3.0),
        (500.0, 5, 0.6, 0.0, 40.0),
    ],
)
def test_room_by_hand(contact, caseload, hours, stretch, by_hand):
    p = numbers(places__booked=0.8, places__caseload_most=45.0).places
    assert room(contact, caseload, hours, stretch, p) == pytest.approx(by_hand)


def called(table, rooms, week=10, *, p=P, waits_count=True, gamed=0.0):
    """One week's calls off the list of one service. Returns services and tally."""
    table.place[:], table.service[:] = WAITING, 0
    one, crew, counts = services([TALKING_THERAPIES]), staff(len(rooms)), tally()
    one.waiting[0] = table.who.size
    rooms = np.array(rooms, dtype=float)
    give_places(table, *everybody(table), week, one, groups(0), crew, rooms, counts, KEYS, False, waits_count, gamed, p)
    return one, counts


def test_the_urgent_and_the_longest_waiting_are_called_first():
    table = people(4, severity=[0.3, 0.9, 0.3, 0.5], since=[9, 9, 0, 9])
    called(table, [2.0], p=P._replace(attends=1.0 - 1e-12, odds_a_week=1.0))
    assert table.place.tolist() == [WAITING, IN_CARE, IN_CARE, WAITING]  # ranks 10, 28, 19, 16 weeks
    assert table.staff.tolist() == [NOBODY, 0, 0, NOBODY]


def test_the_practitioner_with_most_room_takes_the_next():
    """Places free 2, 3.5 and 3: the second, then the third, then the second again; below one place nobody is taken on."""
    table = people(9, severity=[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], since=9)
    called(table, [2.0, 3.5, 3.0], p=P._replace(attends=1.0 - 1e-12))
    assert table.staff.tolist() == [1, 2, 1, 0, 2, 1, 0, 2, NOBODY]
    nobody = people(2, severity=0.5)
    called(nobody, [0.9, -2.0])
    assert (nobody.place == WAITING).all()


def test_each_list_is_called_by_its_own_service():
    """A service without room calls nobody, however urgent, and gives nobody to another's practitioners."""
    table = people(4, place=WAITING, severity=[0.9, 0.3, 0.8, 0.4], since=9, service=[0, 1, 0, 1])
    two, crew = services([TALKING_THERAPIES, TALKING_THERAPIES], waiting=2), staff(2, service=[0, 1])
    sure = P._replace(attends=1.0 - 1e-12)
    rooms = np.array([0.0, 1.0])
    give_places(table, *everybody(table), 10, two, groups(0), crew, rooms, tally(), KEYS, False, True, 0.0, sure)
    assert table.place.tolist() == [WAITING, WAITING, WAITING, IN_CARE] and table.staff[3] == 1


def test_no_staff_calls_nobody():
    table = people(40, severity=0.5)
    one, counts = called(table, [])
    assert (table.place == WAITING).all() and one.waiting[0] == 40 and counts.flows[MISSED] == 0


def test_endless_room_leaves_nobody_waiting():
    """Everybody is called: those who come are in care, the others are lost, and the books say so."""
    table = people(4_000, severity=0.5, since=0, trust=0.5)
    one, counts = called(table, [1e6])
    came = (table.place == IN_CARE).sum()
    expected = chance_to_attend.py_func(10, 0, False, True, P)
    assert one.waiting[0] == 0 and came == one.started[0] == one.caseload[0]
    assert counts.flows[LOST] == counts.flows[MISSED] == (table.place == UNSUPPORTED).sum() == 4_000 - came
    assert came / 4_000 == pytest.approx(expected, abs=4.0 * 0.5 / math.sqrt(4_000))


def test_a_token_contact_stops_the_clock_and_helps_nobody():
    table = people(3, severity=0.5, since=[0, 0, 25], clock=[0, 0, 25])
    called(table, [], week=30, gamed=1.0)
    assert table.clock.tolist() == [30, 30, 25] and table.since.tolist() == [0, 0, 25]
    assert (table.place == WAITING).all()


def stationary(arrival: float, ends: float, servers: int, most: int = 120) -> tuple[float, float]:
    """Mean queue and mean number in care of a week-by-week queue: ends are Binomial, then an arrival, then calls."""
    ending = np.zeros((most + 1, most + 1))
    for count in range(most + 1):
        busy = min(count, servers)
        for done in range(busy + 1):
            ending[count, count - done] = math.comb(busy, done) * ends**done * (1 - ends) ** (busy - done)
    arriving = np.diag(np.full(most + 1, 1.0 - arrival)) + np.diag(np.full(most, arrival), 1)
    arriving[-1, -1] = 1.0
    there = np.linalg.matrix_power(ending @ arriving, 20_000)[0]
    people_there = np.arange(most + 1)
    return float(there @ np.maximum(people_there - servers, 0)), float(there @ np.minimum(people_there, servers))


def queue_of(weeks: int, arrival: float, ends: float, servers: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Drive `give_places` alone: (waiting each week, in care each week), waits of the called, and people who arrived."""
    rng, count = np.random.default_rng(7), 200
    table, crew = people(count, severity=0.5, place=UNSUPPORTED), staff(servers)
    one, nowhere, counts = services([TALKING_THERAPIES]), groups(0), tally()
    lengths, waits, arrived = np.zeros((2, weeks)), [], 0
    for week in range(weeks):
        care = np.flatnonzero(table.place == IN_CARE)
        for i in care[rng.random(care.size) < ends]:
            crew.caseload[table.staff[i]] -= 1
            table.place[i], table.service[i], table.staff[i] = UNSUPPORTED, NOBODY, NOBODY
        if rng.random() < arrival:
            i = np.flatnonzero(table.place == UNSUPPORTED)[0]
            table.place[i], table.service[i], table.since[i] = WAITING, 0, week
            one.waiting[0] += 1
            arrived += 1
        rows = np.flatnonzero(table.place == WAITING).astype(np.uint32)
        since = table.since[rows].copy()
        sure = P._replace(attends=1.0 - 1e-12)
        rooms = 1.0 - crew.caseload.astype(float)
        give_places(table, rows, rows.size, week, one, nowhere, crew, rooms, counts, KEYS, False, False, 0.0, sure)
        waits.extend((week - since)[table.place[rows] == IN_CARE].tolist())
        lengths[:, week] = one.waiting[0], (table.place == IN_CARE).sum()
    return lengths, np.array(waits), arrived


def test_one_queue_meets_theory():
    """With ends and arrivals by chance the list is as long as the exact chain says, and Little's law holds for it."""
    weeks, arrival, ends, servers = 20_000, 0.2, 0.1, 3
    lengths, waits, arrived = queue_of(weeks, arrival, ends, servers)
    means = lengths.reshape(2, 25, -1).mean(axis=2)
    errors = means.std(axis=1, ddof=1) / 5.0
    queue, in_care = stationary(arrival, ends, servers)
    assert lengths[0].mean() == pytest.approx(queue, abs=3.5 * errors[0])
    assert lengths[1].mean() == pytest.approx(in_care, abs=3.5 * errors[1])
    assert in_care == pytest.approx(arrival / ends)
    assert lengths[0].mean() == pytest.approx(arrived / weeks * waits.mean(), rel=0.01)


def test_first_come_first_served_among_equals():
    table = people(30, severity=0.5, since=np.arange(30)[::-1])
    called(table, [10.0], week=30, p=P._replace(attends=1.0 - 1e-12, odds_a_week=1.0))
    assert np.flatnonzero(table.place == IN_CARE).tolist() == list(range(20, 30))


def test_with_next_to_no_staff_hardly_anybody_is_in_care():
    """A hundredth of the posts leaves a hundredth of the people in services' care, or fewer."""
    full, bare = settled(), settled(resized(0.01))
    care = [int((state.people.place == IN_CARE).sum()) for state in (full, bare)]
    assert care[0] > 20 and care[1] <= 0.1 * care[0]


def test_with_staff_in_plenty_nobody_waits_long():
    outcome = lived(52, resized(20.0, 20.0))
    plain = lived(52)
    assert series(outcome, "waiting").mean() < 0.25 * series(plain, "waiting").mean()
    assert series(outcome, "wait_p90")[1:].mean() < 4.0


def test_more_staff_shorter_waits():
    few, plain, many = (yearly("wait_median", 52, resized(times)) for times in (0.6, 1.0, 3.0))
    assert is_above(plain, many) and is_above(few, many)


def test_targets_shorten_true_waits_and_wear_what_is_not_measured():
    """Impact now and assurance, by targets alone: shorter true waits, and fewer recoveries than without the wear."""
    pressed = {"forces": {"purpose": 0.0, "power": 0.0}, "switches": only("lever_assurance", "lever_rationing")}
    strong = pressed | {"parameters": {"places.targets_hasten": 0.25, "places.targets_wear": 0.0}}
    waits = [yearly("wait_median", 104, **strong), yearly("wait_median", 104, **_without(strong, "targets_work"))]
    assert is_above(waits[1], waits[0])
    worn = pressed | {"parameters": {"places.targets_hasten": 0.0, "places.targets_wear": 0.15}}
    healed = [yearly("recoveries", 104, **worn), yearly("recoveries", 104, **_without(worn, "targets_work"))]
    assert healed[0].mean() < healed[1].mean()


def _without(table, switch):
    """The same scenario with one switch more off."""
    return table | {"switches": table["switches"] | {switch: False}}


def test_longer_waits_lose_more_of_those_called():
    """Of those called off a longer list a smaller share starts."""
    shares = []
    for weeks in (0, 8, 30, 60):
        table = people(3_000, severity=0.5, since=0)
        one, _ = called(table, [1e6], week=weeks, p=USUAL.places)
        shares.append(one.started[0] / 3_000)
    assert shares == sorted(shares, reverse=True) and shares[-1] < 0.5 * shares[0]


@pytest.mark.slow
def test_smaller_caseloads_alone_do_not_cut_admissions():
    """Negative control (UK700): caseloads a fifth smaller leave admissions about as they were."""
    seeds = range(1, 25)
    full, small = (yearly("admissions", 156, seeds=seeds, parameters={"places.booked": v}) for v in (0.95, 0.70))
    assert abs((small - full).mean()) < max(0.15 * full.mean(), 2.5 * (small - full).std(ddof=1) / math.sqrt(24))


def test_littles_law_in_a_full_life():
    """People in care = people starting a week x weeks they stay, over ten years of the talking therapies of a town."""
    stays: list[int] = []
    before: dict[int, int] = {}
    present: list[int] = []
    started = [0]

    def look(state):
        table = state.people
        rows = np.flatnonzero((table.place == IN_CARE) & (table.service == 1))
        now = {int(i): int(table.since[i]) for i in rows}
        stays.extend(state.week - 1 - since for i, since in before.items() if now.get(i) != since)
        started[0] += int(state.services.started[1])
        present.append(rows.size)
        before.clear()
        before.update(now)

    start = settled(seed=SEEDS[0])
    weeks = 520
    live(start, scenario(years=10), weeks, look)
    assert np.mean(present) == pytest.approx(started[0] / weeks * np.mean(stays), rel=0.15)
