"""`solara run app.py`: the planner's browser under Solara's own server. `lwsim app` adds headers, limits and warm-up."""

from lwsim.ui.settings import prepare

prepare()

from lwsim.ui.site import Layout, routes  # noqa: E402

__all__ = ["Layout", "routes"]
