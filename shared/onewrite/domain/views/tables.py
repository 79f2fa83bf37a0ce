"""Views: the tables of a projection, and how it reads and writes their rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from pydantic import BaseModel

from onewrite.domain.events import Json
from onewrite.domain.views.columns import ORDERED, ColumnType, column_types
from onewrite.domain.views.indexes import Index
from onewrite.domain.views.sql_words import trouble_with
from onewrite.errors import RowWithoutKey, TextNotDeclared

Row: TypeAlias = Mapping[str, Json]
Key: TypeAlias = tuple[Json, ...]
#: Tables by name, each with what makes its rows those of today's code: the columns of the key, the figures of totals.
TableKeys: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One table of a view. `row` declares its columns, `key` names those that identify a row.

    Rows belong to streams: the first key column holds the key of a stream of `category`, which may be left out where
    the projection reads one category only. `text` names a key column with full-text search, if there is one.
    Raises TypeError for columns that don't fit.
    """

    name: str
    key: tuple[str, ...]
    row: type[BaseModel]
    text: str | None = None
    indexes: tuple[Index, ...] = ()
    category: str | None = None

    def __post_init__(self) -> None:
        if wrong := list(self._mistakes()):
            raise TypeError(f"table {self.name}: {'; '.join(wrong)}")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.row.model_fields)

    @cached_property
    def types(self) -> Mapping[str, ColumnType]:
        """The type of each column."""
        return column_types(self.row)

    def require_text(self) -> str:
        """Return the text column. Raises TextNotDeclared."""
        if self.text is None:
            raise TextNotDeclared(self.name)
        return self.text

    def key_of(self, row: Row) -> Key:
        """Return the key of a row. Raises RowWithoutKey."""
        try:
            return tuple([row[column] for column in self.key])
        except KeyError:
            missing = ", ".join(column for column in self.key if column not in row)
            raise RowWithoutKey(self.name, missing) from None

    def _mistakes(self) -> Iterator[str]:
        if not self.key:
            yield "name the columns of its key"
        yield from filter(None, map(trouble_with, self._names_in_sql()))
        for taken in {"generation", f"{self.text}_tokens"} & {*self.columns}:
            yield f"{taken} is a column that the library adds: rename it in {self.row.__name__}"
        if len({*self.key}) < len(self.key):
            yield "its key names a column twice"
        for column in self.columns:
            if column not in self.types:
                yield f"{self.row.__name__}.{column} has a type that no column can hold"
        sorted_by = {column: f"Index {index.name_for(self.name)}" for index in self.indexes for column in index.columns}
        for column, place in {**sorted_by, **dict.fromkeys(self.key, "the key")}.items():
            if column not in self.columns:
                yield f"{place} names {column}, which {self.row.__name__} lacks"
            elif column in self.types and self.types[column].name not in ORDERED:
                yield f"{place} names {column}, and {self.types[column].name} has no order"
        if self.text is not None and self.text not in self.key:
            yield f"{self.text} is its text and not in its key"

    def _names_in_sql(self) -> Iterator[str]:
        yield self.name
        yield from self.columns
        yield from (index.name_for(self.name) for index in self.indexes)


class View(Protocol):
    """The rows of one generation of a projection, for its event methods. Reads include their own writes."""

    def get(self, table: Table, *key: Json) -> Row | None:
        """Return the row, or None."""

    def put(self, table: Table, **columns: Json) -> None:
        """Write the columns named; the others keep what they had. The key columns must be among them."""

    def delete(self, table: Table, *key: Json) -> None:
        """Delete the row, or every row whose key starts with these parts. It is no error if there is none."""
