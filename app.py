"""`solara run app.py`: the planner's browser under Solara's own server. `lwsim app` adds headers and limits."""

import sys

from lwsim.ui.settings import prepare

prepare()

from lwsim.ui.asking import warm_up  # noqa: E402
from lwsim.ui.site import Layout, routes  # noqa: E402

warm_up(lambda how: print(f"lwsim: the opening comparison: {how}", file=sys.stderr))

__all__ = ["Layout", "routes"]
