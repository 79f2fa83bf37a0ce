"""What a projection writes: rows of its own tables, reached through a view."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from pydantic import BaseModel

from onewrite.domain.events import Json

Row: TypeAlias = Mapping[str, Json]
Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of a view. `row` names its columns, `key` the ones that identify a row (all of them strings).

    The first key column holds the key of the row's stream: by it a rebuild is verified and a row is found.
    `text` is the key column that is searchable as full text and ranked by how often a value occurs, if there is one.
    """

    name: str
    key: tuple[str, ...]
    row: type[BaseModel]
    text: str | None = None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.row.model_fields)

    def key_of(self, row: Row) -> Key:
        return tuple(row[column] for column in self.key)


class View(Protocol):
    """The rows of one generation of one projection, as its event methods see them: reads include own writes."""

    def get(self, table: Table, *key: str) -> Row | None:
        """Return the row, or None."""

    def put(self, table: Table, **columns: Json) -> None:
        """Write the columns named; the others keep what they had. The key columns must be among them."""

    def delete(self, table: Table, *key: str) -> None:
        """Delete the row, or every row whose key starts like that. Deleting nothing is fine."""
