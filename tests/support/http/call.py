"""Calling an API without a server: real requests, real answers, no socket."""

from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from onewrite.adapters.http.api import Api
from tests.support.http.documented import assert_documented


def call(api: Api, method: str, path: str, json: Any = None, **options: Any) -> Response:
    """Send one request; `json` is the body, the rest is as werkzeug's EnvironBuilder takes it.

    Whatever comes back has to be what the API's own OpenAPI document says.
    """
    request = a_request(method, path, json, **options)
    response = api(request)
    assert_documented(api, method, request.environ["PATH_INFO"], response)
    return response


def a_request(method: str, path: str, json: Any = None, **options: Any) -> Request:
    return Request(EnvironBuilder(path, method=method, json=json, **options).get_environ())
