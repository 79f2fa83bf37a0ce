"""Stops the child processes of a process that has ended, even one that was killed with `kill -9`.

The guard is a process that reads the ids of process groups from a pipe. When the writer ends, the operating system
closes the pipe, and the guard stops the groups. This works on every system and does not depend on threads.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_SECONDS = 2.0


class ProcessGuard:
    """Starts the guard of this process. `folder` is for temporary files; the guard deletes it at the end."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="onewrite-"))
        command = [sys.executable, "-I", "-S", __file__, str(self.folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
        return self

    def hold(self, group: int) -> None:
        """Have the guard stop this process group in the end."""
        self._send(f"+{group}")

    def release(self, group: int) -> None:
        """Undo `hold`, because the group has ended."""
        self._send(f"-{group}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def _send(self, line: str) -> None:
        if self._process.stdin and self._process.poll() is None:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()


def guard(folder: str) -> None:
    held: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        (held.add if line[0] == "+" else held.discard)(group)
    stop(held)
    shutil.rmtree(folder, ignore_errors=True)


def stop(groups: set[int]) -> None:
    """Send SIGTERM, wait up to STOP_SECONDS, send SIGKILL to the groups that are left."""
    left = {group for group in groups if signal_group(group, signal.SIGTERM)}
    until = time.monotonic() + STOP_SECONDS
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if signal_group(group, 0)}
    for group in left:
        signal_group(group, signal.SIGKILL)


def signal_group(group: int, signal_number: int) -> bool:
    """Send a signal to a process group; return whether the group has any process."""
    try:
        os.killpg(group, signal_number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    guard(sys.argv[1])
