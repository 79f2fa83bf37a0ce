"""The types of columns: what a field of a row model is in the store, and which values it can hold."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from onewrite.domain.views.values import Form, Test, form_of, test_of

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


@dataclass(frozen=True)
class ColumnType:
    """`name` as in GoogleSQL, without a length; `length` is the longest text that the model allows, if it says so."""

    name: str
    length: int | None = None

    def takes(self, value: Any) -> bool:
        """Tell whether a column of this type can hold the value; any can hold None."""
        if value is None:
            return True
        is_short = self.length is None or not isinstance(value, str) or len(value) <= self.length
        return is_short and self._can_hold(value)

    def kept(self, value: Any) -> Any:
        """Return a value that it takes as every store gives it back: a tuple as a list, an instant in UTC."""
        return None if value is None else self._as_held(value)

    @cached_property
    def _can_hold(self) -> Test:
        return test_of(self.name)

    @cached_property
    def _as_held(self) -> Form:
        return form_of(self.name)

    def __str__(self) -> str:
        """Return the type in GoogleSQL: `STRING(128)`, `ARRAY<STRING(MAX)>`."""
        return self.name.replace("STRING", f"STRING({self.length or 'MAX'})")


def column_type(field: FieldInfo) -> ColumnType | None:
    """Return the type of the column for this field of a row model, or None if no column can hold it."""
    name = _name_of(field.annotation)
    lengths = (known.max_length for known in _metadata_of(field) if getattr(known, "max_length", None) is not None)
    return ColumnType(name, next(lengths, None) if name == "STRING" else None) if name else None


def _metadata_of(field: FieldInfo) -> Iterator[Any]:
    """Yield what is said of the field itself, and of its type where it may be null: `Annotated[str, …] | None`."""
    yield from field.metadata
    for part in get_args(field.annotation):
        if get_origin(part) is Annotated:
            for said in get_args(part)[1:]:
                yield from said.metadata if isinstance(said, FieldInfo) else (said,)


def column_types(row: type[BaseModel]) -> Mapping[str, ColumnType]:
    """Return the type of each column of a row model, without those that no column can hold."""
    types = {name: column_type(field) for name, field in row.model_fields.items()}
    return {name: known for name, known in types.items() if known}


def _name_of(annotation: Any) -> str | None:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _name_of(parts[0])
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
