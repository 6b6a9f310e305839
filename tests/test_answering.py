"""The desk where screens ask: the same bits as `compare`, a fair line, stopped at once, and no worker's death is felt."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from living import shelf, town, what_if
from lwsim.answering.desk import Desk, WorkerLost
from lwsim.answering.kept import Kept, bytes_of
from lwsim.answering.line import Line, Ticket
from lwsim.answering.questions import Answer, Life, Question, Start
from lwsim.errors import InputError
from lwsim.pairing import compare

PATIENCE = 600.0
"""Seconds that a test waits before it says that an answer never came: far more than any needs."""


def asked(worlds=1, years=0.2, sample=0.05, seed=1, power=0.75) -> Question:
    """A small question: Small Town, ordinary beside a change of power."""
    return Question(town(), (shelf("ordinary"), what_if(forces={"power": power})), years, seed, sample, worlds)


@dataclass
class Screen:
    """Someone who asks and notes what comes back."""

    parts: list[Answer] = field(default_factory=list)
    whole: Answer | None = None
    error: Exception | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, desk: Desk, session: str, kind: str, question: Question) -> Any:
        return desk.ask(session, kind, question, self.parts.append, self.end)

    def end(self, answer: Answer | None, error: Exception | None) -> None:
        self.whole, self.error = answer, error
        self.over.set()

    def wait(self) -> Screen:
        assert self.over.wait(PATIENCE), "no answer came"
        return self


@pytest.fixture(scope="module")
def desk():
    """One desk with two workers for the whole file."""
    desk = Desk(2)
    yield desk
    desk.close()


def same(one: Any, other: Any) -> bool:
    """Whether two comparisons hold the same numbers to the last bit."""
    return one.setup == other.setup and all(
        a.key == b.key
        and a.title == b.title
        and np.array_equal(a.weekly, b.weekly, equal_nan=True)
        and np.array_equal(a.totals, b.totals, equal_nan=True)
        for a, b in zip(one.sides, other.sides, strict=True)
    )


def until(holds: Any) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def busy(desk: Desk) -> list[Any]:
    """The jobs that workers are doing."""
    return [job for hand in desk._hands for job in hand.jobs.values() if job is not None]


# by hand, without processes


def test_every_session_has_its_turn():
    """Thirty sessions with much to do and one that moves a slider: urgent first, then each session once in thirty."""
    line: Line[Ticket] = Line()
    many = [Ticket(f"s{n}", "full", asked(), asked(worlds=4, seed=n).bundles()) for n in range(30)]
    greedy = Ticket("s0", "journeys", asked(), asked(worlds=4, seed=99).bundles())
    for ticket in [many[0], greedy, *many[1:]]:
        line.join(ticket)
    served = []
    for _ in range(62):
        ticket = next(line.tickets(is_urgent=False))
        line.served(ticket)
        served.append(ticket.session)
    assert served[:30] == [f"s{n}" for n in range(30)] and served[30:60] == served[:30] and served[60:] == ["s0", "s1"]
    slider = Ticket("s7", "quick", asked(), asked().bundles())
    line.join(slider)
    assert next(iter(line)) is slider
    line.leave(slider)
    assert next(iter(line)).session == "s2"


def test_a_full_answer_gives_way_to_what_its_session_looks_at():
    """It was asked first and has work left; the map of the same session goes before it, another session's turn before both."""
    line: Line[Ticket] = Line()
    full, map_ = (Ticket("one", kind, asked(), asked(worlds=4).bundles()) for kind in ("full", "map"))
    for ticket in (full, map_):
        line.join(ticket)
    assert list(line) == [map_, full]
    other = Ticket("two", "full", asked(), asked().bundles())
    line.join(other)
    line.served(map_)
    assert list(line) == [other, map_, full]


def test_what_is_kept_has_a_bound():
    """At most so many bytes; what was asked for longest ago goes; what is too large is not kept at all."""
    kept = Kept(room=2400)
    for name in "abc":
        kept.put(name, {"rows": np.zeros(100)})
    assert bytes_of({"rows": [np.zeros(100), (np.zeros(1),)]}) == 808
    assert kept.get("a") is not None and kept.held == 2400
    kept.put("d", np.zeros(100))
    assert kept.keys() == {"a", "c", "d"} and kept.held == 2400
    kept.put("e", np.zeros(301))
    assert "e" not in kept and kept.held == 2400
    kept.put("a", np.zeros(50))
    assert kept.held == 2000 and len(kept) == 3


