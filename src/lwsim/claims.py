"""Every statement the software makes about the model's behaviour, each with what checks it, rerun on demand.

The register is `docs/claims.toml`. A claim is checked by a test (a pytest address) or by a command of lwsim that exits 0 and,
where `prints` is given, prints those words. A statement without a check does not load.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError
from .files import read_toml

REGISTER = "docs/claims.toml"
PATIENCE = 900
"""Seconds after which a check is given up as failed."""
_FIELDS = {"key", "says", "said_in", "test", "command", "prints", "fast"}


@dataclass(frozen=True)
class Claim:
    """One statement. said_in: where the software says so.  fast: whether CI runs its check at every change."""

    key: str
    says: str
    said_in: str
    fast: bool
    test: str = ""
    command: str = ""
    prints: str = ""

    @property
    def check(self) -> str:
        """What checks it, as one would type it."""
        return f"python -m pytest {self.test}" if self.test else f"lwsim {self.command}"


@dataclass(frozen=True)
class Answer:
    """Whether a claim held, and if not, why."""

    claim: Claim
    holds: bool
    why: str = ""


def register(root: Path) -> list[Claim]:
    """The claims of a checkout. Raises InputError for a register that is not there or not sound."""
    path = root / REGISTER
    if not path.is_file():
        raise InputError(REGISTER, "", "not there", "", "run this in a checkout of lwsim: the register is no part of a wheel")
    table = read_toml(path)
    claims = [_claim(entry) for entry in table.get("claims", [])]
    keys = [claim.key for claim in claims]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise InputError(REGISTER, "key", f"{twice[0]} stands twice", "", "give each claim a key of its own")
    return claims


def _claim(entry: dict[str, Any]) -> Claim:
    """One entry of the register. Raises InputError for one without a statement or without exactly one check."""
    key = str(entry.get("key", "a claim without key"))
    if unknown := sorted(set(entry) - _FIELDS):
        raise InputError(REGISTER, key, f"{unknown[0]} is not known", ", ".join(sorted(_FIELDS)), "mend or remove it")
    if ("test" in entry) == ("command" in entry):
        raise InputError(REGISTER, key, "not checked by exactly one of test and command", "", "name one of them")
    if missing := sorted({"key", "says", "said_in", "fast"} - set(entry)):
        raise InputError(REGISTER, key, f"{missing[0]} is missing", "", "write it")
    return Claim(**entry)


def rerun(claims: Sequence[Claim], root: Path) -> Iterator[Answer]:
    """Run the check of every claim: commands one by one, then all tests in one go."""
    for claim in claims:
        if claim.command:
            yield _command(claim, root)
    tested = [claim for claim in claims if claim.test]
    if tested:
        yield from _tests(tested, root)


def _command(claim: Claim, root: Path) -> Answer:
    """Whether a command of lwsim exits 0 and prints what it should."""
    words = [sys.executable, "-m", "lwsim", *shlex.split(claim.command)]
    try:
        done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return Answer(claim, False, f"not done after {PATIENCE} seconds")
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [""]
        return Answer(claim, False, f"exit code {done.returncode}: {last[0]}")
    if claim.prints and claim.prints not in " ".join(done.stdout.split()):
        return Answer(claim, False, f"did not print {claim.prints!r}")
    return Answer(claim, True)


def _tests(claims: Sequence[Claim], root: Path) -> list[Answer]:
    """Whether the tests of claims pass; one that was not found, skipped or not run does not hold."""
    addresses = list(dict.fromkeys(claim.test for claim in claims))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "tests.xml"
        words = [sys.executable, "-m", "pytest", "-q", "-m", "", "-p", "no:cacheprovider", f"--junitxml={report}", *addresses]
        try:
            done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return [Answer(claim, False, f"not done after {PATIENCE} seconds") for claim in claims]
        found = _passed(report) if report.is_file() else {}
    said = (done.stdout.strip().splitlines() or [""])[-1]
    return [_tested(claim, found, said) for claim in claims]


def _tested(claim: Claim, found: dict[str, bool], said: str) -> Answer:
    """The answer for one claim. found: whether each test passed, by its address without parameters in brackets."""
    ran = [passed for address, passed in found.items() if address == claim.test or address.startswith(claim.test + "[")]
    if not ran:
        return Answer(claim, False, f"its test was not found ({said})")
    return Answer(claim, all(ran), "" if all(ran) else "its test fails")


def _passed(report: Path) -> dict[str, bool]:
    """Address of each test that ran -> whether it passed, from pytest's report."""
    found = {}
    for case in xml.parse(report).getroot().iter("testcase"):
        file = case.get("classname", "").replace(".", "/") + ".py"
        found[f"{file}::{case.get('name')}"] = not any(case.find(bad) is not None for bad in ("failure", "error", "skipped"))
    return found
