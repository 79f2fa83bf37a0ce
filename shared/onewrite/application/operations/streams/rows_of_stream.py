"""The rows that views keep of a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onewrite.application.operations.streams.views_of_streams import ViewOfStream
from onewrite.application.ports.reader import Readers, ViewReader
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Row, Table

#: So many rows of a table are shown.
MOST_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The first rows of the stream in one table of a view, and the checkpoint that they belong to."""

    view: ViewOfStream
    table: Table
    rows: Sequence[Row]
    has_more: bool


@dataclass(frozen=True)
class RowsOfStream:
    """A round trip for each checkpoint and each table, all as of one instant."""

    domain: Domain
    readers: Readers

    def __call__(self, stream: StreamId, views: Sequence[ViewOfStream]) -> Sequence[ShownRows]:
        """Return the rows in tables whose rows belong to this stream, for the views that are served."""
        with self.readers.open() as reader:
            return [shown for view in views if not view.view.problem for shown in self._of(stream, view, reader)]

    def _of(self, stream: StreamId, seen: ViewOfStream, reader: ViewReader) -> Iterator[ShownRows]:
        name, generation = seen.view.projection, seen.view.generation
        projection = self.domain.projection(name)
        view = ViewOfStream(seen.view, reader.checkpoint(name, generation, stream))
        for table in projection.tables:
            if projection.category_of(table) == stream.category:
                rows = reader.page(generation, table, (stream.key,), limit=MOST_ROWS + 1)
                yield ShownRows(view, table, rows[:MOST_ROWS], len(rows) > MOST_ROWS)
