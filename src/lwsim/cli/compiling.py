"""Whether the model's loops have yet to be compiled on this machine, so that the first wait is explained."""

from typing import Any

WORDS = "Compiling the model once on this machine, about half a minute; later runs skip this."


def is_first_use() -> bool:
    """Whether no loop over people has been compiled and kept on disk since the model last changed."""
    from numba.core.dispatcher import Dispatcher

    from ..mechanisms import need

    loops = [one for one in vars(need).values() if isinstance(one, Dispatcher)]
    return not any(_is_kept(loop) for loop in loops)


def _is_kept(loop: Any) -> bool:
    """Whether Numba has a valid compiled copy on disk. It offers no public way to ask."""
    file = getattr(getattr(loop, "_cache", None), "_cache_file", None)
    return bool(file._load_index()) if file is not None else False
