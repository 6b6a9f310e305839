"""Small real experiments for the tests of batches: a made-up town, a few weeks, hundreds of adults."""

import hashlib
from pathlib import Path

from lwsim.batch.experiment_file import FILE, load_experiment
from lwsim.batch.plan import Plan
from lwsim.batch.tables import TABLES

SMALL = """
title = "A small batch"
question = "Does a batch come to its end?"
places = ["small_town"]
scenarios = ["ordinary", "relational"]
worlds = 2
years = 0.04
sample = 0.05

[design]
kind = "grid"
levels = 3

[[factors]]
name = "purpose"
sets = "forces.purpose"
"""


def a_file(folder: Path, text: str = SMALL, name: str = "small") -> Path:
    """An experiment's file in a folder of its own."""
    path = folder / name / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def a_plan(folder: Path, text: str = SMALL, name: str = "small") -> Plan:
    """The plan of an experiment's file."""
    return Plan(load_experiment(a_file(folder, text, name)))


def content(store: Path) -> dict[str, str]:
    """What each of the store's files holds, to the last byte."""
    return {table: hashlib.sha256((store / f"{table}.parquet").read_bytes()).hexdigest() for table in TABLES}
