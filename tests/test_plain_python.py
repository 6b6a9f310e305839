"""Compiled or not, the model is the same: its rules as plain Python give the same bytes."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from lwsim.model import begin, live_a_week, take_on
from lwsim.single import as_place, as_scenario

TABLES = ("people", "communities", "services", "groups", "staff", "ties", "innovations", "tally")


def digest(scenario: str, weeks: int) -> str:
    """A digest of every table of a very small town after its ordinary weeks and some under a scenario."""
    told = as_scenario(scenario)
    state = begin(as_place("small_town"), told, seed=3, sample=0.02, world=0)
    take_on(state, told)
    for _ in range(weeks):
        live_a_week(state)
    columns = (column for table in TABLES for column in getattr(state, table))
    return hashlib.sha256(b"".join(np.ascontiguousarray(column).tobytes() for column in columns)).hexdigest()


@pytest.mark.parametrize(("scenario", "weeks"), [("relational", 3), ("living-well-team", 40)])
def test_plain_python_gives_the_same_bytes(scenario, weeks):
    plain = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, scenario, str(weeks)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert plain.stdout.split() == ["plain", digest(scenario, weeks)]


if __name__ == "__main__":
    from lwsim.compiled import IS_COMPILED

    print("compiled" if IS_COMPILED else "plain", digest(sys.argv[1], int(sys.argv[2])))
