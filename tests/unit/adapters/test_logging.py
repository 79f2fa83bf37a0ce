"""Logs: one JSON object a line, as Cloud Logging reads them."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from onewrite.adapters.logging import LIBRARIES, start_logging
from onewrite.application.tracing import continued, span
from tests.support.checks.spans import Spans


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [dict(vars(logger)) for logger in loggers]
    for logger in loggers:
        logger.handlers = []
    yield loggers[0]
    for logger, as_it_was in zip(loggers, before, strict=True):
        vars(logger).update(as_it_was)
        logger.setLevel(logger.level)


def test_a_line_has_severity_message_logger_and_whatever_was_added(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging()
    logging.getLogger("onewrite.application").warning(
        "%s is parked", "profiles", extra={"action": "stream_parked", "version": 3}
    )
    assert json.loads(capsys.readouterr().out) == {
        "message": "profiles is parked",
        "severity": "WARNING",
        "logger": "onewrite.application",
        "action": "stream_parked",
        "version": 3,
    }


@pytest.mark.parametrize("name", ["onewrite.bootstrap.worker", "spanner_changes.groups.turn"])
@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
def test_both_libraries_are_heard_from_info_on(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str], name: str, level: int
) -> None:
    start_logging()
    logging.getLogger(name).log(level, "heard", extra={"action": "history_lost"})
    assert json.loads(capsys.readouterr().out)["action"] == "history_lost"


def test_starting_twice_logs_once(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        start_logging()
    logger.info("hello")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_whoever_starts_first_says_where_to(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(logging.StreamHandler(sys.stderr))
    start_logging()
    logger.info("hello")
    assert capsys.readouterr() == ("", "hello\n")


def test_a_message_of_many_lines_stays_on_one(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging()
    logger.error("%s\n%s", "KeyError", "  File …")
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["message"] == "KeyError\n  File …"


def test_a_line_within_a_trace_names_it_as_cloud_logging_expects(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str], spans: Spans
) -> None:
    start_logging(project="my-project")
    with span("request") as made:
        logger.info("hello")
    logger.info("outside")
    within, outside = map(json.loads, capsys.readouterr().out.splitlines())
    context = made.get_span_context()
    assert within["logging.googleapis.com/trace"] == f"projects/my-project/traces/{context.trace_id:032x}"
    assert within["logging.googleapis.com/spanId"] == f"{context.span_id:016x}"
    assert within["logging.googleapis.com/trace_sampled"] is True
    assert outside.keys() == {"message", "severity", "logger"}


def test_where_no_spans_are_made_a_line_names_the_callers(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(project="my-project")
    with span("request", within=continued("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")):
        logger.info("hello")
    told = json.loads(capsys.readouterr().out)
    assert told["logging.googleapis.com/trace"] == "projects/my-project/traces/0af7651916cd43dd8448eb211c80319c"
    assert told["logging.googleapis.com/spanId"] == "b7ad6b7169203331"
