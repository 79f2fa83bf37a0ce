"""All commands in one place."""

import sys
from collections.abc import Sequence

import typer

from onewrite.adapters.logging import start_logging
from onewrite.cli.endings import ending_of
from onewrite.cli.output import Log
from onewrite.cli.parked import parked
from onewrite.cli.rebuild import pause, rebuild, resume
from onewrite.cli.reconcile import reconcile
from onewrite.cli.record import record
from onewrite.cli.release import release, skip
from onewrite.cli.replay import replay
from onewrite.cli.status import status
from onewrite.cli.switch import cancel, drop, rollback, switch
from onewrite.cli.verify import verify

commands = typer.Typer(name="onewrite", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (
    *(status, parked, release, skip, reconcile),
    *(rebuild, pause, resume, cancel, verify, switch, rollback, drop),
    *(replay, record),
):
    commands.command()(command)


@commands.callback()
def onewrite() -> None:
    """Look at a running system and operate its views.

    Works on the system that --local names, else on the one that the environment names (ONEWRITE_PROJECT,
    ONEWRITE_DOMAIN, …), else on the one that `make up` runs here. Exit codes: 0 fine; 1 found what it looks for, or
    could not mend it; 2 wrong use or environment; 3 not ready. What is not an answer goes to standard error.
    """
    start_logging(Log())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error is one line that says what to do."""
    try:
        commands(arguments)
    except Exception as error:  # noqa: BLE001 - an exit code of 1 means something else
        message, code = ending_of(error)
        typer.echo(f"onewrite: {message}", err=True)
        sys.exit(code)
