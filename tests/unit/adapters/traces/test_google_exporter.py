"""A response waits for its spans to be sent, but not for long, and never fails by it."""

from collections.abc import Sequence
from threading import Event
from time import monotonic

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from onewrite.adapters.traces.google_exporter import SentInTime
from onewrite.application import tracing
from tests.support.http.spans_endpoint import spans_endpoint, traced_into
from tests.support.waiting.bounds import WAIT_SECONDS


def a_request() -> None:
    with tracing.span("request"):
        pass
    tracing.flush()


def test_what_a_request_leaves_is_sent_before_it_ends() -> None:
    with (
        spans_endpoint() as (url, taken),
        traced_into(SentInTime(OTLPSpanExporter(url, timeout=WAIT_SECONDS), WAIT_SECONDS)),
    ):
        a_request()
        assert taken == ["request"]
        a_request()
        assert taken == ["request", "request"]


class Stuck(SpanExporter):
    """Takes for ever, or fails."""

    def __init__(self, fault: Exception | None) -> None:
        self.may_end, self.fault = Event(), fault

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.fault:
            raise self.fault
        self.may_end.wait(WAIT_SECONDS)
        return SpanExportResult.FAILURE


@pytest.mark.parametrize("fault", [None, OSError("no route")])
def test_an_endpoint_that_hangs_or_fails_delays_a_response_by_no_more_than_is_allowed(fault: OSError | None) -> None:
    stuck = Stuck(fault)
    with traced_into(SentInTime(stuck, within=0.05)):
        begun = monotonic()
        a_request()
        assert monotonic() - begun < WAIT_SECONDS / 2
        stuck.may_end.set()
