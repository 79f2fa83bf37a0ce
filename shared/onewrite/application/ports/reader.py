"""Reading views for queries: rows of several views, each in one of its generations, all as of one instant."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from onewrite.application.ports.views import Checkpoint
from onewrite.domain.events import Json
from onewrite.domain.reading import Found, Source
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Index, Key, Row, Table

#: The staleness of what is read as it is now.
FRESH: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Between:
    """Limits of the values of one column: from `start`, inclusive, to `before`, exclusive; None is no limit."""

    start: Json | None = None
    before: Json | None = None


ANYWHERE: Final = Between()


class ViewReader(Protocol):
    """One instant of the store. Every method takes one round trip, and raises Unavailable.

    A row of totals has the columns of its group and all its figures; a group without rows is not there.
    """

    def active(self, projection: str) -> int:
        """Return the generation that answers queries at that instant."""

    def checkpoint(self, projection: str, generation: int, stream: StreamId) -> Checkpoint:
        """Return the stream's checkpoint; at version 0 where there is none yet."""

    def get_all(self, generation: int, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Return the rows that are there."""

    def page(
        self, generation: int, source: Source, prefix: Key = (), *, after: Key | None = None, limit: int
    ) -> Sequence[Row]:
        """Return rows whose key starts with the prefix, in key order, those after the key."""

    def by_index(  # noqa: PLR0913 - what and where
        self,
        generation: int,
        source: Source,
        index: Index,
        equal: Key = (),
        *,
        between: Between = ANYWHERE,
        after: Key | None = None,
        limit: int,
    ) -> Sequence[Row]:
        """Return rows in the order of the index, those with the values `equal` in its first columns.

        `between` limits the next column; `after` has the values of the columns from there on, the rest of the key
        included, at which the rows before ended.
        """

    def search(self, generation: int, table: Table, words: str, *, limit: int) -> Sequence[Found]:
        """Return the rows whose text holds all the words, grouped by the leading key column, best score first."""


class Readers(Protocol):
    """Opens readers. Raises Unavailable."""

    def open(self, *, staleness: timedelta = FRESH, once: bool = False) -> AbstractContextManager[ViewReader]:
        """Return a reader of the instant that is so long ago. One for reading `once` costs the store less."""
