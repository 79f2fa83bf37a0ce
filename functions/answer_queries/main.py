"""GET rows of the views, or the history of a stream; `min_version` names the version that the reader requires."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def answer_queries(request: Request) -> Response:
    return app().queries(request)