def test_a_renamed_scenario_is_the_same_life():
    """Words do not make another life; a force, a parameter, a world, a seed, a sample or a place does."""
    one = what_if(forces={"power": 0.7})

    def life(scenario, place=None, seed=1, sample=0.1, world=0, weeks=10):
        return Life.of(Start.of(place or town(), scenario, seed, sample, world), scenario, weeks)

    assert life(one) == life(one.with_changes(title="Another", question="Why?", years=3.0, sources=["x"]))
    others = [
        life(one.with_changes(forces={"power": 0.71})),
        life(one.with_changes(parameters={"need.onset": 0.0021})),
        life(one.with_changes(switches={"ties": False})),
        life(one, town().model_copy(update={"title": "Other Town"})),
        life(one, seed=2),
        life(one, sample=0.2),
        life(one, world=1),
        life(one, weeks=11),
    ]
    assert len({life(one), *others}) == 9
    assert life(one).start == life(one.with_changes(forces={"power": 0.1})).start


def test_what_cannot_be_run_is_refused_at_once():
    with pytest.raises(InputError, match="years"):
        asked(years=1000.0)
    with pytest.raises(InputError, match="sample"):
        asked(sample=0.0)
    with pytest.raises(InputError, match="nowhere"):
        Question(town(), (what_if({"week": 2, "kind": "close_service", "service": "nowhere"}),), 1.0)


# with real workers


@pytest.mark.parametrize("worlds", [1, 3])
def test_answers_are_those_of_compare(desk, worlds):
    """The whole answer is `compare`'s to the last bit, and each part is what its worlds alone would give."""
    question = asked(worlds)
    screen = Screen()
    screen.ask(desk, "bits", "full" if worlds > 1 else "quick", question)
    whole = screen.wait().whole
    direct = compare(question.place, question.scenarios, worlds=worlds, years=0.2, sample=0.05, workers=1)
    assert screen.error is None and whole.is_whole and same(whole.comparison, direct)
    assert whole.weekly.shape == (2, 11, len(direct.measures))
    if worlds == 1:
        assert np.array_equal(whole.weekly[1], direct.sides[1].weekly[0], equal_nan=True)
    for part in screen.parts:
        assert 0 < part.done < worlds and part.comparison.setup.worlds == part.done
        at = [world - 1 for world in part.worlds]
        assert np.array_equal(part.comparison.sides[1].weekly, direct.sides[1].weekly[at], equal_nan=True)


def test_a_lived_life_is_not_lived_again(desk):
    """Asked again, even by another under other words, an answer comes from what is kept; a changed scenario lives alone."""
    first, again, moved = Screen(), Screen(), Screen()
    first.ask(desk, "first", "quick", asked(seed=11))
    first.wait()
    numbers = next(desk._numbers)
    same_life = asked(seed=11)
    renamed = tuple(one.with_changes(title="Renamed") for one in same_life.scenarios)
    again.ask(desk, "second", "full", Question(town(), renamed, 0.2, 11, 0.05, 1))
    assert np.array_equal(again.wait().whole.weekly, first.whole.weekly, equal_nan=True)
    assert again.whole.comparison.labels[0] == "Renamed (A)"
    moved.ask(desk, "second", "quick", asked(seed=11, power=0.6))
    moved.wait()
    assert next(desk._numbers) == numbers + 2, "one job: the moved scenario's life"


def test_a_newer_question_ends_the_older(desk):
    """The older never answers, and the worker leaves it at once: a twenty-year run is off its hands before it could be done."""
    long, slow, quick = Screen(), Screen(), Screen()
    long.ask(desk, "mover", "full", asked(worlds=4, years=20.0, sample=1.0, seed=21))
    until(lambda: any(job.pieces[0].weeks == 1040 for job in busy(desk)))
    slow.ask(desk, "mover", "full", asked(seed=22))
    assert slow.wait().error is None
    until(lambda: not busy(desk))
    ticket = quick.ask(desk, "mover", "full", asked(worlds=4, years=20.0, sample=1.0, seed=23))
    until(lambda: busy(desk))
    ticket.stop()
    until(lambda: not busy(desk))
    assert not long.over.is_set() and not quick.over.is_set() and not long.parts and not quick.parts
    assert all(hand.process.is_alive() for hand in desk._hands)


