"""The names that scenarios may use, gathered from the model's rooms."""

from functools import cache

from .rooms import RIVALS, SWITCHES, all_parameters
from .scenario_file import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Switches, rival theories and parameters with their ranges, as files may name them."""
    ranges = {name: (one.low, one.high) for name, one in all_parameters().items()}
    return Vocabulary(frozenset(SWITCHES), RIVALS, ranges)
