"""The server's own manners: headers on every answer, one nonce a page, no socket from elsewhere, no way to fetch for others."""

import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

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
