"""Try every query of a domain: each names tables, columns and indexes that the store may lack."""

from collections.abc import Iterable
from typing import Final

from onewrite.application.ports.reader import Readers, ViewReader
from onewrite.domain.queries import ListQuery, OwnQuery, Query, SearchQuery
from onewrite.domain.reading import Source
from onewrite.domain.views import Table

#: A generation that no view ever has, so that nothing is found.
NOWHERE: Final = 0


def try_queries(readers: Readers, queries: Iterable[Query]) -> None:
    """Raise NotInSchema, or Unavailable."""
    with readers.open() as reader:
        for query in queries:
            match query:
                case SearchQuery():
                    reader.search(NOWHERE, query.source, "word", limit=1)
                case ListQuery():
                    reader.by_index(NOWHERE, query.source, query.index, limit=1)
                case OwnQuery():
                    for source in query.reads:
                        _try_all_of(reader, source)
                case _:
                    reader.page(NOWHERE, query.source, limit=1)


def try_tables(readers: Readers, tables: Iterable[Table]) -> None:
    """Raise NotInSchema, or Unavailable."""
    with readers.open() as reader:
        for table in tables:
            reader.page(NOWHERE, table, limit=1)


def _try_all_of(reader: ViewReader, source: Source) -> None:
    """Try every way in which a query of one's own may read it."""
    reader.page(NOWHERE, source, limit=1)
    for index in source.indexes:
        reader.by_index(NOWHERE, source, index, limit=1)
    if isinstance(source, Table) and source.text:
        reader.search(NOWHERE, source, "word", limit=1)
