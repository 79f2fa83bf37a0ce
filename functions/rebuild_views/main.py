"""Called by a push of Pub/Sub: work on a rebuild until it is built, paused or cancelled, or time is up."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def rebuild_views(request: Request) -> Response:
    return app().rebuilds(request)
