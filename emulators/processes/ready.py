"""Waits until a process that was started responds to a call; an open port is not enough."""

import time
from collections.abc import Callable

from emulators.errors import CannotRun
from emulators.processes.process import Process

POLL_SECONDS = 0.05


def await_ready(process: Process, responds: Callable[[], bool], *, within: float, restarts: bool = False) -> None:
    """Raise `CannotRun` after `within` seconds, or when the process ends; with `restarts` only the former counts."""
    until = time.monotonic() + within
    while not responds():
        if not (restarts or process.is_alive):
            raise CannotRun(_failure(process, f"{process.ending} before it was ready"))
        if time.monotonic() > until:
            raise CannotRun(_failure(process, f"did not respond within {within:.0f} s"))
        time.sleep(POLL_SECONDS)


def _failure(process: Process, what: str) -> str:
    return f"{process.name} {what}; the last line of its log: {process.last_line} (log: {process.log})"
