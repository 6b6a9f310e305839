"""The command line: `lwsim`, a thin layer over the library and the only place that catches its errors."""

import click

from ..about import VERSION
from .app import app
from .audit import audit
from .catching import Commands
from .checks import check
from .claims import claims
from .class_room import class_room
from .conditions import conditions
from .experiment import experiment, reproduce
from .explain import explain
from .lessons import lesson, lessons
from .lists import parameters, places, scenarios
from .runs import compare, run
from .sensitivity import sensitivity
from .sheet import sheet
from .validate import validate

EPILOG = (
    "Exit codes: 0 done; 1 refused (a name, a file or a value that cannot be used; the words are on stderr); "
    "2 wrong usage; 3 a fault of lwsim itself; 4 something that was checked did not hold; 130 stopped by Ctrl-C."
)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def main() -> None:
    """Simulate a local mental health system, and compare ways of running it.

    \b
    Start here:
      lwsim compare salford mechanistic relational --worlds 10 --sample 0.1 --out results/first
    and open results/first/report.html in a browser.
    """


for command in (
    app,
    places,
    scenarios,
    run,
    compare,
    check,
    parameters,
    validate,
    audit,
    explain,
    conditions,
    sensitivity,
    claims,
    experiment,
    sheet,
    reproduce,
    class_room,
    lessons,
    lesson,
):
    main.add_command(command)
