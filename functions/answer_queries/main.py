"""GET what the views say, or what a stream was at any time; as new as the reader asks for."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def answer_queries(request: Request) -> Response:
    return app().queries(request)
