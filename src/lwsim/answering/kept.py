"""What has been worked out is kept while there is room; what was asked for longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import numpy as np


def bytes_of(value: Any) -> int:
    """Bytes of the arrays that a value holds, however deep they stand in it."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, dict):
        return sum(map(bytes_of, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(bytes_of, value))
    return bytes_of(vars(value)) if hasattr(value, "__dict__") else 0


class Kept:
    """Values by key, at most `room` bytes of arrays. A single value larger than the room is not kept."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.held = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> Any:
        """The value, or None; it now counts as asked for."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a value, and let go of what was asked for longest ago."""
        size = bytes_of(value)
        self.held -= self._values.pop(key, (None, 0))[1]
        if size > self.room:
            return
        self._values[key] = (value, size)
        self.held += size
        while self.held > self.room:
            _, (_, freed) = self._values.popitem(last=False)
            self.held -= freed

    def keys(self) -> frozenset:
        """The keys of what is kept."""
        return frozenset(self._values)
