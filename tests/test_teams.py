"""Teams: whom a practitioner meets is found at once, and is whom looking at one after the other would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lwsim.agents.kinds import NOBODY
from lwsim.agents.teams import find_teams, pick_other, room_for_teams
from towns import staff


def teams_of(service: list[int], group: list[int] | None = None, filled: list[int] | None = None, services: int = 4):
    """The teams of posts with these services (-1: of a group), and how many posts are filled."""
    size = len(service)
    crew = staff(size, service=service, group=group or [NOBODY] * size, is_filled=filled or [1] * size)
    teams = room_for_teams(size, services + 3)
    return teams, find_teams(crew, services, teams)


def one_after_the_other(teams, count: int, n: int, start: float, wants_across: bool) -> int:
    """The first of another team, or else of the same, from a place onwards and round again."""
    for step in range(count):
        other = teams.rows[(int(start * count) + step) % count]
        if other != teams.rows[n] and (teams.of[other] != teams.of[teams.rows[n]]) == wants_across:
            return other
    return NOBODY


def test_teams_by_hand():
    """Two services and a group, an empty post among them: each team's places in order, and where the next team stands."""
    teams, count = teams_of([1, 0, 1, -1, 1], group=[-1, -1, -1, 2, -1], filled=[1, 1, 1, 1, 0], services=2)
    assert count == 4 and teams.of.tolist() == [1, 0, 1, 4, 1] and teams.rows[:count].tolist() == [0, 1, 2, 3]
    assert [teams.together[teams.first[t] : teams.first[t + 1]].tolist() for t in (0, 1, 4)] == [[1], [0, 2], [3]]
    assert teams.beyond[:count].tolist() == [1, 2, 3, 0]


@pytest.mark.parametrize(
    ("start", "n", "across", "by_hand"), [(0.0, 0, True, 2), (0.0, 0, False, 1), (0.6, 0, True, 3), (0.0, 4, False, NOBODY)]
)
def test_pick_other_by_hand(start, n, across, by_hand):
    teams, count = teams_of([1, 1, 2, 2, 3])
    assert pick_other(teams, count, n, start, across) == by_hand


@pytest.mark.parametrize("start", [0.0, 0.4, 0.9])
@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("across", [True, False])
def test_a_team_that_stands_at_both_ends_is_gone_round(start, n, across):
    """The last post's next of another team stands behind the first."""
    teams, count = teams_of([0, 1, 0])
    assert teams.beyond[:count].tolist() == [1, 2, 1]
    assert pick_other(teams, count, n, start, across) == one_after_the_other(teams, count, n, start, across)


def test_a_place_of_one_team_has_nobody_of_another():
    teams, count = teams_of([2] * 5)
    assert [pick_other(teams, count, 3, start, True) for start in (0.0, 0.7)] == [NOBODY, NOBODY]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12),
    st.floats(0.0, 1.0, exclude_max=True),
    st.booleans(),
    st.data(),
)
def test_whoever_is_found_is_whom_looking_one_after_the_other_finds(posts, start, across, data):
    teams, count = teams_of([service for service, _ in posts], filled=[int(filled) for _, filled in posts])
    if count:
        n = data.draw(st.integers(0, count - 1))
        assert pick_other(teams, count, n, start, across) == one_after_the_other(teams, count, n, start, across)
