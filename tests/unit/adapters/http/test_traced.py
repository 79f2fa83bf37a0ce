"""Where no spans are made, a request is still within the trace that its caller names: its logs name that."""

import pytest
from flask import Request, Response
from opentelemetry.trace import format_trace_id

from onewrite.adapters.http.api import Api, Route
from onewrite.application import tracing
from tests.support.http.call import a_request

TRACE = "0af7651916cd43dd8448eb211c80319c"
NONE = "0" * 32


@pytest.mark.parametrize(
    ("headers", "trace"),
    [
        ({"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}, TRACE),
        ({"traceparent": "not-a-trace"}, NONE),
        ({}, NONE),
    ],
)
def test_untraced_a_request_is_within_the_trace_of_its_caller(headers: dict[str, str], trace: str) -> None:
    def respond(request: Request) -> Response:
        return Response(format_trace_id(tracing.current().get_span_context().trace_id))

    api = Api("test", [Route("GET", "/", respond)], check_ready=lambda: None)
    assert api(a_request("GET", "/", headers=headers)).get_data(as_text=True) == trace
