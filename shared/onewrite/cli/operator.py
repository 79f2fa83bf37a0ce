"""What the commands share: the system that they work on, their actor, and a question before changes."""

from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from onewrite import settings
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import App, app, domain_of
from onewrite.domain.model import Domain
from onewrite.errors import OperationRefused, Unavailable
from onewrite.local.probes import PROBE_TIMEOUT_SECONDS, spanner_responds
from onewrite.local.system import find

JsonOption = Annotated[bool, typer.Option("--json", help="Print data only.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Don't ask before changing a real project.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why; kept in the audit log.")]
ProjectionArgument = Annotated[str, typer.Argument(help="The projection's name.")]


def is_named(local: Path | None) -> bool:
    """Tell whether the environment names the system to work on; a state file that is given takes precedence."""
    return local is None and settings.names_a_system()


def system(local: Path | None) -> App:
    """Return the application, wired to the system that was chosen."""
    _choose(local)
    return _wired()


def system_to_change(local: Path | None, what: str, *, yes: bool) -> App:
    """Return the same as `system`; asks first if `what` would change a real project. Raises OperationRefused for no."""
    _choose(local)
    if not (yes or settings.is_local()):
        ask(f"{what} in {settings.Settings().project}, a real project. Go on?")
    return _wired()


def this_user(reason: str | None = None) -> Actor:
    """Return the user of this process as the actor of an operation."""
    return Actor(getuser(), reason)


def _choose(local: Path | None) -> None:
    if not is_named(local):
        _join_local(local)


def _join_local(local: Path | None) -> None:
    running = find(local)
    if running is None:
        raise OperationRefused("Which system? Start one with `make up`, or set ONEWRITE_PROJECT, ONEWRITE_DOMAIN, …")
    if running.spanner is None:
        raise OperationRefused("The embedded system lives in its own process: use its operate_views function instead")
    if not (running.supervisor.is_alive and spanner_responds(running.spanner.host, within=PROBE_TIMEOUT_SECONDS)):
        raise Unavailable(
            f"The local system with its Spanner at {running.spanner.host} is gone: start it with `make up`"
        )
    settings.adopt(running.environment)


def ask(question: str) -> None:
    """Raise `OperationRefused` unless somebody says yes."""
    try:
        sure = typer.confirm(question, err=True)
    except typer.Abort:
        sure = False
        typer.echo(err=True)
    if not sure:
        raise OperationRefused("Nothing was changed: say yes, or give --yes where nobody can be asked")


def _wired() -> App:
    here = settings.Settings()
    try:
        domain = domain_of(here)
    except Exception as error:
        raise OperationRefused(
            f"ONEWRITE_DOMAIN={here.domain} can't be loaded ({type(error).__name__}: {error}): "
            f"name the domain as package:NAME, and install the package here"
        ) from error
    if not isinstance(domain, Domain):
        raise OperationRefused(f"ONEWRITE_DOMAIN={here.domain} is a {type(domain).__name__}: name a Domain")
    return app()
