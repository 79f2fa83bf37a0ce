"""Looks after the functions: one that died is started again."""

import threading
import time
from typing import Final

from emulators.processes.process import Process
from emulators.say import Say
from emulators.system.system import System

CHECK_EVERY_SECONDS: Final = 0.1
FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 10.0
#: Who lives this long is forgiven the deaths before.
PROVEN_AFTER_SECONDS: Final = 10.0


class Supervisor(threading.Thread):
    def __init__(self, system: System, *, restart: bool, say: Say) -> None:
        super().__init__(name="supervisor", daemon=True)
        functions = {process.name: process for process in system.processes.values()}
        self._lives = [_Life(process) for process in functions.values()] if restart else []
        self._system = system
        self._say = say
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(CHECK_EVERY_SECONDS):
            with self._system.lock:
                for life in self._lives:
                    self._look_after(life)

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _look_after(self, life: "_Life") -> None:
        process = life.process
        if process.is_alive:
            return
        if life.again_at is None:
            life.ends()
            process.kill()  # the workers of a server that was killed
            self._say(f"{process.name} {process.ending}: starting it again (log: {process.log})")
        elif time.monotonic() >= life.again_at:
            process.start()
            life.begins()
            self._system.save()


class _Life:
    """What is known about the lives that a process had."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.again_at: float | None = None
        self._short_lives = 0
        self._born = time.monotonic()

    def begins(self) -> None:
        self._born = time.monotonic()
        self.again_at = None

    def ends(self) -> None:
        """Double the pause before the next life for everyone that was short."""
        now = time.monotonic()
        self._short_lives = 0 if now - self._born > PROVEN_AFTER_SECONDS else self._short_lives + 1
        self.again_at = now + min(FIRST_PAUSE_SECONDS * 2**self._short_lives, LONGEST_PAUSE_SECONDS)
