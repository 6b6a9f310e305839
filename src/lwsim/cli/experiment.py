"""`lwsim experiment`: batches of runs from a file: run, watch, resume, extend, certify."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.markup import escape

from ..errors import InputError
from ..wording import duration
from . import many
from .catching import NOT_HELD
from .compiling import compile_first
from .loading import say_which_beside
from .options import shared
from .showing import bar, console, note, plain_table, print_json

if TYPE_CHECKING:
    from ..batch.asked import Standing
    from ..batch.experiment_file import Experiment
    from ..batch.runner import Progress
    from ..batch.store import Store

MOST_ROWS = 100
"""Rows of an answer that the terminal shows."""


def _usual_store() -> Path:
    from ..batch.shelf import usual_store

    return usual_store()


store_option = click.option(
    "--store",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=_usual_store,
    show_default="results/store, or $LWSIM_STORE",
    help="The folder of finished runs, shared by all experiments.",
)
scheduler = click.option(
    "--scheduler",
    default=None,
    metavar="ADDRESS",
    help="Send the runs to a Dask cluster, as tcp://10.0.0.1:8786, instead of this machine.",
)
again = click.option("--again", is_flag=True, help="Also live runs again that are recorded as failed.")
reduced_option = click.option("--reduced", is_flag=True, help="The small form that the file's [reduced] table describes.")
which = click.argument("experiment", metavar="EXPERIMENT")
how = shared(store_option, many.workers, scheduler, again)


@click.group(short_help="Batches of runs from a file: run, resume, extend, analyse, query.")
def experiment() -> None:
    """Live the many runs that an experiment's file asks for, and read what came out. A finished run is never lived again."""


@experiment.command("list")
@store_option
def list_experiments(folder: Path) -> None:
    """Say which experiments there are, in files and in the store."""
    from ..batch.shelf import shelf

    table = plain_table("Name", "Question", "In the store")
    for one in shelf(folder):
        table.add_row(one.name, escape(one.question), one.standing.state if one.standing else "not yet run")
    console().print(table)


@experiment.command(short_help="Live every run that a file asks for and is not there.")
@which
@shared(reduced_option, how)
def run(experiment: str, reduced: bool, folder: Path, workers: int | None, scheduler: str | None, again: bool) -> None:
    """Live every run that EXPERIMENT (a name, a folder or a file) asks for and the store does not hold."""
    from ..batch.experiment_file import load_experiment

    _run(*_asked(load_experiment(experiment), reduced), folder, workers, scheduler, again)


@experiment.command(short_help="Go on with a batch that was stopped or killed.")
@which
@how
def resume(experiment: str, folder: Path, workers: int | None, scheduler: str | None, again: bool) -> None:
    """Go on with a batch that was stopped, killed or lost its disk: only what is missing is lived."""
    from ..batch.asked import recalled
    from ..batch.store import Store

    _run(recalled(Store(folder, make=False), experiment), experiment, folder, workers, scheduler, again)


@experiment.command(short_help="Make an experiment larger.")
@which
@click.option("--worlds", type=click.IntRange(1, 1_000_000), default=None, help="Plausible worlds in all.")
@click.option("--replicates", type=click.IntRange(1, 100_000), default=None, help="Runs of each world in all.")
@click.option("--points", type=click.IntRange(1), default=None, help="Points of a sampled design in all.")
@how
def extend(
    experiment: str,
    worlds: int | None,
    replicates: int | None,
    points: int | None,
    folder: Path,
    workers: int | None,
    scheduler: str | None,
    again: bool,
) -> None:
    """Make an experiment larger; --worlds 1000 after 900 lives a hundred worlds."""
    from ..batch.asked import extended
    from ..batch.store import Store

    larger = extended(Store(folder, make=False), experiment, worlds=worlds, replicates=replicates, points=points)
    _run(larger, experiment, folder, workers, scheduler, again)


@experiment.command()
@click.argument("experiment", metavar="[EXPERIMENT]", default="")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def status(experiment: str, folder: Path, as_json: bool) -> None:
    """Say how far experiments are, and what failed."""
    from ..batch.asked import names, standing
    from ..batch.store import Store

    store = Store(folder, make=False)
    found = [standing(store, experiment)] if experiment else []
    for name in () if experiment else names(store):
        try:
            found.append(standing(store, name))
        except InputError as error:  # one damaged file hides no other experiment
            note(str(error))
    if as_json:
        print_json(many.plain_rows(found))
        return
    table = plain_table("Experiment", "State", "Runs", "Failed", "Rate", "Time left", "Model")
    for one in found:
        table.add_row(*_standing_row(one))
    console().print(table)
    if experiment:
        _show_failures(store, experiment)


