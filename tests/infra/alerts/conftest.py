"""What metrics ask for, and what the code says."""

import json
import logging
from collections.abc import Iterator

import pytest

from onewrite.adapters.logging import CloudFormatter
from tests.infra.alerts.lines import Line, Metrics
from tests.infra.terraform.plans import Plan

LOGGERS = ("onewrite", "spanner_changes")


@pytest.fixture(scope="module")
def metrics(planned: dict[str, Plan]) -> Metrics:
    return {
        values["name"].removeprefix("onewrite_"): values
        for address, values in planned["prod"].items()
        if address.startswith("google_logging_metric.")
    }


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, told_at_once: None) -> Iterator[list[Line]]:
    """Fills with what a deployed function would have written, as Cloud Logging reads it."""
    lines: list[Line] = []

    class Cloud(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(CloudFormatter().format(record)))

    cloud = Cloud()
    for logger in map(logging.getLogger, LOGGERS):
        caplog.set_level(logging.INFO, logger.name)
        logger.addHandler(cloud)
    yield lines
    for logger in map(logging.getLogger, LOGGERS):
        logger.removeHandler(cloud)
