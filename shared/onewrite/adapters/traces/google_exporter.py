"""Sends spans to Google's endpoint for telemetry, by OTLP, before a response and within a bounded time."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
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
        self._next: Future[bool] | None = None
        self._lock = Lock()

    def on_end(self, span: ReadableSpan) -> None:
        super().on_end(span)
        self._is_due = True

    def send(self) -> None:
        """Send what has ended. What takes longer goes on behind the response, and nothing fails by it."""
        if not self._is_due:
            return
        self._is_due = False
        with suppress(TimeoutError, RuntimeError):
            self._sending().result(self._within)

    def _sending(self) -> "Future[bool]":
        """Return what sends all that has ended by now; while one is under way, those who wait share the next one."""
        with self._lock:
            if self._next is None or self._next.running() or self._next.done():
                self._next = self._sender.submit(self.force_flush)
            return self._next


def to_google(within: float) -> SentInTime:
    """Return what sends as this process's account, into the project that the spans name."""
    credentials, _ = google.auth.default(scopes=[SCOPE])
    return SentInTime(OTLPSpanExporter(ENDPOINT, session=AuthorizedSession(credentials), timeout=within), within)
