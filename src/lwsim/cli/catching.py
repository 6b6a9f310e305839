"""What the library raises becomes words on stderr and an exit code with a meaning, never a traceback."""

import os
import sys
import traceback
from typing import Any, NoReturn

import click

from ..errors import InputError

REFUSED, FAULT, STOPPED = 1, 3, 130
"""Exit codes beside 0 (done) and click's own 2 (wrong usage)."""

TRACE = "LWSIM_TRACE"
"""Set to anything, it prints the traceback of a fault: for those who will mend it."""


class Commands(click.Group):
    """A group of commands that turns what they raise into words and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused, stopped or broken ends the process with its own code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except InputError as error:
            end(str(error), REFUSED)
        except (KeyboardInterrupt, click.Abort):
            end("Stopped. Nothing was left half-written.", STOPPED)
        except Exception as error:
            end(fault(error), FAULT)


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
