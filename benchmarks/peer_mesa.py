"""People left to themselves as plain Mesa: one `mesa.Agent` for each adult, its rules in ordinary Python.

Luck comes in two makes. `hashed` draws lwsim's own numbers, so that every agent must end where lwsim ends; hashing is slow in
Python, so the speed is measured with `drawn`, Python's own random numbers, which is what a Mesa modeller would take.
"""

import math
from typing import Any

import mesa
import numpy as np
from alone import FATE, Weeks

from lwsim.agents.kinds import NEVER, WELL

_WORD = (1 << 64) - 1
REMISSION, COURSE, ASK, NEXT_ONSET, FIRST_SEVERITY = range(5)


def _mix(word: int) -> int:
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


class Hashed:
    """lwsim's luck in plain Python: a chance for each decision, week, person and further draw."""

    def __init__(self, weeks: Weeks) -> None:
        self._weeks, self._good = weeks, (int(weeks.next_onset), int(weeks.first_severity))
        self.week_passes(0)

    def week_passes(self, number: int) -> None:
        """Take up the keys of a week, by its number from the first."""
        weeks = self._weeks
        self._keys = (int(weeks.remission[number]), int(weeks.course[number]), int(weeks.ask[number]), *self._good)

    def chance(self, decision: int, who: int, draw: int = -1) -> float:
        """A number in [0, 1). draw: 0, 1, ... for a further draw of the same decision."""
        key = self._keys[decision]
        if draw >= 0:
            key = _mix(key ^ _mix((draw + 1) * 0x9E3779B97F4A7C15 & _WORD))
        return (_mix((key + who * 0x9E3779B97F4A7C15) & _WORD) >> 11) * 2.0**-53


class Drawn:
    """Python's own random numbers, used up as they come."""

    def __init__(self, random: Any) -> None:
        self._draw = random.random

    def week_passes(self, number: int) -> None:
        """Nothing to take up."""

    def chance(self, decision: int, who: int, draw: int = -1) -> float:
        """A number in [0, 1)."""
        return self._draw()


