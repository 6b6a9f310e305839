"""Ties: who knows whom well enough to call, a few slots for each practitioner."""

from typing import Annotated, NamedTuple

import numpy as np

from .by_reference import by_reference


@by_reference
class Ties(NamedTuple):
    """Who knows whom well enough to call: a few slots for each practitioner.

    partner: (staff, slots) rows, -1 for a free slot.  strength: (staff, slots), 0..1.
    """

    partner: Annotated[np.ndarray, np.int32, 2]
    strength: Annotated[np.ndarray, np.float32, 2]
