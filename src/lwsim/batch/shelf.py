"""The shelf of experiments for a screen: what there is, how far each is, and the tables behind it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from .asked import Standing, names, recalled, standing
from .experiment_file import Experiment, experiments, load_experiment
from .reading import failures, totals, weekly, yearly
from .store import Store

__all__ = ("OnShelf", "failures", "shelf", "totals", "usual_store", "weekly", "yearly")


def usual_store() -> Path:
    """Where finished runs are kept if nobody says otherwise: $LWSIM_STORE, or results/store."""
    return Path(os.environ.get("LWSIM_STORE", "results/store"))


class OnShelf(NamedTuple):
    """An experiment on the shelf. experiment: None where its file is faulty; standing: None before its first run."""

    name: str
    title: str
    question: str
    file: str
    experiment: Experiment | None
    standing: Standing | None


def shelf(folder: Path) -> list[OnShelf]:
    """Every experiment that has a file, and every one that the store knows, by name. folder: the store, there or not.

    Cheap enough to be asked every second: nothing of the results is read. A faulty file stands with its error as question.
    """
    store = Store(folder, make=False) if (folder / "store.json").is_file() else None
    known = names(store) if store else []
    found = {}
    for path in experiments():
        name = path.parent.name
        found[name] = _on_shelf(name, str(path), store if name in known else None, partial(load_experiment, path))
    for name in known:
        if store and name not in found:
            found[name] = _on_shelf(name, "", store, partial(recalled, store, name))
    return [found[name] for name in sorted(found)]


def _on_shelf(name: str, file: str, store: Store | None, load: Callable[[], Experiment]) -> OnShelf:
    """One experiment; what is wrong with its file, or with what the store holds of it, stands as its question."""
    try:
        one = load()
        return OnShelf(name, one.title, one.question, file or one.origin, one, standing(store, name) if store else None)
    except InputError as error:
        return OnShelf(name, name, str(error), file, None, None)
