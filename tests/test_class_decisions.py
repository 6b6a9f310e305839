"""A team's decisions: how many seats become one, and how a half-year becomes events of an ordinary scenario."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from living import shelf, town
from lwsim.classroom.agreed import TOKENS, USES, Agreed, Put, agreed
from lwsim.classroom.compose import SURPRISES, Prices, composed
from lwsim.classroom.living import World, live_world
from lwsim.classroom.roles import decisions, roles
from lwsim.forces import FORCES
from lwsim.scenario_fit import check_fit

PRICES = Prices(60_000.0, 40_000.0, 30_000.0, 0.1)
POT = 10_000.0
UNHURRIED = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the software."""


def scenario_of(*rounds: Agreed, surprises=None):
    return composed(shelf("ordinary"), town(), rounds, surprises or [()] * len(rounds), POT, PRICES)


def events_of(one: Agreed, kind: str):
    return [event for event in scenario_of(one).events if event.kind == kind]


def test_every_role_has_a_brief_a_stake_and_two_or_three_things_to_do():
    """Votes and the bargain are everybody's; one to three decisions are the role's own."""
    for role in roles().values():
        assert role.stake and len(role.paragraphs) >= 2
        assert 150 < len(role.brief) < 1800, "a page at most"
        assert 1 <= len(role.decisions) <= 3


def test_each_role_has_one_voice_however_many_hold_it():
    """Three trusts at 0, 0 and 0.6 speak with their median 0; with a council at 1 the mean of the two voices is a half."""
    puts = [Put("trust", votes={"purpose": vote}) for vote in (0.0, 0.0, 0.6)] + [Put("council", votes={"purpose": 1.0})]
    assert agreed(puts).forces == {"purpose": 0.5}


def test_nobody_voting_leaves_what_leaders_say_alone():
    assert agreed([Put("trust"), Put("council")]) == Agreed()


@pytest.mark.parametrize(
    ("answers", "moves"),
    [
        ([True, True], 1.0),
        ([True, False], 1.0),
        ([True, None], 1.0),
        ([False, None], 0.5),
        ([None], 0.5),
        ([True, False, False], 0.5),
    ],
)
def test_half_of_the_other_players_make_a_deal(answers, moves):
    """Who says nothing does not accept; without a deal half of the money moves."""
    others = [Put("trust", accepts=answer) for answer in answers]
    assert agreed([Put("commissioner", asks={"posts": 4}), *others]).moves == moves


def test_a_commissioner_alone_needs_nobodys_yes():
    assert agreed([Put("commissioner", asks={"peers": 10})]) == Agreed(split={"peers": 10}, moves=1.0)


def test_without_a_commissioner_the_asks_are_averaged():
    """10 and 4 for posts are 7; 0 and 6 for groups are 3."""
    puts = [Put("trust", asks={"posts": 10}), Put("alliance", asks={"posts": 4, "groups": 6})]
    assert agreed(puts).split == {"posts": 7, "groups": 3}


def test_half_a_part_is_a_whole_one():
    """4 and 3 for peers are 3.5, which is 4; 0 and 1 for groups are 1."""
    puts = [Put("trust", asks={"peers": 4}), Put("alliance", asks={"peers": 3, "groups": 1})]
    assert agreed(puts).split == {"peers": 4, "groups": 1}


def test_a_tied_choice_changes_least():
    puts = [Put("council", choices={"forum": "monthly"}), Put("council", choices={"forum": "quarterly"})]
    assert agreed(puts).choices == {"forum": "quarterly"}


def test_only_the_role_that_decides_is_heard():
    assert agreed([Put("trust", choices={"forum": "monthly"})]).choices == {}


@UNHURRIED
@given(
    st.lists(st.dictionaries(st.sampled_from(list(USES)), st.integers(0, TOKENS)).filter(lambda d: sum(d.values()) <= TOKENS))
)
def test_no_more_is_shared_out_than_there_is(asks):
    """Whatever is asked, the tokens of the middle add up to ten at most."""
    assert sum(agreed([Put("trust", asks=ask) for ask in asks]).split.values()) <= TOKENS


def test_a_team_that_nobody_plays_composes_to_its_base_scenario():
    assert scenario_of(Agreed(), Agreed()).events == shelf("ordinary").events


def test_votes_become_stated_forces_at_the_start_of_the_half_year():
    second = scenario_of(Agreed(), Agreed(forces={"power": 0.6})).events
    assert [(event.kind, event.week, event.power, event.purpose) for event in second] == [("set_forces", 26, 0.6, None)]


def test_hours_are_protected_as_far_as_the_team_takes_them():
    """Four hours given, half of them taken: two."""
    events = events_of(Agreed(choices={"protected": "four_hours", "take_up": "half"}), "protected_time")
    assert [(event.hours, event.weeks) for event in events] == [(2.0, 26)]
    assert events_of(Agreed(choices={"protected": "four_hours", "take_up": "none"}), "protected_time") == []


def test_pounds_buy_posts_at_their_price():
    """The small town's team is a clinician and a support worker: 110,000 a year with other costs; 5,000 buy 4.5% more."""
    (event,) = events_of(Agreed(split={"posts": 5}), "resize_service")
    assert (event.service, event.new_money) == ("community_team", False)
    assert event.change == pytest.approx(5_000 / 110_000)


