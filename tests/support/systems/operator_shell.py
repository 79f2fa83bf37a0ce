"""The command line `onewrite` on a running system; each command is a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from emulators.system.system import System
from tests.support.systems import warm
from tests.support.waiting.bounds import WAIT_SECONDS

CLI = "from onewrite.cli import main; main()"


class RunningCommand:
    def __init__(self, system: System, arguments: tuple[str, ...]) -> None:
        self._out, self._err = (NamedTemporaryFile("r") for _ in range(2))  # noqa: SIM115 - open until it has ended
        self._process = warm.start(
            [sys.executable, "-c", CLI, *arguments],
            env={**os.environ, **system.environment},
            cwd=Path.cwd(),
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._err,
            start_new_session=True,
        )
        self.pid: int = self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> tuple[int, str, str]:
        """Wait for its end; return exit code, output and errors."""
        code: int = self._process.wait(WAIT_SECONDS)
        with self._out, self._err:
            return code, self._out.read(), self._err.read()


def onewrite(system: System, *arguments: str) -> RunningCommand:
    """Start a command."""
    return RunningCommand(system, arguments)


def done(system: System, *arguments: str, code: int = 0) -> str:
    """Carry a command out that ends with this exit code; return what it printed."""
    ended_with, out, err = onewrite(system, *arguments).ended()
    assert ended_with == code, (arguments, out, err)
    return out
