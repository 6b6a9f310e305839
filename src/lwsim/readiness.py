"""Compiling the model ahead: once on a machine, and not once in every worker."""

from types import ModuleType

from numba.core.dispatcher import Dispatcher

from . import lots
from .compiled import is_kept
from .mechanisms import caseload, crisis, front_door, growth, help_seeking, innovation, need, places, support, ties, workforce
from .model import begin, live_a_week
from .place_file import load_place
from .scenario_file import load_scenario
from .vocabulary import vocabulary

_EVERY_WEEK = (need, lots, crisis, help_seeking, front_door, places, caseload, support, workforce, ties, innovation, growth)


def _loops(module: ModuleType) -> list[Dispatcher]:
    """The passes over columns that a mechanism makes every week."""
    found = (one for one in vars(module).values() if isinstance(one, Dispatcher) and one.__module__ == module.__name__)
    return [one for one in found if one.targetoptions.get("inline") != "always"]


def is_ready() -> bool:
    """Whether every week's loops, as they read now, have been compiled on this machine."""
    return all(is_kept(one) for module in _EVERY_WEEK for one in _loops(module))


def make_ready() -> None:
    """Compile what a run needs, unless that is done: a sample of the small town lives its ordinary weeks."""
    if not is_ready():
        state = begin(load_place("small_town"), load_scenario("ordinary", vocabulary()), seed=1, sample=0.2, world=0)
        live_a_week(state)
