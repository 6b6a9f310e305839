"""Purpose, power and practice: stated and lived settings, how one pulls the next, and the levers they move.

Leaders *state* a setting (0 the mechanistic pole, 1 the relational one); what people do, the *lived* setting, follows at
the pace of a culture. Purpose pulls power and power pulls practice, as the framing asserts [three-forces-framing]; nothing
asserts or denies the reverse, so the pull's direction is a rival theory. Pressure above today's pulls all three back towards
impact now, assurance and silos (the capability trap [repenning-sterman-2001]).

Every effect of the forces on the rest of the model is a *lever* in `LEVERS`: an effect that is 1 (or the ordinary value)
where the place stands today, and moves with the distance of the lived force from there. Both directions and sizes are
parameters, most of them assumed and reaching down to no effect. Switched off, a lever stays where today has it; with all of
them off two scenarios that differ only in their forces are the same.
Leaves out: differences between organisations in what is stated; leaders as persons.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .parameters import Room, parameter
from .units import weekly_from_half_life

FORCES = ("purpose", "power", "practice")
PURPOSE, POWER, PRACTICE = range(3)


# fmt: off
class Forces(Room, room="forces"):
    """How stated settings become lived ones."""

    ordinary_purpose: float = parameter(
        0.30, unit="0..1", low=0.20, high=0.40, standing="assumed", source="three-forces-framing: mechanistic as dominance",
        says="Where purpose stands in an ordinary English system today, nearer impact now than the middle.",
        settled_by="a survey of how systems' leaders and staff spend their attention",
    )
    ordinary_power: float = parameter(
        0.30, unit="0..1", low=0.20, high=0.40, standing="assumed", source="three-forces-framing: mechanistic as dominance",
        says="Where power stands in an ordinary English system today, nearer assuring than the middle.",
        settled_by="a survey of who decides what in local systems",
    )
    ordinary_practice: float = parameter(
        0.30, unit="0..1", low=0.20, high=0.40, standing="assumed", source="three-forces-framing: mechanistic as dominance",
        says="Where practice stands in an ordinary English system today, nearer supporting individuals than the middle.",
        settled_by="diaries of how teams use their time",
    )
    half_life: float = parameter(
        39.0, unit="weeks", low=26.0, high=78.0, standing="assumed", source="design: lags of 6-18 months",
        says="Weeks in which lived settings close half of their distance to where they are drawn.",
        settled_by="repeated measures of what is said and what is done, after a change of course",
    )
    purpose_pulls_power: float = parameter(
        0.30, unit="share", low=0.0, high=0.8, standing="assumed", source="three-forces-framing: directional coupling",
        says="How far power is drawn from its stated setting to where purpose is lived.",
        settled_by="repeated measures of all three forces in several systems",
    )
    power_pulls_practice: float = parameter(
        0.30, unit="share", low=0.0, high=0.8, standing="assumed", source="three-forces-framing: directional coupling",
        says="How far practice is drawn from its stated setting to where power is lived.",
        settled_by="repeated measures of all three forces in several systems",
    )
    pressure_pull: float = parameter(
        0.60, unit="share at full pressure", low=0.0, high=1.2, standing="assumed",
        source="repenning-sterman-2001: work harder crowds out work smarter",
        says="How much of each stated setting is lost to the mechanistic pole when pressure rises from today's to full.",
        settled_by="how leaders' and teams' time shifts in hard months",
    )
    pressure_eases: float = parameter(
        0.30, unit="share", low=0.0, high=0.6, standing="assumed", source="repenning-sterman-2001: escaping the trap frees time",
        says="How strongly pressure below today's lets settings move back up, as a share of the pull above it.",
        settled_by="how leaders' and teams' time shifts in quiet months",
    )
    strain_from_distance: float = parameter(
        0.10, unit="wellbeing", low=0.0, high=0.3, standing="assumed", source="design: strain",
        says="Wellbeing lost when what is said and what is lived are a full step apart (staff cynicism).",
        settled_by="staff surveys before and after announced reforms",
    )


# fmt: off
class Levers(Room, room="levers"):
    """How strongly each lever moves with its force, for each full step (0 to 1) away from where today stands."""

    stretch: float = parameter(
        0.25, unit="share", low=0.0, high=0.5, standing="assumed", source="nao-2023: trusts under pressure stretch provision",
        says="Impact now: how much larger caseload limits are at the pole (people are seen sooner, with fewer hours each).",
        settled_by="caseload rules of services with different strategies",
    )
    course: float = parameter(
        0.25, unit="share", low=0.0, high=0.5, standing="assumed", source="clark-2018: more sessions, better recovery",
        says="Impact now: how much shorter courses of support are cut at the pole.",
        settled_by="session limits by service against stated strategy",
    )
    rationing: float = parameter(
        1.0, unit="share", low=0.0, high=1.5, standing="assumed", source="nao-2023: 15 of 33 trusts raised thresholds",
        says="Impact now: how much more strongly thresholds answer to queues at the pole.",
        settled_by="thresholds and queues of teams followed over years",
    )
    surge_response: float = parameter(
        0.60, unit="share", low=0.0, high=1.0, standing="assumed", source="design: shocks with acute need",
        says="Impact now: share of environment time turned to people at full pressure, at the pole.",
        settled_by="time diaries in the pandemic",
    )
    foresight: float = parameter(
        0.80, unit="share", low=0.0, high=1.2, standing="assumed", source="three-forces-framing: invest in the future",
        says="Investing in the future: added share of free money that goes to prevention, groups and learning, at the pole.",
        settled_by="uses of uncommitted money by system strategy",
    )
    assurance: float = parameter(
        1.00, unit="share", low=0.0, high=1.6, standing="assumed", source="carter-2018: a third of the day with patients",
        says="Innovating: how much less discretionary recording, reporting and panel time there is at the pole.",
        settled_by="time diaries in services with delegated powers",
    )
    openness: float = parameter(
        1.00, unit="share", low=0.0, high=2.0, standing="assumed", source="greenhalgh-2004: table 2, centralisation negative",
        says="Innovating: how many more new practices are tried at the pole (low centralisation, communication, slack).",
        settled_by="a study that measures just this",
    )
    sharing: float = parameter(
        0.60, unit="share", low=0.0, high=1.0, standing="assumed", source="three-forces-framing: distribute and grow power",
        says="Innovating: added share of invested money, seats and contract length for voluntary groups, at the pole.",
        settled_by="budgets and seats in alliances against ordinary boards",
    )
    autonomy: float = parameter(
        0.07, unit="wellbeing", low=0.0, high=0.16, standing="assumed", source="oconnor-2018: autonomy protects; shoman-2022: rho under 0.3",
        says="Innovating: how much higher practitioners' wellbeing settles at the pole for having a say in their work.",
        settled_by="a study that measures just this",
    )
    mandate: float = parameter(
        1.00, unit="share", low=0.0, high=1.5, standing="assumed", source="while-2012: recommendations 0.3 to 7.2 of 9 in 8 years",
        says="Assuring: how much stronger the spread of proven practice by instruction is at the pole.",
        settled_by="a study that measures just this",
    )
    environment: float = parameter(
        7.0, unit="hours a week", low=0.0, high=10.0, standing="assumed", source="living-well-uk-2022: forums, reflective practice",
        says="Creating environments: added hours each practitioner spends on it a week between the poles.",
        settled_by="job plans in Living Well teams",
    )
    one_door: float = parameter(
        0.80, unit="share", low=0.0, high=1.0, standing="assumed", source="living-well-uk-2022: one conversation, one plan",
        says="Creating environments: added share of handings-over that are joined (one assessment, warm) between the poles.",
        settled_by="repeat assessments counted before and after a shared front door",
    )
    deciding: float = parameter(
        1.00, unit="share", low=0.0, high=1.0, standing="assumed", source="provan-kenis-2008: shared against lead governance",
        says="Innovating: added weight of deciding together against deciding by a lead, between the poles.",
        settled_by="who decides what, counted in boards' minutes",
    )
    forum: float = parameter(
        2.00, unit="meetings every four weeks", low=0.0, high=3.0, standing="assumed", source="living-well-collaboratives: fortnightly to monthly",
        says="Creating environments: added meetings of a collaborative between the poles (today has none).",
        settled_by="diaries of forums",
    )
    craft: float = parameter(
        0.06, unit="skill", low=0.0, high=0.16, standing="assumed", source="clark-2018: 11-42% better odds, lowest to highest service",
        says="Supporting individuals: how much higher clinical skill grows at the pole, by doing one thing much.",
        settled_by="outcomes of specialised and of mixed roles",
    )
    focus: float = parameter(
        0.30, unit="share", low=0.0, high=0.6, standing="assumed", source="three-forces-framing: skills to meet needs efficiently",
        says="Supporting individuals: how much faster clinical skill is learned at the pole, by doing one thing much.",
        settled_by="learning curves of specialised and of mixed roles",
    )
# fmt: on


@dataclass(frozen=True)
class Lever:
    """One effect of one force: its number in FORCES, +1 or -1 as it grows or falls with the force, and its sentence."""

    force: int
    direction: float
    says: str


LEVERS = {
    "stretch": Lever(PURPOSE, -1.0, "caseload limits stretch towards impact now"),
    "course": Lever(PURPOSE, 1.0, "courses of support lengthen towards the future"),
    "rationing": Lever(PURPOSE, -1.0, "thresholds answer queues more towards impact now"),
    "surge_response": Lever(PURPOSE, -1.0, "environment time is turned to people under pressure, more towards impact now"),
    "foresight": Lever(PURPOSE, 1.0, "free money is invested towards the future"),
    "assurance": Lever(POWER, -1.0, "recording and panels grow towards assuring"),
    "openness": Lever(POWER, 1.0, "new practice is tried towards innovating"),
    "sharing": Lever(POWER, 1.0, "money, seats and long contracts are shared towards innovating"),
    "autonomy": Lever(POWER, 1.0, "practitioners' say lifts wellbeing towards innovating"),
    "mandate": Lever(POWER, -1.0, "proven practice spreads by instruction towards assuring"),
    "environment": Lever(PRACTICE, 1.0, "time for environments grows towards creating them"),
    "one_door": Lever(PRACTICE, 1.0, "handings-over are joined towards creating environments"),
    "deciding": Lever(POWER, 1.0, "organisations decide together towards innovating"),
    "forum": Lever(PRACTICE, 1.0, "a collaborative meets towards creating environments"),
    "craft": Lever(PRACTICE, -1.0, "clinical skill grows higher towards supporting individuals"),
    "focus": Lever(PRACTICE, -1.0, "clinical skill is learned faster towards supporting individuals"),
}

_BY_SWITCH = [(f"lever_{name}", name, lever) for name, lever in LEVERS.items()]

SWITCHES = {
    **{f"lever_{name}": f"Effect of a force: {lever.says}." for name, lever in LEVERS.items()},
    "coupling": "One force pulls the next.",
    "pressure_pull": "Pressure pulls lived settings back towards the mechanistic poles.",
    "strain_of_distance": "A gap between what is said and what is lived wears staff down.",
}
RIVALS = {"coupling": ("forward", "reverse", "none")}

Moved = namedtuple("Moved", list(LEVERS))  # type: ignore[misc]
"""How far each lever stands from today's value: strength x direction x distance of the lived force. 0 = as today."""


