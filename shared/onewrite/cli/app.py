"""The command line: all commands, what goes before them, and what happens to errors."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from onewrite.cli.commands.check import check
from onewrite.cli.commands.dead_letters import dead_letters, discard, redrive
from onewrite.cli.commands.log import log
from onewrite.cli.commands.parked import parked
from onewrite.cli.commands.rebuild import pause, rebuild, resume
from onewrite.cli.commands.reconcile import reconcile
from onewrite.cli.commands.release import release, skip
from onewrite.cli.commands.remove import remove
from onewrite.cli.commands.replay import replay
from onewrite.cli.commands.restart import restart
from onewrite.cli.commands.schema import schema
from onewrite.cli.commands.status import status
from onewrite.cli.commands.stream import stream
from onewrite.cli.commands.switch import cancel, drop, rollback, switch
from onewrite.cli.commands.tail import tail
from onewrite.cli.commands.unpublishable import abandon, retry, unpublishable
from onewrite.cli.commands.verify import verify
from onewrite.cli.exit_codes import line_and_code_of
from onewrite.cli.output import visible
from onewrite.cli.systems.choice import Choice
from onewrite.local.system import STATE_FILE
from onewrite.version import VERSION

commands = typer.Typer(name="onewrite", no_args_is_help=True, pretty_exceptions_enable=False)
for heading, group in {
    "Look": (status, stream, tail, parked, unpublishable, dead_letters, log),
    "Mend": (release, skip, reconcile, replay, retry, abandon, redrive, discard),
    "Rebuild": (rebuild, pause, resume, cancel, verify, switch, rollback, drop, remove),
    "On this machine": (restart,),
    "Your repository": (check, schema),
}.items():
    for command in group:
        commands.command(rich_help_panel=heading)(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onewrite {VERSION}")
        raise typer.Exit


@commands.callback()
def onewrite(
    context: typer.Context,
    *,
    local: Annotated[
        Path | None,
        typer.Option(
            envvar="ONEWRITE_LOCAL",
            metavar="FILE",
            help=f"The state file of the local system that is meant. Default: {STATE_FILE} here or in a folder above.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Look at a running system and operate its views.

    Works on the system that --local names, else on the one that the
    environment names (ONEWRITE_PROJECT, …), else on what `make up` runs here.

    Exit codes: 0 fine; 1 found what it looks for, or could not mend it;
    2 wrong use or environment; 3 not ready. Messages go to standard error.
    """
    context.obj = Choice(local)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; print an error as one line that says what to do."""
    try:
        commands(arguments, prog_name="onewrite")
    except Exception as error:  # noqa: BLE001 - an exit code of 1 means something else
        message, code = line_and_code_of(error)
        typer.echo(f"onewrite: {visible(message)}", err=True)
        sys.exit(code)