def test_work_that_another_wants_goes_on(desk):
    """Two ask the same; one leaves; the other is answered, and it was lived once."""
    one, other = Screen(), Screen()
    numbers = next(desk._numbers)
    ticket = one.ask(desk, "one", "full", asked(years=2.0, seed=31))
    other.ask(desk, "other", "full", asked(years=2.0, seed=31))
    until(lambda: busy(desk))
    ticket.stop()
    assert other.wait().whole.is_whole and not one.over.is_set()
    assert next(desk._numbers) == numbers + 2


def test_a_slider_goes_before_thirty_long_runs(desk):
    """Thirty ask for full answers; a slider that moves is answered before a worker each has finished two of theirs."""
    finished: list[str] = []

    def asks(number: int) -> None:
        def end(answer: Any, error: Any) -> None:
            finished.append(f"s{number}")

        desk.ask(f"s{number}", "full", asked(years=1.0, power=number / 100), lambda part: None, end)

    for number in range(30):
        asks(number)
    for move in range(5):
        before = len(finished)
        slider = Screen()
        slider.ask(desk, "s7", "quick", asked(power=0.5 + move / 100))
        slider.wait()
        assert len(finished) - before <= 4, f"move {move} waited for {finished[before:]}"
    assert len(finished) < 30, "the crowd was still being served while the slider moved"
    until(lambda: len(finished) == 30)
    assert len(set(finished[:15]) & {f"s{n}" for n in range(17)}) == 15, "first come, first served"


def test_a_closed_session_wants_nothing(desk):
    gone = Screen()
    gone.ask(desk, "gone", "full", asked(worlds=4, years=20.0, sample=1.0, seed=51))
    until(lambda: busy(desk))
    desk.close_session("gone")
    until(lambda: not busy(desk))
    assert not list(desk._line) and not gone.over.is_set()


def test_a_killed_worker_is_replaced_and_the_question_put_again(desk):
    """The asker notices nothing: the same bits, and two workers as before."""
    screen = Screen()
    question = asked(years=4.0, seed=61)
    screen.ask(desk, "unlucky", "full", question)
    until(lambda: busy(desk))
    victim = next(hand for hand in desk._hands if any(hand.jobs.values()))
    os.kill(victim.process.pid, signal.SIGKILL)
    whole = screen.wait().whole
    assert screen.error is None
    assert same(whole.comparison, compare(town(), question.scenarios, worlds=1, years=4.0, seed=61, sample=0.05, workers=1))
    until(lambda: len(desk._hands) == 2 and all(hand.is_ready for hand in desk._hands))
    assert victim not in desk._hands


def test_a_question_that_kills_twice_is_given_up_in_words(desk):
    screen = Screen()
    screen.ask(desk, "deadly", "full", asked(years=20.0, sample=1.0, seed=71))
    for _ in range(2):
        until(lambda: busy(desk))
        victim = next(hand for hand in desk._hands if any(hand.jobs.values()))
        os.kill(victim.process.pid, signal.SIGKILL)
        until(lambda gone=victim: gone not in desk._hands)
    assert isinstance(screen.wait().error, WorkerLost) and screen.whole is None
    after = Screen()
    after.ask(desk, "deadly", "full", asked(seed=72))
    assert after.wait().whole.is_whole


def test_memory_stays_within_its_bounds():
    """A desk with next to no room still answers, and keeps no more than it may; a closed desk leaves no process."""
    desk = Desk(1, room_for_results=60_000, room_for_starts=100)
    try:
        for seed in (81, 82, 83):
            screen = Screen()
            screen.ask(desk, "small", "full", asked(worlds=2, seed=seed))
            assert screen.wait().whole.is_whole
            assert desk._kept.held <= 60_000 and not list(desk._line)
        assert not desk._hands[0].held, "a start larger than the room is not kept"
        processes = [hand.process for hand in desk._hands]
    finally:
        desk.close()
    assert not any(process.is_alive() for process in processes)
    with pytest.raises(RuntimeError, match="closed"):
        Screen().ask(desk, "late", "full", asked())
