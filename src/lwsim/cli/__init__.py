"""The command line: `lwsim`, a thin layer over the library and the only place that catches its errors."""

import click

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


def _say_version(context: click.Context, parameter: click.Parameter, is_asked: bool) -> None:
    """Say which lwsim this is. Finding out takes a while, so it is done where it is asked for."""
    if is_asked and not context.resilient_parsing:
        from ..about import VERSION

        click.echo(f"{context.info_name} {VERSION}")
        context.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show the version and exit."
)
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
