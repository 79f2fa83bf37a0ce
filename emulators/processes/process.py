"""One process of the local system: its own group, its own log, stopped by its own id."""

import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emulators.processes.guard import ProcessGuard, sent

STOP_SECONDS = 5.0


@dataclass
class Process:
    """Not running until `start`; may be started again once it is dead, on the same log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    folder: Path
    log: Path
    guard: ProcessGuard = field(repr=False)
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal reaches only the one who stops us in order
            )
        self.guard.hold(self.pid)

    @property
    def pid(self) -> int:
        """Of the running process, else of the last one."""
        return self._last.pid

    @property
    def was_started(self) -> bool:
        return self._running is not None

    @property
    def is_alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def ending(self) -> str:
        code = self._last.wait()
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    @property
    def last_words(self) -> str:
        """Read the last line of its log."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8192))
            lines = log.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "no word")

    def wait(self, within: float) -> bool:
        """Tell whether it ended in that time."""
        try:
            self._last.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def ask_to_stop(self) -> None:
        if self.is_alive:
            sent(self.pid, signal.SIGTERM)

    def stop(self) -> None:
        stop_all([self])

    def kill(self) -> None:
        """Leave nothing of it, workers included."""
        sent(self.pid, signal.SIGKILL)
        self._last.wait()
        self.guard.release(self.pid)

    @property
    def _last(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._running


def stop_all(processes: Collection[Process]) -> None:
    """Ask all of them, give them the same time, insist."""
    started = [process for process in processes if process.was_started]
    for process in started:
        process.ask_to_stop()
    until = time.monotonic() + STOP_SECONDS
    for process in started:
        process.wait(max(0, until - time.monotonic()))
    for process in started:
        process.kill()
