"""Sends spans to Google's endpoint for telemetry, by OTLP, before a response and within a bounded time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import google.auth
from google.auth.transport.requests import AuthorizedSession
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

ENDPOINT: Final = "https://telemetry.googleapis.com/v1/traces"
SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"


class SentInTime(BatchSpanProcessor):
    """A batch in the background, or what there is when a response is due; a request waits for that `within` seconds."""

    def __init__(self, exporter: OTLPSpanExporter, within: float) -> None:
        super().__init__(exporter)
        self._within = within
        self._sender = ThreadPoolExecutor(1, "traces")

    def send(self) -> None:
        """Send what has ended. It goes on behind the response if it takes longer, and fails nothing."""
        with suppress(TimeoutError, RuntimeError):
            self._sender.submit(self.force_flush).result(self._within)


def to_google(project: str, within: float) -> SentInTime:
    credentials, _ = google.auth.default(scopes=[SCOPE], quota_project_id=project)
    session = AuthorizedSession(credentials)
    return SentInTime(OTLPSpanExporter(ENDPOINT, session=session, timeout=within), within)
