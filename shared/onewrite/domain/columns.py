"""The types of columns: what a field of a row model is in the store, and which values it can hold."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

#: The names of types in GoogleSQL. A type comes before those of which Python makes it a special case.
SCALARS: Final[Mapping[type, str]] = {
    str: "STRING",
    bool: "BOOL",
    int: "INT64",
    float: "FLOAT64",
    Decimal: "NUMERIC",
    datetime: "TIMESTAMP",
    date: "DATE",
}
#: What sorts, and has one spelling in a key.
ORDERED: Final = frozenset({"STRING", "BOOL", "INT64", "NUMERIC", "TIMESTAMP", "DATE"})
#: What can be added up without rounding.
EXACT: Final = frozenset({"INT64", "NUMERIC"})
GREATEST: Final = 2**63 - 1


@dataclass(frozen=True)
class ColumnType:
    """`name` as in GoogleSQL, without a length; `length` is the longest text that the model allows, if it says so."""

    name: str
    length: int | None = None

    def takes(self, value: Any) -> bool:
        """Tell whether a column of this type can hold the value; any can hold None."""
        match value:
            case None:
                return True
            case list() | tuple():
                inner = ColumnType(self.name.removeprefix("ARRAY<").removesuffix(">"))
                return self.name == "JSON" or (inner != self and all(map(inner.takes, value)))
            case dict():
                return self.name == "JSON"
            case int() if not isinstance(value, bool):
                return self.name == "FLOAT64" or (self.name in EXACT and -GREATEST - 1 <= value <= GREATEST)
        return self.name == next((name for kind, name in SCALARS.items() if isinstance(value, kind)), None)


def column_type(field: FieldInfo) -> ColumnType | None:
    """Return the type of the column for this field of a row model, or None if no column can hold it."""
    name = _name_of(field.annotation)
    length = next((known.max_length for known in field.metadata if hasattr(known, "max_length")), None)
    return ColumnType(name, length if name == "STRING" else None) if name else None


def _name_of(annotation: Any) -> str | None:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType, Literal}:
        kinds = (type(part) if origin is Literal else part for part in parts)
        names = {_name_of(kind) for kind in kinds if kind is not NoneType}
        return names.pop() if len(names) == 1 else None
    kind = origin or annotation
    if kind is Any:
        return "JSON"
    return _name_of_class(kind, parts) if isinstance(kind, type) else None


def _name_of_class(kind: type, parts: Sequence[Any]) -> str | None:
    if scalar := next((name for known, name in SCALARS.items() if issubclass(kind, known)), None):
        return scalar
    if issubclass(kind, Sequence | AbstractSet) and not issubclass(kind, bytes):
        inner = _name_of(next(iter(parts), Any))
        return f"ARRAY<{inner}>" if inner and not inner.startswith("ARRAY") else None
    return "JSON" if issubclass(kind, BaseModel | Mapping) else None
