"""Values that fit a JSON schema: an example that it gives, or else the simplest of its type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]
FORMATS: Final = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:00:00Z",
    "time": "09:00:00Z",
    "duration": "P1D",
    "email": "ada@example.com",
    "uri": "https://example.com",
    "uuid": "11111111-1111-4111-8111-111111111111",
}
#: Tried where a pattern is asked for.
WORDS: Final = ("1", "a", "A", "a1", "A1", "abc", "ABC", "2026-01-31", "12345", "A-1")


class NoExample(Exception):
    """The schema asks for a pattern and gives no example."""


@dataclass(frozen=True)
class Examples:
    """`components` are the schemas that others refer to."""

    components: Mapping[str, Schema]

    def of(self, schema: Schema, name: str = "") -> Any:
        """Return a value for the field of this name. Raises NoExample."""
        schema = self._resolved(schema)
        for given in _given(schema):
            return given
        match schema.get("type"):
            case "object":
                fields = schema.get("properties", {})
                return {field: self.of(fields[field], field) for field in schema.get("required", ())}
            case "array":
                return [self.of(schema.get("items", {}), name)] * schema.get("minItems", 1)
            case "integer" | "number":
                return _number(schema)
            case "boolean":
                return True
        return _text(schema, name)

    def _resolved(self, schema: Schema) -> Schema:
        """Follow references, and take the first alternative that isn't null."""
        if reference := schema.get("$ref"):
            return self._resolved(self.components[reference.rpartition("/")[2]])
        choices = [one for choice in ("anyOf", "oneOf", "allOf") for one in schema.get(choice, ())]
        for one in choices:
            if one.get("type") != "null":
                return self._resolved(
                    {**one, **{name: schema[name] for name in ("examples", "default") if name in schema}}
                )
        return schema


def _given(schema: Schema) -> Iterator[Any]:
    yield from schema.get("examples", ())
    yield from schema.get("enum", ())
    yield from (schema[name] for name in ("const", "default") if name in schema)


def _number(schema: Schema) -> int | float:
    """Return 1, or else the number nearest to it that is allowed."""
    step = schema.get("multipleOf", 1)
    least = schema.get("minimum", schema.get("exclusiveMinimum", -step) + step)
    most = schema.get("maximum", schema.get("exclusiveMaximum", max(least, 1) + 2 * step) - step)
    number: int | float = min(max(1, least), most)
    return number if number % step == 0 else step * (number // step + 1)


def _text(schema: Schema, name: str) -> str:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength", 100)
    words = (word.ljust(least, "x")[:most] for word in (name.replace("_", " "), *WORDS))
    try:
        return next(word for word in words if re.search(schema.get("pattern", ""), word))
    except StopIteration:
        raise NoExample(f"{name} has a pattern: give its field an example, as in Field(examples=[…])") from None