def test_pounds_hire_peers_at_their_price():
    (event,) = events_of(Agreed(split={"peers": 10}, moves=0.5, choices={"peers_where": "crisis"}), "hire_peers")
    assert (event.service, event.new_money) == ("crisis", False)
    assert event.posts == pytest.approx(5_000 / 33_000)


@pytest.mark.parametrize("shared", ["by_size", "smallest", "peer_led"])
def test_grants_add_up_to_what_was_agreed(shared):
    choices = {"grants_to": shared, "grant_length": "three_years"}
    events = events_of(Agreed(split={"groups": 4}, choices=choices), "grant")
    assert sum(event.pounds for event in events) == pytest.approx(4_000)
    assert {event.weeks for event in events} == {156}
    assert {event.new_money for event in events} == {False}


def test_moved_posts_are_worth_the_same_on_both_sides():
    """A tenth of a crisis team of one clinician (66,000) is 6,600: 6% of a community team of 110,000."""
    away, to = events_of(Agreed(choices={"shift": "to_community"}), "resize_service")
    assert (away.service, away.change, to.service) == ("crisis", -0.1, "community_team")
    assert to.change == pytest.approx(6_600 / 110_000)


def test_a_surprise_comes_in_the_middle_of_its_half_year():
    made = scenario_of(Agreed(), Agreed(), surprises=[(), ("surge", "cut", "leavers")])
    assert {event.week for event in made.events} == {34}
    assert len(made.events) == len(SURPRISES)


ANY_ROUND = st.builds(
    Agreed,
    forces=st.dictionaries(st.sampled_from(FORCES), st.floats(0, 1)),
    split=st.dictionaries(st.sampled_from(list(USES)), st.integers(0, 3)),
    moves=st.sampled_from([0.5, 1.0]),
    choices=st.fixed_dictionaries(
        {}, optional={key: st.sampled_from([o.key for o in decision.options]) for key, (_, decision) in decisions().items()}
    ),
)


@UNHURRIED
@given(st.lists(st.tuples(ANY_ROUND, st.lists(st.sampled_from(list(SURPRISES)), unique=True)), min_size=1, max_size=8))
def test_whatever_is_decided_is_a_scenario_that_fits(rounds):
    """Any half-years in any mix give a file that loads and fits the place, on all places of the shelf."""
    for name in ("small_town", "salford"):
        scenario = composed(shelf("ordinary"), town(name), [r for r, _ in rounds], [s for _, s in rounds], POT, PRICES)
        check_fit(scenario, town(name), scenario.years)


@pytest.mark.parametrize("name", ["salford", "lambeth", "luton", "tameside"])
def test_the_fullest_session_is_a_scenario_too(name):
    """Eight half-years in which everybody decides everything stay within the events that a file may hold."""
    last = {key: decision.options[-1].key for key, (_, decision) in decisions().items()}
    full = Agreed(dict.fromkeys(FORCES, 0.5), {"posts": 3, "peers": 3, "groups": 4}, 1.0, last)
    made = composed(shelf("mechanistic-under-austerity"), town(name), [full] * 8, [tuple(SURPRISES)] * 8, POT, PRICES)
    check_fit(made, town(name), made.years)
    assert len(made.events) > 100


SMALL = ("small_town", "ordinary", 1, 0.05)


def test_bots_alone_live_the_ordinary_scenario_to_the_last_bit():
    """A room without players is the ordinary system; its two half-years are the first year of `lwsim run`."""
    from lwsim.single import run

    lived = live_world(World(*SMALL, rounds=(Agreed(), Agreed()), surprises=((), ())))
    alone = run("small_town", "ordinary", years=1, seed=1, sample=0.05)
    assert lived.weekly.tobytes() == alone.outcome.weekly.tobytes()


def test_a_teams_scenario_file_lives_what_the_team_lived(tmp_path):
    """The file that a team takes home gives `lwsim run` the same bytes."""
    from lwsim.single import run

    decided = Agreed({"purpose": 0.8}, {"posts": 3, "groups": 5}, 1.0, {"protected": "two_hours", "forum": "monthly"})
    lived = live_world(World(*SMALL, rounds=(decided,), surprises=(("surge",),)))
    file = tmp_path / "ours.toml"
    file.write_text(lived.scenario, encoding="utf-8")
    assert run("small_town", file, years=0.5, seed=1, sample=0.05).outcome.weekly.tobytes() == lived.weekly.tobytes()


def test_what_comes_later_does_not_change_what_was_lived():
    """A second half-year leaves the first's weeks as they were."""
    first = Agreed({"practice": 0.9})
    one = live_world(World(*SMALL, rounds=(first,), surprises=((),)))
    two = live_world(World(*SMALL, rounds=(first, Agreed({"practice": 0.1})), surprises=((), ("cut",))))
    assert two.weekly[:27].tobytes() == one.weekly.tobytes()


def test_teams_share_their_luck():
    """Two teams that decide the same live the same; one that decides otherwise does not."""
    same = World(*SMALL, rounds=(Agreed({"power": 0.9}),), surprises=((),))
    assert live_world(same).digest == live_world(World(*SMALL, rounds=(Agreed({"power": 0.9}),), surprises=((),))).digest
    assert live_world(same).digest != live_world(World(*SMALL, rounds=(Agreed(),), surprises=((),))).digest
