"""What is counted: every measure worked out by hand on a made-up week, described, and adding up over its parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from living import measured, onwards, settled, started, what_if
from lwsim.agents import counts as n
from lwsim.agents.kinds import NOBODY, ROLES
from lwsim.agents.posts import posts_table
from lwsim.measures import MEASURES, NAMES, described, record
from lwsim.parts import BY_COMMUNITY, BY_ROLE, BY_SERVICE
from lwsim.single import run
from lwsim.totals import TOTALS, totals


@pytest.fixture
def made() -> Any:
    """The small town with a made-up week: four posts of 30 hours, and tallies of round numbers."""
    state = settled().fork()
    staff = posts_table("made", 0, 4, 30.0, 0, 0, NOBODY, 0)
    staff.is_filled[:] = [1, 1, 0, 1]
    staff.service[:], staff.group[:] = [0, 1, 1, NOBODY], [NOBODY, NOBODY, NOBODY, 2]
    staff.wellbeing[:] = [0.4, 0.8, 0.0, 0.6]
    staff.away[:] = [0, 2, 0, 0]
    staff.assurance[:], staff.contact[:], staff.assessing[:] = [9, 6, 0, 3], [12, 12, 0, 6], [3, 0, 0, 0]
    staff.bank[:] = [3, 0, 0, 0]
    staff.across[:], staff.belonging[:] = [0.3, 0.6, 0, 0], [0.9, 0, 0, 0]
    staff.caseload[:], staff.role[:] = [10, 20, 0, 3], [0, 0, 0, 1]
    state.staff, state.scale, state.week = staff, 0.5, 7
    state.tally = n.new_tally(4, 5)
    state.tally.by_community[:, n.IN_NEED] = [10, 20, 30, 40]
    state.tally.by_community[:, n.DISTRESS] = [4, 10, 16, 20]
    state.tally.by_community[:, n.MET] = [2, 4, 4, 4]
    state.tally.by_community[:, n.SUPPORTED] = [5, 8, 9, 10]
    state.tally.by_community[:, n.UNSUPPORTED_PEOPLE] = [5, 12, 21, 30]
    state.tally.by_community[:, n.UTILITY] = [1.0, 2.0, 3.0, 4.0]
    flows = {n.BOUNCED: 3, n.LOST: 4, n.CONTACTS: 6, n.ADMITTED: 1, n.RECOVERIES: 8, n.RELAPSES: 2}
    for flow, count in (flows | {n.HANDED: 6, n.JOURNEYS: 8, n.LEFT: 0.5}).items():
        state.tally.flows[flow] = count
    state.tally.waits[1, [0, 2, 10]] = [2, 4, 4]
    state.tally.told[1, [0, 2]] = [6, 4]
    state.services.waiting[:], state.services.at_door[:] = [0, 4, 6, 0, 0], [0, 1, 2, 0, 0]
    state.groups.paid_hours[:], state.groups.volunteer_hours[:] = [10, 5, 0, 0, 5], [1, 2, 3, 4, 0]
    state.groups.supported[:], state.groups.is_open[:] = [1, 2, 3, 4, 5], [1, 1, 0, 1, 1]
    state.communities.adults[:] = [1000, 1000, 1000, 3000]
    state.communities.social_capital[:], state.communities.voice[:] = [0.6, 0.6, 0.6, 0.4], [0, 0, 0, 0.2]
    state.innovations.users[:] = 0
    state.innovations.users[:2] = [2, 1]
    state.collaborative.trust, state.pressure = 0.45, 0.33
    state.forces.lived[:] = [0.1, 0.2, 0.3]
    pots = ("pay", "fixed", "bank", "out_of_area", "contracts", "grants", "communities", "whole_system")
    state.money.spent = dict(zip(pots, (100.0, 10.0, 20.0, 5.0, 30.0, 15.0, 2.0, 8.0), strict=True))
    return state


BY_HAND = {
    "need_met": 14 / 50,
    "people_in_need": 200,
    "people_supported": 64,
    "people_unsupported": 136,
    "waiting": 26,
    "wait_median": 2.75,
    "wait_p90": 10.75,
    "wait_told": 5 / 6,
    "turned_away": 6,
    "handovers": 0.75,
    "lost": 8,
    "crisis_contacts": 6 * 52 / 6000 * 100_000,
    "admissions": 52 / 6000 * 100_000,
    "staff_in_post": 90 / 37.5 / 0.5,
    "vacancy": 1 / 3,
    "wellbeing": 0.6,
    "burnt_out": 1 / 3,
    "sickness": 1 / 3,
    "leaving": 0.5 * 52 / 2.4,
    "assurance_time": 18 / 90,
    "people_time": 30 / 90,
    "ties_across": 0.3,
    "trust": 0.45,
    "belonging": 0.3,
    "innovation_use": 1.0,
    "groups_open": 4,
    "voluntary_hours": 60,
    "group_supported": 30,
    "social_capital": 0.5,
    "lived_voice": 0.1,
    "gap_need_met": 2 / 4 - 4 / 20,
    "recoveries": 16,
    "relapses": 4,
    "spend": 380,
    "spend_statutory": 270,
    "spend_voluntary": 90,
    "spend_joint": 20,
    "lived_purpose": 0.1,
    "lived_power": 0.2,
    "lived_practice": 0.3,
    "pressure": 0.33,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(made, name):
    """Each measure of the made-up week is what a person works out on paper."""
    assert measured(made, name) == pytest.approx(BY_HAND[name], rel=1e-6)


def test_quality_of_life_by_hand(made):
    """A week's QALYs: everybody at the well utility, less what distress takes, a 52nd of a year."""
    well = 6000 * made.p.support.utility_well
    assert measured(made, "qalys") == pytest.approx((well - 10.0) / 52 / 0.5)


