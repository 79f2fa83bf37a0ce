"""Rows in memory, as Spanner's protocol has them: enough of a database for the real adapters to run against."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from google.protobuf import struct_pb2  # type: ignore[import-untyped]

from infra.simulation.counted.tables import Stored, tables

Value: TypeAlias = struct_pb2.Value
Key: TypeAlias = tuple[Any, ...]
Row: TypeAlias = dict[str, Value]
NULL: Final = Value(null_value=0)
NO_ROWS: Final = Value(list_value=struct_pb2.ListValue())
COMMIT_TIME: Final = "spanner.commit_timestamp()"
#: No commit is at the real time, so that profiles are the same on every day.
BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """What a mutation has changed: rows and index entries, and the cells that count against the limit of a commit."""

    rows: int = 0
    entries: int = 0
    cells: int = 0


@dataclass
class Rows:
    """The rows of all tables, by key."""

    of: dict[str, dict[Key, Row]] = field(default_factory=dict)
    _commits: int = 0

    def commit_time(self) -> str:
        """Return a time later than any before it, a millisecond after the last one."""
        self._commits += 1
        return (BEGAN + timedelta(milliseconds=self._commits)).isoformat().replace("+00:00", "Z")

    def read(self, table: str, columns: Sequence[str], key_set: Any, limit: int) -> list[Value]:
        """Return the values of the rows, one after the other."""
        found = sorted(_Selection(tables()[table], key_set).of(self.of.get(table, {})))[: limit or None]
        rows = (self.of[table][key] for key in found)
        return [row.get(column, NULL) for row in rows for column in columns]

    def write(self, mutation: Any, committed_at: str) -> Written:
        """Apply a mutation of the protocol."""
        kind = mutation.WhichOneof("operation")
        change = getattr(mutation, kind)
        table = tables()[change.table]
        kept = self.of.setdefault(change.table, {})
        if kind == "delete":
            gone = [kept.pop(key) for key in _Selection(table, change.key_set).of(kept)]
            entries = sum(len(_entries(table, row, set(row))) for row in gone)
            return Written(len(gone), entries, len(gone) + entries)
        written = Written()
        for values in change.values:
            new = dict(zip(change.columns, map(_at(committed_at), values.values), strict=True))
            key = tuple(plain(new[column], table.types[column]) for column in table.key)
            row = kept.setdefault(key, {})
            changed = {name for name, value in new.items() if row.get(name) != value}
            before = len(_entries(table, row, changed))
            row.update(new)
            entries = before + len(_entries(table, row, changed))
            written = Written(written.rows + 1, written.entries + entries, written.cells + len(new) + entries)
        return written


def plain(value: Value, kind: str) -> Any:
    """Return what sorts as Spanner sorts it. Numbers and times are text in the protocol."""
    if kind == "TIMESTAMP":
        return datetime.fromisoformat(value.string_value)
    return int(value.string_value) if kind == "INT64" else value.string_value


def _at(committed_at: str) -> Any:
    return lambda value: Value(string_value=committed_at) if value.string_value == COMMIT_TIME else value


def _entries(table: Stored, row: Mapping[str, Value], changed: set[str]) -> list[str]:
    """Return the indexes in which the row has an entry that changes with these columns."""

    def is_in(column: str) -> bool:
        return column in row and row[column].WhichOneof("kind") != "null_value"

    return [
        index.name
        for index in table.indexes
        if row and index.watched & changed and (not index.is_null_filtered or all(map(is_in, index.key)))
    ]


@dataclass(frozen=True)
class _Selection:
    """The keys of a key set of the protocol: keys, ranges by prefixes, or all."""

    table: Stored
    key_set: Any

    def of(self, kept: Mapping[Key, Row]) -> set[Key]:
        if self.key_set.all_:
            return {*kept}
        found = {self._key(key) for key in self.key_set.keys} & kept.keys()
        ordered = sorted(kept) if self.key_set.ranges else []
        for one in self.key_set.ranges:
            found.update(self._within(one, ordered))
        return found

    def _key(self, values: Any) -> Key:
        return tuple(
            plain(value, self.table.types[name]) for value, name in zip(values.values, self.table.key, strict=False)
        )

    def _within(self, keys: Any, ordered: Sequence[Key]) -> Sequence[Key]:
        """Return the keys that begin with those of the range or lie between them."""
        start, end = keys.WhichOneof("start_key_type"), keys.WhichOneof("end_key_type")
        first, last = self._key(getattr(keys, start)), self._key(getattr(keys, end))
        after = bisect_left if start == "start_closed" else bisect_right
        before = bisect_right if end == "end_closed" else bisect_left
        return ordered[
            after(ordered, first, key=lambda key: key[: len(first)]) : before(
                ordered, last, key=lambda key: key[: len(last)]
            )
        ]
