"""Called by a scheduler: follow the change stream for a while, and advance `products` by what is committed."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def pull_products(request: Request) -> Response:
    return app().pull("products")(request)
