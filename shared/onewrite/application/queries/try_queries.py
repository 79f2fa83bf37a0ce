"""Try every query of a domain: each names tables, columns and indexes that the store may lack."""

from collections.abc import Iterable
from typing import Final

from onewrite.application.ports.views import Views
from onewrite.domain.queries import Query, SearchQuery, sources_of
from onewrite.domain.views import Table

#: A generation that no view ever has, so that nothing is found.
NOWHERE: Final = 0


def try_queries(views: Views, queries: Iterable[Query]) -> None:
    """Raise NotInSchema, or Unavailable."""
    for query in queries:
        match query:
            case SearchQuery():
                views.search(NOWHERE, query.source, "word", limit=1)
            case _:
                try_tables(views, [one if isinstance(one, Table) else one.table for one in sources_of(query)])


def try_tables(views: Views, tables: Iterable[Table]) -> None:
    """Raise NotInSchema, or Unavailable."""
    for table in tables:
        views.page(NOWHERE, table, after=None, limit=1)
