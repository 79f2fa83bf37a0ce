"""The reader that a query of one's own is given: it refuses what the query doesn't declare."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from onewrite.application.ports.reader import Between, ViewReader
from onewrite.application.queries.active_views import Active
from onewrite.domain.events import Json
from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import MOST_ROWS, Found, Source, key_of
from onewrite.domain.views import Index, Key, Row, Table
from onewrite.domain.views.values import kind_of
from onewrite.errors import ColumnOfAnotherType, IndexNotDeclared, KeyTooLong, NotRead, RowWithoutKey


@dataclass(frozen=True)
class OwnReader:
    """Reader over a ViewReader; values of other types are refused, so that every store refuses the same ones.

    Raises NotRead, IndexNotDeclared, TextNotDeclared, ColumnOfAnotherType, RowWithoutKey and KeyTooLong.
    """

    query: OwnQuery
    reader: ViewReader
    active: Active

    def get(self, source: Source, *key: Json) -> Row | None:
        return self.get_all(source, [key]).get(key)

    def get_all(self, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        generation, columns = self._generation_of(source), key_of(source)
        kept = {_whole(source, _kept(source, columns, key)) for key in keys}
        return self.reader.get_all(generation, source, kept) if kept else {}

    def page(self, source: Source, *prefix: Json, after: Key | None = None, limit: int = MOST_ROWS) -> Sequence[Row]:
        generation, columns = self._generation_of(source), key_of(source)
        under = _kept(source, columns, prefix)
        place = None if after is None else _whole(source, _kept(source, columns, after))
        if place is not None and (place[: len(under)] != under or place == under):
            if place[: len(under)] >= under:
                return []
            place = None
        return self.reader.page(generation, source, under, after=place, limit=_at_least_one(limit))

    def by_index(
        self,
        source: Source,
        index: Index,
        *equal: Json,
        start: Json | None = None,
        before: Json | None = None,
        limit: int = MOST_ROWS,
    ) -> Sequence[Row]:
        generation, limit = self._generation_of(source), _at_least_one(limit)
        if index not in source.indexes:
            raise IndexNotDeclared(source.name, repr(index))
        values = _kept(source, index.columns, equal)
        limits = (None if one is None else _kept(source, index.columns, (*equal, one))[-1] for one in (start, before))
        return self.reader.by_index(
            generation, source, index, values, between=Between(*limits), limit=_at_least_one(limit)
        )

    def search(self, table: Table, words: str, *, limit: int = MOST_ROWS) -> Sequence[Found]:
        table.require_text()
        return self.reader.search(self._generation_of(table), table, words, limit=_at_least_one(limit))

    def _generation_of(self, source: Source) -> int:
        if source.name not in self.active:
            raise NotRead(source.name, self.query.path)
        return self.active[source.name]


def _kept(source: Source, columns: Sequence[str], values: Key) -> Key:
    """Return values of these columns, or of the first of them, as the store keeps them. None of them can be null."""
    if len(values) > len(columns):
        raise KeyTooLong(source.name, ", ".join(columns))
    kinds = source.types
    for column, value in zip(columns, values, strict=False):
        if value is None or not kinds[column].takes(value):
            raise ColumnOfAnotherType(source.name, column, kind_of(value), str(kinds[column]))
    return tuple(kinds[column].kept(value) for column, value in zip(columns, values, strict=False))


def _at_least_one(limit: int) -> int:
    if limit < 1:
        raise ValueError(f"a query asks for {limit} rows: ask for one at least")
    return limit


def _whole(source: Source, key: Key) -> Key:
    if missing := key_of(source)[len(key) :]:
        raise RowWithoutKey(source.name, ", ".join(missing))
    return key
