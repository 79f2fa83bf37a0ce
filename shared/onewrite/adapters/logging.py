"""Structured logs: one JSON object per line, as Cloud Logging reads it; `message` for people, `action` for alerts."""

import logging
import sys
from typing import Final

from pythonjsonlogger.json import JsonFormatter

#: What this process runs, by the names of their loggers.
LIBRARIES: Final = ("onewrite", "spanner_changes")


class CloudFormatter(JsonFormatter):
    """Names the fields as Cloud Logging expects them."""

    def __init__(self) -> None:
        super().__init__(
            "%(message)s %(levelname)s %(name)s", rename_fields={"levelname": "severity", "name": "logger"}
        )


def start_logging(to: logging.Handler | None = None) -> None:
    """Send the libraries' logs to this handler, or else to standard output; later calls change nothing."""
    for logger in map(logging.getLogger, LIBRARIES):
        if not logger.handlers:
            logger.addHandler(to or _standard_output())
            logger.setLevel(logging.INFO)


def _standard_output() -> logging.Handler:
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(CloudFormatter())
    return stream
