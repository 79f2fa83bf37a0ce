"""Called by a scheduler: follow the change stream for a while, publish what is committed, clear the outbox rows."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def tail_changes(request: Request) -> Response:
    return app().tail(request)
