"""Validators for HTTP caches: which version a representation shows, and exactly which bytes."""

from hashlib import sha256
from typing import Any

from flask import Request, Response

from onewrite.adapters.http.api import json_of


def validated(request: Request, body: Any, version: int | None = None) -> Response:
    """Return the body with its ETag, or 304 where the client has it: `"4-1f3a9c2b"` is version 4 in these bytes.

    The version alone would not do: another generation of a view, or other code, may say something else of it. What is
    of several streams has no version, and `"1f3a9c2b"`.
    """
    response = json_of(body)
    fingerprint = sha256(response.get_data()).hexdigest()[:8]
    response.headers["ETag"] = f'"{fingerprint}"' if version is None else f'"{version}-{fingerprint}"'
    response.make_conditional(request.environ)
    return response
