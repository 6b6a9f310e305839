"""Need: distress begins, deepens, eases, ends by itself, and returns.

A well adult's distress begins when the hazard summed over the weeks in their community passes a threshold drawn for them:
a hazard that rises with deprivation and surges and falls with social capital, times the person's own vulnerability. People
also get better untreated: the chance of remission by weeks since the episode began reproduces 23, 32 and 53% at 3, 6 and 12
months [whiteford-2013], is lower in severe distress (its authors warn that theirs does not hold there) and much lower in an
enduring condition. While it lasts, distress worsens or eases in steps; support that fits holds worsening back. Newly recovered
people relapse more, less so the later [ali-2017]; social needs left standing raise it.
Leaves out: age, sex and ethnicity; moving house; maintenance treatment of the well; children.
"""

import math
from typing import Any

import numpy as np

from ..agents.counts import BEGAN, ONSETS, RELAPSES, count_in_need
from ..agents.fetching import fetch_ahead
from ..agents.happenings import BY_THEMSELVES, ONSET, RELAPSE, note
from ..agents.journeys import happens, next_onset, recover
from ..agents.kinds import NEVER, NOBODY, UNSUPPORTED, WELL
from ..agents.rows import merge
from ..compiled import loop, rule
from ..luck import another, at_least, below, chance, word
from ..parameters import Room, parameter
from ..units import HALF_YEAR, MIDDLE, QUARTER, ROUNDING, WEEKS_A_YEAR


