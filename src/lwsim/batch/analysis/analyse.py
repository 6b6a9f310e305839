"""From a batch in the store to tables, figures and one page, each of which comes from what is in the store and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ...conditions import in_words
from ...errors import InputError, did_you_mean
from ...files import write_whole
from ...measures import MEASURES
from ...report.experiment_page import Sheet, Shown, experiment_page
from ...rooms import all_parameters
from ...wording import by_year, in_sentence, unit_words
from .. import reading
from ..address import model_version
from ..asked import recalled
from ..plan import Plan
from ..store import Store
from . import effects, figures, words
from .indices import indices, region
from .study import Study, check_whole


def study_of(store: Store, name: str) -> Study:
    """An experiment's results, as they are in the store now. Raises InputError where there are none of this model's."""
    plan = Plan(recalled(store, name))
    study = Study(plan, reading.yearly(store, name), reading.totals(store, name))
    check_whole(study)
    return study


def tables_of(store: Store, name: str, study: Study, *, with_regions: bool = True) -> dict[str, pd.DataFrame]:
    """Every table that the experiment's design gives, by name. with_regions: they take longer than all others together."""
    found: dict[str, pd.DataFrame] = {}
    if study.arms:
        found |= {"levels": effects.levels(study), "paired": effects.paired(study), "precision": effects.precision(study)}
        found["regret"] = effects.regret(study)
        weekly = {m: reading.weekly(store, name, m) for m in study.measures} if study.plan.weekly else {}
        crossings = [effects.crossovers(study, weekly.get(m), m) for m, one in study.measures.items() if one.better]
        found["crossovers"] = pd.concat(crossings, ignore_index=True) if crossings else pd.DataFrame()
    if study.plan.experiment.design.kind in ("saltelli", "morris"):
        found["indices"] = indices(study)
    if with_regions:
        found["regions"] = regions(study)
    return {key: table for key, table in found.items() if len(table)}


WORLDS, SAMPLED = "plausible worlds", "points of the design, which draws each number from its range by itself"
"""What regions are looked for in, in words."""


def regions(study: Study) -> pd.DataFrame:
    """Where the last scenario beats the first, in words, with how well the region tells it."""
    rows = []
    numbers = all_parameters()
    titles = [one.title for one in study.plan.scenarios.values()]
    what = SAMPLED if study.is_sampled else WORLDS
    for place in study.places:
        for name, measure in study.measures.items():
            found = region(study, place, name)
            if found is None:
                continue
            box, wins, cases = found
            known = {
                bound.name: numbers.get(bound.name) or _as_parameter(study, bound.name) for bound in (box.bounds if box else ())
            }
            on = f"{in_sentence(measure.title)} by {by_year(study.horizon)}"
            told = in_words(box, wins, cases, titles[0], titles[-1], known, on, what)
            rows.append(
                {
                    "place": place,
                    "measure": name,
                    "wins": wins,
                    "cases": cases,
                    "holds_up": bool(box and box.holds_up),
                    "says": told,
                }
            )
    return pd.DataFrame(rows)


def _as_parameter(study: Study, name: str) -> Any:
    """A factor that is no parameter of the model, with its range, so that a region can be told in words."""
    from ...parameters import Parameter

    one = next(factor for factor in study.plan.factors if factor.name == name)
    if one.sets.startswith("parameters."):
        return all_parameters()[one.sets.removeprefix("parameters.")]
    middle = float(one.usual)
    return Parameter(middle, "0..1", one.low, one.high, "assumed", f"factor: {one.sets}", f"The factor {one.name}.")


def analyse(store: Store, name: str, out: Path, *, forms: Sequence[str] = ("svg", "pdf"), only: str = "") -> list[Path]:
    """Write tables (CSV and Parquet), figures and index.html into a folder, each whole or not at all. Returns the files.

    forms: svg and pdf, or none for tables alone.  only: a single figure by name.
    Raises InputError where there is nothing to analyse, or no such figure.
    """
    study = study_of(store, name)
    tables = tables_of(store, name, study)
    try:
        (out / "figures").mkdir(parents=True, exist_ok=True)
        (out / "tables").mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {out}", "", f"not usable ({error.strerror})", "", "name a folder of your own") from None
    written = []
    for key, table in tables.items():
        for path, data in ((out / f"tables/{key}.csv", _csv(table)), (out / f"tables/{key}.parquet", _parquet(table))):
            write_whole(path, data)
            written.append(path)
    shown, names = [], []
    for one in figures.drawings(study, tables) if forms else ():
        names.append(one.name)
        if only in ("", one.name):
            svg = figures.saved(one.figure, "svg")
            for form in forms:
                path = out / f"figures/{one.name}.{form}"
                write_whole(path, svg if form == "svg" else figures.saved(one.figure, form))
                written.append(path)
            shown.append(Shown(one.name, one.title, one.says, one.table, svg.decode("utf-8")))
        figures.plotting().close(one.figure)
    if only and not shown:
        raise InputError(f"figure {only}", "", "not one of this experiment's", "", did_you_mean(only, names))
    write_whole(out / "index.html", experiment_page(sheet_of(store, name, study), shown, tables))
    write_whole(out / "results.md", words.results(study, tables))
    return [*written, out / "index.html", out / "results.md"]


def _csv(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n")


def _parquet(table: pd.DataFrame) -> bytes:
    held = io.BytesIO()
    table.to_parquet(held, index=False)
    return held.getvalue()


def sheet_of(store: Store, name: str, study: Study) -> Sheet:
    """What the page says beside figures and tables."""
    one = study.plan.experiment
    design = one.design
    told = store.experiment(name) / "certificate.json"
    certificate = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
    luck = "the same" if one.same_luck else "different"
    lived, lost = (int(study.totals["error"].eq("").sum()), int(study.totals["error"].ne("").sum()))
    rows = [
        ("places", ", ".join(study.places)),
        ("scenarios", ", ".join(study.plan.scenarios)),
        ("factors", "; ".join(_factor_words(factor) for factor in study.plan.factors[:12]) or "none"),
        ("design", f"{design.kind}, {len(study.plan.points):,} points"),
        ("worlds", f"{one.worlds:,} plausible worlds, {one.replicates:,} of each, on {luck} luck"),
        ("length and size", f"{one.years:g} years, {words.adults_lived(one.sample)}"),
        ("runs", f"{study.plan.total:,} asked for, {lived:,} lived, {lost:,} failed"),
        ("seeds", _certificate_words(certificate)),
        ("model", model_version()),
    ]
    spoken = tuple((key, MEASURES[key].title, unit_words(MEASURES[key].unit), MEASURES[key].says) for key in study.measures)
    return Sheet(one.title, one.question, one.about, tuple(rows), command_of(name), spoken)


def command_of(name: str) -> str:
    """What makes every figure and table of an experiment again."""
    run = f"{name.removesuffix('-reduced')} --reduced" if name.endswith("-reduced") else name
    return f"lwsim experiment run {run} && lwsim experiment analyse {name}"


def _factor_words(factor: Any) -> str:
    if factor.options or factor.levels:
        return f"{factor.name}: {', '.join(str(level) for level in factor.levels[:9])}"
    return f"{factor.name}: {factor.low:g} to {factor.high:g}"


def _certificate_words(said: dict[str, Any]) -> str:
    if not said:
        return "no certificate"
    return f"{said['seeds']:,} seeds, {said['seeds_that_differ']:,} differ; the same numbers twice in {said['workers']} workers"
