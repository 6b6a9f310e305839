"""Compiling the model before the first run on a machine, explained, so that the wait is no riddle."""

from .showing import note

WORDS = "Compiling the model once on this machine, about a minute; later runs skip this."


def compile_first() -> None:
    """Compile the model if that has yet to be done, and say so."""
    from ..readiness import is_ready, make_ready

    if not is_ready():
        note(WORDS)
        make_ready()
