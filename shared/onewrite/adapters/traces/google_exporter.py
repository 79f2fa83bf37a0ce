"""Sends spans to Google's endpoint for telemetry, by OTLP, before a response and within a bounded time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import google.auth
from google.auth.transport.requests import AuthorizedSession
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

ENDPOINT: Final = "https://telemetry.googleapis.com/v1/traces"
SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"


class SentInTime(BatchSpanProcessor):
    """Sends in the background, and what there is when a response is due, which waits `within` seconds for that."""

    def __init__(self, exporter: SpanExporter, within: float) -> None:
        super().__init__(exporter)
        self._within = within
        self._sender = ThreadPoolExecutor(1, "traces")
        self._is_due = False

    def on_end(self, span: ReadableSpan) -> None:
        super().on_end(span)
        self._is_due = True

    def send(self) -> None:
        """Send what has ended. What takes longer goes on behind the response, and nothing fails by it."""
        if not self._is_due:
            return
        self._is_due = False
        with suppress(TimeoutError, RuntimeError):
            self._sender.submit(self.force_flush).result(self._within)


def to_google(within: float) -> SentInTime:
    """Return what sends as this process's account, into the project that the spans name."""
    credentials, _ = google.auth.default(scopes=[SCOPE])
    return SentInTime(OTLPSpanExporter(ENDPOINT, session=AuthorizedSession(credentials), timeout=within), within)
