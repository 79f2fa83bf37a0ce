"""What a transaction writes to a view: a buffer of changes, on top of the stored rows."""

from collections.abc import Callable
from typing import Any

from onewrite.application.ports.views import Delete, Put
from onewrite.application.projections.steps.view_of_event import ViewOfEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.domain.views.rows import size_of


class BufferedView:
    """Holds the changes of the events applied so far. Several changes of a row become one, so each is written once."""

    def __init__(self, read_row: Callable[[Table, Key], Row | None]) -> None:
        self._read_row = read_row
        self._tables: dict[str, Table] = {}
        self._deletes: dict[tuple[str, Key], None] = {}
        #: The rows written, by table and leading key column, so that a deletion searches the rows of one stream only.
        self._puts: dict[tuple[str, str], dict[Key, dict[str, Any]]] = {}

    def of_event(self, stream: StreamId) -> ViewOfEvent:
        """Return the view for the next event of a stream; `take` it if the event was applied."""
        return ViewOfEvent(stream, self._get)

    def take(self, view: ViewOfEvent) -> None:
        for table, key, columns in view.changes:
            self._tables[table.name] = table
            rows = self._puts.setdefault((table.name, key[0]), {})
            if columns is not None:
                rows.setdefault(key, {}).update(columns)
                continue
            self._deletes[table.name, key] = None
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

    def _get(self, table: Table, key: Key) -> Row | None:
        buffered = self._puts.get((table.name, key[0]), {}).get(key)
        stored = None if self._is_deleted(table, key) else self._read_row(table, key)
        return stored if buffered is None else {**dict.fromkeys(table.columns), **(stored or {}), **buffered}

    def _is_deleted(self, table: Table, key: Key) -> bool:
        return any((table.name, key[:length]) in self._deletes for length in range(1, len(key) + 1))
