"""Waits until a process that was started is ready, as it says itself; an open port is not enough."""

import time
from collections.abc import Callable

from emulators.errors import CannotRun
from emulators.processes.process import Process
from onewrite.local.probes import NotReady

POLL_SECONDS = 0.05


def await_ready(
    name: str, process: Process, probe: Callable[[], NotReady | None], *, within: float, restarts: bool = False
) -> None:
    """Raise `CannotRun` once the process ends or says what won't pass by itself, and after `within` seconds.

    With `restarts` only the time counts, as the process may be started again.
    """
    until = time.monotonic() + within
    while problem := probe():
        if not (restarts or process.is_alive):
            raise CannotRun(f"{name} {process.ending} before it was ready{_log(process)}")
        if not (restarts or problem.passes):
            raise CannotRun(f"{name} can't work: {problem.why} (log: {process.log})")
        if time.monotonic() > until:
            raise CannotRun(f"{name} was not ready within {within:.0f} s: {problem.why}{_log(process)}")
        time.sleep(POLL_SECONDS)


def _log(process: Process) -> str:
    return f"; the last line of its log: {process.last_line} (log: {process.log})"
