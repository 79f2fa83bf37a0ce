"""Calling an API without a server: real requests, real answers, no socket."""

from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from onewrite.adapters.http.api import Api
from tests.support.documented import assert_documented


def call(api: Api, method: str, path: str, json: Any = None, **options: Any) -> Response:
    """Send one request; `json` is the body, the rest is as werkzeug's EnvironBuilder takes it.

    Whatever comes back has to be what the API's own OpenAPI document says.
    """
    environ = EnvironBuilder(path, method=method, json=json, **options).get_environ()
    response = api(Request(environ))
    assert_documented(api, method, environ["PATH_INFO"], response)
    return response
