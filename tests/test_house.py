"""The house: imports run one way, files carry captions and fit in the head, importing lwsim stays light."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src/lwsim"

SCIENCE = ("units", "adding", "luck", "compiled", "errors", "parameters", "agents", "forces", "mechanisms", "measures")
"""Rooms that know no files, screens, wall clocks or processes."""

WORLDLY = {
    "pathlib",
    "os",
    "io",
    "time",
    "datetime",
    "subprocess",
    "multiprocessing",
    "concurrent",
    "random",
    "csv",
}
"""Files, clocks, processes and luck that is used up: none of them in the science."""

GUESTS = {
    "mesa": ("agents", "local_system"),
    "jinja2": ("report", "classroom"),
    "click": ("cli",),
    "rich": ("cli",),
    "solara": ("ui",),
    "ipyvue": ("ui",),
    "starlette": ("ui", "teaching"),
    "segno": ("teaching",),
    "markdown_it": ("teaching",),
    "uvicorn": ("ui",),
    "openpyxl": ("report", "sheets", "ui"),
    "dask": ("batch",),
    "distributed": ("batch",),
    "pyarrow": ("batch",),
    "duckdb": ("batch",),
    "rocrate": ("batch",),
    "matplotlib": ("batch",),
    "SALib": ("sensitivity", "batch"),
    "ema_workbench": ("conditions",),
}
"""A library of others -> the only rooms that may import it."""

HEAVY = (
    "solara",
    "dask",
    "distributed",
    "duckdb",
    "rocrate",
    "SALib",
    "ema_workbench",
    "matplotlib",
    "plotly",
    "altair",
    "seaborn",
    "IPython",
    "jinja2",
    "rich",
)
"""What importing lwsim must not pull in. (pyarrow is not among them: pandas itself loads it where it is there.)"""


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the package as a syntax tree, by its dotted name below lwsim ('' is the face)."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return found


def is_package(name: str) -> bool:
    """Whether a dotted name below lwsim is a folder."""
    return (SRC / name.replace(".", "/") / "__init__.py").is_file()


@cache
def imports(name: str) -> list[tuple[str, bool]]:
    """What a module imports, wherever in it the line stands: (dotted name, is it our own).

    Our own come as names below lwsim; imports for the type checker alone are left out.
    """
    found = []
    home = name.split(".") if is_package(name) or not name else name.split(".")[:-1]
    home = [part for part in home if part]
    for node in walk_running(trees()[name]):
        if isinstance(node, ast.Import):
            found += [(alias.name, False) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.module or "", False))
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(home[: len(home) - node.level + 1] + ([node.module] if node.module else []))
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                found.append((inner if inner in trees() else base, True))
    return found


def walk_running(tree: ast.AST):
    """Every node that runs: all but the body of `if TYPE_CHECKING:`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from walk_running(node)


def room(name: str) -> str:
    """The file or folder straight below lwsim that a module belongs to."""
    return name.split(".")[0]


@cache
def own(name: str) -> set[str]:
    """The modules of lwsim that a module imports."""
    return {target for target, ours in imports(name) if ours and target != name}


def circle(start: str) -> list[str]:
    """A way along imports from a module back to itself, or nothing."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        for target in own(way[-1]) & set(trees()):
            if target == start:
                return [*way, start]
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []


def test_there_is_a_package_to_look_at():
    assert len(trees()) > 20


def test_imports_make_no_circle():
    assert [" -> ".join(way) for name in trees() if (way := circle(name))] == []


def test_no_file_imports_the_packages_own_face():
    """`import lwsim`, `from lwsim import x` and `from .. import x` inside lwsim all reach for the face."""
    absolute = [f"{n}: {target}" for n in trees() for target, ours in imports(n) if not ours and room(target) == "lwsim"]
    face = [n for n in trees() if n and "" in own(n)]
    assert absolute + face == []


def test_mechanisms_know_neither_each_other_nor_the_model():
    allowed = {*SCIENCE} - {"measures"}
    wrong = []
    for name in (n for n in trees() if n.startswith("mechanisms.")):
        wrong += [f"{name} -> {t}" for t in own(name) if room(t) not in allowed or t.startswith("mechanisms.")]
    assert wrong == []


ADDS_UP = ("forces", "mechanisms", "lots", "model", "sums", "stocks", "measures")
"""Where pounds, people and hours are added up by Python: by `adding.in_turn`, which rounds alike in every version of it."""


def test_the_model_does_not_add_by_a_sum_that_versions_of_python_round_differently():
    called = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        if room(name) in ADDS_UP
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
    ]
    assert called == []


def test_numbers_are_added_from_the_first_to_the_last():
    """A sum that makes up for rounding, as Python's own does from 3.12 on, would find the 1 again."""
    import numpy as np

    from lwsim.adding import in_turn

    assert in_turn([1e16, 1.0, -1e16]) == 0.0 and in_turn([]) == 0.0
    assert in_turn(np.array([[1e16, 1.0], [1.0, 2.0], [-1e16, 3.0]])).tolist() == [0.0, 6.0]


def test_science_knows_no_files_clocks_or_processes():
    wrong = [
        f"{name} -> {target}"
        for name in trees()
        if room(name) in SCIENCE
        for target, ours in imports(name)
        if not ours and room(target) in WORLDLY
    ]
    assert wrong == []


