"""The workforce: strain and renewal, sickness, leaving, recruiting, learning on the job.

Workload above what the hours allow, burden of assurance and people turned away wear wellbeing down; supervision and
reflection, ties and a say in one's work build it up, weakly [shoman-2022; oconnor-2018]. A burnt-out person recovers slowly.
Low wellbeing makes an hour do less (odds of improvement 0.63 [sayer-2024]) and more people sick [borritz-2006] or leaving
[kelly-2020]; an empty post is filled only after round upon round of recruiting. Skill is learned on the job towards a
person's own level, higher where people do one thing much; levels spread further where assurance is cut, and assurance lifts
the whole a little [audit-cochrane-2006].
Leaves out: pay, grades, agency contracts by name; training new staff takes the years it takes and is outside.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ..agents.counts import HIRED
from ..agents.kinds import COUNT_MOST
from ..agents.posts import leave
from ..compiled import gather, laid_out, loop, rule, walk
from ..luck import another, chance, chances, inverse_normal
from ..parameters import Room, parameter
from ..units import MIDDLE, WHOLE_TIME_HOURS, weekly_from_half_life, weekly_probability


# fmt: off
class Workforce(Room, room="workforce"):
    """How practitioners fare."""

    wellbeing_settles: float = parameter(
        0.55, unit="0..1", low=0.48, high=0.62, standing="calibrated", source="oconnor-2018: 40% exhausted",
        says="Where an ordinary practitioner's wellbeing settles when hours and people are in balance.",
        fitted_to="share of staff burnt out",
    )
    wellbeing_spread: float = parameter(
        0.16, unit="0..1 (sd)", low=0.10, high=0.22, standing="assumed", source="oconnor-2018: 31 to 48% exhausted",
        says="How unequal practitioners are in where their wellbeing settles.", settled_by="staff survey distributions",
    )
    wellbeing_half_life: float = parameter(
        20.0, unit="weeks", low=10.0, high=40.0, standing="assumed", source="design: mechanism 11 in 3-12 months",
        says="Weeks in which wellbeing closes half its distance to where it settles.",
        settled_by="repeated staff surveys",
    )
    burnt_out: float = parameter(
        0.50, unit="0..1", low=0.50, high=0.50, standing="assumed", source="oconnor-2018: the cut of the exhaustion scale",
        says="Wellbeing below which a practitioner counts as burnt out. A scale, so no range.",
        settled_by="nothing: it fixes the scale",
    )
    slow_return: float = parameter(
        0.5, unit="times", low=0.3, high=1.0, standing="assumed", source="guthier-2020: burnout feeds stressors back",
        says="Pace of recovery of a burnt-out practitioner against the ordinary.", settled_by="recovery from exhaustion",
    )
    overload: float = parameter(
        0.35, unit="wellbeing", low=0.1, high=0.6, standing="assumed", source="oconnor-2018: workload",
        says="Wellbeing lost at full overload.",
        settled_by="a study that measures just this",
    )
    overload_width: float = parameter(
        0.30, unit="load", low=0.15, high=0.5, standing="assumed", source="homer-1985: drain rises with hours",
        says="How sharply overload sets in around the load that today's caseloads bring.", settled_by="exhaustion by caseload",
    )
    ordinary_load: float = parameter(
        0.83, unit="times", low=0.75, high=1.1, standing="calibrated", source="oconnor-2018: 40% exhausted",
        says="Hours asked over hours there at which overload is half felt.", fitted_to="share of staff burnt out",
    )
    load_memory: float = parameter(
        0.08, unit="share a week", low=0.04, high=0.2, standing="assumed", source="guthier-2020",
        says="How fast the load that is felt follows the load there is.", settled_by="weekly diaries",
    )
    burden: float = parameter(
        0.05, unit="wellbeing", low=0.0, high=0.15, standing="assumed", source="rcn-2007: 73% say too much paperwork",
        says="Wellbeing lost when assurance time doubles.", settled_by="surveys before and after cuts in reporting",
    )
    moral_injury: float = parameter(
        0.10, unit="wellbeing", low=0.0, high=0.25, standing="assumed", source="living-well-uk-2022: low morale in gatekeeping",
        says="Wellbeing lost where every person referred is turned away.", settled_by="surveys by rejection rate",
    )
    reflection: float = parameter(
        0.04, unit="wellbeing", low=0.0, high=0.065, standing="literature", source="supervision-review-2009: r 0.3-0.4 shrunk to d 0.1-0.4",
        says="Wellbeing that environment time adds at the most, against today's.",
    )
    reflection_hours: float = parameter(
        3.0, unit="hours a week", low=1.5, high=6.0, standing="assumed", source="supervision-review-2009",
        says="Added environment hours at which two thirds of that is reached.", settled_by="trials of protected time",
    )
    company: float = parameter(
        0.04, unit="wellbeing", low=0.0, high=0.10, standing="assumed", source="shoman-2022: interaction, rho under 0.3",
        says="Wellbeing that strong ties across teams add.",
        settled_by="a study that measures just this",
    )
    burnout_effect: float = parameter(
        0.23, unit="share", low=0.08, high=0.40, standing="literature", source="sayer-2024: OR 0.63 (0.48-0.85)",
        says="Share of an hour's effect lost by a burnt-out practitioner.",
    )
    sickness: float = parameter(
        0.0210, unit="per week", low=0.014, high=0.025, standing="calibrated", source="nhs-sickness-2021: 5.1% of days",
        says="Weekly chance that a practitioner of ordinary wellbeing falls sick.", fitted_to="sickness absence",
    )
    sickness_weeks: float = parameter(
        2.5, unit="weeks", low=1.5, high=4.0, standing="assumed", source="nhs-sickness-2021",
        says="Mean length of an absence.", settled_by="absence records by length",
    )
    sickness_slope: float = parameter(
        1.8, unit="log chance", low=0.8, high=2.8, standing="literature", source="borritz-2006: 5.4 to 13.6 days, lowest to highest quarter",
        says="How much the log chance of falling sick rises when wellbeing falls by 1.",
    )
    leaving: float = parameter(
        0.178, unit="share a year", low=0.12, high=0.22, standing="calibrated", source="kings-fund-360-workforce: 19% turnover, 12% leave",
        says="Share of practitioners of ordinary wellbeing who leave their post in a year.", fitted_to="turnover",
    )
    leaving_slope: float = parameter(
        1.0, unit="log chance", low=0.3, high=2.0, standing="literature", source="kelly-2020: +12% per point of exhaustion",
        says="How much the log chance of leaving rises when wellbeing falls by 1.",
    )
    hire_delay: float = parameter(
        12.0, unit="weeks", low=10.0, high=14.0, standing="literature", source="nhs-time-to-hire: 10 to 14 weeks",
        says="Weeks before an empty post can be filled.",
    )
    hire: float = parameter(
        0.0195, unit="per week", low=0.012, high=0.028, standing="calibrated", source="kings-fund-360-workforce: 19% of posts vacant",
        says="Weekly chance of filling a post after the delay (recruitment rounds that often fail).", fitted_to="vacancy rate",
    )
    hire_groups: float = parameter(
        0.06, unit="per week", low=0.0195, high=0.15, standing="assumed", source="nhs-time-to-hire; design: a group advertises and decides within weeks",
        says="Weekly chance that a voluntary group fills a post after the delay.",
        settled_by="vacancies of voluntary groups",
    )
    novice: float = parameter(
        0.80, unit="times", low=0.6, high=0.95, standing="assumed", source="stiles-2015; therapist-effects-2017: about 5% of variance",
        says="Skill of a newcomer against their own later level.", settled_by="outcomes by months in post",
    )
    learning_half_life: float = parameter(
        39.0, unit="weeks", low=20.0, high=80.0, standing="assumed", source="design: learning on the job",
        says="Weeks in which a newcomer closes half the distance to their level.", settled_by="outcomes by months in post",
    )
    talent: float = parameter(
        0.15, unit="skill (sd)", low=0.08, high=0.25, standing="literature", source="therapist-effects-2017: 5% of outcome variance",
        says="How unequal practitioners' levels of skill are today.",
    )
    variation: float = parameter(
        0.60, unit="share", low=0.0, high=1.2, standing="assumed", source="audit-cochrane-2006: feedback narrows practice",
        says="How much further levels of skill spread with no assurance, against today.", settled_by="variation by audit effort",
    )
    audit_lifts: float = parameter(
        0.06, unit="skill", low=0.0, high=0.12, standing="literature", source="audit-cochrane-2006: non-compliance RR 0.85",
        says="Skill that assurance at today's effort adds, against none at all.",
    )
    audit_saturates: float = parameter(
        1.5, unit="per today's effort", low=0.3, high=4.0, standing="assumed", source="audit-cochrane-2006: larger from a poor base",
        says="How fast that benefit saturates with effort: small = each hour as good as the last.", settled_by="compliance by audit effort",
    )
    wellbeing_new: float = parameter(
        0.75, unit="0..1", low=0.6, high=0.85, standing="assumed", source="kelly-2020: drift after a start",
        says="Wellbeing of a newcomer.", settled_by="surveys of newcomers",
    )
    burnout_width: float = parameter(
        0.1, unit="0..1", low=0.05, high=0.2, standing="assumed", source="sayer-2024: burnt out or not, in between by degrees",
        says="Distance from the edge of burnout within which its effect sets in by degrees.",
        settled_by="outcomes by exhaustion score",
    )
    skill_least: float = parameter(
        0.3, unit="skill", low=0.3, high=0.3, standing="assumed", source="design: nobody is worse than that for long",
        says="Least skill that anybody grows towards. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    load_most: float = parameter(
        3.0, unit="times", low=3.0, high=3.0, standing="assumed", source="design: beyond that all are the same",
        says="Load beyond which more is felt no further. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
    learning_least: float = parameter(
        0.2, unit="times", low=0.2, high=0.2, standing="assumed", source="design: some is always learned",
        says="Slowest pace of learning against today's. A guard, so no range.",
        settled_by="nothing: it only keeps the extremes of a run in hand",
    )
# fmt: on


SWITCHES = {
    "overload_wears": "Overload wears staff down.",
    "burnout_costs": "Burnt-out staff help less.",
    "burnout_leaves": "Low wellbeing makes staff sick and leave.",
    "reflection_protects": "Environment time lifts wellbeing.",
    "audit_lifts": "Assurance lifts and evens out practice.",
    "learning": "Newcomers learn on the job.",
}


@gather
def own_bells(who, decision):
    """A standard-normal draw that belongs to each post-holder for good. who: (staff,) uint64."""
    drawn = chances(decision, who)
    for j in range(who.size):
        drawn[j] = inverse_normal(drawn[j])
    return drawn


@rule
def overload(load, p):
    """Share of full overload that a load brings: an S-curve around the ordinary load."""
    return 1.0 / (1.0 + np.exp(-(load - p.ordinary_load) / p.overload_width))


def felt_by_all(levers: Any, distance: float, p: Any, strain: float) -> float:
    """Wellbeing that everybody gains or loses alike: a say in one's work, the burden of assurance, what is said but not lived.

    distance: of what is said from what is lived, 0..1.  strain: wellbeing lost at a full step of it.
    """
    return levers.autonomy - p.burden * max(-1.0, levers.assurance) - strain * distance


@rule
def where_wellbeing_settles(load, extra_hours, across, turned_away, own, by_all, wears, protects, p):
    """Where a practitioner's wellbeing is drawn, 0..1.

    extra_hours: environment hours a week beyond today's.  across: worth of ties.  turned_away: share of those assessed.
    own: standard normal.  by_all: what everybody feels alike.  wears, protects: switches of overload and of reflection.
    """
    aim = p.wellbeing_settles + p.wellbeing_spread * own + by_all - p.moral_injury * turned_away
    if wears:
        aim -= p.overload * (overload(load, p) - MIDDLE)
    if protects:
        aim += p.reflection * np.sign(extra_hours) * (1.0 - np.exp(-abs(extra_hours) / p.reflection_hours))
        aim += p.company * across
    return min(1.0, max(0.0, aim))


@rule
def ability(skill, wellbeing, costs, p):
    """What an hour does for skill and wellbeing, 1 = ordinary skill and not burnt out. costs: switch of burnout's effect."""
    burnt = (p.burnt_out + p.burnout_width - wellbeing) / (p.burnout_width + p.burnout_width)
    return skill * (1.0 - costs * p.burnout_effect * min(1.0, max(0.0, burnt)))