@experiment.command(short_help="Show that seeds differ, and repeat in every worker.")
@which
@shared(reduced_option, store_option, many.workers, scheduler)
def certify(experiment: str, reduced: bool, folder: Path, workers: int | None, scheduler: str | None) -> None:
    """Show that the seeds of an experiment differ, and repeat in every worker; keep the certificate with the results."""
    from ..batch.certificate import certify as certified
    from ..batch.experiment_file import load_experiment
    from ..batch.plan import Plan
    from ..batch.store import Store

    one, name = _asked(load_experiment(experiment), reduced)
    plan, store = Plan(one), Store(folder)
    say_which_beside(one)
    with _hands(workers, scheduler) as hands:
        said = certified(plan, hands, store.experiment(name))
    workers_seen = f"{said['workers']} worker{'s' if said['workers'] > 1 else ''}"
    click.echo(f"{said['seeds']:,} seeds, {said['seeds_that_differ']:,} differ; the same numbers, twice, in {workers_seen}.")
    click.echo(f"Kept: {store.experiment(name) / 'certificate.json'}")


@experiment.command(short_help="Ask the store in SQL.")
@click.argument("sql")
@store_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a program to read.")
def query(sql: str, folder: Path, as_csv: bool) -> None:
    """Ask the store in SQL: the tables runs, yearly, weekly, and one of each experiment's name.

    lwsim experiment query 'select purpose, avg(need_met) from "tension-map" where year = 5 group by purpose'
    """
    from ..batch.reading import query as ask
    from ..batch.store import Store

    answer = ask(Store(folder, make=False), sql)
    if as_csv:
        click.echo(answer.to_csv(index=False, lineterminator="\n"), nl=False)
        return
    table = plain_table(*map(str, answer.columns))
    for row in answer.head(MOST_ROWS).itertuples(index=False):
        table.add_row(*(escape(f"{cell:.6g}" if isinstance(cell, float) else str(cell)) for cell in row))
    console().print(table)
    if len(answer) > MOST_ROWS:
        note(f"The first {MOST_ROWS} of {len(answer):,} rows; --csv prints all.")


@experiment.command(short_help="Make tables, figures and one page of the results.")
@which
@store_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder to write to. [default: in the store]"
)
@click.option("--tables", "tables_alone", is_flag=True, help="Tables without figures; needs no matplotlib.")
@click.option(
    "--into", type=click.Path(path_type=Path), default=None, help="A README to put the results into, between its marks."
)
@click.option("--figure", default="", metavar="NAME", help="One figure alone, as map-salford-need_met.")
def analyse(experiment: str, folder: Path, out: Path | None, tables_alone: bool, into: Path | None, figure: str) -> None:
    """Make tables, figures and one page of what the store holds of an experiment, finished or not."""
    from ..batch.analysis.analyse import analyse as made
    from ..batch.analysis.words import put_into
    from ..batch.asked import standing
    from ..batch.store import Store

    store = Store(folder, make=False)
    told = standing(store, experiment)
    if not told.is_of_this_model:
        note("Its runs were lived by another model than this one; run it again for this one's.")
    if told.there < told.total:
        note(f"{told.there:,} of its {told.total:,} runs are there; the analysis is of those.")
    target = out or store.experiment(experiment) / "analysis"
    written = made(store, experiment, target, forms=() if tables_alone else ("svg", "pdf"), only=figure)
    if into:
        put_into(into, (target / "results.md").read_text(encoding="utf-8"))
    click.echo(f"Written: {len(written)} files, {target / 'index.html'} first of all")


@experiment.command(short_help="Write an experiment so that others can rebuild it.")
@which
@store_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make; it must not be there yet.")
def crate(experiment: str, folder: Path, out: Path) -> None:
    """Write a finished experiment as an evidence crate (Workflow Run RO-Crate) that others can rebuild."""
    from ..batch.crate import write_crate
    from ..batch.store import Store

    made = write_crate(Store(folder, make=False), experiment, out)
    click.echo(f"Written: {made}; to check it: lwsim reproduce {made}")


