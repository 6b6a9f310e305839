"""What a user waits for besides the model: compiling once, starting, importing; and the memory of a long run at 1:1.

Everything is measured in fresh processes, as a user would start them.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

_FIVE_YEARS = """
import sys, time
from lwsim.single import run
start = time.process_time()
run("salford", "relational", years=float(sys.argv[1]))
print(time.process_time() - start)
try:
    words = open("/proc/self/status").read()  # getrusage would also count what the parent held before this process began
    print(int(words.split("VmHWM:")[1].split()[0]) * 1024)
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
_SMALL_RUN = ("run", "small_town", "--years", "1")


def _lwsim() -> str:
    return str(Path(sys.executable).with_name("lwsim"))


def _wait(command: list[str], **environment: str) -> float:
    """Seconds on the clock until a command is done. Raises CalledProcessError if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)
    return time.perf_counter() - start


def first_use() -> float:
    """Seconds of a small town's year in which everything is compiled, into an empty folder."""
    with tempfile.TemporaryDirectory() as empty:
        return _wait([_lwsim(), *_SMALL_RUN], NUMBA_CACHE_DIR=empty)


def warm_run(repeats: int) -> float:
    """Seconds of the same year when everything is compiled already; the median."""
    _wait([_lwsim(), *_SMALL_RUN])
    return median(_wait([_lwsim(), *_SMALL_RUN]) for _ in range(repeats))


def version(repeats: int) -> float:
    """Seconds of `lwsim --version`; the median."""
    return median(_wait([_lwsim(), "--version"]) for _ in range(repeats))


def imports(repeats: int) -> tuple[float, float]:
    """Seconds to import all that a run needs: lwsim's own files, and the libraries it stands on; medians."""
    pairs = [_imports() for _ in range(repeats)]
    return median(own for own, _ in pairs), median(others for _, others in pairs)


def _imports() -> tuple[float, float]:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import lwsim.single"], check=True, capture_output=True, text=True
    ).stderr
    own = others = 0.0
    for microseconds, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", told):
        if name.split(".")[0] == "lwsim":
            own += int(microseconds) / 1e6
        else:
            others += int(microseconds) / 1e6
    return own, others


def long_run(years: float) -> tuple[float, int]:
    """Salford at 1:1 with its warm-up: CPU seconds of `lwsim.run`, and the most memory its process ever held, in bytes."""
    told = subprocess.run([sys.executable, "-c", _FIVE_YEARS, str(years)], check=True, capture_output=True, text=True).stdout
    cpu, memory = told.split()
    return float(cpu), int(memory)
