"""`lwsim class`: serve class sessions alone, light enough for a laptop in a classroom."""

from pathlib import Path

import click

from ..errors import InputError


@click.command("class", short_help="Serve class sessions, without the planner's browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets phones reach it.")
@click.option("--port", default=8770, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--cards", is_flag=True, help="Print the role cards (docs/teaching/role-cards.md) instead.")
@click.option("--rooms", type=click.Path(dir_okay=False, path_type=Path), default=None, help="File that keeps the rooms.")
def class_room(host: str, port: int, rooms: Path | None, cards: bool) -> None:
    """Serve class sessions (/class) from this machine.

    Rooms are kept in one file, so that a restart in the middle of a half-year loses nothing. Stop it with Ctrl-C.
    """
    if cards:
        from ..classroom.cards import to_markdown

        click.echo(to_markdown(), nl=False)
        return
    try:
        from ..teaching.site import rooms_file
        from ..ui.server import reach, serve_class
    except ImportError as missing:
        way_out = "run `make app`, or pip install 'lwsim[app]'"
        raise InputError("lwsim class", "", f"without {missing.name}, which serves it", "", way_out) from None
    outside = reach(host, port)
    here = f"127.0.0.1:{port}" if host in ("0.0.0.0", "127.0.0.1") else f"{host}:{port}"
    click.echo(f"The teacher's desk is at http://{here}/class/desk  (Ctrl-C stops it)", err=True)
    click.echo(f"Phones join at http://{outside}/class" if outside else "For phones, add: --host 0.0.0.0", err=True)
    serve_class(host, port, rooms or rooms_file())