# fmt: off
class Need(Room, room="need"):
    """How distress comes, goes and returns."""

    onset: float = parameter(
        0.002, unit="per week", low=0.0016, high=0.0024, standing="calibrated", source="apms-2023: prevalence of 20%",
        says="Hazard of new distress for a well adult of ordinary vulnerability in a community of middling deprivation.",
        fitted_to="share of adults in distress",
    )
    vulnerability_spread: float = parameter(
        0.60, unit="sd of log", low=0.4, high=0.8, standing="assumed", source="burcusa-2007: 50, 70, 90% recur after 1, 2, 3 episodes",
        says="How unequal adults are in their vulnerability to distress.",
        settled_by="a cohort's number of episodes per person",
    )
    deprivation: float = parameter(
        0.43, unit="log hazard", low=0.3, high=0.8, standing="calibrated", source="apms-2023: 16.0% least, 26.2% most deprived fifth",
        says="How much the log hazard of distress rises from the least to the most deprived community.",
        fitted_to="ratio of distress between the most and least deprived fifths",
    )
    social_capital: float = parameter(
        0.40, unit="log hazard", low=0.0, high=1.0, standing="assumed", source="cruwys-2013; ehsan-2015: direction only; jech-2008",
        says="How much the log hazard of distress falls from no social capital to full (confounded, so reaching down to nothing).",
        settled_by="a controlled study of community building that follows distress",
    )
    enduring_share: float = parameter(
        0.0093, unit="share of adults", low=0.008, high=0.011, standing="measured", source="qof-2020: severe mental illness register",
        says="Share of adults with a severe and enduring condition at middling deprivation.",
    )
    enduring_deprivation: float = parameter(
        1.00, unit="log share", low=0.5, high=1.6, standing="literature", source="phe-smi-2018: 0.5% least, 1.8% most deprived",
        says="How much the log share with an enduring condition rises from the least to the most deprived community.",
    )
    enduring_vulnerability: float = parameter(
        8.0, unit="times", low=4.0, high=12.0, standing="calibrated", source="alvarez-jimenez-2012: 28% relapse in 1 year, 54% in 3",
        says="How much more vulnerable people with an enduring condition are than others.",
        fitted_to="share of those in need with an enduring condition",
    )
    mild_edge: float = parameter(
        0.25, unit="severity 0..1", low=0.25, high=0.25, standing="assumed", source="apms-2023: CIS-R 12 as the edge of need",
        says="Severity from which distress counts as need; below it a person is well. A scale, so no range.",
        settled_by="nothing: it fixes the scale",
    )
    moderate_edge: float = parameter(
        0.45, unit="severity 0..1", low=0.45, high=0.45, standing="assumed", source="apms-2023: CIS-R 18 as severe symptoms",
        says="Severity from which distress is moderate. A scale, so no range.", settled_by="nothing: it fixes the scale",
    )
    severe_edge: float = parameter(
        0.70, unit="severity 0..1", low=0.70, high=0.70, standing="assumed", source="three-bands: what secondary care takes on",
        says="Severity from which distress is severe. A scale, so no range.", settled_by="nothing: it fixes the scale",
    )
    onset_shape: float = parameter(
        2.05, unit="power", low=1.6, high=3.0, standing="calibrated", source="apms-2023: symptoms 12-17 and 18 or more, half each",
        says="How strongly new distress leans to the mild end.", fitted_to="shares of mild, moderate and severe distress",
    )
    enduring_severity: float = parameter(
        0.25, unit="severity 0..1", low=0.15, high=0.35, standing="assumed", source="greenwood-2000: community teams' case mix",
        says="How much more severe new distress is in an enduring condition.",
        settled_by="severity at referral by diagnosis",
    )
    remission_first: float = parameter(
        0.0199, unit="per week", low=0.0101, high=0.0245, standing="literature", source="whiteford-2013: 23% at 3 months",
        says="Weekly remission without treatment in the first 13 weeks of an episode of ordinary severity.",
    )
    remission_second: float = parameter(
        0.0095, unit="per week", low=0.0070, high=0.0130, standing="literature", source="whiteford-2013: 32% at 6 months",
        says="Weekly remission without treatment in weeks 14 to 26.",
    )
    remission_third: float = parameter(
        0.0141, unit="per week", low=0.0095, high=0.0160, standing="literature", source="whiteford-2013: 53% at 12 months",
        says="Weekly remission without treatment in weeks 27 to 52.",
    )
    remission_later: float = parameter(
        0.0075, unit="per week", low=0.004, high=0.012, standing="assumed", source="patten-2006: below 1% a week after six months",
        says="Weekly remission without treatment after a year.", settled_by="a follow-up of untreated distress beyond a year",
    )
    remission_severity: float = parameter(
        1.5, unit="log hazard", low=0.0, high=3.0, standing="assumed", source="whiteford-2013: caution on severe distress",
        says="How much the log hazard of remission falls as severity rises from the ordinary by 1.",
        settled_by="remission by severity in untreated samples",
    )
    ordinary_severity: float = parameter(
        0.45, unit="severity 0..1", low=0.45, high=0.45, standing="assumed", source="whiteford-2013: mild to moderate samples",
        says="Severity to which the remission rates apply as they stand.", settled_by="nothing: it fixes the scale",
    )
    remission_enduring: float = parameter(
        0.45, unit="times", low=0.2, high=0.8, standing="literature", source="catalan-2021: 54% remitted at 44 months",
        says="Remission in an enduring condition against others.",
    )
    worsening: float = parameter(
        0.006, unit="per week", low=0.002, high=0.020, standing="literature", source="rcpsych-2018: 37% worse while waiting (upper bound)",
        says="Weekly chance that unsupported distress worsens by a step.",
    )
    easing: float = parameter(
        0.012, unit="per week", low=0.006, high=0.020, standing="assumed", source="whiteford-2013: improvement short of remission",
        says="Weekly chance that distress eases by a step.", settled_by="repeated severity scores in waiting lists",
    )
    step: float = parameter(
        0.10, unit="severity 0..1", low=0.05, high=0.15, standing="assumed", source="three-bands: about half a band",
        says="Size of a step in which distress worsens or eases.", settled_by="repeated severity scores",
    )
    held_back: float = parameter(
        0.60, unit="share", low=0.2, high=0.9, standing="assumed", source="skinner-2023: unmet need drives progression",
        says="Share of worsening that support meeting the whole need holds back.",
        settled_by="progression by hours of support",
    )
    relapse_early: float = parameter(
        6.0, unit="times", low=4.0, high=11.0, standing="calibrated", source="ali-2017: 42% relapse in 6 months",
        says="Hazard of distress in the first 26 weeks after recovery against an ordinary adult's.",
        fitted_to="relapse within 6 and 12 months of therapy",
    )
    relapse_late: float = parameter(
        2.5, unit="times", low=2.0, high=5.0, standing="calibrated", source="ali-2017: 53% relapse in 12 months",
        says="Hazard of distress in weeks 27 to 52 after recovery against an ordinary adult's.",
        fitted_to="relapse within 6 and 12 months of therapy",
    )
    relapse_social: float = parameter(
        0.60, unit="log hazard", low=0.0, high=1.2, standing="assumed", source="mann-2022: loneliness and new depression, odds 2.3",
        says="How much the log hazard of relapse rises from no social needs to the fullest.",
        settled_by="relapse by housing, debt and isolation at discharge",
    )
    stage_weeks: float = parameter(
        26.0, unit="weeks", low=26.0, high=26.0, standing="literature", source="ali-2017: relapse by half-years",
        says="Length of each of the two stages of recovery.",
    )
    social_drift: float = parameter(
        0.004, unit="share a week", low=0.001, high=0.01, standing="assumed", source="living-well-claims: claim W3",
        says="How fast a person's social needs drift back to what their community's deprivation gives.",
        settled_by="repeated social-need scores",
    )
    social_spread: float = parameter(
        0.25, unit="0..1", low=0.15, high=0.35, standing="assumed", source="living-well-uk-2022: 34% without a close friend",
        says="How unequal adults of one community are in social needs.", settled_by="a survey of social needs by area",
    )
    trust_spread: float = parameter(
        0.125, unit="0..1", low=0.05, high=0.25, standing="assumed", source="jonker-2019: 16% did not believe in therapy",
        says="How unequal adults are in their trust in services at the start.",
        settled_by="a survey of trust in services by area",
    )
