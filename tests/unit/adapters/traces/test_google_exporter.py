"""A response waits for its spans to be sent, but not for long, and never fails by it."""

from collections.abc import Sequence
from threading import Event
from time import monotonic

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from accounts import ACCOUNTS
from onewrite.adapters.traces.google_exporter import SentInTime
from onewrite.application import tracing
from onewrite.bootstrap import build, memory_adapters
from tests.support.http.call import call
from tests.support.http.spans_endpoint import spans_endpoint, traced_into
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


def a_request() -> None:
    with tracing.span("request"):
        pass
    tracing.flush()


def test_what_a_function_leaves_is_sent_before_its_response() -> None:
    app = build(settings(eager_relay=False), ACCOUNTS, memory_adapters())
    with spans_endpoint() as (url, taken):
        exporter = OTLPSpanExporter(url, timeout=WAIT_SECONDS)
        with traced_into(SentInTime(exporter, WAIT_SECONDS)):
            call(app.commands, "POST", "/accounts/7/create", {"name": "Ada", "address": "London"})
            assert taken == ["load", "decide", "commit", "POST /accounts/{key}/create"]
            taken.clear()
            call(app.relay, "POST", "/")
            assert taken == ["publish"], "which a schedule calls"


class Stuck(SpanExporter):
    """Takes for ever, or fails."""

    def __init__(self, fault: Exception | None) -> None:
        self.may_end, self.fault = Event(), fault

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.fault:
            raise self.fault
        self.may_end.wait(WAIT_SECONDS)
        return SpanExportResult.FAILURE


class Counted(SentInTime):
    """Counts how often it sends."""

    times = 0

    def force_flush(self, timeout_millis: int | None = None) -> bool:
        self.times += 1
        return super().force_flush(timeout_millis)


def test_while_an_endpoint_hangs_nothing_piles_up_behind_it() -> None:
    stuck = Stuck(None)
    with traced_into(sent := Counted(stuck, within=0.01)):
        for _ in range(20):
            a_request()
        stuck.may_end.set()
        eventually(lambda: sent.times == 2)
        a_request()
        eventually(lambda: sent.times == 3)


@pytest.mark.parametrize("fault", [None, OSError("no route")])
def test_an_endpoint_that_hangs_or_fails_delays_a_response_by_no_more_than_is_allowed(fault: OSError | None) -> None:
    stuck = Stuck(fault)
    with traced_into(SentInTime(stuck, within=0.05)):
        begun = monotonic()
        a_request()
        assert monotonic() - begun < WAIT_SECONDS / 2
        stuck.may_end.set()
