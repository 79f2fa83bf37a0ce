"""Follows functions that were restarted until each is ready, or is known not to become ready."""

import time
from collections.abc import Iterable
from typing import Final

from emulators.say import Say
from emulators.system.system import System
from onewrite.local.probes import function_responds

#: After that many seconds a function that isn't ready is told of.
PATIENCE_SECONDS: Final = 20.0
PROBE_TIMEOUT_SECONDS: Final = 1.0


class Returning:
    def __init__(self, system: System, say: Say) -> None:
        self._system = system
        self._say = say
        self._awaited: list[str] = []
        self._since = 0.0

    def expect(self, functions: Iterable[str]) -> None:
        """Follow these as well, from now on."""
        self._awaited = list({*self._awaited, *functions})
        self._since = time.monotonic()

    def look(self) -> None:
        """Say when the last of them is ready, or which of them isn't after a while."""
        if not self._awaited:
            return
        self._awaited = [name for name in self._awaited if not self._is_ready(name)]
        seconds = time.monotonic() - self._since
        if not self._awaited:
            self._say(f"Ready again after {seconds:.1f} s.")
        elif seconds > PATIENCE_SECONDS:
            for name in self._awaited:
                process = self._system.processes[name]
                self._say(f"{name} isn't ready; the last line of its log: {process.last_line} (log: {process.log})")
            self._awaited = []

    def _is_ready(self, name: str) -> bool:
        return function_responds(self._system.urls[name], within=PROBE_TIMEOUT_SECONDS)
