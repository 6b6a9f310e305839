"""The server's own manners: headers on every answer, one nonce a page, no socket from elsewhere, no way to fetch for others."""

import asyncio
import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from lwsim.teaching.site import FIRST
from lwsim.ui import server
from lwsim.ui.gather import PACKAGES
from lwsim.ui.server import FRONT_END, dressed, is_unknown, same_origin
from lwsim.ui.settings import NOWHERE

PAGE = b"""<!doctype html>
<html><meta name="viewport" content="width=1, user-scalable=no"><script>1</script><script src="a"></script>"""


def test_a_page_is_in_english_may_be_zoomed_and_its_scripts_carry_the_nonce():
    page = dressed(PAGE, "abc")
    assert b'<html lang="en-GB">' in page and b"user-scalable" not in page
    assert page.count(b'<script nonce="abc"') == 2


@pytest.mark.parametrize(
    ("origin", "allowed"), [(None, True), (b"http://here:1", True), (b"http://evil", False), (b"null", False)]
)
def test_only_our_own_pages_may_open_a_socket(origin, allowed):
    headers = {b"host": b"here:1"} | ({b"origin": origin} if origin else {})
    assert same_origin(headers) is allowed


@pytest.mark.parametrize("path", ["@evil.example/x@1.0.0/y.js", "left-pad@1.0.0/index.js", "../tests/axe.min.js", "", "a%00b"])
def test_nothing_is_fetched_for_a_visitor(path):
    assert is_unknown(FRONT_END + path)
    assert urlsplit(NOWHERE + path).netloc == "127.0.0.1:9"


def status_of(app, path):
    """What a browser that asks for a page is answered."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept", b"text/html")]}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"]


@pytest.mark.parametrize(("path", "status"), [("/", 503), ("/tensions", 503), ("/class", 200), ("/learn/all", 200)])
def test_a_class_is_let_in_beside_any_number_of_planners(monkeypatch, path, status):
    """Only a planner's tab holds anything on the server: with as many as it can serve, a class may still join and learn."""

    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    guarded = server.Guard(page, light=frozenset(FIRST))
    assert status_of(guarded, path) == 200
    monkeypatch.setattr(server, "tabs", lambda: server.MOST_TABS)
    assert status_of(guarded, path) == status


@pytest.mark.browser
def test_the_front_end_that_was_gathered_is_served():
    package = PACKAGES[0]
    assert not is_unknown(FRONT_END + f"{package.folder.removeprefix('cdn/')}/{package.files[0]}")


@pytest.mark.browser
def test_every_page_has_a_policy_with_a_nonce_of_its_own(site):
    nonces = set()
    for _ in range(2):
        answer = urllib.request.urlopen(site + "/")
        policy = answer.headers["content-security-policy"]
        assert "object-src 'none'" in policy and answer.headers["x-content-type-options"] == "nosniff"
        nonces.add(re.search(r"nonce-([^']+)", policy)[1])
    assert len(nonces) == 2


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["/_solara/cdn/left-pad@1.0.0/index.js", "/static/assets/../server.py", "/_solara/cdn/..%2f..%2fserver.py"]
)
def test_the_server_fetches_and_shows_nothing_else(site, path):
    try:
        answer = urllib.request.urlopen(site + path)
    except urllib.error.HTTPError as error:
        assert error.code == 404
    else:
        assert b"Starlette" not in answer.read()
