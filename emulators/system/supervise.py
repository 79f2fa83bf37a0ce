"""Starts a function again after it died, with a growing pause if it dies repeatedly, or when somebody asks for it."""

import threading
from typing import Final

from emulators.processes.process import Process
from emulators.say import Say
from emulators.system.pauses import Pauses
from emulators.system.system import System
from onewrite.local.restarts import RestartRequests

CHECK_EVERY_SECONDS: Final = 0.1


class Supervisor(threading.Thread):
    def __init__(self, system: System, *, restart: bool, say: Say) -> None:
        super().__init__(name="supervisor", daemon=True)
        functions = {process.name: process for process in system.processes.values()}
        self._pauses = [(process, Pauses()) for process in functions.values()] if restart else []
        self._requests = RestartRequests(system.folder)
        self._system = system
        self._say = say
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(CHECK_EVERY_SECONDS):
            with self._system.lock:
                self._fulfil()
                for process, pauses in self._pauses:
                    self._check(process, pauses)

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _fulfil(self) -> None:
        if functions := [name for name in self._requests.take() if name in self._system.urls]:
            self._say(f"Restarting {', '.join(functions)}, as `onewrite restart` asks")
            self._system.reload(functions)

    def _check(self, process: Process, pauses: Pauses) -> None:
        if process.is_alive:
            pauses.note_start()
        elif pauses.note_death():
            process.kill()  # the workers of a server that was killed
            self._say(f"{process.name} {process.ending}: starting it again (log: {process.log})")
        elif pauses.is_over:
            process.start()
            pauses.note_start()
            self._system.save()
