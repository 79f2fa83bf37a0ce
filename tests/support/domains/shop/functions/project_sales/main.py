"""Called by a push of Pub/Sub: bring the view `orders` up to the store's version of the stream that has changed."""

import functions_framework
from flask import Request, Response

from onewrite.bootstrap import app


@functions_framework.http
def project_sales(request: Request) -> Response:
    return app().projection("orders", "warehouse")(request)
