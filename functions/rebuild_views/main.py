"""Pub/Sub push: work on a rebuild until it is built, given up, or time is up."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def rebuild_views(request: Request) -> Response:
    return app().rebuilds(request)
