"""The command line: help, ranges, exit codes, clean JSON, and never a traceback."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from lwsim.cli import main
from lwsim.cli.catching import Commands
from lwsim.cli.showing import progress
from lwsim.errors import InputError

COMMANDS = ("places", "scenarios", "run", "compare", "check", "parameters")


def call(*words: str):
    """Run `lwsim` with these words; stdout and stderr are kept apart."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_every_command_is_there_and_explains_itself():
    assert set(main.commands) == set(COMMANDS)
    for name in COMMANDS:
        answer = call(name, "--help")
        assert answer.exit_code == 0
        assert len(answer.output.splitlines()) > 5


def test_the_top_says_what_the_exit_codes_mean():
    assert "130 stopped by Ctrl-C" in " ".join(call("--help").output.split())


def test_version_comes_without_the_model():
    """`lwsim --version` must not wait for numpy, numba or Mesa."""
    code = (
        "import sys\nfrom lwsim.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n"
        "    print([m for m in ('numba', 'mesa', 'pandas', 'scipy') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "salford", "--years", "0"), "allowed: 0.5 to 20, in steps of 0.5"),
        (("run", "salford", "--years", "21"), "allowed: 0.5 to 20"),
        (("run", "salford", "--years", "1.3"), "not a whole multiple of 0.5"),
        (("run", "salford", "--years", "nan"), "out of range"),
        (("run", "salford", "--years", "many"), "'many' is not a number"),
        (("run", "salford", "--sample", "0"), "allowed: more than 0 to 1"),
        (("run", "salford", "--sample", "1.01"), "out of range"),
        (("run", "salford", "--sample", "inf"), "out of range"),
        (("run", "salford", "--seed", "-1"), "-1 is not in the range"),
        (
            ("compare", "salford", "relational", "ordinary", "--worlds", "0"),
            "0 is not in the range 1<=x<=10000",
        ),
        (("compare", "salford", "relational", "ordinary", "--worlds", "10001"), "not in the range"),
        (("compare", "salford", "relational", "ordinary", "--workers", "0"), "not in the range"),
        (("compare", "salford"), "Missing argument"),
        (("compare", "salford", "relational"), "two or three scenarios"),
        (("compare", "salford", "a", "b", "c", "d"), "two or three scenarios"),
        (("check",), "Missing argument"),
        (("frobnicate",), "No such command"),
        (("run", "salford", "--wrold", "3"), "No such option"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_allowed(words, said):
    answer = call(*words)
    assert answer.exit_code == 2
    assert said in " ".join(answer.stderr.split())
    assert answer.stdout == ""


def test_lists_name_what_comes_with_lwsim():
    names = {row["name"] for row in json.loads(call("places", "--json").stdout)}
    assert {"salford", "lambeth", "luton", "tameside"} <= names
    shown = call("places")
    assert shown.exit_code == 0
    assert all(name in shown.output for name in names)


def test_a_sound_place_file_is_0():
    path = json.loads(call("places", "--json").stdout)[0]["file"]
    answer = call("check", path)
    assert answer.exit_code == 0, answer.stderr
    assert "can be used" in answer.stdout
    assert answer.stderr == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'title = "x', "not readable as TOML"),
        (b'title = "X"\nquestion = "Why?"\n[forcess]\npurpose = 0.5\n', "did you mean forces"),
        (b'title = "X"\nquestion = "Why?"\n[forces]\npurpose = 3\n', "purpose is 3"),
        (b"\xff\xfe[a]", "UTF-8"),
        (b"\x00\x01", "zero byte"),
        (b"", "missing"),
    ],
)
def test_a_faulty_file_is_1_with_words_on_stderr(tmp_path, content, said):
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    answer = call("check", file)
    assert answer.exit_code == 1
    assert "x.toml" in answer.stderr
    assert said in answer.stderr
    assert answer.stdout == ""


def test_check_tells_programs_the_parts(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text('title = "X"\nquestion = "Why?"\n[forces]\npurpose = 3\n')
    answer = call("check", file, "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)
    assert found["valid"] is False
    assert found["problems"][0]["key"] == "forces.purpose"
    assert found["problems"][0]["value"] == "3"


def test_one_bad_file_among_good_ones_is_1(tmp_path):
    good = json.loads(call("places", "--json").stdout)[0]["file"]
    answer = call("check", good, tmp_path / "not_there.toml")
    assert answer.exit_code == 1
    assert "can be used" in answer.stdout
    assert "not there" in answer.stderr


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (InputError("x.toml", "title", "missing"), 1, "x.toml: title is missing"),
        (KeyboardInterrupt(), 130, "Stopped"),
        (ZeroDivisionError("division by zero"), 3, "lwsim itself is at fault (ZeroDivisionError"),
        (click.UsageError("no"), 2, "no"),
    ],
)
def test_what_is_raised_becomes_words_and_a_code(raised, code, said):
    @click.group(cls=Commands)
    def group():
        """A group."""

    @group.command()
    def fail():
        """Raise."""
        raise raised

    answer = CliRunner().invoke(group, ["fail"])
    assert answer.exit_code == code
    assert said in answer.stderr
    assert "Traceback" not in answer.output


def test_progress_in_a_log_is_a_line_a_tenth(capsys):
    with progress("Worlds") as tell:
        for done in range(1, 41):
            tell(done, 40)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0] == "Worlds: 4 of 40"
    assert lines[-1] == "Worlds: 40 of 40"


def test_progress_of_few_things_says_each_once(capsys):
    with progress("Worlds") as tell:
        for done in (1, 2, 2, 3):
            tell(done, 3)
    assert capsys.readouterr().err.splitlines() == ["Worlds: 1 of 3", "Worlds: 2 of 3", "Worlds: 3 of 3"]
