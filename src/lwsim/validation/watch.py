"""A watcher follows people's journeys week by week from outside the model, for what no measure counts."""

from collections import defaultdict
from typing import Any

import numpy as np

from ..agents import counts as n
from ..agents.kinds import (
    AT_DOOR,
    COMMUNITY_TEAM,
    CRISIS,
    FIFTHS,
    GP,
    HOSPITAL,
    IN_CARE,
    IN_CRISIS,
    INPATIENT,
    LIVING_WELL,
    NOBODY,
    TALKING_THERAPIES,
    UNSUPPORTED,
    WAITING,
    WELL,
)
from ..measures import by_fifth
from ..units import DAYS_A_WEEK, WEEKS_A_YEAR, WHOLE_TIME_HOURS

NEVER = -1
KEPT = ("place", "service", "since", "clock", "staff", "dose", "with_gp", "bounces")
"""Columns of people whose last week's values the watcher keeps."""
KIND_NAMES = {
    GP: "gp",
    TALKING_THERAPIES: "therapy",
    COMMUNITY_TEAM: "team",
    LIVING_WELL: "living_well",
    CRISIS: "crisis",
    HOSPITAL: "ward",
}
FLOWS = ("referred", "assessed", "accepted", "turned_away", "started", "not_attended", "ended", "dropped_out")
EVERY = 4
"""Weeks between counts of who is treated now."""


