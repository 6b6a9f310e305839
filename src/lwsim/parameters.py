"""What a parameter is: value, unit, range, source, standing and a sentence, declared once beside its use."""

import math
from collections import namedtuple
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .compiled import laid_out

STANDINGS = ("measured", "literature", "expert", "calibrated", "assumed")
"""How well a number is known, best first. 'assumed' is honest and shows up in every report."""


@dataclass(frozen=True)
class Parameter:
    """One number of the model with its own footnote.

    low, high: the range that a plausible world may draw from, in the parameter's unit (`worlds`).
    settled_by: for an assumed number, what would settle it.  fitted_to: for a calibrated one, the published pattern.
    """

    value: float
    unit: str
    low: float
    high: float
    standing: str
    source: str
    says: str
    settled_by: str = ""
    fitted_to: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a number without footnote: no source, no sentence, no range or an unknown standing."""
        for word in ("unit", "source", "says"):
            if not getattr(self, word).strip():
                raise ValueError(f"parameter {self.name or self.says!r}: {word} is empty")
        if self.standing not in STANDINGS:
            raise ValueError(f"parameter {self.says!r}: standing {self.standing!r} is not one of {STANDINGS}")
        if not all(map(math.isfinite, (self.value, self.low, self.high))) or not self.low <= self.value <= self.high:
            raise ValueError(f"parameter {self.says!r}: {self.value} does not lie in {self.low}..{self.high}")

    def drawn(self, share: float) -> float:
        """The value at `share` (0..1) of the triangular distribution over low..high that peaks at the value."""
        if self.high == self.low:
            return self.value
        peak = (self.value - self.low) / (self.high - self.low)
        if share < peak:
            return self.low + math.sqrt(share * (self.high - self.low) * (self.value - self.low))
        return self.high - math.sqrt((1.0 - share) * (self.high - self.low) * (self.high - self.value))


def parameter(
    value: float,
    *,
    unit: str,
    low: float,
    high: float,
    standing: str,
    source: str,
    says: str,
    settled_by: str = "",
    fitted_to: str = "",
) -> Any:
    """Declare a parameter as the default of a `Room` attribute. Raises ValueError when its footnote is incomplete."""
    return Parameter(float(value), unit, float(low), float(high), standing, source, says, settled_by, fitted_to)


class Room:
    """The parameters of one file of the model: subclass, name it, and declare each as `name: float = parameter(...)`.

    `declared` maps each full name ('need.onset') to its Parameter; `plain(values)` gives the numbers as a flat named tuple
    of floats, which compiled code reads as `p.onset`.
    """

    room: ClassVar[str]
    declared: ClassVar[dict[str, Parameter]]
    _shape: ClassVar[Any]

    def __init_subclass__(cls, room: str) -> None:
        """Gather what the subclass declares, in the order of the file."""
        cls.room = room
        found = {name: p for name, p in vars(cls).items() if isinstance(p, Parameter)}
        cls.declared = {f"{room}.{name}": replace(p, name=f"{room}.{name}") for name, p in found.items()}
        cls._shape = namedtuple(cls.__name__, list(found))  # type: ignore[misc]
        cls._shape.__module__ = cls.__module__  # named so that compiled code kept on disk is found again
        cls._shape.__qualname__ = f"{cls.__qualname__}._shape"
        laid_out(cls._shape)  # all of them floats

    @classmethod
    def plain(cls, values: dict[str, float]) -> Any:
        """The room's numbers as a named tuple of floats, with `values` (by full name) in place of the declared ones."""
        return cls._shape(*(float(values.get(name, p.value)) for name, p in cls.declared.items()))
