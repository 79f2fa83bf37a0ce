"""The reader that a query of one's own is given: it refuses what the query doesn't declare."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from onewrite.application.ports.reader import Between, ViewReader
from onewrite.application.queries.active_views import Active
from onewrite.domain.events import Json
from onewrite.domain.indexes import Index
from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import MOST_ROWS, Found, Source, key_of, types_of
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import ColumnOfAnotherType, IndexNotDeclared, NotRead


@dataclass(frozen=True)
class OwnReader:
    """Reader over a ViewReader. Raises NotRead, IndexNotDeclared, TextNotDeclared and ColumnOfAnotherType."""

    query: OwnQuery
    reader: ViewReader
    active: Active

    def get(self, source: Source, *key: Json) -> Row | None:
        return self.get_all(source, [key]).get(key)

    def get_all(self, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        generation = self._generation_of(source)
        for key in keys:
            _require_types(source, key_of(source), key)
        return self.reader.get_all(generation, source, keys) if keys else {}

    def page(self, source: Source, *prefix: Json, after: Key | None = None, limit: int = MOST_ROWS) -> Sequence[Row]:
        generation = self._generation_of(source)
        for key in (prefix, after or ()):
            _require_types(source, key_of(source), key)
        return self.reader.page(generation, source, prefix, after=after, limit=limit)

    def by_index(
        self,
        source: Source,
        index: Index,
        *equal: Json,
        start: Json | None = None,
        before: Json | None = None,
        limit: int = MOST_ROWS,
    ) -> Sequence[Row]:
        generation = self._generation_of(source)
        if index not in source.indexes:
            raise IndexNotDeclared(source.name, repr(index))
        for limited in (start, before):
            _require_types(source, index.columns, equal if limited is None else (*equal, limited))
        return self.reader.by_index(generation, source, index, equal, between=Between(start, before), limit=limit)

    def search(self, table: Table, words: str, *, limit: int = MOST_ROWS) -> Sequence[Found]:
        table.require_text()
        return self.reader.search(self._generation_of(table), table, words, limit=limit)

    def _generation_of(self, source: Source) -> int:
        if source.name not in self.active:
            raise NotRead(source.name, self.query.path)
        return self.active[source.name]


def _require_types(source: Source, columns: Sequence[str], values: Key) -> None:
    """Raise ColumnOfAnotherType for a value that the column never has: a null in a key, a number for a text."""
    kinds = types_of(source)
    for column, value in zip(columns, values, strict=False):
        if value is None or not kinds[column].takes(value):
            raise ColumnOfAnotherType(source.name, column, type(value).__name__, kinds[column].name)
