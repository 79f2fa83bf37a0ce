"""Reads the warnings and errors of the functions from their logs while they run."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Final

from emulators.functions.traces import without_traces

#: How many lines of one function are shown at a time; the rest is in its log.
MAX_LINES: Final = 10
#: A line that repeats is not shown again before.
AGAIN_AFTER_SECONDS: Final = 60.0
QUIET_SEVERITIES: Final = {"DEBUG", "INFO", "NOTICE"}


class LogWarnings:
    """Follows the logs of several functions, given by name."""

    def __init__(self, logs: Mapping[str, Path], clock: Callable[[], float] = monotonic) -> None:
        self._logs = logs
        self._clock = clock
        self._read = dict.fromkeys(logs, 0)
        self._shown: dict[str, float] = {}

    def read_new(self) -> Iterator[str]:
        """Yield the warnings and errors logged since the last call, one line for each fault."""
        for name, log in self._logs.items():
            warnings = filter(None, map(warning_of, without_traces(self._new_lines(name, log))))
            lines = [line for line in (f"{name}: {warning}" for warning in warnings) if self._is_due(line)]
            yield from lines[:MAX_LINES]
            if len(lines) > MAX_LINES:
                yield f"{name}: … and {len(lines) - MAX_LINES} lines more in {log}"

    def _is_due(self, line: str) -> bool:
        now = self._clock()
        self._shown = {shown: at for shown, at in self._shown.items() if now - at < AGAIN_AFTER_SECONDS}
        is_due = line not in self._shown
        self._shown.setdefault(line, now)
        return is_due

    def _new_lines(self, name: str, log: Path) -> list[str]:
        """Return whole lines only; an unfinished line is read by a later call."""
        with log.open("rb") as file:
            file.seek(self._read[name])
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read[name] += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()


def warning_of(line: str) -> str | None:
    """Return the message of a structured line of severity WARNING or above, or a line that is not structured."""
    try:
        entry = json.loads(line)
        severity, message = entry["severity"], entry["message"]
    except (ValueError, TypeError, KeyError):
        return line.strip() or None
    return None if severity in QUIET_SEVERITIES else f"{severity} {message}"
