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

import math
from typing import Any, NamedTuple

import numpy as np

from ..agents.kinds import NOBODY
from ..agents.practitioners import is_held
from ..compiled import laid_out, loop, rule
from ..luck import another, bell, chance
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
        says="New practices proposed by each practitioner in a year today; approval stops some.", settled_by="registers of improvement projects",
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


@laid_out
class Practice(NamedTuple):
    """What this week is for new practice.

    week: its number.  idea: chance of an idea where time is as today.  values_spread: how far apart values of ideas lie.
    approved_at, tried_until: weeks at which what is proposed, or approved, today is decided.  effort: of assurance.
    noise: of what a practitioner's week shows.  copies, instructs, lapses: rates a week.  best: the best-looking is copied.
    for_teams: share of environment hours that people feel as theirs, of a whole-time post.  facilitation: hours a week.
    """

    week: int
    idea: float
    values_spread: float
    approved_at: int
    tried_until: int
    effort: float
    noise: float
    copies: float
    instructs: float
    lapses: float
    best: bool
    for_teams: float
    facilitation: float


@laid_out
class Keys(NamedTuple):
    """The week's luck keys."""

    idea: np.uint64
    value: np.uint64
    judged: np.uint64
    withdrawn: np.uint64
    shown: np.uint64
    copies: np.uint64
    whom: np.uint64
    instructed: np.uint64
    lapses: np.uint64


DECISIONS = tuple(f"innovation.{decision}" for decision in Keys._fields)
"""What the week's keys are of."""


@rule
def slack(staff, j, now, p):
    """Environment time of practitioner j against today's."""
    hours = staff.environment[j] / max(staff.hours[j], TINY) * now.for_teams
    return (hours + now.facilitation) / p.slack_hours


@rule
def propose(staff, innovations, now, keys, p):
    """Some practitioners have an idea; it takes a free slot and waits for approval."""
    for j in range(staff.who.size):
        if not is_held(staff, j) or chance(keys.idea, staff.who[j]) >= now.idea * slack(staff, j, now, p):
            continue
        k = 0
        while k < innovations.stage.size and innovations.stage[k] != FREE:
            k += 1
        if k < innovations.stage.size:
            innovations.stage[k] = PROPOSED
            innovations.value[k] = p.mean_value + now.values_spread * bell(keys.value, staff.who[j])
            innovations.seen[k] = 0.0
            innovations.trials[k] = 0
            innovations.home[k] = j
            innovations.decided_at[k] = now.approved_at


@rule
def _end(staff, innovations, k):
    """Innovation k is used no more: its slot is free."""
    innovations.stage[k] = FREE
    for j in range(staff.adopted.size):
        staff.adopted[j] &= ~(np.uint64(1) << np.uint64(k))


@rule
def _judge_one(staff, innovations, k, now, keys, p):
    """A proposal whose day has come is approved or stopped; a trial ends; what shows harm is withdrawn."""
    number = np.uint64(k + 1)
    is_due = now.week >= innovations.decided_at[k]
    if innovations.stage[k] == PROPOSED and is_due:
        judged = innovations.value[k] + p.error / np.sqrt(max(now.effort, p.effort_least)) * bell(keys.judged, number)
        if now.effort > 0.0 and judged < p.bar:
            innovations.stage[k] = FREE
            return
        innovations.stage[k] = TRIED
        innovations.decided_at[k] = now.tried_until
        innovations.users[k] = 1
        staff.adopted[innovations.home[k]] |= np.uint64(1) << np.uint64(k)
    elif innovations.stage[k] == TRIED and is_due:
        innovations.stage[k] = SPREADING
    is_harm = innovations.stage[k] == SPREADING and innovations.seen[k] < 0.0
    is_forgotten = innovations.stage[k] >= TRIED and innovations.users[k] == 0
    if is_forgotten or (is_harm and chance(keys.withdrawn, number) < p.withdraws * now.effort):
        _end(staff, innovations, k)


@rule
def judge(staff, innovations, now, keys, p):
    """Everything that is proposed, tried or open to spread is judged."""
    for k in range(innovations.stage.size):
        if innovations.stage[k] > FREE:
            _judge_one(staff, innovations, k, now, keys, p)


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


@rule
def _take_up(j, time, ties, staff, innovations, now, keys, p):
    """Practitioner j may take up one practice from those they know. time: for environments, against today's."""
    known = 0.0
    for slot in range(ties.partner.shape[1]):
        known += ties.strength[j, slot]
    if chance(keys.copies, staff.who[j]) < now.copies * time * min(known, p.ties_most):
        k = copied(j, ties, staff, innovations, staff.who[j], keys.whom, now.best, p.common_from)
        if k >= 0 and innovations.seen[k] > 0.0:
            staff.adopted[j] |= np.uint64(1) << np.uint64(k)


