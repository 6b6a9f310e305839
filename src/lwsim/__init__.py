"""lwsim: what happens to a local mental health system when purpose, power and practice shift. Names handed on, nothing done."""

from importlib import import_module
from typing import Any

_WHERE = {
    "Community": "agents.actors",
    "Practitioner": "agents.actors",
    "Service": "agents.actors",
    "VoluntaryGroup": "agents.actors",
    "LocalSystem": "local_system",
    "Place": "place_file",
    "Scenario": "scenario_file",
    "InputError": "errors",
    "Comparison": "comparison",
    "Result": "single",
    "run": "single",
    "compare": "pairing",
    "verdict": "verdicts",
    "place": "single",
    "scenario": "single",
    "places": "library",
    "scenarios": "library",
    "all_parameters": "rooms",
    "VERSION": "about",
}
_NAMED = {"place": "as_place", "scenario": "as_scenario"}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    """Hand on a name when it is first asked for, so that importing lwsim costs nothing that is not used."""
    if name not in _WHERE:
        raise AttributeError(f"lwsim has no {name}; it has {', '.join(__all__)}")
    return getattr(import_module(f"lwsim.{_WHERE[name]}"), _NAMED.get(name, name))


def __dir__() -> list[str]:
    return __all__
