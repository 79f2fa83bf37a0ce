"""Structured logs: one JSON object per line, as Cloud Logging reads it; `message` for people, `action` for alerts."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


class CloudFormatter(JsonFormatter):
    """Names the fields as Cloud Logging expects them."""

    def __init__(self) -> None:
        super().__init__(
            "%(message)s %(levelname)s %(name)s", rename_fields={"levelname": "severity", "name": "logger"}
        )


def start_logging(to: logging.Handler | None = None) -> None:
    """Send the library's logs to this handler, or else to standard output; later calls change nothing."""
    logger = logging.getLogger("onewrite")
    if not logger.handlers:
        logger.addHandler(to or _standard_output())
        logger.setLevel(logging.INFO)


def _standard_output() -> logging.Handler:
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(CloudFormatter())
    return stream
