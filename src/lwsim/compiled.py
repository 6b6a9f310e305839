"""How rules about people are compiled: `loop` for passes over columns, `rule` for what one person does inside them.

A rule is unrolled into the loop that uses it: handing a table of columns to a function that is not costs more than the rule
itself. A `loop` does not count references to arrays, which made it eight times as fast and means that it may not make
new ones; a `gather` may. Compiled code is kept on disk, so that a machine compiles once.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from typing import Any

import numpy as np
from numba import config, njit
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher

IS_COMPILED = not config.DISABLE_JIT  # type: ignore[attr-defined]  # set as Numba is loaded
"""False where NUMBA_DISABLE_JIT=1 has every rule run as the plain Python it is written in, to be stepped through."""
if not IS_COMPILED:
    np.seterr(over="ignore")  # words of luck wrap around on purpose


def loop(function: Callable) -> Any:
    """Compile a pass over columns; it may not make arrays."""
    return _kept(njit(nogil=True, _nrt=False)(function))  # type: ignore[call-overload]  # without counting references


def gather(function: Callable) -> Any:
    """Compile a pass that may make arrays."""
    return _kept(njit(nogil=True)(function))


def rule(function: Callable) -> Any:
    """Compile what one person does; it is unrolled into every loop that uses it."""
    return _kept(njit(inline="always")(function))


def is_kept(compiled: Any) -> bool:
    """Whether a loop, as it reads now, has been compiled on this machine before, or need not be."""
    cache = getattr(compiled, "_cache", None)
    return not isinstance(cache, Kept) or cache.holds()


class Kept(FunctionCache):
    """Compiled code on disk, found by all that went into it.

    Numba looks at the function itself alone. A rule from another file that is unrolled into it, a number that either reads
    and the order of a table's columns count here too: after an update no old rule is lived by.
    """

    def _index_key(self, sig: Any, codegen: Any) -> tuple:
        columns = tuple(getattr(one, "fields", ()) for one in sig)
        return *super()._index_key(sig, codegen), columns, contents(self._py_func)

    def _save_overload(self, sig: Any, data: Any) -> None:
        if any(key[-1] != contents(self._py_func) for key in self._cache_file._load_index()):
            self._cache_file.flush()  # what it was before is of no use any more
        super()._save_overload(sig, data)

    def holds(self) -> bool:
        """Whether anything of the function as it reads now is there."""
        return any(key[-1] == contents(self._py_func) for key in self._cache_file._load_index())


def _kept(compiled: Any) -> Any:
    """Keep compiled code where Numba does: beside the source, else in the user's cache folder; nowhere if neither can be."""
    if IS_COMPILED:
        try:
            compiled._cache = Kept(compiled.py_func)
        except RuntimeError:
            return compiled
    return compiled


@cache
def contents(function: Callable) -> str:
    """A digest of all that is compiled into a function: its code, the numbers it reads, and the same of what it uses."""
    return hashlib.sha256("\n".join(_contents(function, set())).encode()).hexdigest()


def _contents(function: Any, seen: set[Any]) -> Iterator[str]:
    if function in seen:
        return
    seen.add(function)
    yield from _code(function.__code__, function.__doc__)
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, Dispatcher):
            yield from _contents(value.py_func, seen)
        elif isinstance(value, int | float | str | tuple | np.generic):
            yield f"{name} = {value!r}"


def _code(code: CodeType, says: str | None) -> Iterator[str]:
    """What a function does, without what it says of itself and where it stands."""
    yield code.co_code.hex()
    yield repr((code.co_names, code.co_varnames))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant, None)
        elif constant != says:
            yield repr(constant)
