"""An evidence crate: an experiment with its inputs, results, figures and versions, as a Workflow Run RO-Crate."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from ..about import VERSION
from ..errors import InputError
from ..files import shown_path, toml_text, write_whole
from . import reading
from .address import model_version
from .analysis.analyse import analyse
from .asked import recalled, standing
from .certificate import environment
from .experiment_file import FILE, Experiment
from .plan import Plan
from .store import Store
from .tables import TABLES

RESULTS, ANALYSIS, MADE_WITH = "results", "analysis", "made_with.json"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
}
FORMS = {
    ".toml": "application/toml", ".csv": "text/csv", ".svg": "image/svg+xml", ".pdf": "application/pdf", ".html": "text/html",
    ".json": "application/json", ".parquet": "application/vnd.apache.parquet", ".txt": "text/plain", ".md": "text/markdown",
}  # fmt: skip


def write_crate(store: Store, name: str, out: Path) -> Path:
    """Write a crate into a folder that is not there yet. Returns it. Raises InputError for an unfinished experiment."""
    now = standing(store, name)
    if now.there + now.failed < now.total or not now.is_of_this_model:
        words = f"not finished by this model ({now.there:,} of {now.total:,} runs)"
        raise InputError(f"experiment {name}", "", words, "", f"lwsim experiment resume {name}")
    if out.exists():
        raise InputError(
            f"--out {shown_path(out)}", "", "there already", "a folder that is not there yet", "name another, or remove it"
        )
    beside = out.with_name(f".{out.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        (beside / RESULTS).mkdir(parents=True)
        experiment = recalled(store, name)
        _inputs(experiment, beside)
        _results(store, name, beside / RESULTS)
        analyse(store, name, beside / ANALYSIS)
        write_whole(beside / MADE_WITH, json.dumps(_made_with(store, name), indent=1, sort_keys=True) + "\n")
        write_whole(beside / "requirements.txt", "".join(f"{line}\n" for line in _installed()))
        write_whole(beside / "README.md", _readme(experiment, name, sorted((beside / ANALYSIS / "figures").glob("*.svg"))))
        _metadata(experiment, name, beside)
        beside.rename(out)
    except OSError as error:
        raise InputError(
            f"--out {shown_path(out)}", "", f"not writable ({error.strerror})", "", "name a folder of your own"
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return out


def _inputs(experiment: Experiment, out: Path) -> None:
    """The experiment with every place and scenario it names, so that it needs no other file."""
    plan, table = Plan(experiment), experiment.table()
    for kind, things in (("places", plan.places), ("scenarios", plan.scenarios)):
        (out / kind).mkdir()
        for name, thing in things.items():
            content = thing.place.table() if kind == "places" else thing.table()  # type: ignore[union-attr]
            write_whole(out / kind / f"{name}.toml", toml_text(content))
        table[kind] = [f"{kind}/{name}.toml" for name in things]
    if experiment.design.file:
        shutil.copyfile(experiment.folder / experiment.design.file, out / "points.csv")
        table["design"]["file"] = "points.csv"
    write_whole(out / FILE, toml_text(table))


def _results(store: Store, name: str, out: Path) -> None:
    """The experiment's own runs out of the store, and its plan and certificate."""
    import pyarrow.parquet as pq

    folder = store.experiment(name)
    for file in ("plan.parquet", "certificate.json"):
        if (folder / file).is_file():
            shutil.copyfile(folder / file, out / file)
    for table in TABLES:
        pq.write_table(reading.of_experiment(store, name, table), out / f"{table}.parquet", compression="zstd")


def _made_with(store: Store, name: str) -> dict[str, Any]:
    """Versions, commit and environment."""
    return {"experiment": name, "lwsim": VERSION, "model": model_version(), "commit": _commit(), "environment": environment()}


