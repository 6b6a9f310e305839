"""Small real experiments for the tests of batches: a made-up town, a few weeks, hundreds of adults."""

import hashlib
from pathlib import Path

import pandas as pd

from lwsim.batch.analysis.study import Study
from lwsim.batch.experiment_file import FILE, load_experiment
from lwsim.batch.plan import Plan
from lwsim.batch.tables import TABLES
from lwsim.measures import NAMES
from lwsim.totals import TOTALS

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


HEAD = SMALL.partition("[design]")[0].replace("sample", 'measures = ["need_met", "waiting"]\nsample').replace("0.04", "3.0")
TWO = '[[factors]]\nname = "purpose"\nsets = "forces.purpose"\n[[factors]]\nname = "power"\nsets = "forces.power"\n'


def studied(folder, design, answer, *, worlds=1, scenarios=("ordinary",), factors=TWO):
    """A study whose answers are made by a formula instead of the model. answer(scenario, point, world, year)."""
    head = HEAD.replace("worlds = 2", f"worlds = {worlds}").replace(
        '["ordinary", "relational"]', str(list(scenarios)).replace("'", '"')
    )
    plan = a_plan(folder, f"{head}\n[design]\n{design}\n{factors}")
    rows = []
    for asked in plan.runs():
        for year in (0.0, 1.0, 2.0, 3.0):
            values = dict.fromkeys(NAMES, 0.0) | {"need_met": answer(asked.scenario, asked.values, asked.world, year)}
            values["waiting"] = -values["need_met"]
            where = {"key": asked.key, "point": asked.point, "place": asked.place, "scenario": asked.scenario}
            rows.append({**where, "world": asked.world, "replicate": asked.replicate, "year": year, **values})
    yearly = pd.DataFrame(rows)
    totals = yearly[["key"]].drop_duplicates().assign(error="", **dict.fromkeys(TOTALS, 0.0))
    return Study(plan, yearly, totals)
