"""Stops the processes it was told of as soon as the process that told it is gone, however that ended.

The end of a pipe is seen even after `kill -9`, on every system and whichever thread started what.
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
    """Ties process groups, and a folder for what they need while they run, to the life of this process."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="onewrite-"))
        command = [sys.executable, "-I", "-S", __file__, str(self.folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
        return self

    def hold(self, group: int) -> None:
        self._tell(f"+{group}")

    def release(self, group: int) -> None:
        self._tell(f"-{group}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def _tell(self, word: str) -> None:
        if self._process.stdin and self._process.poll() is None:
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()


def guard(folder: str) -> None:
    held: set[int] = set()
    for word in sys.stdin:
        group = int(word[1:])
        (held.add if word[0] == "+" else held.discard)(group)
    stop(held)
    shutil.rmtree(folder, ignore_errors=True)


def stop(groups: set[int]) -> None:
    """Ask, wait a moment, insist."""
    left = {group for group in groups if sent(group, signal.SIGTERM)}
    until = time.monotonic() + STOP_SECONDS
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if sent(group, 0)}
    for group in left:
        sent(group, signal.SIGKILL)


def sent(group: int, signal_number: int) -> bool:
    """Tell whether somebody of that group was there to hear it."""
    try:
        os.killpg(group, signal_number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    guard(sys.argv[1])