@click.command(short_help="Rebuild an evidence crate and say whether every number came back.")
@click.argument("crate", type=click.Path(path_type=Path))
@many.workers
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder to keep the new tables and figures in.",
)
@click.option("--figure", default="", metavar="NAME", help="Make one figure alone.")
def reproduce(crate: Path, workers: int | None, out: Path | None, figure: str) -> None:
    """Live every run of CRATE (a folder or a zip) again, and compare every number, table and figure with what it holds.

    Exit code 0: every one came back; 4: not every one.
    """
    from ..batch.reproduce import reproduce as lived_again

    with batch_progress(crate.name) as told:
        answer = lived_again(crate, workers=workers, out=out, figure=figure, told=told)
    click.echo(answer.words())
    if not answer.holds:
        sys.exit(NOT_HELD)


def _asked(one: Experiment, reduced: bool) -> tuple[Experiment, str]:
    """The experiment, or its reduced form under a name of its own."""
    return (one.reduced_form(), f"{one.name}-reduced") if reduced else (one, one.name)


@contextmanager
def _hands(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    """This machine's processes, or a cluster's."""
    if scheduler:
        from ..batch.cluster import cluster

        with cluster(scheduler) as hands:
            yield hands
    else:
        from ..batch.hands import Crew

        crew = Crew(workers)
        try:
            yield crew
        finally:
            crew.end(now=True)


def _run(one: Experiment, name: str, folder: Path, workers: int | None, scheduler: str | None, again: bool) -> None:
    """Live a batch, showing how far it is. Exits with NOT_HELD where a run of it has failed, now or before."""
    from ..batch.plan import Plan
    from ..batch.reading import failures
    from ..batch.runner import run_batch
    from ..batch.store import Store

    plan, store = Plan(one), Store(folder)
    say_which_beside(one)
    compile_first()
    signal.signal(signal.SIGTERM, _stopped)  # as a cluster's scheduler stops a job: the same as Ctrl-C
    with batch_progress(name) as told, _how_to_go_on(name, folder):
        if scheduler:
            with _hands(None, scheduler) as hands:
                ended = run_batch(plan, store, name=name, executor=hands, again=again, told=told)
        else:
            ended = run_batch(plan, store, name=name, workers=workers, again=again, told=told)
    for remark in store.notes:
        note(remark)
    counts = f"{ended.there:,} of them there before, {ended.done:,} lived now, {ended.failed:,} failed"
    click.echo(f"{name}: {ended.total:,} runs, {counts}.")
    if failures(store, name):
        click.echo(f"What failed: lwsim experiment status {name}{_said(folder)}")
        sys.exit(NOT_HELD)


def _said(folder: Path) -> str:
    """What a command must add to mean this store, as one types it; nothing for the usual one."""
    return "" if folder == _usual_store() else f" --store {shlex.quote(str(folder))}"


def _stopped(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _how_to_go_on(name: str, folder: Path) -> Iterator[None]:
    """Say how to go on with a batch that somebody stops, or whose workers are killed."""
    from ..batch.pool import Killed

    try:
        yield
    except (KeyboardInterrupt, Killed):
        note(f"What was finished is kept. To go on: lwsim experiment resume {name}{_said(folder)}")
        raise


@contextmanager
def batch_progress(name: str) -> Iterator[Callable[[Progress], None]]:
    """Progress with rate, time left and failures: a bar in a terminal, a line now and then elsewhere."""
    with bar(name, sys.stderr.isatty()) as tell:
        yield lambda now: tell(now.there + now.done + now.failed, now.total, _rate_words(now))


def _rate_words(now: Progress) -> str:
    failed = f", {now.failed:,} failed" if now.failed else ""
    if not now.left:
        return f"{now.done:,} lived now{failed}"
    return f"{now.rate:.1f} a second, {duration(now.seconds_left)} left{failed}"


def _standing_row(one: Standing) -> tuple[str, ...]:
    is_under_way = one.state == "running"
    rate = f"{one.rate:.1f}/s" if one.rate else ""
    left = duration(one.seconds_left) if is_under_way else ""
    model = "this one" if one.is_of_this_model else "another; run it again"
    return one.name, one.state, f"{one.there:,} of {one.total:,}", f"{one.failed:,}", rate, left, model


def _show_failures(store: Store, name: str) -> None:
    """The failed runs of an experiment, each with its error."""
    from ..batch.reading import failures

    found = failures(store, name)
    for key, words in found[:20]:
        click.echo(f"failed {key[:12]}: {words}")
    if len(found) > 20:
        ask = "lwsim experiment query \"select key, error from runs where error <> ''\""
        click.echo(f"... and {len(found) - 20:,} more: {ask}{_said(store.folder)}")
