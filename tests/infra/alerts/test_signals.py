"""Metrics listen for log lines: these must be lines that the code really writes."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from time import monotonic
from typing import Any

import pytest

from accounts.domain import ACCOUNTS
from onewrite.adapters.logging import CloudFormatter
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from tests.infra.terraform.plans import Plan
from tests.support.data.builders import an_event
from tests.support.data.parking import append, push
from tests.support.data.requests import an_account
from tests.support.faults.ports import refusing
from tests.support.http.call import call
from tests.support.systems.adapters import settings

CONDITION = re.compile(r"jsonPayload\.([.\w]+)=(\S+)")
EXTRACTOR = re.compile(r"EXTRACT\(jsonPayload\.([.\w]+)\)")
Line = dict[str, Any]
Metrics = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def metrics(planned: dict[str, Plan]) -> Metrics:
    return {
        values["name"].removeprefix("onewrite_"): values
        for address, values in planned["prod"].items()
        if address.startswith("google_logging_metric.")
    }


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[Line]]:
    """Fills with what a deployed function would have written, as Cloud Logging reads it."""
    lines: list[Line] = []

    class Cloud(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(CloudFormatter().format(record)))

    handler = Cloud()
    caplog.set_level(logging.INFO, "onewrite")
    logging.getLogger("onewrite").addHandler(handler)
    yield lines
    logging.getLogger("onewrite").removeHandler(handler)


def test_every_metric_hears_a_line_and_reads_a_number_from_it(metrics: Metrics, logged: list[Line]) -> None:
    """One stream can't be projected, and the bus refuses everything, then nothing."""
    memory = memory_adapters()
    app = an_app(replace(memory, topic=refusing(memory.topic)), park_after_attempts=1)
    stream = an_account(app)
    append(app, stream, an_event("UserRenamed", data={"nonsense": True}))
    push(app, stream)
    for each in (app, an_app(memory)):
        call(each.relay, "POST", "/")
    call(app.reconcile, "POST", "/")
    for name, metric in metrics.items():
        heard = [line for line in logged if matches(metric["filter"], line)]
        assert heard, f"{name}: nobody writes such a line"
        if extractor := metric.get("value_extractor"):
            path = EXTRACTOR.fullmatch(extractor)
            assert path, f"{name}: {extractor} reads nothing"
            assert {type(read(path[1], line)) for line in heard} <= {int, float}, name
    assert {line["severity"] for line in logged if line["action"] == "stream_parked"} == {"ERROR"}


def test_every_number_of_a_walk_is_read_under_its_own_name(metrics: Metrics) -> None:
    read_from = {name: metric["value_extractor"] for name, metric in metrics.items() if name.startswith("streams_")}
    assert read_from == {name: f"EXTRACT(jsonPayload.report.{name.removeprefix('streams_')})" for name in read_from}


def test_only_a_sweep_that_saw_the_whole_outbox_counts_as_one(metrics: Metrics, logged: list[Line]) -> None:
    clock_that_runs_away = count(step=60).__next__
    for app in (an_app(memory_adapters()), an_app(memory_adapters(), clock=clock_that_runs_away)):
        call(app.relay, "POST", "/")
    whole = [matches(metrics["whole_sweeps"]["filter"], line) for line in logged]
    assert whole == [True, False]


def an_app(adapters: Adapters, *, clock: Callable[[], float] = monotonic, **changes: object) -> App:
    options = settings(relay_grace_seconds=0, eager_relay=False, **changes)
    return build(options, ACCOUNTS, adapters, clock=clock, wait=lambda seconds: None)


def matches(filter_: str, line: Line) -> bool:
    """Whether all that the filter says about the line itself holds."""
    conditions = CONDITION.findall(filter_)
    assert conditions
    return all(json.dumps(read(path, line)) == value for path, value in conditions)


def read(path: str, line: Line) -> Any:
    part: Any = line
    for name in path.split("."):
        part = part.get(name) if isinstance(part, dict) else None
    return part
