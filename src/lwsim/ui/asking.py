"""The server's one desk: what a tab shows becomes a question; the opening one is answered before anybody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..answering.desk import Desk
from ..answering.questions import Answer, Question
from ..batch.pool import cores
from ..place_file import Place
from ..units import weeks_from_years
from .state import State, opening

QUICK_PEOPLE = 10_000
"""About how many adults a quick answer lives; smaller places are lived whole. Fewer would save next to nothing: below
some 20,000 people a week's fixed work is nearly all of its cost."""
FIRST_LOOK_YEARS = 1.0
"""How much of a longer horizon is lived and shown first: a week costs much the same on any sample, so fewer weeks it is."""
FULL_PEOPLE = 250_000
"""The same for a full answer: most places are lived whole, for a sample is a smaller place (docs/limits.md)."""
FULL_WORLDS = 20
"""Plausible worlds of a full answer; the page offers more."""
MORE_WORLDS = (40, 100, 200)
FEWEST_WORKERS, MOST_WORKERS = 2, 4
"""Worker processes of the desk: as many as the machine has cores, within these. Each may hold some 450 MB."""

_desk: Desk | None = None
_opened: Answer | None = None
_lock = threading.Lock()
TELLERS = ThreadPoolExecutor(4, thread_name_prefix="lwsim-tab")
"""Redraw tabs: the desk's own thread never waits for a page."""


def desk() -> Desk:
    """The desk, hired when it is first needed."""
    global _desk
    with _lock:
        if _desk is None:
            _desk = Desk(min(MOST_WORKERS, max(FEWEST_WORKERS, cores())))
        return _desk


def close() -> None:
    """End the workers."""
    global _desk
    with _lock:
        if _desk is not None:
            _desk.close()
        _desk = None


def sample_of(state: State, people: int) -> float:
    """The share of the place's adults that is about so many people, to two figures."""
    return min(1.0, float(f"{people / state.place.adults:.2g}"))


def adults_lived(place: Place, sample: float) -> str:
    """'all 6,000 adults', or 'a sample of about 10,000 of 210,000 adults'. sample: 0..1."""
    if sample == 1.0:
        return f"all {place.adults:,} adults"
    return f"a sample of about {round(sample * place.adults, -2):,.0f} of {place.adults:,} adults"


def quick(state: State) -> Question:
    """The usual numbers, on a small sample. Raises InputError."""
    return Question(state.place, state.scenarios, state.years, state.seed, sample_of(state, QUICK_PEOPLE), 1)


def first_look(state: State) -> Question | None:
    """The quick answer's first year, where it is asked for more. Of events only those in it. Raises InputError."""
    if state.years <= FIRST_LOOK_YEARS:
        return None
    weeks = weeks_from_years(FIRST_LOOK_YEARS)
    soon = tuple(
        one.model_copy(update={"events": tuple(event for event in one.events if event.week < weeks)}) for one in state.scenarios
    )
    return Question(state.place, soon, FIRST_LOOK_YEARS, state.seed, sample_of(state, QUICK_PEOPLE), 1)


def full(state: State, worlds: int = FULL_WORLDS) -> Question:
    """Plausible worlds, with all adults unless there are very many. Raises InputError."""
    return Question(state.place, state.scenarios, state.years, state.seed, sample_of(state, FULL_PEOPLE), worlds)


def warm_up(said: Callable[[str], None]) -> None:
    """Ask the opening questions now, so that the first page is answered when it opens."""
    state = opening()

    def told(found: Answer | None, error: Exception | None) -> None:
        _keep(found, error)
        said("ready" if found else f"failed: {error}")

    if look := first_look(state):
        desk().ask("warm-up", "first look", look, _nothing, _nothing)
    desk().ask("warm-up", "quick", quick(state), _nothing, told)
    desk().ask("warm-up", "full", full(state), _nothing, _keep)


def opened() -> Answer | None:
    """The answer to the opening question, as far as it is known."""
    return _opened


def _keep(found: Answer | None, _: Exception | None) -> None:
    """The opening answer is whole."""
    global _opened
    _opened = found or _opened


def _nothing(*_: Any) -> None:
    """Nobody waits for this."""
