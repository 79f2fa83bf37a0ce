"""Rows and keys as they are stored. What a column can't hold is refused here, by the same words for every store."""

import json
from typing import Any

from onewrite.domain.views.tables import Key, Row, Table
from onewrite.domain.views.values import kind_of
from onewrite.errors import ColumnNotDeclared, ColumnOfAnotherType, KeyTooLong


def kept_row(table: Table, columns: Row) -> Row:
    """Return these columns of a row as they are stored. Raises ColumnNotDeclared and ColumnOfAnotherType."""
    if unknown := columns.keys() - table.columns:
        raise ColumnNotDeclared(table.name, ", ".join(sorted(unknown)))
    return {column: _kept(table, column, value) for column, value in columns.items()}


def kept_key(table: Table, key: Key) -> Key:
    """Return a key, or the first parts of one, as it is stored. Raises ColumnOfAnotherType and KeyTooLong."""
    if len(key) > len(table.key):
        raise KeyTooLong(table.name, ", ".join(table.key))
    if None in key:
        raise ColumnOfAnotherType(table.name, table.key[key.index(None)], "None", "a part of the key")
    return tuple(_kept(table, column, value) for column, value in zip(table.key, key, strict=False))


def size_of(row: Row) -> int:
    """How many bytes a row is as text, about as many as it has in any store."""
    return len(_ENCODER.encode(row).encode())


def _kept(table: Table, column: str, value: Any) -> Any:
    known = table.types[column]
    if known.takes(value):
        return known.kept(value)
    kind = f"str of {len(value)} characters" if isinstance(value, str) and known.length else kind_of(value)
    raise ColumnOfAnotherType(table.name, column, kind, str(known))


_ENCODER = json.JSONEncoder(default=str, ensure_ascii=False)
