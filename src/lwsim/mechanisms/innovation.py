"""Innovation: new practice is tried, judged, spread, embedded, evaporates; assurance is the filter.

Practitioners try things, more where power is distributed, people talk and there is slack [greenhalgh-2004]. Each new practice
has a true value that nobody knows, better or worse than today's. Approval takes time; assurance judges a proposal with error,
the smaller the more effort, and stops what looks harmful - and some good ones. What is approved is tried in one place and
watched; then it spreads by ties and by instruction [while-2012], both needing time, held back by resistance. Two theories of
copying are rivals: copy what looks best [lazer-friedman-2007], or what is most common among those one knows
[barkoczi-galesic-2016; mason-watts-2012]. So are two of density: people who all know one another think alike and try less
that is different [lazer-friedman-2007], or find more together [mason-watts-2012]. Use without support evaporates [improvement-evaporation]. Assurance keeps watching
and withdraws what turns out to harm.
Leaves out: what innovations are about; patents, drugs and machines from outside.
"""

from typing import Any

import numpy as np

from ..agents.kinds import NOBODY
from ..compiled import loop, rule
from ..luck import another, bell, chance, chances
from ..parameters import Room, parameter
from ..units import TINY, WHOLE_TIME_HOURS, a_week

FREE, PROPOSED, TRIED, SPREADING = range(4)
SLOTS = 48
"""Most innovations alive at a time; each practitioner's are the bits of one word."""


