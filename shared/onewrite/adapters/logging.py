"""Structured logs: one JSON object a line, as Cloud Logging reads them: a sentence for people, `action` for alerts."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


class CloudFormatter(JsonFormatter):
    """Severity and message under the names that Cloud Logging knows."""

    def __init__(self) -> None:
        super().__init__(
            "%(message)s %(levelname)s %(name)s", rename_fields={"levelname": "severity", "name": "logger"}
        )


def start_logging(to: logging.Handler | None = None) -> None:
    """Send the library's logs there, else to standard output; only the first call counts."""
    logger = logging.getLogger("onewrite")
    if not logger.handlers:
        logger.addHandler(to or _standard_output())
        logger.setLevel(logging.INFO)


def _standard_output() -> logging.Handler:
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(CloudFormatter())
    return stream