class Watcher:
    """Called with the state after every week; gathers `counts` and `lists` for a `Record`."""

    def __init__(self, state: Any, horizon: int) -> None:
        people = state.people
        size = people.who.size
        self.counts: dict[str, float] = defaultdict(float)
        self.lists: dict[str, list] = defaultdict(list)
        self.before = {name: getattr(people, name).copy() for name in KEPT}
        self.waited = np.full(size, NEVER, dtype=np.int32)
        self.handed = np.zeros(size, dtype=bool)
        self.recovered = np.full(size, NEVER, dtype=np.int32)
        self.left_team = np.full(size, NEVER, dtype=np.int32)
        self.left_crisis = np.full(size, NEVER, dtype=np.int32)
        self.reserves = state.groups.reserves.copy()
        self.weeks = 0
        self.horizon = horizon
        """Weeks that the run will have: a cohort is followed only where its whole follow-up is left."""

    def __call__(self, state: Any) -> None:
        """One week, as it ended."""
        self.week = state.week - 1
        self.weeks += 1
        self._services(state)
        self._therapy(state)
        self._teams(state)
        self._acute(state)
        self._records(state)
        if self.weeks % EVERY == 0:
            self._treated(state)
        if self.weeks % WEEKS_A_YEAR == 0:
            self._books(state)
        self.before = {name: getattr(state.people, name).copy() for name in KEPT}

    def record_of(self) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        """Counts and lists as a `Record` takes them; cohorts that could be followed long enough."""
        lists = {name: np.concatenate([np.atleast_1d(part) for part in parts]) for name, parts in self.lists.items() if parts}
        counts = dict(self.counts)
        for name in ("therapy", "team"):
            counts[f"{name}_entered"] = counts.get(f"{name}_started", 0.0) - counts.get(f"{name}_restarted", 0.0)
        # Who starts and leaves within one week had one session: they left, and finished nothing.
        left = ("therapy_finished", "therapy_dropped_out", "therapy_elsewhere")
        counts["therapy_left"] = sum(counts.get(name, 0.0) for name in left)
        return counts, lists

    def _in(self, state: Any, kind: int, place: int, now: bool) -> np.ndarray:
        """Who is (or was last week) at `place` with a service of a kind: (people,) bool."""
        where = state.people.place if now else self.before["place"]
        service = state.people.service if now else self.before["service"]
        return (where == place) & (service != NOBODY) & (state.services.kind[service] == kind)

    def _services(self, state: Any) -> None:
        """Flows of services by kind, caseloads and beds."""
        services, staff, add = state.services, state.staff, self.counts
        for kind, name in KIND_NAMES.items():
            rows = services.kind == kind
            if not rows.any():
                continue
            for flow in FLOWS:
                add[f"{name}_{flow}"] += float(getattr(services, flow)[rows].sum())
            add[f"{name}_caseload"] += float(services.caseload[rows].sum())
            holds = (staff.is_filled == 1) & (staff.is_open == 1) & (staff.service != NOBODY) & rows[staff.service]
            add[f"{name}_posts"] += float(staff.hours[holds].sum()) / WHOLE_TIME_HOURS
        add["beds"] += float(services.beds.sum())
        need = by_fifth(state, n.IN_NEED)
        adults = np.bincount(state.communities.fifth, weights=state.communities.adults, minlength=FIFTHS)
        for fifth in range(FIFTHS):
            add[f"need_fifth_{fifth}"] += need[fifth]
            add[f"adults_fifth_{fifth}"] += adults[fifth]

    def _starts(self, state: Any, kind: int, name: str) -> None:
        """First starts of a course and the waits before them; calls answered and missed by weeks waited."""
        now, was_waiting = self._in(state, kind, IN_CARE, True), self._in(state, kind, WAITING, False)
        start = now & (self.before["place"] != IN_CARE)
        fresh = start & ~self.handed
        known = was_waiting | (self.before["place"] == AT_DOOR)
        real = np.where(known, self.week - self.before["since"], 0)
        told = np.where(known, self.week - self.before["clock"], 0)
        self.waited[start & ~self.handed] = told[fresh]
        self.counts[f"{name}_restarted"] += float((start & self.handed).sum())
        self.lists[f"{name}_waits"].append(real[fresh])
        missed = was_waiting & (state.people.place == UNSUPPORTED)
        self.lists["calls_answered"].append(real[fresh & was_waiting])
        self.lists["calls_missed"].append(real[missed & ~self.handed])
        back = self._in(state, kind, IN_CARE, False) & self._in(state, kind, WAITING, True)
        self.handed = (self.handed | back) & (state.people.place == WAITING)

    def _therapy(self, state: Any) -> None:
        """Courses of talking therapy that began and ended this week, and recovery and relapse after them."""
        people, p, add = state.people, state.p.support, self.counts
        self._starts(state, TALKING_THERAPIES, "therapy")
        left = self._in(state, TALKING_THERAPIES, IN_CARE, False) & (people.place != IN_CARE) & (people.place != WAITING)
        recovered = left & (people.place == WELL)
        given = self.before["dose"] + state.p.caseload.hours_therapy * state.staff.delivered[self.before["staff"]]
        over = left & (people.place == UNSUPPORTED) & (given >= p.course_therapy * (1.0 + state.levers.course) - 1e-4)
        finished = recovered | over
        fifth = state.communities.fifth[people.community]
        add["therapy_finished"] += float(finished.sum())
        add["therapy_recovered"] += float(recovered.sum())
        add["therapy_elsewhere"] += float((left & (people.place != WELL) & (people.place != UNSUPPORTED)).sum())
        for f in (0, FIFTHS - 1):
            add[f"therapy_finished_{f}"] += float((finished & (fifth == f)).sum())
            add[f"therapy_recovered_{f}"] += float((recovered & (fifth == f)).sum())
        self.lists["therapy_hours"].append(given[finished])
        self.lists["therapy_told_waits"].append(self.waited[finished & (self.waited != NEVER)])
        self.waited[left] = NEVER
        self._relapses(people, recovered)

    def _relapses(self, people: Any, recovered: np.ndarray) -> None:
        """Of those who recovered in therapy a year ago or less: who is in distress again."""
        again = (self.recovered != NEVER) & (people.place != WELL)
        over = (self.recovered != NEVER) & (self.week - self.recovered >= WEEKS_A_YEAR)
        self.counts["relapsed_in_year"] += float((again & ~over).sum())
        self.counts["followed_a_year"] += float((again | over).sum())
        self.recovered[again | over] = NEVER
        if self.weeks + WEEKS_A_YEAR <= self.horizon:
            self.recovered[recovered] = self.week

    def _teams(self, state: Any) -> None:
        """Community teams: starts, discharges of people with an enduring condition, and their return."""
        people = state.people
        self._starts(state, COMMUNITY_TEAM, "team")
        was = self._in(state, COMMUNITY_TEAM, IN_CARE, False)
        left = was & ((people.place == UNSUPPORTED) | (people.place == WELL)) & (people.is_enduring == 1)
        here = (people.service != NOBODY) & (state.services.kind[people.service] == COMMUNITY_TEAM)
        here |= people.bounces > self.before["bounces"]  # referred and turned away within the week
        gone = self.left_team != NEVER
        again, over = gone & here, gone & (self.week - self.left_team >= 2 * WEEKS_A_YEAR)
        self.counts["team_returned"] += float((again & ~over).sum())
        self.counts["team_followed"] += float((again | over).sum())
        self.lists["team_return_weeks"].append((self.week - self.left_team)[again & ~over])
        self.left_team[again | over] = NEVER
        if self.weeks + 2 * WEEKS_A_YEAR <= self.horizon:
            self.left_team[left] = self.week

    def _acute(self, state: Any) -> None:
        """Hospital stays, and acute care again within a year of home treatment."""
        people, add = state.people, self.counts
        was_in = self.before["place"] == INPATIENT
        home = was_in & (people.place != INPATIENT)
        self.lists["stay_days"].append((self.week - self.before["since"])[home] * DAYS_A_WEEK)
        add["contacts"] += float(state.tally.flows[n.CONTACTS])
        add["admitted"] += float(state.tally.flows[n.ADMITTED])
        is_acute = (people.place == INPATIENT) | (people.place == IN_CRISIS)
        was_acute = was_in | (self.before["place"] == IN_CRISIS)
        gone = self.left_crisis != NEVER
        again, over = gone & is_acute, gone & (self.week - self.left_crisis >= WEEKS_A_YEAR)
        add["acute_again"] += float((again & ~over).sum())
        add["acute_followed"] += float((again | over).sum())
        self.left_crisis[again | over] = NEVER
        if self.weeks + WEEKS_A_YEAR <= self.horizon:
            self.left_crisis[was_acute & ~is_acute & (self.before["place"] == IN_CRISIS)] = self.week

    def _records(self, state: Any) -> None:
        """New episodes that reach a GP's record."""
        self.counts["gp_new"] += float(((state.people.with_gp == 1) & (self.before["with_gp"] == 0)).sum())

    def _treated(self, state: Any) -> None:
        """Who is in need, how severely, and who is treated with what."""
        people, need, add = state.people, state.p.need, self.counts
        ill = people.place != WELL
        with_gp = ill & (people.with_gp == 1)
        treated = with_gp | (people.place == IN_CARE) | (people.place == IN_CRISIS) | (people.place == INPATIENT)
        harder = ill & (people.severity >= need.moderate_edge)
        severe = ill & (people.severity >= need.severe_edge)
        add["moments"] += 1.0
        for name, who in (
            ("ill", ill),
            ("treated", treated),
            ("with_gp", with_gp),
            ("harder", harder),
            ("severe", severe),
            ("treated_harder", treated & harder),
            ("enduring", people.is_enduring == 1),
        ):
            add[f"now_{name}"] += float(who.sum())

    def _books(self, state: Any) -> None:
        """Once a year: which groups live on reserves, and the income of all."""
        groups = state.groups
        is_open = groups.is_open == 1
        add = self.counts
        add["groups_years"] += float(is_open.sum())
        add["groups_on_reserves"] += float((is_open & (groups.reserves < self.reserves)).sum())
        add["group_income"] += float((groups.contract + groups.grant + groups.own)[is_open].sum()) * WEEKS_A_YEAR
        add["group_contracts"] += float(groups.contract[is_open].sum())
        add["group_public"] += float((groups.contract + groups.grant)[is_open].sum())
        self.reserves = groups.reserves.copy()