# fmt: off
class Innovation(Room, room="innovation"):
    """How new practice comes, is judged and spreads."""

    ideas: float = parameter(
        0.020, unit="per practitioner a year", low=0.01, high=0.06, standing="assumed", source="ahsn-2021: 56 projects",
        says="New practices tried by each practitioner in a year today.", settled_by="registers of improvement projects",
    )
    mean_value: float = parameter(
        0.00, unit="share of an hour's effect", low=-0.02, high=0.01, standing="assumed", source="design: most new practice is no better",
        says="True value of the average new practice against today's.", settled_by="trials of service innovations",
    )
    spread_of_value: float = parameter(
        0.04, unit="share of an hour's effect (sd)", low=0.02, high=0.07, standing="assumed", source="clark-2018: 11-42% odds between extremes",
        says="How far true values of new practices lie apart.", settled_by="trials of service innovations",
    )
    error: float = parameter(
        0.06, unit="share of an hour's effect (sd)", low=0.03, high=0.10, standing="assumed", source="design: judged before it is tried",
        says="Error of judging a new practice on paper at today's assurance.", settled_by="forecasts of trials against results",
    )
    bar: float = parameter(
        0.0, unit="share of an hour's effect", low=-0.02, high=0.02, standing="assumed", source="design: no worse than today's",
        says="Judged value below which assurance stops a proposal.", settled_by="approvals and refusals",
    )
    trial: float = parameter(
        26.0, unit="weeks", low=13.0, high=52.0, standing="assumed", source="living-well-uk-2022: prototypes for years",
        says="Weeks that a new practice is tried in one place.", settled_by="length of pilots",
    )
    watching: float = parameter(
        0.30, unit="share of an hour's effect (sd of a user-week)", low=0.15, high=0.6, standing="assumed", source="design: outcomes are noisy",
        says="Noise of what one practitioner's week of use shows of a practice's value.", settled_by="outcome data by practice",
    )
    withdraws: float = parameter(
        0.04, unit="per week", low=0.01, high=0.10, standing="assumed", source="design: mechanism 20 assurance stops bad ones",
        says="Weekly chance that assurance at today's effort withdraws a practice that shows harm.", settled_by="withdrawals",
    )
    copies: float = parameter(
        0.010, unit="per week per full tie-set", low=0.004, high=0.025, standing="literature", source="bass-drugs-2012: median 8.2 years to adoption",
        says="Weekly chance that a practitioner takes up a practice from somebody they know.",
    )
    instructed: float = parameter(
        0.0035, unit="per week", low=0.001, high=0.008, standing="literature", source="while-2012: 0.3 to 7.2 of 9 in 8 years",
        says="Weekly chance that a practitioner takes up a practice that shows benefit by instruction, today.",
    )
    evaporates: float = parameter(
        0.006, unit="per week", low=0.002, high=0.012, standing="assumed", source="improvement-evaporation: about half sustained",
        says="Weekly chance that a practitioner lets a practice lapse, with today's environment time.",
        settled_by="a study that measures just this",
    )
    slack_hours: float = parameter(
        2.1, unit="hours a week", low=1.5, high=4.0, standing="assumed", source="ahsn-2021: no protected time, no spread",
        says="Environment hours at which ideas and spread run at today's pace.", settled_by="projects by protected time",
    )
    most: float = parameter(
        0.20, unit="share", low=0.08, high=0.35, standing="assumed", source="clark-2018: 11-42% better odds, lowest to highest",
        says="Most that all innovations together can add to (or take from) what an hour does.",
        settled_by="a study that measures just this",
    )
    slack_most: float = parameter(
        3.0, unit="times", low=2.0, high=4.0, standing="assumed", source="greenhalgh-2004: slack, up to a point",
        says="Environment time, against today, beyond which more of it spreads nothing faster.",
        settled_by="projects by protected time",
    )
    lapse_slack: float = parameter(
        0.25, unit="times", low=0.1, high=0.5, standing="assumed", source="improvement-evaporation: no support after start-up",
        says="Environment time, against today, below which practice lapses no faster.",
        settled_by="sustained projects by protected time",
    )
    ties_most: float = parameter(
        4.0, unit="full ties", low=2.0, high=6.0, standing="assumed", source="practice-spread-2010: a handful of colleagues",
        says="Strength of ties beyond which copying comes no faster.",
        settled_by="a network survey with adoption dates",
    )
    common_from: float = parameter(
        2.0, unit="people known", low=2.0, high=2.0, standing="literature", source="centola-2010: a second signal",
        says="Rival theory: people one knows who use a practice before it counts as common.",
    )
    effort_least: float = parameter(
        0.1, unit="times", low=0.1, high=0.1, standing="assumed", source="design: somebody looks",
        says="Least effort of assurance in judging and watching, against today. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    narrows: float = parameter(
        0.5, unit="share", low=0.0, high=1.2, standing="assumed", source="lazer-friedman-2007; mason-watts-2012: theory and experiment disagree",
        says="How much less (or, in the rival theory, more) far apart new practices lie in a network of full density than in one of none.",
        settled_by="variety of projects by density of the network",
    )
# fmt: on


SWITCHES = {
    "innovation": "New practice is tried and spreads.",
    "assurance_filters": "Assurance stops and withdraws new practice that looks harmful.",
    "ties_carry": "New practice spreads by ties.",
    "mandate": "Proven practice spreads by instruction.",
    "evaporation": "Practice lapses without time to keep it up.",
    "density_matters": "How dense the network is changes how far apart new practices lie.",
}
RIVALS = {"copying": ("best", "most_common"), "density": ("settles", "finds")}


@rule
def copied(j, ties, staff, innovations, who, key, best, common):
    """The innovation practitioner j takes from those they know: the best-looking of a random acquaintance's, or the most common."""
    start = int(chance(key, who) * ties.partner.shape[1])
    chosen, worth = -1, -np.inf
    for slot in range(ties.partner.shape[1]):
        other = ties.partner[j, (start + slot) % ties.partner.shape[1]]
        if other == NOBODY:
            continue
        for k in range(innovations.stage.size):
            bit = np.uint64(1) << np.uint64(k)
            if innovations.stage[k] != SPREADING or not staff.adopted[other] & bit or staff.adopted[j] & bit:
                continue
            look = innovations.seen[k] if best else float(users_known(j, k, ties, staff))
            if not best and look < common:
                continue
            if look > worth:
                chosen, worth = k, look
        if best:
            break
    return chosen


