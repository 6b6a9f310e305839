"""What a user waits for besides the model: compiling once, starting, importing; and the memory of a long run at 1:1.

Everything is measured in fresh processes, as a user would start them, and in CPU seconds, which other programs hardly disturb.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

_IMPORT = """
import importlib, sys, time
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
start = time.process_time()
import lwsim.single
print(time.process_time() - start)
print(*(name for name in sys.modules if name.split(".")[0] not in ("lwsim", "__main__")))
"""
_MEMORY = """
try:
    words = open("/proc/self/status").read()  # getrusage would also count what the parent held before this process began
    print(int(words.split("VmHWM:")[1].split()[0]) * 1024)
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
_LONG_RUN = (
    """
import sys, time
from lwsim.single import run
start = time.process_time()
run("salford", "relational", years=float(sys.argv[1]))
print(time.process_time() - start)
"""
    + _MEMORY
)
_SIZE = (
    """
import sys
import whole
start = whole.settled(sys.argv[1], int(sys.argv[2]))
weeks, repeats = int(sys.argv[3]), int(sys.argv[4])
print(start.people.who.size, min(whole.time_to_live(start, weeks) for _ in range(repeats)))
"""
    + _MEMORY
)
_SMALL_RUN = ("run", "small_town", "--years", "1")


def _lwsim() -> str:
    return str(Path(sys.executable).with_name("lwsim"))


def _cpu(command: list[str], **environment: str) -> float:
    """CPU seconds of a command, user and system. Raises CalledProcessError if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_use() -> float:
    """CPU seconds of a small town's year in which everything is compiled, into an empty folder."""
    with tempfile.TemporaryDirectory() as empty:
        return _cpu([_lwsim(), *_SMALL_RUN], NUMBA_CACHE_DIR=empty)


def warm_run(repeats: int) -> float:
    """CPU seconds of the same year when everything is compiled already; the median."""
    _cpu([_lwsim(), *_SMALL_RUN])
    return median(_cpu([_lwsim(), *_SMALL_RUN]) for _ in range(repeats))


def version(repeats: int) -> float:
    """CPU seconds of `lwsim --version`; the median."""
    return median(_cpu([_lwsim(), "--version"]) for _ in range(repeats))


def imports(repeats: int) -> tuple[float, float]:
    """CPU seconds to import all that a run needs: lwsim's own files, and the libraries it stands on; medians."""
    whole, libraries = _import_after("")
    own = median(_import_after(libraries)[0] for _ in range(repeats))
    whole = median([whole, *(_import_after("")[0] for _ in range(repeats - 1))])
    return own, whole - own


def _import_after(libraries: str) -> tuple[float, str]:
    """CPU seconds to import lwsim.single once these libraries are there; and all the libraries that are there then."""
    told = subprocess.run([sys.executable, "-c", _IMPORT], input=libraries, check=True, capture_output=True, text=True).stdout
    seconds, names = told.splitlines()
    return float(seconds), names


def long_run(years: float) -> tuple[float, int]:
    """Salford at 1:1 with its warm-up: CPU seconds of `lwsim.run`, and the most memory its process ever held, in bytes."""
    told = subprocess.run([sys.executable, "-c", _LONG_RUN, str(years)], check=True, capture_output=True, text=True).stdout
    cpu, memory = told.split()
    return float(cpu), int(memory)


def of_size(place: str, adults: int, weeks: int, repeats: int) -> tuple[int, float, int]:
    """A place resized, in a process of its own: its adults, best CPU seconds of `weeks` weeks, and most memory, in bytes."""
    words = [sys.executable, "-c", _SIZE, place, str(adults), str(weeks), str(repeats)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    count, cpu, memory = subprocess.run(words, check=True, capture_output=True, text=True, env=here).stdout.split()
    return int(count), float(cpu), int(memory)