def levels_of_skill(effort: float, lifts: bool, p: Any) -> tuple[float, float]:
    """The middle of the levels that practitioners' skill grows towards, and how far they lie apart. effort: 1 = today's."""
    if not lifts:
        return 1.0, p.talent
    spread = p.talent * (1.0 + p.variation * max(0.0, 1.0 - effort))
    lift = p.audit_lifts * (math.expm1(-p.audit_saturates * effort) / math.expm1(-p.audit_saturates) - 1.0)
    return 1.0 + lift, spread


@rule
def weeks_away(share, p):
    """Whole weeks of an absence that begins, by a chance in [0, 1): a geometric length of the stated mean."""
    return min(1.0 + np.floor(np.log1p(-share) / np.log1p(-1.0 / p.sickness_weeks)), COUNT_MOST)


@laid_out
class Week(NamedTuple):
    """What this week is for everybody who works.

    by_all: wellbeing gained or lost alike.  pace: share of the way to where it settles.  for_teams: environment time that
    people feel as theirs, a share of it; for_teams_today: hours of it today.  middle, spread: of levels of skill.
    learning: share of the way to one's level.  wears, protects, costs: switches.  temper, talent: luck keys.
    """

    by_all: float
    pace: float
    for_teams: float
    for_teams_today: float
    middle: float
    spread: float
    learning: float
    wears: bool
    protects: bool
    costs: bool
    temper: np.uint64
    talent: np.uint64


