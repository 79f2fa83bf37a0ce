"""The OpenAPI 3.1 document of an API, put together from its routes."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

TEXT = {"type": "string"}
EVENT = {
    "type": "object",
    "properties": {
        "event_id": TEXT,
        "version": {"type": "integer"},
        "type": TEXT,
        "schema_version": {"type": "integer"},
        "data": {"type": "object"},
        "correlation_id": TEXT,
        "causation_id": TEXT,
        "committed_at": {"type": "string", "format": "date-time"},
    },
}
ACCEPTED = {
    "type": "object",
    "properties": {
        "stream_id": TEXT,
        "version": {"type": "integer"},
        "events": {"type": "array", "items": {"$ref": "#/components/schemas/RecordedEvent"}},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "reason", "metadata"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "reason": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$"},
        "metadata": {"type": "object"},
        "errors": {"type": "array", "items": {"type": "object", "properties": {"pointer": TEXT, "detail": TEXT}}},
    },
}


class Described(Protocol):
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def operation(self) -> Mapping[str, Any] | None: ...


def document_of(title: str, routes: Sequence[Described]) -> Mapping[str, Any]:
    """Return the document; routes without a description are left out."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if route.operation is not None:
            paths.setdefault(route.path, {})[route.method.lower()] = route.operation
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {"RecordedEvent": EVENT, "Accepted": ACCEPTED, "Problem": PROBLEM},
            "responses": {"Problem": {"description": "What went wrong, and what to do", "content": problem}},
        },
    }