def test_capacity_by_hand(made):
    """Capacity: hours x ability, then what ties and innovations make of them, then groups and neighbours."""
    staff, p = made.staff, made.p
    staff.ability[:], staff.joint[:], staff.novelty[:] = [1.0, 0.5, 9, 1], [1.1, 1, 9, 1], [1, 1.2, 9, 1]
    made.communities.mutual_support[:] = [10, 0, 0, 0]
    made.origin["capacity"] = 100.0
    w = p.working_week
    share = (1 - w.leave) * (1 - w.recording - w.coordination - w.travel - w.environment_today / 37.5)
    workforce, relations, innovation = 30 * share * 1.5, 30 * share * 0.1, 30 * share * 0.5 * 0.2
    worth = p.support.worth_group / p.support.worth_service
    voluntary = worth * (30 * share + p.neighbours.volunteers_direct * 10)
    neighbours = p.support.worth_neighbours / p.support.worth_service * 10
    parts = np.array([workforce, relations, innovation, voluntary, neighbours]) / 0.5
    found = dict(zip(NAMES, record(made), strict=True))
    stocks = [found[f"capacity_{name}"] for name in ("workforce", "relationships", "innovation", "voluntary", "communities")]
    np.testing.assert_allclose(stocks, parts, rtol=1e-6)
    assert found["capacity"] == pytest.approx(parts.sum())
    assert found["capacity_change"] == pytest.approx(parts.sum() / 100.0 - 1.0)


def test_every_measure_is_worked_out_here():
    """No measure is left out of the tests by hand."""
    capacity = {name for name in NAMES if name.startswith("capacity")}
    assert set(NAMES) == set(BY_HAND) | capacity | {"qalys"}


def test_nobody_there():
    """With nobody in need, waiting or at work, every measure is still a finite number."""
    state = started(what_if())
    state.tally = n.new_tally(4, 5)
    for column in (state.services.waiting, state.services.at_door, state.staff.is_filled, state.staff.is_open):
        column[:] = 0
    row = dict(zip(NAMES, record(state), strict=True))
    assert np.isfinite(list(row.values())).all()
    assert row["need_met"] == row["wait_median"] == row["vacancy"] == row["leaving"] == row["wellbeing"] == 0.0


@pytest.mark.parametrize("one", [*described(), *TOTALS.values()], ids=lambda one: one.name)
def test_every_measure_is_described(one):
    """Each has a unit, a title, a sentence, which way is better, how a year is summed up, and a format."""
    assert one.unit and one.title and one.says.endswith(".") and not one.says[0].islower()
    assert one.better in (-1, 0, 1) and one.over in ("year", "end", "horizon")
    assert one.format.format(0.5) and one.name.isidentifier()