@rule
def spread(ties, staff, innovations, now, keys, p):
    """One week of taking up, from others or by instruction, and letting lapse."""
    for j in range(staff.who.size):
        if not is_held(staff, j):
            continue
        who, time = staff.who[j], min(slack(staff, j, now, p), p.slack_most)
        _take_up(j, time, ties, staff, innovations, now, keys, p)
        for k in range(innovations.stage.size):
            bit = np.uint64(1) << np.uint64(k)
            if innovations.stage[k] == SPREADING and innovations.seen[k] > 0.0 and not staff.adopted[j] & bit:
                if chance(another(keys.instructed, k), who) < now.instructs * time:
                    staff.adopted[j] |= bit
            elif staff.adopted[j] & bit and chance(another(keys.lapses, k), who) < now.lapses / max(time, p.lapse_slack):
                staff.adopted[j] &= ~bit


@rule
def count_users(staff, innovations):
    """Count each innovation's users."""
    innovations.users[:] = 0
    for j in range(staff.who.size):
        if is_held(staff, j):
            for k in range(innovations.users.size):
                if staff.adopted[j] & (np.uint64(1) << np.uint64(k)):
                    innovations.users[k] += 1


@rule
def watch(innovations, key, noise):
    """What a week of use shows of each practice's value is added to what was seen so far."""
    for k in range(innovations.stage.size):
        users = innovations.users[k]
        if users > 0 and (innovations.stage[k] == TRIED or innovations.stage[k] == SPREADING):
            shown = innovations.value[k] + noise / np.sqrt(users) * bell(key, np.uint64(k + 1))
            before = innovations.trials[k]
            innovations.trials[k] = before + users
            innovations.seen[k] += (shown - innovations.seen[k]) * users / (before + users)


@rule
def novelty(staff, innovations, most):
    """What innovations make of each practitioner's hour, 1 = today's practice; their sum saturates at `most`."""
    for j in range(staff.who.size):
        total = 0.0
        if is_held(staff, j):
            for k in range(innovations.value.size):
                if staff.adopted[j] & (np.uint64(1) << np.uint64(k)):
                    total += innovations.value[k]
        staff.novelty[j] = 1.0 + most * np.tanh(total / most)


@loop
def move_practice(ties, staff, innovations, now, keys, p):
    """One week of ideas, judgements, spread and lapses; then who uses what, what it shows, and what it makes of an hour."""
    propose(staff, innovations, now, keys, p)
    judge(staff, innovations, now, keys, p)
    spread(ties, staff, innovations, now, keys, p)
    count_users(staff, innovations)
    watch(innovations, keys.shown, now.noise)
    novelty(staff, innovations, p.most)


def variety(density: float, today: float, finds: bool, p: Any) -> float:
    """How far apart new practices lie against today's: a denser network thinks alike - or, the rival theory, finds more."""
    step = p.narrows * (density - today)
    return max(0.0, 1.0 + step if finds else 1.0 - step)


def this_week(state: Any) -> Practice:
    """What the week is for new practice, from the levers, the forum and the switches."""
    p, levers, forum, on = state.p.innovation, state.levers, state.collaborative, state.on
    effort, resisted = max(0.0, 1.0 + levers.assurance), 1.0 - forum.resistance
    wide = variety(state.density, state.today.get("density", state.density), state.rivals["density"] == "finds", p)
    filters = on("assurance_filters")
    return Practice(
        week=state.week,
        idea=a_week(p.ideas) / state.scale * max(0.0, 1.0 + levers.openness),
        values_spread=p.spread_of_value * (wide if on("density_matters") else 1.0),
        approved_at=state.week + max(1, round(forum.approval_weeks)),
        tried_until=state.week + round(p.trial),
        effort=effort if filters else 0.0,
        noise=p.watching / math.sqrt(max(p.effort_least, effort) if filters else 1.0),
        copies=p.copies * resisted if on("ties_carry") else 0.0,
        instructs=p.instructed * max(0.0, 1.0 + levers.mandate) * resisted if on("mandate") else 0.0,
        lapses=p.evaporates if on("evaporation") else 0.0,
        best=state.rivals["copying"] == "best",
        for_teams=WHOLE_TIME_HOURS * (1.0 - state.p.growth.building_share) / (1.0 - state.p.working_week.leave),
        facilitation=forum.facilitation,
    )


def turn(state: Any) -> None:
    """The week's ideas, judgements, spread and lapses."""
    if state.on("innovation"):
        keys = Keys(*state.keys(*DECISIONS))
        move_practice(state.ties, state.staff, state.innovations, this_week(state), keys, state.p.innovation)
