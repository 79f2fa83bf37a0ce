"""Queries of views, declared once for routes, validation and documentation.

A search or a ranking of a table without a text column raises TextNotDeclared where it is declared.
"""

from dataclasses import dataclass
from typing import TypeAlias

from onewrite.domain.views import Table


@dataclass(frozen=True)
class RowQuery:
    """`GET /path/{key}`: the row whose key is the key of a stream."""

    path: str
    projection: str
    table: Table
    summary: str


@dataclass(frozen=True)
class PageQuery:
    """`GET /path?page_size=&page_token=`: all rows in key order."""

    path: str
    projection: str
    table: Table
    summary: str


@dataclass(frozen=True)
class SearchQuery:
    """`GET /path?q=`: rows whose text matches all the words, grouped by the first key column, best score first."""

    path: str
    projection: str
    table: Table
    summary: str
    #: The name of the matching texts in each result.
    texts: str = "texts"

    def __post_init__(self) -> None:
        self.table.require_text()


@dataclass(frozen=True)
class RankingQuery:
    """`GET /path?limit=`: the values of the text column that most rows hold."""

    path: str
    projection: str
    table: Table
    summary: str

    def __post_init__(self) -> None:
        self.table.require_text()


Query: TypeAlias = RowQuery | PageQuery | SearchQuery | RankingQuery
