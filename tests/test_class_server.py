"""The class over real sockets: a server that is killed and comes back loses nothing, and nobody does what is not theirs."""

import asyncio

import pytest

from class_server import Room, Server
from classes import NOW, SMALL, office_in
from lwsim.classroom.codes import ALPHABET
from lwsim.classroom.office import HOURS, Unknown


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    pytest.importorskip("starlette")
    found = Server(tmp_path_factory.mktemp("class") / "rooms.db")
    found.start()
    yield found
    found.stop()


@pytest.fixture
def room(server):
    return Room(server)


@pytest.mark.slow
def test_a_server_killed_in_mid_round_and_in_mid_run_loses_nothing(server):
    """Killed while people decide and again while the half-year is lived: seats, votes and results are all there."""
    room = Room(server, teams=2)
    phones = [room.join(number) for number in range(4)]
    assert room.order("started")[0] == 200
    for number, phone in enumerate(phones):
        assert phone.put(votes={"purpose": number / 4}, reason=f"reason {number}")[0] == 200
    before = [phone.look()["you"] for phone in phones]
    server.kill()
    server.start()
    assert [phone.look()["you"] for phone in phones] == before
    assert phones[2].put(done=True)[1]["you"]["done"]
    assert room.order("closed")[0] == 200
    server.kill()
    server.start()
    told = room.wait_for("seen")
    assert [team["as_played"] for team in told["teams"]] == [True, True]
    assert phones[0].look()["series"][0]["weeks"]
    assert room.order("revealed")[0] == 200
    assert room.order("went_on")[1]["round"] == 2


def test_a_half_year_that_was_lived_before_is_shown_at_once(room):
    """Undone and closed again unchanged, nothing is left to live, and the room goes on all the same."""
    room.order("started")
    room.order("closed")
    room.wait_for("seen")
    assert room.order("undone")[1]["phase"] == "deciding"
    assert room.order("closed")[1]["phase"] in ("running", "seen")
    room.wait_for("seen", patience=10.0)


def test_a_room_goes_when_its_time_is_up_though_nobody_asks(tmp_path):
    """A server that is started, and left alone, a day later: the room and every entry of it are out of the file."""
    routes = pytest.importorskip("lwsim.teaching.class_routes")
    with office_in(tmp_path) as office:
        code, _, _ = office.open_room(SMALL, NOW)
        kept = routes.Class(office, None, "", clock=lambda: NOW + HOURS * 3600 + 1)
        with pytest.raises(TimeoutError):
            asyncio.run(asyncio.wait_for(kept.tidy(), 0.05))
        assert office.store.rooms() == [] and office.store.log(code) == []
        with pytest.raises(Unknown):
            office.session(code, NOW)


def test_rude_text_comes_back_as_text_and_leaves_escaped(server, room):
    """What was typed is never markup: not in the desk's JSON, not in the debrief file."""
    phone = room.join(1)
    room.order("started")
    rude = '</script><script>alert("x")</script><img src=x onerror=alert(1)>'
    assert phone.put(reason=rude)[0] == 200
    room.order("closed")
    room.wait_for("seen")
    status, page = server.ask("GET", f"{room.at}/debrief", room.secret)
    assert status == 200
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    ("method", "path", "secret"),
    [
        ("GET", "/desk", "seat"),
        ("POST", "/desk", "seat"),
        ("GET", "/desk", ""),
        ("GET", "/debrief", "seat"),
        ("GET", "/scenario/A", "seat"),
        ("GET", "/wall", "seat"),
        ("GET", "/seat/s1", ""),
        ("POST", "/seat/s1", "desk"),
        ("GET", "/seat/s99", "seat"),
    ],
)
def test_no_secret_opens_what_is_not_its_own(server, room, method, path, secret):
    phone = room.join(1)
    shown = {"seat": phone.secret, "desk": room.secret, "": ""}[secret]
    status, _ = server.ask(method, room.at + path, shown, {"kind": "started"} if method == "POST" else None)
    assert status == 404
    assert room.desk()["phase"] == "lobby"


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"', b"x" * 20_000, b"[" * 7_000, b"\xff\xfe", b'{"votes": NaN}'])
def test_a_body_that_is_no_wish_is_answered_in_words(server, room, raw):
    phone = room.join(1)
    room.order("started")
    status, told = server.ask("POST", phone.at, phone.secret, raw=raw)
    assert status == 409 and told["says"]


def test_the_pages_are_there_and_short_addresses_lead_to_them(server):
    for path in ("/class/join", "/class/seat", "/class/desk", "/class/wall"):
        status, page = server.ask("GET", path)
        assert status == 200 and '<html lang="en-GB">' in page
    assert server.ask("GET", "/class")[0] == 307


def test_a_device_is_told_how_long_its_room_stands(room):
    """On opening, on joining and with every screen, so that it forgets its keys when the room is deleted."""
    answers = [room.told, room.desk(), room.join(1).look()]
    wish = {"secret": "a phone that has come late", "link": room.link}
    answers.append(room.server.ask("POST", f"{room.at}/join", body=wish)[1])
    assert all(HOURS * 3600 - 60 < told["left"] <= HOURS * 3600 for told in answers)


def test_the_qr_code_is_drawn_only_for_who_has_the_link(server, room):
    wish = {"address": "http://127.0.0.1/class/join#X", "link": room.link}
    status, drawn = server.ask("POST", f"{room.at}/qr.svg", body=wish)
    assert status == 200 and drawn.startswith("<svg")
    assert server.ask("POST", f"{room.at}/qr.svg", body=wish | {"link": "guessed"})[0] == 404


def test_a_teams_file_is_a_scenario(server, room):
    room.join(1).room.order("started")
    room.order("closed")
    room.wait_for("seen")
    status, text = server.ask("GET", f"{room.at}/scenario/A", room.secret)
    assert status == 200 and 'title = "Ordinary"' in text


def test_codes_cannot_be_guessed_in_bulk(server, room):
    """After a dozen wrong codes this address waits; who holds a link, a seat or the desk does not: a class shares an address.

    (Last: it blocks this address.)
    """
    phone = room.join(1)
    room.order("started")
    guesses = [a + b + "BB" for a in ALPHABET[:5] for b in ALPHABET[:4]]
    answers = [server.ask("POST", f"/class/api/{code}/join", body={"secret": "x" * 24})[0] for code in guesses]
    assert 409 in answers and answers.count(404) <= 12
    assert server.ask("POST", f"{room.at}/join", body={"secret": "y" * 24})[0] == 409
    assert server.ask("POST", f"{room.at}/join", body={"secret": "z" * 24, "link": room.link})[0] == 200
    assert phone.put(votes={"purpose": 0.5})[0] == 200
    assert room.order("paused")[0] == 200
    assert phone.put(votes={"purpose": 0.6})[0] == 423
    assert server.ask("GET", f"{room.at}/wall", room.link)[0] == 200
    assert server.ask("GET", f"{room.at}/desk", phone.secret)[0] == 404
