"""Which system a command works on: the one of `--local`, else of the environment, else the one that runs here."""

import os
from dataclasses import dataclass
from pathlib import Path

import typer

from onewrite.cli.asking import ask
from onewrite.cli.systems.operations import Operations
from onewrite.cli.systems.over_http import LONGEST_CALL_SECONDS, OverHttp
from onewrite.errors import OperationRefused, Unavailable
from onewrite.local.system import LocalSystem, find

OPERATE_VIEWS = "operate_views"
EMULATORS = frozenset({"SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"})


@dataclass(frozen=True)
class Choice:
    """`local` is the state file that was named."""

    local: Path | None = None

    @property
    def project(self) -> str | None:
        """The project of the system that the environment names; a domain alone may belong to many systems."""
        return None if self.local else os.environ.get("ONEWRITE_PROJECT")

    def saved_system(self) -> LocalSystem | None:
        """Return the system of this machine as its state file has it, whether it still runs or not."""
        return find(self.local)

    def running_system(self) -> LocalSystem:
        """Return the system that runs on this machine. Raises OperationRefused and Unavailable."""
        return self._running("or name its state file with --local")

    def operations(self, *, within: float = LONGEST_CALL_SECONDS) -> Operations:
        """Return the operations of the system. Raises OperationRefused and Unavailable."""
        if self.project:
            from onewrite.cli.systems.in_process import InProcess  # noqa: PLC0415 - imports Google's clients

            return InProcess()
        system = self._running("or set ONEWRITE_PROJECT, ONEWRITE_DOMAIN, …")
        if OPERATE_VIEWS not in system.functions:
            raise OperationRefused(f"This system doesn't serve {OPERATE_VIEWS}, which operators need: serve it too")
        return OverHttp(system.functions[OPERATE_VIEWS], system.log_of(OPERATE_VIEWS), within)

    def operations_to_change(self, what: str, *, yes: bool) -> Operations:
        """Return the same; ask first if `what` would change a real project. Raises OperationRefused for no."""
        if self.project and not (yes or _is_on_this_machine()):
            ask(f"{what} in {self.project}, a real project. Go on?")
        return self.operations()

    def _running(self, advice: str) -> LocalSystem:
        system = self.saved_system()
        if system is None:
            raise OperationRefused(f"No system runs here: start one with `make up`, {advice}")
        if not system.supervisor.is_alive:
            raise Unavailable("The local system is gone: start it with `make up`")
        return system


def chosen(context: typer.Context) -> Choice:
    """Return the choice that was made before the command."""
    choice: Choice = context.obj
    return choice


def _is_on_this_machine() -> bool:
    return os.environ.keys() >= EMULATORS or os.environ.get("ONEWRITE_STORE") == "memory"