# fmt: on


BLOCK = 32
"""People looked at together while nothing is due for them."""

SWITCHES = {
    "natural_remission": "People also get better untreated.",
    "progression": "Unmet need deepens while people wait.",
    "community_protects": "Social capital lowers new distress and relapse.",
    "social_relapse": "Social needs left standing raise relapse.",
}


@rule
def natural_remission(weeks, is_enduring, p):
    """Weekly chance of remission without treatment at ordinary severity, `weeks` into an episode (Whiteford's points)."""
    if weeks <= QUARTER:
        hazard = p.remission_first
    elif weeks <= HALF_YEAR:
        hazard = p.remission_second
    elif weeks <= WEEKS_A_YEAR:
        hazard = p.remission_third
    else:
        hazard = p.remission_later
    if is_enduring:
        hazard *= p.remission_enduring
    return hazard


@rule
def begin(people, i, week, severity, p):
    """Distress begins for person i."""
    people.place[i] = UNSUPPORTED
    people.severity[i] = severity
    people.in_need_since[i] = week
    people.since[i] = week
    people.bounces[i] = 0
    people.handovers[i] = 0
    people.met[i] = 0.0
    people.service[i] = NOBODY
    people.stage[i] = 0
    people.stage_end[i] = NEVER
    people.onset_at[i] = np.inf


@rule
def first_severity(shape, extra, share, p):
    """Severity of new distress: leaning to the mild end by a power of a chance, more in a surge or an enduring condition."""
    return min(1.0, p.mild_edge + (1.0 - p.mild_edge) * share**shape + extra)


@rule
def _drift(people, i, deprivation, p):
    """Person i's social needs drift to what the deprivation of their community gives."""
    people.social_need[i] += p.social_drift * (deprivation - people.social_need[i])


