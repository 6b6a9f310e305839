"""A room from open to debrief: seats, phases, undo, forks, bots, and a file that loses nothing."""

import pytest

from classes import NOW, SMALL, live_all, office_in, play_round, secret_of
from lwsim.classroom.codes import ALPHABET, WRONG_A_MINUTE, Brake, new_code, read_code
from lwsim.classroom.debrief_page import debrief_page
from lwsim.classroom.office import HOURS, Unknown
from lwsim.classroom.roles import roles
from lwsim.classroom.session import DECIDING, OVER, RUNNING, SEEN
from lwsim.classroom.table_rules import MOST_SEATS, NotYet, Refused
from lwsim.classroom.views import seat_view, wall_view
from lwsim.errors import InputError


@pytest.fixture
def office(tmp_path):
    with office_in(tmp_path) as found:
        yield found


@pytest.fixture
def room(office):
    """(office, code, desk's secret) of a room with the decisions open and two seats, a commissioner and a trust."""
    code, desk, _ = office.open_room(SMALL, NOW)
    for number in (1, 2):
        office.join(code, secret_of(number), NOW)
    office.order(code, desk, "started", {}, NOW)
    return office, code, desk


def put(room, number, **wish):
    office, code, _ = room
    return office.put(code, f"s{number}", secret_of(number), wish, NOW)


def test_seats_are_filled_role_by_role_and_then_again(office):
    code, _, _ = office.open_room({**SMALL, "teams": 1}, NOW)
    for number in range(8):
        office.join(code, secret_of(number), NOW)
    held = [seat.role for seat in office.session(code, NOW).seats.values()]
    assert held == [*roles(), "commissioner", "trust"]


def test_teams_fill_evenly(office):
    code, _, _ = office.open_room({**SMALL, "teams": 3}, NOW)
    for number in range(6):
        office.join(code, secret_of(number), NOW)
    assert [seat.team for seat in office.session(code, NOW).seats.values()] == ["A", "B", "C", "A", "B", "C"]


def test_a_late_comer_takes_over_from_a_bot(room):
    """Two seats are held; who comes in mid-round gets the first role that only a bot plays."""
    office, code, _ = room
    key = office.join(code, secret_of(9), NOW)
    assert office.session(code, NOW).seats[key].role == "council"
    assert put(room, 1, votes={"purpose": 0.4}).now("A")["s1"].votes == {"purpose": 0.4}


def test_joining_twice_with_one_secret_gives_one_seat(office):
    """A phone whose answer was lost on the way asks again, and sits where it sat."""
    code, _, _ = office.open_room(SMALL, NOW)
    assert office.join(code, secret_of(1), NOW) == office.join(code, secret_of(1), NOW) == "s1"


def test_the_room_is_full_at_sixty(office):
    code, _, _ = office.open_room(SMALL, NOW)
    for number in range(MOST_SEATS):
        office.join(code, secret_of(number), NOW)
    with pytest.raises(Refused, match="full"):
        office.join(code, secret_of(999), NOW)


def test_nobody_acts_for_another(room):
    office, code, _ = room
    before = office.dump(code, NOW)
    with pytest.raises(Unknown):
        office.put(code, "s1", secret_of(2), {"votes": {"purpose": 1.0}}, NOW)
    with pytest.raises(Unknown):
        office.put(code, "s9", secret_of(1), {"votes": {"purpose": 1.0}}, NOW)
    assert office.dump(code, NOW) == before


def test_a_seat_never_reaches_the_desk(room):
    office, code, _ = room
    for secret in (secret_of(1), "", "desk"):
        with pytest.raises(Unknown):
            office.order(code, secret, "closed", {}, NOW)


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"votes": {"purpose": 1.1}},
        {"votes": {"purpose": True}},
        {"votes": {"purpose": float("nan")}},
        {"votes": {"money": 0.5}},
        {"choices": {"forum": "monthly"}},
        {"choices": {"grant_length": "for ever"}},
        {"asks": {"posts": 8, "groups": 3}},
        {"asks": {"posts": -1}},
        {"accepts": True},
        {"expects": {"burnt_out": 0.1}},
        {"reason": "x" * 141},
        {"role": "trust"},
        {"done": "yes"},
    ],
)
def test_what_a_player_may_not_put_in_changes_nothing(room, wish):
    """s1 is the commissioner: other roles' decisions, impossible numbers and unknown words are refused."""
    office, code, _ = room
    before = office.dump(code, NOW)
    with pytest.raises(Refused):
        put(room, 1, **wish)
    assert office.dump(code, NOW) == before


@pytest.mark.parametrize("meant", [0, 2, "1", None])
def test_what_is_meant_for_another_half_year_is_not_put_in(room, meant):
    """Neither for one that is over nor for one to come."""
    with pytest.raises(Refused, match="half-year"):
        put(room, 1, votes={"purpose": 0.5}, round=meant)
    put(room, 1, votes={"purpose": 0.5}, round=1)


