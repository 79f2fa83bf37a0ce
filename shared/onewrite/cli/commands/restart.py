"""`onewrite restart`: restarts functions of the system on this machine, which load their code anew."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Annotated, Final

import typer

from onewrite.cli.asking import ask
from onewrite.cli.options import FunctionArgument
from onewrite.cli.output import say
from onewrite.cli.systems.choice import chosen
from onewrite.errors import OperationRefused, Unavailable
from onewrite.local.probes import PROBE_TIMEOUT_SECONDS, function_not_ready
from onewrite.local.restarts import RestartRequests
from onewrite.local.system import STATE_FILE, LocalSystem

#: How long `make up` may take to carry a request out, and a function to become ready.
RESTART_TIMEOUT_SECONDS: Final = 30.0
READY_TIMEOUT_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.1


def restart(
    context: typer.Context,
    function: FunctionArgument = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before an embedded system loses its data.")] = False,
) -> None:
    """Restart functions of the local system, so that they load their code anew.

    Exit code 3 when one isn't ready.
    """
    system = chosen(context).running_system()
    if function and function not in system.functions:
        raise OperationRefused(f"There is no function {function}: name one of {', '.join(system.functions)}")
    if system.spanner is None and not yes:
        ask("The embedded system is one process and loses all its data. Restart it?")
    functions = [function] if function else list(system.functions)
    began = monotonic()
    RestartRequests(system.folder).write(functions)
    for name in functions:
        _await_restart(system, name)
        _await_ready(system, name)
        say(f"{name}: ready after {monotonic() - began:.1f} s")


def _await_restart(system: LocalSystem, function: str) -> None:
    """Wait until another process serves the function. Raises `Unavailable` after a while."""

    def is_restarted() -> bool:
        now = LocalSystem.read(system.folder / STATE_FILE.name)
        return now is not None and now.process_of(function) not in {None, system.process_of(function)}

    if not _waited(is_restarted, RESTART_TIMEOUT_SECONDS):
        RestartRequests(system.folder).take()
        raise Unavailable(f"`make up` (pid {system.supervisor.pid}) doesn't restart {function}: start `make up` again")


def _await_ready(system: LocalSystem, function: str) -> None:
    """Wait until the function is ready. Raises `Unavailable` after a while, or once it says what won't pass."""
    until = monotonic() + READY_TIMEOUT_SECONDS
    while problem := function_not_ready(system.functions[function], within=PROBE_TIMEOUT_SECONDS):
        if not problem.passes or monotonic() > until:
            raise Unavailable(f"{function} isn't ready: {problem.why} (log: {system.log_of(function)})")
        sleep(POLL_SECONDS)


def _waited(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for the condition; return whether it was met in time."""
    until = monotonic() + seconds
    while not condition():
        if monotonic() > until:
            return False
        sleep(POLL_SECONDS)
    return True
