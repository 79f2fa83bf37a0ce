"""Reading views for a query of one's own: rows by key, by prefix, by index, all as of one instant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from onewrite.domain.events import Json
from onewrite.domain.views import Index, Key, Row, Table, Totals

#: What rows are read of. A row of totals has the columns of its group and all its figures.
Source: TypeAlias = Table | Totals

MOST_ROWS = 1000


def key_of(source: Source) -> tuple[str, ...]:
    """Return the columns that identify a row that is read: of totals, those of the group."""
    return source.key if isinstance(source, Table) else source.by


@dataclass(frozen=True, slots=True)
class Found:
    """One result of a search: the leading key column, the matching texts, and the sum of their scores."""

    key: str
    texts: tuple[str, ...]
    score: float


class Reader(Protocol):
    """The active generation of the views that a query names, as of one instant. Each method takes one round trip.

    Every method raises NotRead for a table that the query doesn't name, and Unavailable.
    """

    def get(self, source: Source, *key: Json) -> Row | None:
        """Return the row, or None."""

    def get_all(self, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Return the rows that are there."""

    def page(self, source: Source, *prefix: Json, after: Key | None = None, limit: int = MOST_ROWS) -> Sequence[Row]:
        """Return rows whose key starts with the prefix, in key order, those after the key."""

    def by_index(
        self,
        source: Source,
        index: Index,
        *equal: Json,
        start: Json | None = None,
        before: Json | None = None,
        limit: int = MOST_ROWS,
    ) -> Sequence[Row]:
        """Return rows in the order of an index that is declared, those with these values in its first columns.

        The next column can be limited: from `start`, inclusive, to `before`, exclusive.
        """

    def search(self, table: Table, words: str, *, limit: int = MOST_ROWS) -> Sequence[Found]:
        """Return the rows whose text holds all the words, grouped by the leading key column, best score first."""
