"""Called by a scheduler: publish what is left in the outbox, then clear what the bus acknowledged."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def relay_outbox(request: Request) -> Response:
    return app().relay(request)
