"""Values as Spanner writes them into a change record, which are those of its JSON encoding, as Python's."""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

Convert: TypeAlias = Callable[[Any], Any]


def type_name(described: Mapping[str, Any]) -> str:
    """Return `ARRAY<STRING>` for the JSON of a type, as in the column types of a record."""
    code = str(described.get("code", "TYPE_CODE_UNSPECIFIED"))
    inner = described.get("array_element_type") or described.get("arrayElementType")
    return f"ARRAY<{type_name(inner)}>" if inner else code


def value_of(encoded: Any, type_of_column: str) -> Any:
    """Return the value; one of a type that is not known here is returned as it came."""
    return None if encoded is None else converter(type_of_column)(encoded)


@cache
def converter(type_of_column: str) -> Convert:
    if type_of_column.startswith("ARRAY<"):
        element = type_of_column.removeprefix("ARRAY<").removesuffix(">")
        return lambda values: [value_of(value, element) for value in values]
    return _CONVERTERS.get(type_of_column, _as_it_came)


def _as_it_came(value: Any) -> Any:
    return value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_CONVERTERS: Mapping[str, Convert] = {
    "INT64": int,
    "FLOAT64": float,
    "FLOAT32": float,
    "NUMERIC": Decimal,
    "BYTES": b64decode,
    "TIMESTAMP": datetime.fromisoformat,  # cuts nanoseconds off: commit timestamps have microseconds
    "DATE": date.fromisoformat,
    "JSON": _json,
}
