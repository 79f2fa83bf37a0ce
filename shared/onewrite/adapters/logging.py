"""Structured logs: one JSON object per line, as Cloud Logging reads it; `message` for people, `action` for alerts."""

import logging
import sys
from typing import Any, Final

from opentelemetry.trace import format_span_id, format_trace_id
from pythonjsonlogger.json import JsonFormatter

from onewrite.application import tracing

#: What this process runs, by the names of their loggers.
LIBRARIES: Final = ("onewrite", "spanner_changes")
#: Before the names of fields that Cloud Logging shows a line by.
CLOUD: Final = "logging.googleapis.com"


class CloudFormatter(JsonFormatter):
    """Names the fields as Cloud Logging expects them."""

    def __init__(self, project: str = "") -> None:
        super().__init__(
            "%(message)s %(levelname)s %(name)s", rename_fields={"levelname": "severity", "name": "logger"}
        )
        self._project = project

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Add the trace and the span in which it is logged."""
        span = tracing.current().get_span_context()
        if span.is_valid:
            log_data[f"{CLOUD}/trace"] = f"projects/{self._project}/traces/{format_trace_id(span.trace_id)}"
            log_data[f"{CLOUD}/spanId"] = format_span_id(span.span_id)
            log_data[f"{CLOUD}/trace_sampled"] = span.trace_flags.sampled
        return log_data


def start_logging(to: logging.Handler | None = None, *, project: str = "") -> None:
    """Send the libraries' logs to this handler, or else to standard output; later calls change nothing."""
    for logger in map(logging.getLogger, LIBRARIES):
        if not logger.handlers:
            logger.addHandler(to or _standard_output(project))
            logger.setLevel(logging.INFO)


def _standard_output(project: str) -> logging.Handler:
    stream = logging.StreamHandler(sys.stdout)
    stream.setFormatter(CloudFormatter(project))
    return stream
