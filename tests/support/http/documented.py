"""OpenAPI documents, held to what really comes back."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Response
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from onewrite.adapters.http.api import Api

OURS = {"ETag", "Location", "Retry-After", "Allow", "WWW-Authenticate"}


def assert_documented(api: Api, method: str, path: str, response: Response) -> None:
    """Check status, headers, content type and body, if the document knows that path and method."""
    document = api.document
    operation = operation_at(document, method, path)
    if operation is None:
        return
    told = operation["responses"].get(str(response.status_code))
    assert told is not None, f"{response.status_code} of {method} {path} is not documented"
    told = resolved(document, told)
    headers, sent = told.get("headers", {}), set(response.headers.keys())
    assert sent & OURS <= headers.keys(), "every header is documented"
    assert {name for name, header in headers.items() if header.get("required")} <= sent
    if "content" not in told:
        assert response.status_code in {204, 304}, "no body, and none documented"
        return
    assert response.mimetype in told["content"], f"{response.mimetype} of {method} {path} is not documented"
    schema = told["content"][response.mimetype]["schema"]
    whole = {**schema, "components": document["components"]}
    errors = OAS31Validator(whole, format_checker=oas31_format_checker).iter_errors(response.get_json())
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def operation_at(document: Mapping[str, Any], method: str, path: str) -> Mapping[str, Any] | None:
    """Return the operation that a request leads to; a path as it stands goes before one with variable parts."""
    for template in sorted(document["paths"], key=lambda template: template.count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            operation: Mapping[str, Any] | None = document["paths"][template].get(method.lower())
            return operation
    return None


def resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, if it is one."""
    if "$ref" not in node:
        return node
    place: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        place = place[part]
    found: Mapping[str, Any] = place
    return found