@dataclass
class Settings:
    """The three forces as arrays (3,): ordinary (today's), stated by leaders, lived by people."""

    ordinary: np.ndarray
    stated: np.ndarray = field(default_factory=lambda: np.zeros(3))
    lived: np.ndarray = field(default_factory=lambda: np.zeros(3))
    aims: list[tuple[int, float, int, float]] = field(default_factory=list)
    """Ramps under way: (force, from value, week it is reached, value then)."""

    @classmethod
    def of_today(cls, p: Any) -> "Settings":
        """Everything where an ordinary system stands. p: plain `Forces`."""
        today = np.array([p.ordinary_purpose, p.ordinary_power, p.ordinary_practice])
        return cls(today, today.copy(), today.copy())


def drawn_to(settings: "Settings", pressure_excess: float, p: Any, rival: str) -> np.ndarray:
    """Where the lived settings are drawn this week.

    settings: stated, lived and ordinary, (3,) each, 0..1.  pressure_excess: pressure less today's, -1..1.  rival: direction of the pull between forces.
    Returns (3,), 0..1: the stated setting, drawn as far from today as its neighbour is lived, and bent back by pressure.
    """
    aim, ordinary = settings.stated.tolist(), settings.ordinary.tolist()
    said = [stated - today for stated, today in zip(aim, ordinary, strict=True)]
    done = [lived - today for lived, today in zip(settings.lived.tolist(), ordinary, strict=True)]
    if rival == "forward":
        aim[POWER] += p.purpose_pulls_power * (done[PURPOSE] - said[POWER])
        aim[PRACTICE] += p.power_pulls_practice * (done[POWER] - said[PRACTICE])
    elif rival == "reverse":
        aim[POWER] += p.power_pulls_practice * (done[PRACTICE] - said[POWER])
        aim[PURPOSE] += p.purpose_pulls_power * (done[POWER] - said[PURPOSE])
    ease = p.pressure_eases if pressure_excess < 0 else 1.0
    bent = 1.0 - p.pressure_pull * ease * pressure_excess
    return np.array([min(1.0, max(0.0, to * bent)) for to in aim])


def moved(settings: Settings, p: Any, switches: dict[str, bool]) -> Any:
    """How far each lever stands from today's value (a `Moved` of floats). p: plain `Levers`."""
    away = (settings.lived - settings.ordinary).tolist()
    return Moved(
        *[
            lever.direction * getattr(p, name) * away[lever.force] if switches[switch] else 0.0
            for switch, name, lever in _BY_SWITCH
        ]
    )


def turn(state: Any) -> None:
    """Ramps advance what is stated; the lived settings follow; the levers are read from the lived settings."""
    settings, p = state.forces, state.p.forces
    for force, _, week, value in settings.aims:
        left = max(0, week - state.week)
        step = 1.0 if left == 0 else 1.0 / (left + 1)
        settings.stated[force] += step * (value - settings.stated[force])
    settings.aims = [aim for aim in settings.aims if aim[2] > state.week]
    excess = state.pressure - state.pressure_today if state.on("pressure_pull") else 0.0
    rival = state.rivals["coupling"] if state.on("coupling") else "none"
    aim = drawn_to(settings, excess, p, rival)
    settings.lived += weekly_from_half_life(p.half_life) * (aim - settings.lived)
    state.levers = moved(settings, state.p.levers, state.switches)
