"""The view as one event sees it: it reads and writes the rows of its own stream, on top of what came before it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from onewrite.domain.events import Json
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.domain.views.rows import kept_key, kept_row, key_of_kept
from onewrite.errors import RowOfAnotherStream, RowWithoutKey


class Changed(NamedTuple):
    """These columns were written to a row; or all rows under a key were deleted, if there are none."""

    table: Table
    key: Key
    columns: Row | None


class ViewOfEvent:
    """Keeps what the event changes, in order, to be taken over or dropped."""

    def __init__(self, stream: StreamId, read_row: Callable[[Table, Key], Row | None]) -> None:
        self.changes: Final[list[Changed]] = []
        #: What these leave of each row, however many rows an event writes.
        self._deleted: set[tuple[str, Key]] = set()
        self._written: dict[tuple[str, Key], Row] = {}
        self._stream = stream
        self._read_row = read_row
        self._fault: Exception | None = None

    def get(self, table: Table, *key: Json) -> Row | None:
        if len(key) < len(table.key):
            raise RowWithoutKey(table.name, ", ".join(table.key[len(key) :]))
        key = self._own(table, kept_key(table, key))
        row = self._read(table, key)
        if not self.changes:
            return row
        if any((table.name, key[:length]) in self._deleted for length in range(1, len(key) + 1)):
            row = None
        written = self._written.get((table.name, key))
        return row if written is None else {**dict.fromkeys(table.columns), **(row or {}), **written}

    def put(self, table: Table, **columns: Json) -> None:
        row = kept_row(table, columns)
        key = self._own(table, key_of_kept(table, row))
        self.changes.append(Changed(table, key, row))
        place = table.name, key
        self._written[place] = {**self._written[place], **row} if place in self._written else row

    def delete(self, table: Table, *key: Json) -> None:
        key = self._own(table, kept_key(table, key))
        self.changes.append(Changed(table, key, None))
        self._deleted.add((table.name, key))
        if len(key) == len(table.key):
            self._written.pop((table.name, key), None)
            return
        for place in [place for place in self._written if place[0] == table.name and place[1][: len(key)] == key]:
            del self._written[place]

    def raise_fault_of_the_store(self) -> None:
        """Raise the error of a read from the store, even if the projection caught it: it is no failure of the event."""
        if self._fault is not None:
            raise self._fault

    def _own(self, table: Table, key: Key) -> Key:
        """Return the key. Raises RowOfAnotherStream: what several streams write to can't be rebuilt in ranges."""
        of_table = table.category or self._stream.category
        if not key or key[0] != self._stream.key or of_table != self._stream.category:
            raise RowOfAnotherStream(table.name, table.key[0], of_table)
        return key

    def _read(self, table: Table, key: Key) -> Row | None:
        try:
            return self._read_row(table, key)
        except Exception as fault:
            self._fault = fault
            raise
