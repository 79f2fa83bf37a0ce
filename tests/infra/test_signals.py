"""Alerts listen for log lines: these must be the lines that the code writes."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from onewrite.adapters.logging import CloudFormatter
from onewrite.adapters.reports import report_as_json
from onewrite.application.reconcile_views import Report
from tests.infra.terraform import ROOT, Plan

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def metrics(planned: dict[str, Plan]) -> list[dict[str, Any]]:
    return [values for address, values in planned["prod"].items() if address.startswith("google_logging_metric.")]


def test_every_action_listened_for_is_logged(metrics: list[dict[str, Any]]) -> None:
    sources = "".join(file.read_text() for file in (ROOT / "shared" / "onewrite").rglob("*.py"))
    listened_for = {
        action for metric in metrics for action in re.findall(r'jsonPayload.action="(\w+)"', metric["filter"])
    }
    assert listened_for
    assert {action for action in listened_for if f'"action": "{action}"' not in sources} == set()


def test_every_value_read_from_a_report_is_a_number_in_it(metrics: list[dict[str, Any]]) -> None:
    report = report_as_json(Report(time=LONG_AGO, unpublished=1, oldest_unpublished=LONG_AGO))
    fields = [
        field
        for metric in metrics
        for field in re.findall(r"jsonPayload.report.(\w+)", metric.get("value_extractor", ""))
    ]
    assert fields
    assert [field for field in fields if not isinstance(report.get(field), int | float)] == []


def test_a_log_line_of_a_deployed_function_is_one_json_object() -> None:
    """As Cloud Logging reads it: fields of the line become fields of jsonPayload."""
    record = logging.makeLogRecord({"msg": "x", "levelname": "ERROR", "action": "stream_parked"})
    line = json.loads(CloudFormatter().format(record))
    assert (line["severity"], line["message"], line["action"]) == ("ERROR", "x", "stream_parked")
