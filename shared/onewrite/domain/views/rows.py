"""Rows and keys as they are stored. What a column can't hold is refused here, by the same words for every store."""

from typing import Any

from pydantic_core import to_json

from onewrite.domain.views.tables import Key, Row, Table
from onewrite.domain.views.values import kind_of
from onewrite.errors import ColumnNotDeclared, ColumnOfAnotherType, KeyTooLong


def kept_row(table: Table, columns: Row) -> Row:
    """Return these columns of a row as they are stored. Raises ColumnNotDeclared and ColumnOfAnotherType."""
    types = table.types
    if not columns.keys() <= types.keys():
        raise ColumnNotDeclared(table.name, ", ".join(sorted(columns.keys() - types.keys())))
    row = {}
    for column, value in columns.items():
        known = types[column]
        if not known.takes(value):
            raise _refusal(table, column, value)
        row[column] = known.kept(value)
    return row


def key_of_kept(table: Table, row: Row) -> Key:
    """Return the key of a row that is as it is stored. Raises RowWithoutKey, and ColumnOfAnotherType for half a key."""
    key = table.key_of(row)
    return kept_key(table, key) if None in key else key


def kept_key(table: Table, key: Key) -> Key:
    """Return a key, or the first parts of one, as it is stored. Raises ColumnOfAnotherType and KeyTooLong."""
    if len(key) > len(table.key):
        raise KeyTooLong(table.name, ", ".join(table.key))
    if None in key:
        raise ColumnOfAnotherType(table.name, table.key[key.index(None)], "None", "a part of the key")
    return tuple(kept_row(table, dict(zip(table.key, key, strict=False))).values())


def size_of(row: Row) -> int:
    """How many bytes a row is as text, about as many as it has in any store."""
    return len(to_json(row, fallback=str))


def _refusal(table: Table, column: str, value: Any) -> ColumnOfAnotherType:
    known = table.types[column]
    kind = f"str of {len(value)} characters" if isinstance(value, str) and known.length else kind_of(value)
    return ColumnOfAnotherType(table.name, column, kind, str(known))