@rule
def users_known(j, k, ties, staff):
    """How many of those practitioner j knows use innovation k."""
    count, bit = 0, np.uint64(1) << np.uint64(k)
    for slot in range(ties.partner.shape[1]):
        other = ties.partner[j, slot]
        if other != NOBODY and staff.adopted[other] & bit:
            count += 1
    return count


@loop
def spread(rows, ties, staff, innovations, slack, keys, rates, best, p):
    """One week of taking up and letting lapse. slack: (staff,) environment time against today's.

    keys: (4,): copying, whom, instruction, lapsing.  rates: copying, instruction, lapsing, a week.
    """
    for n in range(rows.size):
        j = rows[n]
        who, time = staff.who[j], min(slack[j], p.slack_most)
        known = 0.0
        for slot in range(ties.partner.shape[1]):
            known += ties.strength[j, slot]
        if chance(keys[0], who) < rates[0] * time * min(known, p.ties_most):
            k = copied(j, ties, staff, innovations, who, keys[1], best, p.common_from)
            if k >= 0 and innovations.seen[k] > 0.0:
                staff.adopted[j] |= np.uint64(1) << np.uint64(k)
        for k in range(innovations.stage.size):
            bit = np.uint64(1) << np.uint64(k)
            if innovations.stage[k] == SPREADING and innovations.seen[k] > 0.0 and not staff.adopted[j] & bit:
                if chance(another(keys[2], k), who) < rates[1] * time:
                    staff.adopted[j] |= bit
            elif staff.adopted[j] & bit and chance(another(keys[3], k), who) < rates[2] / max(time, p.lapse_slack):
                staff.adopted[j] &= ~bit


@loop
def count_users(rows, staff, innovations):
    """Count each innovation's users."""
    innovations.users[:] = 0
    for n in range(rows.size):
        for k in range(innovations.users.size):
            if staff.adopted[rows[n]] & (np.uint64(1) << np.uint64(k)):
                innovations.users[k] += 1


@loop
def novelty(rows, staff, innovations, most):
    """What innovations make of each practitioner's hour, 1 = today's practice; their sum saturates at `most`."""
    staff.novelty[:] = 1.0
    for n in range(rows.size):
        total = 0.0
        for k in range(innovations.value.size):
            if staff.adopted[rows[n]] & (np.uint64(1) << np.uint64(k)):
                total += innovations.value[k]
        staff.novelty[rows[n]] = 1.0 + most * np.tanh(total / most)


@loop
def watch(innovations, week, key, noise):
    """What a week of use shows of each practice's value is added to what was seen so far."""
    for k in range(innovations.stage.size):
        users = innovations.users[k]
        if users == 0 or (innovations.stage[k] != TRIED and innovations.stage[k] != SPREADING):
            continue
        shown = innovations.value[k] + noise / np.sqrt(users) * bell(key, np.uint64(k + 1))
        before = innovations.trials[k]
        innovations.trials[k] = before + users
        innovations.seen[k] += (shown - innovations.seen[k]) * users / (before + users)


def variety(density: float, today: float, finds: bool, p: Any) -> float:
    """How far apart new practices lie against today's: a denser network thinks alike - or, the rival theory, finds more."""
    step = p.narrows * (density - today)
    return max(0.0, 1.0 + step if finds else 1.0 - step)


