"""How rules about people are compiled: `loop` for passes over columns, `rule` for what one person does inside them.

A rule is unrolled into the loop that uses it: handing a table of columns to a function that is not costs more than the rule
itself. Compiled code is kept on disk, so that a machine compiles once.
"""

from numba import njit

loop = njit(cache=True, nogil=True, _nrt=False)
gather = njit(cache=True, nogil=True)
rule = njit(cache=True, inline="always")
