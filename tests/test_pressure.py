"""Pressure: today's while nothing changes, more with queues, crises and overspending."""

import pytest

from lwsim.mechanisms.pressure import felt
from towns import is_above, numbers, yearly

P = numbers(pressure__today=0.3, pressure__queues=0.2, pressure__crises=0.3, pressure__overspending=3.0).pressure


@pytest.mark.parametrize(
    ("queues", "crises", "overspend", "by_hand"),
    [
        (0.0, 1.0, 0.0, 0.3),
        (1.0, 1.0, 0.0, 0.5),
        (-1.0, 1.0, 0.0, 0.1),
        (0.0, 2.0, 0.0, 0.6),
        (0.0, 0.0, 0.0, 0.0),
        (0.0, 1.0, 0.1, 0.6),
        (0.0, 1.0, -0.5, 0.3),
        (9.0, 9.0, 9.0, 1.0),
        (-9.0, 0.0, 0.0, 0.0),
    ],
)
def test_felt_by_hand(queues, crises, overspend, by_hand):
    assert felt(queues, crises, overspend, P) == pytest.approx(by_hand)


def test_a_surge_is_felt():
    surge = [{"kind": "demand_surge", "week": 0, "size": 4.0, "weeks": 52, "severity": 0.3}]
    assert is_above(yearly("pressure", 52, since=26, events=surge), yearly("pressure", 52, since=26), 4.0)


@pytest.mark.slow
def test_pressure_pulls_back_what_is_lived():
    """Under a surge relational settings are lived less than they are said, unless pressure pulls nothing."""
    surge = [{"kind": "demand_surge", "week": 0, "size": 4.0, "weeks": 104, "severity": 0.3}]
    settings = {"forces": {"purpose": 0.85, "power": 0.85, "practice": 0.85}, "events": surge}
    pulled, free = (yearly("lived_purpose", 104, since=78, switches={"pressure_pull": on}, **settings) for on in (True, False))
    assert (pulled < free).all()