def propose(state: Any, rows: np.ndarray, slack: np.ndarray) -> None:
    """Some practitioners have an idea; it takes a free slot and waits for approval."""
    p, innovations, staff = state.p.innovation, state.innovations, state.staff
    key, value_key = state.key("innovation.idea"), state.key("innovation.value")
    rate = a_week(p.ideas) / state.scale * max(0.0, 1.0 + state.levers.openness)
    wide = variety(state.density, state.today.get("density", state.density), state.rivals["density"] == "finds", p)
    spread_now = p.spread_of_value * (wide if state.on("density_matters") else 1.0)
    has_idea = chances(key, staff.who[rows]) < rate * slack[rows]
    for j in rows[has_idea]:
        free = np.flatnonzero(innovations.stage == FREE)
        if free.size == 0:
            return
        k = free[0]
        innovations.stage[k] = PROPOSED
        innovations.value[k] = p.mean_value + spread_now * bell(value_key, staff.who[j])
        innovations.seen[k] = 0.0
        innovations.trials[k] = 0
        innovations.home[k] = j
        innovations.decided_at[k] = state.week + max(1, round(state.collaborative.approval_weeks))


def judge(state: Any) -> None:
    """Proposals whose day has come are approved or stopped; trials end; what shows harm is withdrawn."""
    p, innovations, staff = state.p.innovation, state.innovations, state.staff
    effort = max(0.0, 1.0 + state.levers.assurance) if state.on("assurance_filters") else 0.0
    key, stop_key = state.key("innovation.judged"), state.key("innovation.withdrawn")
    for k in np.flatnonzero(innovations.stage > FREE):
        number = np.uint64(k + 1)
        is_due = state.week >= innovations.decided_at[k]
        if innovations.stage[k] == PROPOSED and is_due:
            judged = innovations.value[k] + p.error / np.sqrt(max(effort, p.effort_least)) * bell(key, number)
            if effort > 0.0 and judged < p.bar:
                innovations.stage[k] = FREE
                continue
            innovations.stage[k] = TRIED
            innovations.decided_at[k] = state.week + round(p.trial)
            innovations.users[k] = 1
            staff.adopted[innovations.home[k]] |= np.uint64(1) << np.uint64(k)
        elif innovations.stage[k] == TRIED and is_due:
            innovations.stage[k] = SPREADING
        is_harm = innovations.stage[k] == SPREADING and innovations.seen[k] < 0.0
        is_forgotten = innovations.stage[k] >= TRIED and innovations.users[k] == 0
        if is_forgotten or (is_harm and chance(stop_key, number) < p.withdraws * effort):
            innovations.stage[k] = FREE
            staff.adopted[:] &= ~(np.uint64(1) << np.uint64(k))


def turn(state: Any) -> None:
    """The week's ideas, judgements, spread and lapses."""
    p, staff, innovations = state.p.innovation, state.staff, state.innovations
    if not state.on("innovation"):
        return
    rows = np.flatnonzero((staff.is_filled == 1) & (staff.is_open == 1)).astype(np.int32)
    week, growth = state.p.working_week, state.p.growth
    for_teams = WHOLE_TIME_HOURS * (1.0 - growth.building_share) / (1.0 - week.leave)
    hours = staff.environment / np.maximum(staff.hours, np.float32(TINY)) * np.float32(for_teams)
    slack = (hours + np.float32(state.collaborative.facilitation)) / np.float32(p.slack_hours)
    propose(state, rows, slack)
    judge(state)
    resisted = 1.0 - state.collaborative.resistance
    rates = (
        p.copies * resisted if state.on("ties_carry") else 0.0,
        p.instructed * max(0.0, 1.0 + state.levers.mandate) * resisted if state.on("mandate") else 0.0,
        p.evaporates if state.on("evaporation") else 0.0,
    )
    keys = np.array([state.key(f"innovation.{what}") for what in ("copies", "whom", "instructed", "lapses")])
    spread(rows, state.ties, staff, innovations, slack, keys, rates, state.rivals["copying"] == "best", p)
    count_users(rows, staff, innovations)
    effort = max(p.effort_least, 1.0 + state.levers.assurance) if state.on("assurance_filters") else 1.0
    watch(innovations, state.week, state.key("innovation.shown"), p.watching / np.sqrt(effort))
    novelty(rows, staff, innovations, p.most)
