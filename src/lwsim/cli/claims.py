"""`lwsim claims`: every statement the software makes about the model's behaviour, checked again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import options
from .catching import NOT_HELD
from .showing import note, print_json


@click.command(short_help="Check again every statement made about the model's behaviour.")
@click.option("--fast", is_flag=True, help="Only those whose check takes seconds.")
@click.option("--list", "only_list", is_flag=True, help="List the statements and their checks, and run nothing.")
@options.as_json
def claims(fast: bool, only_list: bool, as_json: bool) -> None:
    """Rerun the check of every statement in docs/claims.toml. To be run in a checkout.

    Exit code 0 only if every statement holds, 4 if one does not.
    """
    from ..claims import register, rerun

    root = Path.cwd()
    chosen = [claim for claim in register(root) if claim.fast or not fast]
    if only_list:
        _list(chosen, as_json)
        return
    answers = []
    for answer in rerun(chosen, root):
        answers.append(answer)
        if not as_json:
            why = f" ({answer.why})" if answer.why else ""
            click.echo(f"{'holds' if answer.holds else 'DOES NOT HOLD'}{why}: {answer.claim.says}")
    if as_json:
        print_json([{**vars(one.claim), "holds": one.holds, "why": one.why} for one in answers])
    held = sum(answer.holds for answer in answers)
    note(f"{held} of {len(answers)} statements hold.")
    if held < len(answers):
        sys.exit(NOT_HELD)


def _list(chosen: list, as_json: bool) -> None:
    """The statements with their checks."""
    if as_json:
        print_json([vars(claim) for claim in chosen])
        return
    for claim in chosen:
        click.echo(f"{claim.key}: {claim.says}\n  said in {claim.said_in}; checked by {claim.check}")
