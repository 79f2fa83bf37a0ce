"""`make up` in a process of its own, as somebody would run it in a terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

import psutil

from emulators.paths import ROOT
from emulators.processes.ports import free_port, is_free
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

UP = "import sys; from pathlib import Path; from emulators.up import main; sys.exit(main(*map(Path, sys.argv[1:])))"


#: Starts a command and waits for it, as make does.
MAKE = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"


class Terminal:
    """A `make up` that runs, and every process that it started."""

    def __init__(
        self, folder: Path, functions: Path, variables: Mapping[str, str], *, make: bool = False, root: Path = ROOT
    ) -> None:
        self.folder = folder
        self.output = folder.with_name(f"{uuid4().hex}.out")
        command = [sys.executable, "-c", UP, str(folder), str(functions)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", MAKE, *command] if make else command,
                cwd=root,
                env={
                    **os.environ,
                    "PORT": str(free_pair()),
                    "COLUMNS": "300",
                    "PYTHONPATH": str(root / "shared"),
                    "WATCH": "no",  # nobody's business while others work on this repository
                    **variables,
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def shown(self) -> str:
        return self.output.read_text()

    @property
    def exit_code(self) -> int:
        """Wait for the end."""
        return self.process.wait(WAIT_SECONDS)

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.shown
        return "Stop: Ctrl-C." in self.shown

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def running(
    folder: Path,
    functions: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
    *,
    make: bool = False,
    root: Path = ROOT,
) -> Iterator[Terminal]:
    """Start it in this repository, or in a copy of it; whatever happens, nothing of it stays."""
    terminal = Terminal(folder, functions, variables, make=make, root=root)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.terminate()
        terminal.process.wait(WAIT_SECONDS)


def are_gone(processes: list[psutil.Process]) -> bool:
    return eventually(lambda: not any(is_there(process) for process in processes))


def is_there(process: psutil.Process) -> bool:
    """A dead process that nobody has asked about yet is not there."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_pair() -> int:
    return next(port for port in iter(free_port, None) if is_free(port + 1))
