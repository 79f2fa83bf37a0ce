"""Called by a scheduler: publish the events that are left in the outbox, delete the rows that the bus acknowledged."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def relay_outbox(request: Request) -> Response:
    return app().relay(request)
