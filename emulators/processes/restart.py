"""Restarts processes that run: in order, all at the same time."""

import time
from collections.abc import Iterable

from emulators.processes.process import Process

#: How long a process may go on with what it has begun; then it is killed, as everything here survives that.
STOP_SECONDS = 0.5
POLL_SECONDS = 0.02


def restart_all(processes: Iterable[Process]) -> None:
    """Terminate all of them, and start each again as soon as it has ended."""
    left = list(processes)
    for process in left:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    while left:
        for process in [one for one in left if not one.is_alive or time.monotonic() > until]:
            process.kill()  # what is left of its group too
            process.start()
            left.remove(process)
        time.sleep(POLL_SECONDS)
