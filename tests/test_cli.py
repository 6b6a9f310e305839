"""The command line: help, ranges, exit codes, clean JSON, and never a traceback."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace

import click
import numpy as np
import pytest
from click.testing import CliRunner

from batches import SMALL, a_file
from lwsim.cli import main
from lwsim.cli.catching import Commands
from lwsim.cli.loading import load
from lwsim.cli.outcome import print_table, yearly
from lwsim.cli.runs import get_ready, plain, show, write
from lwsim.cli.showing import progress
from lwsim.errors import InputError
from lwsim.library import namesake, places_folder
from lwsim.measures import MEASURES, NAMES
from lwsim.readiness import is_ready, make_ready
from made_full import context, made

COMMANDS = {"places", "scenarios", "run", "compare", "check", "parameters"}


def call(*words: str):
    """Run `lwsim` with these words; stdout and stderr are kept apart."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_every_command_is_there_and_explains_itself():
    assert set(main.commands) >= COMMANDS
    for name in main.commands:
        answer = call(name, "--help")
        assert answer.exit_code == 0
        assert len(answer.output.splitlines()) > 5


def test_the_top_says_what_the_exit_codes_mean():
    assert "130 stopped by Ctrl-C" in " ".join(call("--help").output.split())


def test_the_list_of_commands_breaks_no_sentence_off():
    groups = [(), *((name,) for name, one in main.commands.items() if isinstance(one, click.Group))]
    assert ("experiment",) in groups
    assert [words for words in groups if "..." in call(*words, "--help").output.partition("Commands:")[2]] == []