@pytest.mark.parametrize("guest", GUESTS)
def test_guests_stay_in_their_room(guest):
    wrong = [n for n in trees() for t, ours in imports(n) if not ours and room(t) == guest and room(n) not in GUESTS[guest]]
    assert wrong == []


CALLED_BY_OTHERS = ("convert", "generic_resolve", "get_metavar", "load_overload")
"""Methods that Numba and click call."""

COME_WITH = {
    "ipyvue": "solara",
    "llvmlite": "numba",
    "markdown_it": "markdown-it-py",
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "reacton": "solara",
}
"""What is imported and comes with a library, or under another name."""


def test_every_library_that_is_imported_is_asked_for():
    """Nothing is there by the luck of what else is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for extra in ("analysis", "app", "cluster", "crate") for one in extras[extra])]
    asked = {re.split(r"[^\w-]", one)[0].lower() for one in wanted}
    there = {room(target) for name in trees() for target, ours in imports(name) if not ours} - sys.stdlib_module_names
    assert {one for one in there if COME_WITH.get(one, one).lower() not in asked} == set()


def test_the_package_says_that_it_is_typed():
    """Without the mark a checker takes all that lwsim hands on for Any."""
    assert (SRC / "py.typed").is_file()


def test_one_file_of_the_batch_knows_dask():
    assert {n for n in trees() for t, ours in imports(n) if not ours and room(t) in ("dask", "distributed")} == {
        "batch.cluster"
    }


WORDS_ALONE = {
    "about", "errors", "file_kinds", "files", "library", "checking", "place_checks", "run_checks", "scenario_fit", "vocabulary",
    "wording", "themes", "tidy", "readiness", "statistics", "pairing", "comparison", "batch.pool",
}  # fmt: skip
"""What the model imports without a run's numbers depending on it: it reads, refuses, words, or compares finished runs."""


def test_a_runs_name_counts_every_file_that_its_numbers_can_depend_on():
    from lwsim.batch.address import MODEL_FILES

    counted = {p.relative_to(SRC).with_suffix("").as_posix().replace("/", ".") for one in MODEL_FILES for p in SRC.glob(one)}
    seen, ahead = set(), ["lives", "model", "single", "rooms", "totals"]
    while ahead:
        name = ahead.pop()
        if name not in seen and name not in WORDS_ALONE:
            seen.add(name)
            ahead += own(name)
    assert seen - counted == set()


def test_every_file_opens_with_a_caption():
    """The first line is a sentence that captions the file; a mechanism's essay may follow it."""
    captions = {name: (ast.get_docstring(tree) or "").split("\n")[0] for name, tree in trees().items()}
    assert [name for name, line in captions.items() if len(line) < 20 or line[-1] not in ".?!"] == []


def test_files_fit_in_the_head():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SRC.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_the_browsers_files_fit_in_the_head_too():
    """With a caption each. What was fetched or is written from another file is not read here."""
    ours = [path for path in sorted(SRC.rglob("browser/*.js")) if path.name != "glossary_words.js"]
    texts = {path.name: path.read_text(encoding="utf-8") for path in ours}
    assert len(texts) > 25
    assert [name for name, text in texts.items() if not text.startswith("/* ") or text.count("\n") > 400] == []


def test_functions_are_short():
    """None over 70 lines, nine in ten up to 30."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    lines = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    }
    assert {name: n for name, n in lines.items() if n > 70} == {}
    assert sum(n <= 30 for n in lines.values()) >= 0.9 * len(lines)


def test_nothing_is_left_half_done():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|coming soon|not implemented yet")
    files = [p for p in SRC.rglob("*") if p.suffix in {".py", ".toml", ".j2"}] + list((ROOT / "scenarios").rglob("*.toml"))
    assert [str(p.relative_to(ROOT)) for p in files if marks.search(p.read_text(encoding="utf-8"))] == []


def test_nothing_is_written_that_nobody_uses():
    """Each function, class and method is named twice; one that a decorator hands on, or that Python calls, need not be."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    folders = ("src", "tests", "benchmarks", "experiments", "notebooks")
    texts = [p.read_text(encoding="utf-8") for one in folders for p in (ROOT / one).rglob("*") if p.suffix in {".py", ".j2"}]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    alone = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, kinds) and words[node.name] == 1 and not node.decorator_list
    ]
    assert [one for one in alone if not one.endswith(("__", *CALLED_BY_OTHERS))] == []


def test_no_file_hides_behind_an_empty_name():
    empty = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "stuff"}
    assert [name for name in trees() if set(name.split(".")) & empty] == []


ALL_NAMES = "import lwsim; [getattr(lwsim, name) for name in lwsim.__all__]"
"""Importing lwsim is next to nothing; this also loads all that it hands on."""


def test_importing_lwsim_stays_light():
    """No screen, batch or plotting library comes along, whichever name is asked for."""
    code = f"{ALL_NAMES}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_importing_lwsim_is_quick():
    """Under 0.7 seconds of work beyond its dependencies, the best of three."""
    code = (
        "import time, mesa, numba, numpy, pandas, pydantic, scipy.stats, concurrent.futures, multiprocessing;"
        f"start = time.process_time(); {ALL_NAMES}; print(time.process_time() - start)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    assert min(float(run.stdout) for run in runs) < 0.7
