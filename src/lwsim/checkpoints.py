"""Checkpoints: a live system on disk, to be gone on with or forked. Open only files you made: they are pickles."""

import pickle
from pathlib import Path

from .about import VERSION
from .errors import InputError
from .files import write_whole
from .place_file import Place
from .scenario_file import Scenario
from .state import State

MARK = b"lwsim checkpoint 2\n"
"""What a checkpoint begins with; its number grows when what a state holds changes."""


def save(path: str | Path, place: Place, scenario: Scenario, state: State) -> None:
    """Write a checkpoint, whole or not at all."""
    write_whole(Path(path), MARK + pickle.dumps((VERSION, place, scenario, state)))


def load(path: str | Path) -> tuple[Place, Scenario, State]:
    """What a checkpoint holds. Raises InputError for a file that is none, or of another version."""
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be that of a file"
        raise InputError(str(path), "", f"not readable ({reason})", "a checkpoint file", "check the path") from None
    if not content.startswith(MARK):
        kind = "a checkpoint of an earlier lwsim" if content.startswith(MARK[:-2]) else "another kind of file"
        raise InputError(str(path), "", kind, "a checkpoint that this lwsim saved", "save one with LocalSystem.save")
    try:
        version, place, scenario, state = pickle.loads(content[len(MARK) :])
    except Exception:  # bytes that were cut or changed can bring any error
        way_out = f"save one again with LocalSystem.save of lwsim {VERSION}"
        raise InputError(str(path), "", "cut short, damaged or of another version", "a whole checkpoint", way_out) from None
    if version != VERSION:
        raise InputError(str(path), "version", version, f"version {VERSION}", "run it again with this version")
    return place, scenario, state
