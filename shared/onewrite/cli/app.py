"""All commands in one place, and the one place that maps errors to exit codes."""

import sys

import typer
from pydantic import ValidationError

from onewrite.cli.parked import parked
from onewrite.cli.rebuild import cancel, pause, rebuild, resume
from onewrite.cli.reconcile import reconcile
from onewrite.cli.record import record
from onewrite.cli.release import release, skip
from onewrite.cli.replay import replay
from onewrite.cli.status import status
from onewrite.cli.switch import drop, rollback, switch
from onewrite.cli.verify import verify
from onewrite.errors import OnewriteError, Unavailable

NOT_FINE = 1
USAGE = 2
NOT_READY = 3

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

    Works on the system that the environment names (ONEWRITE_DOMAIN, ONEWRITE_PROJECT, …), else on the one that
    `make up` runs here. Exit codes: 0 fine; 1 found what it looks for, or could not mend it; 2 wrong use or
    environment; 3 not ready.
    """


def main() -> None:
    """Run the command line; an error is one line that says what to do."""
    try:
        commands()
    except ValidationError as error:
        wrong = ", ".join(f"ONEWRITE_{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors())
        _end(f"The environment is not complete: {wrong}", USAGE)
    except Unavailable as error:
        _end(error.message, NOT_READY)
    except OnewriteError as error:
        _end(error.message, USAGE)


def _end(message: str, code: int) -> None:
    typer.echo(f"onewrite: {message}", err=True)
    sys.exit(code)