def test_the_command_is_there_as_a_module_too():
    answer = subprocess.run([sys.executable, "-m", "lwsim", "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("lwsim ")


def test_version_comes_without_the_model():
    """`lwsim --version` must not wait for numpy, numba or Mesa."""
    code = (
        "import sys\nfrom lwsim.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n"
        "    print([m for m in ('numpy', 'numba', 'mesa', 'pandas', 'scipy') if m in sys.modules])"
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
        (("compare", "salford", "relational"), "two to four scenarios"),
        (("compare", "salford", "a", "b", "c", "d", "e"), "two to four scenarios"),
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


def test_check_says_of_experiments_what_a_run_of_them_would(tmp_path):
    """A sound one is counted; a faulty key, an unknown scenario and a faulty small form are told by the experiment's words."""
    sound = a_file(tmp_path, SMALL + "\n[reduced]\nworlds = 1\n")
    answer = call("check", sound)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "an experiment that can be used: A small batch, 12 runs, 6 runs in its reduced form" in answer.stdout
    for old, new, said in (
        ("worlds = 2", "worlds = 0", "worlds is 0; allowed: a whole number from 1 to 1,000,000"),
        ("places =", "place =", "place is not known; did you mean places?"),
        ("worlds = 2", "wolds = 2", "wolds is not known; did you mean worlds?"),
        ('"relational"', '"relatonal"', "did you mean relational?"),
        ("forces.purpose", "forces.porpose", "did you mean purpose? (in forces)"),
        ("levels = 3", "levels = 3\n[reduced]\nscenarios = ['ordinry']", "did you mean ordinary?"),
    ):
        answer = call("check", a_file(tmp_path, SMALL.replace(old, new)))
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert said in answer.stderr and len(answer.stderr.splitlines()) <= 2


def test_a_name_means_the_shelf_and_a_file_of_that_name_is_told_of(tmp_path):
    """Which of the two was taken stands on stderr, with how to take the other; the other is then taken, and nothing said."""
    with contextlib.chdir(tmp_path):
        assert call("sheet", "small_town", "plain.csv").stderr == "Written: plain.csv\n"
        call("sheet", "small_town", "mine.csv")
        text = (tmp_path / "mine.csv").read_text(encoding="utf-8-sig").replace("Small Town", "Our Town")
        (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
        assert call("sheet", "mine.csv", "small-town.toml").exit_code == 0
        (tmp_path / "ordinary.toml").write_text("not read")
        where, what, _ = load("small_town", ["ordinary"], None)
        assert (where.title, what[0].title) == ("Small Town", load("salford", ["ordinary"], None)[1][0].title)
        by_name = call("sheet", "small_town", "a.csv")
        assert "small_town is the one that comes with lwsim, not the file small-town.toml" in by_name.stderr
        assert "write ./small-town.toml" in by_name.stderr
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()
        by_file = call("sheet", "./small-town.toml", "b.csv")
        assert by_file.stderr == "Written: b.csv\n"
        assert "Our Town" in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")


def test_a_name_in_an_experiment_means_the_shelf_and_a_file_beside_it_is_told_of(tmp_path):
    """Beside the experiment, not in the working folder: that is where its files are looked for."""
    file = a_file(tmp_path, SMALL.replace("small_town", "small-town").replace("worlds = 2", "worlds = 1"))
    town = (places_folder() / "small_town.toml").read_text(encoding="utf-8").replace("Small Town", "Our Town")
    (file.parent / "small_town.toml").write_text(town, encoding="utf-8")
    (tmp_path / "relational.toml").write_text("not read")
    said = "places: small-town is the one that comes with lwsim, not the file small_town.toml beside the experiment; "
    said += 'to take that, write "small_town.toml"'
    store = ("--store", tmp_path / "store")
    with contextlib.chdir(tmp_path):
        for words in (
            ("check", file),
            ("experiment", "run", file, "--workers", "1", *store),
            ("experiment", "resume", "small", *store),
        ):
            answer = call(*words)
            assert answer.exit_code == 0, answer.output
            assert answer.stderr.count(said) == 1 and "relational" not in answer.stderr
        a_file(tmp_path, SMALL.replace("small_town", "small_town.toml"))
        assert call("check", file).stderr == ""
        a_file(tmp_path, SMALL)
        (file.parent / "relational.toml").write_text("not read")
        assert "scenarios: relational is the one that comes with lwsim" in call("check", file).stderr


def test_nothing_is_told_in_the_shelfs_own_folder():
    with contextlib.chdir(places_folder()):
        load("small_town", ["ordinary"], None)
        assert [namesake(name) for name in ("small_town", "small-town", "../small_town", "nowhere")] == [None] * 4


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_spreadsheet_where_a_file_is_wanted_is_told_how_to_become_one(tmp_path, ending):
    with contextlib.chdir(tmp_path):
        call("sheet", "small_town", f"town.{ending}")
        for words in (("run", f"town.{ending}"), ("check", f"./town.{ending}"), ("compare", f"town.{ending}", "a", "b")):
            answer = call(*words)
            assert answer.exit_code == 1
            assert f"town.{ending} is a spreadsheet; allowed: a TOML file; lwsim sheet " in answer.stderr


def test_a_word_that_no_number_has_is_said_to_be_in_none():
    answer = call("parameters", "zzz")
    assert (answer.exit_code, answer.stdout) == (0, "") and 'No number has "zzz"' in answer.stderr


def test_check_wants_a_file_and_says_so_to_a_name():
    answer = call("check", "small_town")
    assert answer.exit_code == 1
    assert "small_town is not there; allowed: a file, not a name; give its path, such as ./small_town.toml" in answer.stderr


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


@pytest.fixture
def takes_ctrl_c():
    """This process takes Ctrl-C, and so do those that it starts: also where tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_that_a_library_swallows_stops_all_the_same(takes_ctrl_c):
    """The compiler loses what Ctrl-C raises inside of it, and fails later for want of what was being compiled."""

    class Swallows:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    @click.group(cls=Commands)
    def group():
        """A group."""

    @group.command()
    def compile():
        """Press Ctrl-C where what it raises is lost; then fail over it."""
        one = Swallows()
        del one
        raise RuntimeError("nothing was compiled")

    answer = CliRunner().invoke(group, ["compile"])
    assert answer.exit_code == 130
    assert answer.stderr == "Stopped. Nothing was left half-written.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


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


@pytest.mark.parametrize(("number", "typed"), [(5.0, "5"), (0.05, "0.05"), (2**63 - 1, "9223372036854775807"), (2.5, "2.5")])
def test_a_setting_is_repeated_as_it_was_typed(number, typed):
    assert plain(number) == typed


def test_a_comparison_is_shown_in_words_and_as_a_table(capsys):
    show(made(2, worlds=12), as_json=False)
    shown = capsys.readouterr().out
    assert "What this does not say" in shown
    assert "Immediate need met" in shown
    assert "Mechanistic" in shown and "Relational" in shown


def test_a_comparison_as_json_has_the_verdict_and_no_nan(capsys):
    show(made(3, worlds=12), as_json=True)

    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    found = json.loads(capsys.readouterr().out, parse_constant=refuse)
    assert found["verdict"]["pairs"][0]["opening"]
    assert found["measures"]["need_met"]["years"][0]["comparisons"][0]["difference"].keys() >= {
        "mean",
        "low",
        "high",
    }


def test_a_comparison_is_written_whole_and_nothing_else(tmp_path):
    comparison = made(2, worlds=12)
    write(comparison, context(comparison), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"comparison.csv", "report.html"}
    assert (tmp_path / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_the_folder_for_results_is_made_with_those_above_it(tmp_path):
    get_ready(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("name", ["taken", "taken/below", "x" * 300, "nul\0"])
def test_a_folder_that_cannot_be_is_refused_before_the_work(tmp_path, name):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="not usable"):
        get_ready(tmp_path / name)


def test_a_year_is_the_mean_of_its_weeks_or_a_stocks_last_week():
    """Two years of 52 weeks and half a third: 0 at the start, then 1, 2, 3, ..."""
    weekly = np.repeat(np.arange(131.0)[:, None], len(NAMES), axis=1)
    flow, stock = (replace(MEASURES["need_met"], over=over) for over in ("year", "end"))
    assert yearly(weekly, flow) == [0.0, 26.5, 78.5, 117.5]
    assert yearly(weekly, stock) == [0.0, 52.0, 104.0, 130.0]


@pytest.mark.parametrize(
    ("weeks", "headings"),
    [(26, ["to month 6"]), (52, ["year 1"]), (78, ["year 1", "to year 1.5"]), (104, ["year 1", "year 2"])],
)
def test_a_part_of_a_year_is_not_called_one(capsys, weeks, headings):
    print_table(np.zeros((weeks + 1, len(NAMES))))
    assert re.split(r"\s{2,}", capsys.readouterr().out.splitlines()[0].strip()) == ["Measure", "start", *headings]


def test_loading_takes_the_longest_horizon_suggested_and_refuses_a_scenario_that_does_not_fit(tmp_path):
    short, odd = tmp_path / "short.toml", tmp_path / "odd.toml"
    short.write_text('title = "S"\nquestion = "Q?"\nyears = 2\n')
    odd.write_text('title = "O"\nquestion = "Q?"\n[[events]]\nweek = 4\nkind = "close_service"\nservice = "nowhere"\n')
    place, scenarios, years = load("small_town", [str(short), "ordinary"], None)
    assert (place.title, len(scenarios), years) == ("Small Town", 2, 5.0)
    assert load("small_town", [str(short)], 1.5)[2] == 1.5
    with pytest.raises(InputError, match="nowhere"):
        load("small_town", [str(odd)], None)


def test_a_machine_that_never_compiled_the_model_is_told_so(tmp_path):
    code = "from lwsim.readiness import is_ready; print(is_ready())"
    fresh = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=fresh)
    assert answer.stdout.strip() == "False"


def test_compiling_ahead_leaves_nothing_to_compile():
    make_ready()
    assert is_ready()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a Unix signal to a group of processes")
def test_ctrl_c_stops_everything_at_once_and_leaves_nothing_half_written(tmp_path, takes_ctrl_c):
    """A terminal sends Ctrl-C to the command and to its workers alike."""
    words = ["compare", "small_town", "mechanistic", "relational", "--worlds", "900", "--workers", "2", "--out", tmp_path]
    started = subprocess.Popen(
        [sys.executable, "-m", "lwsim", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert any(" of 900" in line for line in started.stderr), "it said how far it is, and is in the midst of it"
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
    assert started.returncode == 130
    assert "Stopped" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
