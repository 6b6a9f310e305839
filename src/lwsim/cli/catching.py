"""What the library raises becomes words on stderr and an exit code with a meaning, never a traceback."""

import os
import signal
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, NoReturn

import click

from ..errors import InputError

REFUSED, FAULT, NOT_HELD, STOPPED = 1, 3, 4, 130
"""Exit codes beside 0 (done) and click's own 2 (wrong usage). NOT_HELD: the command did its work, and says no."""

TRACE = "LWSIM_TRACE"
"""Set to anything, it prints the traceback of a fault: for those who will mend it."""


class Commands(click.Group):
    """A group of commands that turns what they raise into words and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused, stopped or broken ends the process with its own code."""
        with _CtrlC() as ctrl_c:
            try:
                return super().invoke(ctx)
            except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
                raise
            except InputError as error:
                end(str(error), REFUSED)
            except (KeyboardInterrupt, click.Abort):
                end(_HALTED, STOPPED)
            except Exception as error:
                end(*(_HALTED, STOPPED) if ctrl_c.was_pressed else (fault(error), FAULT))


_HALTED = "Stopped. Nothing was left half-written."


class _CtrlC:
    """Remembers that Ctrl-C was pressed: a library may swallow what it raises, as the compiler does, and fail over it later."""

    def __init__(self) -> None:
        self.was_pressed = False

    def __enter__(self) -> "_CtrlC":
        self._hook, usual = sys.unraisablehook, signal.getsignal(signal.SIGINT) is signal.default_int_handler
        self._takes = usual and threading.current_thread() is threading.main_thread()  # else it is ignored, or another's
        if self._takes:
            signal.signal(signal.SIGINT, self._press)
        sys.unraisablehook = self._hush
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._takes:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = self._hook

    def _press(self, number: int, frame: Any) -> None:
        self.was_pressed = True
        signal.default_int_handler(number, frame)

    def _hush(self, lost: "sys.UnraisableHookArgs") -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            self._hook(lost)


def fault(error: Exception) -> str:
    """The words for an error that should never have reached the user."""
    if os.environ.get(TRACE):
        traceback.print_exc()
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"lwsim itself is at fault ({what}). Set {TRACE}=1 and run it again to see where; please report that."


def end(words: str, code: int) -> NoReturn:
    """Say the words on stderr and leave with the code."""
    click.echo(words, err=True)
    sys.exit(code)
