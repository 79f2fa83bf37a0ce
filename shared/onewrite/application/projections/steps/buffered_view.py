"""The view to which a projection writes during a transaction: a buffer of writes, on top of the stored rows."""

from collections.abc import Callable
from typing import Any

from onewrite.application.ports.views import Delete, Put
from onewrite.domain.events import Json
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.domain.views.rows import kept_key, kept_row, size_of
from onewrite.errors import RowOfAnotherStream, RowWithoutKey


class BufferedView:
    """Holds the changes of the events applied so far; the changes of a failing event can be dropped (see `branch`).

    Several changes of a row become one, so that a step writes each row once.
    """

    def __init__(self, read_row: Callable[[Table, Key], Row | None], owner: StreamId | None = None) -> None:
        self._read_row = read_row
        self._owner = owner
        self._tables: dict[str, Table] = {}
        self._deletes: dict[tuple[str, Key], None] = {}
        #: The rows written, by table and leading key column, so that a deletion searches the rows of one stream only.
        self._puts: dict[tuple[str, str], dict[Key, dict[str, Any]]] = {}
        self._fault: Exception | None = None

    def get(self, table: Table, *key: Json) -> Row | None:
        if len(key) < len(table.key):
            raise RowWithoutKey(table.name, ", ".join(table.key[len(key) :]))
        key = self._own_key(table, key)
        buffered = self._puts.get((table.name, key[0]), {}).get(key)
        stored = None if self._is_deleted(table, key) else self._read(table, key)
        if buffered is None:
            return stored
        return {**dict.fromkeys(table.columns), **(stored or {}), **buffered}

    def put(self, table: Table, **columns: Json) -> None:
        row = kept_row(table, columns)
        self._keep(table, self._own_key(table, table.key_of(row)), row)

    def delete(self, table: Table, *key: Json) -> None:
        key = self._own_key(table, key)
        self._tables[table.name] = table
        self._deletes[table.name, key] = None
        for place in [(table.name, key[0])] if key else [place for place in self._puts if place[0] == table.name]:
            rows = self._puts.get(place, {})
            for deleted in [row for row in rows if row[: len(key)] == key]:
                del rows[deleted]

    def changes(self) -> list[Delete | Put]:
        """Return the changes to write: all deletions, then the rows that were put after them."""
        deletes = [Delete(self._tables[name], key) for name, key in self._deletes]
        puts = [Put(self._tables[name], row) for (name, _), rows in self._puts.items() for row in rows.values()]
        return [*deletes, *puts]

    def size_under(self, key: str) -> int:
        """How many bytes those rows have that were put, and whose leading key column is this one."""
        return sum(size_of(row) for table in self._tables for row in self._puts.get((table, key), {}).values())

    def branch(self, stream: StreamId) -> "BufferedView":
        """Return a view on top of this one, for one event and the rows of its stream; `merge` it if it was applied."""
        return BufferedView(lambda table, key: self.get(table, *key), owner=stream)

    def merge(self, branch: "BufferedView") -> None:
        for change in branch.changes():
            if isinstance(change, Delete):
                self.delete(change.table, *change.key)
            else:
                self._keep(change.table, change.table.key_of(change.row), change.row)

    def raise_fault_of_the_store(self) -> None:
        """Raise the error of a read from the store, even if the projection caught it: it is no failure of the event."""
        if self._fault is not None:
            raise self._fault

    def _keep(self, table: Table, key: Key, columns: Row) -> None:
        self._tables[table.name] = table
        self._puts.setdefault((table.name, key[0]), {}).setdefault(key, {}).update(columns)

    def _own_key(self, table: Table, key: Key) -> Key:
        """Return a key, or the first parts of one, as it is stored. Raises ColumnOfAnotherType and KeyTooLong.

        Raises RowOfAnotherStream: what several streams write to could not be rebuilt, or verified, in ranges.
        """
        key = kept_key(table, key)
        owner = self._owner
        if owner and (key[:1] != (owner.key,) or table.category not in {None, owner.category}):
            raise RowOfAnotherStream(table.name, table.key[0], table.category or owner.category)
        return key

    def _is_deleted(self, table: Table, key: Key) -> bool:
        return any((table.name, key[:length]) in self._deletes for length in range(len(key) + 1))

    def _read(self, table: Table, key: Key) -> Row | None:
        try:
            return self._read_row(table, key)
        except Exception as fault:
            self._fault = fault
            raise
