"""The collaborative: trust grows slowly and falls fast; deciding together works among few who trust each other."""

import math

import pytest

from lwsim.mechanisms.collaborative import governance_fit, trust_next, works_together
from towns import is_above, numbers, only, yearly

P = numbers(
    collaborative__trust_today=0.35,
    collaborative__trust_grows=0.52,
    collaborative__trust_rests=0.26,
    collaborative__turnover_costs=0.3,
    collaborative__moderate_number=12.0,
    collaborative__lead_works=0.65,
    collaborative__trust_enough=0.5,
    collaborative__drift=0.52,
    collaborative__fit_bears=0.5,
).collaborative


@pytest.mark.parametrize(
    ("trust", "meeting", "turnover", "by_hand"),
    [
        (0.5, 1.0, 0.0, 0.505),
        (0.5, 2.0, 0.0, 0.51),
        (0.5, 0.0, 0.0, 0.49925),
        (0.35, 0.0, 0.0, 0.35),
        (0.2, 0.0, 0.0, 0.20075),
        (0.5, 0.0, 0.1, 0.48425),
        (1.0, 1.0, 0.0, 1.0),
        (0.9, 0.0, 9.0, 0.0),
    ],
)
def test_trust_by_hand(trust, meeting, turnover, by_hand):
    assert trust_next(trust, meeting, turnover, 0.0, P) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("power", "count", "trust", "by_hand"),
    [
        (0.0, 5, 0.9, 0.65),
        (1.0, 5, 0.9, 1.0),
        (1.0, 12, 0.25, 0.5),
        (1.0, 24, 0.9, math.exp(-1.0)),
        (0.5, 12, 0.25, 0.575),
    ],
)
def test_governance_fit_by_hand(power, count, trust, by_hand):
    assert governance_fit(power, count, trust, P) == pytest.approx(by_hand)


def test_many_distrustful_partners_do_better_with_a_lead():
    """Provan and Milward: the crowd without trust is led better than it decides."""
    assert governance_fit(0.0, 30, 0.2, P) > governance_fit(1.0, 30, 0.2, P)
    assert governance_fit(1.0, 6, 0.8, P) > governance_fit(0.0, 6, 0.8, P)


def test_a_cut_costs_trust_at_once_and_meeting_rebuilds_it_slowly():
    cut = {"kind": "cut", "week": 10, "pot": "voluntary", "share": 0.2}
    forum = {"kind": "found_collaborative", "week": 0, "every": 4, "seats_voluntary": 0.3, "seats_lived_experience": 0.2}
    plain, hurt, met = (yearly("trust", 52, since=12, events=events) for events in ([], [cut], [forum]))
    assert (hurt < 0.9 * plain).all() and is_above(met, plain, 5.0)


def test_trust_stays_where_it_is_when_it_cannot_move():
    off = {"switches": {"trust_moves": False}}
    assert yearly("trust", 20, seeds=(1,), **off) == pytest.approx([0.35])


@pytest.mark.parametrize(("trust", "apart", "by_hand"), [(0.5, 0.0, 0.5), (0.5, 1.0, 0.495), (0.8, 0.5, 0.796)])
def test_drift_by_hand(trust, apart, by_hand):
    """A hundredth of trust a week at a full step apart; meetings and turnover as today."""
    p = numbers(collaborative__trust_today=trust, collaborative__drift=0.52).collaborative
    assert trust_next(trust, 0.0, 0.0, apart, p) == pytest.approx(by_hand)


def test_power_shared_without_purpose_lets_trust_drift():
    """Power alone towards innovating wears trust; with purpose beside it, or the mechanism off, it does not."""
    alone = only("lever_deciding")
    apart = yearly("trust", 104, since=52, forces={"power": 0.9}, switches=alone)
    shared = yearly("trust", 104, since=52, forces={"power": 0.9, "purpose": 0.9}, switches=alone)
    off = yearly("trust", 104, since=52, forces={"power": 0.9}, switches=alone | {"drift": False})
    assert (apart < shared).all() and (apart < off).all()


@pytest.mark.parametrize(("fit", "today", "by_hand"), [(0.6, 0.6, 1.0), (0.3, 0.6, 0.75), (0.9, 0.6, 1.25)])
def test_what_is_done_together_follows_the_fit_by_hand(fit, today, by_hand):
    assert works_together(fit, today, P) == pytest.approx(by_hand)


def test_a_form_of_deciding_that_does_not_fit_joins_fewer_doors():
    """Among many partners who hardly trust each other, deciding together leaves more people turned away than a lead does."""
    crowd = {"collaborative.moderate_number": 6.0, "collaborative.trust_today": 0.2, "collaborative.fit_bears": 1.0}
    joined = {"forces": {"practice": 0.9, "power": 0.9}, "parameters": crowd}
    alone = only("lever_one_door", "lever_deciding")
    fits = yearly("turned_away", 104, since=52, **joined, switches=alone | {"governance_fit": False})
    strained = yearly("turned_away", 104, since=52, **joined, switches=alone)
    assert is_above(strained, fits)
