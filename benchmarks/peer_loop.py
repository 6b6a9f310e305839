"""The C loop of `peer_loop.c`, compiled with gcc -O3 for this machine and called through ctypes."""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from alone import FLOWS, Weeks, fates

SOURCE = Path(__file__).with_name("peer_loop.c")
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")
"""As fast as gcc makes it, short of fusing a multiplication with an addition, which would round otherwise than lwsim does."""

_NEED = (
    *("mild_edge", "moderate_edge", "severe_edge", "onset_shape", "enduring_severity"),
    *("remission_first", "remission_second", "remission_third", "remission_later"),
    *("remission_severity", "ordinary_severity", "remission_enduring"),
    *("worsening", "easing", "step", "held_back", "relapse_early", "relapse_late", "relapse_social"),
    *("stage_weeks", "social_drift"),
)
_ASKING = ("ask_mild", "ask_moderate", "ask_severe", "trust_weight", "stigma")
_COLUMNS = (
    *("who", "vulnerability", "trust", "met", "is_enduring", "place", "stage", "episodes", "stage_end", "in_need_since"),
    *("severity", "social_need", "onset_at"),
)
_KEYS = ("remission", "course", "ask", "next_onset", "first_severity")


class _Numbers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_double) for name in (*_NEED, *_ASKING)]


class _People(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in _COLUMNS]


class _Keys(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in _KEYS]


def there_is_gcc() -> bool:
    """Whether this machine can compile the loop."""
    return shutil.which("gcc") is not None


def compiled() -> Any:
    """The loop, compiled now: a function that lives one week. Raises RuntimeError where gcc cannot."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "peer_loop.so"
        made = subprocess.run(["gcc", *FLAGS, str(SOURCE), "-o", str(library), "-lm"], capture_output=True, text=True)
        if made.returncode:
            raise RuntimeError(f"gcc could not compile {SOURCE.name}: {made.stderr}")
        week_of_all = ctypes.CDLL(str(library)).week_of_all
    week_of_all.restype = None
    return week_of_all


def _at(column: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(column.ctypes.data)


class Loop:
    """Flat arrays of their own, filled from a state of people left to themselves, and the compiled loop over them."""

    def __init__(self, state: Any, week_of_all: Any) -> None:
        self._week_of_all, communities = week_of_all, state.communities
        self._columns = {name: np.ascontiguousarray(getattr(state.people, name)).copy() for name in _COLUMNS}
        self._people = _People(*(column.ctypes.data for column in self._columns.values()))
        values = [getattr(state.p.need, name) for name in _NEED]
        self._numbers = _Numbers(*values, *(getattr(state.p.help_seeking, name) for name in _ASKING))
        self._adults = communities.adults.astype(np.int32)
        self._deprivation, self._voice = communities.deprivation.copy(), communities.voice.copy()
        self.in_need = np.zeros(self._adults.size, dtype=np.int64)

    def live(self, weeks: Weeks) -> np.ndarray:
        """Live the weeks ahead. Returns the events counted, in the order of FLOWS."""
        counted = np.zeros(len(FLOWS))
        for number, summed in enumerate(weeks.summed):
            keys = _Keys(
                *(int(getattr(weeks, name)[number]) for name in ("remission", "course", "ask")),
                int(weeks.next_onset),
                int(weeks.first_severity),
            )
            self._week_of_all(
                ctypes.byref(self._people),
                ctypes.byref(self._numbers),
                ctypes.byref(keys),
                ctypes.c_int(weeks.first + number),
                ctypes.c_long(self._adults.size),
                *(_at(column) for column in (self._adults, self._deprivation, self._voice, summed, self.in_need, counted)),
            )
        return counted

    def fates(self) -> dict[str, np.ndarray]:
        """Where everybody ended, as `alone.fates` has it."""
        return fates(_Row(self._columns))


class _Row:
    """Columns by name, read as attributes."""

    def __init__(self, columns: dict[str, np.ndarray]) -> None:
        self.__dict__.update(columns)
