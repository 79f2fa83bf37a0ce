"""The tables that Spanner gets, read from infra/schema: types, keys, and the indexes that a write has to change too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onewrite.checks.statements import schema

#: Both kinds of index begin with the word INDEX, a name, and the table with the columns.
_INDEX: Final = re.compile(r"CREATE (NULL_FILTERED|SEARCH|) ?INDEX (\w+) ON (\w+)\(([^)]*)\)(.*)", re.DOTALL)
_TABLE: Final = re.compile(r"CREATE TABLE (\w+) \((.*?)^\) PRIMARY KEY \(([^)]*)\)", re.DOTALL | re.MULTILINE)
_COLUMN: Final = re.compile(r"^  (\w+) (ARRAY<\w+|\w+)", re.MULTILINE)
_TOKENS: Final = "_tokens"


@dataclass(frozen=True)
class Index:
    """`watched` are the columns whose change changes an entry. Only rows that have all of `key` are in it."""

    name: str
    watched: frozenset[str]
    key: Sequence[str]
    is_null_filtered: bool


@dataclass(frozen=True)
class Stored:
    """A table: the types of its columns, its key, its indexes."""

    name: str
    types: Mapping[str, str]
    key: Sequence[str]
    indexes: Sequence[Index]


@cache
def tables() -> Mapping[str, Stored]:
    statements = schema()
    indexes: dict[str, list[Index]] = {}
    for kind, name, table, columns, rest in (m.groups() for m in map(_INDEX.match, statements) if m):
        key = [word.removesuffix(" DESC").removesuffix(_TOKENS) for word in columns.split(", ")]
        stored = re.findall(r"STORING \(([^)]*)\)", rest)
        watched = {*key, *(column.strip() for part in stored for column in part.split(","))}
        indexes.setdefault(table, []).append(Index(name, frozenset(watched), key, kind == "NULL_FILTERED"))
    found = (match.groups() for match in map(_TABLE.match, statements) if match)
    return {
        name: Stored(
            name,
            dict(_COLUMN.findall(body)),
            [column.removesuffix(" DESC") for column in key.split(", ")],
            indexes.get(name, ()),
        )
        for name, body, key in found
    }
