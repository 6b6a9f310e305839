"""Places that are odd but lawful live like any other: no groups, one neighbourhood, nobody in a team, forty wards, no beds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lwsim.place_file import Place
from lwsim.scenario_file import scenario_from_table
from lwsim.single import run
from towns import town


def with_changes(**changes: Any) -> Place:
    """Small Town with other parts."""
    return town().model_copy(update={"title": "A strange place"} | changes)


def without_staff(*keys: str) -> Place:
    """Small Town with every post of some services gone."""
    services = [
        one.model_copy(update={"posts": one.posts.model_copy(update=dict.fromkeys(type(one.posts).model_fields, 0.0))})
        if one.key in keys
        else one
        for one in town().services
    ]
    return with_changes(services=tuple(services))


def many_wards(count: int) -> Place:
    """Small Town's adults in `count` wards, each served by all."""
    first = town().communities[0]
    wards = [
        first.model_copy(update={"name": f"Ward {n}", "adults": 150, "deprivation": n / count}) for n in range(1, count + 1)
    ]
    groups = [one.model_copy(update={"communities": "all"}) for one in town().groups]
    return with_changes(communities=tuple(wards), groups=tuple(groups))


def unpaid() -> Place:
    """Small Town whose groups have volunteers alone: no paid hour, no pound."""
    groups = [
        one.model_copy(
            update={
                "paid_hours": 0.0,
                "reserves": 0.0,
                "income": one.income.model_copy(update=dict.fromkeys(type(one.income).model_fields, 0.0)),
            }
        )
        for one in town().groups
    ]
    return with_changes(groups=tuple(groups))


STRANGE = {
    "no voluntary groups": lambda: with_changes(groups=()),
    "one neighbourhood": lambda: many_wards(1),
    "forty neighbourhoods": lambda: many_wards(40),
    "nobody in the community team": lambda: without_staff("community_team"),
    "nobody anywhere": lambda: without_staff(*(one.key for one in town().services)),
    "nobody anywhere and no groups": lambda: without_staff(*(one.key for one in town().services)).model_copy(
        update={"groups": ()}
    ),
    "groups without money": unpaid,
    "everybody in the poorest ward": lambda: with_changes(
        communities=tuple(one.model_copy(update={"deprivation": 1.0}) for one in town().communities)
    ),
}


@pytest.mark.parametrize("forces", [0.0, 1.0])
@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_place_lives_a_year_and_its_books_balance(kind: str, forces: float) -> None:
    scenario = scenario_from_table(
        {
            "title": "A pole",
            "question": "Does it live?",
            "forces": {"purpose": forces, "power": forces, "practice": forces},
        }
    )
    one = run(STRANGE[kind](), scenario, years=1)
    week = one.weekly.query("week == 52").set_index("measure")["value"]
    assert np.isfinite(week).all()
    assert 0.0 <= week["need_met"] <= 1.0
    money = one.ledger
    spent = money.drop(columns=["in_hand_before", "income", "in_hand_after"]).sum(axis=1)
    assert np.allclose(money["in_hand_before"] + money["income"], spent + money["in_hand_after"], atol=0.01)
