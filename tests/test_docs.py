"""The documents say what the code does: generated ones are fresh, written ones name everything there is."""

import ast
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import lwsim
from lwsim.cli import main
from lwsim.forces import LEVERS
from lwsim.library import places, scenarios
from lwsim.measures import MEASURES
from lwsim.rooms import RIVALS, ROOMS, SWITCHES, all_parameters
from lwsim.scenario_file import load_scenario
from lwsim.sources import all_sources
from lwsim.totals import TOTALS
from lwsim.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def section(text: str, title: str) -> str:
    """What stands under a heading, to the next of its depth or above."""
    start = re.search(rf"^(#+) {re.escape(title)}.*$", text, re.M)
    assert start, f"no heading {title}"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.M)
    return rest[: end.start()] if end else rest


def test_the_page_of_parameters_is_fresh():
    """Renew it with: lwsim parameters --markdown > docs/parameters.md"""
    printed = CliRunner().invoke(main, ["parameters", "--markdown"])
    assert printed.exit_code == 0
    assert printed.stdout == read("docs/parameters.md")


def test_the_page_of_parameters_has_a_whole_row_for_each():
    """Nothing that a sentence or source holds breaks its row of the table."""
    rows = {}
    for line in read("docs/parameters.md").splitlines():
        if line.startswith("| `"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            rows[cells[0].strip(" `")] = [cell.strip() for cell in cells]
    assert rows.keys() == all_parameters().keys()
    assert {len(cells) for cells in rows.values()} == {9}
    for name, one in all_parameters().items():
        value, scope = rows[name][1].replace(",", ""), rows[name][3].replace(",", "")
        assert float(value) == one.value
        assert [float(end) for end in scope.split(" to ")] == ([one.low, one.high] if one.low < one.high else [one.low])
        lie = [float(end) for end in rows[name][4].replace(",", "").split(" to ") if end]
        assert len(lie) == 2 * (one.low < one.high) and lie == sorted(lie), "figures to three digits"
        assert all(one.low - 0.01 * abs(end) <= end <= one.high + 0.01 * abs(end) for end in lie)


def test_every_part_of_a_parameters_source_opens_with_a_key():
    """A semicolon parts two sources, each `KEY: where in it`."""
    unknown = [
        f"{name}: {part.strip()}"
        for name, one in all_parameters().items()
        for part in one.source.split(";")
        if part.partition(":")[0].strip() not in all_sources()
    ]
    assert unknown == []


def test_every_key_in_an_essay_is_a_source():
    """[keys] in the docstrings of the science are those of sources.toml."""
    cited = [
        (path.name, key.split(",")[0].strip())
        for folder in ("mechanisms/*.py", "forces.py", "totals.py", "luck.py", "need.py")
        for path in (ROOT / "src/lwsim").glob(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for group in re.findall(r"\[([a-z][a-z0-9-]+-[a-z0-9-]+(?:; [^\]]+)?)\]", node.value)
        for key in group.split(";")
    ]
    assert len(cited) > 20
    assert [(file, key) for file, key in cited if key not in all_sources()] == []


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("rooms", [f"`{room.room}." for room in ROOMS]),
        ("parameters", [f"`{name}`" for name in all_parameters()]),
        ("switches", [f"`{name}`" for name in SWITCHES]),
        ("rivals", [f"`{name}`" for name in RIVALS]),
        ("rivals' answers", [f"`{answer}`" for answers in RIVALS.values() for answer in answers]),
    ],
)
def test_the_odd_names_all(what, names):
    text = read("docs/odd.md")
    assert [name for name in names if name not in text] == []


def test_the_odd_names_nothing_that_is_not_there():
    """Words in code style that look like a parameter, a switch of a lever or a file are one."""
    text = section(read("docs/odd.md"), "7. Submodels")
    rooms = "|".join(room.room for room in ROOMS)
    gone = {name for name in re.findall(rf"`((?:{rooms})\.(?!py`)[a-z_]+)`", text) if name not in all_parameters()}
    gone |= {name for name in re.findall(r"`lever_([a-z_]+)`", text) if name not in LEVERS}
    files = re.findall(r"`((?:[a-z_]+/)?[a-z_]+\.py)`", read("docs/odd.md"))
    gone |= {
        name for name in files if not list((ROOT / "src/lwsim").glob(name)) + list((ROOT / "src/lwsim/mechanisms").glob(name))
    }
    assert gone == set()


def test_the_odd_counts_measures_and_levers_as_they_are():
    text = read("docs/odd.md")
    assert f"{len(MEASURES)} weekly measures" in text
    stuck = [f"`levers.{name}`" for name in LEVERS if all_parameters()[f"levers.{name}"].low > 0.0]
    sentence = re.search(r"[^.]*do not reach nothing[^.]*(?:\.[a-z_]+`[^.]*)*", text)
    assert re.findall(r"`levers\.[a-z_]+`", sentence[0] if sentence else "") == stuck


