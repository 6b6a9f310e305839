"""Fetches with npm what the browser needs, so that a run asks nothing of the network: `python -m lwsim.ui.gather`.

Run at build time by `make`; the files travel inside the wheel. Solara asks for its front end under a path that it
expects at a public network; laid out here as its cache, it is served from this machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).parent / "assets"
"""What was gathered: `cdn` in Solara's layout, `vendor` for our own module. Not in the repository."""


class Package(NamedTuple):
    """An npm package at one version: its published digest, the files to take, and the folder to put them in."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]
    folder: str


PACKAGES = (
    Package(
        "@widgetti/solara-vuetify3-app",
        "5.2.0",
        "sha512-9UMyjf9KASR9PucZ7848upx1gqOqlUnG5Hh5or5CTaN/Um+AxAHQGwv8x4fFJzco/OaccsWdtsqb3bmYAnBo+Q==",
        (
            "main8.css",
            "fonts.css",
            "solara-vuetify-app8.min.js",
            "692.solara-vuetify-app8.min.js",
            "872.solara-vuetify-app8.min.js",
        ),
        "cdn/@widgetti/solara-vuetify3-app@5.2.0/dist",
    ),
    Package(
        "requirejs",
        "2.3.6",
        "sha512-ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
        ("require.js",),
        "cdn/requirejs@2.3.6",
    ),
    Package(
        "uplot",
        "1.6.32",
        "sha512-KIMVnG68zvu5XXUbC4LQEPnhwOxBuLyW1AHtpm6IKTXImkbLgkMy+jabjLgSLMasNuGGzQm/ep3tOkyTxpiQIw==",
        ("uPlot.esm.js", "uPlot.min.css"),
        "vendor",
    ),
)
FOR_TESTS = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ("axe.min.js",),
    "tests",
)
"""The accessibility checker that tests put into a page; it is in no wheel."""


def missing(packages: tuple[Package, ...] = PACKAGES) -> list[Path]:
    """Files that should have been gathered and are not there."""
    wanted = [ASSETS / package.folder / file for package in packages for file in package.files]
    return [path for path in wanted if not path.is_file()]


def gather(packages: tuple[Package, ...], assets: Path = ASSETS) -> None:
    """Fetch the packages and lay out their files. Raises SystemExit, in words, where that cannot be done."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "lwsim: npm is not here, and it fetches the browser's files once, at build time. Install Node.js (it brings npm) "
            "and run this again, or install lwsim from a wheel, which has the files inside."
        )
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            _lay_out(package, _fetched(package, npm, Path(folder)), assets / package.folder)


def _fetched(package: Package, npm: str, folder: Path) -> Path:
    """The package as npm packs it, checked against its digest."""
    name = f"{package.name}@{package.version}"
    done = subprocess.run([npm, "pack", "--json", "--silent", name], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"lwsim: npm could not fetch {name}; is its registry reachable? It said: {done.stderr.strip()[-300:]}")
    (said,) = json.loads(done.stdout)
    if said["integrity"] != package.integrity:
        raise SystemExit(f"lwsim: {name} is not the package that was checked: its digest is {said['integrity']}")
    return folder / said["filename"].replace("@", "").replace("/", "-")


def _lay_out(package: Package, packed: Path, folder: Path) -> None:
    """Take the wanted files out of a package, wherever in it they are."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(packed) as archive:
        inside = {Path(member.name).name: member for member in archive.getmembers() if member.isfile()}
        for file in package.files:
            source = archive.extractfile(inside[file])
            assert source is not None
            (folder / file).write_bytes(source.read())


if __name__ == "__main__":
    wanted = PACKAGES + ((FOR_TESTS,) if "--tests" in sys.argv[1:] else ())
    if missing(wanted):
        gather(wanted)
        print("lwsim: the browser's files are in place", file=sys.stderr)