@loop
def fill(staff, rows, talent, p):
    """New practitioners, with luck of their own, take up the posts of these rows. talent: key."""
    for n in range(rows.size):
        j = rows[n]
        staff.hired[j] += 1
        staff.who[j] = another(staff.post[j], staff.hired[j])
        staff.is_filled[j] = 1
        own = inverse_normal(chance(talent, staff.who[j]))
        staff.skill[j] = max(p.skill_least, 1.0 + p.talent * own) * p.novice
        staff.wellbeing[j] = p.wellbeing_new
        staff.belonging[j] = 0.0
        staff.load[j] = 1.0
        staff.across[j] = 0.0


def take_up(state: Any, rows: np.ndarray) -> None:
    """New practitioners take up the posts of these rows."""
    fill(state.staff, rows, state.luck.key("workforce.talent"), state.p.workforce)
    state.tally.flows[HIRED] += float(state.staff.hours[rows].sum()) / WHOLE_TIME_HOURS
    state.staff_changes.extend(("hired", int(row)) for row in rows)


@rule
def feel(staff, j, turned_away, now, p):
    """One week of strain and renewal of practitioner j."""
    there, load = staff.contact[j] + staff.unfilled[j], staff.load[j]
    load_now = staff.asked[j] / there if there > 0.0 else load
    staff.load[j] = load + p.load_memory * (min(load_now, p.load_most) - load)
    extra = 0.0
    if staff.is_filled[j] and staff.away[j] == 0:
        spent = staff.environment[j] / staff.hours[j] * WHOLE_TIME_HOURS if staff.hours[j] > 0.0 else 0.0
        extra = spent * now.for_teams - now.for_teams_today
    own = inverse_normal(chance(now.temper, staff.who[j]))
    load, across, wellbeing = staff.load[j], staff.across[j], staff.wellbeing[j]
    aim = where_wellbeing_settles(load, extra, across, turned_away, own, now.by_all, now.wears, now.protects, p)
    slower = p.slow_return if wellbeing < p.burnt_out and aim > wellbeing else 1.0
    staff.wellbeing[j] = wellbeing + now.pace * slower * (aim - wellbeing)