@rule
def _worsen_or_ease(people, i, share, progresses, p):
    """Distress that lasts worsens or eases by a step. share: a chance; fitting support holds worsening back and helps easing."""
    worse = p.worsening * (1.0 - p.held_back * people.met[i]) if progresses else 0.0
    if share < worse:
        people.severity[i] = min(1.0, people.severity[i] + p.step)
    elif share >= 1.0 - p.easing * (1.0 + people.met[i]):
        people.severity[i] = max(p.mild_edge, people.severity[i] - p.step)


@rule
def _wake(people, i, summed, week, keys, protected, added, p):
    """A well person for whom something is due: distress begins (True), or a stage of recovery passes (False)."""
    if summed < people.onset_at[i]:
        people.stage[i] = people.stage[i] + 1 if people.stage[i] == 1 else 0
        people.stage_end[i] = week + int(p.stage_weeks) if people.stage[i] > 0 else NEVER
        people.onset_at[i] = next_onset(people, i, summed, protected, keys[0], p)
        return False
    extra = added + (p.enduring_severity if people.is_enduring[i] else 0.0)
    share = chance(another(keys[1], people.episodes[i]), people.who[i])
    begin(people, i, week, first_severity(p.onset_shape, extra, share, p), p)
    return True


@rule
def _is_quiet(people, first, last, summed, week):
    """Whether nothing is due for any person of these rows: no threshold passed, no stage of recovery over."""
    onset_at, stage_end = people.onset_at[first:last], people.stage_end[first:last]  # views: the machine takes eight at a time
    due = False
    for n in range(onset_at.size):
        due |= summed >= onset_at[n]
        due |= week >= stage_end[n]
    return not due


@loop
def begin_distress(people, fresh, week, communities, tally, keys, protected, added, p):
    """Distress begins for those whose threshold is passed. Fills `fresh` with their rows, in order; returns how many.

    Well people are looked at a block at a time, which costs next to nothing where nothing is due.
    """
    due = first = 0
    for c in range(communities.who.size):
        end, summed = first + communities.adults[c], np.float32(communities.summed_hazard[c])
        while first < end:
            last = min(first + BLOCK, end)
            if not _is_quiet(people, first, last, summed, np.int16(week)):
                for i in range(first, last):
                    fresh[due] = i
                    due += (summed >= people.onset_at[i]) | (week >= people.stage_end[i])
            first = last
    count = 0
    for n in range(due):
        fetch_ahead(people, fresh, n, due, (people.place, people.severity, people.met, people.is_enduring, people.who))
        i = fresh[n]
        c, was_recovering = people.community[i], people.stage[i] > 0
        if _wake(people, i, float(np.float32(communities.summed_hazard[c])), week, keys, protected, added, p):
            note(people, i, week, ONSET | (RELAPSE if was_recovering else 0))
            tally.flows[ONSETS] += 1
            tally.flows[RELAPSES] += was_recovering
            tally.by_community[c, BEGAN] += 1
            fresh[count] = i
            count += 1
    return count


@loop
def live_on(people, need, needing, remits, moves, communities, keys, limits, p):
    """A week of distress for those in need: social needs drift to what the community gives.

    Fills `remits` with the rows whose luck allows remission, whose week is left to `resolve`, and `moves` with those whose luck
    allows that distress worsens or eases; returns how many each has.  keys: (2,), see `turn`.
    limits: of their words (`luck.below`, `luck.at_least`): of remission, of worsening, of easing.
    """
    remit_key, course_key = keys[0], keys[1]
    remit, worsen, ease = limits
    remitting = moving = first_beyond = 0
    c, dep = -1, np.float32(0.0)
    for n in range(needing):
        i = need[n]
        while i >= first_beyond:  # the rows of a community stand together
            c += 1
            first_beyond += communities.adults[c]
            dep = communities.deprivation[c]
        if people.place[i] == WELL:
            continue
        who = people.who[i]
        if word(remit_key, who) < remit:
            remits[remitting] = i
            remitting += 1
            continue
        _drift(people, i, dep, p)
        draw = word(course_key, who)
        moves[moving] = i
        moving += (draw < worsen) | (draw >= ease)
    return remitting, moving


