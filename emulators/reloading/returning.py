"""Follows functions that were restarted until each is ready, or is known not to become ready; then views catch up."""

import threading
import time
from collections.abc import Iterable
from typing import Final

from emulators.functions.schedule import call
from emulators.say import Say
from emulators.system.system import System
from onewrite.local.probes import NotReady, function_not_ready

#: After that many seconds a function that isn't ready is told of.
PATIENCE_SECONDS: Final = 20.0
PROBE_TIMEOUT_SECONDS: Final = 1.0
#: The function that advances what lags, and how long that may take.
RECONCILES: Final = "reconcile_views"
RECONCILE_SECONDS: Final = 60.0


class Returning:
    def __init__(self, system: System, say: Say) -> None:
        self._system = system
        self._say = say
        self._awaited: list[str] = []
        self._since = 0.0

    def expect(self, functions: Iterable[str]) -> None:
        """Follow these as well, from now on."""
        self._awaited = list(dict.fromkeys((*self._awaited, *functions)))
        self._since = time.monotonic()

    def look(self) -> None:
        """Say when the last of them is ready, and why one isn't: once it says so itself, or after a while."""
        if not self._awaited:
            return
        problems = {name: problem for name in self._awaited if (problem := self._problem_of(name))}
        seconds = time.monotonic() - self._since
        told = [name for name, problem in problems.items() if not problem.passes or seconds > PATIENCE_SECONDS]
        for why in dict.fromkeys(problems[name].why for name in told):
            names = [name for name in told if problems[name].why == why]
            log = self._system.processes[names[0]].log
            self._say(f"{', '.join(names)} {'are' if len(names) > 1 else 'is'}n't ready: {why} (log: {log})")
        self._awaited = [name for name in problems if name not in told]
        if not problems:
            self._say(f"Ready again after {seconds:.1f} s.")
            self._reconcile()

    def _reconcile(self) -> None:
        """Let the views advance: the emulator may take minutes to push again what the code of before refused.

        Beside this thread, which is to take up what is saved next.
        """
        if url := self._system.urls.get(RECONCILES):
            threading.Thread(target=call, args=(url, RECONCILE_SECONDS), daemon=True).start()

    def _problem_of(self, name: str) -> NotReady | None:
        return function_not_ready(self._system.urls[name], within=PROBE_TIMEOUT_SECONDS)
