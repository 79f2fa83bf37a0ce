"""Starts a function again after it died, with a growing pause if it dies repeatedly, or when somebody asks for it."""

import threading
import time
from typing import Final

from emulators.processes.process import Process
from emulators.say import Say
from emulators.system.system import System
from onewrite.local.restarts import RestartRequests

CHECK_EVERY_SECONDS: Final = 0.1
FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 10.0
#: A function that ran this long starts again with the first pause.
STABLE_AFTER_SECONDS: Final = 10.0


class Supervisor(threading.Thread):
    def __init__(self, system: System, *, restart: bool, say: Say) -> None:
        super().__init__(name="supervisor", daemon=True)
        functions = {process.name: process for process in system.processes.values()}
        self._restarts = [_Restarts(process) for process in functions.values()] if restart else []
        self._requests = RestartRequests(system.folder)
        self._system = system
        self._say = say
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(CHECK_EVERY_SECONDS):
            with self._system.lock:
                self._fulfil()
                for restarts in self._restarts:
                    self._check(restarts)

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _fulfil(self) -> None:
        if functions := [name for name in self._requests.take() if name in self._system.urls]:
            self._say(f"Restarting {', '.join(functions)}, as `onewrite restart` asks")
            self._system.reload(functions)

    def _check(self, restarts: "_Restarts") -> None:
        process = restarts.process
        if process.is_alive:
            restarts.due_at = None  # somebody else may have started it
        elif restarts.due_at is None:
            restarts.schedule()
            process.kill()  # the workers of a server that was killed
            self._say(f"{process.name} {process.ending}: starting it again (log: {process.log})")
        elif time.monotonic() >= restarts.due_at:
            process.start()
            restarts.note_start()
            self._system.save()


class _Restarts:
    """When one process is to be started again; None while it runs."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.due_at: float | None = None
        self._short_runs = 0
        self._started_at = time.monotonic()

    def note_start(self) -> None:
        self._started_at = time.monotonic()
        self.due_at = None

    def schedule(self) -> None:
        """Set `due_at`; the pause doubles after each run that was short."""
        now = time.monotonic()
        self._short_runs = 0 if now - self._started_at > STABLE_AFTER_SECONDS else self._short_runs + 1
        self.due_at = now + min(FIRST_PAUSE_SECONDS * 2**self._short_runs, LONGEST_PAUSE_SECONDS)