@loop
def resolve(people, marked, week, communities, services, groups, staff, tally, for_good, keys, protected, progresses, p):
    """What becomes of those whose luck may change their distress: some get better by themselves, some get worse or easier.

    marked: the lists that `live_on` filled, each with how many it has.  for_good, keys: (2,), see `turn`.
    """
    remits, remitting, moves, moving = marked
    for n in range(remitting):
        fetch_ahead(people, remits, n, remitting, (people.severity, people.social_need, people.is_enduring, people.who))
        i = remits[n]
        hazard = natural_remission(week - people.in_need_since[i], people.is_enduring[i], p)
        if happens(chance(keys[0], people.who[i]), hazard, people.severity[i], p):
            note(people, i, week, BY_THEMSELVES)
            recover(people, i, week, communities, services, groups, staff, tally, for_good[0], protected, p)
        else:
            _drift(people, i, communities.deprivation[people.community[i]], p)
            moves[moving] = i
            moving += 1
    for n in range(moving):
        fetch_ahead(people, moves, n, moving, (people.severity, people.met, people.who))
        i = moves[n]
        _worsen_or_ease(people, i, chance(keys[1], people.who[i]), progresses, p)


def likeliest_remission(p: Any) -> float:
    """The largest weekly chance of remission without treatment that anybody in need could have."""
    most = max(p.remission_first, p.remission_second, p.remission_third, p.remission_later)
    return most * (math.exp(p.remission_severity * (p.ordinary_severity - p.mild_edge)) + ROUNDING)


@rule
def hazard_of_distress(deprivation, social_capital, surge, p):
    """This week's hazard of distress at ordinary vulnerability in a community, a week.

    deprivation, social_capital: 0..1.  surge: multiplier, 1 = none.
    """
    return p.onset * surge * np.exp(p.deprivation * (deprivation - MIDDLE) - p.social_capital * (social_capital - MIDDLE))


@loop
def add_hazards(communities, protects, surge, p):
    """This week's hazard of distress of every community, and its sum so far. protects: switch of social capital."""
    for c in range(communities.adults.size):
        capital = communities.social_capital[c] if protects else MIDDLE
        communities.hazard[c] = hazard_of_distress(communities.deprivation[c], capital, surge, p)
        communities.summed_hazard[c] += communities.hazard[c]


def turn(state: Any) -> None:
    """The week's hazards, then everybody's week of distress."""
    p, on = state.p.need, state.on
    surge, added = 1.0, 0.0
    for last, size, severity in state.surges:
        if state.week <= last:
            surge *= size
            added += severity
    for_good = state.luck.keys(("need.next_onset", "need.first_severity"))
    keys = state.keys("need.remission", "need.course")
    likeliest = likeliest_remission(p) if on("natural_remission") else 0.0
    limits = (below(likeliest), below(p.worsening), at_least(1.0 - p.easing - p.easing))
    people, communities, tally = state.people, state.communities, state.tally
    add_hazards(communities, on("community_protects"), surge, p)
    remits, moves, flags = state.fresh, state.spare, (on("social_relapse"), on("progression"))
    remitting, moving = live_on(people, state.need, state.needing, remits, moves, communities, keys, limits, p)
    row, marked = (communities, state.services, state.groups, state.staff, tally), (remits, remitting, moves, moving)
    resolve(people, marked, state.week, *row, for_good, keys, *flags, p)
    count = begin_distress(people, state.fresh, state.week, communities, tally, for_good, flags[0], added, p)
    state.needing = merge(people.place, state.need, state.needing, state.fresh, count, state.spare)
    state.need, state.spare = state.spare, state.need
    count_in_need(state.need, state.needing, communities.adults, tally.by_community)
