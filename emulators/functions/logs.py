"""Reads the warnings and errors of the functions from their logs while they run."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

#: How many lines of one function are shown at a time; the rest is in its log.
MAX_LINES: Final = 10
QUIET_SEVERITIES: Final = {"DEBUG", "INFO", "NOTICE"}


class LogWarnings:
    """Follows the logs of several functions, given by name."""

    def __init__(self, logs: Mapping[str, Path]) -> None:
        self._logs = logs
        self._read = dict.fromkeys(logs, 0)

    def read_new(self) -> Iterator[str]:
        """Yield the warnings and errors logged since the last call, one line each."""
        for name, log in self._logs.items():
            warnings = [warning for line in self._new_lines(name, log) if (warning := warning_of(line))]
            yield from (f"{name}: {warning}" for warning in warnings[:MAX_LINES])
            if len(warnings) > MAX_LINES:
                yield f"{name}: … and {len(warnings) - MAX_LINES} lines more in {log}"

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