def test_nothing_is_put_in_while_paused_or_closed(room):
    office, code, desk = room
    office.order(code, desk, "paused", {}, NOW)
    with pytest.raises(NotYet, match="paused"):
        put(room, 1, votes={"purpose": 0.1})
    office.order(code, desk, "resumed", {}, NOW + 60)
    put(room, 1, votes={"purpose": 0.1})
    office.order(code, desk, "closed", {}, NOW)
    with pytest.raises(Refused, match="closed"):
        put(room, 1, votes={"purpose": 0.1})


def test_a_wish_from_before_never_becomes_a_decision_of_another_half_year(room):
    """A phone slept through the close; what it wakes with was meant for half-year 1 and is not put into half-year 2."""
    office, code, desk = room
    put(room, 1, votes={"purpose": 0.9}, round=1)
    play_round(office, code, desk)
    office.order(code, desk, "went_on", {}, NOW)
    with pytest.raises(Refused, match="closed"):
        put(room, 1, done=True, round=1)
    assert office.session(code, NOW).now("A") == {}
    assert put(room, 1, done=True, round=2).now("A")["s1"].done


def test_the_projector_shows_a_message_only_while_it_was_meant(room):
    office, code, desk = room
    office.order(code, desk, "said", {"text": "Two minutes left"}, NOW)
    assert wall_view(office, office.session(code, NOW), code)["message"] == "Two minutes left"
    office.order(code, desk, "closed", {}, NOW)
    assert wall_view(office, office.session(code, NOW), code)["message"] == ""


def test_a_pause_stops_the_clock(room):
    office, code, desk = room
    since = office.session(code, NOW).since
    office.order(code, desk, "paused", {}, NOW + 10)
    office.order(code, desk, "resumed", {}, NOW + 70)
    assert office.session(code, NOW).since == since + 60


def test_a_round_goes_its_way(room):
    office, code, desk = room
    put(room, 1, votes={"purpose": 0.9}, asks={"groups": 10})
    office.order(code, desk, "closed", {}, NOW)
    assert office.session(code, NOW).phase == RUNNING
    assert office.settle(code, NOW).phase == RUNNING, "not before the world was lived"
    live_all(office, code)
    session = office.session(code, NOW)
    assert session.phase == SEEN and session.lived == 1
    assert office.lived(session, "A").weekly.shape[0] == 27
    office.order(code, desk, "revealed", {}, NOW)
    assert office.order(code, desk, "went_on", {}, NOW).round == 1


@pytest.mark.slow
def test_the_last_round_ends_the_session(room):
    office, code, desk = room
    for _ in range(SMALL["rounds"]):
        play_round(office, code, desk)
        office.order(code, desk, "went_on", {}, NOW)
    assert office.session(code, NOW).phase == OVER
    with pytest.raises(Refused):
        office.order(code, desk, "went_on", {}, NOW)


def test_a_session_that_ends_before_it_starts_has_lived_nothing(office):
    code, desk, _ = office.open_room(SMALL, NOW)
    office.join(code, secret_of(1), NOW)
    office.order(code, desk, "ended", {}, NOW)
    live_all(office, code)
    session = office.session(code, NOW)
    assert session.phase == OVER and office.lived(session, "A").weekly.shape[0] == 1
    assert seat_view(office, session, code, "s1")["phase"] == wall_view(office, session, code)["phase"] == OVER
    assert "Nothing to tell yet" in debrief_page(office, session, code)


def test_undo_goes_back_to_the_decisions_that_were_taken(room):
    """After a reveal the same half-year is open again with what was put in; lived again unchanged, it is the same."""
    office, code, desk = room
    put(room, 1, votes={"purpose": 0.9}, done=True)
    play_round(office, code, desk)
    digest = office.session(code, NOW).teams["A"].digests[0]
    session = office.order(code, desk, "undone", {}, NOW)
    assert (session.phase, session.round, session.lived) == (DECIDING, 0, 0)
    assert session.now("A")["s1"].votes == {"purpose": 0.9} and not session.now("A")["s1"].done
    play_round(office, code, desk)
    assert office.session(code, NOW).teams["A"].digests == [digest]


def test_undo_while_deciding_takes_back_the_half_year_before(room):
    office, code, desk = room
    play_round(office, code, desk)
    office.order(code, desk, "went_on", {}, NOW)
    put(room, 1, votes={"purpose": 0.1})
    session = office.order(code, desk, "undone", {}, NOW)
    assert (session.phase, session.round, len(session.teams["A"].rounds)) == (DECIDING, 0, 1)


def test_the_first_decisions_cannot_be_undone(room):
    office, code, desk = room
    with pytest.raises(Refused):
        office.order(code, desk, "undone", {}, NOW)


