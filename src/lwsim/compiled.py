"""How rules about people are compiled: `loop` for passes over columns, `rule` for what one person does inside them.

A rule is unrolled into the loop that uses it: calling it costs more than the rule itself. A `walk` is a pass that loops make,
and a loop one that Python makes. Neither counts references to arrays, which made them eight times as fast and means that they
may not make new ones; a `gather` may. Compiled code is kept on disk, so that a machine compiles once.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from typing import Any, NamedTuple, TypeVar

import llvmlite.binding as llvm
import numpy as np
from numba import config, njit
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.dispatcher import Dispatcher
from numba.core.registry import CPUDispatcher
from numba.core.runtime import rtsys

IS_COMPILED = not config.DISABLE_JIT  # type: ignore[attr-defined]  # set as Numba is loaded
"""False where NUMBA_DISABLE_JIT=1 has every rule run as the plain Python it is written in, to be stepped through."""
if not IS_COMPILED:
    np.seterr(over="ignore")  # words of luck wrap around on purpose

Table = TypeVar("Table", bound=tuple)


def loop(function: Callable) -> Any:
    """Compile a pass over columns; it may not make arrays, and no other compiled code may use it."""
    return _short(_kept(njit(nogil=True, _nrt=False)(function), Alone))  # type: ignore[call-overload]  # no reference counts


def walk(function: Callable) -> Any:
    """Compile a walk over columns that loops use, without being unrolled into them."""
    return _kept(njit(nogil=True, _nrt=False)(function))  # type: ignore[call-overload]  # no reference counts


def gather(function: Callable) -> Any:
    """Compile a pass that may make arrays."""
    return _short(_kept(njit(nogil=True)(function)))


def rule(function: Callable) -> Any:
    """Compile what one person does; it is unrolled into every loop that uses it."""
    return _kept(njit(inline="always")(function))


def is_kept(compiled: Any) -> bool:
    """Whether a loop, as it reads now, has been compiled on this machine before, or need not be."""
    cache = getattr(compiled, "_cache", None)
    return not isinstance(cache, Kept) or cache.holds()


LAID_OUT: set[type] = {bool, int, float, np.float64, np.uint64}
"""Types that say by themselves how compiled code reads a value: numbers, and tables whose fields keep their kinds."""
_ARRAY = np.ndarray
_LAYOUT = 0x0503
"""The flags of an array that compiled code depends on: in order by rows or columns, aligned, to be written to."""


def laid_out(table: type[Table]) -> type[Table]:
    """Declare of a named tuple that each of its fields is always of one kind, so that a pass knows it by its class alone."""
    LAID_OUT.add(table)
    return table


def check_fields(table: tuple) -> None:
    """Refuse a laid-out table with a number of another kind than declared: later ones would be read so. Raises TypeError."""
    for name, declared in getattr(type(table), "__annotations__", {}).items():
        value, allowed = getattr(table, name), _MAY_BE.get(declared)
        if allowed and not isinstance(value, allowed):
            raise TypeError(f"{type(table).__name__}.{name} is {value!r}, but declared {declared.__name__}")


_MAY_BE: dict[Any, tuple[type, ...]] = {
    bool: (bool, np.bool_),
    int: (int, np.integer),
    float: (float,),
    np.uint64: (np.uint64,),
}


def kind(value: Any) -> Any:
    """What decides which compiled form of a pass takes a value, found without looking at every column of a table."""
    its = type(value)
    if its in LAID_OUT:
        return its
    if its is _ARRAY:
        flags = value.flags
        return value.dtype, value.ndim, flags.carray or ("otherwise", flags.num & _LAYOUT)
    if isinstance(value, tuple):
        kinds = tuple(map(type, value))
        return its, (tuple(map(kind, value)) if _ARRAY in kinds else kinds)
    return its


class Pass(CPUDispatcher):
    """A compiled pass that remembers the way in for arguments like these.

    Numba types every column of every table at each call, which takes longer than most passes over a thousand posts do.
    """

    _ways: dict[tuple, list["Way"]]
    """By the types of the arguments."""

    def __call__(self, *args: Any) -> Any:
        """Run the form compiled for arguments of these kinds; compile it, or find it on disk, the first time."""
        for way in self._ways.get(tuple(map(type, args)), ()):
            for n, dtype, ndim in way.arrays:
                one = args[n]
                if one.dtype is not dtype or one.ndim != ndim or not one.flags.carray:
                    break
            else:
                if not way.others or [kind(args[n]) for n in way.others] == way.kinds:
                    return way.enter(*args)
        return self._first(args)

    def _first(self, args: tuple) -> Any:
        """The first call with arguments of these kinds."""
        for one in args:
            if isinstance(one, tuple) and type(one) in LAID_OUT:
                check_fields(one)
        found = super().__call__(*args)
        types = tuple(self.typeof_pyval(one) for one in args)
        if types in self.overloads:  # else a form for wider numbers took them
            enter = self.overloads[types].entry_point  # type: ignore[attr-defined]  # of a tuple
            way, known = Way.of(args, enter), self._ways.setdefault(tuple(map(type, args)), [])
            if way not in known:
                known.append(way)
        return found


class Way(NamedTuple):
    """The way into one compiled form, and what its arguments must be like beyond their types.

    arrays: those in the order of rows: which arguments, their dtype, their dimensions.  others, kinds: which, and their `kind`.
    """

    arrays: tuple[tuple[int, np.dtype, int], ...]
    others: tuple[int, ...]
    kinds: list[Any]
    enter: Callable

    @classmethod
    def of(cls, args: tuple, enter: Callable) -> "Way":
        """The way for arguments like these."""
        arrays = tuple((n, one.dtype, one.ndim) for n, one in enumerate(args) if type(one) is _ARRAY and one.flags.carray)
        checked = {n for n, *_ in arrays}
        others = tuple(n for n, one in enumerate(args) if n not in checked and type(one) not in LAID_OUT)
        return cls(arrays, others, [kind(args[n]) for n in others], enter)


def _short(compiled: Any) -> Any:
    """Give a compiled pass its short way in."""
    if IS_COMPILED:
        compiled.__class__ = Pass
        compiled._ways = {}
    return compiled


_MOVED = (ImportError, AttributeError)
"""What reading compiled code raises that knows of a class which has moved since: it is of no use any more."""


class Kept(FunctionCache):
    """Compiled code on disk, found by all that went into it.

    Numba looks at the function itself alone. A rule from another file that is unrolled into it, a number that either reads
    and the order of a table's columns count here too: after an update no old rule is lived by.
    """

    def _index_key(self, sig: Any, codegen: Any) -> tuple:
        columns = tuple(getattr(one, "fields", ()) for one in sig)
        return *super()._index_key(sig, codegen), columns, contents(self._py_func)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Compiled code for these types, if it is there. What Numba compiles by is loaded only where something must be."""
        rtsys.initialize(target_context)
        try:
            with self._guard_against_spurious_io_errors():
                return self._load_overload(sig, target_context)
        except _MOVED:
            self._cache_file.flush()
        return None

    def _save_overload(self, sig: Any, data: Any) -> None:
        if any(key[-1] != contents(self._py_func) for key in self._known()):
            self._cache_file.flush()  # what it was before is of no use any more
        super()._save_overload(sig, data)

    def holds(self) -> bool:
        """Whether anything of the function as it reads now is there."""
        return any(key[-1] == contents(self._py_func) for key in self._known())

    def _known(self) -> dict:
        """What is kept, by what went into it."""
        try:
            return self._cache_file._load_index()
        except _MOVED:
            self._cache_file.flush()
            return {}


class _AloneImpl(CompileResultCacheImpl):
    """Keeps machine code and the names in it, without the code it was made from, which only its users would need."""

    def reduce(self, result: Any) -> tuple:
        (name, kind, (machine, made_from)), *rest = super().reduce(result)
        whole = llvm.parse_bitcode(made_from)
        functions = [f'define void @"{one.name}"() {{ ret void }}' for one in whole.functions if not one.is_declaration]
        values = [f'@"{one.name}" = global i8 0' for one in whole.global_variables if not one.is_declaration]
        names = llvm.parse_assembly("\n".join([*values, *functions])).as_bitcode()
        return (name, kind, (machine, names)), *rest


class Alone(Kept):
    """Compiled code on disk of what no other compiled code uses: smaller, and quicker to load."""

    _impl_class = _AloneImpl  # type: ignore[assignment]  # which Numba declares as None


def _kept(compiled: Any, how: type[Kept] = Kept) -> Any:
    """Keep compiled code where Numba does: beside the source, else in the user's cache folder; nowhere if neither can be."""
    if IS_COMPILED:
        try:
            compiled._cache = how(compiled.py_func)
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
