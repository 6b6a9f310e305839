"""The desk where screens ask: a bounded number of worker processes, a fair line, and results kept for whoever asks next."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from itertools import count
from queue import SimpleQueue
from typing import Any

from .hand import Hand
from .kept import Kept
from .line import Line, Ticket
from .questions import Answer, Piece, Question
from .worker import READY, Job, Report

ROOM_FOR_RESULTS = 256_000_000
"""Bytes of results that the desk keeps: some 2,000 lives of five years."""
ROOM_FOR_STARTS = 256_000_000
"""Bytes of settled starts that each worker keeps: 300 of a twentieth of a city, ten of a whole one."""
TRIES = 2
"""Times that a job is put to a worker before its question is given up, where the worker dies over it."""
STILLBORN = 3
"""Workers in a row that may die before they are ready; then something is wrong with the machine, and the desk says so."""

OnPart = Callable[[Answer], None]
OnEnd = Callable[[Answer | None, Exception | None], None]


class WorkerLost(RuntimeError):
    """A worker process died over a question, twice."""


class Asked(Ticket):
    """A ticket with those who wait for it."""

    def __init__(self, desk: Desk, session: str, kind: str, question: Question, on_part: OnPart, on_end: OnEnd) -> None:
        super().__init__(session, kind, question, question.bundles())
        self.desk, self.on_part, self.on_end = desk, on_part, on_end
        self.since = time.monotonic()
        self.told = 0
        """Worlds that the asker has heard of."""
        self.has_ended = False
        """Whether `on_end` was called."""

    def stop(self) -> None:
        """Nobody wants it any more: no call is begun after this, and workers leave it at their next week."""
        self.desk._stop(self)


class Desk:
    """Answers questions of many sessions at once; safe to use from any thread.

    Each session has at most one question of a kind: a newer one puts an end to the older. Kinds in `line.URGENT` go before all
    others, even into the middle of their runs. Callbacks come from one thread of the desk's, never two at once: `on_part`
    when more worlds are in (it may skip some), `on_end` once, with the whole answer or with what went wrong; neither for a
    question that was stopped. Equal work is done once, whoever asks.
    """

    def __init__(
        self, workers: int = 2, room_for_results: int = ROOM_FOR_RESULTS, room_for_starts: int = ROOM_FOR_STARTS
    ) -> None:
        self._lock = threading.RLock()
        self._line: Line[Asked] = Line()
        self._kept = Kept(room_for_results)
        self._hands: list[Hand] = []
        self._workers, self._room = workers, room_for_starts
        self._numbers = count(READY + 1)
        self._tries: dict[tuple[Piece, ...], int] = {}
        self._stillborn = 0
        self._is_closed = False
        self._news: SimpleQueue[Asked | None] = SimpleQueue()
        self._teller = threading.Thread(target=self._tell, name="lwsim-teller", daemon=True)
        self._teller.start()
        with self._lock:
            self._hire()

    def ask(self, session: str, kind: str, question: Question, on_part: OnPart, on_end: OnEnd) -> Asked:
        """Put a question. Returns its ticket, by which it can be stopped."""
        ticket = Asked(self, session, kind, question, on_part, on_end)
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the desk is closed")
            stale = [one for one in self._line if one.session == session and one.kind == kind]
            self._line.join(ticket)  # before the older leaves, so that work both want goes on
            for older in stale:
                self._leave(older)
            self._fill(ticket, {})
            self._deal()
        return ticket

    def close_session(self, session: str) -> None:
        """A session has ended: nothing that it asked is wanted any more."""
        with self._lock:
            for ticket in [one for one in self._line if one.session == session]:
                self._leave(ticket)
            self._deal()

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        with self._lock:
            self._is_closed = True
            for ticket in list(self._line):
                ticket.is_over = ticket.is_stopped = True
                self._line.leave(ticket)
            hands, self._hands = self._hands, []
        for hand in hands:
            hand.end()
        self._news.put(None)
        if threading.current_thread() is not self._teller:
            self._teller.join(5.0)

    # What follows is called with the lock held.

    def _hire(self) -> None:
        """Start a worker. The next is started when this one is ready, so that the model is compiled only once."""
        hand = Hand(self._room)
        self._hands.append(hand)
        threading.Thread(target=self._listen, args=(hand,), name="lwsim-listener", daemon=True).start()

    def _deal(self) -> None:
        """Give out work while there is somebody to do it: to the idle first, then into the middle of what can wait."""
        for is_urgent in (True, False):
            while hands := [hand for hand in self._hands if hand.is_free(is_urgent)]:
                hands.sort(key=lambda hand: not hand.is_idle)
                if not self._give(hands, is_urgent):
                    break

    def _give(self, hands: list[Hand], is_urgent: bool) -> bool:
        """Give the next job in the line to the hand that suits it best; whether there was one."""
        under_way = self._under_way(is_urgent)
        for ticket in self._line.tickets(is_urgent):
            if options := ticket.open_jobs(under_way):
                hand, pieces = self._suited(hands, options)
                self._line.served(ticket)
                hand.give(Job(next(self._numbers), is_urgent, pieces))
                return True
        return False

    def _suited(self, hands: list[Hand], options: list[tuple[Piece, ...]]) -> tuple[Hand, tuple[Piece, ...]]:
        """A free hand and work for it: where a start has settled already, or else in no other's keeping."""
        free = [hand for hand in hands if hand.is_idle == hands[0].is_idle]
        for hand in free:
            for pieces in options:
                if all(piece.start.name in hand.held for piece in pieces):
                    return hand, pieces
        elsewhere = frozenset().union(*(hand.held for hand in self._hands))
        fresh = [pieces for pieces in options if not any(piece.start.name in elsewhere for piece in pieces)]
        return free[0], (fresh or options)[0]

    def _under_way(self, is_urgent: bool) -> set[Piece]:
        """What somebody is working on; what is urgent does not wait for work that is not."""
        jobs = [hand.jobs[sort] for hand in self._hands for sort in ((True,) if is_urgent else (True, False))]
        return {piece for job in jobs if job is not None for piece in job.pieces}

    def _fill(self, ticket: Asked, fresh: dict[Piece, Any]) -> None:
        """Hand a ticket what is known, and tell its asker when that finishes more worlds."""

        def find(piece: Piece) -> Any:
            return fresh[piece] if piece in fresh else self._kept.get(piece)

        ticket.take(find)
        if ticket.results.keys() >= ticket.pieces:
            self._end(ticket)
        elif len(ticket.done()) > ticket.told:
            self._news.put(ticket)

    def _end(self, ticket: Asked, error: Exception | None = None) -> None:
        """A ticket is answered, or cannot be."""
        ticket.is_over, ticket.error = True, error
        self._line.leave(ticket)
        self._news.put(ticket)

    def _leave(self, ticket: Asked) -> None:
        """Take a ticket out of the line, and stop what nobody else wants."""
        ticket.is_over = ticket.is_stopped = True
        self._line.leave(ticket)
        for hand in self._hands:
            for job in hand.jobs.values():
                if job is not None and not any(one.wants(job.pieces) for one in self._line):
                    hand.stop(job)

    def _fail(self, pieces: tuple[Piece, ...], error: Exception) -> None:
        """End every question that waits for these pieces."""
        for ticket in [one for one in self._line if one.wants(pieces)]:
            self._end(ticket, error)

    def _lost(self, hand: Hand) -> None:
        """A worker died: another takes its place, and its jobs go back into the line, or are given up."""
        self._hands.remove(hand)
        self._stillborn = 0 if hand.is_ready else self._stillborn + 1
        error = WorkerLost("a worker process died over this question; try a smaller sample or fewer years")
        for job in hand.jobs.values():
            if job is not None:
                self._tries[job.pieces] = self._tries.get(job.pieces, 1) + 1
                if self._tries[job.pieces] > TRIES:
                    del self._tries[job.pieces]
                    self._fail(job.pieces, error)
        if self._stillborn < STILLBORN:
            self._hire()
        elif not self._hands:
            for ticket in list(self._line):
                self._end(ticket, WorkerLost("worker processes do not start on this machine"))

    # What follows runs in threads of the desk's own.

    def _listen(self, hand: Hand) -> None:
        """Hear one worker's reports until it ends."""
        while True:
            try:
                report = hand.hear()
            except (EOFError, OSError):
                report = None
            with self._lock:
                if self._is_closed:
                    return
                if report is None:
                    self._lost(hand)
                else:
                    self._hear(hand, report)
                self._deal()
            if report is None:
                hand.end()
                return

    def _hear(self, hand: Hand, report: Report) -> None:
        """Take in a report."""
        if report.number == READY:
            hand.is_ready, self._stillborn = True, 0
            if len(self._hands) < self._workers:
                self._hire()
            return
        job = hand.finished(report)
        if job is None or report.was_stopped:
            return
        if report.error is not None:
            self._fail(job.pieces, report.error)
            return
        self._tries.pop(job.pieces, None)
        fresh = dict(zip(job.pieces, report.results, strict=True))
        for piece, result in fresh.items():
            self._kept.put(piece, result)
        for ticket in list(self._line):
            if ticket.wants(job.pieces):
                self._fill(ticket, fresh)

    def _stop(self, ticket: Asked) -> None:
        with self._lock:
            self._leave(ticket)
            self._deal()

    def _tell(self) -> None:
        """Call those who asked, one after the other."""
        while (ticket := self._news.get()) is not None:
            with self._lock:
                done, is_over = ticket.done(), ticket.is_over
                has_news = not ticket.is_stopped and not ticket.has_ended and (is_over or len(done) > ticket.told)
                ticket.told, ticket.has_ended = len(done), is_over
            if has_news:
                try:
                    _call(ticket, done, is_over)
                except Exception:
                    logging.getLogger(__name__).exception("a screen failed over an answer")


def _call(ticket: Asked, done: dict[int, list[Any]], is_over: bool) -> None:
    """One call to the asker."""
    if ticket.error is not None:
        ticket.on_end(None, ticket.error)
        return
    answer = ticket.question.answer(ticket.kind, done, time.monotonic() - ticket.since)
    if is_over:
        ticket.on_end(answer, None)
    else:
        ticket.on_part(answer)
