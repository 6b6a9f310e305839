"""Ties: who knows whom well enough to call, a few slots for each practitioner."""

from typing import NamedTuple

import numpy as np

from ..compiled import laid_out


@laid_out
class Ties(NamedTuple):
    """Who knows whom well enough to call: a few slots for each practitioner.

    partner: (staff, slots) rows, -1 for a free slot.  strength: (staff, slots), 0..1.
    """

    partner: np.ndarray
    strength: np.ndarray