def test_the_odd_denies_no_effect_that_a_switch_takes_away():
    """Facilitation, resistance to what does not belong and token contacts move the system; the ODD says by what."""
    text = " ".join(read("docs/odd.md").split())
    assert "has no effect in the model" not in text and "No measure that lwsim reports uses that clock" not in text
    for effect in ("pays for facilitation", "* (1 - mean belonging)", "weeks waited as reported over weeks waited"):
        assert effect in text, effect
    assert "`instructed * max(0, 1 + lever mandate) * (1 - resistance) * min(t, slack_most)`" in text  # both ways need time
    assert "`heals_group * ratio * fit`" in text


def test_the_odd_tells_the_week_in_the_models_order():
    tree = ast.parse(read("src/lwsim/model.py"))
    [week] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "live_a_week"]
    lived = [
        ast.unparse(line.value.func) for line in week.body if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call)
    ]
    told = re.findall(r"^\| `([a-z_.]+)` \|", section(read("docs/odd.md"), "3. Process"), re.M)
    assert len(lived) > 15
    assert told == lived


def test_the_odd_says_where_each_of_the_28_mechanisms_is_carried():
    """Each row names a file and, where the model has one, the switch; whatever switch it names is one."""
    rows = re.findall(r"^\| (\d+) \|.*$", section(read("docs/odd.md"), "8. The 28"), re.M)
    assert [int(number) for number in rows] == list(range(1, 29))
    lines = [line for line in section(read("docs/odd.md"), "8. The 28").splitlines() if re.match(r"\| \d", line)]
    for line in lines:
        carried = line.split("|")[5]
        words = set(re.findall(r"`([a-z_]+)`", carried))
        assert words <= SWITCHES.keys() | RIVALS.keys(), line
        assert words or "nothing of its own" in carried, line


def test_the_odd_names_every_loop():
    loops = re.findall(r"^\| ([RB]\d) ", section(read("docs/odd.md"), "9. Feedback"), re.M)
    assert loops == [f"R{n}" for n in range(1, 8)] + [f"B{n}" for n in range(1, 6)]


def told_commands() -> list[list[str]]:
    """Every `lwsim ...` and `make ...` that README shows, as words."""
    text = read("README.md")
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    lines += re.findall(r"`((?:lwsim|make) [a-z][^`]*)`", text)
    return [shlex.split(line, comments=True) for line in lines if line.strip()]


def test_the_commands_of_the_readme_exist():
    """Each is taken apart by the command line itself, so that a wrong option or argument is refused."""
    commands = told_commands()
    assert len(commands) > 8
    for tool, name, *rest in commands:
        if tool == "make":
            assert re.search(rf"^{name}:", read("Makefile"), re.M), name
        elif name.isupper():
            continue
        else:
            assert tool == "lwsim"
            assert name in main.commands, name
            command = main.commands[name]
            while isinstance(command, click.Group):
                name, rest = rest[0], rest[1:]
                command = command.commands[name]
            with command.make_context(name, list(rest), parent=click.Context(main)) as context:
                assert context.params


def test_the_places_and_scenarios_of_the_readme_exist():
    known = {one.name for one in (*places(), *scenarios())} | {"quiet-hours"}
    named = set()
    for tool, name, *rest in told_commands():
        if tool == "lwsim" and name in ("compare", "run"):
            with main.commands[name].make_context(name, list(rest), parent=click.Context(main)) as context:
                given = context.params
            named |= {given["place"], *given.get("scenarios", (given.get("scenario"),))}
    assert len(named) > 4
    assert named - known == set()


def test_the_scenario_in_the_readme_is_a_sound_one(tmp_path):
    [text] = blocks(read("README.md"), "toml")
    file = tmp_path / "quiet-hours.toml"
    file.write_text(text, encoding="utf-8")
    assert load_scenario(str(file), vocabulary()).title == "Quiet hours"


def test_the_python_in_the_readme_uses_what_there_is():
    [text] = blocks(read("README.md"), "python")
    used = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
    names = {node.attr for node in used if isinstance(node.value, ast.Name) and node.value.id == "lwsim"}
    assert len(names) > 4
    assert [name for name in names if not hasattr(lwsim, name)] == []


@pytest.mark.slow
def test_the_python_in_the_readme_runs(capsys):
    [text] = blocks(read("README.md"), "python")
    exec(compile(text, "README.md", "exec"), {"__name__": "readme"})
    assert "Immediate need met" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", *(f"docs/{path.name}" for path in sorted(DOCS.glob("*.md")))])
def test_links_lead_somewhere(file):
    """Every link to a file of ours, in any document, leads to one that is there."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", read(file))
    near = (ROOT / file).parent
    assert [name for name in targets if "://" not in name and not (near / name).exists()] == []


def test_the_picture_in_the_readme_is_small():
    assert 20_000 < (DOCS / "report.png").stat().st_size < 400_000


def test_the_glossary_has_every_measure():
    """In the words of reports, with the name in code."""
    text = read("docs/glossary.md")
    told = [f"| {one.title} (`{one.name}`" for one in (*MEASURES.values(), *TOTALS.values())]
    assert [row for row in told if row not in text] == []


def test_the_glossary_has_one_entry_for_a_word():
    words = re.findall(r"^\| ([^|]+?) \|", read("docs/glossary.md"), re.M)
    words = [word for word in words if word not in ("word", "measure", "---") and not set(word) <= {"-"}]
    assert len(words) > 100
    assert sorted({word for word in words if words.count(word) > 1}) == []
