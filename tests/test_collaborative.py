"""The collaborative: trust grows slowly and falls fast; deciding together works among few who trust each other."""

import math

import pytest

from lwsim.mechanisms.collaborative import governance_fit, trust_next
from towns import is_above, numbers, yearly

P = numbers(
    collaborative__trust_today=0.35,
    collaborative__trust_grows=0.52,
    collaborative__trust_rests=0.26,
    collaborative__turnover_costs=0.3,
    collaborative__moderate_number=12.0,
    collaborative__lead_works=0.65,
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
    assert trust_next(trust, meeting, turnover, P) == pytest.approx(by_hand)


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
