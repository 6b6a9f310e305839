"""`lwsim app`: serve the planner's browser from this machine."""

import click

from .compiling import compile_first


@click.command(short_help="Serve the planner's browser on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets others reach it.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--root-path", default="", help="Path below which a reverse proxy shows it, such as /lwsim.")
def app(host: str, port: int, root_path: str) -> None:
    """Open the planner's browser: compare ways of running a place, answered as you move the sliders.

    It runs on this machine and asks nothing of the network. Stop it with Ctrl-C.
    """
    from ..ui.server import serve
    from ..ui.settings import prepare

    prepare(root_path)
    compile_first()
    click.echo(
        f"lwsim is at http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}{root_path}/  (Ctrl-C stops it)", err=True
    )
    serve(host, port, root_path, lambda words: click.echo(f"The opening comparison: {words}.", err=True))
