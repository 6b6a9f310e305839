"""Who is served next: session by session in turn, whoever waits at a slider before all others, a full answer last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import Any, Generic, TypeVar

from .questions import Piece, Question

URGENT = frozenset({"first look", "quick"})
"""The kinds of question that somebody waits for at a slider."""
PATIENT = frozenset({"full"})
"""The kinds that give way to what else their session asks: a page that asks something of its own is what is looked at."""


class Ticket:
    """A question that was asked, with what is known of its answer so far."""

    def __init__(self, session: str, kind: str, question: Question, bundles: Sequence[Sequence[Piece]]) -> None:
        self.session, self.kind, self.question = session, kind, question
        self.bundles = tuple(tuple(bundle) for bundle in bundles)
        self.pieces = frozenset(piece for bundle in self.bundles for piece in bundle)
        self.results: dict[Piece, Any] = {}
        self.is_over = False
        """Whether it has left the line, answered or not."""
        self.is_stopped = False
        """Whether its asker wants to hear no more."""
        self.error: Exception | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for it at a slider."""
        return self.kind in URGENT

    def take(self, find: Callable[[Piece], Any]) -> None:
        """Take over what is already known. find: a piece's result or None."""
        for piece in self.pieces:
            if piece not in self.results and (found := find(piece)) is not None:
                self.results[piece] = found

    def missing(self, bundle: Sequence[Piece]) -> tuple[Piece, ...]:
        """What is not known of a bundle, each piece once."""
        return tuple(dict.fromkeys(piece for piece in bundle if piece not in self.results))

    def done(self) -> dict[int, list[Any]]:
        """Bundles that are known, by number: results in the order of their pieces."""
        return {
            number: [self.results[piece] for piece in bundle]
            for number, bundle in enumerate(self.bundles)
            if not self.missing(bundle)
        }

    def wants(self, pieces: Iterable[Piece]) -> bool:
        """Whether it still waits for one of the pieces."""
        return not self.is_over and any(piece in self.pieces and piece not in self.results for piece in pieces)

    def open_jobs(self, under_way: Set[Piece]) -> list[tuple[Piece, ...]]:
        """What could be worked on now, in the order of the worlds: a world at a time.

        Where somebody waits, a life at a time, so that two workers can share a world.
        """
        whole = [missing for bundle in self.bundles if (missing := self.missing(bundle))]
        split = [(piece,) for missing in whole for piece in missing] if self.is_urgent else whole
        return [pieces for pieces in split if under_way.isdisjoint(pieces)]


T = TypeVar("T", bound=Ticket)


class Line(Generic[T]):
    """Tickets in the order of service: each session's turn comes round, however much the others ask."""

    def __init__(self) -> None:
        self._turns: dict[bool, OrderedDict[str, list[T]]] = {True: OrderedDict(), False: OrderedDict()}

    def join(self, ticket: T) -> None:
        """A ticket joins; a session without others of its sort joins at the end."""
        self._turns[ticket.is_urgent].setdefault(ticket.session, []).append(ticket)

    def leave(self, ticket: T) -> None:
        """A ticket leaves, answered or not."""
        turns = self._turns[ticket.is_urgent]
        if ticket in turns.get(ticket.session, ()):
            turns[ticket.session].remove(ticket)
            if not turns[ticket.session]:
                del turns[ticket.session]

    def served(self, ticket: T) -> None:
        """A part of a ticket's work was given out: its session is last now."""
        self._turns[ticket.is_urgent].move_to_end(ticket.session)

    def tickets(self, is_urgent: bool) -> Iterator[T]:
        """Tickets of one sort in the order of service."""
        for tickets in self._turns[is_urgent].values():
            yield from sorted(tickets, key=lambda ticket: ticket.kind in PATIENT)

    def __iter__(self) -> Iterator[T]:
        """All tickets, urgent ones first."""
        yield from self.tickets(True)
        yield from self.tickets(False)