def test_names_are_in_the_order_of_a_row():
    """The described measures, the names and a recorded row go together."""
    assert [one.name for one in described()] == list(NAMES) == list(MEASURES)
    assert record(settled()).shape == (len(NAMES),)


@pytest.fixture(scope="module")
def result() -> Any:
    """Half a year of the small town."""
    return run("small_town", "relational", years=0.5)


def _wide(table: Any, key: str) -> Any:
    return table.pivot_table(index=["week", key], columns="measure", values="value", observed=True)


SUMS = {
    "in_need": "people_in_need",
    "supported": "people_supported",
    "unsupported": "people_unsupported",
    "recovered": "recoveries",
}


@pytest.mark.parametrize("part", ["by_community", "by_fifth"])
def test_parts_sum_to_the_system(result, part):
    """Communities, and fifths, add up to the system in every week."""
    wide = _wide(getattr(result, part), part.removeprefix("by_"))
    system = result.weekly.pivot(index="week", columns="measure", values="value").loc[1:]
    sums = wide.groupby(level="week").sum()
    for counted, measure in SUMS.items():
        np.testing.assert_allclose(sums[counted], system[measure], rtol=1e-9, err_msg=measure)
    np.testing.assert_allclose(sums["met"] / sums["distress"], system["need_met"], rtol=1e-9)


def test_services_and_roles_sum_to_the_system(result):
    """Queues of services, and staff of all roles, add up to the system in every week."""
    system = result.weekly.pivot(index="week", columns="measure", values="value").loc[1:]
    services = _wide(result.by_service, "service").groupby(level="week").sum()
    np.testing.assert_allclose(services["waiting"] + services["at_door"], system["waiting"])
    np.testing.assert_allclose(services["turned_away"], system["turned_away"])
    roles = _wide(result.by_role, "role").groupby(level="week").sum()
    np.testing.assert_allclose(roles["in_post"], system["staff_in_post"], rtol=1e-6)


def test_a_fifths_share_is_its_own(result):
    """A fifth's need met is its communities' met over their distress; the gap is between the ends."""
    fifths = _wide(result.by_fifth, "fifth")
    np.testing.assert_allclose(fifths["need_met"], fifths["met"] / fifths["distress"])
    last = fifths.xs(26, level="week")["need_met"]
    gap = result.weekly.query("week == 26 and measure == 'gap_need_met'")["value"].item()
    assert gap == pytest.approx(last.iloc[0] - last.iloc[-1])


def test_tables_hold_what_they_name(result):
    """Each table has each week, thing and measure once."""
    names = result.diary.names
    for table, key, things, columns in (
        (result.by_community, "community", names["communities"], BY_COMMUNITY),
        (result.by_service, "service", names["service_keys"], BY_SERVICE),
        (result.by_role, "role", ROLES, BY_ROLE),
    ):
        assert len(table) == 26 * len(things) * len(columns)
        assert not table.duplicated(["week", key, "measure"]).any()
        assert set(table[key]) == set(things)


def test_totals_by_hand():
    """Totals sum the weeks, the start left out; pounds and QALYs lose 3.5% a year; pounds over recoveries."""
    rows = np.zeros((53, len(NAMES)))
    values = {
        "spend": 100.0,
        "recoveries": 2.0,
        "people_in_need": 52.0,
        "qalys": 3.0,
        "relapses": 1.0,
        "leaving": 0.5,
        "staff_in_post": 10.0,
    }
    for name, value in values.items():
        rows[:, NAMES.index(name)] = value
    rows[0] = 1e9
    worth = sum(1.035 ** (-week / 52) for week in range(1, 53))
    assert totals(rows) == pytest.approx(
        {
            "person_years_in_distress": 52.0,
            "recoveries": 104.0,
            "relapses": 52.0,
            "qalys": 156.0,
            "qalys_discounted": 3 * worth,
            "staff_left": 5.0,
            "pounds": 5200.0,
            "pounds_discounted": 100 * worth,
            "pounds_per_recovery": 50.0,
        }
    )
    assert set(totals(rows)) == set(TOTALS)


def test_recording_leaves_a_week_as_it_is():
    """Counting changes nothing: a life that is recorded each week is the life that is not."""
    first, second = onwards(started(what_if()), 6, record), onwards(started(what_if()), 6)
    assert np.array_equal(record(first)[:30], record(second)[:30])
    assert first.money.in_hand == second.money.in_hand
