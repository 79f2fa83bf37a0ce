"""POST a command: the events that it decides and their outbox rows land in one commit."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def accept_commands(request: Request) -> Response:
    return app().commands(request)
