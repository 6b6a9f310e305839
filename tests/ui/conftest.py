"""A real server in a process of its own, and a real Chromium that notes whatever goes wrong."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"


SHORT_LESSON = """+++
title = "A short one"
question = "What happens in a year?"
place = "small_town"
scenarios = ["ordinary", "relational"]
years = 1
worlds = 2
sample = 0.2
shows = ["waiting"]
loop = "capability_trap"
[draw]
measure = "need_met"
scenario = "relational"
+++
A year.

## Predict
Draw.

## Run
It runs.

## See
{{ lead need_met }}

## Explain
{{ verdict }}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def store(tmp_path_factory) -> Path:
    """The folder where the site looks for finished runs; there is none until a test runs an experiment."""
    return tmp_path_factory.mktemp("site") / "store"


@pytest.fixture(scope="session")
def lessons(tmp_path_factory) -> Path:
    """A folder with one lesson that is lived in a second or two."""
    folder = tmp_path_factory.mktemp("lessons")
    (folder / "short.md").write_text(SHORT_LESSON, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(store, lessons) -> Iterator[str]:
    """The address of `lwsim app`, answering; its class rooms are kept in a file of the tests' own."""
    own = {"LWSIM_STORE": store, "LWSIM_CLASS": store.with_name("rooms.db"), "LWSIM_LESSONS": lessons}
    with serving(free_port(), **{name: str(path) for name, path in own.items()}) as address:
        yield address


@contextmanager
def serving(port: int, *options: str, **environment: str) -> Iterator[str]:
    """`lwsim app` in a process of its own, until the end."""
    command = [sys.executable, "-m", "lwsim", "app", "--port", str(port), *options]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
    try:
        assert server.stderr is not None
        for line in server.stderr:
            if "opening comparison: ready" in line:
                break
        else:
            raise AssertionError("the server ended before it was ready")
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(address + "/readyz").read()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; skipped, and said so, only where none is installed."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), "--disable-sync"])
        yield browser
        browser.close()


class Visit:
    """A page that is open, and everything that went wrong in it."""

    def __init__(self, chromium, address: str, **how) -> None:
        self.page = chromium.new_page(**how)
        self.wrong: list[str] = []
        self.page.on("console", lambda it: self.wrong.append(it.text) if it.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", lambda it: self.wrong.append(f"failed: {it.url}") if not self.was_left(it) else None)
        self.page.on("response", lambda it: self.wrong.append(f"{it.status}: {it.url}") if it.status >= 400 else None)
        self.page.on(
            "request", lambda it: self.wrong.append(f"elsewhere: {it.url}") if not self.is_ours(it.url, address) else None
        )

    @staticmethod
    def was_left(request) -> bool:
        """Whether the browser itself gave up fetching the page's icon, because the page was left meanwhile."""
        return "/favicon." in request.url and request.failure == "net::ERR_ABORTED"

    @staticmethod
    def is_ours(url: str, address: str) -> bool:
        return url.startswith((address, "data:", "blob:" + urljoin(address, "/")))


@pytest.fixture
def visit(chromium, site):
    """Opens a page of the site and waits for its sign: visit('/?place=luton', viewport=...)."""
    opened = []

    def open_page(path: str = "/", sign: str = ".found .findings", **how) -> Visit:
        how.setdefault("viewport", {"width": 1366, "height": 768})
        found = Visit(chromium, site, **how)
        opened.append(found)
        found.page.goto(site + path)
        found.page.wait_for_selector(sign, timeout=60_000)
        return found

    yield open_page
    for one in opened:
        one.page.close()


AXE = Path(__file__).parents[2] / "src/lwsim/ui/assets/tests/axe.min.js"


CRITERIA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(page, only: tuple[str, ...] = CRITERIA) -> list[str]:
    """What axe-core finds wrong, a line each. only: its tags or its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", list(only))
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
