"""Called by a scheduler: compare every head with every checkpoint, advance the streams that lag, report the result."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def reconcile_views(request: Request) -> Response:
    return app().reconcile(request)
