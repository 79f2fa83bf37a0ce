"""Builds the OpenAPI 3.1 document of an API from its routes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import TypeAdapter

from onewrite.adapters.http.openapi.parts import RESPONSES, Part, SchemaOf, problems

IDENTITY: Part = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Google's, for this URL"}


class Described(Protocol):
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def describe(self) -> Callable[[], Part] | None: ...


def document_of(title: str, routes: Sequence[Described], *, needs_identity: bool) -> Part:
    """Return the document, without routes that have no description. `needs_identity`: callers need a token."""
    paths: dict[str, dict[str, Part]] = {}
    for route in routes:
        if route.describe is not None:
            operation = route.describe()
            paths.setdefault(route.path, {})[route.method.lower()] = (
                _with_identity(operation) if needs_identity else operation
            )
    schemas = [
        (schema, schema.mode, TypeAdapter(schema.type)) for schema in dict.fromkeys(_schemas_in([paths, RESPONSES]))
    ]
    references, defined = TypeAdapter.json_schemas(schemas, ref_template="#/components/schemas/{model}")
    schemes = {"securitySchemes": {"identity": IDENTITY}} if needs_identity else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": _replaced(paths, lambda schema: references[schema, schema.mode]),
        "components": {
            "schemas": defined["$defs"],
            "responses": _replaced(RESPONSES, lambda schema: references[schema, schema.mode]),
            **schemes,
        },
    }


def _with_identity(operation: Part) -> Part:
    return {**operation, "security": [{"identity": []}], "responses": problems(401, 403, 503) | operation["responses"]}


def _schemas_in(node: Any) -> Iterator[SchemaOf]:
    if isinstance(node, SchemaOf):
        yield node
    elif isinstance(node, Mapping | list):
        for part in node.values() if isinstance(node, Mapping) else node:
            yield from _schemas_in(part)


def _replaced(node: Any, schema_of: Callable[[SchemaOf], Any]) -> Any:
    if isinstance(node, SchemaOf):
        return schema_of(node)
    if isinstance(node, Mapping):
        return {name: _replaced(part, schema_of) for name, part in node.items()}
    return [_replaced(part, schema_of) for part in node] if isinstance(node, list) else node
