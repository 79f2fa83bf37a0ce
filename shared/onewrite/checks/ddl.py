"""The DDL that a projection needs, written from its tables, their indexes and its totals."""

from collections.abc import Iterator, Sequence
from typing import Final

from onewrite.domain.projection import Projection
from onewrite.domain.streams import MOST_IN_KEY
from onewrite.domain.views import Index, Table
from onewrite.domain.views.columns import ColumnType
from onewrite.domain.views.indexes import Order

STREAM_KEY: Final = ColumnType("STRING", MOST_IN_KEY)


def statements_for(projection: Projection) -> Iterator[str]:
    """Yield a statement for each table, index and search index."""
    owned = {table.name for table in projection.tables}
    for table in projection.all_tables:
        yield _create_table(table, is_owned=table.name in owned)
        if table.text:
            yield (
                f"CREATE SEARCH INDEX {table.name}_by_text ON {table.name}({table.text}_tokens) PARTITION BY generation"
            )
        for index in table.indexes:
            yield _create_index(table, index)


def _create_table(table: Table, *, is_owned: bool) -> str:
    """`is_owned`: its rows belong to streams, whose keys are in the first column."""
    types = dict(table.types)
    if is_owned and types[table.key[0]] == ColumnType("STRING"):
        types[table.key[0]] = STREAM_KEY
    rest = [column for column in table.columns if column not in table.key]
    return _table(
        table.name,
        ("generation", *table.key),
        [
            "generation INT64 NOT NULL",
            *(f"{column} {types[column]} NOT NULL" for column in table.key),
            *(f"{column} {types[column]}" for column in rest),
            *([f"{table.text}_tokens TOKENLIST AS (TOKENIZE_FULLTEXT({table.text})) HIDDEN"] if table.text else []),
        ],
    )


def _table(name: str, key: Sequence[str], columns: Sequence[str]) -> str:
    lines = "".join(f"  {column},\n" for column in columns)
    return f"CREATE TABLE {name} (\n{lines}) PRIMARY KEY ({', '.join(key)})"


def _create_index(table: Table, index: Index) -> str:
    columns = ", ".join(["generation", *map(_shown, index.order)])
    return f"CREATE INDEX {index.name_for(table.name)} ON {table.name}({columns})"


def _shown(part: Order) -> str:
    return f"{part.column} DESC" if part.is_descending else part.column
