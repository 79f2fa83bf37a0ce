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


def start_logging() -> None:
    """Send the library's logs to standard output; doing it twice changes nothing."""
    logger = logging.getLogger("onewrite")
    if not logger.handlers:
        stream = logging.StreamHandler(sys.stdout)
        stream.setFormatter(CloudFormatter())
        logger.addHandler(stream)
        logger.setLevel(logging.INFO)
