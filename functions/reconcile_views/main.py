"""Called by a scheduler: compare every head with every checkpoint, heal what lags, report what was found."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def reconcile_views(request: Request) -> Response:
    return app().reconcile(request)
