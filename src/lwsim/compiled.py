"""How rules about people are compiled: `loop` for passes over columns, `rule` for what one person does inside them.

A rule is unrolled into the loop that uses it: handing a table of columns to a function that is not costs more than the rule
itself. A `loop` does not count references to arrays, which made it eight times as fast and means that it may not make
new ones; a `gather` may. Compiled code is kept on disk, so that a machine compiles once.
"""

from numba import njit

loop = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]  # without counting references
gather = njit(cache=True, nogil=True)
rule = njit(cache=True, inline="always")
