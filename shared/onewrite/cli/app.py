"""The command line: all commands, and what happens to errors."""

import sys
from collections.abc import Sequence

import typer

from onewrite.adapters.logging import start_logging
from onewrite.cli.commands.log import log
from onewrite.cli.commands.parked import parked
from onewrite.cli.commands.rebuild import pause, rebuild, resume
from onewrite.cli.commands.reconcile import reconcile
from onewrite.cli.commands.release import release, skip
from onewrite.cli.commands.replay import replay
from onewrite.cli.commands.restart import restart
from onewrite.cli.commands.status import status
from onewrite.cli.commands.switch import cancel, drop, rollback, switch
from onewrite.cli.commands.verify import verify
from onewrite.cli.exit_codes import line_and_code_of
from onewrite.cli.output import MessageHandler

commands = typer.Typer(name="onewrite", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (
    *(status, parked, release, skip, reconcile),
    *(rebuild, pause, resume, cancel, verify, switch, rollback, drop),
    *(replay, log, restart),
):
    commands.command()(command)


@commands.callback()
def onewrite() -> None:
    """Look at a running system and operate its views.

    Works on the system that --local names, else on the one that the environment names (ONEWRITE_PROJECT,
    ONEWRITE_DOMAIN, …), else on the one that `make up` runs here. Exit codes: 0 fine; 1 found what it looks for, or
    could not mend it; 2 wrong use or environment; 3 not ready. Messages go to standard error.
    """
    start_logging(MessageHandler())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; print an error as one line that says what to do."""
    try:
        commands(arguments)
    except Exception as error:  # noqa: BLE001 - an exit code of 1 means something else
        message, code = line_and_code_of(error)
        typer.echo(f"onewrite: {message}", err=True)
        sys.exit(code)
