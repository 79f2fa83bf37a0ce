"""The operator's API: read what is parked or behind; release, skip, rebuild, verify, switch, roll back, replay."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def operate_views(request: Request) -> Response:
    return app().operations(request)
