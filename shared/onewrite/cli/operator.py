"""What every command that operates views begins with: which system, who, and whether they mean it."""

from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from onewrite import settings
from onewrite.application.ports.operations import By
from onewrite.bootstrap import App, app
from onewrite.cli.answers import spanner_answers
from onewrite.cli.local import find
from onewrite.errors import OperationRefused, Unavailable

PATIENCE = 2.0

JsonOption = Annotated[bool, typer.Option("--json", help="Print data only.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Don't ask before changing a real project.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why; kept in the record of operations.")]
ProjectionArgument = Annotated[str, typer.Argument(help="The projection's name.")]


def system(local: Path | None) -> App:
    """Return the application, wired to the system that the environment names, else to the local one."""
    if not settings.names_a_system():
        _join_local(local)
    return app()


def changing(local: Path | None, what: str, *, yes: bool) -> App:
    """Like `system`, for a command that changes it: on a real project it asks first."""
    chosen = system(local)
    if not (yes or settings.is_local()):
        typer.confirm(f"{what} in {settings.Settings().project}, a real project. Go on?", abort=True, err=True)
    return chosen


def me(reason: str | None = None) -> By:
    return By(getuser(), reason)


def end(*, fine: bool) -> Any:
    raise typer.Exit(0 if fine else 1)


def _join_local(local: Path | None) -> None:
    running = find(local)
    if running is None:
        raise OperationRefused("Which system? Start one with `make up`, or set ONEWRITE_DOMAIN, ONEWRITE_PROJECT, …")
    if running.spanner is None:
        raise OperationRefused("The embedded system lives in its own process: use its operate_views function instead")
    if not spanner_answers(running.spanner.host, within=PATIENCE):
        raise Unavailable(f"The local system's Spanner at {running.spanner.host} is gone: start it with `make up`")
    settings.adopt(running.environment)
