"""A range of streams, and reading the rows of as many of them as fit in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from onewrite.application.batches import first_batch
from onewrite.application.operations.verify.fold_view import Rows
from onewrite.application.ports.views import ViewSnapshot
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Row, Table
from onewrite.domain.views.rows import size_of

#: Of whatever size their rows are.
MOST_KEYS: Final = 1000
#: A row with its leading key column and its table.
Placed: TypeAlias = tuple[str, Table, Row]
leading: Final = itemgetter(0)


@dataclass(frozen=True)
class KeyRange:
    """Streams of a category with their versions, and the leading row keys that belong to them: after < key <= upto."""

    category: str
    versions: Mapping[StreamId, int]
    after: str
    upto: str | None

    def until(self, key: str) -> "KeyRange":
        """Return the part up to this key."""
        versions = {stream: version for stream, version in self.versions.items() if stream.key <= key}
        return replace(self, versions=versions, upto=key)

    def behind(self, part: "KeyRange") -> "KeyRange | None":
        """Return what is left of the range behind its first part."""
        if part.upto is None or part.upto == self.upto:
            return None
        versions = {stream: version for stream, version in self.versions.items() if stream not in part.versions}
        return replace(self, versions=versions, after=part.upto)


def read_rows_of(
    projection: Projection, view: ViewSnapshot, keys: KeyRange, *, size: int
) -> tuple[dict[str, Rows], KeyRange]:
    """Return the first rows by their leading key column, and the part of the range of which they are all rows.

    These are the rows of one key at least, and of no more than fit in so many bytes.
    """
    tables = [table for table in projection.tables if projection.category_of(table) == keys.category]
    in_order = merge(*(_placed(view, table, keys) for table in tables), key=leading)
    of_one_key = (list(rows) for _, rows in groupby(in_order, key=leading))
    read, is_all = first_batch(of_one_key, _size, rows=MOST_KEYS, size=size)
    stored = {rows[0][0]: {(table.name, table.key_of(row)): row for _, table, row in rows} for rows in read}
    return stored, keys if is_all else keys.until(read[-1][0][0])


def _placed(view: ViewSnapshot, table: Table, keys: KeyRange) -> Iterator[Placed]:
    for row in view.read_rows(table, after=keys.after, upto=keys.upto):
        yield row[table.key[0]], table, row


def _size(rows: list[Placed]) -> int:
    return sum(size_of(row) for _, _, row in rows)
