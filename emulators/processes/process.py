"""One process of the local system, in a process group of its own, with a log file of its own."""

import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from emulators.processes.guard import ProcessGuard, signal_group

STOP_SECONDS = 5.0


@dataclass
class Process:
    """Runs after `start`; may be started again once it has ended, and then appends to the same log."""

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
                start_new_session=True,  # Ctrl-C in the terminal must reach `make up` only, which stops all in order
            )
        self.guard.hold(self.pid)

    @property
    def pid(self) -> int:
        """The id of the running process, else of the last one."""
        return self._last.pid

    @property
    def was_started(self) -> bool:
        return self._running is not None

    @property
    def is_alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def ending(self) -> str:
        """Wait for the end of the process and say how it ended."""
        code = self._last.wait()
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    @property
    def last_line(self) -> str:
        """The last line of its log that is not blank."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8192))
            lines = log.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "nothing")

    def wait(self, within: float) -> bool:
        """Return whether the process ended within so many seconds."""
        try:
            self._last.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def terminate(self) -> None:
        if self.is_alive:
            signal_group(self.pid, signal.SIGTERM)

    def stop(self) -> None:
        stop_all([self])

    def kill(self) -> None:
        """Kill the whole process group: a server's workers too."""
        signal_group(self.pid, signal.SIGKILL)
        self._last.wait()
        self.guard.release(self.pid)

    @property
    def _last(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._running


def stop_all(processes: Collection[Process]) -> None:
    """Terminate all of them, wait up to STOP_SECONDS for all together, kill what is left."""
    started = [process for process in processes if process.was_started]
    for process in started:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in started:
        process.wait(max(0, until - time.monotonic()))
    for process in started:
        process.kill()