class Adult(mesa.Agent):
    """An adult whom nobody answers."""

    def __init__(self, model: "Alone", row: int, people: Any, deprivation: float, voice: float) -> None:
        super().__init__(model)
        self.who, self.community = int(people.who[row]), int(people.community[row])
        self.deprivation, self.voice = deprivation, voice
        self.vulnerability, self.trust = float(people.vulnerability[row]), float(people.trust[row])
        self.is_enduring, self.in_need = bool(people.is_enduring[row]), bool(people.place[row] != WELL)
        self.severity, self.social_need = float(people.severity[row]), float(people.social_need[row])
        self.met, self.onset_at = float(people.met[row]), float(people.onset_at[row])
        self.stage, self.stage_end = int(people.stage[row]), int(people.stage_end[row])
        self.in_need_since, self.episodes = int(people.in_need_since[row]), int(people.episodes[row])

    def live(self) -> None:
        """A week: distress ends or goes on, a threshold or a stage of recovery passes, and whoever is in need may ask."""
        model = self.model
        if self.in_need:
            if self.remits():
                self.recover()
            else:
                self.worsen_or_ease()
                self.social_need += model.need.social_drift * (self.deprivation - self.social_need)
        if model.summed[self.community] >= self.onset_at:
            self.begin()
        elif model.week >= self.stage_end:
            self.stage = 2 if self.stage == 1 else 0
            self.stage_end = model.week + int(model.need.stage_weeks) if self.stage else NEVER
            self.onset_at = self.next_onset()
        if self.in_need and model.luck.chance(ASK, self.who) < self.chance_of_asking():
            model.asked += 1

    def remits(self) -> bool:
        """Whether distress ends by itself this week: Whiteford's points, rarer in severe distress."""
        p, weeks = self.model.need, self.model.week - self.in_need_since
        if weeks <= 13:
            hazard = p.remission_first
        elif weeks <= 26:
            hazard = p.remission_second
        elif weeks <= 52:
            hazard = p.remission_third
        else:
            hazard = p.remission_later
        if self.is_enduring:
            hazard *= p.remission_enduring
        hazard *= math.exp(-p.remission_severity * (self.severity - p.ordinary_severity))
        return self.model.luck.chance(REMISSION, self.who) < hazard

    def recover(self) -> None:
        """Well again: the first stage of recovery begins."""
        self.in_need, self.severity, self.episodes = False, 0.0, min(self.episodes + 1, 100)
        self.stage, self.stage_end = 1, self.model.week + int(self.model.need.stage_weeks)
        self.onset_at = self.next_onset()
        self.model.recoveries += 1

    def next_onset(self) -> float:
        """The summed hazard at which the next distress begins, by the stage of recovery."""
        p = self.model.need
        times = (1.0, p.relapse_early, p.relapse_late)[self.stage]
        if self.stage:
            times *= math.exp(p.relapse_social * (self.social_need - 0.5))
        patience = -math.log(1.0 - self.model.luck.chance(NEXT_ONSET, self.who, self.episodes * 4 + self.stage))
        return self.model.summed[self.community] + patience / (self.vulnerability * times)

    def worsen_or_ease(self) -> None:
        """Distress that lasts worsens or eases by a step."""
        p, share = self.model.need, self.model.luck.chance(COURSE, self.who)
        if share < p.worsening * (1.0 - p.held_back * self.met):
            self.severity = min(1.0, self.severity + p.step)
        elif share >= 1.0 - p.easing * (1.0 + self.met):
            self.severity = max(p.mild_edge, self.severity - p.step)

    def begin(self) -> None:
        """Distress begins."""
        model, p = self.model, self.model.need
        model.onsets += 1
        model.relapses += self.stage > 0
        extra = p.enduring_severity if self.is_enduring else 0.0
        share = model.luck.chance(FIRST_SEVERITY, self.who, self.episodes)
        self.severity = min(1.0, p.mild_edge + (1.0 - p.mild_edge) * share**p.onset_shape + extra)
        self.in_need, self.in_need_since = True, model.week
        self.stage, self.stage_end, self.onset_at = 0, NEVER, math.inf

    def chance_of_asking(self) -> float:
        """Weekly chance of asking for help: by severity, trust and stigma."""
        p, edges = self.model.help_seeking, self.model.need
        rate = p.ask_mild
        if self.severity >= edges.severe_edge:
            rate = p.ask_severe
        elif self.severity >= edges.moderate_edge:
            rate = p.ask_moderate
        rate *= 1.0 - p.trust_weight + 2.0 * p.trust_weight * self.trust
        return rate * (1.0 - p.stigma * (1.0 - self.voice))


class Alone(mesa.Model):
    """A place whose people are left to themselves. hashed: whether luck is lwsim's own or Python's."""

    def __init__(self, state: Any, weeks: Weeks, hashed: bool) -> None:
        super().__init__(rng=state.luck.seed)
        self.need, self.help_seeking = state.p.need, state.p.help_seeking
        self.weeks, self.week = weeks, weeks.first
        self.luck = Hashed(weeks) if hashed else Drawn(self.random)
        self.asked = self.onsets = self.relapses = self.recoveries = 0
        people, places = state.people, state.communities
        for row, c in enumerate(people.community):
            Adult(self, row, people, float(places.deprivation[c]), float(places.voice[c]))

    def step(self) -> None:
        """One week of everybody."""
        number = self.week - self.weeks.first
        self.summed = self.weeks.summed[number].tolist()
        self.luck.week_passes(number)
        self.agents.do("live")
        self.week += 1

    def live(self, weeks: int) -> np.ndarray:
        """Live some weeks. Returns the events counted, in the order of FLOWS."""
        for _ in range(weeks):
            self.step()
        return np.array([self.asked, self.onsets, self.relapses, self.recoveries], dtype=float)

    def fates(self) -> dict[str, np.ndarray]:
        """Where everybody ended, as `alone.fates` has it."""
        named = {"place": "in_need"}
        return {name: np.array(self.agents.get(named.get(name, name))) for name in FATE}