def _commit() -> str:
    """The commit of the checkout that this package runs from, or nothing."""
    here = Path(__file__).resolve().parents[3]
    try:
        said = subprocess.run(
            ["git", "-C", str(here), "rev-parse", "HEAD"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


def _installed() -> list[str]:
    """Every installed package with its version, as pip would install them again."""
    found = {one.metadata["Name"]: one.version for one in distributions() if one.metadata["Name"]}
    return sorted(f"{name}=={version}" for name, version in found.items() if name != "lwsim")


def _readme(experiment: Experiment, name: str, figures: list[Path]) -> str:
    """How to open the crate and make everything in it again."""
    lines = [
        f"# {experiment.title}\n", f"{experiment.question}\n",
        f"An evidence crate made by lwsim {VERSION}, model `{model_version()}`. Open `analysis/index.html` first.\n",
        "`lwsim reproduce .` lives every run again and says whether every number, table and figure came back.\n",
        f"By hand: `lwsim experiment run {FILE} && lwsim experiment analyse {name}`.\n", "| figure | command |", "|---|---|",
        *(f"| analysis/figures/{path.name} | `lwsim reproduce . --figure {path.stem}` |" for path in figures),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _metadata(experiment: Experiment, name: str, out: Path) -> None:
    """ro-crate-metadata.json and its preview, by the maintained library. Raises InputError where that is not installed."""
    try:
        from rocrate.model.computerlanguage import ComputerLanguage
        from rocrate.model.contextentity import ContextEntity
        from rocrate.rocrate import ROCrate
    except ImportError:
        raise InputError("crate", "", "not to be written without rocrate", "", "pip install 'lwsim[crate]'") from None
    crate = ROCrate(gen_preview=True)
    crate.name, crate.description = experiment.title, experiment.question
    crate.license = "https://www.apache.org/licenses/LICENSE-2.0"
    profiles = [
        crate.add(
            ContextEntity(crate, link, properties={"@type": "CreativeWork", "name": called, "version": link.rpartition("/")[2]})
        )
        for link, called in PROFILES.items()
    ]
    crate.root_dataset["conformsTo"] = profiles
    told = {"name": "lwsim experiment file", "version": VERSION}
    language = crate.add(ComputerLanguage(crate, "#lwsim-experiment", properties=told))
    workflow = crate.add_workflow(str(out / FILE), FILE, main=True, lang=language, properties={"name": experiment.title})
    files = {path: _add(crate, out, path) for path in _files(out)}
    tool = crate.add(
        ContextEntity(
            crate,
            "#lwsim",
            properties={"@type": "SoftwareApplication", "name": "lwsim", "softwareVersion": f"{VERSION} ({model_version()})"},
        )
    )
    inputs = [entity for path, entity in files.items() if path.parts[0] in ("places", "scenarios") or path.name == "points.csv"]
    results = [entity for path, entity in files.items() if path.parts[0] in (RESULTS, ANALYSIS)]
    done = {
        "name": f"Run of {name}",
        "description": f"lwsim experiment run {FILE} && lwsim experiment analyse {name}",
        "actionStatus": "http://schema.org/CompletedActionStatus",
    }
    run = crate.add_action(
        workflow, identifier="#run", object=inputs, result=results, properties={"@type": "CreateAction", **done}
    )
    for path, entity in files.items():
        if path.suffix == ".svg":
            told = {
                "@type": "CreateAction",
                "name": f"Drawing of {path.stem}",
                "description": f"lwsim reproduce . --figure {path.stem}",
            }
            crate.add_action(
                tool,
                identifier=f"#draw-{path.stem}",
                object=[files[Path(RESULTS) / "yearly.parquet"]],
                result=[entity],
                properties=told,
            )
    crate.root_dataset["mentions"] = [run]
    crate.write(out)


def _files(out: Path) -> Iterator[Path]:
    """Every file of the crate but those that are told of apart, from its folder."""
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != FILE:
            yield path.relative_to(out)


def _add(crate: Any, out: Path, path: Path) -> Any:
    told = {
        "encodingFormat": FORMS.get(path.suffix, "application/octet-stream"),
        "contentSize": str((out / path).stat().st_size),
    }
    return crate.add_file(str(out / path), path.as_posix(), properties={"name": path.name, **told})
