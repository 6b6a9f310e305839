"""How Solara is set up: no telemetry, nothing from other hosts, our own files; before Solara is first imported."""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from pathlib import Path

from ..errors import InputError
from .gather import ASSETS, missing

HERE = Path(__file__).parent
NOWHERE = "http://127.0.0.1:9/"
"""Where Solara would fetch front-end packages from: a closed port, so that it can fetch nothing. Solara puts a visitor's
path right behind it: without the last slash a path `@host/...` would make another host of it."""


SITE = "lwsim.ui.site"
"""The module that Solara shows."""


def prepare(root_path: str = "") -> None:
    """Set Solara up by its environment, leaving alone what the operator has set. Raises InputError where parts are missing."""
    if importlib.util.find_spec("solara") is None:
        raise InputError("lwsim app", "", "without Solara, which draws it", "", "run `make app`, or pip install 'lwsim[app]'")
    if missing():
        raise InputError(
            "lwsim app",
            "",
            "without the browser's files",
            "",
            "run `make app` in a checkout (it needs npm once), or install a wheel",
        )
    wanted = {
        "SOLARA_APP": SITE,
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(ASSETS / "cdn"),
        "SOLARA_ASSETS_CDN": NOWHERE,
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
        "SOLARA_ASSETS_EXTRA_LOCATIONS": f"{HERE / 'browser'},{ASSETS}",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_THEME_LOADER": "plain",
        "SOLARA_THEME_TITLE": "lwsim",
        "SOLARA_THEME_VARIANT": "light",
        "SOLARA_THEME_FORCE_REFRESH": "True",
        "SOLARA_KERNEL_CULL_TIMEOUT": "1h",
        "SOLARA_SESSION_HTTP_ONLY": "True",
        "SOLARA_MODE": "production",
    }
    if root_path:
        wanted["SOLARA_ROOT_PATH"] = root_path
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    # without https, as on one's own machine, Solara sets its cookie the stricter way: as we want it, nothing to warn of
    warnings.filterwarnings("ignore", "Cookies with samesite=none require https", UserWarning)
    if "solara.server.settings" in sys.modules:
        _set_late()


def _set_late() -> None:
    """The same where Solara has read its environment already, as under `solara run app.py`.

    In Solara's mode for developers the page would ask another host whether it works.
    """
    import solara.settings
    from solara.server import settings

    settings.main.mode = os.environ["SOLARA_MODE"]
    solara.settings.assets.cdn = os.environ["SOLARA_ASSETS_CDN"]
    settings.assets.proxy_cache_dir = Path(os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"])
    settings.assets.extra_locations = os.environ["SOLARA_ASSETS_EXTRA_LOCATIONS"].split(",")
    settings.assets.fontawesome_enabled = False
    settings.telemetry.mixpanel_enable = False
    settings.theme.show_banner, settings.theme.force_refresh = False, True
    settings.theme.loader, settings.theme.title = "plain", os.environ["SOLARA_THEME_TITLE"]
    settings.kernel.cull_timeout = os.environ["SOLARA_KERNEL_CULL_TIMEOUT"]
