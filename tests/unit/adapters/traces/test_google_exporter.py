"""A response waits for its spans to be sent, but not for long, and never fails by it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic
from typing import ClassVar

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from onewrite.adapters.traces.google_exporter import SentInTime
from onewrite.application import tracing
from tests.support.waiting.bounds import WAIT_SECONDS


@contextmanager
def traced_into(sent: SentInTime) -> Iterator[None]:
    provider = TracerProvider()
    provider.add_span_processor(sent)
    tracing.trace_with(provider.get_tracer("onewrite"), sent.send)
    try:
        yield
    finally:
        tracing.trace_with(None)
        provider.shutdown()


def a_request() -> None:
    with tracing.span("request"):
        pass
    tracing.flush()


class Endpoint(BaseHTTPRequestHandler):
    """Takes spans as OTLP has it."""

    taken: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
        spans = [span for of in body.resource_spans for scope in of.scope_spans for span in scope.spans]
        self.taken.extend(span.name for span in spans)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


def test_what_a_request_leaves_is_sent_before_it_ends() -> None:
    Endpoint.taken.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        exporter = OTLPSpanExporter(f"http://127.0.0.1:{server.server_port}/v1/traces", timeout=WAIT_SECONDS)
        with traced_into(SentInTime(exporter, WAIT_SECONDS)):
            a_request()
            assert Endpoint.taken == ["request"]
            a_request()
            assert Endpoint.taken == ["request", "request"]
        server.shutdown()
        thread.join()


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
