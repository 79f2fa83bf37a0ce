"""Views: the tables of a projection, and how it reads and writes their rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from pydantic import BaseModel

from onewrite.domain.events import Json
from onewrite.errors import RowWithoutKey, TextNotDeclared

Row: TypeAlias = Mapping[str, Json]
Key: TypeAlias = tuple[str, ...]
#: Tables by name, each with the columns of its key.
TableKeys: TypeAlias = Mapping[str, Key]


@dataclass(frozen=True)
class Table:
    """One table of a view. `row` declares its columns, `key` names those that identify a row, all of them strings.

    The first key column must hold the key of the row's stream; queries and `verify` rely on that.
    `text` names a key column with full-text search and a ranking of its values by frequency, if there is one.
    """

    name: str
    key: tuple[str, ...]
    row: type[BaseModel]
    text: str | None = None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.row.model_fields)

    def require_text(self) -> str:
        """Return the text column. Raises TextNotDeclared."""
        if self.text is None:
            raise TextNotDeclared(self.name)
        return self.text

    def key_of(self, row: Row) -> Key:
        """Return the key of a row. Raises RowWithoutKey."""
        try:
            return tuple(row[column] for column in self.key)
        except KeyError:
            missing = ", ".join(column for column in self.key if column not in row)
            raise RowWithoutKey(self.name, missing) from None


class View(Protocol):
    """The rows of one generation of a projection, for its event methods. Reads include their own writes."""

    def get(self, table: Table, *key: str) -> Row | None:
        """Return the row, or None."""

    def put(self, table: Table, **columns: Json) -> None:
        """Write the columns named; the others keep what they had. The key columns must be among them."""

    def delete(self, table: Table, *key: str) -> None:
        """Delete the row, or every row whose key starts with these parts. It is no error if there is none."""
