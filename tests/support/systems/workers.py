"""Instances of consumer groups that are always on, each a process of its own."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from emulators.paths import ROOT
from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from onewrite.checks.variables import process_environment

#: A worker that tries again soon.
WORK = "import sys; from onewrite.bootstrap import worker; worker.PAUSE_SECONDS = 0.1; worker.work(sys.argv[1:])"


class StartWorker(Protocol):
    def __call__(self, *words: str, **settings: str) -> Process:
        """Start a worker that is told these words, and has these settings besides those of the system."""


@contextmanager
def workers(folder: Path, settings: Mapping[str, str]) -> Iterator[StartWorker]:
    """Yield what starts workers on the system of these settings; kill those that are left."""
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'shared'}", **process_environment(settings)}
    started: list[Process] = []
    with ProcessGuard() as guard:

        def start(*words: str, **more: str) -> Process:
            name = f"{words[0]}-{len(started)}"
            command = [sys.executable, "-c", WORK, *words]
            started.append(Process(name, command, {**environment, **more}, ROOT, folder / f"{name}.log", guard))
            started[-1].start()
            return started[-1]

        try:
            yield start
        finally:
            for process in started:
                process.kill()
