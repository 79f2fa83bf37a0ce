"""GET /metrics: what Prometheus reads of one process. Every function of a system on this machine has it."""

from collections.abc import Callable
from typing import Final

from flask import Request, Response

from onewrite.adapters.http.api import Route

#: Version 1.0.0 differs from it in names that aren't used here, and not everyone asks for it.
PLAIN_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


def metrics_route(text: Callable[[], bytes], look: Callable[[], None]) -> Route:
    """Return the route; each call looks first, which may add to what the text says."""

    def respond(request: Request) -> Response:
        look()
        return Response(text(), content_type=PLAIN_TEXT)

    return Route("GET", "/metrics", respond, traced="no")
