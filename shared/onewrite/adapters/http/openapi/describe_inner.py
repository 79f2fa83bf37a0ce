"""OpenAPI operations of the inner functions, which the bus, a scheduler or an operator calls."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel

from onewrite.adapters.http.openapi.parts import (
    HEADERS,
    JSON,
    PROBLEM,
    TEXT,
    Part,
    SchemaOf,
    body,
    parameters,
    problems,
    response,
)
from onewrite.adapters.http.requests.headers import OperatorHeaders

CLOUD_EVENT = dict.fromkeys(("ce-specversion", "ce-id", "ce-source", "ce-type"), "As CloudEvents 1.0 has it")
MAX_AGE: Part = {
    "name": "Cache-Control",
    "in": "header",
    "required": False,
    "description": "`max-age=2`: what was read in the last two seconds will do, so that many who ask make one read",
    "schema": TEXT,
}
ANYTHING: Part = {"type": ["object", "array"]}


def message(summary: str, **attributes: str) -> Part:
    """Describe a push: a CloudEvent in binary mode, unwrapped; its attributes are headers, its data is not read."""
    described = CLOUD_EVENT | {f"ce-{name}": description for name, description in attributes.items()}
    headers = [
        {"name": name, "in": "header", "required": True, "description": description, "schema": TEXT}
        for name, description in described.items()
    ]
    done = {"204": {"description": "Done, or nothing to do"}}
    return {"summary": summary, "parameters": headers, "responses": done | problems(404, 422, 503)}


def report(summary: str, schema: Any = ANYTHING) -> Part:
    """Describe a scheduled call; 503 tells the scheduler that a part of the work failed, its body is the report."""
    return {"summary": summary, "responses": _done_or_not(schema) | problems()}


def read(summary: str, model: type[BaseModel], report: type[BaseModel] | None = None) -> Part:
    """Describe what an operator reads; the fields of the model are its parameters."""
    found = response(summary, SchemaOf(report) if report else ANYTHING)
    responses = {"200": found} | problems(400, 403, 404, 409, 422, 503)
    sent = [*parameters("query", model), *parameters("header", OperatorHeaders), MAX_AGE]
    return {"summary": summary, "parameters": sent, "responses": responses}


def act(summary: str, model: type[BaseModel], report: type[BaseModel] | None = None) -> Part:
    """Describe what an operator does; the model is its body."""
    return {
        "summary": summary,
        "parameters": parameters("header", OperatorHeaders),
        "requestBody": body(model),
        "responses": _done_or_not(SchemaOf(report) if report else ANYTHING)
        | problems(400, 403, 404, 408, 409, 413, 415, 422),
    }


def _done_or_not(schema: Any) -> dict[str, Part]:
    failed = {
        "description": "Some could not be done; or nothing could, which is a problem",
        "headers": HEADERS[HTTPStatus.SERVICE_UNAVAILABLE],
        "content": {JSON: {"schema": schema}, **PROBLEM},
    }
    return {"200": response("All done", schema), "503": failed}
