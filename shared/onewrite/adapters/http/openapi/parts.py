"""The parts of OpenAPI operations: parameters, bodies, responses, problems."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel

from onewrite.adapters.http.openapi.problem import Problem
from onewrite.adapters.http.requests.bodies import LARGEST_BODY

Part = Mapping[str, Any]

JSON = "application/json"
TEXT: Part = {"type": "string"}
PROBLEMS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON or not complete, or the query not UTF-8",
    HTTPStatus.UNAUTHORIZED: "An identity token is needed, one that is valid here",
    HTTPStatus.FORBIDDEN: "This account may not call this; or a page that is not the console sent it",
    HTTPStatus.NOT_FOUND: "There is no such thing: the reason says which",
    HTTPStatus.REQUEST_TIMEOUT: "The body did not come in time; the connection is closed",
    HTTPStatus.CONFLICT: "It can't be done as things are, for the reason that is given",
    HTTPStatus.PRECONDITION_FAILED: "The stream is not at the version that If-Match names",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"The body has more than {LARGEST_BODY} bytes",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not JSON by its Content-Type, or has a Content-Encoding",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Invalid fields, all of them; or an idempotency key that another command had",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke here; it was logged",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not now; with Retry-After where a retry helps by itself",
}
HEADERS: Mapping[HTTPStatus, Part] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": {"required": True, "schema": TEXT}},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}},
}


@dataclass(frozen=True)
class SchemaOf:
    """Placeholder for the schema of a type; `document_of` replaces it by a reference to the schema."""

    type: Any
    mode: Literal["validation", "serialization"] = "serialization"


PROBLEM: Part = {"application/problem+json": {"schema": SchemaOf(Problem)}}
RESPONSES: Part = {
    status.name: {"description": description, "headers": HEADERS.get(status, {}), "content": PROBLEM}
    for status, description in PROBLEMS.items()
} | {
    "OTHERWISE": {
        "description": "Another problem; a method that is not possible is 405, with Allow",
        "headers": {"Allow": {"schema": TEXT}},
        "content": PROBLEM,
    }
}


def problems(*statuses: int) -> dict[str, Part]:
    """Return the responses for these statuses, for 500, and for any other status."""
    named = {f"{status}": HTTPStatus(status).name for status in (*statuses, 500)} | {"default": "OTHERWISE"}
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in named.items()}


def response(description: str, schema: Any, headers: Part | None = None) -> Part:
    return {"description": description, "headers": headers or {}, "content": {JSON: {"schema": schema}}}


def body(model: type[BaseModel]) -> Part:
    """Describe a JSON body; one without required fields may be left out."""
    required = any(field.is_required() for field in model.model_fields.values())
    return {"required": required, "content": {JSON: {"schema": SchemaOf(model, "validation")}}}


@cache
def parameters(place: Literal["query", "header", "path"], model: type[BaseModel]) -> list[Part]:
    """Describe each field as a parameter; a field that may be null may be left out, as null can't be sent."""
    fields = model.model_json_schema()
    required = fields.get("required", ())
    return [
        {"name": name, "in": place, "required": name in required, "schema": _sent(schema, fields.get("$defs", {}))}
        for name, schema in fields.get("properties", {}).items()
    ]


def object_of(**properties: Any) -> Part:
    return {"type": "object", "required": list(properties), "properties": properties}


def list_of(items: Any) -> Part:
    return {"type": "array", "items": items}


def _sent(schema: Part, defined: Part) -> Part:
    """Return the schema of what is sent as text; what it refers to becomes a part of it."""
    if "$ref" in schema:
        named = defined[schema["$ref"].rpartition("/")[2]]
        return {**named, **{name: value for name, value in schema.items() if name != "$ref"}}
    if "anyOf" not in schema:
        return schema
    choices = [_sent(choice, defined) for choice in schema["anyOf"] if choice.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", None)}
    return {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}