def test_a_fork_has_the_same_past_and_a_future_of_its_own(room):
    """World B starts as A was; only A votes on; the first half-year stays the same in both, the second differs."""
    office, code, desk = room
    put(room, 1, votes={"purpose": 0.9})
    play_round(office, code, desk)
    office.order(code, desk, "went_on", {}, NOW)
    office.order(code, desk, "forked", {"team": "A"}, NOW)
    put(room, 1, votes={"purpose": 0.0, "practice": 1.0})
    play_round(office, code, desk)
    session = office.session(code, NOW)
    a, b = (office.lived(session, name) for name in "AB")
    assert a.weekly[:27].tobytes() == b.weekly[:27].tobytes()
    assert a.weekly.tobytes() != b.weekly.tobytes()
    assert session.teams["B"].forked_from == "A"


def test_a_moved_player_takes_no_decision_along(room):
    office, code, desk = room
    office.order(code, desk, "forked", {"team": "A"}, NOW)
    put(room, 1, votes={"purpose": 0.9})
    session = office.order(code, desk, "moved", {"seat": "s1", "team": "B", "role": "lead"}, NOW)
    assert "s1" not in session.now("A") and session.seats["s1"].role == "lead"
    assert put(room, 1, choices={"take_up": "none"}).now("B")["s1"].role == "lead"


def test_surprises_come_to_every_team(room):
    office, code, desk = room
    office.order(code, desk, "surprised", {"key": "surge"}, NOW)
    session = office.session(code, NOW)
    assert session.world("A", 1).surprises == (("surge",),)


def test_a_room_expires_with_everything_in_it(room):
    office, code, _ = room
    later = NOW + HOURS * 3600 + 1
    assert office.left(code, NOW) == HOURS * 3600
    assert office.left(code, later) == 0.0
    office.forget(later)
    with pytest.raises(Unknown):
        office.left(code, later)
    with pytest.raises(Unknown):
        office.session(code, later)
    assert office.store.log(code) == []


def test_an_open_office_and_one_that_starts_again_know_the_same(tmp_path):
    """Closed in mid-round and opened again: every seat, decision and number is as it was, to the byte."""
    with office_in(tmp_path) as office:
        code, desk, _ = office.open_room(SMALL, NOW)
        office.join(code, secret_of(1), NOW)
        office.order(code, desk, "started", {}, NOW)
        play_round(office, code, desk)
        office.order(code, desk, "went_on", {}, NOW)
        office.put(code, "s1", secret_of(1), {"votes": {"power": 0.7}, "reason": "<script>alert(1)</script>"}, NOW)
        before, weekly = office.dump(code, NOW), office.lived(office.session(code, NOW), "A").weekly.tobytes()
    with office_in(tmp_path) as office:
        assert office.dump(code, NOW) == before
        live_all(office, code)
        session = office.seat(code, "s1", secret_of(1), NOW)
        assert office.lived(session, "A").weekly.tobytes() == weekly
        assert office.is_as_played(session, "A")


def test_a_life_that_is_no_longer_what_was_shown_is_told(room):
    office, code, desk = room
    play_round(office, code, desk)
    session = office.session(code, NOW)
    assert office.is_as_played(session, "A")
    session.teams["A"].digests[-1] = "0" * 24
    assert not office.is_as_played(session, "A")


@pytest.mark.parametrize("wish", [{"sample": 2.0}, {"rounds": 9}, {"teams": 0}, {"seed": "1"}])
def test_a_room_that_makes_no_sense_is_not_opened(office, wish):
    with pytest.raises(Refused):
        office.open_room({**SMALL, **wish}, NOW)


@pytest.mark.parametrize("wish", [{"place": "../../etc/passwd"}, {"place": "nowhere"}, {"base": "nothing"}])
def test_a_room_in_a_place_that_is_not_on_the_shelf_is_not_opened(office, wish):
    with pytest.raises(InputError):
        office.open_room({**SMALL, **wish}, NOW)


def test_codes_spell_no_words_and_read_aloud():
    assert all(set(new_code()) <= set(ALPHABET) and len(new_code()) == 4 for _ in range(200))
    assert not set("AEIOULS105") & set(ALPHABET)
    assert read_code(" bc df ") == "BCDF"
    assert read_code("ABCD") == read_code("BCD") == read_code("BCDFG") == read_code("") == ""


def test_guessing_is_slowed_down_and_right_codes_are_not():
    """Twelve wrong codes within a minute: the address waits until the first of them is a minute old; another need not."""
    brake = Brake()
    for second in range(WRONG_A_MINUTE):
        assert brake.wait("here", second) == 0.0
        brake.wrong("here", second)
    assert brake.wait("here", 12.0) == 48.0
    assert brake.wait("there", 12.0) == 0.0
    assert brake.wait("here", 60.0) == 0.0


def test_guessing_from_many_addresses_is_slowed_down_too():
    brake = Brake()
    for number in range(240):
        brake.wrong(f"address {number}", 0.0)
    assert brake.wait("a new one", 1.0) == 59.0
