"""POST a command: its events and their outbox rows are written in one commit."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def accept_commands(request: Request) -> Response:
    return app().commands(request)
