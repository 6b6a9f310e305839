"""People left to themselves in Starsim: its arrays, its stream of random numbers for each decision, rules over whole arrays.

Written as a Starsim modeller would: a module with states, and a step that finds agents and draws for them. Starsim draws from
streams of its own, so people's lives are others; events must come at lwsim's rates. Needs the extra `peers`.
"""

import importlib.util
from typing import Any

import numpy as np
from alone import Weeks

from lwsim.agents.kinds import NEVER, WELL

DECISIONS = ("remission", "course", "ask", "patience", "first")


def there_is_starsim() -> bool:
    """Whether Starsim is installed."""
    return importlib.util.find_spec("starsim") is not None


def alone(state: Any, weeks: Weeks, seed: int = 1) -> Any:
    """A ready Starsim simulation of a place's people left to themselves."""
    import starsim as ss

    class Distress(ss.Module):
        """Distress of adults whom nobody answers."""

        def __init__(self) -> None:
            super().__init__(name="distress")
            self.define_states(
                ss.BoolState("in_need"),
                ss.BoolState("is_enduring"),
                *(ss.FloatArr(name, default=0.0) for name in ("severity", "social_need", "vulnerability", "trust", "met")),
                *(ss.FloatArr(name, default=0.0) for name in ("onset_at", "stage_end", "in_need_since", "stage")),
                *(ss.FloatArr(name, default=0.0) for name in ("community", "deprivation", "voice")),
            )
            for name in DECISIONS:
                setattr(self, name, ss.random(name=f"{name}_of_distress"))
            self.asked = self.onsets = self.relapses = self.recoveries = 0

        def init_post(self) -> None:
            """Take everybody over as lwsim has them."""
            super().init_post()
            people, places = state.people, state.communities
            self.in_need[:] = people.place != WELL
            self.is_enduring[:] = people.is_enduring == 1
            for name in ("severity", "social_need", "vulnerability", "trust", "met", "onset_at", "stage_end"):
                getattr(self, name)[:] = getattr(people, name)
            for name in ("in_need_since", "stage", "community"):
                getattr(self, name)[:] = getattr(people, name)
            self.deprivation[:], self.voice[:] = places.deprivation[people.community], places.voice[people.community]

        def step(self) -> None:
            """A week: distress ends or goes on, thresholds and stages of recovery pass, and those in need may ask."""
            week, summed = weeks.first + self.ti, weeks.summed[self.ti][np.asarray(self.community.raw, dtype=int)]
            self.recover_some(week, summed)
            self.go_on()
            due = (self.onset_at <= summed).uids
            over = (~self.in_need & (self.onset_at > summed) & (self.stage_end <= week)).uids
            self.begin(due, week)
            self.stage[over] = np.where(self.stage[over] == 1, 2, 0)
            self.stage_end[over] = np.where(self.stage[over] > 0, week + int(state.p.need.stage_weeks), NEVER)
            self.set_onset(over, summed)
            self.ask_some()

        def recover_some(self, week: int, summed: np.ndarray) -> None:
            """Distress ends by itself: Whiteford's points, rarer in severe distress."""
            p, uids = state.p.need, self.in_need.uids
            since = week - self.in_need_since[uids]
            points = (p.remission_first, p.remission_second, p.remission_third)
            hazard = np.select([since <= 13, since <= 26, since <= 52], points, p.remission_later)
            hazard = hazard * np.where(self.is_enduring[uids], p.remission_enduring, 1.0)
            hazard *= np.exp(-p.remission_severity * (self.severity[uids] - p.ordinary_severity))
            well = uids[self.remission.rvs(uids) < hazard]
            self.in_need[well] = False
            self.severity[well] = 0.0
            self.stage[well] = 1
            self.stage_end[well] = week + int(p.stage_weeks)
            self.set_onset(well, summed)
            self.recoveries += len(well)

        def set_onset(self, uids: Any, summed: np.ndarray) -> None:
            """The summed hazard at which the next distress begins, by the stage of recovery."""
            p, stage = state.p.need, self.stage[uids]
            times = np.select([stage == 1, stage == 2], [p.relapse_early, p.relapse_late], 1.0)
            times *= np.where(stage > 0, np.exp(p.relapse_social * (self.social_need[uids] - 0.5)), 1.0)
            patience = -np.log(1.0 - self.patience.rvs(uids))
            self.onset_at[uids] = summed[uids] + patience / (self.vulnerability[uids] * times)

        def go_on(self) -> None:
            """Distress that lasts worsens or eases by a step; social needs drift."""
            p, uids = state.p.need, self.in_need.uids
            share, met, severity = self.course.rvs(uids), self.met[uids], self.severity[uids]
            worse, better = share < p.worsening * (1.0 - p.held_back * met), share >= 1.0 - p.easing * (1.0 + met)
            self.severity[uids[worse]] = np.minimum(1.0, severity[worse] + p.step)
            self.severity[uids[better]] = np.maximum(p.mild_edge, severity[better] - p.step)
            self.social_need[uids] = self.social_need[uids] + p.social_drift * (self.deprivation[uids] - self.social_need[uids])

        def begin(self, uids: Any, week: int) -> None:
            """Distress begins."""
            p = state.p.need
            self.onsets += len(uids)
            self.relapses += int((self.stage[uids] > 0).sum())
            extra = np.where(self.is_enduring[uids], p.enduring_severity, 0.0)
            first = p.mild_edge + (1.0 - p.mild_edge) * self.first.rvs(uids) ** p.onset_shape + extra
            self.severity[uids] = np.minimum(1.0, first)
            self.in_need[uids] = True
            self.in_need_since[uids] = week
            self.stage[uids], self.stage_end[uids], self.onset_at[uids] = 0, NEVER, np.inf

        def ask_some(self) -> None:
            """Those in need ask for help: by severity, trust and stigma."""
            p, edges, uids = state.p.help_seeking, state.p.need, self.in_need.uids
            severity = self.severity[uids]
            bands = [severity >= edges.severe_edge, severity >= edges.moderate_edge]
            rate = np.select(bands, [p.ask_severe, p.ask_moderate], p.ask_mild)
            rate = rate * (1.0 - p.trust_weight + 2.0 * p.trust_weight * self.trust[uids])
            rate *= 1.0 - p.stigma * (1.0 - self.voice[uids])
            self.asked += int((self.ask.rvs(uids) < rate).sum())

    size = int(state.people.who.size)
    sim = ss.Sim(n_agents=size, modules=[Distress()], start=0, stop=len(weeks.summed) - 1, dt=1, rand_seed=seed, verbose=0)
    return sim.init()


def live(sim: Any) -> np.ndarray:
    """Live all the weeks. Returns the events counted, in the order of `alone.FLOWS`."""
    sim.run()
    one = next(module for module in sim.modules if module.name == "distress")
    return np.array([one.asked, one.onsets, one.relapses, one.recoveries], dtype=float)
