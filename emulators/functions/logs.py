"""What the functions complain about, read from their logs while they run."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

#: Told at once for each function; who wants all of it reads the log.
MAX_LINES: Final = 10
QUIET_SEVERITIES: Final = {"DEBUG", "INFO", "NOTICE"}


class Complaints:
    def __init__(self, logs: Mapping[str, Path]) -> None:
        self._logs = logs
        self._read = dict.fromkeys(logs, 0)

    def fresh(self) -> Iterator[str]:
        """Return what was logged since the last call, warnings and worse, one line each."""
        for name, log in self._logs.items():
            told = [said for line in self._fresh_lines(name, log) if (said := complaint(line))]
            yield from (f"{name}: {said}" for said in told[:MAX_LINES])
            if len(told) > MAX_LINES:
                yield f"{name}: … and {len(told) - MAX_LINES} lines more in {log}"

    def _fresh_lines(self, name: str, log: Path) -> list[str]:
        """Take whole lines only; the rest of a line comes next time."""
        with log.open("rb") as file:
            file.seek(self._read[name])
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read[name] += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()


def complaint(line: str) -> str | None:
    """Return the message of a structured line from WARNING on, and every line that is not structured."""
    try:
        entry = json.loads(line)
        severity, message = entry["severity"], entry["message"]
    except (ValueError, TypeError, KeyError):
        return line.strip() or None
    return None if severity in QUIET_SEVERITIES else f"{severity} {message}"
