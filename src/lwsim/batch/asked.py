"""What a store remembers of an experiment: the table it was asked with, how far it is, and whether somebody is at it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError, did_you_mean, shown
from ..files import write_whole
from ..library import PLAIN_NAME
from .address import model_version
from .experiment_file import Experiment, experiment_from_table
from .journal import is_held
from .store import Store

ASKED, PROGRESS = "asked.json", "progress.json"
HOLDS: dict[str, dict[str, Any]] = {
    ASKED: {"file": str, "model": str, "table": dict},
    PROGRESS: {
        "state": str,
        "journal": str,
        "now": (int, float),
        "started": (int, float),
        "total": int,
        "there": int,
        "done": int,
        "failed": int,
    },
}
"""What the small files of an experiment hold, each key with its kind."""


class Standing(NamedTuple):
    """How an experiment stands in a store. state: running, finished, stopped or broken off."""

    name: str
    title: str
    state: str
    total: int
    there: int
    failed: int
    rate: float
    seconds_left: float
    model: str
    changed: float

    @property
    def is_of_this_model(self) -> bool:
        """Whether its runs were lived by the model as it is now."""
        return self.model == model_version()


def remember(store: Store, called: str, experiment: Experiment) -> None:
    """Keep what was asked, so that it can be resumed and extended by name."""
    file = str(Path(experiment.origin).resolve()) if experiment.folder.is_dir() else experiment.origin
    said = {"file": file, "model": model_version(), "table": experiment.table()}
    write_whole(store.experiment(called) / ASKED, json.dumps(said, indent=1, ensure_ascii=False) + "\n")


def names(store: Store) -> list[str]:
    """The experiments that the store knows, by name."""
    return sorted(path.parent.name for path in (store.folder / "experiments").glob(f"*/{ASKED}"))


def recalled(store: Store, name: str) -> Experiment:
    """The experiment as it was last asked for. Raises InputError for a name that the store does not know."""
    return experiment_from_table(_asked(store, name)["table"], _asked(store, name)["file"])


def _asked(store: Store, name: str) -> dict[str, Any]:
    path = store.folder / "experiments" / name / ASKED
    if not PLAIN_NAME.fullmatch(name) or not path.is_file():
        way_out = did_you_mean(name, names(store)) + "; lwsim experiment run begins one"
        raise InputError(f"experiment {shown(name)}", "", f"not known to the store {store.folder}", "", way_out)
    return _read(path)


def _read(path: Path) -> dict[str, Any]:
    """A small file of ours. Raises InputError where it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(found.get(key), kind) for key, kind in HOLDS[path.name].items()):
        raise InputError(str(path), "", "damaged", "what lwsim wrote", "run the experiment again from its file: no run is lost")
    return found


def standing(store: Store, name: str) -> Standing:
    """How an experiment stands. Raises InputError for a name that the store does not know."""
    asked = _asked(store, name)
    told = _read(path) if (path := store.folder / "experiments" / name / PROGRESS).is_file() else {}
    state = str(told.get("state", "stopped"))
    journal = store.folder / "journals" / str(told.get("journal") or "none")
    if state in ("running", "settling") and not is_held(journal) and time.time() - told.get("now", 0) > 1:
        state = "broken off" if state == "running" or journal.exists() else "stopped"
    done, failed = int(told.get("done", 0)), int(told.get("failed", 0))
    total, before = int(told.get("total", 0)), int(told.get("there", 0))
    spent = max(float(told.get("now", 0.0)) - float(told.get("started", 0.0)), 1e-9)
    rate = (done + failed) / spent
    left = total - before - done - failed
    title = str(asked["table"].get("title", name))
    seconds = left / rate if rate else float("inf")
    return Standing(
        name, title, state, total, before + done, failed, rate, seconds, str(asked["model"]), float(told.get("now", 0.0))
    )


def extended(store: Store, name: str, **more: int | None) -> Experiment:
    """A larger form of an experiment that the store knows. Raises InputError for one that is smaller.

    more: worlds, replicates, points: how many in all.
    """
    table = _asked(store, name)["table"]
    wanted = {key: count for key, count in more.items() if count is not None}
    if not wanted:
        raise InputError(
            f"experiment {shown(name)}", "", "not to be extended by anything", "", "give --worlds, --replicates or --points"
        )
    for key, count in wanted.items():
        place = table.setdefault("design", {}) if key == "points" else table
        old = place.get(key, 1)
        if count < old:
            raise InputError(
                f"--{key} {count}", "", f"fewer than the {old:,} there are", f"{old:,} or more", "nothing is ever taken away"
            )
        place[key] = count
    return experiment_from_table(table, _asked(store, name)["file"])
