"""Called by a scheduler: follow the change stream for a while, and advance `orders` by what is committed."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def pull_orders(request: Request) -> Response:
    return app().pull("orders")(request)
