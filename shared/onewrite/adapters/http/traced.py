"""A request as a span, named by its route, never by what is in its path."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from http import HTTPStatus
from typing import Literal, TypeAlias

from flask import Request, Response
from opentelemetry.trace import SpanKind, Status, StatusCode

from onewrite.application import tracing

#: What a request is in traces: one that continues its caller's, a message that continues that of its event, or none.
Traced: TypeAlias = Literal["request", "message", "no"]


@contextmanager
def traced(request: Request, name: str, how: Traced) -> Iterator[None]:
    """Let what is done meanwhile be a span; `tell` adds how the request ended.

    What has ended is sent before the response is: afterwards the process may be throttled.
    """
    try:
        with _span(request, name, how):
            yield
    finally:
        tracing.flush()


def _span(request: Request, name: str, how: Traced) -> AbstractContextManager[object]:
    kind, within = SpanKind.SERVER, request.headers.get("traceparent")
    match how:
        case "no":
            return nullcontext()
        case "message":
            # Google's front end puts a span of its own into the other header.
            kind, within = SpanKind.CONSUMER, request.headers.get("ce-traceparent", within)
    if within is None and not tracing.is_on():
        return nullcontext()
    return tracing.span(name, kind=kind, within=tracing.continued(within))


def tell(response: Response) -> Response:
    """Add the status to the current span; only one that this system is to blame for is a failure."""
    span = tracing.current()
    span.set_attribute("http.response.status_code", response.status_code)
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(Status(StatusCode.ERROR))
    return response
