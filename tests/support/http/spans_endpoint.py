"""A stand-in for Google's endpoint for telemetry, and a process that sends its spans there."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider

from onewrite.adapters.traces.google_exporter import SentInTime
from onewrite.application.tracing import trace_with


@contextmanager
def spans_endpoint() -> Iterator[tuple[str, list[str]]]:
    """Yield its URL, and the names of the spans that it has taken."""
    taken = list[str]()

    class Endpoint(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            spans = [span for of in body.resource_spans for scope in of.scope_spans for span in scope.spans]
            taken.extend(span.name for span in spans)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", taken
        server.shutdown()
        thread.join()


@contextmanager
def traced_into(sent: SentInTime) -> Iterator[None]:
    provider = TracerProvider()
    provider.add_span_processor(sent)
    trace_with(provider.get_tracer("onewrite"), sent.send)
    try:
        yield
    finally:
        trace_with(None)
        provider.shutdown()
