"""Calling an API without a server: real requests, real answers, no socket."""

from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from onewrite.adapters.http.api import Api


def call(api: Api, method: str, path: str, json: Any = None, **options: Any) -> Response:
    """Send one request; `json` is the body, `headers`, `data` and `query_string` as werkzeug takes them."""
    environ = EnvironBuilder(path, method=method, json=json, **options).get_environ()
    return api(Request(environ))