@rule
def learn(staff, j, now, p):
    """One week of learning of practitioner j towards their own level; then what an hour of theirs does."""
    own = inverse_normal(chance(now.talent, staff.who[j]))
    level = max(p.skill_least, now.middle + now.spread * own)
    staff.skill[j] += now.learning * (level - staff.skill[j])
    staff.ability[j] = ability(staff.skill[j], staff.wellbeing[j], now.costs, p)


@walk
def work_on(staff, turned_away, assessed, now, p):
    """One week of strain, renewal and learning. turned_away, assessed: (services,) people this week."""
    for j in range(staff.who.size):
        s = staff.service[j]
        feel(staff, j, turned_away[s] / max(assessed[s], 1) if s >= 0 else 0.0, now, p)
        learn(staff, j, now, p)


@walk
def come_and_go(staff, week, keys, leaving, recruits, counts_low, p, leaves, comes):
    """One week of sickness, leaving and recruiting; fills `leaves` and `comes`, (staff,) 1 = this post's. Returns how many do either.

    keys: sick, how long, leave, hire.  leaving: weekly chance at ordinary wellbeing.  recruits: services may hire.
    counts_low: switch of low wellbeing.
    """
    changes = 0
    for j in range(staff.who.size):
        who = staff.who[j]
        if staff.away[j] > 0:
            staff.away[j] -= 1
        if not staff.is_open[j]:
            continue
        if not staff.is_filled[j]:
            hire = p.hire_groups if staff.group[j] >= 0 else p.hire * recruits
            comes[j] = week - staff.vacant_since[j] >= p.hire_delay and chance(keys[3], staff.post[j]) < hire
            changes += comes[j]
            continue
        low = (p.wellbeing_settles - staff.wellbeing[j]) * counts_low
        if staff.away[j] == 0 and chance(keys[0], who) < p.sickness * np.exp(p.sickness_slope * low):
            staff.away[j] = weeks_away(chance(keys[1], who), p)
        leaves[j] = chance(keys[2], who) < leaving * np.exp(p.leaving_slope * low)
        changes += leaves[j]
    return changes


