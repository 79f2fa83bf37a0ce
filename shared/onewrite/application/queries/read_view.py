"""Read a view by key, in pages, by words or by rank; a row at least at the version that the reader names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewrite.application.ports.views import Checkpoint, Found, Scored, Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RowQuery, SearchQuery
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import EventNotApplied, OnewriteError, RowNotFound, VersionNotFound, ViewBehind, ViewParked


@dataclass(frozen=True)
class ReadView:
    """Answers queries from the active generation. Every method raises Unavailable."""

    domain: Domain
    views: Views
    generations: KnownGenerations
    advance: Advance
    clock: Callable[[], float]
    #: How long a view may take to catch up before ViewBehind is raised; a step under way is finished first.
    seconds: float

    def row(self, query: RowQuery, key: str, *, min_version: int = 0) -> tuple[Row, int]:
        """Return the row, and the version of its stream that the view reflects: at least `min_version`.

        Raises RowNotFound, VersionNotFound, ViewParked, EventNotApplied, ViewBehind.
        """
        projection, table = self.domain.projection_of(query.source), table_of(query)
        stream = StreamId(projection.category_of(table), key)
        generation = self._active(query)
        found = self.views.find(projection.name, generation, table, stream)
        if found.checkpoint.version < min_version:
            found = self._catch_up(query, generation, stream, min_version)
        if found.row is None:
            raise RowNotFound(query.source.name, key)
        return found.row, found.checkpoint.version

    def page(self, query: PageQuery, *, after: Key | None, limit: int) -> Sequence[Row]:
        return self.views.page(self._active(query), table_of(query), after=after, limit=limit)

    def search(self, query: SearchQuery, words: str, *, limit: int) -> Sequence[Scored]:
        return self.views.search(self._active(query), table_of(query), words, limit=limit)

    def _active(self, query: RowQuery | PageQuery | SearchQuery) -> int:
        return self.generations(self.domain.projection_of(query.source).name).active

    def _catch_up(self, query: RowQuery, generation: int, stream: StreamId, min_version: int) -> Found:
        """Advance the stream in this request, so that the reader does not wait for the bus."""
        projection, until = self.domain.projection_of(query.source), self.clock() + self.seconds
        while True:
            step = self.advance.step(projection, generation, [stream])
            checkpoint = step.checkpoints[stream]
            if checkpoint.version >= min_version:
                return self.views.find(projection.name, generation, table_of(query), stream)
            if not step.left:
                raise _stopped(projection.name, checkpoint, min_version)
            if self.clock() >= until:
                raise ViewBehind(projection.name, str(stream), min_version, checkpoint.version)


def table_of(query: RowQuery | PageQuery | SearchQuery) -> Table:
    """Return the table that the query reads; totals can't be read yet."""
    assert isinstance(query.source, Table)
    return query.source


def _stopped(projection: str, checkpoint: Checkpoint, min_version: int) -> OnewriteError:
    """Return why the view can't reach the version."""
    stream = str(checkpoint.stream)
    if checkpoint.is_parked:
        return ViewParked(projection, stream, checkpoint.version)
    if failure := checkpoint.failure:
        return EventNotApplied(projection, stream, failure.version, failure.error_class)
    return VersionNotFound(stream, min_version, checkpoint.version)
