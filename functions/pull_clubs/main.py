"""Called by a scheduler: follow the change stream for a while, and advance `clubs` by what is committed."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def pull_clubs(request: Request) -> Response:
    return app().pull("clubs")(request)
