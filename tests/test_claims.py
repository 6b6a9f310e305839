"""The register of claims: each statement has a check that exists, a false one is caught, and the fast ones hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from lwsim import claims as cl
from lwsim import limits_page
from lwsim.cli import main
from lwsim.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
REGISTER = cl.register(ROOT)


def written(folder: Path, *entries: str) -> Path:
    """A checkout with nothing but a register of these entries and one file of tests."""
    (folder / "docs").mkdir()
    (folder / "docs/claims.toml").write_text("\n".join(f"[[claims]]\n{entry}" for entry in entries))
    (folder / "tests").mkdir()
    (folder / "tests/test_made.py").write_text(
        "import pytest\n\ndef test_true():\n    assert True\n\ndef test_false():\n    assert False\n\n"
        "@pytest.mark.skip\ndef test_skipped():\n    assert True\n\n"
        "@pytest.mark.parametrize('n', [1, 2])\ndef test_some(n):\n    assert n == 1\n"
    )
    return folder


def entry(key: str, check: str) -> str:
    """One claim of a register as TOML."""
    return f'key = "{key}"\nsays = "It is so."\nsaid_in = "here"\nfast = true\n{check}\n'


def test_every_claim_has_a_check_that_exists():
    """Each test address names a function that is there; each command is one of lwsim's."""
    for claim in REGISTER:
        if claim.test:
            file, _, name = claim.test.partition("::")
            functions = {
                node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)
            }
            assert name in functions, claim.key
        else:
            assert claim.command.split()[0] in main.commands, claim.key


def test_claims_are_said_in_files_that_exist():
    for claim in REGISTER:
        for place in claim.said_in.replace(" (", ", (").split(", "):
            if "/" in place and not place.startswith("("):
                assert (ROOT / place).exists(), f"{claim.key}: {place}"


def test_the_register_covers_what_matters_most():
    """The two exact checks, luck, books, negative controls and the sums of the explanation are all in it."""
    assert {"exact-zero", "swap", "same-is-zero", "books", "joining-alone", "shapley"} <= {claim.key for claim in REGISTER}
    assert sum(claim.fast for claim in REGISTER) >= 10


def test_the_page_of_limits_is_fresh():
    """Renew it with: python -m lwsim.limits_page > docs/limits.md"""
    assert (ROOT / "docs/limits.md").read_text(encoding="utf-8") == limits_page.to_markdown()


def test_the_limits_say_where_the_model_is_not_the_one_that_was_validated():
    """What holds for every adult and the usual numbers holds neither for a sample nor for a drawn world."""
    page = limits_page.to_markdown()
    assert "**A sample is a smaller place" in page and "**Plausible worlds look like today in most ways, and none" in page


def test_every_file_of_rules_owns_up_to_what_it_leaves_out():
    """All but pressure, which only sums up what others counted, say so."""
    told = {name for name, _ in limits_page.left_out()}
    files = {path.stem for path in (ROOT / "src/lwsim/mechanisms").glob("*.py")} - {"__init__", "pressure"}
    assert files <= told


def test_what_does_not_hold_is_caught(tmp_path):
    """A failing test, one that is not there, a skipped one, one case of several, a failing command and wrong words all show."""
    root = written(
        tmp_path,
        entry("true", 'test = "tests/test_made.py::test_true"'),
        entry("false", 'test = "tests/test_made.py::test_false"'),
        entry("gone", 'test = "tests/test_made.py::test_gone"'),
        entry("skipped", 'test = "tests/test_made.py::test_skipped"'),
        entry("some", 'test = "tests/test_made.py::test_some"'),
        entry("runs", 'command = "--version"\nprints = "lwsim"'),
        entry("refused", 'command = "run nowhere"'),
        entry("words", 'command = "--version"\nprints = "something else"'),
    )
    answers = {answer.claim.key: answer for answer in cl.rerun([c for c in cl.register(root) if c.key != "gone"], root)}
    held = {key for key, answer in answers.items() if answer.holds}
    assert held == {"true", "runs"}
    assert "exit code 1" in answers["refused"].why
    assert "did not print" in answers["words"].why
    gone = list(cl.rerun([c for c in cl.register(root) if c.key == "gone"], root))
    assert [answer.holds for answer in gone] == [False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('says = "It is so."\nkey = "a"\nsaid_in = "x"\nfast = true', "exactly one of test and command"),
        (entry("a", 'test = "t"\ncommand = "c"'), "exactly one of test and command"),
        ('key = "a"\nsaid_in = "x"\nfast = true\ntest = "t"', "says is missing"),
        (entry("a", 'test = "t"\nchek = "c"'), "chek is not known"),
    ],
)
def test_a_statement_without_a_sound_check_does_not_load(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        cl.register(written(tmp_path, text))


def test_a_key_stands_once(tmp_path):
    with pytest.raises(InputError, match="a stands twice"):
        cl.register(written(tmp_path, entry("a", 'test = "t"'), entry("a", 'test = "t"')))


def test_away_from_a_checkout_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(main, ["claims"])
    assert answer.exit_code == 1
    assert "run this in a checkout" in answer.stderr


def test_the_command_says_what_does_not_hold(tmp_path, monkeypatch):
    checks = ('test = "tests/test_made.py::test_true"', 'test = "tests/test_made.py::test_false"')
    monkeypatch.chdir(written(tmp_path, *(entry(key, check) for key, check in zip("ab", checks, strict=True))))
    answer = CliRunner().invoke(main, ["claims", "--fast"])
    assert answer.exit_code == 4
    assert "DOES NOT HOLD (its test fails)" in answer.stdout
    assert "1 of 2 statements hold" in answer.stderr


@pytest.mark.slow
def test_the_fast_claims_hold():
    """Every statement whose check is quick holds now."""
    answers = list(cl.rerun([claim for claim in REGISTER if claim.fast], ROOT))
    assert [f"{answer.claim.key}: {answer.why}" for answer in answers if not answer.holds] == []
