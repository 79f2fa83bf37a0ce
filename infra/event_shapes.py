"""The shape of an event's data as one short text: its fields with their JSON types, and nothing that only describes."""

import json
from collections.abc import Mapping
from typing import Any

from onewrite.domain.events import Event


def shape_of(event: type[Event]) -> str:
    """Return for example `{address:string,name:string}`. It changes if, and only if, other data would be stored."""
    schema = event.model_json_schema(mode="serialization")
    return _shape(schema, schema.get("$defs", {}))


def _shape(schema: Mapping[str, Any], models: Mapping[str, Any], within: tuple[str, ...] = ()) -> str:
    def inside(part: Mapping[str, Any]) -> str:
        return _shape(part, models, within)

    match schema:
        case {"$ref": str(place)}:
            model = place.rpartition("/")[2]
            shape = model if model in within else _shape(models[model], models, (*within, model))
        case {"anyOf": parts} | {"oneOf": parts}:
            shape = "|".join(sorted({inside(part) for part in parts}))
        case {"enum": values}:
            shape = "|".join(sorted(map(json.dumps, values)))
        case {"const": value}:
            shape = json.dumps(value)
        case {"properties": fields}:
            shape = "{" + ",".join(f"{name}:{inside(fields[name])}" for name in sorted(fields)) + "}"
        case {"additionalProperties": Mapping() as values}:
            shape = "{*:" + inside(values) + "}"
        case {"prefixItems": parts}:
            shape = "[" + ",".join(map(inside, parts)) + "]"
        case {"items": items}:
            shape = "[" + inside(items) + "]"
        case _:
            shape = schema.get("format") or schema.get("type", "any")
    return shape
