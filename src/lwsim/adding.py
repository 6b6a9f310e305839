"""Adding up from the first to the last: Python's own `sum` rounds otherwise from 3.12 on, and results must not."""

from collections.abc import Iterable

from .units import Amount


def in_turn(parts: Iterable[Amount]) -> Amount:
    """The sum of numbers, or of arrays of one shape, from the first to the last; 0 if there is none."""
    whole: Amount | float = 0.0
    for part in parts:
        whole = whole + part
    return whole  # type: ignore[return-value]  # of the parts' own kind