@loop
def a_week(staff, turned_away, assessed, now, week, keys, leaving, recruits, counts_low, p, leaves, comes):
    """One week of strain, renewal and learning (`work_on`); then of sickness, leaving and recruiting: returns as `come_and_go`."""
    work_on(staff, turned_away, assessed, now, p)
    return come_and_go(staff, week, keys, leaving, recruits, counts_low, p, leaves, comes)


def this_week(state: Any) -> Week:
    """What the week is for those who work, from the levers and the switches."""
    p, levers, luck, on = state.p.workforce, state.levers, state.luck, state.on
    week, building = state.p.working_week, state.p.growth.building_share
    apart = [abs(said - lived) for said, lived in zip(state.forces.stated.tolist(), state.forces.lived.tolist(), strict=True)]
    distance = (apart[0] + apart[1] + apart[2]) / len(apart) if on("strain_of_distance") else 0.0
    middle, spread = levels_of_skill(max(0.0, 1.0 + levers.assurance), on("audit_lifts"), p)
    learning = weekly_from_half_life(p.learning_half_life) * max(p.learning_least, 1.0 + levers.focus)
    return Week(
        by_all=felt_by_all(levers, distance, p, state.p.forces.strain_from_distance),
        pace=weekly_from_half_life(p.wellbeing_half_life),
        for_teams=(1.0 - building) / (1.0 - week.leave),
        for_teams_today=(1.0 - building) * week.environment_today,
        middle=middle + levers.craft,
        spread=spread,
        learning=learning if on("learning") else 0.0,
        wears=on("overload_wears"),
        protects=on("reflection_protects"),
        costs=on("burnout_costs"),
        temper=luck.key("workforce.temper"),
        talent=luck.key("workforce.talent"),
    )


def turn(state: Any) -> None:
    """The week's strain and renewal, learning, sickness, leaving and recruiting."""
    p, staff, services = state.p.workforce, state.staff, state.services
    leaving = weekly_probability(p.leaving)
    for last, times in state.leaving_shocks:
        leaving *= times if state.week <= last else 1.0
    leaves, comes = np.zeros((2, staff.who.size), dtype=bool)
    keys = state.keys("workforce.sick", "workforce.sick_weeks", "workforce.leave", "workforce.hire")
    done, low = (services.turned_away, services.assessed, this_week(state)), state.on("burnout_leaves")
    if a_week(staff, *done, state.week, keys, leaving, state.money.recruits, low, p, leaves, comes):
        leave(state, np.flatnonzero(leaves))
        take_up(state, np.flatnonzero(comes))
